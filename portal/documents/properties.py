"""What a paper says about itself outside its text: title, author, dates, and which paper it is."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

from portal.documents.package import relationships
from portal.documents.text import clean_text
from portal.documents.wordml import parse

CORE_PART: Final = "docProps/core.xml"
CUSTOM_PART: Final = "docProps/custom.xml"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PREFIX: Final = "portaal."
_FIRST_PROPERTY_ID: Final = 2


@dataclass(frozen=True, slots=True)
class Properties:
    """What `fill` writes about the paper.

    `created` must know its time zone; `dossier` is the dossier number, `kind` the kind of paper in the
    catalogue, `version` counts from 1.
    """

    title: str
    author: str
    created: datetime
    dossier: str
    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Which paper a file is: `template` is the sha256 of the template it was filled from."""

    dossier: str
    kind: str
    version: int
    template: str


def core_xml(properties: Properties) -> str:
    """Return docProps/core.xml. Raises ValueError when `created` has no time zone."""
    if properties.created.tzinfo is None:
        raise ValueError("created needs a time zone")
    moment = properties.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title, author = _escaped(properties.title), _escaped(properties.author)
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "<dc:language>nl-NL</dc:language></cp:coreProperties>"
    )


def custom_xml(properties: Properties, template: str) -> str:
    """Return docProps/custom.xml with the identity of the paper."""
    values = {
        "dossier": properties.dossier,
        "papier": properties.kind,
        "versie": str(properties.version),
        "sjabloon": template,
    }
    items = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{_PREFIX}{name}">'
        f"<vt:lpwstr>{_escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), _FIRST_PROPERTY_ID)
    )
    return f'{_HEAD}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{items}</Properties>'


def identity_in(archive: zipfile.ZipFile) -> Identity | None:
    """Return the identity that `custom_xml` wrote, or None when there is none or it is not whole."""
    found = dict(_custom_properties(archive))
    try:
        version = int(found["versie"])
        return Identity(found["dossier"], found["papier"], version, found["sjabloon"])
    except (KeyError, ValueError):
        return None


def _custom_properties(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for part in relationships(archive, ""):
        if part.kind == "custom-properties" and not part.external:
            for found in parse(archive.read(part.target)):
                yield found.get("name", "").removeprefix(_PREFIX), "".join(found.itertext())


def _escaped(text: str) -> str:
    return escape(clean_text(text))
