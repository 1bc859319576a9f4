"""Days in a paper that cannot be, and fields that another answer makes necessary: what the catalogue says of each."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from portal.rules.errors import Rejected
from portal.rules.papers import PaperKind

Values = Mapping[str, Any]

OVER_A_WEEKEND = timedelta(days=3)
"""From a Friday to a Monday: work that ends on the one and begins on the other goes on."""


def unmet_needs(kind: PaperKind, values: Values, labels: Mapping[str, str]) -> list[Rejected]:
    """A Rejected for every empty field that the answer to another one makes necessary («casemanager=ander»).

    It names that other question, as the form calls it in `labels`.
    """
    return [
        Rejected("field_needed", field=name, question=labels.get(asked := condition.partition("=")[0], asked))
        for name, condition in kind.needs.items()
        if _holds(condition, values) and not values.get(name)
    ]


def contradictions(kind: PaperKind, values: Values, labels: Mapping[str, str]) -> list[Rejected]:
    """A Rejected for every field that is filled in though the answer to another question leaves no place for it.

    The second track begins unless return in the own organisation is in sight (Werkwijzer Poortwachter UWV): a paper
    with «eerste spoor» and the day of the second says both, and the dossier would not ask for the second.
    """
    return [
        Rejected("field_contradicts", field=name, question=labels.get(asked, asked))
        for name, condition in kind.only.items()
        if values.get(name) and values.get(asked := condition.partition("=")[0]) and not _holds(condition, values)
    ]


def impossible_days(kind: PaperKind, values: Values, today: date) -> list[Rejected]:
    """A Rejected for every day that cannot be right in a paper settled on day `today`; an empty day is none."""
    return [*_around_today(kind, values, today), *_too_far(kind, values, today), *_spans(kind, values)]


def _around_today(kind: PaperKind, values: Values, today: date) -> Iterator[Rejected]:
    for name in kind.future:
        yield from (Rejected("day_passed", field=place) for place, day in _days(name, values) if day < today)
    for name in kind.past:
        yield from (Rejected("day_in_future", field=place) for place, day in _days(name, values) if day > today)


def _too_far(kind: PaperKind, values: Values, today: date) -> Iterator[Rejected]:
    for name, weeks in kind.within_weeks.items():
        last = today + timedelta(weeks=weeks)
        for place, day in _days(name, values):
            if day > last:
                yield Rejected("day_too_far", field=place, weeks=weeks, last=last)


def _spans(kind: PaperKind, values: Values) -> Iterator[Rejected]:
    for first_name, last_name in kind.in_order:
        first, last = _day(values.get(first_name)), _day(values.get(last_name))
        weeks = _most_weeks(kind, values, last_name)
        if first is None or last is None:
            continue
        if last < first:
            yield Rejected("period_reversed", field=last_name)
        elif weeks and last > (longest := _longest(kind, first_name, first, weeks)):
            yield Rejected("period_too_long", field=last_name, weeks=weeks, last=longest)


def _longest(kind: PaperKind, first_name: str, first: date, weeks: int) -> date:
    """The last day of a period of so many weeks; one that begins where a step ends counts from the day after."""
    return first + timedelta(weeks=weeks, days=0 if first_name in kind.on_step else -1)


def periods_too_long(kind: PaperKind, values: Values, earlier: Iterable[Values]) -> list[Rejected]:
    """A Rejected for every period that with the earlier ones it goes on from lasts longer than the catalogue allows.

    `earlier` are the values that earlier papers told. A period goes on from one that ended at most a weekend before it,
    with the same answer to the question that `goes_on` names.
    """
    problems = []
    for first_name, last_name in kind.in_order:
        first, last = _day(values.get(first_name)), _day(values.get(last_name))
        weeks, asked = _most_weeks(kind, values, last_name), kind.goes_on.get(last_name)
        if not (first and last and weeks and asked):
            continue
        same = (told for told in earlier if told.get(asked) == values.get(asked))
        begun = _begun(first, ((_day(told.get(first_name)), _day(told.get(last_name))) for told in same))
        longest = _longest(kind, first_name, begun, weeks)
        if begun < first and last > longest:
            problems.append(Rejected("periods_too_long", field=last_name, weeks=weeks, begun=begun, last=longest))
    return problems


def _begun(first: date, periods: Iterable[tuple[date | None, date | None]]) -> date:
    """The first day of the unbroken time that goes on at `first`."""
    for begin, end in sorted(((b, e) for b, e in periods if b and e), reverse=True):
        if end + OVER_A_WEEKEND >= first:
            first = min(first, begin)
    return first


def _most_weeks(kind: PaperKind, values: Values, name: str) -> int | None:
    limits = [kind.most_weeks.get(name)]
    limits += [fewer.get(name) for condition, fewer in kind.fewer_weeks.items() if _holds(condition, values)]
    return min((weeks for weeks in limits if weeks), default=None)


def _holds(condition: str, values: Values) -> bool:
    """Whether «other=a|b» is so: the answer to `other` is a or b."""
    asked, _, answers = condition.partition("=")
    return values.get(asked) in answers.split("|")


def _days(name: str, values: Values) -> Iterator[tuple[str, date]]:
    """The days in a field, or in a column «doelstellingen.termijn», each with the place where it stands."""
    rows_name, _, column = name.partition(".")
    if column:
        cells = (
            (f"{rows_name}.{index}.{column}", row.get(column)) for index, row in enumerate(_rows(values, rows_name))
        )
    else:
        cells = ((place, values.get(place)) for place in (name,))
    for place, text in cells:
        day = _day(text)
        if day is not None:
            yield place, day


def _rows(values: Values, name: str) -> list[Mapping[str, Any]]:
    return [row for row in values.get(name) or [] if isinstance(row, Mapping)]


def _day(text: object) -> date | None:
    """The day a value says; None when it says none, which filling in the paper refuses."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else None
    except ValueError:
        return None
