"""The words about illness that an organisation added or put off, and who kept one in a text."""

from dataclasses import dataclass
from datetime import datetime

from portal.storage.database import rows
from portal.storage.sealing import opened_text


@dataclass(frozen=True)
class WordRow:
    """A word that an organisation added, or put `off`, and who did so."""

    word: str
    off: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class WentOnRow:
    """Someone kept so many words of the list in a text of a dossier, where, and why."""

    at: datetime
    by: str
    place: str
    words: int
    reason: str


def words_of(organisation_id: int) -> tuple[WordRow, ...]:
    """The words that an organisation added or put off, in alphabetical order."""
    sql = """
        SELECT w.word, w.off, p.name, w.at FROM illness_word w JOIN person p ON p.id = w.person_id
        WHERE w.organisation_id = ? ORDER BY w.word
    """
    return tuple(
        WordRow(word, bool(off), name, datetime.fromisoformat(at)) for word, off, name, at in rows(sql, organisation_id)
    )


def went_on_in(dossier_id: int) -> tuple[WentOnRow, ...]:
    """Each time someone kept such a word in a text of the dossier, the newest first."""
    sql = """
        SELECT w.id, w.at, p.name, w.place, w.words, w.reason FROM went_on w JOIN person p ON p.id = w.person_id
        WHERE w.dossier_id = ? ORDER BY w.id DESC
    """
    return tuple(
        WentOnRow(datetime.fromisoformat(at), name, place, words, opened_text(reason, "went_on.reason", key))
        for key, at, name, place, words, reason in rows(sql, dossier_id)
    )
