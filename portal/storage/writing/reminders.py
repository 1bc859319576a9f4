"""Storing how someone wants the mail of the morning, and what it told. Each runs in a transaction of its caller."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.storage.models import Escalation, MorningMail


def keep_wish(person_id: int, wish: str) -> None:
    """Keep how often someone wants the mail of the morning."""
    _keep(person_id, {"wish": wish})


def note_mail(person_id: int, on: date) -> None:
    """Note that the mail of this day stands in the outbox."""
    _keep(person_id, {"last_on": on})


def note_told(person_id: int, steps: Iterable[tuple[int, str, int, date]], at: datetime) -> None:
    """Note that a manager is told of these late steps: dossier, key, round and last day."""
    for dossier_id, key, number, due_on in steps:
        row = {"dossier": dossier_id, "key": key, "round": number, "due_on": due_on, "person": person_id, "at": at}
        Escalation.insert(row).execute()


def _keep(person_id: int, values: dict[str, object]) -> None:
    MorningMail.insert(person=person_id, **values).on_conflict(
        conflict_target=[MorningMail.person], update=values
    ).execute()
