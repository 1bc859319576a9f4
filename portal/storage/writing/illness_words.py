"""Storing the words about illness, and who kept one. Call inside `transaction()`."""

from datetime import date, datetime

from portal.storage.models import IllnessWord, WentOn
from portal.storage.writing.sealed import add_sealed


def keep_word(organisation_id: int, word: str, person_id: int, at: datetime, *, off: bool) -> None:
    """Add a word to the list of an organisation, or put a delivered one off; the last word counts."""
    drop_word(organisation_id, word)
    IllnessWord.insert(organisation=organisation_id, word=word, person=person_id, at=at, off=off).execute()


def drop_word(organisation_id: int, word: str) -> int:
    """Take away what an organisation said about a word; returns how many rows that were."""
    found = (IllnessWord.organisation == organisation_id) & (IllnessWord.word == word)
    return int(IllnessWord.delete().where(found).execute())


def add_went_on(dossier_id: int | None, person_id: int, at: datetime, *, place: str, words: int, reason: str) -> None:
    """Someone kept `words` words of the list in a text, at `place`, for this `reason`."""
    add_sealed(WentOn, dossier=dossier_id, person=person_id, at=at, place=place, words=words, reason=reason)


def forget_went_on_outside(before: date) -> int:
    """Remove why a word stayed in a text that is in no dossier, written before a day; returns how many rows."""
    return int(WentOn.delete().where(WentOn.dossier.is_null() & (WentOn.at < before.isoformat())).execute())
