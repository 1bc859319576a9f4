"""Functions that wait for a second person, as the inbox and the page of the beheerder show them."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.terms import ROLE
from portal.storage.reading.proposals import ProposalRow
from portal.web.clock import HERE


def to_confirm(rows: Iterable[ProposalRow]) -> list[dict[str, Any]]:
    """What the reader confirms or refuses."""
    return [_line(row, f"{row.by_name} stelde dit voor op {_day(row)}. Bevestig of weiger het.") for row in rows]


def own_proposals(rows: Iterable[ProposalRow]) -> list[dict[str, Any]]:
    """What the reader proposed themself, and others decide."""
    return [_line(row, f"U stelde dit voor op {_day(row)}. Een ander bevestigt of weigert het.") for row in rows]


def _line(row: ProposalRow, text: str) -> dict[str, Any]:
    label = f"{ROLE[row.role].label} voor {row.name}"
    return {"label": label, "href": url_for("functions.proposed", proposal_id=row.id), "text": text}


def _day(row: ProposalRow) -> str:
    return long_date(row.at.astimezone(HERE).date())
