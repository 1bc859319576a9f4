"""What differs between two versions of the answers in one form, and what of it a person takes over.

Pure: values in, values out. Days, ticks and choices differ by what they mean, texts by their words; spaces, blank
lines and the kind of line ending are no difference. The rows of a list are compared row by row.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from portal.documents.alignment import aligned
from portal.documents.content_controls import Field
from portal.documents.dates import dutch_date, iso_date
from portal.documents.reading_values import ConflictCode
from portal.documents.text import clean_text

Change: TypeAlias = Literal["changed", "row_added", "row_removed", "row_changed"]
QuestionCode: TypeAlias = ConflictCode | Literal["changed_twice"]
Values: TypeAlias = Mapping[str, Any]

# Below this likeness an old and a new row are two rows: one that went and one that came.
_SAME_ROW: Final = 0.4
_EQUAL: Final = 2.0
# So many words of a cell tell rows apart; more would cost time without telling more.
_WORDS: Final = 40
_NONE: Final[Mapping[str, tuple[object, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: the value of a field, or a row of a list.

    `old` and `new` are values of the field, or rows (None: there is no such row). `place` is the number of the
    old row among those with something in them, counted from 0; for a new row that of the one it comes before.
    `new_place` is that of the new row. `several` has the values of a field that does not say the same everywhere.
    `twice`: both sides are other than what was issued.
    """

    key: str
    field: Field
    change: Change
    old: Any
    new: Any
    place: int = 0
    new_place: int | None = None
    several: tuple[object, ...] = ()
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say before a difference can be taken over; `old` is what stays when they leave it.

    `found` has the values to choose from ("two_values"), the one that came back ("changed_twice"), or the words
    that are no day and no item of the list.
    """

    key: str
    field: Field
    code: QuestionCode
    found: tuple[object, ...]
    old: Any


def differences(
    fields: Sequence[Field], old: Values, new: Values, several: Mapping[str, tuple[object, ...]] = _NONE
) -> tuple[Difference, ...]:
    """Return what differs, in the order of `fields`. A field that `new` does not have stays as it was.

    `several` has, by field, the values of one that stands in the paper more than once and does not say the same.
    """
    found: list[Difference] = []
    for field in fields:
        if field.name not in new:
            continue
        if field.kind == "rows":
            found += _row_differences(field, old.get(field.name), new[field.name])
        elif one := _difference(field, old.get(field.name), new[field.name], several.get(field.name, ())):
            found.append(one)
    return tuple(found)


def taken_over(old: Values, found: Iterable[Difference], accepted: Collection[str]) -> dict[str, Any]:
    """Return `old` with the differences whose keys are `accepted`, and nothing else changed."""
    values = dict(old)
    rows: dict[str, list[Difference]] = {}
    for one in found:
        if one.key not in accepted:
            continue
        if one.change == "changed":
            values[one.field.name] = one.new
        else:
            rows.setdefault(one.field.name, []).append(one)
    for name, chosen in rows.items():
        values[name] = _merged(filled_rows(chosen[0].field, old.get(name)), chosen)
    return values


def questions(one: Difference) -> tuple[Question, ...]:
    """Return what has to be answered before this difference can be taken over."""
    if one.several:
        return (Question(one.key, one.field, "two_values", one.several, one.old),)
    if one.change == "changed":
        twice = (Question(one.key, one.field, "changed_twice", (one.new,), one.old),) if one.twice else ()
        return tuple(_questions(one.key, one.field, one.old, one.new)) or twice
    if one.new is None:
        return ()
    before = one.old or {}
    return tuple(
        question
        for column in one.field.columns
        for question in _questions(
            f"{one.key}.{column.name}", column, before.get(column.name, _empty(column)), one.new[column.name]
        )
    )


def answered(one: Difference, answers: Mapping[str, object]) -> Difference:
    """Return the difference with the answers to its questions in it; None as an answer leaves what was there."""
    asked = [question for question in questions(one) if question.key in answers]
    new = one.new
    for question in asked:
        answer = question.old if answers[question.key] is None else answers[question.key]
        new = answer if question.key == one.key else {**new, question.field.name: answer}
    return replace(one, new=new, several=()) if asked else one


def is_answer(question: Question, answer: object) -> bool:
    """Return whether a question can be answered so."""
    if answer is None:
        return True
    if question.code in ("two_values", "changed_twice"):
        return answer in question.found and not _unclear(question.field, answer)
    return not _unclear(question.field, answer) and answer != ""


def in_both(one: Difference, issued: Values) -> bool:
    """Return whether the new side only says what the copy said that was `issued`: nobody changed it there."""
    field = one.field
    if one.change == "changed":
        said = {meaning(field, value) for value in (one.several or (one.new,))}
        return said == {meaning(field, issued.get(field.name))}
    kept = {_row_meaning(field, row) for row in filled_rows(field, issued.get(field.name))}
    if one.change == "row_removed":
        return _row_meaning(field, one.old) not in kept
    return _row_meaning(field, one.new) in kept


def beside_issued(found: Iterable[Difference], issued: Values) -> tuple[Difference, ...]:
    """Return the differences, with those marked in which both sides are other than what was `issued`."""
    return tuple(replace(one, twice=_is_changed_twice(one, issued)) for one in found)


def _is_changed_twice(one: Difference, issued: Values) -> bool:
    field = one.field
    if one.change == "changed":
        said = meaning(field, issued.get(field.name))
        return said not in (meaning(field, one.old), meaning(field, one.new))
    if one.change != "row_changed":
        return False
    kept = {_row_meaning(field, row) for row in filled_rows(field, issued.get(field.name))}
    return kept.isdisjoint((_row_meaning(field, one.old), _row_meaning(field, one.new)))


def meaning(field: Field, value: object) -> object:
    """Return what a value says, so that two values are equal when they say the same."""
    if field.kind == "rows":
        return tuple(_row_meaning(field, row) for row in filled_rows(field, value))
    if field.kind == "tick":
        return value is True
    text = clean_text("" if value is None else str(value))
    if field.kind == "date" and (day := dutch_date(text)):
        return day.isoformat()
    if field.kind == "long_text":
        lines = (" ".join(line.split()) for line in text.split("\n"))
        return "\n".join(line for line in lines if line)
    return " ".join(text.split())


def filled_rows(field: Field, value: object) -> list[dict[str, Any]]:
    """Return the rows of a list in which something stands, each with every column."""
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    whole = [{column.name: row.get(column.name, _empty(column)) for column in field.columns} for row in rows]
    return [row for row in whole if any(_row_meaning(field, row))]


def _difference(field: Field, old: object, new: object, several: tuple[object, ...]) -> Difference | None:
    before = meaning(field, old)
    distinct = {meaning(field, value): value for value in several}
    if len(distinct) > 1:
        return Difference(field.name, field, "changed", old, new, several=tuple(distinct.values()))
    if meaning(field, new) == before:
        return None
    return Difference(field.name, field, "changed", _empty(field) if old is None else old, new)


def _row_differences(field: Field, old: object, new: object) -> Iterator[Difference]:
    before = [_Row.of(field, row) for row in filled_rows(field, old)]
    after = [_Row.of(field, row) for row in filled_rows(field, new)]
    pairs = aligned(before, after, _likeness, lambda row: row.meaning, lambda row: row.meaning)
    number = start_old = start_new = 0
    for at_old, at_new in [*pairs, (len(before), len(after))]:
        for place in range(start_old, at_old):
            yield Difference(f"{field.name}.{number}", field, "row_removed", before[place].values, None, place)
            number += 1
        for place in range(start_new, at_new):
            row = after[place].values
            yield Difference(f"{field.name}.{number}", field, "row_added", None, row, at_old, place)
            number += 1
        if at_old < len(before) and before[at_old].meaning != after[at_new].meaning:
            row = _changed_cells(field, before[at_old].values, after[at_new].values)
            key = f"{field.name}.{number}"
            yield Difference(key, field, "row_changed", before[at_old].values, row, at_old, at_new)
            number += 1
        start_old, start_new = at_old + 1, at_new + 1


def _changed_cells(field: Field, old: Values, new: Values) -> dict[str, Any]:
    return {
        column.name: old[column.name]
        if meaning(column, old[column.name]) == meaning(column, new[column.name])
        else new[column.name]
        for column in field.columns
    }


def _merged(rows: list[dict[str, Any]], chosen: Sequence[Difference]) -> list[dict[str, Any]]:
    added: dict[int, list[dict[str, Any]]] = {}
    touched = {one.place: one.new for one in chosen if one.change != "row_added"}
    for one in chosen:
        if one.change == "row_added":
            added.setdefault(one.place, []).append(one.new)
    result: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        result += added.get(place, [])
        kept = touched.get(place, row)
        if kept is not None:
            result.append(kept)
    return result + added.get(len(rows), [])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with what makes it like another one."""

    values: dict[str, Any]
    meaning: tuple[object, ...]
    words: tuple[frozenset[object], ...]

    @staticmethod
    def of(field: Field, values: dict[str, Any]) -> "_Row":
        said = _row_meaning(field, values)
        words = tuple(
            frozenset(one.casefold().split()[:_WORDS]) if isinstance(one, str) else frozenset({one} if one else ())
            for one in said
        )
        return _Row(values, said, words)


def _likeness(first: _Row, second: _Row) -> float:
    """How much two rows are alike: 0 when they are not the same row in another wording."""
    if first.meaning == second.meaning:
        return _EQUAL
    pairs = [(a, b) for a, b in zip(first.words, second.words, strict=True) if a or b]
    shared = sum(2 * len(a & b) / (len(a) + len(b)) for a, b in pairs)
    likeness = shared / len(pairs)
    return likeness if likeness >= _SAME_ROW else 0.0


def _row_meaning(field: Field, row: Values) -> tuple[object, ...]:
    return tuple(meaning(column, row[column.name]) for column in field.columns)


def _questions(key: str, field: Field, old: object, new: object) -> Iterator[Question]:
    if _unclear(field, new) and meaning(field, old) != meaning(field, new):
        code: QuestionCode = "unreadable_date" if field.kind == "date" else "unknown_choice"
        yield Question(key, field, code, (new,), old)


def _unclear(field: Field, value: object) -> bool:
    if field.kind == "date":
        return value != "" and iso_date(str(value)) is None
    return field.kind == "choice" and value != "" and all(choice.value != value for choice in field.choices)


def _empty(field: Field) -> object:
    return False if field.kind == "tick" else [] if field.kind == "rows" else ""
