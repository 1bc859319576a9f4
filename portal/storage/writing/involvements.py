"""Keeping the roles in a dossier in line with the organisation chart and the appointments.

Call inside `transaction()`. A role that no longer holds is ended, not erased: who was responsible last year
stays readable.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from peewee import chunked

from portal.storage.database import rows
from portal.storage.models import Involvement
from portal.storage.reading.chart import Chart, chart_above, chart_of
from portal.storage.reading.stays import Stay, stays_in, stays_of

DERIVED = "derived"
AGREED = "agreed"
MANAGERS = ("leidinggevende", "naasthogere_leidinggevende")
# Everyone appointed for the employee's unit or organisation holds these roles.
SHARED = ("hrm_adviseur", "personele_dienst", "arbo_secretariaat")
# Exactly one of the people appointed holds each of these, and keeps it.
SINGLE = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")
ROWS_AT_ONCE = 500

_LASTS = "(until_on IS NULL OR until_on >= ?)"
_HELD = f"""
SELECT dossier_id, id, person_id, role, from_on, until_on FROM involvement
WHERE origin = '{DERIVED}' AND {_LASTS} AND dossier_id IN (%s) ORDER BY id
"""
_LOAD = f"""
SELECT person_id, role, COUNT(*) FROM involvement
WHERE role IN {SINGLE} AND {_LASTS} GROUP BY person_id, role
"""
_HELD_OF = f"""
SELECT i.person_id, i.role FROM involvement i JOIN dossier d ON d.id = i.dossier_id
WHERE d.medewerker_id = ? AND {_LASTS}
"""
_AGREED = f"SELECT id, person_id, role, from_on, until_on FROM involvement WHERE origin = '{AGREED}' AND dossier_id = ?"

_ASSIGNED = f"""
SELECT dossier_id, id, person_id, role, from_on, until_on FROM involvement
WHERE origin = '{AGREED}' AND role IN {SINGLE} AND {_LASTS} AND dossier_id IN (%s) ORDER BY from_on, id
"""

Role = tuple[int, str]
"""A person's id and the role they hold."""

_Known = tuple[Collection[Role], Collection[Role]]
"""The roles held in the dossier already, and those held in the dossier of someone's other employment."""


@dataclass(frozen=True)
class _Held:
    """A derived row that lasts."""

    id: int
    role: Role
    from_on: date
    until_on: date | None


class _Load:
    """How many dossiers each person has in a role now; only counted when someone new must be chosen."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._counts: Counter[Role] | None = None

    def of(self, role: Role) -> int:
        return self._counted()[role]

    def add(self, role: Role) -> None:
        self._counted()[role] += 1

    def _counted(self) -> Counter[Role]:
        if self._counts is None:
            found = rows(_LOAD, self._today.isoformat())
            self._counts = Counter({(person, role): count for person, role, count in found})
        return self._counts


def derive_for(dossier_id: int, today: date) -> int:
    """Bring the derived roles of one dossier up to date; returns how many rows were written."""
    return sum(
        _derive([stay], chart_above(stay.organisation, stay.employee, today), today)
        for stay in stays_of(dossier_id, today)
    )


def derive_all(organisation_id: int, today: date) -> int:
    """Bring the derived roles in all dossiers of an organisation up to date; returns the rows written."""
    stays = stays_in(organisation_id, today)
    return _derive(stays, chart_of(organisation_id, today), today) if stays else 0


def _derive(stays: Sequence[Stay], chart: Chart, today: date) -> int:
    dossiers = [stay.dossier for stay in stays]
    held, assigned = _held(_HELD, dossiers, today), _held(_ASSIGNED, dossiers, today)
    appointed = {(a.person, a.role) for a in chart.appointed}
    load = _Load(today)
    elsewhere = _held_elsewhere(chart, [stay.employee for stay in stays], today)
    new: list[dict[str, object]] = []
    over: list[_Held] = []
    moved: dict[int, date | None] = {}
    for stay in stays:
        everyone = (*held.get(stay.dossier, ()), *assigned.get(stay.dossier, ()))
        standing, given = (
            [row for row in found.get(stay.dossier, ()) if stay.holds(row.from_on)] for found in (held, assigned)
        )
        over += [row for row in given if row.role not in appointed]
        first = stay.begins or today
        known = ({row.role for row in everyone}, elsewhere.get(stay.employee, set()))
        wanted = _wanted(stay.employee, chart, known, load)
        wanted = _without_given(wanted, [row for row in given if row.role in appointed], first)
        wanted = {role: _earlier(until_on, stay.last) for role, until_on in wanted.items()}
        for other in chart.others.get(stay.employee, ()):
            elsewhere[other] |= wanted.keys()
        for row in standing:
            if row.role not in wanted:
                over.append(row)
            elif (until_on := wanted.pop(row.role)) != row.until_on:
                moved[row.id] = until_on
        new += [_row(stay.dossier, role, first, until_on, DERIVED) for role, until_on in wanted.items()]
    for batch in chunked(new, ROWS_AT_ONCE):
        Involvement.insert_many(batch).execute()
    for row_id, until_on in moved.items():
        Involvement.update(until_on=until_on).where(Involvement.id == row_id).execute()
    _end({row.id: row.from_on for row in over}, today)
    return len(new) + len(moved) + len(over)


def _held(sql: str, dossiers: Sequence[int], today: date) -> Mapping[int, list[_Held]]:
    held: dict[int, list[_Held]] = {}
    for batch in chunked(dossiers, ROWS_AT_ONCE):
        found = rows(sql % ", ".join("?" * len(batch)), today.isoformat(), *batch)
        for dossier, row_id, person, role, from_on, until_on in found:
            row = _Held(row_id, (person, role), date.fromisoformat(from_on), _day(until_on))
            held.setdefault(dossier, []).append(row)
    return held


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _held_elsewhere(chart: Chart, employees: Sequence[int], today: date) -> dict[int, set[Role]]:
    """For who has several employments: who holds which role in the dossiers of the other ones."""
    found: dict[int, set[Role]] = {}
    for employee in employees:
        for other in chart.others.get(employee, ()):
            found.setdefault(other, set())
            found.setdefault(employee, set()).update(rows(_HELD_OF, other, today.isoformat()))
    return found


def _wanted(employee: int, chart: Chart, known: _Known, load: _Load) -> dict[Role, date | None]:
    """Who must hold which role, with its last day: when an appointment ends, access ends by itself."""
    wanted: dict[Role, date | None] = {(employee, "medewerker"): None}
    managers = islice(chart.managers_above(employee), len(MANAGERS))
    wanted |= {role: None for role in zip(managers, MANAGERS, strict=False)}
    covering = chart.appointed_for(employee)
    ends: dict[Role, date | None] = {}
    for _, appointed in covering:
        role = (appointed.person, appointed.role)
        ends[role] = _later(ends.get(role, appointed.until_on), appointed.until_on)
    wanted |= {role: until_on for role, until_on in ends.items() if role[1] in SHARED}
    for name in SINGLE:
        candidates = [(distance, (a.person, name)) for distance, a in covering if a.role == name]
        if candidates:
            chosen = _chosen(candidates, known, load)
            wanted[chosen] = ends[chosen]
    return wanted


def _without_given(wanted: Mapping[Role, date | None], given: Sequence[_Held], today: date) -> dict[Role, date | None]:
    """The roles that follow from the appointments, up to the day before someone else is given one of them by name."""
    left = dict(wanted)
    for row in given:
        for person, name in [role for role in left if role[1] == row.role[1]]:
            if row.from_on <= today:
                del left[person, name]
            else:
                last = row.from_on - timedelta(days=1)
                left[person, name] = min(left[person, name] or last, last)
    return left


def _chosen(candidates: Sequence[tuple[int, Role]], known: _Known, load: _Load) -> Role:
    """Who has the dossier already, or that of the other employment; else the nearest appointed, the least burdened."""
    for held in known:
        keeping = sorted(role for _, role in candidates if role in held)
        if keeping:
            return keeping[0]
    _, _, chosen = min((distance, load.of(role), role) for distance, role in candidates)
    load.add(chosen)
    return chosen


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _row(dossier: int, role: Role, from_on: date, until_on: date | None, origin: str) -> dict[str, object]:
    person, name = role
    return {
        "dossier": dossier,
        "person": person,
        "role": name,
        "from_on": from_on,
        "until_on": until_on,
        "origin": origin,
    }


def _end(first_days: Mapping[int, date], today: date) -> None:
    """End rows (id -> first day) the day before today; one that began today goes: it never held."""
    began_today = [row_id for row_id, from_on in first_days.items() if from_on >= today]
    for batch in chunked(began_today, ROWS_AT_ONCE):
        Involvement.delete().where(Involvement.id.in_(batch)).execute()
    last = today - timedelta(days=1)
    for batch in chunked(first_days.keys() - set(began_today), ROWS_AT_ONCE):
        Involvement.update(until_on=last).where(Involvement.id.in_(batch)).execute()


def follow_agreed(dossier_id: int, wanted: Mapping[tuple[int, str, date], date | None], today: date) -> None:
    """Bring the roles that were agreed in a dossier in line with what its facts say.

    `wanted` has the last day (or None) by person, role and first day. A role that no longer follows from the facts
    is ended, as every other.
    """
    held = {
        (person, role, date.fromisoformat(from_on)): (row_id, _day(until_on))
        for row_id, person, role, from_on, until_on in rows(_AGREED, dossier_id)
    }
    for (person, role, from_on), until_on in wanted.items():
        if (person, role, from_on) not in held:
            Involvement.insert(_row(dossier_id, (person, role), from_on, until_on, AGREED)).execute()
        elif held[person, role, from_on][1] != until_on:
            Involvement.update(until_on=until_on).where(Involvement.id == held[person, role, from_on][0]).execute()
    over = {key: row for key, row in held.items() if key not in wanted and (row[1] is None or row[1] >= today)}
    _end({row_id: key[2] for key, (row_id, _) in over.items()}, today)
