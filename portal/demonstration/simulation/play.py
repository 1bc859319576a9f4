"""Playing an organisation: every event in the order of the calendar, each through the action that people would use."""

import heapq
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from portal.actions.dossier import looked_at
from portal.actions.passwords import DEFAULT, Hashing, hash_password
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.demonstration.people import PASSWORD
from portal.demonstration.simulation import organisation as people
from portal.demonstration.simulation.absences import ORDINARY, Absence, Happening, Odds, story
from portal.demonstration.simulation.asked import Case, NobodyActs, do
from portal.demonstration.simulation.forms import FIRST_REPORT
from portal.demonstration.simulation.happenings import happen
from portal.demonstration.simulation.organisation import Organisation
from portal.rules.calendar import add_working_days, is_working_day
from portal.rules.errors import PortalError, Rejected, RejectedForm
from portal.rules.percentages import Worth
from portal.rules.step import Step
from portal.storage.database import transaction
from portal.storage.reading.chart import leidinggevende_of
from portal.storage.reading.people import organisation_named

CHANGES_EVERY = timedelta(days=91)
"""So often there is a new personnel file."""

WEEK = timedelta(weeks=1)

ON_TIME, LATE = 0.8, 0.16
"""How often people do what is asked in time, or too late; what remains is never done."""

ALWAYS_DONE = ("uwv_melding_week_42", "uit_dienst_melden", "wia_aanvraag", "herstel_vastleggen", "oorzaak_na_verlof")
"""Steps that nobody in the simulation forgets for good."""


@dataclass(frozen=True)
class Plot:
    """What to play: so many employees from `begin` to `end`, drawn with `seed`, at moments in the zone of `moment`.

    `odds` say how often what happens.
    """

    employees: int
    seed: int
    begin: date
    end: date
    moment: datetime
    odds: Odds = ORDINARY

    def at(self, day: date, minutes: int) -> datetime:
        """A moment on a day: so many minutes after eight o'clock."""
        return datetime.combine(day, time(8), self.moment.tzinfo) + timedelta(minutes=minutes)


@dataclass(frozen=True, order=True)
class _Event:
    """Something at a moment; `order` tells events of one moment apart."""

    day: date
    minute: int
    order: int
    number: str = field(compare=False)
    what: str = field(compare=False)
    detail: object = field(compare=False, default=None)


@dataclass
class Played:
    """What was played, and what the portal refused: in sentences for what it asked itself, else how often."""

    plot: Plot
    organisation: Organisation
    stories: dict[str, tuple[Absence, ...]]
    done: Counter[str] = field(default_factory=Counter)
    refused_asked: list[str] = field(default_factory=list)
    refused_own: Counter[str] = field(default_factory=Counter)


def stories_of(plot: Plot, organisation: Organisation) -> dict[str, tuple[Absence, ...]]:
    """The stories of everyone whom somebody leads, by personnel number."""
    led = [one.number for one in organisation.employees.values() if one.manager]
    return {number: story(number, plot.seed, plot.begin, plot.end, plot.odds) for number in led}


def set_up(plot: Plot, hashing: Hashing = DEFAULT) -> Organisation:
    """Fill an empty database with the people of the organisation."""
    organisation = people.found(plot.employees, plot.seed, plot.begin)
    with transaction():
        people.take_over(organisation, plot.at(plot.begin, 0))
        people.appoint_experts(organisation, hash_password(PASSWORD, hashing=hashing), plot.begin)
    return organisation


class Stage:
    """Plays the employees of one part of the organisation in the order of the calendar."""

    def __init__(self, plot: Plot, organisation: Organisation, hashing: Hashing = DEFAULT) -> None:
        self.plot = plot
        self.played = Played(plot, organisation, stories_of(plot, organisation))
        self.password = hash_password(PASSWORD, hashing=hashing)
        self.chance = Random(f"{plot.seed}/mutaties")
        self.cases: dict[str, Case] = {}
        self._events: dict[str, list[_Event]] = {}
        self._order = count()
        self._known = organisation_named(people.ORGANISATION)

    def play(self, numbers: Collection[str] | None = None) -> Played:
        """Play everyone, or only the employees with these personnel numbers, until the last day."""
        for number, absences in self.played.stories.items():
            if absences and (numbers is None or number in numbers):
                self._tell(number, absences)
        day = self.plot.begin
        while day <= self.plot.end:
            day += CHANGES_EVERY
            with transaction():
                for number in self.cases:
                    self._play_until(number, day)
                if day <= self.plot.end:
                    self._change(day)
        return self.played

    def _play_until(self, number: str, day: date) -> None:
        """One dossier after the other, as nothing in one depends on another between two changes of people."""
        events = self._events[number]
        while events and events[0].day < day:
            self._happens(heapq.heappop(events))

    def _tell(self, number: str, absences: tuple[Absence, ...]) -> None:
        chance = Random(f"{self.plot.seed}/{number}/doen")
        employee = self.played.organisation.employees[number]
        self.cases[number] = Case(self.played.organisation.ids[number], float(employee.hours), chance)
        for absence in absences:
            self._plan(absence.reported, 60, number, "sick", absence)
            for one in absence.happenings:
                self._plan(one.on, chance.randint(120, 480), number, "happening", one)
            for day, share in absence.partial:
                self._plan(day, 90, number, "partial", share)
            if absence.back_on:
                late = chance.choice((1, 2, 5)) if chance.random() < 0.1 else 0
                self._plan(absence.back_on + timedelta(days=late), 30, number, "back", absence.back_on)
            if absence.ended_on:
                ahead = 14 if absence.ended_by == "uit_dienst" else 0
                known = max(absence.ended_on - timedelta(days=ahead), absence.reported)
                self._plan(known, 400, number, "happening", Happening(absence.ended_on, absence.ended_by))

    def _plan(self, day: date, minute: int, number: str, what: str, detail: object = None) -> None:
        if day <= self.plot.end:
            heapq.heappush(
                self._events.setdefault(number, []), _Event(day, minute, next(self._order), number, what, detail)
            )

    def _happens(self, event: _Event) -> None:
        now = self.plot.at(event.day, event.minute)
        case = self.cases[event.number]
        if event.what == "step":
            self._step(case, event, now)
            return
        match event.detail:
            case Absence() as absence:
                name, act = "ziekmelding", lambda: self._sick(case, absence, now)
            case Happening() as one:
                name, act = one.what, lambda: happen(case, one.what, now)
            case date() as day:
                name, act = "herstelmelding", lambda: self._back(case, day, now)
            case share:
                name, act = "deels_hersteld", lambda: self._partly(case, float(str(share)), now)
        until = self.played.organisation.employees[event.number].until
        if (case.dossier_id or event.what == "sick") and (until is None or event.day <= until):
            refusal = _refusal(act)
            if refusal:
                self.played.refused_own[f"{name}: {refusal}"] += 1
            else:
                self._done(event.number, case, name, now)

    def _step(self, case: Case, event: _Event, now: datetime) -> None:
        place = event.detail
        step = next((s for s in case.steps if (s.key, s.round, s.paper) == place), None)
        if step is None or step.state != "open" or (step.until_on and step.until_on < event.day):
            return
        if event.day < step.opens_on:
            self._plan(_workday(step.opens_on), event.minute, event.number, "step", place)
            return
        refusal = _refusal(lambda: do(case, step, now))
        if refusal:
            self.played.refused_asked.append(f"dossier {case.dossier_id:04d} op {event.day}: {step.key} ({refusal})")
        else:
            self._done(event.number, case, step.key.partition(":")[0], now)

    def _done(self, number: str, case: Case, name: str, now: datetime) -> None:
        self.played.done[name] += 1
        case.steps = looked_at(case.dossier_id, actor=case.person_id, now=now).steps
        for step in case.steps:
            place = (step.key, step.round, step.paper)
            if step.state == "open" and place not in case.decided:
                case.decided.add(place)
                day = _day_for(case.chance, step, now.date())
                if day:
                    self._plan(day, case.chance.randint(70, 560), number, "step", place)

    def _sick(self, case: Case, absence: Absence, now: datetime) -> None:
        assert self._known, "the organisation is set up first"
        manager = leidinggevende_of(case.person_id)
        if manager is None:
            raise NobodyActs(f"leidinggevende of {case.person_id}")
        case.decided.clear()
        case.first = absence.first
        case.dossier_id = record_ziekmelding(
            medewerker_id=case.person_id,
            actor=manager,
            now=now,
            eerste_ziektedag=absence.first,
            gemeld_op=absence.reported,
            items=SixItems(
                **FIRST_REPORT, verwachte_duur="", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False
            ),
        )

    def _back(self, case: Case, day: date, now: datetime) -> None:
        actor = case.holder("leidinggevende", now.date())
        record_recovery(dossier_id=case.dossier_id, actor=actor, now=now, on=day, hours=case.hours)

    def _partly(self, case: Case, share: float, now: datetime) -> None:
        value = 0.8 if case.chance.random() < 0.2 else 1.0
        record_recovery(
            dossier_id=case.dossier_id,
            actor=case.holder("leidinggevende", now.date()),
            now=now,
            on=now.date(),
            hours=round(case.hours * share, 1),
            worth=Worth(tasks=value),
            assessed_by="leidinggevende" if value < 1 else "",
        )

    def _change(self, day: date) -> None:
        """A new personnel file; halfway a bedrijfsarts is replaced."""
        organisation = self.played.organisation
        leavers = {
            number: absences[-1].ended_on
            for number, absences in self.played.stories.items()
            if absences and absences[-1].ended_on and absences[-1].ended_on < day
        }
        leader = people.leader_to_go(organisation, self.chance, self._ill_around(day))
        if leader:
            leavers[leader] = day - timedelta(days=1)
        people.let_leave(organisation, {n: last for n, last in leavers.items() if last}, self.chance, day)
        people.take_over(organisation, self.plot.at(day, 0))
        halfway = self.plot.begin + (self.plot.end - self.plot.begin) / 2
        if "bedrijfsarts2" in organisation.experts and day > halfway:
            people.replace_bedrijfsarts(organisation, self.password, day)

    def _ill_around(self, day: date) -> frozenset[str]:
        """Who is ill, or whose return may not have been told yet: nobody drops out of the list during a case."""
        return frozenset(
            number
            for number, absences in self.played.stories.items()
            if any(one.first <= day and (one.back_on is None or day - one.back_on < WEEK) for one in absences)
        )


def _refusal(act: Callable[[], None]) -> str:
    """The code with which the portal refuses what someone does; empty when it is done."""
    try:
        act()
    except RejectedForm as refusal:
        return " ".join(f"{problem.code}@{problem.field}" for problem in refusal.problems)
    except Rejected as refusal:
        return refusal.code
    except (NobodyActs, PortalError) as refusal:
        return f"{type(refusal).__name__} {refusal}"
    return ""


def _day_for(chance: Random, step: Step, today: date) -> date | None:
    """When the owner of a step gets round to it: in time, late, or never (None)."""
    lot = chance.random()
    earliest = max(step.opens_on, today)
    if lot > ON_TIME + LATE and step.key not in ALWAYS_DONE:
        return None
    if lot > ON_TIME:
        day = max(step.due_on, today) + timedelta(days=1 + int(chance.expovariate(1 / 12)))
    elif step.due_on <= earliest:
        day = earliest
    else:
        # People do most things towards the end.
        day = earliest + timedelta(days=round((step.due_on - earliest).days * chance.betavariate(3, 1.6)))
    workday = _workday(day)
    return workday if workday <= step.due_on or lot > ON_TIME else max(day, earliest)


def _workday(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)
