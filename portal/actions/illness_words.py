"""The words about illness: which hold in an organisation, changing them, and going on in spite of one."""

from datetime import date, datetime
from functools import lru_cache

from portal.rules.errors import Invisible, Rejected
from portal.rules.illness_words import IllnessWords, plain
from portal.storage.database import transaction
from portal.storage.protocols import delivered_illness_words
from portal.storage.reading.illness_words import words_of
from portal.storage.reading.templates import organisations_with_function
from portal.storage.writing.illness_words import add_went_on, drop_word, keep_word

ADDED = "Dit woord heeft uw organisatie op de lijst gezet. Schrijf alleen wat over het werk gaat."
LONGEST_WORD = 60
SHORTEST_WORD = 3


def illness_words(organisation_id: int) -> IllnessWords:
    """The words that hold in an organisation: those delivered, with its own changes."""
    own = words_of(organisation_id)
    return _changed(tuple(w.word for w in own if not w.off), tuple(w.word for w in own if w.off))


@lru_cache(maxsize=32)
def _changed(added: tuple[str, ...], off: tuple[str, ...]) -> IllnessWords:
    return delivered_illness_words().changed(added, off, ADDED)


def kept_for(actor: int, on: date) -> tuple[tuple[int, str], ...]:
    """The organisations (id, name) whose words someone keeps on a day."""
    return organisations_with_function(actor, ("beheerder",), on)


def change_word(*, organisation_id: int, actor: int, now: datetime, word: str, off: bool) -> None:
    """Add a word to the list of an organisation, or put one of the list off.

    What undoes an earlier change takes that away. Raises Invisible for who is no beheerder there, Rejected for a word
    that is too short or too long, that is on the list already, or that is not.
    """
    with transaction():
        _check_keeper(organisation_id, actor, now)
        known = plain(word, "*")
        if not len(known.replace("*", "")) >= SHORTEST_WORD or len(known) > LONGEST_WORD:
            raise Rejected("illness_word_length", field="woord", shortest=SHORTEST_WORD, longest=LONGEST_WORD)
        on_list = any(known in words for words in illness_words(organisation_id).groups.values())
        if on_list != off:
            raise Rejected("illness_word_on_list" if on_list else "illness_word_not_on_list", field="woord", word=word)
        if not drop_word(organisation_id, known):
            keep_word(organisation_id, known, actor, now, off=off)


def go_on(*, actor: int, now: datetime, dossier_id: int | None, place: str, words: int, reason: str) -> None:
    """Write down that someone kept words of the list in a text, and why."""
    with transaction():
        add_went_on(dossier_id, actor, now, place=place, words=words, reason=reason)


def _check_keeper(organisation_id: int, actor: int, now: datetime) -> None:
    if organisation_id not in dict(kept_for(actor, now.date())):
        raise Invisible(organisation_id)
