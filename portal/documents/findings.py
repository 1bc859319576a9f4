"""What can be said about a template: findings, in Dutch for whoever makes templates in Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.documents.wordml import SDT, TC, TR, Element, P, text_of, w

Severity: TypeAlias = Literal["error", "notice"]

_NEARBY: Final = 60
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


def place_of(element: Element) -> str:
    """Return in words where an element stands, by the text that people see next to it."""
    part = _PARTS.get(str(element.getroottree().getroot().tag).rpartition("}")[2], "")
    before = words_before(element) if element.tag == SDT else []
    nearby = before[0][:_NEARBY] if before else nearby_text(element)
    return " ".join(words for words in (f"in {part}," if part else "", f"bij «{nearby}»") if words)


def nearby_text(element: Element) -> str:
    """Return text by which a person finds an element in Word: of its line, else of what stands around it."""
    texts = (" ".join(text_of(outer).split()) for outer in element.iterancestors())
    return next((text[:_NEARBY] for text in texts if text), "een lege alinea")


def words_before(sdt: Element) -> list[str]:
    """Return the texts that may be the question to a control, the nearest first.

    What stands before it in its line, in the cell to its left, above its column, and in the line above.
    """
    found = [_text_before(sdt)]
    cell = next(sdt.iterancestors(TC), None)
    row = next(sdt.iterancestors(TR), None)
    if cell is not None and row is not None:
        cells = list(row.iter(TC))
        number = cells.index(cell)
        found += [_plain(one) for one in cells[:number][-1:] if one.find(f".//{SDT}") is None]
        table = next(row.iterancestors(w("tbl")))
        heads = list(next(table.iter(TR)).iter(TC))
        found += [_plain(one) for one in heads[number : number + 1] if one.find(f".//{SDT}") is None]
    else:
        paragraph = next(sdt.iterancestors(P), sdt)
        found += [_plain(one) for one in _before(paragraph)]
    return [text for text in dict.fromkeys(found) if text]


def _text_before(sdt: Element) -> str:
    pieces = [_plain(one) for one in reversed(list(sdt.itersiblings(preceding=True)))]
    return " ".join(piece for piece in pieces if piece).strip(" :")


def _before(paragraph: Element) -> Sequence[Element]:
    return [one for one in paragraph.itersiblings(P, SDT, preceding=True) if _plain(one)][:1]


def _plain(element: Element) -> str:
    return " ".join(text_of(element).split()).strip(" :")


def quoted(names: Sequence[str]) -> str:
    """Return names in a row, each in quotation marks."""
    return ", ".join(f"«{name}»" for name in names)
