import re

import pytest
import word_forms as forms
from word_forms import DATE, TEXT, control, paragraph, repeating, row, table, text, word_file

from portal.documents.content_controls import Choice, Field
from portal.documents.errors import TemplateError
from portal.documents.template import Template, compiled


def problems(data: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        Template.open(data)
    return "\n".join(caught.value.problems)


def test_fields_in_order_of_appearance_document_then_header_then_footer() -> None:
    fields = Template.open(forms.every_kind()).fields
    assert [(field.name, field.kind) for field in fields] == [
        ("medewerker.naam", "text"),
        ("doel", "choice"),
        ("akkoord", "tick"),
        ("zienswijze", "long_text"),
        ("papier.datum", "date"),
        ("activiteiten", "rows"),
        ("werkgever.naam", "text"),
        ("dossier.nummer", "text"),
    ]
    assert fields[0] == Field("medewerker.naam", "Naam van de medewerker", "text", "Vul in")
    assert fields[1].choices[1] == Choice("ander", "Ander werk & meer")
    assert fields[3].hint == "Uw mening & wensen"
    assert [(column.name, column.kind) for column in fields[5].columns] == [
        ("wat", "text"),
        ("wanneer", "date"),
        ("spoor", "choice"),
        ("klaar", "tick"),
    ]


def test_a_template_is_compiled_once() -> None:
    data = forms.every_kind()
    assert compiled(data) is compiled(bytes(bytearray(data)))
    assert re.fullmatch("[0-9a-f]{64}", compiled(data).sha256)


def test_wrapping_controls_of_word_are_looked_through() -> None:
    gallery = (
        '<w:sdt><w:sdtPr><w:id w:val="7"/>'
        '<w:docPartObj><w:docPartGallery w:val="Page Numbers"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph(control('papier.versie', TEXT))}</w:sdtContent></w:sdt>"
    )
    template = Template.open(word_file(paragraph(text("x")), footer=gallery))
    assert [field.name for field in template.fields] == ["papier.versie"]


BLOCK = (
    '<w:sdt><w:sdtPr><w:alias w:val="X"/><w:tag w:val="blok"/><w:id w:val="5"/><w:text/></w:sdtPr>'
    f"<w:sdtContent>{paragraph(text('x'))}</w:sdtContent></w:sdt>"
)
CELL = (
    '<w:tr><w:sdt><w:sdtPr><w:alias w:val="X"/><w:tag w:val="cel"/><w:id w:val="5"/><w:text/></w:sdtPr>'
    f"<w:sdtContent><w:tc>{paragraph(text('x'))}</w:tc></w:sdtContent></w:sdt></w:tr>"
)
NESTED = (
    '<w:sdt><w:sdtPr><w:alias w:val="X"/><w:tag w:val="buiten"/><w:id w:val="5"/><w:text/></w:sdtPr>'
    f"<w:sdtContent>{control('binnen', TEXT)}</w:sdtContent></w:sdt>"
)
ONE_ROW = row(control("lijst.wat", TEXT))
TEXT_BOX = f"<w:r><w:txbxContent>{paragraph(control('doosje', TEXT))}</w:txbxContent></w:r>"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (paragraph(text("Naam:"), control("", TEXT)), r"geen naam \(tag\). Het staat bij «Naam:"),
        (paragraph(control("Één naam", TEXT)), "naam die niet kan"),
        (paragraph(control("a" * 65, TEXT)), "niet meer dan 64 tekens"),
        (paragraph(control("x", TEXT, label=" ")), "heeft geen titel"),
        (paragraph(control("x", "<w:richText/>")), "«x» is van een soort die het portaal niet kent"),
        (paragraph(control("x", "")), "«x» is van een soort die het portaal niet kent"),
        (BLOCK, "«blok» staat om een hele alinea of cel heen"),
        (table(1, CELL), "«cel» staat om een hele alinea of cel heen"),
        (paragraph(NESTED), "«binnen» staat binnen het invulveld «buiten»"),
        (paragraph(TEXT_BOX), "«doosje» staat in een tekstvak"),
        (paragraph(control("x", TEXT), control("x", DATE)), "«x» komt met twee soorten voor: text en date"),
        (
            paragraph(control("x", TEXT, number=9), control("y", TEXT, number=9)),
            r"hetzelfde nummer \(w:id 9\): «x», «y»",
        ),
        (paragraph(control("x", TEXT).replace("<w:id ", "<w:was ")), r"geen nummer \(w:id\): «x»"),
        (paragraph(control("x", forms.choice_kind({}))), "keuzelijst zonder keuzes"),
        (paragraph(control("x", forms.choice_kind({"a": "A", "b": "A"}))), "een keuze twee keer"),
        (
            paragraph(control("x", forms.choice_kind({"a": "A"})), control("x", forms.choice_kind({"b": "A"}))),
            "«x» heeft niet overal dezelfde keuzelijst",
        ),
        (table(1, repeating("lijst", ONE_ROW, row(control("lijst.wat", TEXT)))), "precies één voorbeeldrij"),
        (table(1, repeating("lijst", ONE_ROW + ONE_ROW)), "precies één rij van de tabel"),
        (table(1, repeating("lijst", row(text("x")))), "«lijst» heeft geen invulvelden"),
        (paragraph() + repeating("lijst", ONE_ROW), "«lijst» moet om één rij van een tabel"),
        (
            table(1, repeating("lijst", row(control("ander.wat", TEXT)))),
            "«ander.wat» staat in de lijst «lijst»",
        ),
        (
            table(1, repeating("lijst", ONE_ROW)) + paragraph(control("lijst.wie", TEXT)),
            "«lijst», maar staat erbuiten",
        ),
        (table(1, repeating("lijst", ONE_ROW)) + table(1, repeating("lijst", ONE_ROW)), "meer dan één keer"),
        (paragraph("<w:ins>", text("x"), "</w:ins>"), "bijgehouden wijzigingen"),
        (paragraph(text("Beste {{ naam }}")), "nog {{ of }}"),
        (paragraph("<w:r><w:instrText> MERGEFIELD naam </w:instrText></w:r>"), "samenvoegvelden"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(body: str, sentence: str) -> None:
    assert re.search(sentence, problems(word_file(body)))


def test_every_problem_is_named_at_once() -> None:
    body = paragraph(control("", TEXT)) + paragraph(control("Fout", TEXT)) + BLOCK
    assert len(problems(word_file(body)).splitlines()) == 3


def test_duplicate_ids_are_found_across_parts() -> None:
    data = word_file(paragraph(control("x", TEXT, number=3)), footer=paragraph(control("y", TEXT, number=3)))
    assert "w:id 3" in problems(data)


@pytest.mark.parametrize("data", [b"", b"geen zip", forms.package({"a.txt": "x"}), forms.every_kind()[:900]])
def test_what_is_no_word_document(data: bytes) -> None:
    assert "geen Word-document" in problems(data)


def test_another_kind_of_word_file_and_a_lost_part() -> None:
    parts = forms.word_parts(paragraph(text("x")))
    types = str(parts["[Content_Types].xml"])
    dotx = parts | {"[Content_Types].xml": types.replace("document.main+xml", "template.main+xml")}
    assert "Sla het formulier op als" in problems(forms.package(dotx))
    del parts["word/styles.xml"]
    assert "ontbreekt het onderdeel «word/styles.xml»" in problems(forms.package(parts))


def test_strict_open_xml_is_refused_with_advice() -> None:
    parts = forms.word_parts(paragraph(text("x")))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace(forms.W, strict)
    assert "Sla het op als «Word-document (.docx)»" in problems(forms.package(parts))
