"""What is filled in arrives in Word exactly as it was, in every delivered form."""

import zipfile
from io import BytesIO
from typing import Any
from xml.parsers import expat

import docx
import pytest
import word_forms as forms
from lxml import etree
from papers import TEMPLATES, example_values, paper, template
from tree_filler import NS, q
from word_forms import EVERY_VALUE, LONG_TEXT, PROPERTIES, control, members, paragraph, word_file

from portal.documents.content_controls import MAX_ROWS
from portal.documents.filling import fill
from portal.documents.reading import read
from portal.documents.template import Template
from portal.storage.catalogue import catalogue

KINDS = sorted(path.stem for path in TEMPLATES.glob("*.docx"))
ONE = Template.open(word_file(paragraph(control("x", LONG_TEXT))))


def written(text: str) -> str:
    """Return what stands in the control, read by hand: tabs and breaks are elements of their own."""
    xml = members(fill(ONE, {"x": text}, PROPERTIES))["word/document.xml"]
    # Stricter than lxml, as Word is: «]]>» may not stand in a text.
    expat.ParserCreate().Parse(xml, True)
    root = etree.fromstring(xml)
    (content,) = root.iter(q("w:sdtContent"))
    signs = {q("w:tab"): "\t", q("w:br"): "\n"}
    return "".join(signs.get(found.tag, found.text or "") for found in content.iter(q("w:t"), *signs))


@pytest.mark.asvs("1.2.1")
@pytest.mark.parametrize(
    "text",
    [
        "regel een\nregel twee\n\nregel vier",
        "]]> & <b>\nvet</b>\t&lt;",
        "kolom een\tkolom twee\t\tkolom vier",
        "A & B < C > D \" E ' F &amp; &#65; ]]>",
        "{{ dossier.nummer }} {% for x in y %} ${x} %s {0}",
        "😊 👩🏽‍⚕️ 🇳🇱 é ë ñ ß Ø ﬁ 漢字",
        "צהריים טובים صباح الخير",
        "  spaties ervoor en erna  ",
        "zin met een lang woord " + "x" * 20_000,
        ("Een zin van twintig. " * 1_000)[:20_000],
        "=1+1",
    ],
)
def test_a_text_arrives_literally(text: str) -> None:
    assert written(text) == text
    assert read(fill(ONE, {"x": text}, PROPERTIES)) == {"x": text}


def test_what_cannot_stand_in_xml_is_left_out_and_breaks_become_one_kind() -> None:
    assert written("a\x00b\x1bc\ud800d\ufffee") == "abcde"
    assert written("a\r\nb\rc\vd\u2028e") == "a\nb\nc\nd\ne"


@pytest.mark.parametrize("rows", [0, 1, 7, MAX_ROWS])
def test_rows_are_rows_of_the_table_with_the_heading_above_them(rows: int) -> None:
    form = Template.open(forms.every_kind())
    row = {"wat": "Gesprek", "wanneer": "2026-02-01", "spoor": "ander", "klaar": True}
    data = fill(form, {**EVERY_VALUE, "activiteiten": [row] * rows}, PROPERTIES)
    root = etree.fromstring(members(data)["word/document.xml"])
    assert len(root.findall(".//w:tr", NS)) == 1 + max(rows, 1)
    for kind in ("w:date", "w:dropDownList", "w14:checkbox", "w:text"):
        assert len(root.findall(f".//w15:repeatingSection/../..//{kind}", NS)) == max(rows, 1)
    assert read(data)["activiteiten"] == [row] * rows


@pytest.mark.parametrize("kind", KINDS)
def test_every_filled_form_keeps_its_headings_its_footer_and_its_language(kind: str) -> None:
    form = template(kind)
    data = paper(form, example_values(form.fields))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
    root, footer = (etree.fromstring(members(data)[f"word/{part}.xml"]) for part in ("document", "footer1"))
    for table in root.iter(q("w:tbl")):
        if table.find(".//w15:repeatingSection", NS) is not None:
            assert table.find("w:tr/w:trPr/w:tblHeader", NS) is not None
    words = "".join(footer.itertext())
    assert "Dossier 0042" in words
    assert f" {catalogue()[kind].title} " in words
    assert "versie 2" in words
    assert [found.get(q("w:instr")).split()[0] for found in footer.iter(q("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    core = docx.Document(BytesIO(data)).core_properties
    assert (core.title, core.author, core.language) == ("Plan van aanpak", "A. de Vries", "nl-NL")
    assert core.created == core.modified


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_controls_of_a_filled_form_have_the_same_number(kind: str) -> None:
    form = template(kind)
    found: list[str] = []
    for name, content in members(paper(form, example_values(form.fields))).items():
        if name in ("word/document.xml", "word/footer1.xml"):
            found += etree.fromstring(content).xpath("//w:sdtPr/w:id/@w:val", namespaces=NS)
    assert len(found) == len(set(found))


def test_more_rows_than_numbers_made_beforehand_still_have_their_own() -> None:
    form = template("plan_van_aanpak")
    values: dict[str, Any] = example_values(form.fields)
    values["afspraken_overig"] = [{"wat": "a", "wie": "b", "wanneer": "c"}] * MAX_ROWS
    root = etree.fromstring(members(paper(form, values))["word/document.xml"])
    numbers = root.xpath("//w:sdtPr/w:id/@w:val", namespaces=NS)
    assert len(numbers) == len(set(numbers)) > 4 * MAX_ROWS
