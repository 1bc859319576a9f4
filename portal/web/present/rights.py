"""Who may do what, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.actions.review_rights import review_due
from portal.rules.calendar import long_date
from portal.rules.terms import ROLE
from portal.storage.reading.rights import Appointment, ReviewRow, RightsRow
from portal.web.clock import HERE
from portal.web.present.steps import in_sentence

HEADING = ("Naam", "Gebruikersnaam", "Functies", "Leidt", "Vervangt", "Dossiers", "Laatst ingelogd", "Stand")


def cells(row: RightsRow) -> tuple[str, ...]:
    """One person as a row of text."""
    one = shown(row)
    return tuple(", ".join(cell) if isinstance(cell, list) else cell for cell in one["cells"])


def shown(row: RightsRow) -> dict[str, Any]:
    """One person for the page: the cells in the order of HEADING, and whether something asks for attention."""
    works = row.works_here and row.open_account
    return {
        "cells": [
            row.name,
            row.login or "geen account",
            [_function(one) for one in row.appointments],
            f"{row.leads} {'mens' if row.leads == 1 else 'mensen'}" if row.leads else "",
            [f"{name}, tot en met {long_date(until)}" for name, until in row.acting_for],
            [f"{count} als {in_sentence(_label(role))}" for role, count in row.dossiers],
            long_date(row.last_login.astimezone(HERE).date()) if row.last_login else "nooit",
            "actief" if works else "geblokkeerd" if row.works_here else "uit dienst",
        ],
        "state": "done" if works else "neutral",
    }


def due_line(done: Iterable[ReviewRow], today: date) -> dict[str, str]:
    """When the list must have been gone through, as a badge and a sentence."""
    done = tuple(done)
    due = review_due(done, today)
    if not done:
        return {"state": "late", "text": "De rechten zijn nog nooit nagelopen."}
    state = "late" if due < today else "soon" if (due - today).days <= 30 else "done"
    return {"state": state, "text": f"Volgende controle: uiterlijk {long_date(due)}."}


def done_lines(done: Iterable[ReviewRow]) -> list[str]:
    """The reviews that were done, each in a line."""
    return [f"{long_date(row.at.astimezone(HERE).date())}, {row.by}: {row.note}" for row in done]


def _function(one: Appointment) -> str:
    until = f", tot en met {long_date(one.until_on)}" if one.until_on else ""
    return f"{_label(one.role)}{f' ({one.unit})' if one.unit else ''}, sinds {long_date(one.from_on)}{until}"


def _label(role: str) -> str:
    return ROLE[role].label if role in ROLE else role
