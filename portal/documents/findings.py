"""What can be said about a template: findings, in Dutch for whoever makes templates in Word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, TypeAlias

from portal.documents.text import clean_text
from portal.documents.wordml import BODY, SDT, TC, TR, Element, P, text_of, w

Severity: TypeAlias = Literal["error", "notice"]

_NEARBY: Final = 60
# What people see beside a control stands close by. A hostile file has 300,000 elements around each of its controls.
_ROOM: Final = 400
_STEPS: Final = 60
_LINES: Final = 20
_OUTER: Final = 12
_ROW_ROOM: Final = 500
_WORDS: Final = 400
_NAMED: Final = 20
_PARTS: Final = {"hdr": "de koptekst", "ftr": "de voettekst"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a template.

    With an "error" it cannot be used; a "notice" is for information. `place` is where to look, or "";
    `proposal` is what to do about it, or "". `offer` is "" or the key with which `template_mending.mended`
    does it.
    """

    severity: Severity
    code: str
    place: str
    sentence: str
    proposal: str
    offer: str = ""


def place_of(element: Element, before: Sequence[str] | None = None) -> str:
    """Return in words where an element stands, by the text that people see next to it.

    `before` is what `words_before` says of it, for who asked already.
    """
    part = _PARTS.get(str(element.getroottree().getroot().tag).rpartition("}")[2], "")
    if before is None:
        before = words_before(element) if element.tag == SDT else []
    nearby = before[0][:_NEARBY] if before else nearby_text(element)
    return " ".join(words for words in (f"in {part}," if part else "", f"bij «{nearby}»") if words)


def nearby_text(element: Element) -> str:
    """Return text by which a person finds an element in Word: of its line, else of what stands around it."""
    for outer in islice(element.iterancestors(), _OUTER):
        if outer.tag == BODY:
            break
        if words := _plain([outer], strip=" "):
            return words[:_NEARBY]
    return "een lege alinea"


def words_before(sdt: Element) -> list[str]:
    """Return the texts that may be the question to a control, the nearest first.

    What stands before it in its line, in the cell to its left, above its column, and in the line above.
    """
    found = [_text_before(sdt)]
    row = next(sdt.iterancestors(TR), None)
    if row is not None:
        found += [_plain([one]) for one in _cells_of_question(sdt, row)]
    else:
        paragraph = next(sdt.iterancestors(P), sdt)
        lines = (_plain([one]) for one in _before(paragraph, _LINES) if one.tag in (P, SDT))
        found.append(next(filter(None, lines), ""))
    return [text for text in dict.fromkeys(found) if text]


def question_above(sdt: Element) -> list[str]:
    """Return the texts that stand as the question to a control: of the cells around it, or of the line above.

    Empty for a control in a sentence, and below another control: that line is an answer.
    """
    if _text_before(sdt):
        return []
    if next(sdt.iterancestors(TR), None) is not None:
        return words_before(sdt)
    paragraph = next(sdt.iterancestors(P), sdt)
    above = next((one for one in _before(paragraph, _LINES) if one.tag in (P, SDT) and _plain([one])), None)
    if above is None or next(above.iter(SDT), None) is not None:
        return []
    return [_plain([above])]


def _cells_of_question(sdt: Element, row: Element) -> Iterator[Element]:
    """Yield the cell to the left and the one above the column, as far as they hold no control."""
    cell = next(sdt.iterancestors(TC), None)
    cells = _cells(row)
    table = next(row.iterancestors(w("tbl")), None)
    if table is None or not any(one is cell for one in cells):
        return
    number = next(place for place, one in enumerate(cells) if one is cell)
    # Asking lxml for rows alone would look for the second one through the whole table.
    heads = _cells(next(one for one in table.iter() if one.tag == TR))
    for one in (*cells[:number][-1:], *heads[number : number + 1]):
        if all(inner.tag != SDT for inner in islice(one.iter(), _ROW_ROOM)):
            yield one


def _cells(row: Element) -> list[Element]:
    return [one for one in islice(row.iter(), _ROW_ROOM) if one.tag == TC]


def _text_before(sdt: Element) -> str:
    return _plain(reversed(list(_before(sdt, _STEPS))))


def _before(element: Element, most: int) -> Iterator[Element]:
    """Yield what stands before an element, the nearest first, as long as it is not too much to look at."""
    room = _ROOM
    for one in islice(element.itersiblings(preceding=True), most):
        room -= sum(1 for _ in islice(one.iter(), _ROOM))
        yield one
        if room < 0:
            return


def _plain(elements: Iterable[Element], strip: str = " :") -> str:
    """Return the words in some elements, of a large one only those at its beginning."""
    texts = []
    for element in elements:
        first = list(islice(element.iter(), _ROOM))
        whole = len(first) < _ROOM
        texts.append(text_of(element) if whole else " ".join(one.text or "" for one in first if one.tag == w("t")))
    return " ".join(clean_text(" ".join(text[:_WORDS] for text in texts)).split()).strip(strip)


def quoted(names: Sequence[str]) -> str:
    """Return names in a row, each in quotation marks; of very many only the first."""
    more = f" en nog {len(names) - _NAMED}" if len(names) > _NAMED else ""
    return ", ".join(f"«{name[:_WORDS]}»" for name in names[:_NAMED]) + more
