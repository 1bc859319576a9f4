"""Keeping meetings of the sociaal-medisch overleg and what was agreed in them."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.storage.models import Smo, SmoAction, SmoParticipant
from portal.storage.sealing import seal_text
from portal.storage.writing.sealed import add_sealed


def add_meeting(unit_id: int, on: date, planned_by: int, people: Iterable[int]) -> int:
    """A meeting with the people who are invited; returns its id."""
    smo_id = int(Smo.insert(unit=unit_id, on_day=on, planned_by=planned_by).execute())
    SmoParticipant.insert_many([{"smo": smo_id, "person": person} for person in people]).execute()
    return smo_id


def call_off_meeting(smo_id: int, at: datetime) -> None:
    """The meeting does not take place."""
    Smo.update(called_off_at=at).where(Smo.id == smo_id).execute()


def keep_minutes(smo_id: int, verslag: str, besluiten: str, writer: int, at: datetime) -> None:
    """Put these minutes in the place of what was there."""
    sealed = {
        "verslag": seal_text(verslag, "smo.verslag", smo_id),
        "besluiten": seal_text(besluiten, "smo.besluiten", smo_id),
    }
    Smo.update(**sealed, writer=writer, written_at=at).where(Smo.id == smo_id).execute()


def forget_meetings(before: date) -> int:
    """Remove the meetings that were held before a day, with what was agreed in them; returns how many they were."""
    return int(Smo.delete().where(Smo.on_day < before).execute())


def add_action(smo_id: int, what: str, person: int, due_on: date) -> int:
    """Something that a participant will do; returns its id."""
    return add_sealed(SmoAction, smo=smo_id, what=what, person=person, due_on=due_on, state="open")


def end_action(action_id: int, state: str, at: datetime) -> None:
    """It was done, or taken back."""
    SmoAction.update(state=state, ended_at=at).where(SmoAction.id == action_id).execute()
