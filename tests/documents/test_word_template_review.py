"""The check of a template speaks in sentences, offers to repair, and keeps what it offers."""

import re
from pathlib import Path

import pytest
import word_forms as forms
from papers import TEMPLATES, edited, template
from template_check import KNOWN, check, errors, only_error, repaired
from word_forms import (
    CHOICES,
    DATE,
    LONG_TEXT,
    TEXT,
    choice_kind,
    control,
    paragraph,
    repeating,
    row,
    table,
    text,
    word_file,
)

from portal.documents.template import Template
from portal.documents.template_mending import mended
from portal.documents.template_review import check_template

BLOCK = (
    '<w:sdt><w:sdtPr><w:alias w:val="Zienswijze"/><w:tag w:val="zienswijze"/><w:id w:val="5"/>'
    f'<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent>{paragraph(text("Uw mening"))}{paragraph(text("Meer"))}'
    "</w:sdtContent></w:sdt>"
)
CELL = (
    '<w:tr><w:sdt><w:sdtPr><w:alias w:val="Zienswijze"/><w:tag w:val="zienswijze"/><w:id w:val="5"/><w:text/>'
    f"</w:sdtPr><w:sdtContent><w:tc><w:tcPr/>{paragraph(text('Uw mening'))}</w:tc></w:sdtContent></w:sdt></w:tr>"
)
NESTED = (
    '<w:sdt><w:sdtPr><w:alias w:val="X"/><w:tag w:val="eigen.buiten"/><w:id w:val="5"/><w:text/></w:sdtPr>'
    f"<w:sdtContent>{control('zienswijze', TEXT)}</w:sdtContent></w:sdt>"
)
RICH = control("zienswijze", "<w:richText/>")
COMBO = choice_kind(CHOICES).replace("dropDownList", "comboBox")


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_nothing_is_wrong_with_the_templates_as_delivered(path: Path) -> None:
    known = {field.name: field for field in template(path.stem).fields}
    assert check_template(path.read_bytes(), known, tuple(known)) == ()


def test_a_misspelled_name_gets_the_nearest_known_one() -> None:
    finding = only_error(paragraph(text("Wat vindt u? "), control("zienswijse", LONG_TEXT)))
    assert finding.sentence == "Het portaal kent geen invulveld «zienswijse»."
    assert finding.proposal == "Bedoelt u «zienswijze» (Zienswijze)?"
    assert finding.place == "bij «Wat vindt u?»"
    assert [field.name for field in repaired(paragraph(control("zienswijse", LONG_TEXT))).fields] == ["zienswijze"]


def test_a_misspelled_column_gets_the_nearest_of_its_list() -> None:
    body = table(1, repeating("activiteiten", row(control("activiteiten.wta", TEXT))))
    assert "«activiteiten.wat»" in only_error(body).proposal
    assert [column.name for column in repaired(body).fields[0].columns] == ["wat"]


def test_a_name_like_nothing_known_is_offered_as_a_new_question() -> None:
    finding = only_error(paragraph(control("parkeerplaats", TEXT)))
    assert "«eigen.parkeerplaats»" in finding.proposal
    assert [field.name for field in repaired(paragraph(control("parkeerplaats", TEXT))).fields] == [
        "eigen.parkeerplaats"
    ]


def test_own_fields_and_lists_are_fine() -> None:
    own_row = row(control("eigen.hulp.wat", TEXT), control("eigen.hulp.tot", DATE))
    body = paragraph(control("eigen.rijbewijs", choice_kind(CHOICES))) + table(2, repeating("eigen.hulp", own_row))
    assert errors(check(body)) == []
    assert [field.name for field in Template.open(word_file(body)).fields] == ["eigen.rijbewijs", "eigen.hulp"]


def test_without_known_fields_any_name_will_do() -> None:
    assert check(paragraph(control("wat_dan_ook", TEXT)), known={}) == ()


def test_what_is_required_may_not_be_missing_and_what_is_not_used_is_said() -> None:
    findings = check(paragraph(control("doel", choice_kind(CHOICES))), required=("zienswijze", "doel|akkoord", "x|y"))
    assert [(finding.code, finding.sentence) for finding in findings] == [
        ("missing_name", "Het verplichte invulveld «zienswijze» ontbreekt."),
        ("missing_name", "Het verplichte invulveld «x» of «y» ontbreekt."),
        ("unused_names", "Deze invulvelden staan niet in dit formulier: «activiteiten»."),
    ]
    assert "«Zienswijze»" in findings[0].proposal


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (paragraph(text("Zienswijze")) + paragraph(control("", LONG_TEXT, label=" ")), "zienswijze"),
        (table(2, row(text("Papier.datum"), control("", DATE, label=" "))), "papier.datum"),
        (paragraph(text("Naam van de medewerker: "), control("", TEXT, label=" ")), "medewerker.naam"),
        (paragraph(control("", TEXT, label="Naam van de medewerker")), "medewerker.naam"),
        (paragraph(text("Heeft u een rijbewijs?"), control("", TEXT, label=" ")), "eigen.heeft_u_een_rijbewijs"),
    ],
)
def test_a_control_without_name_is_found_by_the_words_beside_it(body: str, name: str) -> None:
    finding = next(one for one in errors(check(body)) if one.code == "no_name")
    assert finding.proposal == f"Noem het «{name}»."
    assert [field.name for field in repaired(body).fields] == [name]


def test_a_control_without_name_or_words_can_be_taken_away() -> None:
    body = paragraph(text("Beste collega")) + paragraph(control("", TEXT, label=" ", hint="Tekst"))
    xml = body.replace(paragraph(text("Beste collega")), "")
    finding = only_error(xml)
    assert finding.proposal.startswith("Haal dit invulveld weg")
    assert repaired(xml).fields == ()


@pytest.mark.parametrize(
    "body", [BLOCK, table(1, CELL), paragraph(NESTED), paragraph(RICH), paragraph(control("zienswijze", ""))]
)
def test_what_stands_wrong_is_put_right(body: str) -> None:
    found = errors(check(body))
    assert found
    assert all(finding.offer and finding.proposal for finding in found)
    fields = repaired(body).fields
    assert [(field.name, field.kind in ("text", "long_text")) for field in fields] == [("zienswijze", True)]


def test_putting_a_control_in_its_line_keeps_the_words_around_it() -> None:
    data = word_file(BLOCK)
    data = mended(data, {finding.offer for finding in errors(check_template(data, KNOWN, ()))})
    xml = forms.members(data)["word/document.xml"].decode()
    assert re.search(r"<w:p><w:sdt>.*Uw mening.*</w:sdt></w:p><w:p>.*Meer.*</w:p>", xml)


def test_a_combo_box_becomes_a_list_to_choose_from() -> None:
    (field,) = repaired(paragraph(control("doel", COMBO))).fields
    assert (field.kind, len(field.choices)) == ("choice", 3)


def test_another_kind_than_the_portal_knows() -> None:
    finding = only_error(paragraph(control("papier.datum", TEXT)))
    assert finding.sentence == "Het invulveld «papier.datum» is in het portaal een datum, en in dit formulier tekst."
    assert repaired(paragraph(control("papier.datum", TEXT))).fields[0].kind == "date"
    finding = only_error(paragraph(forms.tick("zienswijze")))
    assert (finding.code, finding.offer) == ("other_kind", "")


def test_one_line_for_a_long_text_is_a_notice_with_an_offer() -> None:
    data = word_file(paragraph(control("zienswijze", TEXT)))
    finding = next(one for one in check_template(data, KNOWN, ()) if one.code == "one_line")
    assert finding.severity == "notice"
    assert Template.open(mended(data, {finding.offer})).fields[0].kind == "long_text"


def test_a_question_that_was_changed_on_the_page_alone_is_a_notice_with_an_offer() -> None:
    """The web form asks the title: whoever changes only the words above the field sees the old question there."""
    body = paragraph(text("Wat vindt u ervan?")) + paragraph(control("zienswijze", LONG_TEXT))
    (finding,) = [one for one in check(body) if one.code == "other_question"]
    assert finding.severity == "notice"
    assert finding.sentence == (
        "Bij het invulveld «zienswijze» staat «Wat vindt u ervan?». Het webformulier vraagt nog «Zienswijze»."
    )
    data = mended(word_file(body), {finding.offer})
    assert Template.open(data).fields[0].label == "Wat vindt u ervan?"
    assert "other_question" not in {one.code for one in check_template(data, KNOWN, ())}


@pytest.mark.parametrize(
    "body",
    [
        paragraph(text("Zienswijze")) + paragraph(control("zienswijze", LONG_TEXT)),
        paragraph(text("Wat vindt u ervan?"))
        + paragraph(control("zienswijze", LONG_TEXT, label="Uw eigen kijk op dit stuk")),
        paragraph(text("Hij vond het werk "), control("zienswijze", LONG_TEXT)),
        paragraph(control("zienswijze", LONG_TEXT)),
    ],
)
def test_a_question_that_is_the_same_or_has_a_title_of_its_own_or_stands_in_a_sentence_is_left_alone(body: str) -> None:
    assert "other_question" not in {one.code for one in check(body)}


def test_other_choices_than_the_portal_knows() -> None:
    body = paragraph(control("doel", choice_kind({"eigen": "Eigen werk", "derde": "Derde"})))
    finding = only_error(body)
    assert finding.sentence == (
        "De keuzelijst «doel» heeft andere keuzes dan het portaal kent."
        " Te veel: «Derde». Er ontbreekt: «Ander werk & meer», «Werk bij een ander <bedrijf>»."
    )
    assert repaired(body).fields[0].choices == KNOWN["doel"].choices


def test_other_words_for_the_same_choices_are_allowed() -> None:
    body = paragraph(control("doel", choice_kind({**CHOICES, "eigen": "Het eigen werk"})))
    assert errors(check(body)) == []
    assert "other_words" in {finding.code for finding in check(body)}


def test_controls_without_number_or_title() -> None:
    body = paragraph(
        control("zienswijze", LONG_TEXT, number=7),
        control("medewerker.naam", TEXT, number=7, label=" "),
    ).replace('<w:alias w:val=" "/>', "")
    assert {finding.code for finding in errors(check(body))} == {"bad_number", "no_title"}
    assert {field.name: field.label for field in repaired(body).fields} == {
        "zienswijze": "Zienswijze",
        "medewerker.naam": "Naam van de medewerker",
    }


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (paragraph(text("Beste {{ naam }}")), "leftover_braces", "«{{ naam }}»"),
        (paragraph("<w:r><w:instrText> MERGEFIELD Achternaam </w:instrText></w:r>"), "merge_field", "«Achternaam»"),
        (paragraph('<w:fldSimple w:instr=" MERGEFIELD &quot;Postcode&quot; "/>'), "merge_field", "«Postcode»"),
        (paragraph("<w:ins>", text("Nieuw"), "</w:ins>"), "tracked_changes", "Accepteren"),
    ],
)
def test_leftovers_are_named(body: str, code: str, words: str) -> None:
    finding = only_error(body)
    assert finding.code == code
    assert words in finding.sentence + finding.proposal


@pytest.mark.parametrize(
    "offer",
    [
        "",
        "iets",
        "name:99:x",
        "name:x:y",
        "name:0:Geen Naam",
        "name:-1:x",
        "list:er_niet:x",
        "inline:0",
        "choices:0:[]",
    ],
)
def test_what_was_never_offered_is_refused(offer: str) -> None:
    with pytest.raises(ValueError, match=r"^no"):
        mended(word_file(paragraph(control("zienswijze", LONG_TEXT))), {offer})


def test_nothing_accepted_changes_nothing() -> None:
    data = forms.every_kind()
    assert mended(data, ()) == data


def test_text_that_is_already_in_a_field_is_said_and_can_be_taken_away() -> None:
    data = edited(word_file(paragraph(control("zienswijze", LONG_TEXT, hint="Wij zien"))), ("<w:showingPlcHdr/>", ""))
    (finding,) = [one for one in check_template(data, KNOWN, ()) if one.code == "has_text"]
    assert finding.severity == "notice"
    assert finding.sentence == (
        "In het veld «Zienswijze» staat al tekst: «Wij zien». Die tekst komt in geen enkel stuk."
    )
    better = mended(data, {finding.offer})
    assert "has_text" not in {one.code for one in check_template(better, KNOWN, ())}
    assert Template.open(better).fields[0].hint == "Zienswijze"


def test_a_hint_that_a_program_forgot_to_be_one_is_no_text() -> None:
    hint = KNOWN["zienswijze"].hint
    data = edited(word_file(paragraph(control("zienswijze", LONG_TEXT, hint=hint))), ("<w:showingPlcHdr/>", ""))
    assert "has_text" not in {one.code for one in check_template(data, KNOWN, ())}
