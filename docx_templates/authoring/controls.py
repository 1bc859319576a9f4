"""Content controls as WordprocessingML: the places the portal fills, asks and reads back."""

from __future__ import annotations

import hashlib
import zlib
from xml.sax.saxutils import escape, quoteattr

from .model import Field

PLACEHOLDER_RUN = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>{}</w:r>'

_EMPTY_BOX = (
    '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr><w:t>☐</w:t></w:r>'
)

_TYPES = {
    "text": "<w:text/>",
    "long": '<w:text w:multiLine="1"/>',
    "date": '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="nl-NL"/>'
    '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>',
    "tick": '<w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>',
}


def run_text(value: str) -> str:
    """A w:t that keeps its outer spaces."""
    return f'<w:t xml:space="preserve">{escape(value)}</w:t>'


class Controls:
    """Issues the controls of one paper: ids that never repeat, and the hints Word must remember."""

    def __init__(self, kind: str) -> None:
        """`kind` keeps the ids of two papers apart and the same at every run."""
        self._kind = kind
        self._issued: set[int] = set()
        self.hints: dict[str, str] = {}

    def inline(self, field: Field) -> str:
        """The run-level control of `field`, empty and showing its hint."""
        if field.kind == "tick":
            return self._sdt(field, "", _EMPTY_BOX)
        part = self._remember(field.hint)
        extra = f'<w:placeholder><w:docPart w:val="{part}"/></w:placeholder><w:showingPlcHdr/>'
        return self._sdt(field, extra, PLACEHOLDER_RUN.format(run_text(field.hint)))

    def repeating(self, name: str, label: str, row: str) -> str:
        """A row-level repeating section around one table row."""
        item = (
            f'<w:sdt><w:sdtPr><w:id w:val="{self._id(name + "/item")}"/><w15:repeatingSectionItem/></w:sdtPr>'
            f"<w:sdtContent>{row}</w:sdtContent></w:sdt>"
        )
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(label)}/><w:tag w:val="{name}"/>'
            f'<w:id w:val="{self._id(name)}"/><w15:repeatingSection/></w:sdtPr>'
            f"<w:sdtContent>{item}</w:sdtContent></w:sdt>"
        )

    def _sdt(self, field: Field, extra: str, content: str) -> str:
        kind = _TYPES.get(field.kind) or _drop_down(field)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(field.label)}/><w:tag w:val="{field.name}"/>'
            f'<w:id w:val="{self._id(field.name)}"/>{extra}{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def _id(self, name: str) -> int:
        """A positive number, the same at every run, unique within the paper."""
        turn = 0
        while True:
            number = zlib.crc32(f"{self._kind}/{name}/{turn}".encode()) & 0x7FFFFFFF
            if number and number not in self._issued:
                self._issued.add(number)
                return number
            turn += 1

    def _remember(self, hint: str) -> str:
        """The name of the glossary entry from which Word restores `hint` after someone empties a field."""
        name = hashlib.sha256(hint.encode()).hexdigest()[:32].upper()
        self.hints[name] = hint
        return name


def _drop_down(field: Field) -> str:
    items = "".join(f'<w:listItem w:displayText={quoteattr(shown)} w:value="{value}"/>' for shown, value in field.items)
    return f"<w:dropDownList>{items}</w:dropDownList>"
