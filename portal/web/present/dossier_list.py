"""The list of dossiers: of each the state, the week, and the step that comes first."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.storage.reading.dossiers import DossierRow
from portal.storage.reading.employments import is_same_human
from portal.storage.reading.people import employment_place
from portal.storage.reading.progress import OpenStep
from portal.storage.reading.recent import RecentDossier
from portal.web.present.course import course
from portal.web.present.inbox import Reader, own_dossier
from portal.web.present.pages import Leaf
from portal.web.present.picture import Case, cases_picture, small_picture
from portal.web.present.steps import term, title_of, who_acts


def listed(
    rows: tuple[DossierRow, ...],
    facts: Mapping[int, tuple[Fact, ...]],
    steps: Mapping[int, tuple[OpenStep, ...]],
    content: frozenset[int],
    reader: Reader,
    today: date,
) -> dict[str, Any]:
    """The rows of the list, and those in which something is asked as one picture.

    `content` are the dossiers of which the reader may know more than the progress."""
    cases = [
        Case(_name(row, reader), fold(facts.get(row.id, ())), steps.get(row.id, ()), row.id in content) for row in rows
    ]
    return {
        "dossiers": [
            {
                "number": row.number,
                "href": url_for("dossiers.dossier", number=row.number),
                "name": case.name,
                "unit": row.unit_name,
                "course": course(case.situation, today, content=case.content),
                "picture": small_picture(case, today),
                "next": first_step(case.asked, today),
            }
            for row, case in zip(rows, cases, strict=True)
        ],
        "picture": cases_picture((case for case in cases if case.asked), today),
    }


def recent_links(rows: Iterable[RecentDossier]) -> list[dict[str, str]]:
    """The dossiers that someone opened last."""
    return [
        {"label": f"{row.name} ({row.number})", "href": url_for("dossiers.dossier", number=row.number)} for row in rows
    ]


def found_words(found: int, leaf: Leaf) -> str:
    """How many dossiers a search found, for who does not see the list change; nothing on a later page."""
    if leaf.number > 1:
        return ""
    if found > leaf.size:
        return f"Meer dan {leaf.size} dossiers gevonden."
    return {0: "Geen dossiers", 1: "1 dossier"}.get(found, f"{found} dossiers") + " gevonden."


def _name(row: DossierRow, reader: Reader) -> str:
    own = row.medewerker_id == reader.person_id or (
        reader.several and is_same_human(row.medewerker_id, reader.person_id)
    )
    return own_dossier(employment_place(row.unit_name, row.job), reader.several) if own else row.medewerker_name


def first_step(steps: tuple[OpenStep, ...], today: date) -> dict[str, Any] | None:
    """The most urgent step that is asked for now, with who must do it; None when there is none."""
    if not steps:
        return None
    one = steps[0]
    return {
        "title": title_of(one.step),
        "term": term(one.step, today),
        "late": one.step.is_late(today),
        "who": who_acts(one.step.owner, one.who, one.holders),
        "more": len(steps) - 1,
    }
