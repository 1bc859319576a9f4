"""The package around a template: what it must be, and its metadata parts replaced by ours."""

import zipfile
from typing import Final

from lxml import etree

from portal.documents.errors import TemplateError
from portal.documents.package import (
    CONTENT_TYPES,
    RELATIONSHIPS_NS,
    ROOT_RELATIONSHIPS,
    main_part,
    relationship,
    relationships,
)
from portal.documents.properties import CORE_PART, CUSTOM_PART
from portal.documents.wordml import parse

MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

TEMPLATE_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

_CONTENT_TYPES_NS: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OVERRIDE: Final = f"{{{_CONTENT_TYPES_NS}}}Override"
_DEFAULT: Final = f"{{{_CONTENT_TYPES_NS}}}Default"
# The metadata of the template names its author and company, and would end up in every paper and its PDF.
_METADATA: Final = ("core-properties", "custom-properties", "extended-properties", "thumbnail")
_OWN_PARTS: Final = (
    (
        CORE_PART,
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    (
        CUSTOM_PART,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    ),
)


def content_type(content: bytes, part: str) -> str:
    """Return the type that [Content_Types].xml gives to a member, by its name or else by its extension."""
    root = parse(content)
    for found in root.iterfind(_OVERRIDE):
        if found.get("PartName", "").lstrip("/").lower() == part.lower():
            return str(found.get("ContentType", ""))
    extension = part.rpartition(".")[2].lower()
    defaults = (found for found in root.iterfind(_DEFAULT) if found.get("Extension", "").lower() == extension)
    return next((str(found.get("ContentType", "")) for found in defaults), "")


def as_document_types(content: bytes) -> bytes:
    """Return [Content_Types].xml of a Word template as that of a document."""
    root = parse(content)
    for element in root:
        if element.get("ContentType") == TEMPLATE_TYPE:
            element.set("ContentType", MAIN_TYPE)
    return _written(root)


def checked_package(archive: zipfile.ZipFile) -> None:
    """Raise TemplateError when this is no ordinary .docx, or refers to parts that are not there."""
    main = main_part(archive)
    if content_type(archive.read(CONTENT_TYPES), main) != MAIN_TYPE:
        raise TemplateError(("Sla het formulier op als «Word-document (.docx)», zonder macro's.",))
    names = set(archive.namelist())
    pointed = [*relationships(archive, ""), *relationships(archive, main)]
    lost = sorted({found.target for found in pointed if not found.external and found.target not in names})
    if lost:
        raise TemplateError(tuple(f"In het bestand ontbreekt het onderdeel «{name}»." for name in lost))


def own_relationships(archive: zipfile.ZipFile) -> tuple[bytes, set[str]]:
    """Return _rels/.rels pointing at our metadata parts, and the member names of those that were there."""
    root = parse(archive.read(ROOT_RELATIONSHIPS))
    dropped = {CORE_PART, CUSTOM_PART}
    for element in list(root):
        found = relationship("", element)
        if found.kind in _METADATA:
            dropped.add(found.target)
            root.remove(element)
    for number, (part, _, kind) in enumerate(_OWN_PARTS, 1):
        own = etree.SubElement(root, f"{{{RELATIONSHIPS_NS}}}Relationship")
        own.set("Id", f"portaal{number}")
        own.set("Type", kind)
        own.set("Target", part)
    return _written(root), dropped


def own_content_types(content: bytes, dropped: set[str]) -> bytes:
    """Return [Content_Types].xml without the parts `dropped` and with our metadata parts."""
    root = parse(content)
    for element in root.findall(_OVERRIDE):
        if element.get("PartName", "").lstrip("/") in dropped:
            root.remove(element)
    for part, kind, _ in _OWN_PARTS:
        own = etree.SubElement(root, _OVERRIDE)
        own.set("PartName", f"/{part}")
        own.set("ContentType", kind)
    return _written(root)


def _written(root: object) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written
