"""Progress per team, for a manager one level up: which step, on time or not, and who must act. No content."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from portal.storage.reading.progress import FollowedDossier, OpenStep
from portal.web.present.steps import term, title_of, who_acts


def teams(
    dossiers: tuple[FollowedDossier, ...], steps: Mapping[int, tuple[OpenStep, ...]], today: date
) -> list[dict[str, Any]]:
    """The dossiers by team, each with every step that is asked for now."""
    found = []
    for (lead, unit), group in groupby(dossiers, key=lambda row: (row.leidinggevende_name, row.unit_name)):
        rows = list(group)
        lines = [line for row in rows for line in _lines(row, steps.get(row.id, ()), today)]
        late = sum(line["late"] for line in lines)
        found.append(
            {
                "id": f"team-{rows[0].number}",
                "title": f"Team van {lead}" if lead else "Zonder leidinggevende",
                "unit": unit,
                "count": f"{len(rows)} {'dossier' if len(rows) == 1 else 'dossiers'}",
                "late": late,
                "late_text": f"{late} te laat" if late else "Alles op tijd",
                "lines": sorted(lines, key=lambda line: line["day"]),
            }
        )
    return found


def _lines(row: FollowedDossier, steps: tuple[OpenStep, ...], today: date) -> list[dict[str, Any]]:
    dossier = {
        "name": row.medewerker_name,
        "number": row.number,
        "href": url_for("dossiers.dossier", number=row.number),
    }
    if not steps:
        return [
            {**dossier, "title": "Geen stap aan de beurt", "term": None, "late": False, "who": None, "day": date.max}
        ]
    return [
        {
            **dossier,
            "title": title_of(one.step),
            "term": term(one.step, today),
            "late": one.step.due_on < today,
            "who": who_acts(one.step.owner, one.who, one.holders),
            "day": one.step.due_on,
        }
        for one in steps
    ]


def totals(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers on top: what is late in all teams together, and what is on time."""
    late = sum(team["late"] for team in found)
    steps = sum(line["term"] is not None for team in found for line in team["lines"])
    return [
        {"count": late, "label": "te laat", "state": "late" if late else "done"},
        {"count": steps - late, "label": "op tijd", "state": "later"},
    ]
