"""Storing who someone is to the identity provider, and which logins began there."""

from datetime import UTC, datetime, timedelta

from portal.storage.models import LogoutToken, Session, SignOnSession, SignOnSubject
from portal.storage.reading.logins import token_hash
from portal.storage.sealing import seal_text


def link_subject(issuer: str, subject: str, person_id: int, now: datetime) -> None:
    """Keep what the provider calls someone, in the place of an earlier name. The name must be free."""
    unlink_subjects(person_id, issuer)
    row = {"issuer": issuer, "subject": subject, "person": person_id, "since": now.astimezone(UTC)}
    SignOnSubject.insert(row).execute()


def unlink_subjects(person_id: int, issuer: str) -> bool:
    """Forget what the provider calls someone; False when that was not known."""
    own = (SignOnSubject.person == person_id) & (SignOnSubject.issuer == issuer)
    return bool(SignOnSubject.delete().where(own).execute())


def keep_sign_on(token: str, issuer: str, subject: str, sid: str, id_token: str) -> None:
    """Keep what the login with this token is called at the provider where it began, and its ID token."""
    session = Session.get(Session.token_hash == token_hash(token))
    SignOnSession.delete().where(SignOnSession.session == session.id).execute()
    row = {"session": session.id, "issuer": issuer, "subject": subject, "sid": sid}
    sealed = seal_text(id_token, "sign_on_session.id_token", session.id)
    SignOnSession.insert(row | {"id_token": sealed}).execute()


def end_sign_ons(issuer: str, subject: str, sid: str) -> tuple[int, ...]:
    """End the login called `sid` at the provider, or without a sid all of a subject; returns whose they were."""
    one = SignOnSession
    meant = one.issuer == issuer
    meant &= (one.sid == sid) if sid else (one.subject == subject)
    meant &= (one.subject == subject) if subject else True
    found = list(Session.select().where(Session.id.in_(one.select(one.session).where(meant))))
    Session.delete().where(Session.id.in_([session.id for session in found])).execute()
    return tuple(session.person.id for session in found)


def use_logout_token(token_id: str, now: datetime, kept: timedelta) -> bool:
    """Note that a logout token came; False when it came before. Those older than `kept` are forgotten."""
    moment = now.astimezone(UTC)
    LogoutToken.delete().where(LogoutToken.at < moment - kept).execute()
    row = {"token_hash": token_hash(token_id), "at": moment}
    return bool(LogoutToken.insert(row).on_conflict_ignore().as_rowcount().execute())
