"""A Word template, checked once and taken apart, so that filling it is joining strings.

Each content control becomes a `Slot`: its XML with every variable place cut out. What lies between is
static text. Parts without controls keep their compressed bytes.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from typing import Final, TypeAlias

import docx
from lxml import etree

from portal.documents.archive import Member, PartialZip, pack, raw_member
from portal.documents.content_controls import Control, Field, find_controls, property_of, read_fields
from portal.documents.errors import RefusedFile, TemplateError
from portal.documents.package import CONTENT_TYPES, ROOT_RELATIONSHIPS, opened, stories
from portal.documents.slots import FRESH_ID, Slot, compiled_slot, give_fresh_ids, id_xml, mark, without_head
from portal.documents.template_check import template_problems
from portal.documents.template_package import checked_package, own_content_types, own_relationships
from portal.documents.wordml import SDT, SDT_CONTENT, Element

_KEPT_TEMPLATES: Final = 64
_FRESH_IDS: Final = 512
DAMAGED: Final = "De onderdelen van dit bestand passen niet bij elkaar. Sla het in Word opnieuw op."
_SLOT: Final = re.compile(r"<\?portaal slot (\d+)\?>")
_ROWS: Final = re.compile(r"<\?portaal rows ([a-z0-9_.]+)\?>(.*?)<\?portaal end\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rows:
    """The example row of a list, once per row of the paper; None is where a new control id goes."""

    name: str
    pieces: tuple[bytes | Slot | None, ...]


Piece: TypeAlias = bytes | Slot | Rows


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the package that differs per paper."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A checked and compiled Word template; it never changes and may be shared between threads.

    `used_ids` are the ids of its controls, `fresh_ids` the XML of the first ids that a copied row may take.
    """

    fields: tuple[Field, ...]
    sha256: str
    parts: tuple[Part, ...]
    used_ids: frozenset[int]
    fresh_ids: tuple[bytes, ...]
    rest: PartialZip

    @staticmethod
    def open(data: bytes) -> "Template":
        """Check and compile a .docx. Raises TemplateError with every problem found, in Dutch sentences."""
        try:
            return _compiled_template(data)
        except RefusedFile as error:
            raise TemplateError(("Dit bestand is geen Word-document (.docx), of het is beschadigd.",)) from error


@lru_cache(maxsize=_KEPT_TEMPLATES)
def compiled(data: bytes) -> Template:
    """Return the template of these bytes, compiled at most once while it is kept. Raises TemplateError."""
    return Template.open(data)


def _compiled_template(data: bytes) -> Template:
    with opened(data) as archive:
        checked_package(archive)
        _opened_by_python_docx(data)
        found = stories(archive)
        roots = [root for _, root in found]
        controls = [control for root in roots for control in find_controls(root)]
        fields, problems = read_fields(controls)
        problems += template_problems(roots, controls)
        if problems:
            raise TemplateError(problems)
        used_ids = _used_ids(roots)
        parts = tuple(Part(name, _compiled(root)) for name, root in found if root.find(f".//{SDT}") is not None)
        rest = PartialZip(_static_members(archive, data, {part.name for part in parts}))
    fresh_ids = tuple(map(id_xml, islice(unused_ids(used_ids), _FRESH_IDS)))
    return Template(fields, hashlib.sha256(data).hexdigest(), parts, used_ids, fresh_ids, rest)


def unused_ids(used: frozenset[int]) -> Iterator[int]:
    """Yield the numbers from 1 that no control has."""
    return (number for number in count(1) if number not in used)


def _opened_by_python_docx(data: bytes) -> None:
    """Raise TemplateError for a package that python-docx cannot open whole: other programs would stumble too."""
    try:
        docx.Document(io.BytesIO(data))
    # AttributeError: a part whose root is not what a part of its kind begins with.
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise TemplateError((DAMAGED,)) from error


def _used_ids(roots: list[Element]) -> frozenset[int]:
    texts = (property_of(sdt, "id") for root in roots for sdt in root.iter(SDT))
    return frozenset(int(text) for text in texts if text.lstrip("-").isdecimal())


def _static_members(archive: zipfile.ZipFile, data: bytes, filled: set[str]) -> list[Member]:
    """Return what every paper of this template shares, the list of content types first."""
    relations, dropped = own_relationships(archive)
    changed = {
        CONTENT_TYPES: own_content_types(archive.read(CONTENT_TYPES), dropped),
        ROOT_RELATIONSHIPS: relations,
    }
    members = [pack(name, content) for name, content in changed.items()]
    gone = filled | dropped | set(changed)
    return members + [raw_member(data, info) for info in archive.infolist() if info.filename not in gone]


def _compiled(root: Element) -> tuple[Piece, ...]:
    controls = find_controls(root)
    slots: list[Slot] = []
    for control in controls:
        if control.kind != "rows":
            slots.append(_cut_out(control, root, len(slots)))
    for control in controls:
        if control.kind == "rows":
            _mark_rows(control)
    xml = etree.tostring(root, encoding="unicode")
    pieces: list[Piece] = []
    # re.split with two groups gives: text, list name, row, text, …
    texts = _ROWS.split('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml)
    for text, name, row in zip(texts[::3], [*texts[1::3], ""], [*texts[2::3], ""], strict=True):
        pieces += _between_slots(text, slots)
        if name:
            pieces.append(Rows(name, tuple(_row_pieces(_between_slots(row, slots)))))
    return tuple(pieces)


def _cut_out(control: Control, root: Element, number: int) -> Slot:
    """Replace a control by a mark and return its slot."""
    sdt = control.element
    if control.within:
        give_fresh_ids(sdt)
    slot = compiled_slot(control, root)
    place = mark(f"slot {number}")
    place.tail = sdt.tail
    sdt.getparent().replace(sdt, place)
    return slot


def _mark_rows(control: Control) -> None:
    content = control.element.find(SDT_CONTENT)
    item = content.find(SDT)
    give_fresh_ids(item)
    content.insert(0, mark(f"rows {control.tag}"))
    content.append(mark("end"))


def _between_slots(text: str, slots: list[Slot]) -> tuple[bytes | Slot, ...]:
    pieces = _SLOT.split(text)
    return tuple(slots[int(piece)] if i % 2 else piece.encode() for i, piece in enumerate(pieces) if i % 2 or piece)


def _row_pieces(pieces: tuple[bytes | Slot, ...]) -> Iterator[bytes | Slot | None]:
    """Yield the pieces of a row, cut where each copy gets ids of its own; the fixed text between two is one piece."""
    text = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            text += piece
            continue
        head, slot = without_head(piece)
        yield from _cut_at_ids(text + head + FRESH_ID)
        yield slot
        text = b""
    yield from _cut_at_ids(text)


def _cut_at_ids(text: bytes) -> Iterator[bytes | None]:
    for number, piece in enumerate(text.split(FRESH_ID)):
        if number:
            yield None
        if piece:
            yield piece
