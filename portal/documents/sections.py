"""The headings of a template, so that its web form falls into the same parts as the paper."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from portal.documents.content_controls import find_controls
from portal.documents.package import main_part, opened, relationships
from portal.documents.text import clean_text
from portal.documents.wordml import SDT, VAL, Element, P, parse, text_of, w

_KEPT: Final = 64
_TOP: Final = "heading 1"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the first level and the names of the fields that first appear under it."""

    heading: str
    names: tuple[str, ...]


@lru_cache(maxsize=_KEPT)
def sections(data: bytes) -> tuple[Section, ...]:
    """Return the sections of a .docx in their order; what stands above the first heading has heading "".

    Columns of a list belong to the list; fields in headers and footers belong nowhere. Raises RefusedFile
    when the file cannot be read.
    """
    with opened(data) as archive:
        main = main_part(archive)
        root = parse(archive.read(main))
        styles = [found.target for found in relationships(archive, main) if found.kind == "styles"]
        headings = _heading_styles(parse(archive.read(styles[0]))) if styles else frozenset()
    tags = {control.element: control.tag for control in find_controls(root) if not control.within}
    found: list[tuple[str, list[str]]] = [("", [])]
    seen: set[str] = set()
    for element in root.iter(P, SDT):
        tag = tags.get(element, "")
        if element.tag == P and _style(element) in headings:
            found.append((clean_text(text_of(element)).strip(), []))
        elif tag and tag not in seen:
            seen.add(tag)
            found[-1][1].append(tag)
    return tuple(Section(heading, tuple(names)) for heading, names in found if names)


def _heading_styles(root: Element) -> frozenset[str]:
    """The ids of the styles that Word, in whatever language, knows as its first heading."""
    return frozenset(
        style.get(w("styleId"), "")
        for style in root.iter(w("style"))
        if (name := style.find(w("name"))) is not None and name.get(VAL, "").lower() == _TOP
    )


def _style(paragraph: Element) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else str(found.get(VAL, ""))
