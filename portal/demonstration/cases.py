"""Eight dossiers at telling moments, played by the same actions that people use, on the days they would have."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.actions.ask_arbodienst import ask_arbodienst
from portal.actions.hand_over import hand_over
from portal.actions.plan_consult import plan_consult
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.report_to_uwv import report_to_uwv
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import sign_paper
from portal.actions.tick_step import tick_step
from portal.demonstration import texts
from portal.rules.calendar import add_working_days
from portal.storage.reading.involvements import holder_of
from portal.storage.reading.people import PersonRow, person

EXPERT_ADVICE = "advies_re_integratiedeskundige"


@dataclass(frozen=True)
class Case:
    """A dossier to play: D lies `age` days before the day of the demonstration; the steps in `without` stay undone."""

    age: int
    without: frozenset[str] = frozenset()


CASES: tuple[Case, ...] = (
    Case(612),  # week 88: the papers are ready to be handed over
    Case(50, frozenset({"plan_van_aanpak"})),  # the plan van aanpak is due
    Case(0),  # day 1
    Case(16, frozenset({"vraagstelling"})),  # week 3
    Case(44, frozenset({"probleemanalyse"})),  # the probleemanalyse is late
    Case(206),  # week 30
    Case(297, frozenset({"uwv_melding"})),  # week 43, and UWV has not been told
    Case(352, frozenset({"eerstejaarsevaluatie"})),  # the first-year evaluation is due
)
"""In the order of people.DOSSIERS; the first is the dossier of the account `medewerker`."""


class Player:
    """Plays one dossier: every method is something someone does on a day."""

    def __init__(self, medewerker: PersonRow, moment: datetime) -> None:
        self.medewerker = medewerker
        self.manager = medewerker.leidinggevende_id or 0
        self.moment = moment
        self.dossier_id = 0

    def at(self, day: date) -> datetime:
        """Half past nine on that day: when people get round to it."""
        return datetime.combine(day, time(9, 30), self.moment.tzinfo)

    def role(self, name: str, day: date) -> int:
        """Who holds the role in the dossier that day."""
        found = holder_of(self.dossier_id, name, day)
        if found is None:
            raise LookupError(f"nobody is {name} in dossier {self.dossier_id}")
        return found

    def ziekmelding(self, day: date) -> None:
        """The manager reports the employee sick, on the first day."""
        self.dossier_id = record_ziekmelding(
            medewerker_id=self.medewerker.id,
            actor=self.manager,
            now=self.at(day),
            eerste_ziektedag=day,
            gemeld_op=day,
            items=SixItems(
                telefoon="06 5550 0101",
                adres="Kerkstraat 12\n1441 AB Purmerend",
                verwachte_duur="Nog niet bekend",
                lopende_zaken="Het overleg van deze week overnemen.",
                vangnet=False,
                arbeidsongeval=False,
                verkeersongeval_derde=False,
            ),
        )

    def contact(self, day: date, number: int) -> None:
        """The manager calls or meets the employee."""
        way = "gesprek_op_werk" if number == 2 else "telefoon"
        note = texts.CONTACTS[number % len(texts.CONTACTS)]
        record_contact(dossier_id=self.dossier_id, actor=self.manager, now=self.at(day), on=day, way=way, note=note)

    def vraagstelling(self, day: date) -> None:
        """The manager asks the arbodienst."""
        ask_arbodienst(
            dossier_id=self.dossier_id,
            actor=self.manager,
            now=self.at(day),
            values=texts.QUESTION,
            follow_up="bedrijfsarts",
        )

    def consult(self, day: date) -> None:
        """The secretariat plans a consult a week ahead."""
        plan_consult(
            dossier_id=self.dossier_id,
            actor=self.role("arbo_secretariaat", day),
            now=self.at(day),
            day=add_working_days(day + timedelta(days=6), 1),
            at=time(10, 0),
            place="Spreekkamer 2, Provinciehuis",
            with_role="bedrijfsarts",
            values=texts.INVITATION,
        )

    def paper(self, kind: str, day: date, values: Mapping[str, object], by: str = "leidinggevende") -> None:
        """Someone settles a paper; employee and manager sign it on the days after."""
        author = self.role(by, day)
        paper_id = settle_paper(
            dossier_id=self.dossier_id, kind=kind, values=values, actor=author, now=self.at(day), no_medical_data=True
        )
        if by != "leidinggevende" or kind == "probleemanalyse_intake":
            return
        for signer in (self.manager, self.medewerker.id):
            row = person(signer)
            sign_paper(
                dossier_id=self.dossier_id,
                paper_id=paper_id,
                actor=signer,
                now=self.at(day),
                outcome="akkoord",
                name=row.name if row else "",
            )

    def tick(self, key: str, day: date, by: str) -> None:
        """Someone ticks a step that was done outside the portal."""
        tick_step(dossier_id=self.dossier_id, actor=self.role(by, day), now=self.at(day), key=key, round=1, on=day)

    def uwv_melding(self, day: date) -> None:
        """The personele dienst reports to UWV."""
        report_to_uwv(
            dossier_id=self.dossier_id,
            actor=self.role("personele_dienst", day),
            now=self.at(day),
            on=day,
            reference=f"42-{self.dossier_id:06d}",
        )

    def overdracht(self, day: date) -> None:
        """The manager hands the papers over."""
        hand_over(
            dossier_id=self.dossier_id,
            actor=self.manager,
            now=self.at(day),
            note="Hierbij alle stukken. Bel gerust als u vragen hebt.",
            accepts_gaps=False,
        )


def course(player: Player, first: date) -> list[tuple[str, date, Callable[[date], None]]]:
    """Everything that happens in two years of a dossier that goes well: (name, day, what is done)."""
    analysis = {"kind": "probleemanalyse", "values": texts.ANALYSIS, "by": "bedrijfsarts"}
    events: list[tuple[str, int, Callable[[date], None]]] = [
        ("ziekmelding", 0, player.ziekmelding),
        ("registratie_sap", 0, lambda day: player.tick("registratie_sap", day, "leidinggevende")),
        ("contact", 3, lambda day: player.contact(day, 0)),
        ("contact", 9, lambda day: player.contact(day, 1)),
        ("vraagstelling", 13, player.vraagstelling),
        ("contact", 15, lambda day: player.contact(day, 2)),
        ("antwoord", 18, lambda day: player.paper("advies_arbodienst", day, texts.ANSWER, "bedrijfsarts")),
        ("consult", 21, player.consult),
        ("intake", 26, lambda day: player.paper("probleemanalyse_intake", day, texts.INTAKE)),
        ("probleemanalyse", 38, lambda day: player.paper(day=day, **analysis)),  # type: ignore[arg-type]
        ("plan_van_aanpak", 48, lambda day: player.paper("plan_van_aanpak", day, texts.plan_values(day))),
        (
            "week_13",
            88,
            lambda day: player.paper(EXPERT_ADVICE, day, texts.week_13_values(day), "re_integratiedeskundige"),
        ),
        ("uwv_melding", 286, player.uwv_melding),
        ("uwv_brief", 305, lambda day: player.tick("uwv_brief_week_44", day, "leidinggevende")),
        (
            "eerstejaarsevaluatie",
            355,
            lambda day: player.paper("eerstejaarsevaluatie", day, texts.FIRST_YEAR),
        ),
        ("bezoldiging", 360, lambda day: player.tick("bericht_bezoldiging", day, "personele_dienst")),
        (
            "actueel_oordeel",
            603,
            lambda day: player.paper("actueel_oordeel", day, _opinion(day), "bedrijfsarts"),
        ),
        ("eindevaluatie", 605, lambda day: player.paper("eindevaluatie", day, texts.LAST)),
    ]
    for number in range(1, 14):
        week = 48 + 41 * number
        events.append(("evaluatie", week, _evaluation(player, number)))
        events.append(("spreekuur", 30 + 41 * number, player.consult))
    return [(name, working(first + timedelta(days=offset)), what) for name, offset, what in events]


def play(medewerker: PersonRow, case: Case, moment: datetime) -> int:
    """Play a dossier up to the day of the demonstration and return its id."""
    today = moment.date()
    player = Player(medewerker, moment)
    first = working(today - timedelta(days=case.age))
    for name, day, what in sorted(course(player, first), key=lambda event: event[1]):
        if day <= today and name not in _blocked(case.without) and not (case.age == 0 and name != "ziekmelding"):
            what(day)
    return player.dossier_id


def working(day: date) -> date:
    """That day, or the Friday before when it falls in a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _blocked(without: Collection[str]) -> set[str]:
    """The events that stay out: the named ones, and what cannot be done without them."""
    follows = {
        "probleemanalyse": {"plan_van_aanpak", "evaluatie", "spreekuur"},
        "plan_van_aanpak": {"evaluatie"},
        "uwv_melding": {"uwv_brief"},
    }
    return set(without).union(*(follows.get(name, set()) for name in without))


def _evaluation(player: Player, number: int) -> Callable[[date], None]:
    return lambda day: player.paper("periodieke_evaluatie", day, texts.evaluation_values(day, number))


def _opinion(day: date) -> dict[str, object]:
    return {**texts.OPINION, "spreekuur_datum": day.isoformat()}
