"""Which absences belong to one case, and which days inside it do not count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.rules.calendar import Pause, counted_days, merged

JOINS_WITHIN = 28
"""A gap of fewer days than this joins two spells; 28 days or more starts a new case (art. 7:629 lid 10 BW)."""

FOREVER = date.max


@dataclass(frozen=True)
class Spell:
    """One unbroken absence: `first` sick day, the day it was `reported`, `back_on` = first day at work again."""

    first: date
    reported: date
    back_on: date | None = None


def cases(
    reports: Iterable[tuple[date, date]],
    returns: Iterable[date],
    leaves: Sequence[tuple[date, date, bool]],
) -> tuple[tuple[Spell, ...], ...]:
    """The spells, grouped into cases, oldest first.

    `reports` are (first sick day, day of the report); `returns` the days on which someone was fully at work
    again; `leaves` are (first day, day after the last, other cause). A report during a running spell and a
    return without one change nothing. Leave neither breaks a case nor counts as a gap, unless the
    bedrijfsarts answered that the illness after it has another cause: then a new case begins.
    """
    breaks = [(first, until) for first, until, other_cause in leaves if other_cause]
    grouped: list[list[Spell]] = []
    for spell in _cut(_spells(reports, returns), breaks):
        if grouped and _joins(grouped[-1][-1], spell, leaves, breaks):
            grouped[-1].append(spell)
        else:
            grouped.append([spell])
    return tuple(tuple(case) for case in grouped)


def pauses_of(spells: Sequence[Spell], leaves: Iterable[tuple[date, date]]) -> tuple[Pause, ...]:
    """The days of a case that do not count: the gaps between its spells and the leaves taken in it."""
    gaps = [
        Pause(before.back_on, after.first, "hersteld")
        for before, after in zip(spells, spells[1:], strict=False)
        if before.back_on and before.back_on < after.first
    ]
    begin = spells[0].first
    taken = [Pause(max(first, begin), until, "verlof") for first, until in leaves if until > begin]
    return merged([*gaps, *taken])


def _spells(reports: Iterable[tuple[date, date]], returns: Iterable[date]) -> list[Spell]:
    """The absences one after the other. On one day a return comes before a new report."""
    marks = [(day, 0, day) for day in returns] + [(first, 1, told) for first, told in reports]
    spells: list[Spell] = []
    for day, is_report, told in sorted(marks):
        running = bool(spells) and spells[-1].back_on is None
        if is_report and not running:
            spells.append(Spell(day, told))
        elif not is_report and running and day > spells[-1].first:
            spells[-1] = replace(spells[-1], back_on=day)
    return spells


def _cut(spells: Iterable[Spell], breaks: Iterable[tuple[date, date]]) -> list[Spell]:
    """The spells, with one that runs through a breaking leave cut in two around it."""
    result = list(spells)
    for first, until in breaks:
        pieces: list[Spell] = []
        for spell in result:
            if spell.first < first and (spell.back_on or FOREVER) > until:
                pieces += [replace(spell, back_on=first), replace(spell, first=until, reported=until)]
            else:
                pieces.append(spell)
        result = pieces
    return result


def _joins(
    before: Spell,
    after: Spell,
    leaves: Iterable[tuple[date, date, bool]],
    breaks: Iterable[tuple[date, date]],
) -> bool:
    """Whether `after` continues the case of `before`."""
    back_on = before.back_on or after.first
    if any(back_on <= until <= after.first for _, until in breaks):
        return False
    leave = merged(Pause(first, until, "verlof") for first, until, _ in leaves)
    return counted_days(back_on, after.first, leave) < JOINS_WITHIN
