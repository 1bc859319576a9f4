import re

import pytest
import word_forms as forms
from word_forms import (
    CHOICES,
    DATE,
    EVERY_VALUE,
    LONG_TEXT,
    PROPERTIES,
    TEXT,
    choice_kind,
    control,
    paragraph,
    row,
    table,
    text,
    word_file,
)

from portal.documents.errors import RefusedFile
from portal.documents.filling import fill
from portal.documents.reading import identity, read, read_paper
from portal.documents.template import Template
from portal.documents.wordml import parse, text_of

FORM = forms.every_kind()
TEMPLATE = Template.open(FORM)


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """Return the paper as another program might save it: each pattern replaced, which must occur."""
    parts: dict[str, str | bytes] = dict(forms.members(data))
    xml = forms.members(data)["word/document.xml"].decode()
    for pattern, replacement in changes:
        xml, count = re.subn(pattern, replacement, xml, flags=re.DOTALL)
        assert count, pattern
    parts["word/document.xml"] = xml
    return forms.package(parts)


def paper(**values: object) -> bytes:
    return fill(TEMPLATE, {**EVERY_VALUE, **values}, PROPERTIES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7 februari 2026", "2026-02-07"),
        ("7-2-2026", "2026-02-07"),
        ("2026-02-07", "2026-02-07"),
        (" snel ", "snel"),
        (" ", ""),
    ],
)
def test_the_text_of_a_date_wins_over_its_full_date(typed: str, expected: str) -> None:
    assert read(edited(paper(), ("5 januari 2026", typed)))["papier.datum"] == expected


def test_deleted_text_and_deleted_rows_are_not_read() -> None:
    data = edited(
        paper(),
        (
            "(<w:r><w:rPr><w:b/></w:rPr>)<w:t[^>]*>J. Jansen</w:t></w:r>",
            r"<w:del>\1<w:t>J. Jansen</w:t></w:r></w:del>\1<w:t>K. Klaas</w:t></w:r>",
        ),
        ("<w:tr>(?=(?:(?!<w:tr>).)*Tweede gesprek)", "<w:tr><w:trPr><w:del/></w:trPr>"),
    )
    values = read(data)
    assert values["medewerker.naam"] == "K. Klaas"
    assert [found["wat"] for found in values["activiteiten"]] == ["Gesprek"]


def test_inserted_text_is_read() -> None:
    data = edited(paper(), (r"(<w:r><w:rPr><w:b/></w:rPr><w:t[^>]*>J. Jansen</w:t></w:r>)", r"<w:ins>\1</w:ins>"))
    assert read(data)["medewerker.naam"] == "J. Jansen"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('<w14:checked w14:val="1"/>', '<w14:checked w14:val="0"/>'), False),
        (('<w14:checked w14:val="1"/>', '<w14:checked w:val="1"/>'), True),
        (('<w14:checked w14:val="1"/>', '<w14:checked w:val="0"/>'), False),
        (("<w14:checkbox>.*?</w14:checkbox>", ""), True),
    ],
)
def test_a_checkbox_is_read_from_its_state_else_from_its_sign(change: tuple[str, str], expected: bool) -> None:
    assert read(edited(paper(activiteiten=[]), change), TEMPLATE.fields)["akkoord"] is expected


def test_a_choice_is_recognised_by_its_label_and_given_back_as_typed_otherwise() -> None:
    assert (
        read(edited(paper(), ('<w:t xml:space="preserve">Ander werk &amp; meer', "<w:t> Eigen werk ")))["doel"]
        == "eigen"
    )
    assert (
        read(edited(paper(), ('<w:t xml:space="preserve">Ander werk &amp; meer', "<w:t>Iets anders")))["doel"]
        == "Iets anders"
    )


def test_a_dropdown_that_became_text_is_read_with_the_choices_of_the_template() -> None:
    data = edited(paper(), ("<w:dropDownList>.*?</w:dropDownList>", "<w:text/>"))
    assert read(data, TEMPLATE.fields) == EVERY_VALUE


def test_rows_are_found_in_a_table_that_lost_its_repeating_section() -> None:
    data = edited(
        paper(),
        ("<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w15:repeatingSection(Item)?/></w:sdtPr><w:sdtContent>", ""),
        ("</w:tr></w:sdtContent></w:sdt>", "</w:tr>"),
        ("</w:sdtContent></w:sdt></w:tbl>", "</w:tbl>"),
    )
    assert b"repeatingSection" not in forms.members(data)["word/document.xml"]
    assert read(data, TEMPLATE.fields) == EVERY_VALUE


def test_a_row_added_in_word_is_read_and_an_empty_row_is_none() -> None:
    added = edited(
        paper(),
        (
            r'(<w:sdt><w:sdtPr><w:id w:val="1"/><w15:repeatingSectionItem/>.*?</w:tr>(?:</w:\w+>){2})',
            r"\1\1",
        ),
    )
    assert len(read(added)["activiteiten"]) == 3
    assert read(paper(activiteiten=[{"wat": "", "wanneer": "", "spoor": "", "klaar": False}] * 3))["activiteiten"] == []


def test_a_column_whose_control_is_gone_reads_as_empty() -> None:
    data = edited(paper(), (r'<w:sdt><w:sdtPr><w:alias w:val="Activiteiten.wat"/>.*?</w:sdt>', ""))
    assert [found["wat"] for found in read(data, TEMPLATE.fields)["activiteiten"]] == ["", ""]


def test_a_field_whose_control_is_gone_is_not_in_the_answer() -> None:
    data = edited(paper(), ('<w:tag w:val="zienswijze"/>', ""))
    assert "zienswijze" not in read(data, TEMPLATE.fields)


def test_only_the_fields_of_the_template_are_read() -> None:
    fields = tuple(field for field in TEMPLATE.fields if field.name in ("doel", "dossier.nummer"))
    assert read(paper(), fields) == {"doel": "ander", "dossier.nummer": "0042"}


def test_a_field_that_says_two_things_is_a_conflict() -> None:
    reading = read_paper(edited(paper(), ("J. Jansen", "K. Klaas")))
    assert reading.conflicts == {"medewerker.naam": ("K. Klaas", "J. Jansen")}
    assert reading.values["medewerker.naam"] == "K. Klaas"


def test_block_level_controls_of_other_programs_are_read_with_their_paragraphs() -> None:
    block = (
        '<w:sdt><w:sdtPr><w:tag w:val="zienswijze"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{paragraph(text('een'))}{paragraph(text('twee'))}</w:sdtContent></w:sdt>"
    )
    assert read(word_file(block)) == {"zienswijze": "een\ntwee"}


def test_special_signs_in_text() -> None:
    signs = "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:tab/><w:cr/>"
    signs += '<w:sym w:font="X" w:char="F0FE"/></w:r>'
    data = word_file(
        paragraph(
            control("x", LONG_TEXT)
            .replace("<w:showingPlcHdr/>", "")
            .replace("<w:t>Vul in</w:t></w:r>", f"</w:r>{signs}")
        )
    )
    assert read(data) == {"x": "a\u2011b\t\n\uf0fe"}


def test_an_unfilled_template_reads_as_empty() -> None:
    body = paragraph(control("x", TEXT), control("y", DATE), control("z", choice_kind(CHOICES)), forms.tick("t"))
    body += table(1, forms.repeating("lijst", row(control("lijst.a", TEXT))))
    assert read(word_file(body)) == {"x": "", "y": "", "z": "", "t": False, "lijst": []}


@pytest.mark.parametrize("data", [b"", b"geen zip", FORM[:700], forms.package({"x": "y"})])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedFile) as caught:
        read(data)
    assert caught.value.code == "file_damaged"


def test_a_broken_part_is_refused_not_raised() -> None:
    data = edited(paper(), ("</w:body>", ""))
    with pytest.raises(RefusedFile):
        read(data)
    assert identity(data) is not None


def test_an_emoji_as_word_keeps_it_is_read_and_read_once() -> None:
    emoji = "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'>{}</mc:Choice>"
    emoji += "<mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    shown = control("x", TEXT).replace("<w:showingPlcHdr/>", "")
    for choice in ("", "<w:t>😊</w:t>"):
        content = shown.replace("</w:sdtContent>", f"{emoji.format(choice)}</w:sdtContent>")
        assert read(word_file(paragraph(content))) == {"x": "Vul in😊"}


def test_what_older_programs_see_is_not_read_twice() -> None:
    box = "<mc:AlternateContent><mc:Choice Requires='w15'>{}</mc:Choice>"
    box += "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    shown = control("x", TEXT).replace("<w:showingPlcHdr/>", "")
    body = paragraph(box.format(shown.replace("Vul in", "nieuw"), shown.replace("Vul in", "oud")))
    assert read_paper(word_file(body)).values == {"x": "nieuw"}
    assert read_paper(word_file(body)).conflicts == {}


def test_two_lines_between_which_libreoffice_lost_the_break_are_two_lines() -> None:
    lines = "<w:p><w:r><w:t>Eerste regel.</w:t><w:t>Tweede regel.</w:t></w:r></w:p>"
    assert text_of(parse(forms.document(lines).encode())) == "Eerste regel.\nTweede regel."


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("Ander werk &amp; meer", "ander"), ("Eigen werk", ""), ("–", ""), ("Kies maar", "")],
    ids=["chosen", "the_hint", "nothing", "no_item"],
)
def test_a_choice_with_the_mark_of_a_hint_is_a_choice_all_the_same(shown: str, expected: str) -> None:
    form = Template.open(word_file(paragraph(control("x", forms.choice_kind(forms.CHOICES), hint="Eigen werk"))))
    empty = forms.members(fill(form, {"x": ""}, forms.PROPERTIES))
    xml = empty["word/document.xml"].decode()
    assert "<w:showingPlcHdr/>" in xml
    data = forms.package(empty | {"word/document.xml": xml.replace('<w:t xml:space="preserve">–<', f"<w:t>{shown}<")})
    assert read(data, form.fields) == {"x": expected}
