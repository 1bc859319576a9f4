"""Compare a file that came back from Word with the draft, and take over what the person chooses."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from portal.actions.continue_in_word import recognised, word_kind
from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.settle_paper import place_of_next
from portal.actions.start_paper import own_words, start_values
from portal.actions.word_forms import WordForm, form_to_fill
from portal.documents.content_controls import Field
from portal.documents.differences import (
    Difference,
    answered,
    beside_issued,
    differences,
    filled_rows,
    in_both,
    is_answer,
    meaning,
    questions,
    taken_over,
)
from portal.documents.guard import admitted
from portal.documents.reading import ReadBack, Tier, read, read_back
from portal.rules.errors import Changed, Invisible, Rejected, RejectedForm
from portal.rules.papers import LONGEST_TEXT, MOST_ROWS, PaperKind, is_asked
from portal.storage.database import transaction
from portal.storage.hashing import sha256
from portal.storage.reading.word_copies import ReceivedRow, received_file
from portal.storage.writing.papers import save_draft
from portal.storage.writing.templates import keep_template
from portal.storage.writing.word_copies import mark_taken_over

CONFIRMED = "bevestigd"
"""The name of the tick with which someone says that a nameless file is this paper."""


@dataclass(frozen=True)
class NotTaken:
    """What someone changed in Word, but is not theirs to change: the portal filled it in, or the employee."""

    field: Field
    issued: object
    found: object
    by: Literal["portal", "medewerker"]


@dataclass(frozen=True)
class Comparison:
    """A file that came back beside the draft as it is now.

    `only_in_portal` has the keys of differences that nobody made in Word: the draft changed after the copy was
    taken along. `seen` stands for the draft that this was compared with; `unnamed` says that the file does not
    tell which paper it is; `notices` are codes of what was left out of it before it was opened.
    """

    entry: PaperKind
    form: WordForm
    received: ReceivedRow
    draft: Mapping[str, Any]
    seen: str
    reading: ReadBack
    differences: tuple[Difference, ...]
    only_in_portal: frozenset[str]
    unreadable: tuple[Field, ...]
    not_taken: tuple[NotTaken, ...]
    unnamed: bool
    notices: tuple[str, ...]

    @cached_property
    def tiers(self) -> Mapping[str, Tier]:
        """The way in which the new side of each difference was read, by its key."""
        return {one.key: self._tier(one) for one in self.differences}

    def _tier(self, one: Difference) -> Tier:
        value = self.reading.values[one.field.name]
        if one.new_place is None or one.field.name not in self._lists_with_tiers:
            return value.tier
        return value.rows[one.new_place]

    @cached_property
    def _lists_with_tiers(self) -> frozenset[str]:
        """The lists whose rows were read one for one: a row in which only spaces stand is read, but is none."""
        lists = {one.field for one in self.differences if one.change != "changed"}
        read = self.reading.values
        return frozenset(
            field.name
            for field in lists
            if len(read[field.name].rows) == len(filled_rows(field, read[field.name].value))
        )


def received(dossier: OpenDossier, kind: str, received_id: int) -> ReceivedRow:
    """A file that the actor brought back for the paper of this kind that is in progress.

    Raises Invisible for the file of another person, dossier or kind, and Rejected when that paper was settled.
    """
    found = received_file(received_id)
    whose = (dossier.row.id, kind, dossier.actor)
    if found is None or (found.copy.dossier_id, found.copy.kind, found.copy.person_id) != whose:
        raise Invisible(received_id)
    if (found.copy.number, found.copy.version) != place_of_next(dossier, kind):
        raise Rejected("word_settled_since")
    return found


def compare(dossier: OpenDossier, kind: str, received_id: int) -> Comparison:
    """Compare a file that the actor brought back with what the draft says now.

    Raises what `received` and `word_kind` do.
    """
    entry = word_kind(dossier, kind)
    file = received(dossier, kind, received_id)
    form, draft = form_to_fill(dossier, kind), start_values(dossier, entry)
    safe = admitted(file.content)
    reading = read_back(safe.data, file.copy.content, form.template.fields)
    issued = read(file.copy.content, form.template.fields)
    theirs = own_words(dossier, entry, form)
    asked = [field for field in form.asked if field.name not in theirs]
    several = {one.name: one.found for one in reading.conflicts if one.code == "two_values"}
    returned = {name: value.value for name, value in reading.values.items()}
    found = beside_issued(differences(asked, draft, returned, several), issued)
    return Comparison(
        entry=entry,
        form=form,
        received=file,
        draft=draft,
        seen=_seen(draft, theirs, form),
        reading=reading,
        differences=found,
        only_in_portal=frozenset(one.key for one in found if in_both(one, issued)),
        unreadable=tuple(field for field in asked if field.name in reading.unreadable),
        not_taken=_not_taken(form, reading, issued, theirs),
        unnamed=recognised(dossier, entry, safe.data).state == "unnamed",
        notices=safe.notices,
    )


def take_over(
    *,
    dossier_id: int,
    kind: str,
    received_id: int,
    accepted: Collection[str],
    answers: Mapping[str, object],
    seen: str,
    confirmed: bool = False,
    actor: int,
    now: datetime,
) -> int:
    """Put the differences with the `accepted` keys into the draft; returns how many those are.

    `answers` has an answer per question of a difference, None to leave what was there; a question about a
    single field needs one, whether it is accepted or not. Raises Changed when the draft is no longer the one
    that was `seen`, RejectedForm for questions without a (good) answer and for what is too long, and what
    `compare` does.
    """
    # Outside the transaction: comparing a long file must not keep everyone else from writing.
    found = compare(looked_at(dossier_id, actor=actor, now=now), kind, received_id)
    if found.seen != seen:
        raise Changed(dossier_id)
    problems = [] if confirmed or not found.unnamed else [Rejected("word_not_confirmed", field=CONFIRMED)]
    problems += _unanswered(found.differences, accepted, answers)
    if problems:
        raise RejectedForm(tuple(problems))
    chosen = [answered(one, answers) for one in found.differences if _is_chosen(one, accepted, answers)]
    values = taken_over(found.draft, chosen, {one.key for one in chosen})
    _check_sizes(chosen, values)
    with transaction():
        _check_still_so(looked_at(dossier_id, actor=actor, now=now), kind, received_id, seen)
        if chosen:
            save_draft(dossier_id, kind, actor, values, now, keep_template(kind, found.form.content))
            mark_taken_over(received_id, now)
        return len(chosen)


def _check_still_so(dossier: OpenDossier, kind: str, received_id: int, seen: str) -> None:
    """Raise Changed when the draft is no longer the one that was compared, and what `compare` does."""
    entry = word_kind(dossier, kind)
    received(dossier, kind, received_id)
    form = form_to_fill(dossier, kind)
    if _seen(start_values(dossier, entry), own_words(dossier, entry, form), form) != seen:
        raise Changed(dossier.row.id)


def _is_chosen(one: Difference, accepted: Collection[str], answers: Mapping[str, object]) -> bool:
    """A field with a question has no tick: its answer says whether it is taken over."""
    if one.change == "changed" and questions(one):
        return answers.get(one.key) is not None
    return one.key in accepted


def _unanswered(
    found: Collection[Difference], accepted: Collection[str], answers: Mapping[str, object]
) -> list[Rejected]:
    codes = {
        "two_values": "word_choose_value",
        "changed_twice": "word_choose_value",
        "unreadable_date": "word_choose_date",
        "unknown_choice": "word_choose",
    }
    problems = []
    for one in found:
        for question in questions(one) if one.change == "changed" or one.key in accepted else ():
            if question.key not in answers:
                problems.append(Rejected(codes[question.code], field=question.key))
            elif not is_answer(question, answers[question.key]):
                code = "date_unreadable" if question.field.kind == "date" else "choice_unknown"
                problems.append(Rejected(code, field=question.key))
    return problems


def _check_sizes(chosen: Collection[Difference], values: Mapping[str, Any]) -> None:
    """Raise RejectedForm for what the form of the portal could not hold."""
    problems = []
    last = {one.field.name: one.key for one in chosen if one.change == "row_added"}
    for one in chosen:
        texts = one.new.values() if isinstance(one.new, Mapping) else (one.new,)
        if any(isinstance(text, str) and len(text) > LONGEST_TEXT for text in texts):
            problems.append(Rejected("text_too_long", field=one.key))
        elif last.get(one.field.name) == one.key and len(values[one.field.name]) > MOST_ROWS:
            problems.append(Rejected("too_many_rows", field=one.key, most=MOST_ROWS))
    if problems:
        raise RejectedForm(tuple(problems))


def _seen(draft: Mapping[str, Any], theirs: Mapping[str, str], form: WordForm) -> str:
    said = json.dumps([draft, theirs, form.sha256], ensure_ascii=False, sort_keys=True)
    return sha256(said.encode())


def _not_taken(
    form: WordForm, reading: ReadBack, issued: Mapping[str, object], theirs: Mapping[str, str]
) -> tuple[NotTaken, ...]:
    several = {one.name: one.found for one in reading.conflicts if one.code == "two_values"}
    found = []
    for field in form.template.fields:
        if (is_asked(field.name) and field.name not in theirs) or field.name not in reading.values:
            continue
        said = issued.get(field.name)
        values = several.get(field.name) or (reading.values[field.name].value,)
        other = next((value for value in values if meaning(field, value) != meaning(field, said)), None)
        if other is not None:
            found.append(NotTaken(field, said, other, "medewerker" if field.name in theirs else "portal"))
    return tuple(found)
