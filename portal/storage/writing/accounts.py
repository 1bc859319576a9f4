"""Storing accounts, appointments, logins and failed logins."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.storage.models import Account, Appointment, LoginFailure, Session
from portal.storage.reading.accounts import ABSOLUTE, subject_hash, token_hash

TOKEN_BYTES = 32


def add_account(person_id: int, login: str, password_hash: str) -> None:
    """Give a person an account. The login must be free and in lower case."""
    Account.insert(person=person_id, login=login, password_hash=password_hash).execute()


def change_password(person_id: int, password_hash: str) -> None:
    """Store another password, and end every login that was made with the old one."""
    Account.update(password_hash=password_hash).where(Account.person == person_id).execute()
    end_all_sessions(person_id)


def reopen_account(person_id: int, password_hash: str) -> None:
    """Open a closed account again, with another password."""
    Account.update(password_hash=password_hash, active=True).where(Account.person == person_id).execute()


def close_account(person_id: int) -> None:
    """Close the account and end every login of it. It can be told who had it, so the row stays."""
    Account.update(active=False).where(Account.person == person_id).execute()
    end_all_sessions(person_id)


def add_appointment(person_id: int, role: str, organisation_id: int, unit_id: int | None, from_on: date) -> None:
    """Appoint someone in an organisation or in one unit of it; does nothing when that holds already."""
    same = Appointment.select(Appointment.id).where(
        _appointments(person_id, organisation_id, role, from_on)
        & (Appointment.unit.is_null() if unit_id is None else Appointment.unit == unit_id)
        & (Appointment.from_on <= from_on)
    )
    if not same.exists():
        row = {"person": person_id, "role": role, "organisation": organisation_id, "unit": unit_id}
        Appointment.insert(row | {"from_on": from_on}).execute()


def end_appointments(person_id: int, organisation_id: int, role: str | None, today: date) -> int:
    """End someone's appointments to a role (None: to all) the day before today; returns how many."""
    lasting = _appointments(person_id, organisation_id, role, today)
    new = Appointment.delete().where(lasting & (Appointment.from_on >= today)).execute()
    last = today - timedelta(days=1)
    return int(new) + int(Appointment.update(until_on=last).where(lasting).execute())


def _appointments(person_id: int, organisation_id: int, role: str | None, today: date) -> Any:
    lasting = (
        (Appointment.person == person_id)
        & (Appointment.organisation == organisation_id)
        & (Appointment.until_on.is_null() | (Appointment.until_on >= today))
    )
    return lasting if role is None else lasting & (Appointment.role == role)


def start_session(person_id: int, now: datetime) -> str:
    """Begin a login; returns the token for the cookie, of which only a hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now.astimezone(UTC)
    row = {"token_hash": token_hash(token), "person": person_id, "created_at": moment, "seen_at": moment}
    Session.insert(row).execute()
    return token


def touch(token: str, now: datetime) -> None:
    """Note that the login is in use, so that the idle limit counts from now."""
    Session.update(seen_at=now.astimezone(UTC)).where(Session.token_hash == token_hash(token)).execute()


def end_session(token: str) -> None:
    """End one login; the cookie that still holds the token is worth nothing from then on."""
    Session.delete().where(Session.token_hash == token_hash(token)).execute()


def end_all_sessions(person_id: int) -> None:
    """End every login of someone, on every device."""
    Session.delete().where(Session.person == person_id).execute()


def forget_expired_sessions(now: datetime, absolute: timedelta = ABSOLUTE) -> int:
    """Remove logins older than `absolute`; returns how many."""
    return int(Session.delete().where(Session.created_at < (now - absolute).astimezone(UTC)).execute())


def record_failure(subject: str, now: datetime) -> None:
    """Note a failed login for a subject: an account or an address."""
    LoginFailure.insert(subject=subject_hash(subject), at=now.astimezone(UTC)).execute()


def clear_failures(subject: str) -> None:
    """Forget the failed logins of a subject, after a login that succeeded."""
    LoginFailure.delete().where(LoginFailure.subject == subject_hash(subject)).execute()


def forget_failures(before: datetime) -> int:
    """Remove failed logins from before a moment; returns how many."""
    return int(LoginFailure.delete().where(LoginFailure.at < before.astimezone(UTC)).execute())
