"""How long dossiers are kept, what keeps one longer, and what became of those whose time is over."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.rules.retention import Terms
from portal.storage.database import Question, answer, rows
from portal.storage.sealing import opened_text

MOST_LISTED = 20_000
_TERM = """
SELECT t.from_on, t.short_years, t.long_years, t.objection_days, t.basis, p.name, t.at
FROM retention_term t JOIN person p ON p.id = t.person_id WHERE t.organisation_id = ?
"""
_HOLD = """
SELECT h.id, h.kind, h.reason, p.name, h.at, q.name, h.ended_at, h.end_reason
FROM retention_hold h JOIN person p ON p.id = h.person_id LEFT JOIN person q ON q.id = h.ended_by_id
"""
_LEDGER = """
SELECT dossier, number, organisation_id, ended_on, keep_until, listed_on, objection_until, basis, state, destroyed_at,
    counts_json
FROM destruction
"""


@dataclass(frozen=True)
class TermRow:
    """The terms of an organisation from a day on, and who set them."""

    from_on: date
    terms: Terms
    by: str
    at: datetime


@dataclass(frozen=True)
class HoldRow:
    """What keeps a dossier: a `bewaarplicht` or a `bezwaar`; `ended_at` is None while it does."""

    id: int
    kind: str
    reason: str
    by: str
    at: datetime
    ended_by: str
    ended_at: datetime | None
    end_reason: str


@dataclass(frozen=True)
class LedgerRow:
    """A dossier that is on the list (`listed`) or gone (`destroyed`): no content, only that it was there."""

    dossier_id: int
    number: str
    organisation_id: int | None
    ended_on: date | None
    keep_until: date | None
    listed_on: date | None
    objection_until: date | None
    basis: str
    state: str
    destroyed_at: datetime | None
    counts: Mapping[str, int]


def terms_on(organisation_id: int, day: date) -> Terms:
    """The terms that hold in an organisation on a day: the last that were set, else those of the portal."""
    found = rows(f"{_TERM} AND t.from_on <= ? ORDER BY t.from_on DESC, t.id DESC LIMIT 1", organisation_id, str(day))
    return _term(found[0]).terms if found else Terms()


def term_versions(organisation_id: int) -> tuple[TermRow, ...]:
    """Every version of the terms of an organisation, the one that begins last first."""
    return tuple(_term(row) for row in rows(f"{_TERM} ORDER BY t.from_on DESC, t.id DESC", organisation_id))


def holds_of(dossier_id: int) -> tuple[HoldRow, ...]:
    """Everything that keeps a dossier, or kept it, oldest first."""
    return tuple(_hold(row) for row in rows(f"{_HOLD} WHERE h.dossier_id = ? ORDER BY h.id", dossier_id))


def is_held(dossier_id: int) -> bool:
    """Whether something keeps a dossier from being destroyed."""
    return bool(rows("SELECT 1 FROM retention_hold WHERE dossier_id = ? AND ended_at IS NULL LIMIT 1", dossier_id))


def held_dossiers(organisation_id: int) -> tuple[tuple[str, HoldRow], ...]:
    """What keeps dossiers of an organisation at this moment, with their numbers."""
    found = rows(
        "SELECT h.id, d.number FROM retention_hold h JOIN dossier d ON d.id = h.dossier_id "
        "WHERE d.organisation_id = ? AND h.ended_at IS NULL ORDER BY d.number, h.id",
        organisation_id,
    )
    return tuple((number, _hold(rows(f"{_HOLD} WHERE h.id = ?", key)[0])) for key, number in found)


def ledger_row(dossier_id: int) -> LedgerRow | None:
    """How it stands with the destruction of a dossier; None when its time is not over."""
    return next((_ledger_row(*row) for row in answer(ledger_asked(dossier_id))), None)


def ledger_asked(dossier_id: int) -> Question:
    """What `ledger_row` asks."""
    return Question(11, f"{_LEDGER} WHERE dossier = ?", (dossier_id,))


def ledger_of(organisation_id: int, state: str, limit: int = MOST_LISTED) -> tuple[LedgerRow, ...]:
    """The dossiers of an organisation that are listed or destroyed, the newest first."""
    return _ledger("WHERE organisation_id = ? AND state = ? ORDER BY id DESC LIMIT ?", organisation_id, state, limit)


def destroyed_dossiers() -> tuple[tuple[str, str], ...]:
    """The number and the hash of the first fact of each dossier that was destroyed."""
    return tuple(rows("SELECT number, first_hash FROM destruction WHERE state = 'destroyed' ORDER BY id"))


def first_hash(dossier_id: int) -> str:
    """The hash of the first fact of a dossier; empty when it has none."""
    found = rows("SELECT hash FROM fact WHERE dossier_id = ? AND seq = 1", dossier_id)
    return str(found[0][0]) if found else ""


def dossiers_to_review(opened_by: date) -> tuple[int, ...]:
    """The dossiers that were opened on a day or before, and those that are on the list."""
    sql = "SELECT id FROM dossier WHERE opened_on <= ? UNION SELECT dossier FROM destruction WHERE state = 'listed'"
    return tuple(one for (one,) in rows(f"{sql} ORDER BY 1", opened_by.isoformat()))


def _ledger(condition: str, *values: Any) -> tuple[LedgerRow, ...]:
    return tuple(_ledger_row(*row) for row in rows(f"{_LEDGER} {condition}", *values))


def _ledger_row(key: int, number: str, organisation: int | None, *said: Any) -> LedgerRow:
    *days, basis, state, destroyed_at, counts = said
    ended, until, listed, objection = map(_day, days)
    at = _moment(destroyed_at)
    return LedgerRow(key, number, organisation, ended, until, listed, objection, basis, state, at, json.loads(counts))


def _term(row: tuple[Any, ...]) -> TermRow:
    return TermRow(date.fromisoformat(row[0]), Terms(*row[1:5]), row[5], datetime.fromisoformat(row[6]))


def _hold(row: tuple[Any, ...]) -> HoldRow:
    key, kind, reason, by, at, ended_by, ended_at, end_reason = row
    return HoldRow(
        id=key,
        kind=kind,
        reason=opened_text(reason, "retention_hold.reason", key),
        by=by,
        at=datetime.fromisoformat(at),
        ended_by=ended_by or "",
        ended_at=_moment(ended_at),
        end_reason=opened_text(end_reason, "retention_hold.end_reason", key) if end_reason else "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
