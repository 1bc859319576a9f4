"""Begin a paper: what already stands in it, what can be read beside it, and the employee's own words in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.actions.paper_checks import ADVICE
from portal.actions.paper_copies import as_seen
from portal.actions.word_forms import WordForm, form_to_fill, unfinished
from portal.documents.content_controls import Field
from portal.rules.access import ARBO
from portal.rules.errors import Rejected
from portal.rules.papers import PaperKind
from portal.rules.side_roads import agreements as agreed_later
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, draft, papers_of

OWN_VIEW = "zienswijze_medewerker"
"""Fields whose names begin like this are the employee's own words, in papers that another writes."""

AGREEMENTS = "afspraken"
LOOKING_BACK = "terugblik"
FRESH_EYES = "frisse_blik"


def start_values(dossier: OpenDossier, kind: PaperKind) -> dict[str, Any]:
    """What stands in a form at first.

    That is the writer's own draft; else the version that still waits for signatures; else what the catalogue
    lets it take over from earlier papers, but for days that have passed since. What another wrote after a draft or a
    version was begun stands in it too.
    """
    kept = draft(dossier.row.id, kind.key, dossier.actor)
    fields = form_to_fill(dossier, kind.key).asked
    if kept is not None:
        return _with_words_of_others(dossier, kind, fields, kept)
    waiting = unfinished(dossier, kind.key)
    if waiting is not None:
        names = {field.name for field in fields}
        said = {name: value for name, value in waiting.values.items() if name in names}
        return _with_words_of_others(dossier, kind, fields, said)
    earlier = _counting(dossier)
    values = {
        field.name: value
        for field in fields
        if (value := _begins_as(field, kind.starts_from.get(field.name, ()), earlier)) is not None
    }
    values = {name: value for name, value in values.items() if not _has_passed(kind, name, value, dossier.today)}
    days = {row.kind: row.on.isoformat() for row in earlier}
    values |= {name: days[source] for name, source in kind.starts_on.items() if source in days}
    return {
        **values,
        **_agreed_reason(dossier, kind),
        **_looked_back(kind, fields, earlier),
        **_fresh_eyes(dossier, fields),
    }


def _agreed_reason(dossier: OpenDossier, kind: PaperKind) -> dict[str, str]:
    """Why the paper comes later than its rule says, in the words in which both parties agreed on that."""
    step = next((one for one in dossier.steps if one.paper == kind.key and one.state != "done"), None)
    agreed = agreed_later(dossier.situation).get((step.key, step.round)) if step else None
    return {kind.late_reason: agreed.data["reden"]} if agreed and kind.late_reason else {}


def _has_passed(kind: PaperKind, name: str, value: Any, today: date) -> bool:
    """Whether it is a day that must lie ahead and lay ahead in the earlier paper: a new one is to be agreed on."""
    return name in kind.future and isinstance(value, str) and value < today.isoformat()


def papers_beside(dossier: OpenDossier, kind: PaperKind) -> tuple[PaperRow, ...]:
    """The newest papers that the catalogue puts beside this kind of form, the newest of all first."""
    newest = {row.kind: row for row in _counting(dossier) if row.kind in kind.beside}
    return tuple(sorted(newest.values(), key=lambda row: (row.on, row.id), reverse=True))


def view_fields(kind: PaperKind, form: WordForm) -> tuple[Field, ...]:
    """The fields that are the employee's own words; none in a paper that the employee writes or does not sign."""
    if "medewerker" not in kind.signed_by or "medewerker" in kind.written_by:
        return ()
    return tuple(field for field in form.asked if field.name.startswith(OWN_VIEW))


def own_words(dossier: OpenDossier, kind: PaperKind, form: WordForm) -> dict[str, str]:
    """What the employee wrote for this paper, by field; nothing for a field they left empty."""
    kept = draft(dossier.row.id, kind.key, dossier.row.medewerker_id) or {}
    words = {field.name: str(kept.get(field.name) or "") for field in view_fields(kind, form)}
    return {name: text for name, text in words.items() if text.strip()}


def changed_words(
    dossier: OpenDossier, kind: PaperKind, form: WordForm, values: Mapping[str, Any]
) -> Iterator[Rejected]:
    """What another wrote in the first place and no longer stands so in the `values`.

    That is the advice of the arbodienst, each with an answer (Verzuimprotocol 4.6.2), and the notes of who read along.
    """
    for name, words in _unsaid(dossier, kind, form.asked, values):
        yield Rejected("words_of_another_changed", field=name, words=": ".join(words.values()))


def _with_words_of_others(
    dossier: OpenDossier, kind: PaperKind, fields: tuple[Field, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values, and a row for everything that another wrote and that does not stand in them yet.

    A row that was emptied makes way for it: there would be more of them each time the form is opened.
    """
    found = dict(values)
    columns = {field.name: field.columns for field in fields}
    for name, words in _unsaid(dossier, kind, fields, values):
        row = {column.name: words.get(column.name, "") for column in columns[name]}
        found[name] = [*(one for one in _rows(found, name) if any(one.values())), row]
    return found


def _unsaid(
    dossier: OpenDossier, kind: PaperKind, fields: tuple[Field, ...], values: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    """By field, what another filled in and the values do not say."""
    for name, words in _words_of_others(dossier, kind, fields):
        if not any(_says(row, words) for row in _rows(values, name)):
            yield name, words


def _words_of_others(
    dossier: OpenDossier, kind: PaperKind, fields: tuple[Field, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """By field, of each row what another filled in."""
    starts = kind.starts_from.get(ADVICE, ())
    advice = next((field for field in fields if field.name == ADVICE), None)
    rows = {ADVICE: (advice and _begins_as(advice, starts, _counting(dossier))) or [], **_fresh_eyes(dossier, fields)}
    for name, found in rows.items():
        for row in found:
            if words := {column: text for column, text in row.items() if text}:
                yield name, words


def _rows(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The rows of a list; a draft may hold anything in their place."""
    rows = values.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def _says(row: Mapping[str, Any], words: Mapping[str, str]) -> bool:
    return all(str(row.get(column, "")).split() == text.split() for column, text in words.items())


def _fresh_eyes(dossier: OpenDossier, fields: tuple[Field, ...]) -> dict[str, Any]:
    """The notes of who read along, in a form that has a list for them (Verzuimprotocol 4.7.5)."""
    notes = dossier.situation.events.get(FRESH_EYES, ())
    if not notes or not any(field.name == FRESH_EYES for field in fields):
        return {}
    return {FRESH_EYES: [{"door": note.data["door"], "bevinding": note.data["bevinding"]} for note in notes]}


def _counting(dossier: OpenDossier) -> tuple[PaperRow, ...]:
    """The papers of the running case that count and can be read, oldest first."""
    order: dict[int, tuple[date, int]] = {
        state.paper: (state.on, state.seq) for state in dossier.situation.readable_papers
    }
    found = [as_seen(dossier, row) for row in papers_of(dossier.row.id) if row.id in order]
    return tuple(sorted(found, key=lambda row: order[row.id]))


def _begins_as(field: Field, kinds: Iterable[str], earlier: tuple[PaperRow, ...]) -> Any:
    """The value of this field in the newest of these papers that has it; of rows the columns with equal names.

    None for advice that the newest plan answers: only what the arbodienst advised since asks for an answer.
    """
    kinds = frozenset(kinds)
    newest = next((row for row in reversed(earlier) if row.kind in kinds and row.values.get(field.name)), None)
    if newest is None or (field.name == ADVICE and ARBO.isdisjoint(catalogue()[newest.kind].written_by)):
        return None
    value = newest.values[field.name]
    if field.kind != "rows":
        return value
    return [{column.name: row.get(column.name, "") for column in field.columns} for row in value]


def _looked_back(kind: PaperKind, fields: tuple[Field, ...], earlier: tuple[PaperRow, ...]) -> dict[str, Any]:
    """The agreements that stand, as the first column of the list that looks back.

    Those of the newest paper that has any; an adjustment leaves standing what was agreed before it.
    """
    back = next((field for field in fields if field.name == LOOKING_BACK), None)
    standing: list[str] = []
    for row in reversed([row for row in earlier if row.kind in kind.looks_back_on]):
        agreed = agreements(row.values)
        standing = [*agreed, *standing]
        if agreed and not catalogue()[row.kind].parent:
            break
    if back is None or not standing:
        return {}
    first, *others = back.columns
    empty = {column.name: "" for column in others}
    return {LOOKING_BACK: [{first.name: text, **empty} for text in dict.fromkeys(standing)]}


def agreements(values: Mapping[str, Any]) -> list[str]:
    """Each agreement in one line: what, who and when."""
    rows = [row for name in values if name == AGREEMENTS or name.startswith(f"{AGREEMENTS}_") for row in values[name]]
    lines = [_line(row) for row in rows if row.get("wat")]
    return [line for line in lines if line]


def _line(row: Mapping[str, Any]) -> str:
    about = ", ".join(text for text in (row.get("wie", ""), row.get("wanneer", "")) if text)
    return f"{row['wat']} ({about})" if about else str(row["wat"])
