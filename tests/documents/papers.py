"""Filled papers as people send them back, and how much of them was read."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from word_forms import PROPERTIES, members, package

from portal.documents.content_controls import Field
from portal.documents.filling import fill
from portal.documents.reading import ReadBack
from portal.documents.template import Template

TEMPLATES = Path(__file__).parents[2] / "docx_templates"
ROWS = 3


def template(kind: str) -> Template:
    return Template.open((TEMPLATES / f"{kind}.docx").read_bytes())


def example_values(fields: Sequence[Field]) -> dict[str, Any]:
    """Return a value for every field, in which no two texts are the same."""
    values = {field.name: _example(field, number) for number, field in enumerate(fields)}
    return values | {"dossier.nummer": "0042", "papier.versie": "2"}


def _example(field: Field, number: int) -> Any:
    match field.kind:
        case "tick":
            return number % 2 == 0
        case "choice":
            return field.choices[number % len(field.choices)].value
        case "date":
            return f"2026-{number % 12 + 1:02}-{number % 27 + 1:02}"
        case "long_text":
            return f"Eerste regel bij vraag {number} & meer.\nTweede regel bij vraag {number}, met <haken>."
        case "rows":
            columns = list(enumerate(field.columns))
            return [{c.name: _example(c, number * 100 + row * 10 + i) for i, c in columns} for row in range(ROWS)]
        case _:
            return f"{field.label} nummer {number}"


def paper(form: Template, values: Mapping[str, Any]) -> bytes:
    return fill(form, values, PROPERTIES)


def _changed(data: bytes, change: Any) -> bytes:
    parts: dict[str, str | bytes] = dict(members(data))
    for name in parts:
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            parts[name] = change(parts[name].decode())
    return package(parts)


def without_controls(data: bytes) -> bytes:
    """Return the paper with every control taken away and its text left, as Google Docs does it."""
    pattern = "<w:sdtPr>.*?</w:sdtPr>|<w:sdtPr/>|</?w:sdt>|</?w:sdtContent>"
    return _changed(data, lambda xml: re.sub(pattern, "", xml, flags=re.DOTALL))


def without_names(data: bytes) -> bytes:
    """Return the paper with controls that have no name and no title, as LibreOffice 7.4 does it."""
    return _changed(data, lambda xml: re.sub("<w:(tag|alias) [^>]*/>", "", xml))


def without_sections(data: bytes) -> bytes:
    """Return the paper with its rows outside repeating sections, as LibreOffice 25.2 does it."""
    section = r"<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w15:repeatingSection(?:Item)?/></w:sdtPr><w:sdtContent>"
    after = r"</w:tr>(?:</w:sdtContent></w:sdt>)+"
    return _changed(data, lambda xml: re.sub(after, "</w:tr>", re.sub(section, "", xml, flags=re.DOTALL)))


def without_looks(data: bytes) -> bytes:
    """Return the paper without controls and styles, with a line on top and blank lines after tables."""

    def change(xml: str) -> str:
        xml = re.sub("<w:pPr>.*?</w:pPr>", "", xml, flags=re.DOTALL).replace("</w:tbl>", "</w:tbl><w:p/><w:p/>")
        return xml.replace("<w:body>", "<w:body><w:p><w:r><w:t>Concept van de leidinggevende</w:t></w:r></w:p>")

    return _changed(without_controls(data), change)


def edited(data: bytes, *changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """Return the paper with words replaced in its XML; each must occur."""
    parts: dict[str, str | bytes] = dict(members(data))
    xml = members(data)[part].decode()
    for old, new in changes:
        assert old in xml, old
        xml = xml.replace(old, new, 1)
    parts[part] = xml
    return package(parts)


def found(reading: ReadBack) -> dict[str, Any]:
    return {name: read.value for name, read in reading.values.items()}


def share_read(expected: Mapping[str, Any], reading: ReadBack) -> float:
    """Return which part of the values came back right; a cell of a row counts as one value."""
    given, read = _single_values(expected), _single_values(found(reading))
    return sum(read.get(place) == value for place, value in given.items()) / len(given.keys() | read.keys())


def _single_values(values: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in values.items():
        if not isinstance(value, list):
            result[name] = value
            continue
        result[name] = len(value)
        result |= {f"{name}[{n}].{column}": cell for n, row in enumerate(value) for column, cell in row.items()}
    return result
