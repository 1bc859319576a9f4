"""What UWV asks of the re-integration report, read from a dated rule file: its papers, their form, its elements.

The file holds data only; whether a paper meets a demand says the predicate that it names (see completeness).
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.rules.facts import ADJUSTS
from portal.rules.terms import LACK

PREDICATES = ("is_herkenbaar", "staat_erop", "is_ondertekend", "volgt_zijn_ouder")
"""The names that a demand may use; completeness has a function for each."""


class ReportError(ValueError):
    """The rule file of the report says something that cannot be meant; the text names the mistake."""


@dataclass(frozen=True)
class ReportPaper:
    """A paper of the report. The head of the rule file tells what each field means."""

    key: str
    title: str
    step: str
    law: str
    ready: str
    source: str
    private: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Demand:
    """What is asked of a paper, and what it lacks when that is not so. Without `papers` it is asked of each."""

    lack: str
    holds: str
    source: str
    papers: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    since: date = date.min

    def asks(self, kind: str, on: date = date.max) -> bool:
        """Whether it is asked of a paper of this kind and day."""
        return (not self.papers or kind in self.papers) and on >= self.since


@dataclass(frozen=True)
class Element:
    """A piece of the report that the law names. Each place of `stands_in` is a choice of (kind, field or nothing)."""

    key: str
    title: str
    stands_in: tuple[tuple[tuple[str, str], ...], ...]
    source: str

    def fields_in(self, kind: str) -> tuple[str, ...]:
        """The fields of this kind of paper in which it can stand."""
        return tuple(name for choice in self.stands_in for one, name in choice if one == kind and name)


@dataclass(frozen=True)
class Report:
    """All that is asked of the report, with the day from which it holds."""

    key: str
    title: str
    valid_from: date
    handed_over: str
    received: str
    sent: str
    mending: str
    papers: tuple[ReportPaper, ...]
    demands: tuple[Demand, ...]
    elements: tuple[Element, ...]

    def paper_of(self, kind: str) -> ReportPaper | None:
        """The paper of the report that a kind is or adjusts; None when it is no part of the report."""
        return next((paper for paper in self.papers if paper.key == kind.removeprefix(ADJUSTS)), None)

    def lacking(self, kind: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The fields that the report needs in a paper of this kind and that `values` leave empty."""
        if self.paper_of(kind) is None:
            return ()
        asked = [name for demand in self.demands if demand.asks(kind) for name in demand.marks]
        asked += [name for element in self.elements for name in element.fields_in(kind)]
        return tuple(sorted(name for name in set(asked) if not values.get(name)))

    def can_miss(self, kind: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """What someone who sends in a file of this kind may see missing: by key the words and the fields it is."""
        if self.paper_of(kind) is None:
            return {}
        found = {
            name.replace(".", "_"): (words, (name,))
            for demand in self.demands
            if demand.asks(kind)
            for name, words in (*demand.seen.items(), *demand.marks.items())
        }
        elements = [one for one in self.elements if one.fields_in(kind)]
        return found | {one.key: (one.title, one.fields_in(kind)) for one in elements}

    def missed(self, kind: str, keys: Collection[str]) -> tuple[str, ...]:
        """The fields behind these keys of `can_miss`. KeyError: nothing of that name can be missing."""
        known = self.can_miss(kind)
        return tuple(sorted({name for key in keys for name in known[key][1]}))


def parse_report(text: str) -> Report:
    """The rules in the text of a rule file.

    Raises ReportError for text that is no TOML, unknown or missing words, a lack or predicate that does not exist, and
    a place in a paper that is no part of the report.
    """
    try:
        raw = tomllib.loads(text)
        head = {name: value for name, value in raw.items() if name not in ("paper", "demand", "element")}
        report = Report(
            **head,
            papers=tuple(ReportPaper(**one) for one in raw["paper"]),
            demands=tuple(Demand(**{**one, "papers": tuple(one.get("papers", ()))}) for one in raw["demand"]),
            elements=tuple(Element(**{**one, "stands_in": _places(one["stands_in"])}) for one in raw["element"]),
        )
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise ReportError(f"cannot be read: {error}") from error
    if wrong := [*_unknown_names(report)]:
        raise ReportError(f"unknown names {wrong}")
    return report


def _places(texts: list[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """«a.x|b» as a choice between field x of paper a and paper b itself."""
    return tuple(tuple((one.partition(".")[0], one.partition(".")[2]) for one in text.split("|")) for text in texts)


def _unknown_names(report: Report) -> Iterator[str]:
    for demand in report.demands:
        yield from (name for name in (demand.lack,) if name not in LACK)
        yield from (name for name in (demand.holds,) if name not in PREDICATES)
        yield from (kind for kind in demand.papers if report.paper_of(kind) is None)
    for element in report.elements:
        yield from (kind for choice in element.stands_in for kind, _ in choice if report.paper_of(kind) is None)
