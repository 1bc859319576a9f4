"""Keeping and destroying, in words: numbers and days for the beheerder, what comes of it for the employee."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.retention import Terms
from portal.storage.reading.retention import HoldRow, LedgerRow, TermRow, holds_of, ledger_row
from portal.web.clock import HERE

WHAT = {"bewaarplicht": "Bewaarplicht", "bezwaar": "Bezwaar van de medewerker"}
COUNTED = {"fact": "vermeldingen", "paper": "stukken", "paper_file": "bestanden", "read_log": "regels inzage"}


def term_facts(terms: Terms) -> list[dict[str, str]]:
    """The terms, each with what it is called."""
    shown = (
        ("Na een verzuim van hooguit zes weken", f"{terms.short_years} jaar"),
        ("Na een langer verzuim", f"{terms.long_years} jaar"),
        ("Tijd om bezwaar te maken", f"{terms.objection_days} dagen"),
        ("Grondslag", terms.basis),
    )
    return [{"label": label, "value": value} for label, value in shown]


def version_rows(versions: Iterable[TermRow]) -> list[dict[str, str]]:
    """Every version of the terms, and who set it."""
    return [
        {
            "from": long_date(one.from_on),
            "years": f"{one.terms.short_years} en {one.terms.long_years} jaar, {one.terms.objection_days} dagen",
            "basis": one.terms.basis,
            "by": f"{one.by}, {_day(one.at.astimezone(HERE).date())}",
        }
        for one in versions
    ]


def listed_rows(ledger: Iterable[LedgerRow], held: frozenset[str]) -> list[dict[str, str]]:
    """The dossiers whose time is over."""
    return [
        {
            "number": one.number,
            "ended": _day(one.ended_on),
            "until": _day(one.keep_until),
            "destroyed": "Blijft voorlopig" if one.number in held else f"Na {_day(one.objection_until)}",
            "state": "waiting" if one.number in held else "soon",
        }
        for one in ledger
    ]


def hold_rows(held: Iterable[tuple[str, HoldRow]], organisation_id: int) -> list[dict[str, str]]:
    """What is kept, why, and where that is ended."""
    return [
        {
            "number": number,
            "what": WHAT[hold.kind],
            "reason": hold.reason,
            "by": f"{hold_by(hold)}, {_day(hold.at.astimezone(HERE).date())}",
            "end": "Afwijzen" if hold.kind == "bezwaar" else "Opheffen",
            "href": url_for("retention.lift", organisation_id=organisation_id, hold_id=hold.id),
        }
        for number, hold in held
    ]


def hold_by(hold: HoldRow) -> str:
    """Who wants it kept. Whose dossier a number is, the beheerder does not learn from an objection."""
    return "De medewerker" if hold.kind == "bezwaar" else hold.by


def destroyed_rows(ledger: Iterable[LedgerRow]) -> list[dict[str, str]]:
    """What is gone: its number, the days, why, and how much it was."""
    return [
        {
            "number": one.number,
            "ended": _day(one.ended_on),
            "on": _day(one.destroyed_at.astimezone(HERE).date() if one.destroyed_at else None),
            "basis": one.basis,
            "counts": ", ".join(f"{one.counts[name]} {words}" for name, words in COUNTED.items() if name in one.counts),
        }
        for one in ledger
    ]


def destruction_ahead(dossier: OpenDossier) -> dict[str, Any] | None:
    """What the employee is told when the own dossier is on the list; None when it is not, and for everyone else."""
    listed = ledger_row(dossier.row.id) if may(dossier.roles, "object_to_destruction") else None
    if listed is None:
        return None
    holds = [hold for hold in holds_of(dossier.row.id) if hold.kind == "bezwaar" or hold.ended_at is None]
    waits = [hold for hold in holds if hold.ended_at is None]
    return {
        "day": _day(listed.objection_until),
        "basis": listed.basis,
        "kept": [f"{WHAT[hold.kind]}, {_day(hold.at.astimezone(HERE).date())}" for hold in waits],
        "answers": [hold.end_reason for hold in holds if hold.end_reason],
        "object": ""
        if any(hold.kind == "bezwaar" for hold in waits)
        else url_for("retention.object", number=dossier.row.number),
    }


def _day(day: date | None) -> str:
    return long_date(day) if day else "onbekend"
