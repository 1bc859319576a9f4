"""The copies of a paper in words: who got one, whether they saw it, and what one can still record of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.copies import HANDED_OVER, UNSEEN, Copy, confirmable, copied_to, copies_of, givable, new_for
from portal.actions.dossier import OpenDossier
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.conditions import in_leven
from portal.rules.facts import called_off, day_of
from portal.rules.step import Step
from portal.storage.reading.papers import PaperRow
from portal.web.present.steps import role_label

MOST_NEW = 4


def copies_card(dossier: OpenDossier, row: PaperRow) -> dict[str, Any]:
    """The copies of a paper, and the addresses where this person confirms one or records one given on paper.

    Employee, manager and the writer of the paper see what became of every copy, the others only of their own.
    """
    copies = copies_of(dossier, [row])[row.id]
    here: dict[str, Any] = {"number": dossier.row.number, "paper_id": row.id}
    own_page = row.kind == HANDED_OVER
    return {
        "copies": _shown(dossier, row, copies),
        "confirm_href": url_for("copies.confirm_copy", **here)
        if confirmable(dossier, copies) and may(dossier.roles, "confirm_copy") and not own_page
        else "",
        "on_paper_href": url_for("copies.give_on_paper", **here) if givable(dossier, row) else "",
    }


def copy_lines(dossier: OpenDossier, rows: Iterable[PaperRow]) -> Mapping[int, list[dict[str, str]]]:
    """What became of the copies of these papers, by the paper's id, as on the page of each."""
    rows = tuple(rows)
    copies = copies_of(dossier, rows)
    return {row.id: _shown(dossier, row, copies[row.id]) for row in rows}


def _shown(dossier: OpenDossier, row: PaperRow, copies: Iterable[Copy]) -> list[dict[str, str]]:
    whole = may(dossier.roles, "download_packet") or dossier.actor == row.author_id
    return [_line(copy) for copy in copies if whole or copy.person == dossier.actor]


def new_papers(dossier: OpenDossier, rows: Iterable[PaperRow]) -> dict[str, Any]:
    """The newest copies that came for this person and that they did not open yet, and how many more there are.

    What waits for their signature is a task already. An invitation to a consult that does not stand any more is
    news until its day has passed: whoever opened it before may still count on it. After a death nothing is news.
    """
    asked = {step.paper for step in dossier.steps if step.action == "sign_paper" and _is_theirs(step, dossier)}
    off = {paper: day_of(planned, "dag") for paper, planned in called_off(dossier.facts).items()}
    rows = tuple(rows)
    if not in_leven(dossier.situation):
        rows = ()
    unopened = {row.id for row in new_for(dossier, rows)} - off.keys()
    ahead = {row.id for row in copied_to(dossier, rows) if off.get(row.id, date.min) >= dossier.today}
    found = [row for row in reversed(rows) if row.id in unopened | ahead and str(row.id) not in asked]
    return {
        "lines": [
            {
                "title": f"Het spreekuur van {long_date(off[row.id])} gaat niet door"
                if row.id in ahead
                else f"{row.title}, {long_date(row.on)}",
                "href": url_for("papers.paper", number=dossier.row.number, paper_id=row.id),
            }
            for row in found[:MOST_NEW]
        ],
        "more": len(found[MOST_NEW:]),
        "all_href": url_for("dossiers.dossier", number=dossier.row.number, _anchor="stukken"),
    }


def _is_theirs(step: Step, dossier: OpenDossier) -> bool:
    return step.state == "open" and step.owner in dossier.roles


def _line(copy: Copy) -> dict[str, str]:
    role = role_label(copy.role)
    words = copy.words.removeprefix(UNSEEN) if copy.name else "niemand heeft deze rol nu"
    return {
        "who": f"{role[0].upper()}{role[1:]}{' (eerder)' if copy.former else ''}",
        "name": copy.name,
        "state": "done" if copy.received else "neutral" if copy.seen_on or not copy.name else "waiting",
        "badge": _badge(copy),
        "words": f"{words[0].upper()}{words[1:]}.",
    }


def _badge(copy: Copy) -> str:
    if copy.received:
        return "Ontvangen"
    if copy.downloaded_on:
        return "Gedownload"
    return "Gezien" if copy.seen_on else "Nog niet gezien"
