"""End one's own logins on other devices."""

from datetime import datetime

from portal.rules.errors import Invisible
from portal.storage.writing.logins import end_one_session, end_sessions, record_event


def end_login(*, person_id: int, session_id: int, now: datetime, origin: str) -> None:
    """End one of someone's own logins. Raises Invisible when there is no such login of theirs."""
    if not end_one_session(person_id, session_id):
        raise Invisible(session_id)
    record_event("sessions_ended", "done", now, origin=origin, person_id=person_id)


def end_other_logins(*, person_id: int, session: str, now: datetime, origin: str) -> None:
    """End every login of someone but the one with this token."""
    end_sessions(person_id, but=session)
    record_event("sessions_ended", "done", now, origin=origin, person_id=person_id)
