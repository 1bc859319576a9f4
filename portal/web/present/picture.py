"""Cases as a picture: their two years on a line of calendar days. Places on the line are percentages of its width.

For who only follows the progress the line begins with the month of the first sick day and is 104 weeks long: neither
that day nor the days that do not count can be measured on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.rules.calendar import add_counted_days, counted_days, long_date
from portal.rules.conditions import in_leven
from portal.rules.facts import Situation
from portal.rules.protocol import Protocol
from portal.rules.step import Step
from portal.rules.waiting_time import WEEKS, end_of_waiting_time
from portal.storage.reading.progress import OpenStep
from portal.web.present.places import explanation_of
from portal.web.present.steps import is_later_round, other_day, reason, standing, title_of

URGENCY = ("late", "next", "soon", "waiting", "later", "done")
TICKS = (0, 26, 52, 78, 104)
"""Weeks that have their number under the line."""
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTHS_APART = (3, 6, 12, 24)
"""Months between two words under the line of several cases, so that these lie equally far from each other."""
MOST_MONTHS = 8
MOST_DRAWN = 40
"""Cases in one picture: more nobody takes in at a glance."""


@dataclass(frozen=True)
class Case:
    """A case in a picture of several: whose it is, how it stands, and the steps that are asked now.

    `content`: the reader may know more of it than the progress.
    """

    name: str
    situation: Situation
    asked: tuple[OpenStep, ...]
    content: bool


@dataclass(frozen=True)
class Line:
    """The days that a picture shows, from its left edge to its right one."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day lies; one outside the picture lies on the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * min(1.0, max(0.0, share)), 2)


def case_picture(
    steps: Iterable[Step], protocol: Protocol, situation: Situation, today: date, *, content: bool, address: str
) -> dict[str, Any] | None:
    """The picture of one case, None when nobody reported sick yet.

    `marks` are the great moments (those of one week share a mark, in its most urgent state), `law` the days of the
    law where they differ from those of the protocol, `paused` the stretches that do not count, `rows` the same in
    words. With `content` a mark tells what its day rests on. After the case has ended there is no `today`: what is
    `past` ends on that day. `address` is that of the dossier.
    """
    first = situation.eerste_ziektedag
    if first is None:
        return None
    shown = [step for step in steps if standing(step, today) != "lapsed" and _is_great(step, protocol)]
    shown.sort(key=_day)
    begin, end = _span(situation, content)
    line = Line(begin, max([end, *(_day(step) for step in shown)]))
    ended_on = _ended_on(situation, today)
    return {
        "today": line.at(today) if ended_on is None else None,
        "past": line.at(ended_on or today),
        "week": counted_days(first, today, situation.pauses) // 7 + 1,
        "ticks": [_tick(line, situation, week) for week in TICKS] if content else _months(line),
        "paused": _paused(line, situation) if content else [],
        "marks": _marks(line, shown, situation, today, content),
        "law": [
            {"at": line.at(step.statutory_on), "words": f"{title_of(step)}: {other_day(step).lower()}"}
            for step in shown
            if step.statutory_on and not step.done_on
        ],
        "rows": [_row(step, situation, today, address) for step in shown],
    }


def small_picture(case: Case, today: date) -> dict[str, Any] | None:
    """The picture of one case for a list, None when nothing is asked: how far it is, and where the steps lie."""
    if not case.asked or case.situation.eerste_ziektedag is None:
        return None
    begin, end = _span(case.situation, case.content)
    line = Line(begin, max([end, *(one.step.due_on for one in case.asked)]))
    past = line.at(_ended_on(case.situation, today) or today)
    return {"past": past, "marks": _small_marks(line, case.asked, today)}


def cases_picture(cases: Iterable[Case], today: date) -> dict[str, Any] | None:
    """The first MOST_DRAWN cases under each other on the same days, the longest first; `more` says how many are left.

    None when there are not two of them: one case has nothing to be beside.
    """
    known = [one for one in cases if one.situation.eerste_ziektedag]
    if len(known) < 2:
        return None
    drawn = sorted(known[:MOST_DRAWN], key=lambda one: (_span(one.situation, one.content), one.name))
    spans = [_span(one.situation, one.content) for one in drawn]
    line = Line(spans[0][0], max(end for _, end in spans))
    return {
        "today": line.at(today),
        "months": _months(line),
        "cases": [_bar(one, line, today) for one in drawn],
        "more": len(known) - len(drawn),
    }


def _bar(one: Case, line: Line, today: date) -> dict[str, Any]:
    first, end = _span(one.situation, one.content)
    past = _ended_on(one.situation, today) or today
    return {
        "name": one.name,
        "from": line.at(first),
        "past": round(line.at(min(past, end)) - line.at(first), 2),
        "long": round(line.at(end) - line.at(first), 2),
        "marks": _small_marks(line, one.asked, today),
    }


def _span(situation: Situation, content: bool) -> tuple[date, date]:
    """The first sick day and the end of the waiting time: 104 weeks that count, and what both sides agreed beyond."""
    first = situation.eerste_ziektedag
    assert first is not None
    if not content:
        begin = first.replace(day=1)
        return begin, begin + timedelta(weeks=WEEKS)
    end = end_of_waiting_time(situation)
    assert end is not None
    return first, end


def _ended_on(situation: Situation, today: date) -> date | None:
    """The day on which the case ended: by a return to work, or a last day that has passed; None while it runs."""
    back_on, ending = situation.hersteld_op, situation.ending
    days = [back_on] if back_on and back_on <= today else []
    days += [ending.on] if ending and (ending.on < today or not in_leven(situation)) else []
    return min(days, default=None)


def _day(step: Step) -> date:
    return step.done_on or step.due_on


def _is_great(step: Step, protocol: Protocol) -> bool:
    """The papers and other great moments; of rounds only the one that is asked next."""
    rule = protocol.rule(step.key)
    if rule is None or is_later_round(step):
        return False
    if rule.per == "period":
        return step.state != "done"
    return rule.per == "case" and (rule.milestone or step.action != "tick_step")


def _week(situation: Situation, day: date) -> int:
    """The week a day completes: a term of six weeks (D+42) stands at week 6."""
    return -(-counted_days(situation.eerste_ziektedag or day, day, situation.pauses) // 7)


def _tick(line: Line, situation: Situation, week: int) -> dict[str, Any]:
    day = add_counted_days(line.first, week * 7, situation.pauses)
    return {"at": line.at(day), "week": week, "month": _month(day)}


def _month(day: date) -> str:
    return f"{SHORT_MONTHS[day.month - 1]} {day.year}"


def _paused(line: Line, situation: Situation) -> list[dict[str, Any]]:
    """The days that do not count, as far as they are begun. Why they do not count is left out."""
    return [
        {
            "at": line.at(pause.first),
            "wide": round(line.at(pause.until) - line.at(pause.first), 2),
            "words": f"telt niet mee: {long_date(pause.first)} tot {long_date(pause.until)} ({pause.days} dagen)",
        }
        for pause in situation.pauses
        if line.first <= pause.first < line.last
    ]


def _marks(line: Line, shown: Iterable[Step], situation: Situation, today: date, content: bool) -> list[dict[str, Any]]:
    weeks: dict[int, list[Step]] = {}
    for step in shown:
        weeks.setdefault(_week(situation, _day(step)), []).append(step)
    return [_mark(line, week, found, today, content) for week, found in weeks.items()]


def _mark(line: Line, week: int, found: list[Step], today: date, content: bool) -> dict[str, Any]:
    first = min(found, key=lambda step: URGENCY.index(standing(step, today)))
    told = reason(first, content=content)
    return {
        "at": line.at(_day(first)),
        "state": standing(first, today),
        "title": f"Week {week}: {'; '.join(f'{title_of(step)}, {_when(step, today)}' for step in found)}",
        "why": " ".join(told["why"]) or told["rule"],
        "source": told["source"],
    }


def _small_marks(line: Line, asked: Iterable[OpenStep], today: date) -> list[dict[str, Any]]:
    """The steps that are asked now, the most urgent last, so that it is drawn on top."""
    found = {(line.at(one.step.due_on), standing(one.step, today)) for one in asked}
    return [{"at": at, "state": state} for at, state in sorted(found, key=lambda one: (-URGENCY.index(one[1]), one[0]))]


def _row(step: Step, situation: Situation, today: date, address: str) -> Mapping[str, Any]:
    return {
        "week": _week(situation, _day(step)),
        "title": title_of(step),
        "href": explanation_of(step, address),
        "state": standing(step, today),
        "when": _when(step, today),
        "law": other_day(step),
    }


def _when(step: Step, today: date) -> str:
    if step.done_on:
        return f"gedaan op {long_date(step.done_on)}"
    return f"{'was' if standing(step, today) == 'done' else 'uiterlijk'} {long_date(step.due_on)}"


def _months(line: Line) -> list[dict[str, Any]]:
    """The first days of months that stand under the line, so many that their words have room."""
    months = (line.last - line.first).days / 30.4
    apart = next((one for one in MONTHS_APART if months / one <= MOST_MONTHS), MONTHS_APART[-1])
    found, day = [], line.first.replace(day=1)
    while day <= line.last:
        if day >= line.first and (day.year * 12 + day.month - 1) % apart == 0:
            found.append({"at": line.at(day), "month": _month(day)})
        day = (day + timedelta(days=32)).replace(day=1)
    return found
