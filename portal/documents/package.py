"""A .docx as a zip of parts that point at each other."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from zlib import error as ZlibError

from lxml import etree

from portal.documents.errors import RefusedFile
from portal.documents.wordml import Element, parse

RELATIONSHIPS_NS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "[Content_Types].xml"
ROOT_RELATIONSHIPS: Final = "_rels/.rels"
MAX_XML_BYTES: Final = 16 * 1024 * 1024
# Tags and attributes, of which a page of text has about 3,000. A tree of them takes 0.1 kB each.
MAX_MARKS: Final = 300_000

# An address says so itself, whatever the relationship says of it.
_ADDRESS: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relationship:
    """`kind` is the last word of the type; `target` is a member name, or an address when external."""

    kind: str
    target: str
    external: bool


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a .docx; whatever turns out to be broken becomes RefusedFile("file_damaged")."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        ZlibError,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise RefusedFile("file_damaged") from error


def relationships_name(part: str) -> str:
    """Return the member that holds the relationships of `part` ("" is the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(archive: zipfile.ZipFile, part: str) -> list[Relationship]:
    """Return where `part` points at; empty when it has no relationships."""
    try:
        content = archive.read(relationships_name(part))
    except KeyError:
        return []
    return [relationship(part, found) for found in parse(content)]


def relationship(part: str, element: Element) -> Relationship:
    """Return one Relationship element of `part` with its target as a member name."""
    target = element.get("Target", "")
    external = element.get("TargetMode", "").strip().lower() == "external" or bool(_ADDRESS.match(target))
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return Relationship(element.get("Type", "").rpartition("/")[2], target, external)


def main_part(archive: zipfile.ZipFile) -> str:
    """Return the member name of the main document; KeyError when there is none."""
    for found in relationships(archive, ""):
        if found.kind == "officeDocument" and not found.external:
            return found.target
    raise KeyError("officeDocument")


def stories(archive: zipfile.ZipFile) -> list[tuple[str, Element]]:
    """Return member name and root of the document, then of its headers, then of its footers.

    Raises RefusedFile("file_unpacks_too_large") for more than the guard lets through: no tree is built of it.
    """
    main = main_part(archive)
    found = relationships(archive, main)
    names = [main]
    for kind in ("header", "footer"):
        names += sorted({other.target for other in found if other.kind == kind})
    if sum(archive.getinfo(name).file_size for name in names) > MAX_XML_BYTES:
        raise RefusedFile("file_unpacks_too_large")
    contents = [archive.read(name) for name in names]
    if sum(map(count_marks, contents)) > MAX_MARKS:
        raise RefusedFile("file_unpacks_too_large")
    return [(name, parse(content)) for name, content in zip(names, contents, strict=True)]


def count_marks(content: bytes) -> int:
    """Return how many tags and attributes stand in XML at most."""
    return content.count(b"<") + content.count(b"=")
