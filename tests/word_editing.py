"""A paper open in Word: what someone does to its fields, in the XML that Word would save."""

import copy
import io
import itertools
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
DOCUMENT = "word/document.xml"
STORIES = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


class WordFile:
    """A .docx with its text in hand; `saved` gives the file with what was done to it."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.members = {info.filename: archive.read(info) for info in archive.infolist()}
        self.root = etree.fromstring(self.members[DOCUMENT])
        self._ids = itertools.count(900_000)

    def write(self, tag: str, text: str, place: int = 0) -> "WordFile":
        """Type a text over the `place`-th field with this name; a new line is Shift+Enter."""
        sdt = self._controls(tag)[place]
        hint = sdt.find(f"{W}sdtPr/{W}showingPlcHdr")
        if hint is not None:
            hint.getparent().remove(hint)
        run, *others = sdt.find(f"{W}sdtContent").iter(f"{W}r")
        for other in others:
            other.getparent().remove(other)
        for child in [child for child in run if child.tag != f"{W}rPr"]:
            run.remove(child)
        for number, line in enumerate(text.split("\n")):
            if number:
                etree.SubElement(run, f"{W}br")
            written = etree.SubElement(run, f"{W}t")
            written.text = line
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return self

    def tick(self, tag: str, on: bool) -> "WordFile":
        """Click a box."""
        self._controls(tag)[0].find(f".//{W14}checked").set(f"{W14}val", "1" if on else "0")
        return self.write(tag, "☒" if on else "☐")

    def add_row(self, name: str, cells: Mapping[str, str]) -> "WordFile":
        """Press the plus below the last row of a list, and fill the new row in."""
        items = self._items(name)
        made = copy.deepcopy(items[-1])
        items[-1].addnext(made)
        for number in made.iter(f"{W}id"):
            number.set(f"{W}val", str(next(self._ids)))
        for column, text in cells.items():
            self.write(f"{name}.{column}", text, place=len(items))
        return self

    def delete_row(self, name: str, place: int) -> "WordFile":
        """Delete a row of a list."""
        item = self._items(name)[place]
        item.getparent().remove(item)
        return self

    def add_paragraph(self, content: str) -> "WordFile":
        """Put a paragraph below the paper, outside every field; `content` is XML."""
        body = self.root.find(f"{W}body")
        body.insert(len(body) - 1, etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{content}</w:p>'))
        return self

    def copy_below(self, tag: str) -> "WordFile":
        """Copy a field and paste it below the paper: now it stands there twice."""
        field = etree.tostring(self._controls(tag)[0]).decode()
        return self.add_paragraph(field)

    def rename(self, part: str, old: str, new: str) -> "WordFile":
        """Replace words in the XML of another part of the file."""
        text = self.members[part].decode()
        assert old in text
        self.members[part] = text.replace(old, new).encode()
        return self

    def drop(self, *names: str) -> "WordFile":
        """Lose parts of the file, as programs do that do not know them."""
        for name in names:
            del self.members[name]
        return self

    def saved(self, *, controls: bool = True) -> bytes:
        """The file; without `controls` every field is gone and its text is left, as Google Docs does it."""
        self.members[DOCUMENT] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.members.items():
                archive.writestr(name, content if controls or not STORIES.fullmatch(name) else stripped(content))
        return target.getvalue()

    def _controls(self, tag: str) -> list[Any]:
        found = [sdt for sdt in self.root.iter(f"{W}sdt") if self._tag(sdt) == tag]
        assert found, tag
        return found

    def _items(self, name: str) -> list[Any]:
        [section] = self._controls(name)
        return [sdt for sdt in section.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W15}repeatingSectionItem") is not None]

    @staticmethod
    def _tag(sdt: Any) -> str:
        found = sdt.find(f"{W}sdtPr/{W}tag")
        return "" if found is None else str(found.get(f"{W}val"))


def stripped(content: bytes) -> bytes:
    """XML without its controls, but with the text in them."""
    pattern = "<w:sdtPr>.*?</w:sdtPr>|<w:sdtPr/>|</?w:sdt>|</?w:sdtContent>"
    return re.sub(pattern, "", content.decode(), flags=re.DOTALL).encode()
