"""What each kind of fact says, in plain sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.facts import TAKEN_OVER, Fact
from portal.rules.records import Question
from portal.rules.terms import CONTACT, SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records
from portal.web.present import comma
from portal.web.present.steps import role_label

FOLLOW_UPS = {
    "zelf": "De leidinggevende houdt zelf contact.",
    "verzuimadviseur": "De leidinggevende houdt contact met steun van de verzuimadviseur.",
    "bedrijfsarts": "De leidinggevende houdt contact met steun van de bedrijfsarts.",
}
SIX_ITEMS = {
    "telefoon": "Telefoonnummer",
    "adres": "Adres",
    "verwachte_duur": "Verwachte duur",
    "lopende_zaken": "Lopende zaken",
    "vangnet": "Vangnetbepaling",
    "arbeidsongeval": "Arbeidsongeval",
    "verkeersongeval_derde": "Verkeersongeval waarvoor een ander aansprakelijk kan zijn",
}
OWN_WORDS = ("verslag", "vraag", "toelichting")
"""Where a fact keeps what its author wrote."""


@dataclass(frozen=True)
class Told:
    """Tells facts. `titles` are the steps by key, `papers` the names of the papers by id, `consults` their days."""

    titles: Mapping[str, str]
    papers: Mapping[int, str]
    consults: Mapping[str, date]

    def sentence(self, fact: Fact) -> str:
        """What a fact comes down to, without its author's own words."""
        tell: Callable[[Mapping[str, Any]], str] | None = getattr(self, f"_{fact.kind}", None)
        return tell(fact.data) if tell else ""

    def answers(self, fact: Fact) -> str:
        """What a record says, in the words of its form; nothing for any other fact."""
        kind = records().get(fact.kind)
        if kind is None:
            return ""
        shown = {one.name: self._answer(one, str(fact.data.get(one.name, ""))) for one in kind.questions}
        return f"{kind.sentence(shown)} {self._how_late(fact)}".strip()

    def _answer(self, question: Question, value: str) -> str:
        if question.options_from == "movable_steps":
            return self.titles.get(value.partition("#")[0], value)
        if question.options_from == "consults":
            day = self.consults.get(value)
            return f"Het spreekuur van {long_date(day)}" if day else ""
        if question.who == "zelf_daar":
            return value
        if question.kind == "choice":
            return dict(question.options).get(value, value)
        if question.kind == "colleague":
            # What tells two of one name apart (a number, an address) is not for every reader.
            return value.rpartition(" (")[0] or value
        return _day(value) if value and question.kind == "date" else value

    def _how_late(self, fact: Fact) -> str:
        """How long before a consult it was called off; nothing for one that was missed, or for any other fact."""
        day = self.consults.get(str(fact.data.get("consult", "")))
        if day is None or fact.data.get("wat") == "niet_verschenen":
            return ""
        ahead = (day - fact.on).days
        return "Op de dag zelf." if not ahead else f"{ahead} {'dag' if ahead == 1 else 'dagen'} van tevoren."

    def own_words(self, fact: Fact) -> str:
        """What the author wrote; nothing when the fact holds no such text."""
        return next((str(fact.data[name]) for name in OWN_WORDS if fact.data.get(name)), "")

    def six_items(self, fact: Fact) -> list[dict[str, str]]:
        """The items of a ziekmelding that were filled in."""
        return [
            {"label": label, "value": shown(fact.data[name])}
            for name, label in SIX_ITEMS.items()
            if fact.data.get(name, "") != ""
        ]

    def _ziekmelding(self, data: Mapping[str, Any]) -> str:
        told, since = data.get("gemeld_op"), data.get(TAKEN_OVER)
        who = " door de medewerker zelf" if data.get("door") == "medewerker" else ""
        sentences = [f"Gemeld op {_day(told)}{who}."] if told else []
        sentences += [f"Het geval liep al toen het portaal het overnam, op {_day(since)}."] if since else []
        return " ".join(sentences)

    def _herstelmelding(self, data: Mapping[str, Any]) -> str:
        return recovery_sum(data)

    def _contact(self, data: Mapping[str, Any]) -> str:
        return f"{CONTACT.get(data['wijze'], data['wijze'])}."

    def _vraagstelling(self, data: Mapping[str, Any]) -> str:
        return FOLLOW_UPS.get(data["vervolg"], "")

    def _consult_gepland(self, data: Mapping[str, Any]) -> str:
        when = f"{_day(data['dag'])} om {data['tijd'].replace(':', '.')} uur"
        return f"{when}, bij de {role_label(data['met'])}, {data['plaats']}."

    def _papier_vastgesteld(self, data: Mapping[str, Any]) -> str:
        title = self.papers[data["papier"]]
        if data.get("opgesteld_door"):
            where = "op papier, niet in het portaal" if data.get("op_papier") else "als bestand toegevoegd"
            return f"{title}, van vóór de overname: {where}. Opgesteld door {data['opgesteld_door']}."
        return f"{title}, versie {data['versie']}."

    def _scan_toegevoegd(self, data: Mapping[str, Any]) -> str:
        why = "Ondertekend met de pen." if data.get("getekend") else "Het stond alleen op papier."
        return f"{self.papers[data['papier']]}. {why}"

    def _papier_teruggeroepen(self, data: Mapping[str, Any]) -> str:
        return f"{self.papers[data['papier']]}. Niemand kan het stuk nog openen."

    def _ondertekend(self, data: Mapping[str, Any]) -> str:
        who = ", ".join(part for part in (data.get("naam"), role_label(data["rol"])) if part)
        paper = self.papers.get(data["papier"], "Stuk")
        where = ", op papier" if data.get("op_papier") else ""
        return f"{paper}. {SIGNATURE[data['uitkomst']]}{where}: {who}."

    def _ontvangen(self, data: Mapping[str, Any]) -> str:
        return f"{catalogue()[data['soort']].title}."

    def _afschrift_ontvangen(self, data: Mapping[str, Any]) -> str:
        how = "op papier gegeven aan" if data["wijze"] == "op_papier" else "bevestigd door"
        return f"{self.papers[data['papier']]}, {how} de {role_label(data['rol'])}."

    def _leidinggevende_gewisseld(self, data: Mapping[str, Any]) -> str:
        return f"Eerst {data['van_naam']}, vanaf deze dag {data['naar_naam']}."

    def _uwv_gemeld(self, data: Mapping[str, Any]) -> str:
        return f"Kenmerk {data['kenmerk']}."

    def _gedaan(self, data: Mapping[str, Any]) -> str:
        title = self.titles.get(data["stap"], data["stap"])
        return f"{title}, van vóór de overname." if TAKEN_OVER in data else f"{title}."


def recovery_sum(data: Mapping[str, Any]) -> str:
    """What a herstelmelding says, with the sum: hours, and the worth of the work by its parts."""
    hours = f"{comma(data['uren'])} van {comma(data['contracturen'])} uur"
    if data["percentage"] >= 100:
        return "Volledig aan het werk."
    if data.get("arbeidstherapie"):
        return f"{hours}, op arbeidstherapeutische basis. Dat telt niet mee: de medewerker blijft helemaal ziek gemeld."
    value = f"waarde van het werk {_percent(data['loonwaarde'])}"
    parts = [f"{name} {_percent(data[name])}" for name in ("taken", "tempo", "kwaliteit") if name in data]
    worth = f"{value} ({' × '.join(parts)})" if parts else value
    told = f"{comma(data['percentage'])} procent hersteld: {hours} × {worth}."
    assessor = data.get("beoordeeld_door")
    return f"{told} Beoordeeld door {assessor}." if assessor else told


def _percent(share: float) -> str:
    return f"{comma(round(100 * share, 2))} procent"


def shown(value: Any) -> str:
    """A value in words: «ja» or «nee» for what is so or not, a list as lines."""
    if isinstance(value, list):
        return "\n".join(shown(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(shown(one) for one in value.values() if one != "")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))
