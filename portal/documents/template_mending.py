"""Carrying out what a template check offers."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from portal.documents.archive import PartialZip, pack, raw_member
from portal.documents.content_controls import Control, find_controls, property_of, type_element
from portal.documents.guard import admitted
from portal.documents.package import CONTENT_TYPES, main_part, opened, stories
from portal.documents.template_check import fits_in_line, holds_one_value, is_name
from portal.documents.template_lists import rows_without_list
from portal.documents.template_package import TEMPLATE_TYPE, as_document_types, content_type
from portal.documents.wordml import RPR, SDT, SDT_CONTENT, SDT_PR, VAL, Element, P, R, w, w15

_W15_NS: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_IN_LINE: Final = (R, SDT, w("hyperlink"), w("smartTag"), w("fldSimple"))
_COMBO_BOX: Final = w("comboBox")


def mended(data: bytes, accepted: Collection[str]) -> bytes:
    """Return the template `data` with the offers in `accepted` carried out, as an ordinary .docx.

    `accepted` are offers that `check_template` made for these same bytes. Links to a house template are dropped
    and a .dotx becomes a .docx in any case. Check the result again: one repair can show the next fault. Raises
    ValueError for what is no offer, RefusedFile as `guard.admitted` does.
    """
    clean = admitted(data, template=True).data
    with opened(clean) as archive:
        found = stories(archive)
        types = archive.read(CONTENT_TYPES)
        converted = content_type(types, main_part(archive)) == TEMPLATE_TYPE
        infos = archive.infolist()
    changed = {CONTENT_TYPES: as_document_types(types)} if converted else {}
    if accepted:
        _carry_out([root for _, root in found], accepted)
        changed |= {name: _written(root) for name, root in found}
    kept = [raw_member(clean, info) for info in infos if info.filename not in changed]
    # The list of content types comes first, where programs look for it.
    ordered = sorted(changed.items(), key=lambda item: item[0] != CONTENT_TYPES)
    return PartialZip([pack(name, content) for name, content in ordered] + kept).completed([]) if changed else clean


def _carry_out(roots: Sequence[Element], accepted: Collection[str]) -> None:
    work = _Work(roots, [control for root in roots for control in find_controls(root)])
    for offer in sorted(accepted, key=_order):
        work.carry_out(offer)


# Names before lists, which are found by names; what moves controls about comes last.
_ORDER: Final = ("name", "title", "kind", "choices", "empty", "list", "numbers", "unwrap", "drop", "inline")


def _order(offer: str) -> tuple[int, str]:
    name = offer.partition(":")[0]
    if name not in _ORDER:
        raise ValueError(f"not an offer: {offer}")
    return _ORDER.index(name), offer


@dataclass
class _Work:
    roots: Sequence[Element]
    controls: Sequence[Control]

    def carry_out(self, offer: str) -> None:
        """Do what one offer says."""
        kind, _, rest = offer.partition(":")
        if kind == "numbers":
            _give_numbers(self.roots)
            return
        about, _, value = rest.partition(":")
        if kind == "list":
            self._wrap_row(about, value)
            return
        if not about.isdecimal() or int(about) >= len(self.controls):
            raise ValueError(f"not an offer: {offer}")
        _REPAIRS[kind](self.controls[int(about)].element, value)

    def _wrap_row(self, name: str, label: str) -> None:
        # Names may have been written just now, so the controls are looked up again.
        controls = [control for root in self.roots for control in find_controls(root)]
        row = rows_without_list(controls).get(name)
        if row is None or not is_name(name):
            raise ValueError(f"not an offer: list:{name}")
        number = max(_numbers(self.roots), default=0)
        section = _wrapped(row, etree.Element(w15("repeatingSection"), nsmap={"w15": _W15_NS}), number + 1)
        item = _wrapped(row, etree.Element(w15("repeatingSectionItem"), nsmap={"w15": _W15_NS}), number + 2)
        properties = section.find(SDT_PR)
        properties.insert(0, _with_value("tag", name))
        properties.insert(0, _with_value("alias", label))
        assert item.getparent() is section.find(SDT_CONTENT)


def _name(sdt: Element, name: str) -> None:
    if not is_name(name):
        raise ValueError(f"not a name: {name}")
    _set_property(sdt, "tag", name)


def _title(sdt: Element, title: str) -> None:
    _set_property(sdt, "alias", title)


def _kind(sdt: Element, kind: str) -> None:
    properties = _properties(sdt)
    old = type_element(sdt)
    if kind == "choice":
        for box in properties.findall(_COMBO_BOX):
            box.tag = w("dropDownList")
        return
    new = {"text": etree.Element(w("text")), "long_text": etree.Element(w("text")), "date": _date_type()}[kind]
    if kind == "long_text":
        new.set(w("multiLine"), "1")
    for gone in [old, properties.find(w("richText"))]:
        if gone is not None:
            properties.remove(gone)
    properties.append(new)


def _date_type() -> Element:
    date = etree.Element(w("date"))
    date.append(_with_value("dateFormat", "d MMMM yyyy"))
    date.append(_with_value("lid", "nl-NL"))
    return date


def _choices(sdt: Element, pairs: str) -> None:
    box = sdt.find(f"{SDT_PR}/{w('dropDownList')}")
    if box is None:
        raise ValueError("not a dropdown list")
    for item in list(box):
        box.remove(item)
    for value, label in json.loads(pairs):
        item = etree.SubElement(box, w("listItem"))
        item.set(w("displayText"), label)
        item.set(w("value"), value)


def _empty(sdt: Element, _nothing: str) -> None:
    """Take the text in a control away; it shows its title as a hint."""
    kind, content = type_element(sdt), sdt.find(SDT_CONTENT)
    if kind is None or content is None or content.find(f".//{P}") is not None:
        raise ValueError("not a field in a line")
    kind.attrib.pop(w("fullDate"), None)
    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, R)
    etree.SubElement(etree.SubElement(run, RPR), w("rStyle")).set(VAL, "PlaceholderText")
    etree.SubElement(run, w("t")).text = property_of(sdt, "alias")
    for old in sdt.findall(f"{SDT_PR}/{w('showingPlcHdr')}"):
        old.getparent().remove(old)
    kind.addprevious(etree.Element(w("showingPlcHdr")))


def _unwrap_outer(sdt: Element, _nothing: str) -> None:
    """Take the control around this one away and keep what is in it."""
    outer = next((one for one in sdt.iterancestors(SDT) if holds_one_value(one)), None)
    if outer is not None:
        _unwrap(outer)


def _unwrap(sdt: Element, _nothing: str = "") -> None:
    if sdt.getparent() is None:
        return  # another offer took it away already
    for child in list(sdt.iterfind(f"{SDT_CONTENT}/*")):
        sdt.addprevious(child)
    sdt.getparent().remove(sdt)


def _inline(sdt: Element, _nothing: str) -> None:
    """Move a control from around a paragraph or cell into the line: what comes after the first line stays outside."""
    content = sdt.find(SDT_CONTENT)
    paragraph = next(sdt.iter(P), None)
    if paragraph is None or content is None or not fits_in_line(sdt):
        raise ValueError("no line to put the control in")
    _unwrap_into_place(sdt, content)
    runs = [child for child in paragraph if child.tag in _IN_LINE]
    etree.SubElement(sdt, SDT_CONTENT)
    inside = sdt.find(SDT_CONTENT)
    if runs:
        runs[0].addprevious(sdt)
    else:
        paragraph.append(sdt)
    for run in runs:
        inside.append(run)


def _unwrap_into_place(sdt: Element, content: Element) -> None:
    """Put the content where the control was; the control itself, emptied, is out of the tree afterwards."""
    for child in list(content):
        sdt.addprevious(child)
    sdt.remove(content)
    sdt.getparent().remove(sdt)


_REPAIRS: Final[Mapping[str, Callable[[Element, str], None]]] = {
    "name": _name,
    "title": _title,
    "kind": _kind,
    "choices": _choices,
    "empty": _empty,
    "unwrap": _unwrap_outer,
    "drop": _unwrap,
    "inline": _inline,
}


def _wrapped(row: Element, kind: Element, number: int) -> Element:
    """Put a control of this kind around a row and return it."""
    sdt = etree.Element(SDT)
    properties = etree.SubElement(sdt, SDT_PR)
    properties.append(_with_value("id", str(number)))
    properties.append(kind)
    row.addprevious(sdt)
    etree.SubElement(sdt, SDT_CONTENT).append(row)
    return sdt


def _properties(sdt: Element) -> Element:
    found = sdt.find(SDT_PR)
    if found is None:
        found = etree.Element(SDT_PR)
        sdt.insert(0, found)
    return found


def _set_property(sdt: Element, name: str, value: str) -> None:
    properties = _properties(sdt)
    found = properties.find(w(name))
    if found is None:
        # Looks come first in the properties of a control.
        properties.insert(1 if properties.find(RPR) is not None else 0, _with_value(name, value))
    else:
        found.set(VAL, value)


def _with_value(name: str, value: str) -> Element:
    element = etree.Element(w(name))
    element.set(VAL, value)
    return element


def _numbers(roots: Sequence[Element]) -> list[int]:
    texts = (property_of(sdt, "id") for root in roots for sdt in root.iter(SDT))
    return [int(text) for text in texts if text.lstrip("-").isdecimal()]


def _give_numbers(roots: Sequence[Element]) -> None:
    """Give a new number to each control without one, or with one that stood earlier."""
    seen: set[str] = set()
    highest = max(_numbers(roots), default=0)
    for root in roots:
        for sdt in root.iter(SDT):
            number = property_of(sdt, "id")
            if not number or number in seen:
                highest += 1
                number = str(highest)
                _set_property(sdt, "id", number)
            seen.add(number)


def _written(root: Element) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written
