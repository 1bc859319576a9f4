"""What people do because a step asks for it, through the same actions as the pages use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from portal.actions.ask_arbodienst import ask_arbodienst
from portal.actions.dossier import looked_at
from portal.actions.hand_over import confirm_receipt, hand_over
from portal.actions.mark_sent import mark_sent
from portal.actions.plan_consult import plan_consult
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.actions.record_recovery import record_recovery
from portal.actions.report_to_uwv import report_to_uwv
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import record_not_signed, sign_paper
from portal.actions.take_over_dossier import take_over
from portal.actions.tick_step import tick_step
from portal.demonstration import texts
from portal.demonstration.simulation.forms import paper_values, record_answers
from portal.rules.calendar import add_working_days, is_working_day
from portal.rules.side_roads import rounds_of
from portal.rules.step import Step
from portal.storage.protocols import records
from portal.storage.reading.involvements import holder_of
from portal.storage.reading.people import person

PARTIES = {"medewerker": "leidinggevende", "leidinggevende": "medewerker"}
"""Who may record of the other that a paper was not signed."""

WAITING_TIME = timedelta(weeks=104)
REFUSES_TO_SIGN = 0.05
DISAGREES = 0.07


class NobodyActs(LookupError):
    """Nobody holds the role of which something is asked."""


@dataclass
class Case:
    """A dossier that is played: of whom, with which chance, and the steps as they stand now.

    `hours` are the contract hours, `first` is the first sick day of the absence, `decided` are the steps of which
    someone made up their mind when to do them.
    """

    person_id: int
    hours: float
    chance: Random
    first: date = date.min
    dossier_id: int = 0
    steps: tuple[Step, ...] = ()
    decided: set[tuple[str, int, str]] = field(default_factory=set)

    def holder(self, role: str, day: date) -> int:
        """Who holds a role in the dossier on a day. Raises NobodyActs."""
        found = holder_of(self.dossier_id, role, day)
        if found is None:
            raise NobodyActs(f"{role} in dossier {self.dossier_id}")
        return found

    @property
    def last_day(self) -> date:
        """The end of the waiting time, or what it would have been once the case has ended otherwise."""
        planned = (step.due_on for step in self.steps if step.key == "einde_wachttijd")
        return next(planned, self.first + WAITING_TIME)


def do(case: Case, step: Step, now: datetime) -> None:
    """The owner of a step does what it asks. Raises NobodyActs, Forbidden, Rejected or RejectedForm."""
    ACTIONS[step.action](case, step, now)


def _tick(case: Case, step: Step, now: datetime) -> None:
    actor = case.holder(step.owner, now.date())
    tick_step(
        dossier_id=case.dossier_id,
        actor=actor,
        now=now,
        key=step.key,
        round=step.round,
        on=now.date(),
        note="Besproken en gedaan.",
    )


def _contact(case: Case, step: Step, now: datetime) -> None:
    record_contact(
        dossier_id=case.dossier_id,
        actor=case.holder("leidinggevende", now.date()),
        now=now,
        on=now.date(),
        way=case.chance.choice(("telefoon", "telefoon", "gesprek_op_werk", "videogesprek", "huisbezoek")),
        note=case.chance.choice(texts.CONTACTS),
    )


def _question(case: Case, step: Step, now: datetime) -> None:
    whom = case.chance.choices(("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige"), (60, 30, 10))[0]
    answer_by = {"antwoord_gewenst_op": (now.date() + timedelta(days=10)).isoformat()}
    ask_arbodienst(
        dossier_id=case.dossier_id,
        actor=case.holder("leidinggevende", now.date()),
        now=now,
        values={**texts.QUESTION, "gericht_aan": whom, **(answer_by if case.chance.random() < 0.5 else {})},
        follow_up=case.chance.choice(("zelf", "verzuimadviseur", "bedrijfsarts")),
    )


def _consult(case: Case, step: Step, now: datetime) -> None:
    today = now.date()
    day = add_working_days(today, case.chance.randint(1, 8))
    if step.until_on and day > step.until_on:
        # What is no longer asked then is done as soon as it can be.
        day = today if is_working_day(today) else add_working_days(today, 1)
    plan_consult(
        dossier_id=case.dossier_id,
        actor=case.holder("arbo_secretariaat", today),
        now=now,
        day=day,
        at=time(19 if day == today else case.chance.randint(9, 16), 0),
        place="Spreekkamer 2, Provinciehuis",
        with_role="bedrijfsarts",
        values=texts.INVITATION,
    )


def _paper(case: Case, step: Step, now: datetime) -> None:
    late = now.date() > step.due_on
    values = paper_values(step.paper, now.date(), case.chance, late=late, last_day=case.last_day)
    actor = case.holder(step.owner, now.date())
    settle_paper(dossier_id=case.dossier_id, kind=step.paper, values=values, actor=actor, now=now, no_medical_data=True)


def _hand_over(case: Case, step: Step, now: datetime) -> None:
    actor = case.holder("leidinggevende", now.date())
    hand_over(dossier_id=case.dossier_id, actor=actor, now=now, note="Hierbij alle stukken.", accepts_gaps=True)


def _receipt(case: Case, step: Step, now: datetime) -> None:
    confirm_receipt(dossier_id=case.dossier_id, actor=case.holder("medewerker", now.date()), now=now)


def _sent(case: Case, step: Step, now: datetime) -> None:
    mark_sent(dossier_id=case.dossier_id, actor=case.holder("medewerker", now.date()), now=now, on=now.date())


def _uwv(case: Case, step: Step, now: datetime) -> None:
    report_to_uwv(
        dossier_id=case.dossier_id,
        actor=case.holder("personele_dienst", now.date()),
        now=now,
        on=now.date(),
        reference=f"42-{case.dossier_id:06d}",
    )


def _record(case: Case, step: Step, now: datetime) -> None:
    kind = records()[step.paper]
    answers = record_answers(kind.key, now.date(), case.chance)
    if any(question.options_from == "opinions" for question in kind.questions):
        answers |= {"aanvraag": str(_opener(case, step, now))}
    record(
        dossier_id=case.dossier_id,
        kind=kind.key,
        actor=case.holder(step.owner, now.date()),
        now=now,
        on=now.date() if kind.day else None,
        answers=answers,
    )


def _opener(case: Case, step: Step, now: datetime) -> int:
    """The number of what opened a round of a step."""
    dossier = looked_at(case.dossier_id, actor=case.person_id, now=now)
    rule = dossier.protocol.rule(step.key)
    assert rule, "a step of an event has a rule"
    return rounds_of(rule, dossier.situation)[step.round - 1][0].seq


def _recovery(case: Case, step: Step, now: datetime) -> None:
    record_recovery(
        dossier_id=case.dossier_id,
        actor=case.holder("leidinggevende", now.date()),
        now=now,
        on=max(step.opens_on, min(now.date(), step.due_on)),
        hours=case.hours,
    )


def _sign(case: Case, step: Step, now: datetime) -> None:
    lot = case.chance.random()
    other = PARTIES.get(step.owner)
    if lot < REFUSES_TO_SIGN and other and step.owner == "medewerker" and (now.date() - step.opens_on).days > 7:
        _not_signed(case, step, other, now)
        return
    signer = case.holder(step.owner, now.date())
    row = person(signer)
    disagrees = lot > 1 - DISAGREES
    sign_paper(
        dossier_id=case.dossier_id,
        paper_id=int(step.paper),
        actor=signer,
        now=now,
        outcome="gezien_niet_akkoord" if disagrees else "akkoord",
        name=row.name if row else "",
        view="Ik zie dit anders: de opbouw gaat te snel." if disagrees else "",
    )


def _not_signed(case: Case, step: Step, other: str, now: datetime) -> None:
    record_not_signed(
        dossier_id=case.dossier_id,
        paper_id=int(step.paper),
        role=step.owner,
        actor=case.holder(other, now.date()),
        now=now,
        reason="Twee keer gevraagd, geen antwoord.",
        on=now.date(),
    )


def _take_over(case: Case, step: Step, now: datetime) -> None:
    take_over(dossier_id=case.dossier_id, actor=case.holder(step.owner, now.date()), now=now)


ACTIONS: Mapping[str, Callable[[Case, Step, datetime], None]] = {
    "tick_step": _tick,
    "record_contact": _contact,
    "ask_arbodienst": _question,
    "plan_consult": _consult,
    "settle_paper": _paper,
    "hand_over": _hand_over,
    "confirm_receipt": _receipt,
    "mark_sent": _sent,
    "report_to_uwv": _uwv,
    "record": _record,
    "record_recovery": _recovery,
    "sign_paper": _sign,
    "take_over": _take_over,
}
"""How each action that a step can ask for is done."""
