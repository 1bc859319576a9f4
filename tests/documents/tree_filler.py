"""Filling a form slowly, by changing the tree: what the compiled template is compared with."""

import copy
import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lxml import etree
from word_forms import W, members

from portal.documents.text import clean_text

NS = {
    "w": W,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


def q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


def filled_trees(data: bytes, values: Mapping[str, object], show_hints: bool) -> dict[str, Any]:
    """Return the root per part that has controls."""
    found = {name: etree.fromstring(content) for name, content in members(data).items() if name.startswith("word/")}
    roots = {name: root for name, root in found.items() if root.findall(".//w:sdt", NS)}
    used = {int(i) for root in roots.values() for i in root.xpath("//w:sdtPr/w:id/@w:val", namespaces=NS)}
    fresh = (number for number in itertools.count(1) if number not in used)
    order = sorted(roots, key=lambda name: ("document" not in name, "header" not in name))
    for name in order:
        for section in roots[name].xpath("//w:sdt[w:sdtPr/w15:repeatingSection]", namespaces=NS):
            fill_rows(section, values, show_hints, fresh)
        for sdt in roots[name].xpath("//w:sdt[w:sdtPr/w:tag]", namespaces=NS):
            tag = sdt.find("w:sdtPr/w:tag", NS).get(q("w:val"))
            if tag in values and sdt.find("w:sdtPr/w15:repeatingSection", NS) is None:
                fill_one(sdt, values[tag], show_hints)
    return roots


def fill_rows(section: Any, values: Mapping[str, object], show_hints: bool, fresh: Iterator[int]) -> None:
    tag = section.find("w:sdtPr/w:tag", NS).get(q("w:val"))
    content = section.find("w:sdtContent", NS)
    example = content[0]
    content.remove(example)
    rows: Any = values[tag]
    for row in rows or [None]:
        item = copy.deepcopy(example)
        content.append(item)
        for sdt in item.xpath("descendant-or-self::w:sdt", namespaces=NS):
            sdt.find("w:sdtPr/w:id", NS).set(q("w:val"), str(next(fresh)))
            if sdt is not item:
                column = sdt.find("w:sdtPr/w:tag", NS).get(q("w:val")).removeprefix(f"{tag}.")
                is_tick = sdt.find("w:sdtPr/w14:checkbox", NS) is not None
                fill_one(sdt, row[column] if row else (False if is_tick else ""), show_hints)


def fill_one(sdt: Any, value: Any, show_hints: bool) -> None:
    properties, content = sdt.find("w:sdtPr", NS), sdt.find("w:sdtContent", NS)
    showing = properties.find("w:showingPlcHdr", NS)
    run = content.find(".//w:r", NS)
    kind = next(child for child in properties if re.search("(text|date|dropDownList|checkbox)$", child.tag))
    words = value
    if isinstance(value, str):
        value = words = clean_text(value)
    if kind.tag == q("w14:checkbox"):
        kind.find("w14:checked", NS).set(q("w14:val"), str(int(value)))
        words = "☒" if value else "☐"
        fonts = etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:rFonts/></w:rPr>')
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts[0].set(q(f"w:{name}"), "MS Gothic")
        run.insert(0, fonts)
    elif value == "":
        words = "".join(run.itertext()) if show_hints else "–"
    elif kind.tag == q("w:dropDownList"):
        words = next(item.get(q("w:displayText")) for item in kind if item.get(q("w:value")) == value)
    elif kind.tag == q("w:date"):
        day = date.fromisoformat(value)
        words = f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"
        kind.set(q("w:fullDate"), f"{value}T00:00:00Z")
    elif "\n" in value:
        properties.remove(kind)
    if showing is not None and value != "":
        properties.remove(showing)
    style = run.find("w:rPr/w:rStyle", NS)
    if style is not None and (value != "" or not show_hints):
        style.getparent().remove(style)
    write(run, words)


def write(run: Any, words: str) -> None:
    for child in [child for child in run if child.tag != q("w:rPr")]:
        run.remove(child)
    for piece in re.split("([\n\t])", words):
        if piece in ("\n", "\t"):
            etree.SubElement(run, q("w:br" if piece == "\n" else "w:tab"))
        elif piece:
            child = etree.SubElement(run, q("w:t"))
            child.text = piece
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def canonical(root: Any) -> bytes:
    """Return the tree as bytes in which the order of a control's properties plays no part."""
    for properties in root.iter(q("w:sdtPr")):
        properties[:] = sorted(properties, key=lambda child: child.tag)
    return etree.tostring(root, method="c14n")
