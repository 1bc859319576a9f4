"""Storing how someone wants the mail of the morning, and what it told. Each runs in a transaction of its caller."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from portal.storage.models import Escalation, MorningMail


def keep_wish(person_id: int, wish: str) -> None:
    """Keep how often someone wants the mail of the morning."""
    _keep(person_id, {"wish": wish})


def note_mail(person_id: int, on: date) -> None:
    """Note that the mail of this day stands in the outbox."""
    _keep(person_id, {"last_on": on})


def forget_mail(person_id: int, on: date) -> None:
    """Note that the mail of that day was never sent: nobody was told anything in it."""
    MorningMail.update(last_on=None).where((MorningMail.person == person_id) & (MorningMail.last_on == on)).execute()
    forget_told(person_id, on)


def forget_told(person_id: int, on: date) -> None:
    """Note that nobody was told of the late steps in the mail of that day: the next one tells of them as new."""
    that_day = (Escalation.at >= f"{on}T") & (Escalation.at < f"{on + timedelta(days=1)}T")
    Escalation.delete().where((Escalation.person == person_id) & that_day).execute()


def note_told(person_id: int, steps: Iterable[tuple[int, str, int, date]], at: datetime) -> None:
    """Note that a manager is told of these late steps: dossier, key, round and last day."""
    for dossier_id, key, number, due_on in steps:
        row = {
            "dossier": dossier_id,
            "key": key,
            "round": number,
            "due_on": due_on,
            "person": person_id,
            "at": at.astimezone(UTC),
        }
        Escalation.insert(row).execute()


def _keep(person_id: int, values: dict[str, object]) -> None:
    MorningMail.insert(person=person_id, **values).on_conflict(
        conflict_target=[MorningMail.person], update=values
    ).execute()
