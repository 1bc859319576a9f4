"""Progress per team, for a manager one level up: which step, on time or not, and who must act. No content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from portal.storage.reading.nudges import Last
from portal.storage.reading.progress import FollowedDossier, OpenStep
from portal.web.present.nudges import may_again, sent
from portal.web.present.steps import term, title_of, who_acts
from portal.web.present.turns import Clock, since

FOLLOWER = "naasthogere_leidinggevende"
OPEN = 3
"""So many teams in which something is late stand open at first; the others unfold."""


@dataclass(frozen=True)
class Standing:
    """How the open steps stand for `reader` on a day: whose turn, and who was reminded."""

    clock: Clock
    nudges: Last
    reader: int
    today: date


def by_team(
    dossiers: tuple[FollowedDossier, ...], steps: Mapping[int, tuple[OpenStep, ...]], today: date
) -> list[tuple[FollowedDossier, ...]]:
    """The dossiers of each team, the team in which most is late first."""
    groups = [tuple(rows) for _, rows in groupby(dossiers, key=_team)]
    return sorted(groups, key=lambda rows: -sum(_late(steps, row.id, today) for row in rows))


def _team(row: FollowedDossier) -> tuple[str, str]:
    return row.leidinggevende_name, row.unit_name


def teams(
    dossiers: tuple[FollowedDossier, ...],
    steps: Mapping[int, tuple[OpenStep, ...]],
    standing: Standing,
    wanted: str = "",
) -> list[dict[str, Any]]:
    """The dossiers by team, each with every step that is asked for now; the team `wanted` stands open."""
    found: list[dict[str, Any]] = []
    for (lead, unit), group in groupby(dossiers, key=_team):
        rows = list(group)
        lines = [line for row in rows for line in _lines(row, steps.get(row.id, ()), standing)]
        late = sum(line["late"] for line in lines)
        found.append(
            {
                "id": _anchor(rows),
                "title": _title(lead),
                "unit": unit,
                "count": f"{len(rows)} {'dossier' if len(rows) == 1 else 'dossiers'}",
                "late": late,
                "late_text": _late_text(late),
                "open": _anchor(rows) == wanted or (late > 0 and len(found) < OPEN),
                "lines": sorted(lines, key=lambda line: line["day"]),
            }
        )
    if len(found) == 1:
        found[0]["open"] = True
    return found


def standings(
    dossiers: tuple[FollowedDossier, ...], steps: Mapping[int, tuple[OpenStep, ...]], today: date
) -> list[dict[str, str]]:
    """Each team with its place on the page of progress, and how much is late there, most late first."""
    found = []
    for rows in by_team(dossiers, steps, today):
        late = sum(_late(steps, row.id, today) for row in rows)
        found.append(
            {
                "label": _title(rows[0].leidinggevende_name),
                "href": url_for("progress.progress", team=_anchor(rows), _anchor=_anchor(rows)),
                "text": rows[0].unit_name,
                "state": "late" if late else "done",
                "badge_text": _late_text(late),
            }
        )
    return found


def _anchor(rows: Sequence[FollowedDossier]) -> str:
    return f"team-{rows[0].number}"


def _title(lead: str) -> str:
    return f"Team van {lead}" if lead else "Zonder leidinggevende"


def _late_text(late: int) -> str:
    return f"{late} te laat" if late else "Alles op tijd"


def _lines(row: FollowedDossier, steps: tuple[OpenStep, ...], standing: Standing) -> list[dict[str, Any]]:
    dossier = {
        "id": "",
        "name": row.medewerker_name,
        "number": row.number,
        "href": url_for("dossiers.dossier", number=row.number),
    }
    if not steps:
        return [
            {**dossier, "title": "Geen stap aan de beurt", "term": None, "late": False, "who": None, "day": date.max}
        ]
    return [{**dossier, **_line(row, one, standing)} for one in steps]


def _line(row: FollowedDossier, one: OpenStep, standing: Standing) -> dict[str, Any]:
    step = one.step
    turn = standing.clock.get((row.id, step.key, step.round))
    nudge = standing.nudges.get((row.number, step.key, step.round))
    place: dict[str, Any] = {"number": row.number, "key": step.key, "round": step.round}
    own = standing.reader in one.may_act
    asks = one.holders > 0 and not own and may_again(nudge, standing.today)
    return {
        "id": line_id(**place),
        "title": title_of(step),
        "term": term(step, standing.today),
        "late": step.is_late(standing.today),
        "who": who_acts(step.owner, one.who, one.holders, reader=own),
        "explain": url_for("explain.step", **place),
        "since": since(turn, one.held_from) if turn else "",
        "reminded": sent(nudge, standing.reader),
        "remind_href": url_for("explain.remind_step", **place) if asks else "",
        "day": step.due_on,
    }


def line_id(number: str, key: str, round: int) -> str:
    """Where the line of a step stands on the page: who reminded comes back there, not at the start of the team."""
    return f"stap-{number}-{key}-{round}"


def totals(steps: Mapping[int, tuple[OpenStep, ...]], today: date) -> list[dict[str, Any]]:
    """The numbers on top: what is late in all teams together, and what is on time."""
    late = sum(_late(steps, one, today) for one in steps)
    on_time = sum(map(len, steps.values())) - late
    return [
        {"count": late, "label": "te laat", "state": "late" if late else "done"},
        {"count": on_time, "label": "op tijd", "state": "later"},
    ]


def _late(steps: Mapping[int, tuple[OpenStep, ...]], dossier_id: int, today: date) -> int:
    return sum(one.step.is_late(today) for one in steps.get(dossier_id, ()))
