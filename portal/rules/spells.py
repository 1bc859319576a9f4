"""Which absences belong to one case, and which days inside it do not count.

Decided here. Days of leave are not part of the four weeks of art. 7:629 lid 10 BW: two weeks at work, leave,
and one week at work join the illness before and after. An illness reported during a leave counts from the day
after it, because there is no working day to miss before. A return on the first sick day is no absence at all
and is passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from portal.rules.calendar import Pause, add_counted_days, counted_days, merged

JOINS_WITHIN = 28
"""A gap of fewer days joins two spells; 28 days or more starts a new case (art. 7:629 lid 10 BW)."""

FOREVER = date.max


class Leave(NamedTuple):
    """Pregnancy or birth leave: its `first` day, and `until` the day after its last.

    When the illness after it has another cause, `answered` is the day on which the bedrijfsarts said so. `known_on` is
    the day on which it was told, or its first day when it was told later: who is away is known to be.
    """

    first: date
    until: date
    answered: date | None
    known_on: date

    @property
    def pause(self) -> Pause:
        """Its days, which do not count."""
        return Pause(self.first, self.until, "verlof")


@dataclass(frozen=True)
class Spell:
    """One unbroken absence: `first` sick day, day it was `reported`, `back_on` = first day at work again."""

    first: date
    reported: date
    back_on: date | None = None


def spells_of(reports: Iterable[tuple[date, date]], returns: Iterable[date]) -> tuple[Spell, ...]:
    """The absences one after the other, whatever case they belong to.

    `reports` are (first sick day, day of the report); `returns` the days on which someone was fully at work
    again. A report during a running spell and a return without one change nothing. On one day a return comes
    before a new report.
    """
    marks = [(day, 0, day) for day in returns] + [(first, 1, told) for first, told in reports]
    spells: list[Spell] = []
    for day, is_report, told in sorted(marks):
        running = bool(spells) and spells[-1].back_on is None
        if is_report and not running:
            spells.append(Spell(day, told))
        elif not is_report and running and day > spells[-1].first:
            spells[-1] = Spell(spells[-1].first, spells[-1].reported, day)
    return tuple(spells)


def known_after(before: Spell, spell: Spell) -> date:
    """From when things belong to `spell`: its first sick day or earlier report, not before `before` ended."""
    return max(min(spell.first, spell.reported), before.back_on or spell.first)


def cases(
    spells: Iterable[Spell], reports: Iterable[tuple[date, date]], leaves: Sequence[Leave]
) -> tuple[tuple[Spell, ...], ...]:
    """The absences, grouped into cases, oldest first.

    `spells` and `reports` as in `spells_of`. Leave neither breaks a case nor counts as a gap, unless the bedrijfsarts
    answered that the illness after it has another cause: then a new case begins.
    """
    breaks = [leave for leave in leaves if leave.answered]
    on_leave = merged(leave.pause for leave in leaves)
    grouped: list[list[Spell]] = []
    for spell in _cut(spells, breaks, dict(sorted(reports, reverse=True))):
        if grouped and _joins(grouped[-1][-1], spell, on_leave, breaks):
            grouped[-1].append(spell)
        else:
            grouped.append([spell])
    return tuple(tuple(case) for case in grouped)


def joins_until(back_on: date, leaves: Iterable[Leave]) -> date:
    """The last day on which a new absence still joins the one that ended on `back_on`, by what is known of `leaves`."""
    leaves = tuple(leaves)
    last = add_counted_days(back_on, JOINS_WITHIN - 1, merged(leave.pause for leave in leaves))
    breaks = [leave.first for leave in leaves if leave.answered and leave.until >= back_on]
    return min([last, *(max(first, back_on) - timedelta(days=1) for first in breaks)])


def pauses_of(spells: Sequence[Spell], leaves: Iterable[Leave], known_on: date = FOREVER) -> tuple[Pause, ...]:
    """The days of a case that do not count: the gaps between its spells and the leaves taken in it.

    With `known_on` only those that were known on a day: gaps that were over, and leaves that were told or had begun.
    """
    gaps = [
        Pause(before.back_on, after.first, "hersteld")
        for before, after in pairwise(spells)
        if before.back_on and before.back_on < after.first <= known_on
    ]
    begin = spells[0].first
    taken = [
        replace(leave.pause, first=max(leave.first, begin))
        for leave in leaves
        if leave.until > begin and leave.known_on <= known_on
    ]
    return merged([*gaps, *taken])


def _cut(spells: Iterable[Spell], breaks: Iterable[Leave], told: Mapping[date, date]) -> list[Spell]:
    """The spells, with one that runs through a breaking leave cut in two around it.

    `told` gives the day of the report for a first sick day that was reported after all. Otherwise nobody knew of a new
    illness before the answer.
    """
    result = list(spells)
    for first, until, answered, _ in breaks:
        pieces: list[Spell] = []
        for spell in result:
            if spell.first < first and (spell.back_on or FOREVER) > until:
                again = Spell(until, told.get(until) or max(until, answered or until), spell.back_on)
                pieces += [replace(spell, back_on=first), again]
            else:
                pieces.append(spell)
        result = pieces
    return result


def _joins(before: Spell, after: Spell, on_leave: tuple[Pause, ...], breaks: Iterable[Leave]) -> bool:
    """Whether `after` continues the case of `before`."""
    back_on = before.back_on or after.first
    if any(leave.first <= after.first and leave.until >= back_on for leave in breaks):
        return False
    return counted_days(back_on, after.first, on_leave) < JOINS_WITHIN
