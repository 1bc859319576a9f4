"""Templates as someone changes them in Word."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W}
DOCUMENT = "word/document.xml"

QUESTION = "Werkplek"
HINT = "Waar werkt de medewerker?"
PLACES = {"thuis": "Thuis", "kantoor": "Op kantoor"}


def members(data: bytes) -> dict[str, bytes]:
    """What is in a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: dict[str, bytes]) -> bytes:
    """A Word file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_question(data: bytes, *, tag: str = "eigen.werkplek", heading: str = QUESTION, label: str = QUESTION) -> bytes:
    """The template with a heading and a question of one's own at its end; without a `tag` the question has no name."""
    name = f'<w:tag w:val="{tag}"/>' if tag else ""
    items = "".join(f'<w:listItem w:displayText="{words}" w:value="{key}"/>' for key, words in PLACES.items())
    xml = (
        f'<w:body xmlns:w="{W}">'
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{heading}</w:t></w:r></w:p>'
        f'<w:p><w:r><w:t xml:space="preserve">{label}: </w:t></w:r>'
        f'<w:sdt><w:sdtPr><w:alias w:val="{label}"/>{name}<w:id w:val="991234"/><w:placeholder>'
        '<w:docPart w:val="DefaultPlaceholder"/></w:placeholder><w:showingPlcHdr/>'
        f'<w:dropDownList><w:listItem w:displayText="Kies" w:value=""/>{items}</w:dropDownList></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{HINT}</w:t></w:r></w:sdtContent></w:sdt></w:p></w:body>"
    )

    def change(root: Any) -> None:
        section = root.find(f".//{{{W}}}body/{{{W}}}sectPr")
        for paragraph in etree.fromstring(xml):
            section.addprevious(paragraph)

    return _changed(data, change)


def with_own_list(data: bytes) -> bytes:
    """The template with a list of one's own at its end."""
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"

    def change(root: Any) -> None:
        cell = (
            '<w:sdt><w:sdtPr><w:alias w:val="Wat?"/><w:tag w:val="eigen.hulp.wat"/><w:id w:val="991003"/><w:text/>'
            "</w:sdtPr><w:sdtContent><w:r><w:t>Vul in</w:t></w:r></w:sdtContent></w:sdt>"
        )
        table = (
            f'<w:tbl xmlns:w="{W}" xmlns:w15="{w15}"><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>'
            '<w:sdt><w:sdtPr><w:alias w:val="Hulp"/><w:tag w:val="eigen.hulp"/><w:id w:val="991001"/>'
            '<w15:repeatingSection/></w:sdtPr><w:sdtContent><w:sdt><w:sdtPr><w:id w:val="991002"/>'
            "<w15:repeatingSectionItem/></w:sdtPr><w:sdtContent><w:tr><w:tc><w:tcPr/>"
            f"<w:p>{cell}</w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:sdtContent></w:sdt></w:tbl>"
        )
        root.find(f".//{{{W}}}body/{{{W}}}sectPr").addprevious(etree.fromstring(table))

    return _changed(data, change)


def with_question_to_tick(data: bytes) -> bytes:
    """The template with a box to tick at its end."""
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"

    def change(root: Any) -> None:
        box = (
            f'<w:p xmlns:w="{W}" xmlns:w14="{w14}"><w:sdt><w:sdtPr><w:alias w:val="Met spoed"/>'
            '<w:tag w:val="eigen.spoed"/><w:id w:val="991005"/><w14:checkbox><w14:checked w14:val="0"/>'
            "</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )
        root.find(f".//{{{W}}}body/{{{W}}}sectPr").addprevious(etree.fromstring(box))

    return _changed(data, change)


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The template in which the name of a field is another."""

    def change(root: Any) -> None:
        _controls(root, old)[0].find("w:sdtPr/w:tag", NAMES).set(f"{{{W}}}val", new)

    return _changed(data, change)


def without(data: bytes, name: str) -> bytes:
    """The template from which a field in a line is taken away."""

    def change(root: Any) -> None:
        for sdt in _controls(root, name):
            sdt.getparent().remove(sdt)

    return _changed(data, change)


def retitled(data: bytes, old: str, new: str) -> bytes:
    """The template in which a heading or other words read differently."""
    parts = members(data)
    assert old.encode() in parts[DOCUMENT]
    return package(parts | {DOCUMENT: parts[DOCUMENT].replace(old.encode(), new.encode())})


def nameless(data: bytes) -> bytes:
    """The template as LibreOffice 7 saves it: no names, titles, hints or repeating sections are left."""
    parts = members(data)
    for name, content in parts.items():
        if name.startswith("word/") and b"<w:sdt>" in content:
            root = etree.fromstring(content)
            _forget(root)
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return package(parts)


def _forget(root: Any) -> None:
    lost = "w:tag | w:alias | w:showingPlcHdr"
    for properties in root.iter(f"{{{W}}}sdtPr"):
        for gone in properties.xpath(lost, namespaces=NAMES):
            properties.remove(gone)
    for sdt in root.xpath(".//w:sdt[.//w:tr]", namespaces=NAMES):
        for row in sdt.xpath("w:sdtContent/*", namespaces=NAMES):
            sdt.addprevious(row)
        sdt.getparent().remove(sdt)


def as_dotx(data: bytes) -> bytes:
    """The template saved as a Word template."""
    parts = members(data)
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    return package(parts | {"[Content_Types].xml": types})


def with_house_template(data: bytes) -> bytes:
    """The template with a link to a house template on a server."""
    relations = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="file://server/huisstijl.dotx" TargetMode="External"/></Relationships>'
    )
    parts = members(data)
    assert "word/settings.xml" in parts
    return package(parts | {"word/_rels/settings.xml.rels": relations.encode()})


def as_strict(data: bytes) -> bytes:
    """The template saved as «Strict Open XML»."""
    parts = members(data)
    strict = parts[DOCUMENT].replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    return package(parts | {DOCUMENT: strict})


def _controls(root: Any, name: str) -> list[Any]:
    found = root.xpath(f'.//w:sdt[w:sdtPr/w:tag/@w:val="{name}"]', namespaces=NAMES)
    assert found, name
    return found  # type: ignore[no-any-return]


def _changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    parts = members(data)
    root = etree.fromstring(parts[DOCUMENT])
    change(root)
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return package(parts | {DOCUMENT: written})
