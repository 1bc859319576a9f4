"""What a list or a counter shows is what the single check allows, whoever is drawn into whichever role for how long.

Each example adds relations to the demonstration, compares for everyone in them, and takes everything back.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from portal.actions.morning_mail import late_of_others
from portal.actions.report_sick import confirmable, reports_to_confirm
from portal.actions.smo_seats import own_directorates, seated
from portal.actions.waiting import waiting
from portal.rules.access import ACCESS, LEIDING, MEDEWERKER, ROLES, acting_roles, may
from portal.rules.errors import Invisible
from portal.rules.escalation import escalates_on
from portal.rules.inbox import THIS_WEEK
from portal.rules.smo import seats
from portal.settings import Settings
from portal.storage.catalogue import catalogue
from portal.storage.database import connect_to, connection, execute_many, rows, transaction
from portal.storage.protocols import protocol
from portal.storage.reading.accounts import organisations_of
from portal.storage.reading.chart import chart_of
from portal.storage.reading.deputies import own_dossiers
from portal.storage.reading.dossiers import Sought, visible_dossiers
from portal.storage.reading.involvements import roles_of
from portal.storage.reading.progress import allowed_among, followed
from portal.storage.reading.search import papers_found
from portal.storage.reading.steps import inbox, steps_of
from portal.storage.writing.accounts import add_appointment
from portal.storage.writing.deputies import add_deputy
from portal.storage.writing.involvements import derive_all, follow_agreed
from portal.storage.writing.sick_reports import add_report
from tests.access.conftest import TODAY
from tests.web.browsing import moment

FOLLOWER = "naasthogere_leidinggevende"
APPOINTED = ("bedrijfsarts", "verzuimadviseur", "arbo_secretariaat", "hrm_adviseur", "personele_dienst")
MANY = 1000
SEARCHED = ("plan", "jo evaluatie")


@dataclass(frozen=True)
class Drawn:
    """A relation: people, dossier and unit are places in the lists of the demonstration."""

    kind: str
    person: int
    other: int
    role: str
    dossier: int
    everywhere: bool
    from_on: date
    until_on: date


def _days(least: int, most: int) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda days: TODAY + timedelta(days=days))


RELATIONS = st.builds(
    Drawn,
    kind=st.sampled_from(("agreed", "agreed", "deputy", "appointment", "manager", "report")),
    person=st.integers(0, 200),
    other=st.integers(0, 200),
    role=st.sampled_from(ROLES),
    dossier=st.integers(0, 200),
    everywhere=st.booleans(),
    from_on=_days(-3, 2),
    until_on=_days(-2, 3),
)


class _TakenBack(Exception):
    """Ends an example: nothing of it stays."""


def _related(drawn: Iterable[Drawn]) -> set[int]:
    """Put the relations into the demonstration; returns everyone who is in one."""
    people = [one for (one,) in rows("SELECT id FROM person ORDER BY id")]
    staff = [one for (one,) in rows("SELECT id FROM person WHERE personnel_number IS NOT NULL ORDER BY id")]
    leaders = [one for (one,) in rows("SELECT DISTINCT leidinggevende_id FROM person WHERE leidinggevende_id > 0")]
    dossiers = [one for (one,) in rows("SELECT id FROM dossier ORDER BY id")]
    [(organisation,)] = rows("SELECT id FROM organisation")
    found = set()
    agreed: dict[int, dict[tuple[int, str, date], date | None]] = defaultdict(dict)
    for one in drawn:
        person, other = people[one.person % len(people)], staff[one.other % len(staff)]
        dossier, until = dossiers[one.dossier % len(dossiers)], max(one.from_on, one.until_on)
        match one.kind:
            case "agreed":
                agreed[dossier][person, one.role, one.from_on] = until
            case "deputy" if person != other:
                add_deputy(other, person, None if one.everywhere else dossier, one.from_on, until, moment(TODAY))
            case "appointment":
                role = APPOINTED[one.dossier % len(APPOINTED)]
                add_appointment(person, role, organisation, None, one.from_on)
            case "manager" if other not in leaders:
                chosen = leaders[one.person % len(leaders)]
                rows("UPDATE person SET leidinggevende_id = ? WHERE id = ?", chosen, other)
                found.add(chosen)
            case "report" if not rows("SELECT 1 FROM sick_report WHERE medewerker_id = ?", other):
                add_report(other, TODAY, {}, moment(TODAY))
        found |= {person, other}
    for dossier, wanted in agreed.items():
        follow_agreed(dossier, wanted, TODAY)
    derive_all(organisation, TODAY)
    return found


# What a list shows beside what the single check allows


def _listed(person: int, day: date) -> Any:
    return {
        action: {row.id for row in visible_dossiers(person, day, Sought(action=action, limit=MANY))}
        for action in sorted(ACCESS)
    }


def _allowed(person: int, day: date) -> Any:
    held = {one: roles_of(person, one, day) for (one,) in rows("SELECT id FROM dossier")}
    return {action: {one for one, roles in held.items() if may(roles, action)} for action in sorted(ACCESS)}


def _among(person: int, day: date) -> Any:
    every = [one for (one,) in rows("SELECT id FROM dossier")]
    return {action: set(allowed_among(person, every, action, day)) for action in sorted(ACCESS)}


def _found(person: int, day: date) -> Any:
    return {
        word: {row.id for row in visible_dossiers(person, day, Sought(search=word, limit=MANY))}
        for word in ("an", "000")
    }


def _findable(person: int, day: date) -> Any:
    sql = "SELECT d.id, lower(m.name), d.number FROM dossier d JOIN person m ON m.id = d.medewerker_id"
    mine = [row for row in rows(sql) if may(roles_of(person, row[0], day), "read_progress")]
    return {word: {one for one, *names in mine if any(word in name for name in names)} for word in ("an", "000")}


def _papers(person: int, day: date) -> Any:
    return {word: {one.id for one in papers_found(person, day, word.split(), limit=MANY)} for word in SEARCHED}


def _openable(person: int, day: date) -> Any:
    sql = """
        SELECT p.id, p.dossier_id, p.kind, lower(p.title), lower(p.title || ' ' || m.name) FROM paper p
        JOIN dossier d ON d.id = p.dossier_id JOIN person m ON m.id = d.medewerker_id WHERE p.recalled_at IS NULL
    """
    mine = [row for row in rows(sql) if _opens_paper(roles_of(person, row[1], day), row[2])]
    return {
        searched: {
            one
            for one, _, _, title, text in mine
            if any(word in title for word in searched.split()) and all(word in text for word in searched.split())
        }
        for searched in SEARCHED
    }


def _opens_paper(roles: frozenset[str], kind: str) -> bool:
    return may(roles, "read_dossier") and catalogue()[kind].readable_by(roles)


def _tasks(person: int, day: date) -> Any:
    found = inbox(person, day, limit=200)
    shown = {(one.dossier_number, one.step.key, one.step.round, one.section) for one in found.tasks}
    return shown, {section: count for section, count in found.counts.items() if count}


def _asked(person: int, day: date) -> Any:
    shown = set()
    for dossier, number in rows("SELECT id, number FROM dossier"):
        roles = roles_of(person, dossier, day)
        for step in steps_of(dossier):
            asked = step.opens_on <= day and (step.until_on is None or step.until_on >= day)
            mine, waits = step.owner in acting_roles(roles), bool(roles & (MEDEWERKER | LEIDING))
            if step.state == "open" and asked and (mine or waits):
                shown.add((number, step.key, step.round, _section(step.due_on, day) if mine else "waiting"))
    return shown, dict(Counter(section for *_, section in shown))


def _section(due_on: date, day: date) -> str:
    return "late" if due_on < day else "this_week" if due_on <= day + THIS_WEEK else "later"


def _progress(person: int, day: date) -> Any:
    return {one.id for one in followed(person, {FOLLOWER}, day)}


def _followable(person: int, day: date) -> Any:
    unfinished = rows("SELECT DISTINCT dossier_id FROM step WHERE state <> 'done'")
    return {one for (one,) in unfinished if FOLLOWER in roles_of(person, one, day)}


def _seats(person: int, day: date) -> Any:
    return {unit.id for unit in own_directorates(person, day)}


def _opens(single: Callable[[int, int, date], object], ids: Iterable[int], person: int, day: date) -> set[int]:
    found = set()
    for one in ids:
        with suppress(Invisible):
            single(one, person, day)
            found.add(one)
    return found


def _sits(person: int, day: date) -> Any:
    return _opens(seated, [one for (one,) in rows("SELECT id FROM unit")], person, day)


def _sits_by_everyone(person: int, day: date) -> Any:
    found = set()
    for organisation in organisations_of(person, day):
        chart = chart_of(organisation, day)
        led = [(one, place.unit) for one, place in chart.people.items() if place.active and place.unit]
        leads = {(leader, unit) for one, unit in led for leader in [*chart.managers_above(one)][:1]}
        appointed = [(one.person, one.role, one.unit) for one in chart.appointed]
        found |= {unit for unit, people in seats(chart.parents, leads, appointed).items() if person in people}
    return found


def _reports(person: int, day: date) -> Any:
    return {report.id for report in reports_to_confirm(person, day)}


def _confirms(person: int, day: date) -> Any:
    return _opens(confirmable, [one for (one,) in rows("SELECT id FROM sick_report")], person, day)


def _waiting(person: int, day: date) -> Any:
    found = waiting(person, day)
    return found.count, found.late


def _to_do(person: int, day: date) -> Any:
    mine = Counter(section for *_, section in _asked(person, day)[0] if section != "waiting")
    agreed = [due for (due,) in rows("SELECT due_on FROM smo_action WHERE person_id = ? AND state = 'open'", person)]
    late = mine["late"] + sum(due < day.isoformat() for due in agreed)
    return sum(mine.values()) + len(_confirms(person, day)) + _functions(person, day) + len(agreed), late


def _functions(person: int, day: date) -> int:
    """How many proposed functions the person may confirm, one by one."""
    [(own_address,)] = rows("SELECT lower(email) FROM person WHERE id = ?", person)
    held = "SELECT role FROM appointment WHERE person_id = ? AND organisation_id = ? AND from_on <= ?"
    waiting = "SELECT organisation_id, role, by_id, email FROM proposed_function WHERE state = 'waiting'"
    found = 0
    for organisation, role, by, address in rows(waiting):
        own = {r for (r,) in rows(f"{held} AND (until_on IS NULL OR until_on >= ?)", person, organisation, day, day)}
        seconds = {"beheerder", "hrm_adviseur", role} - {"medezeggenschap"}
        found += person != by and own_address != address and not own.isdisjoint(seconds)
    return found


def _told(person: int, day: date) -> Any:
    return {(dossier, key, number) for dossier, key, number, _ in late_of_others(person, day)}


def _to_tell(person: int, day: date) -> Any:
    found = set()
    for dossier, name in rows("SELECT id, protocol FROM dossier"):
        roles, rules = roles_of(person, dossier, day), protocol(name)
        for step in steps_of(dossier) if FOLLOWER in roles else ():
            asked = step.state == "open" and step.opens_on <= day and (step.until_on is None or step.until_on >= day)
            told = escalates_on(step, rules)
            if asked and told and told <= day and step.owner not in acting_roles(roles):
                found.add((dossier, step.key, step.round))
    return found


PAIRS = {
    "dossiers": (_listed, _allowed),
    "marks in a list": (_among, _allowed),
    "search": (_found, _findable),
    "search for papers": (_papers, _openable),
    "inbox and its counters": (_tasks, _asked),
    "progress": (_progress, _followable),
    "overleg": (_seats, _sits),
    "overleg, with everyone of each team": (_seats, _sits_by_everyone),
    "reports to confirm": (_reports, _confirms),
    "the mail of the morning": (_waiting, _to_do),
    "late steps of others": (_told, _to_tell),
}
"""What is shown, and what the check of one thing at a time allows."""


def faults(people: Iterable[int], day: date, pairs: Any = PAIRS) -> list[str]:
    """Where somebody is shown more, or less, than what they may open."""
    found = []
    for person in sorted(people):
        for name, (shown, allowed) in pairs.items():
            listed, right = shown(person, day), allowed(person, day)
            found += [] if listed == right else [f"{name} of person {person}: {listed} instead of {right}"]
        assert {row.id for row in own_dossiers(person, day)} <= _allowed(person, day)["read_progress"]
    return found


@bounded(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(RELATIONS, min_size=1, max_size=4), later=st.integers(-1, 2))
def test_lists_and_counters_show_what_the_single_check_allows(
    settings: Settings, drawn: list[Drawn], later: int
) -> None:
    connect_to(settings.database)
    with connection(), suppress(_TakenBack), transaction():
        found = faults(_related(drawn), TODAY + timedelta(days=later))
        assert not found, found
        raise _TakenBack


def test_who_has_a_second_employment_in_the_own_team_keeps_the_seat(settings: Settings) -> None:
    connect_to(settings.database)
    teams = "SELECT leidinggevende_id, MIN(id) FROM person WHERE active AND unit_id IS NOT NULL GROUP BY 1, unit_id"
    with connection(), suppress(_TakenBack), transaction():
        pairs = [(lead, one) for lead, one in rows(f"{teams} HAVING COUNT(*) > 1 ORDER BY 1") if lead]
        execute_many(
            "INSERT INTO other_employment (person_id, other_id) VALUES (?, ?)",
            [both for lead, one in pairs[:1] for both in ((lead, one), (one, lead))],
        )
        assert pairs
        assert _seats(pairs[0][0], TODAY)
        assert _seats(pairs[0][0], TODAY) == _sits_by_everyone(pairs[0][0], TODAY)
        raise _TakenBack


def test_a_list_that_forgets_when_a_role_ends_is_noticed(settings: Settings) -> None:
    def forgetful(person: int, _: date) -> Any:
        return {one for (one,) in rows("SELECT DISTINCT dossier_id FROM person_role WHERE person_id = ?", person)}

    def right(person: int, day: date) -> Any:
        return _allowed(person, day)["read_progress"]

    connect_to(settings.database)
    yesterday = TODAY - timedelta(days=1)
    with connection(), suppress(_TakenBack), transaction():
        [(stranger,)] = rows("SELECT person_id FROM account WHERE login = 'beheerder'")
        follow_agreed(1, {(stranger, "leidinggevende", yesterday): yesterday}, TODAY)
        assert faults([stranger], TODAY, {"forgetful": (forgetful, right)})
        assert not faults([stranger], yesterday, {"forgetful": (forgetful, right)})
        raise _TakenBack
