"""Names that a program lost when it saved a template, found again in the template that it came from.

LibreOffice before version 24 saves content controls without their names and titles; their places, kinds and
hints stay. So the two files are laid beside each other, control for control.
"""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

from lxml import etree

from portal.documents.archive import PartialZip, pack, raw_member
from portal.documents.content_controls import Control, find_controls, property_of, shows_hint, type_element
from portal.documents.findings import words_before
from portal.documents.package import opened, stories
from portal.documents.wordml import RPR, SDT, SDT_CONTENT, SDT_PR, VAL, Element, text_of, w


def lost_names(data: bytes, beside: bytes) -> int:
    """Return how many controls of `data` without a name have a counterpart in `beside`, which is a good template.

    A control without counterpart, such as a new question, does not count. Both files must have passed the guard.
    """
    return len(_nameless_with_partner(_stories(data), _stories(beside)))


def with_names(data: bytes, beside: bytes) -> bytes:
    """Return `data` with the names, titles and hints that its counterparts in `beside` have.

    Controls that have a name stay as they are. Those without a name, kind or value, which LibreOffice puts around
    other controls, are taken away; what is in them stays.
    """
    found = _stories(data)
    for control, partner in _nameless_with_partner(found, _stories(beside)):
        _give(control.element, "tag", partner.tag)
        # Also over a title that is there: LibreOffice moves that of a list to its first column.
        _give(control.element, "alias", partner.label)
        if partner.empty and _look(control) == _look(partner):
            _show_as_hint(control.element)
    for sdt in [sdt for _, root in found for sdt in root.iter(SDT) if _only_wraps(sdt)]:
        _unwrap(sdt)
    written = [
        pack(name, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
        for name, root in found
    ]
    with opened(data) as archive:
        names = {name for name, _ in found}
        kept = [raw_member(data, info) for info in archive.infolist() if info.filename not in names]
    return PartialZip(kept + written).completed([])


def _stories(data: bytes) -> list[tuple[str, Element]]:
    with opened(data) as archive:
        return stories(archive)


def _nameless_with_partner(
    here: Sequence[tuple[str, Element]], there: Sequence[tuple[str, Element]]
) -> list[tuple[Control, Control]]:
    ours, theirs = _fields(here), _fields(there)
    pairs = [(ours[one], theirs[other]) for one, other in _pairs(ours, theirs)]
    return [(control, partner) for control, partner in pairs if not control.tag]


def _fields(found: Sequence[tuple[str, Element]]) -> list[Control]:
    """The controls that hold a value."""
    controls = chain.from_iterable(find_controls(root) for _, root in found)
    return [control for control in controls if control.kind not in ("rows", None)]


def _pairs(here: Sequence[Control], there: Sequence[Control]) -> Iterator[tuple[int, int]]:
    """Yield the positions of controls that are alike; between them, of those with the same kind and content."""
    matcher = SequenceMatcher(None, [_place(one) for one in here], [_place(one) for one in there], autojunk=False)
    for change, start, end, other, other_end in matcher.get_opcodes():
        if change == "equal":
            yield from zip(range(start, end), range(other, other_end), strict=True)
        elif change == "replace":
            between = SequenceMatcher(
                None,
                [_look(one) for one in here[start:end]],
                [_look(one) for one in there[other:other_end]],
                autojunk=False,
            )
            for first, second, size in between.get_matching_blocks():
                yield from zip(
                    range(start + first, start + first + size),
                    range(other + second, other + second + size),
                    strict=True,
                )


def _place(control: Control) -> Hashable:
    return (*_look(control), (words_before(control.element) or [""])[0])


def _look(control: Control) -> tuple[str, str]:
    """The kind of a control, where one line and several are the same, and what stands in it."""
    kind = "text" if control.kind == "long_text" else str(control.kind)
    return kind, " ".join(text_of(control.element).split())


def _give(sdt: Element, name: str, value: str) -> None:
    """Write a name or title; they come after the looks of the control, and before everything else."""
    properties = sdt.find(SDT_PR)
    for old in properties.findall(w(name)):
        properties.remove(old)
    element = etree.Element(w(name))
    element.set(VAL, value)
    properties.insert(1 if properties.find(RPR) is not None else 0, element)


def _show_as_hint(sdt: Element) -> None:
    """Say that what stands in the control is its hint, not a value."""
    kind = type_element(sdt)
    if kind is not None and not shows_hint(sdt):
        kind.addprevious(etree.Element(w("showingPlcHdr")))


def _only_wraps(sdt: Element) -> bool:
    return type_element(sdt) is None and not property_of(sdt, "tag") and sdt.find(f"{SDT_CONTENT}//{SDT}") is not None


def _unwrap(sdt: Element) -> None:
    for child in list(sdt.iterfind(f"{SDT_CONTENT}/*")):
        sdt.addprevious(child)
    sdt.getparent().remove(sdt)
