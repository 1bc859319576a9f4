"""The papers of a dossier: what each is, who made and signed it, and when it was handed over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.access import MEDEWERKER
from portal.rules.calendar import long_date
from portal.rules.facts import RECALLED, SCAN_ADDED, Fact, called_off, effective, withdrawn_papers
from portal.rules.papers import PaperKind
from portal.rules.terms import SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow
from portal.web.present.steps import role_label

HANDED_OVER = "wia_overdracht"
SIGN_STATES = {"akkoord": "done", "gezien_niet_akkoord": "soon", "niet_ondertekend": "neutral"}


@dataclass
class _Story:
    """What the facts say of one paper: who must sign, who answered how, and whether it gave way to another.

    Of a paper of before the take-over of a running case also who drew it up, and whether it is on paper only.
    A recalled one cannot be opened, and nobody signs it. `off`: it invites to a consult that does not stand any more.
    """

    signers: tuple[str, ...] = ()
    answers: dict[str, Fact] = field(default_factory=dict)
    replaced: bool = False
    drawn_up_by: str = ""
    only_on_paper: bool = False
    recalled: bool = False
    off: bool = False

    @property
    def has_file(self) -> bool:
        """Whether there is a file to download."""
        return not (self.only_on_paper or self.recalled)

    @property
    def waits(self) -> bool:
        """Whether someone still has to sign."""
        return any(role not in self.answers for role in self.signers)


def _story(stories: dict[int, _Story], paper: PaperRow) -> _Story:
    return stories.get(paper.id) or _Story()


def binder(papers: Iterable[PaperRow], facts: Iterable[Fact], roles: frozenset[str], number: str) -> dict[str, Any]:
    """The papers that someone with these roles may open, newest first.

    `papers` holds the newest of every kind and what still waits for a signature, `earlier` the older ones of
    the same kind, `replaced` the versions that gave way to a new one before they were signed.
    """
    kinds = catalogue()
    every = tuple(facts)
    facts = effective(every)
    withdrawn = withdrawn_papers(every)
    seen = (p for p in papers if kinds[p.kind].readable_by(roles) and p.id not in withdrawn)
    readable = sorted(seen, key=lambda p: (p.on, p.id), reverse=True)
    stories = _stories(facts)
    for invitation in called_off(every):
        stories.setdefault(invitation, _Story()).off = True
    standing = [paper for paper in readable if not _story(stories, paper).replaced]
    repeated = {kind for kind, count in Counter(paper.kind for paper in standing).items() if count > 1}
    handed = _handed_over_on(facts)

    def shown(rows: Iterable[PaperRow]) -> list[dict[str, Any]]:
        return [
            _paper(row, _story(stories, row), kinds[row.kind], handed, number, repeated)
            | {"parent": _parent(row, readable)}
            for row in rows
        ]

    newest = {paper.kind: paper.id for paper in reversed(standing)}
    first = [p for p in standing if p.id == newest[p.kind] or _story(stories, p).waits]
    return {
        "papers": shown(first),
        "earlier": shown(p for p in standing if p not in first),
        "replaced": shown(p for p in readable if p not in standing),
        "handed_over": handed is not None,
        "in_report": any(kinds[paper.kind].report_order for paper in readable),
    }


def paper_title(title: str, number: int, repeated: bool) -> str:
    """The name of a paper, with its number where there are more of its kind."""
    return f"{title} {number}" if repeated or number > 1 else title


def _handed_over_on(facts: Iterable[Fact]) -> date | None:
    days = [f.on for f in facts if f.kind == "papier_vastgesteld" and f.data["soort"] == HANDED_OVER]
    return max(days, default=None)


def _stories(facts: Iterable[Fact]) -> dict[int, _Story]:
    stories: dict[int, _Story] = {}
    for fact in facts:
        if fact.kind == "papier_vastgesteld":
            story = stories.setdefault(fact.data["papier"], _Story())
            story.signers = tuple(fact.data["ondertekenaars"])
            story.drawn_up_by = fact.data.get("opgesteld_door", "")
            story.only_on_paper = bool(fact.data.get("op_papier"))
            if fact.data.get("vervangt") is not None:
                stories.setdefault(fact.data["vervangt"], _Story()).replaced = True
        elif fact.kind == SCAN_ADDED:
            stories.setdefault(fact.data["papier"], _Story()).only_on_paper = False
        elif fact.kind == RECALLED:
            stories.setdefault(fact.data["papier"], _Story()).recalled = True
        elif fact.kind == "ondertekend":
            stories.setdefault(fact.data["papier"], _Story()).answers[fact.data["rol"]] = fact
    return stories


def _paper(
    paper: PaperRow, story: _Story, kind: PaperKind, handed: date | None, number: str, repeated: set[str]
) -> dict[str, Any]:
    title = paper_title(paper.title, paper.number, paper.kind in repeated)
    return {
        "title": title,
        "href": url_for("papers.paper", number=number, paper_id=paper.id),
        "download": url_for("papers.download", number=number, paper_id=paper.id) if story.has_file else "",
        "version": _version(paper, story),
        "date": long_date(paper.on),
        "author": story.drawn_up_by or paper.author_name,
        "author_role": role_label(paper.author_role),
        "signatures": []
        if story.replaced or story.recalled
        else [_signature(role, story.answers.get(role)) for role in story.signers],
        "handed_over": _handed_over(paper, kind, handed),
    }


def _parent(paper: PaperRow, readable: Iterable[PaperRow]) -> str:
    """The paper that an adjustment belongs to; empty for any other paper."""
    parent = next((one for one in readable if one.id == paper.parent_id), None)
    return f"hoort bij: {parent.title} van {long_date(parent.on)}" if parent else ""


def _version(paper: PaperRow, story: _Story) -> str:
    if story.recalled:
        return f"versie {paper.version}, teruggeroepen"
    if story.only_on_paper:
        return "op papier, niet in het portaal"
    return f"versie {paper.version}{', dit spreekuur vervalt' if story.off else ''}"


def _signature(role: str, answer: Fact | None) -> dict[str, str]:
    """One line of the signatures: who, when; `badge` when it is anything but agreement."""
    if answer is None:
        return {"state": "waiting", "badge": "Nog te ondertekenen", "text": role_label(role)}
    outcome = answer.data["uitkomst"]
    name = answer.data.get("naam") or role_label(role)
    return {
        "state": SIGN_STATES[outcome],
        "badge": "" if outcome == "akkoord" else SIGNATURE[outcome],
        "text": f"{name}, {long_date(answer.on)}",
    }


def _handed_over(paper: PaperRow, kind: PaperKind, handed: date | None) -> str:
    """The day the paper went to the employee with the report; «Nog niet» before that, empty for other papers."""
    employers = kind.report_order and MEDEWERKER.isdisjoint(kind.written_by)
    if not employers:
        return ""
    return long_date(handed) if handed and paper.on <= handed else "Nog niet"
