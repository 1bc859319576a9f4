"""The delivered Word templates can be read by everyone: headings, table heads, language, titles, contrast, footer."""

from collections.abc import Iterator

import pytest
from lxml import etree
from papers import TEMPLATES, edited
from shipped import CATALOGUE, KINDS, tree
from word_forms import members

from tests.contrast import contrast

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
SMALLEST = 17
"""Half points: 8.5, the footer."""
ENOUGH_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val")


@pytest.mark.parametrize("kind", KINDS)
def test_footer_carries_dossier_kind_version_and_page(kind: str) -> None:
    footer = tree(kind, "word/footer1.xml")
    tags = [_value(tag) for tag in footer.iter(f"{W}tag")]
    pages = [field.get(f"{W}instr").strip() for field in footer.iter(f"{W}fldSimple")]
    assert tags == ["dossier.nummer", "papier.versie"]
    assert pages == ["PAGE", "NUMPAGES"]
    assert CATALOGUE[kind]["title"] in "".join(footer.itertext())
    assert [link.tag for link in tree(kind, "word/document.xml").iter(f"{W}footerReference")] == [f"{W}footerReference"]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_described_and_rows_are_not_split(kind: str) -> None:
    document = tree(kind, "word/document.xml")
    tables = list(document.iter(f"{W}tbl"))
    assert tables
    for table in tables:
        assert _value(table.find(f"{W}tblPr/{W}tblCaption"))
        assert _value(table.find(f"{W}tblPr/{W}tblDescription"))
    for row in document.iter(f"{W}tr"):
        assert row.find(f"{W}trPr/{W}cantSplit") is not None


def _headless(document: etree._Element) -> Iterator[str]:
    """The tables of which a screen reader cannot say the heads, or of which the head does not repeat."""
    for table in document.iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        look = table.find(f"{W}tblPr/{W}tblLook")
        on_top, on_the_left = (look.get(f"{W}{side}") == "1" for side in ("firstRow", "firstColumn"))
        labels = [_value(row.find(f"{W}tc/{W}p/{W}pPr/{W}pStyle")) == "Veldnaam" for row in rows]
        tinted = [row.find(f".//{W}shd") is not None for row in rows]
        fine = (on_top, heads) == (True, [True] + [False] * (len(rows) - 1)) or (on_the_left and all(labels))
        if on_top == on_the_left or not fine or tinted != heads:
            yield _value(table.find(f"{W}tblPr/{W}tblCaption"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_a_head_that_repeats_or_labels_on_the_left(kind: str) -> None:
    assert list(_headless(tree(kind, "word/document.xml"))) == []


@pytest.mark.parametrize(
    ("old", "new", "table"),
    [
        ("<w:tblHeader/>", "", "Gegevens van medewerker, werkgever en dossier"),
        ('w:firstColumn="1"', 'w:firstRow="1"', "Het gesprek in het kort"),
        ('w:firstColumn="1"', 'w:firstRow="1" w:firstColumn="1"', "Het gesprek in het kort"),
    ],
)
def test_a_table_without_a_head_is_seen(old: str, new: str, table: str) -> None:
    data = edited((TEMPLATES / "gespreksverslag.docx").read_bytes(), (old, new))
    assert list(_headless(etree.fromstring(members(data)["word/document.xml"]))) == [table]


def _levels(document: etree._Element) -> list[int]:
    styles = [_value(style) for style in document.iter(f"{W}pStyle")]
    return [int(style.removeprefix("Heading")) for style in styles if style.startswith("Heading")]


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_word_headings_and_skip_no_level(kind: str) -> None:
    document, styles = tree(kind, "word/document.xml"), tree(kind, "word/styles.xml")
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = [_value(style) for style in document.iter(f"{W}pStyle")]
    assert set(used) <= known
    assert used.count("Title") + used.count("Onderwerp") == 1
    levels = _levels(document)
    assert levels
    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))
    for paragraph in document.iter(f"{W}p"):
        if _value(paragraph.find(f"{W}pPr/{W}pStyle")).startswith(("Heading", "Title")):
            assert "".join(paragraph.itertext()).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_the_language_is_dutch_and_the_file_has_its_title(kind: str) -> None:
    for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/glossary/styles.xml"):
        assert {_value(language) for language in tree(kind, part).iter(f"{W}lang")} <= {"nl-NL"}
    assert {_value(language) for language in tree(kind, "word/styles.xml").iter(f"{W}lang")} == {"nl-NL"}
    core = tree(kind, "docProps/core.xml")
    assert core.findtext(f"{DUBLIN_CORE}title") == CATALOGUE[kind]["title"]
    assert core.findtext(f"{DUBLIN_CORE}language") == "nl-NL"


def _silent_pictures(document: etree._Element) -> list[str]:
    """The pictures without words for who cannot see them; the old kind of picture has no place for words."""
    drawn = [picture.get("name", "") for picture in document.iter(DRAWN) if not picture.get("descr")]
    return drawn + [picture.tag for picture in document.iter(f"{W}pict", f"{W}object")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_described(kind: str) -> None:
    assert _silent_pictures(tree(kind, "word/document.xml")) == []
    assert _silent_pictures(tree(kind, "word/footer1.xml")) == []


def test_a_picture_without_words_is_seen() -> None:
    document = tree("gespreksverslag", "word/document.xml")
    etree.SubElement(document[0][0], DRAWN, name="logo", descr="Logo van de provincie")
    assert _silent_pictures(document) == []
    etree.SubElement(document[0][0], DRAWN, name="handtekening")
    etree.SubElement(document[0][0], f"{W}pict")
    assert _silent_pictures(document) == ["handtekening", f"{W}pict"]


@pytest.mark.parametrize("kind", KINDS)
def test_words_stand_out_and_are_large_enough(kind: str) -> None:
    styles, document = tree(kind, "word/styles.xml"), tree(kind, "word/document.xml")
    grounds = {"FFFFFF", *(shade.get(f"{W}fill") for shade in document.iter(f"{W}shd"))}
    colours = {_value(colour) for part in (styles, document) for colour in part.iter(f"{W}color")}
    assert min(contrast(colour, ground) for colour in colours for ground in grounds) >= ENOUGH_CONTRAST
    assert min(int(_value(size)) for size in styles.iter(f"{W}sz")) >= SMALLEST


def test_contrast_is_measured_as_the_guideline_says() -> None:
    assert round(contrast("000000", "FFFFFF"), 2) == 21
    assert round(contrast("777777", "FFFFFF"), 2) == 4.48
