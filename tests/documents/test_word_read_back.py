"""A returned paper beside the copy that we issued: every value in the surest way that works."""

import re
import time
from collections import Counter
from typing import Any

import pytest
import word_forms as forms
from hypothesis import given, settings
from papers import (
    TEMPLATES,
    edited,
    example_values,
    found,
    paper,
    share_read,
    template,
    without_controls,
    without_looks,
    without_names,
    without_sections,
)
from test_word_filling import as_read, values_for
from word_forms import DATE, EVERY_VALUE, LONG_TEXT, TEXT, control, paragraph, row, text, word_file

from portal.documents.errors import RefusedFile
from portal.documents.reading import Conflict, read_back
from portal.documents.template import Template

KINDS = sorted(path.stem for path in TEMPLATES.glob("*.docx"))
FORM = Template.open(forms.every_kind())
ISSUED = paper(FORM, EVERY_VALUE)
PLAN = template("plan_van_aanpak")
PLAN_VALUES = {
    **example_values(PLAN.fields),
    "laatste_werkzaamheden": "Eerste regel.\nHet laatste werk.",
    "tijdelijk_werk_doel": "Het oude doel",
    "casemanager_akkoord": True,
}
PLAN_PAPER = paper(PLAN, PLAN_VALUES)
NEW_ROW = row(*map(text, ("Derde gesprek", "3 maart 2026", "Eigen werk", "☒")))
THIRD = {"wat": "Derde gesprek", "wanneer": "2026-03-03", "spoor": "eigen", "klaar": True}


def tiers(data: bytes, issued: bytes, form: Template) -> set[str]:
    return {read.tier for read in read_back(data, issued, form.fields).values.values()}


@settings(max_examples=60, deadline=None)
@given(values_for(FORM.fields))
def test_of_our_own_file_every_value_comes_back_by_its_name(values: dict[str, Any]) -> None:
    issued = paper(FORM, values)
    reading = read_back(issued, issued, FORM.fields)
    assert found(reading) == as_read(values)
    assert {read.tier for read in reading.values.values()} <= {"tags", "columns"}
    assert (reading.conflicts, reading.unreadable, reading.strays) == ((), (), ())


@settings(max_examples=60, deadline=None)
@given(values_for(FORM.fields))
def test_unchanged_values_come_back_exactly_without_controls(values: dict[str, Any]) -> None:
    # Without controls nobody can tell two cells of nothing but white space apart.
    rows = [row for row in values["activiteiten"] if row["wat"] == "" or row["wat"].strip() not in ("", "–")]
    issued = paper(FORM, {**values, "activiteiten": rows})
    reading = read_back(without_controls(issued), issued, FORM.fields)
    assert found(reading) == as_read({**values, "activiteiten": rows})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [without_controls, without_names, without_sections])
def test_every_form_comes_back_whatever_a_program_drops(kind: str, change: Any) -> None:
    form = template(kind)
    values = example_values(form.fields)
    issued = paper(form, values)
    reading = read_back(change(issued), issued, form.fields)
    assert share_read(values, reading) >= (1 if change is without_sections else 0.95)
    assert reading.strays == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_comes_back_from_a_program_that_keeps_only_text_and_tables(kind: str) -> None:
    form = template(kind)
    values = example_values(form.fields)
    issued = paper(form, values)
    reading = read_back(without_looks(issued), issued, form.fields)
    assert share_read(values, reading) >= 0.95
    assert reading.strays == ("Concept van de leidinggevende",)


def test_a_form_that_went_out_empty_and_comes_back_full_without_controls() -> None:
    empty = {field.name: [] if field.kind == "rows" else False if field.kind == "tick" else "" for field in PLAN.fields}
    issued = paper(PLAN, empty)
    assert share_read(PLAN_VALUES, read_back(without_controls(PLAN_PAPER), issued, PLAN.fields)) >= 0.95


def test_the_way_in_which_each_value_was_read_is_said() -> None:
    assert tiers(ISSUED, ISSUED, FORM) == {"tags"}
    assert tiers(without_controls(ISSUED), ISSUED, FORM) == {"comparison", "columns"}


def test_a_row_without_controls_is_read_by_its_columns() -> None:
    data = edited(without_sections(ISSUED), ("</w:tr></w:tbl>", f"</w:tr>{NEW_ROW}</w:tbl>"))
    read = read_back(data, ISSUED, FORM.fields).values["activiteiten"]
    assert read.value == [*EVERY_VALUE["activiteiten"], THIRD]  # type: ignore[misc]
    assert (read.tier, read.rows) == ("columns", ("tags", "tags", "columns"))


def test_rows_keep_the_order_of_the_table() -> None:
    first = re.search("<w:tr>(?:(?!</w:tr>).)*Gesprek.*?</w:tr>", word_xml(without_sections(ISSUED)), re.DOTALL)
    assert first is not None
    row_xml = first[0][first[0].rindex("<w:tr>") :]
    data = edited(without_sections(ISSUED), (row_xml, NEW_ROW + row_xml))
    rows = found(read_back(data, ISSUED, FORM.fields))["activiteiten"]
    assert [one["wat"] for one in rows] == ["Derde gesprek", "Gesprek", "Tweede gesprek"]


def test_rows_are_found_when_the_paper_has_no_controls_at_all() -> None:
    data = edited(without_controls(ISSUED), ("</w:tr></w:tbl>", f"</w:tr>{NEW_ROW}</w:tbl>"))
    read = read_back(data, ISSUED, FORM.fields).values["activiteiten"]
    assert read.value == [*EVERY_VALUE["activiteiten"], THIRD]  # type: ignore[misc]
    assert read.tier == "columns"


def test_all_rows_deleted_is_an_empty_list_and_no_table_is_not_found() -> None:
    bare = word_xml(without_controls(ISSUED))
    start, end = bare.index("</w:tr>") + len("</w:tr>"), bare.index("</w:tbl>")
    data = edited(without_controls(ISSUED), (bare[start:end], ""))
    assert found(read_back(data, ISSUED, FORM.fields))["activiteiten"] == []
    whole = bare[bare.index("<w:tbl>") : end + len("</w:tbl>")]
    reading = read_back(edited(without_controls(ISSUED), (whole, "")), ISSUED, FORM.fields)
    assert reading.unreadable == ("activiteiten",)


def test_a_cell_that_lost_its_control_is_read_from_its_place() -> None:
    xml = word_xml(ISSUED)
    cell = re.search('<w:sdt><w:sdtPr><w:alias w:val="Activiteiten.wat"/>.*?</w:sdt>', xml, re.DOTALL)
    assert cell is not None
    read = read_back(edited(ISSUED, (cell[0], text("Ander gesprek"))), ISSUED, FORM.fields).values["activiteiten"]
    assert read.value[0] == {**EVERY_VALUE["activiteiten"][0], "wat": "Ander gesprek"}  # type: ignore[index]
    assert read.rows == ("columns", "tags")


def test_a_list_in_another_place_of_the_paper_is_still_the_list() -> None:
    xml = word_xml(ISSUED)
    whole = xml[xml.index("<w:tbl>") : xml.index("</w:tbl>") + len("</w:tbl>")]
    data = edited(ISSUED, (whole, ""), ("<w:body>", f"<w:body>{whole}"))
    assert found(read_back(data, ISSUED, FORM.fields)) == EVERY_VALUE


def word_xml(data: bytes) -> str:
    return forms.members(data)["word/document.xml"].decode()


@pytest.mark.parametrize("change", [without_controls, without_names])
def test_changed_words_are_read_where_they_stand(change: Any) -> None:
    data = edited(
        change(PLAN_PAPER),
        ("Het laatste werk.", "Nu anders</w:t><w:br/><w:t>en een regel meer &amp; slot."),
        ("Het oude doel", "Kort doel «é» 😊"),
        ("☒", "☐"),
    )
    assert found(read_back(data, PLAN_PAPER, PLAN.fields)) == {
        **PLAN_VALUES,
        "laatste_werkzaamheden": "Eerste regel.\nNu anders\nen een regel meer & slot.",
        "tijdelijk_werk_doel": "Kort doel «é» 😊",
        "casemanager_akkoord": False,
    }


QUESTIONS = Template.open(
    word_file(
        paragraph(text("Eerste vraag"))
        + paragraph(control("een", LONG_TEXT))
        + paragraph(text("Tweede vraag"))
        + paragraph(control("twee", LONG_TEXT))
        + paragraph(text("Naam: "), control("naam", TEXT), text(", datum "), control("dag", DATE), text("."))
        + paragraph(text("Einde"))
    )
)
ANSWERS = {"een": "Het antwoord", "twee": "Nog een antwoord", "naam": "J. Jansen", "dag": "2026-01-05"}


@pytest.mark.parametrize("change", [without_controls, lambda data: data])
def test_paragraphs_typed_under_an_answer_belong_to_it(change: Any) -> None:
    issued = paper(QUESTIONS, ANSWERS)
    more = paragraph(text("Onder het antwoord")) + paragraph() + paragraph(text("Slot"))
    second = paragraph(text("Tweede vraag"))
    head, tail = second.removesuffix("</w:p>"), "</w:p>"
    data = edited(change(issued), (head + tail, more + head + tail))
    read = read_back(data, issued, QUESTIONS.fields)
    assert read.values["een"].value == "Het antwoord\nOnder het antwoord\n\nSlot"
    assert read.values["een"].tier == "comparison"
    assert found(read) == {**ANSWERS, "een": read.values["een"].value}
    assert read.strays == ()


def test_paragraphs_typed_over_an_answer_belong_to_it() -> None:
    issued = paper(QUESTIONS, ANSWERS)
    first = paragraph(text("Eerste vraag"))
    data = edited(without_controls(issued), (first, first + paragraph(text("Vooraf"))))
    assert found(read_back(data, issued, QUESTIONS.fields))["een"] == "Vooraf\nHet antwoord"


def test_an_emptied_answer_is_empty() -> None:
    issued = paper(QUESTIONS, ANSWERS)
    data = edited(without_controls(issued), ("Het antwoord", ""), ("J. Jansen", ""))
    assert found(read_back(data, issued, QUESTIONS.fields)) == {**ANSWERS, "een": "", "naam": ""}


def test_an_empty_answer_that_was_filled_in_is_read() -> None:
    issued = paper(QUESTIONS, {**ANSWERS, "een": "", "dag": ""})
    data = without_controls(issued)
    assert found(read_back(data, issued, QUESTIONS.fields)) == {**ANSWERS, "een": "", "dag": ""}
    data = edited(data, ("–", "Nu wel"), ("–", "6 januari 2026"))
    assert found(read_back(data, issued, QUESTIONS.fields)) == {**ANSWERS, "een": "Nu wel", "dag": "2026-01-06"}


def test_text_outside_the_fields_is_noted_and_not_taken() -> None:
    issued = paper(QUESTIONS, ANSWERS)
    data = edited(issued, (text("Einde"), text("Einde, en dit nog")), (text(", datum "), text(", in Haarlem, datum ")))
    reading = read_back(data, issued, QUESTIONS.fields)
    assert found(reading) == ANSWERS
    assert reading.strays == ("Naam: , in Haarlem, datum .", "Einde, en dit nog")


def test_an_answer_moved_to_another_question_is_read_there() -> None:
    issued = paper(QUESTIONS, ANSWERS)
    data = edited(without_controls(issued), ("Het antwoord", ""), ("Nog een antwoord", "Het antwoord"))
    assert found(read_back(data, issued, QUESTIONS.fields)) == {**ANSWERS, "een": "", "twee": "Het antwoord"}


def test_two_values_an_unreadable_date_and_an_unknown_choice_are_conflicts() -> None:
    data = edited(
        ISSUED,
        ("J. Jansen", "K. Klaas"),
        ("5 januari 2026", "volgende week"),
        ("1 februari 2026", "zodra het kan"),
        ("Eigen werk</w:t>", "Iets anders</w:t>"),
    )
    reading = read_back(data, ISSUED, FORM.fields)
    assert reading.conflicts == (
        Conflict("medewerker.naam", "two_values", ("K. Klaas", "J. Jansen")),
        Conflict("papier.datum", "unreadable_date", ("volgende week",)),
        Conflict("activiteiten[1].wanneer", "unreadable_date", ("zodra het kan",)),
        Conflict("activiteiten[1].spoor", "unknown_choice", ("Iets anders",)),
    )
    assert found(reading)["papier.datum"] == "volgende week"


def test_a_conflict_is_seen_without_names_too() -> None:
    data = edited(without_controls(ISSUED), ("5 januari 2026", "31 februari 2026"))
    assert [one.code for one in read_back(data, ISSUED, FORM.fields).conflicts] == ["unreadable_date"]


def test_a_letter_gives_no_values_and_a_broken_file_is_refused() -> None:
    letter = word_file("".join(paragraph(text(f"Beste collega, dit is regel {number}.")) for number in range(60)))
    reading = read_back(letter, PLAN_PAPER, PLAN.fields)
    assert set(reading.unreadable) == {field.name for field in PLAN.fields}
    assert (reading.values, reading.conflicts) == ({}, ())
    with pytest.raises(RefusedFile):
        read_back(b"geen zip", ISSUED, FORM.fields)


def test_a_paper_of_many_thousand_lines_is_compared_in_bounded_time() -> None:
    long = word_file("".join(paragraph(text(f"Regel {number} &amp; –")) for number in range(15_000)))
    started = time.process_time()
    reading = read_back(long, without_controls(PLAN_PAPER), PLAN.fields)
    reading = read_back(long, PLAN_PAPER, PLAN.fields)
    assert time.process_time() - started < 10
    assert Counter(read.tier for read in reading.values.values())["tags"] == 0
