"""Storing accounts and appointments."""

from datetime import date, timedelta
from typing import Any

from portal.storage.models import Account, Appointment
from portal.storage.writing.links import drop_links
from portal.storage.writing.logins import end_sessions, forget_browsers


def add_account(person_id: int, login: str, password_hash: str) -> None:
    """Give a person an account. The login must be free and in lower case."""
    Account.insert(person=person_id, login=login, password_hash=password_hash).execute()


def change_password(person_id: int, password_hash: str, *, but: str = "") -> None:
    """Store another password, and end every login that was made with the old one, except the one with token `but`.

    A link to choose one with, that lies in a mail somewhere, no longer works either; and no browser is known any more.
    """
    Account.update(password_hash=password_hash).where(Account.person == person_id).execute()
    drop_links(person_id)
    forget_browsers(person_id)
    end_sessions(person_id, but=but)


def reopen_account(person_id: int, password_hash: str) -> None:
    """Open a closed account again, with another password."""
    Account.update(password_hash=password_hash, active=True).where(Account.person == person_id).execute()


def close_account(person_id: int) -> None:
    """Close the account and end every login of it. It can be told who had it, so the row stays."""
    Account.update(active=False).where(Account.person == person_id).execute()
    drop_links(person_id)
    forget_browsers(person_id)
    end_sessions(person_id)


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
    """End someone's appointments to a role (None: to all) the day before today; returns how many.

    Of one that began today the last day lies before the first: it never held, and still tells where someone belongs.
    """
    last = today - timedelta(days=1)
    lasting = _appointments(person_id, organisation_id, role, today)
    return int(Appointment.update(until_on=last).where(lasting).execute())


def _appointments(person_id: int, organisation_id: int, role: str | None, today: date) -> Any:
    lasting = (
        (Appointment.person == person_id)
        & (Appointment.organisation == organisation_id)
        & (Appointment.until_on.is_null() | (Appointment.until_on >= today))
    )
    return lasting if role is None else lasting & (Appointment.role == role)
