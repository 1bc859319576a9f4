"""The facts of a dossier as a log, newest first: what, which day, by whom, and what was corrected later.

Who reads what, decided here. The line itself (kind, day, author) is for everyone who may read the dossier.
What a line says in someone's own words is for the readers of the paper that holds such words: a contact for
the readers of a gespreksverslag, a question for those of a vraagstelling. The six items of a ziekmelding have
a rule of their own, and a paper shows itself only to its readers. Authors always read their own words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.access import RECORDED_BY, may
from portal.rules.calendar import long_date
from portal.rules.facts import Fact, effective
from portal.rules.terms import FACT, SIGNATURE
from portal.storage.catalogue import catalogue
from portal.web.clock import HERE
from portal.web.present import comma
from portal.web.present.binder import paper_title
from portal.web.present.steps import role_label

WAYS = {
    "telefoon": "Per telefoon",
    "gesprek_op_werk": "Gesprek op het werk",
    "huisbezoek": "Huisbezoek",
    "videogesprek": "Videogesprek",
    "bericht": "Bericht",
}
FOLLOW_UPS = {
    "zelf": "De leidinggevende houdt zelf contact.",
    "verzuimadviseur": "De leidinggevende houdt contact met steun van de verzuimadviseur.",
    "bedrijfsarts": "De leidinggevende houdt contact met steun van de bedrijfsarts.",
}
SIX_ITEMS = {
    "bereikbaar": "Bereikbaar",
    "verwachte_duur": "Verwachte duur",
    "lopende_zaken": "Lopende zaken",
    "vangnet": "Vangnetbepaling",
    "arbeidsongeval": "Arbeidsongeval",
    "verkeersongeval_derde": "Verkeersongeval waarvoor een ander aansprakelijk kan zijn",
}
OWN_WORDS = {"contact": "gespreksverslag", "gedaan": "gespreksverslag", "vraagstelling": "vraagstelling_arbodienst"}
"""The kinds of fact that hold someone's own words, each with the paper that has the same readers."""


@dataclass(frozen=True)
class Reader:
    """Who reads the log: the person, the roles in this dossier, the dossier's number."""

    person_id: int
    roles: frozenset[str]
    number: str

    def may_read_words(self, fact: Fact) -> bool:
        """Whether the reader sees what this fact says in its author's own words."""
        kind = OWN_WORDS.get(fact.kind)
        return kind is None or fact.author == self.person_id or catalogue()[kind].readable_by(self.roles)

    def may_see(self, fact: Fact, kinds: Mapping[int, str]) -> bool:
        """Whether the reader sees that this fact is there at all; `kinds` gives the kind of every paper."""
        paper = fact.data.get("papier")
        return paper is None or paper not in kinds or catalogue()[kinds[paper]].readable_by(self.roles)

    def may_correct(self, fact: Fact) -> bool:
        """Whether the reader may correct or withdraw a fact of this kind."""
        return fact.kind in RECORDED_BY and may(self.roles, RECORDED_BY[fact.kind])


def fact_log(
    facts: Iterable[Fact], names: Mapping[int, str], titles: Mapping[str, str], reader: Reader
) -> list[dict[str, Any]]:
    """The log for a reader. `names` are the authors by id, `titles` the steps by key."""
    facts = tuple(facts)
    kinds = {f.data["papier"]: f.data["soort"] for f in facts if f.kind == "papier_vastgesteld"}
    standing = {fact.seq for fact in effective(facts)}
    corrected = {fact.corrects: fact for fact in facts if fact.corrects is not None}
    by_seq = {fact.seq: fact for fact in facts}
    papers = {
        f.data["papier"]: paper_title(f.data["titel"], f.data["nummer"], repeated=False)
        for f in facts
        if f.kind == "papier_vastgesteld"
    }
    told = _Told(titles, papers, reader)
    return [
        {
            **_line(fact, names),
            "own": fact.author == reader.person_id,
            "text": told.text(fact),
            "items": told.items(fact),
            "struck": _struck(corrected.get(fact.seq)),
            "corrects": _corrects(fact, by_seq, reader),
            "change": _change(fact, reader) if fact.seq in standing and reader.may_correct(fact) else None,
        }
        for fact in sorted(facts, key=lambda fact: fact.seq, reverse=True)
        if reader.may_see(fact, kinds)
    ]


def own_facts(log: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that the reader wrote and may still change: all of the log that others than its readers see."""
    return [line for line in log if line["change"] and line["own"]]


def _line(fact: Fact, names: Mapping[int, str]) -> dict[str, Any]:
    moment = fact.at.astimezone(HERE)
    return {
        "seq": fact.seq,
        "title": FACT[fact.kind],
        "day": long_date(fact.on),
        "at": f"{long_date(moment.date())} om {moment:%H.%M} uur",
        "author": names.get(fact.author, ""),
    }


def _struck(later: Fact | None) -> str:
    if later is None:
        return ""
    return "ingetrokken" if later.kind == "intrekking" else "verbeterd"


def _corrects(fact: Fact, by_seq: Mapping[int, Fact], reader: Reader) -> str:
    """What a correction or withdrawal puts in the place of what, and why, for who may read the words of both."""
    old = by_seq.get(fact.corrects) if fact.corrects is not None else None
    if old is None:
        return ""
    reason = fact.data.get("reden" if fact.kind == "intrekking" else "reden_correctie", "")
    verb = "Trekt in" if fact.kind == "intrekking" else "Verbetert"
    words = f" {reason}" if reason and reader.may_read_words(old) else ""
    return f"{verb}: {FACT[old.kind].lower()} van {long_date(old.on)}.{words}"


def _change(fact: Fact, reader: Reader) -> dict[str, str]:
    return {
        "correct": url_for("case.correct", number=reader.number, seq=fact.seq),
        "withdraw": url_for("case.withdraw", number=reader.number, seq=fact.seq),
        "context": f"{FACT[fact.kind].lower()} van {long_date(fact.on)}",
    }


@dataclass(frozen=True)
class _Told:
    """What each kind of fact says, in a sentence, as far as the reader may know."""

    titles: Mapping[str, str]
    papers: Mapping[int, str]
    reader: Reader

    def text(self, fact: Fact) -> str:
        """The sentence, and the author's own words where the reader may see them."""
        tell: Callable[[Mapping[str, Any]], str] | None = getattr(self, f"_{fact.kind}", None)
        sentence = tell(fact.data) if tell else ""
        words = self._words(fact) if self.reader.may_read_words(fact) else ""
        return "\n".join(part for part in (sentence, words) if part)

    def items(self, fact: Fact) -> list[dict[str, str]]:
        """The six items of a ziekmelding, for who may read them."""
        if fact.kind != "ziekmelding" or not may(self.reader.roles, "read_six_items"):
            return []
        return [
            {"label": label, "value": _shown(fact.data.get(name, ""))}
            for name, label in SIX_ITEMS.items()
            if fact.data.get(name, "") != ""
        ]

    def _words(self, fact: Fact) -> str:
        return str(fact.data.get("verslag") or fact.data.get("vraag") or fact.data.get("toelichting") or "")

    def _ziekmelding(self, data: Mapping[str, Any]) -> str:
        told = data.get("gemeld_op")
        return f"Gemeld op {_day(told)}." if told else ""

    def _herstelmelding(self, data: Mapping[str, Any]) -> str:
        if data["percentage"] >= 100:
            return "Volledig aan het werk."
        sentence = (
            f"{comma(data['percentage'])} procent hersteld: {comma(data['uren'])} van {comma(data['contracturen'])} "
            f"uur, waarde van het werk {comma(100 * data['loonwaarde'])} procent."
        )
        assessor = data.get("beoordeeld_door")
        return f"{sentence} Beoordeeld door {assessor}." if assessor else sentence

    def _verlof(self, data: Mapping[str, Any]) -> str:
        return f"Tot en met {_day(data['laatste_dag'])}."

    def _contact(self, data: Mapping[str, Any]) -> str:
        return f"{WAYS.get(data['wijze'], data['wijze'])}."

    def _vraagstelling(self, data: Mapping[str, Any]) -> str:
        return FOLLOW_UPS.get(data["vervolg"], "")

    def _consult_gepland(self, data: Mapping[str, Any]) -> str:
        when = f"{_day(data['dag'])} om {data['tijd'].replace(':', '.')} uur"
        return f"{when}, bij de {role_label(data['met'])}, {data['plaats']}."

    def _papier_vastgesteld(self, data: Mapping[str, Any]) -> str:
        return f"{self.papers[data['papier']]}, versie {data['versie']}."

    def _ondertekend(self, data: Mapping[str, Any]) -> str:
        who = ", ".join(part for part in (data.get("naam"), role_label(data["rol"])) if part)
        paper = self.papers.get(data["papier"], "Stuk")
        return f"{paper}. {SIGNATURE[data['uitkomst']]}: {who}."

    def _ontvangen(self, data: Mapping[str, Any]) -> str:
        return f"{catalogue()[data['soort']].title}."

    def _uwv_gemeld(self, data: Mapping[str, Any]) -> str:
        return f"Kenmerk {data['kenmerk']}."

    def _gedaan(self, data: Mapping[str, Any]) -> str:
        return f"{self.titles.get(data['stap'], data['stap'])}."


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))
