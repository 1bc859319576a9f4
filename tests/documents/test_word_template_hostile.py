"""Templates that were made to break a page later: they are cleaned, or refused with a sentence."""

import time
from typing import Any

import pytest
from papers import edited
from word_forms import (
    DATE,
    LONG_TEXT,
    PROPERTIES,
    TEXT,
    choice_kind,
    control,
    package,
    paragraph,
    repeating,
    row,
    table,
    text,
    tick,
    word_file,
    word_parts,
)

from portal.documents.content_controls import Choice
from portal.documents.errors import TemplateError
from portal.documents.filling import fill
from portal.documents.made_at import made_at
from portal.documents.reading import read
from portal.documents.sections import sections
from portal.documents.template import Template
from portal.documents.template_mending import mended
from portal.documents.template_review import check_template
from portal.documents.wordml import character


def sign(code: str) -> str:
    return f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in check_template(data, {}, ()) if finding.severity == "error"]


def round_trip(body: str, values: dict[str, Any]) -> Any:
    form = Template.open(word_file(body))
    return read(fill(form, values, PROPERTIES, show_hints=True), form.fields)


def seconds(data: bytes) -> float:
    started = time.process_time()
    check_template(data, {}, ())
    return time.process_time() - started


@pytest.mark.parametrize(
    ("code", "found"),
    [("D800", ""), ("0000", ""), ("0001", ""), ("FFFE", ""), ("202E", ""), ("41", ""), (None, ""), ("F0FE", "\uf0fe")],
)
def test_a_sign_that_cannot_stand_in_text_is_none(code: str | None, found: str) -> None:
    assert character(code) == found


@pytest.mark.parametrize("code", ["D800", "0001", "FFFE"])
def test_headings_hints_and_titles_can_always_be_shown(code: str) -> None:
    heading = f'<w:p><w:pPr><w:pStyle w:val="Kop"/></w:pPr>{text("Kop")}{sign(code)}</w:p>'
    asked = control("eigen.a", TEXT, label="Vr\u202eaag").replace(
        "<w:t>Vul in</w:t>", f"<w:t>Vul in</w:t>{sign(code)[5:-6]}"
    )
    parts = word_parts(heading + paragraph(asked))
    style = '<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="heading 1"/></w:style></w:styles>'
    parts["word/styles.xml"] = str(parts["word/styles.xml"]).replace("</w:styles>", style)
    data = package(parts)
    assert codes(data) == []
    assert sections(data)[0].heading == "Kop"
    (field,) = Template.open(data).fields
    assert (field.label, field.hint) == ("Vraag", "Vul in")


@pytest.mark.parametrize("state", ["", 'w14:val="0001"', 'w14:val="D800"', f'w14:val="{"F" * 18}"', 'w14:val="ZZZZ"'])
def test_a_tick_with_an_impossible_sign_gets_the_usual_one(state: str) -> None:
    body = paragraph(tick("eigen.a").replace('w14:val="2612"', state))
    assert codes(word_file(body)) == []
    for on in (True, False):
        assert round_trip(body, {"eigen.a": on}) == {"eigen.a": on}
    form = Template.open(word_file(body))
    assert form.fields[0].kind == "tick"


def test_the_name_of_a_column_has_no_dot_and_gets_another() -> None:
    data = word_file(table(1, repeating("eigen.l", row(control("eigen.l.a.b", TEXT)))))
    (finding,) = check_template(data, {}, ())
    assert finding.code == "dotted_column"
    (field,) = Template.open(mended(data, {finding.offer})).fields
    assert [column.name for column in field.columns] == ["a_b"]


def test_a_title_may_look_like_what_we_cut_at() -> None:
    for label in ("w:fullDate=", 'fullDate="', "<?portaal day?>"):
        escaped = label.replace("<", "&lt;").replace('"', "&quot;")
        body = paragraph(control("eigen.dag", DATE, label="X").replace('w:val="X"', f'w:val="{escaped}"'))
        assert codes(word_file(body)) == []
        assert round_trip(body, {"eigen.dag": "2026-05-01"}) == {"eigen.dag": "2026-05-01"}


def test_a_short_name_of_xml_that_means_something_else_is_refused() -> None:
    inside = paragraph(control("eigen.dag", DATE)).replace("w:", "z:").replace("<z:p>", "<z:p W>")
    inside = inside.replace(
        " W>", ' xmlns:z="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w="urn:x">'
    )
    assert codes(word_file(inside)) == ["rebound_prefix"]


def test_choices_are_cleaned() -> None:
    body = paragraph(control("eigen.a", choice_kind({" x ": "X\u202eZ", "y": "  ", "z": "een  twee"})))
    data = word_file(body)
    assert codes(data) == []
    assert Template.open(data).fields[0].choices == (Choice("x", "XZ"), Choice("y", "y"), Choice("z", "een  twee"))
    for value in ("x", "y", "z", ""):
        assert round_trip(body, {"eigen.a": value}) == {"eigen.a": value}


def test_a_trial_finds_what_does_not_come_back() -> None:
    """An empty list without a hint shows its title, which is one of its own items."""
    asked = control("eigen.a", choice_kind({"thuis": "Thuis", "w": "Werk"}), label="Thuis", hint="Thuis")
    data = edited(word_file(paragraph(asked)), ("<w:showingPlcHdr/>", ""))
    (finding,) = [one for one in check_template(data, {}, ()) if one.severity == "error"]
    assert finding.code == "trial_differs"
    assert "«Thuis» (eigen.a)" in finding.sentence


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00", "gisteren", ""])
def test_an_impossible_moment_is_none(moment: str) -> None:
    parts = word_parts(paragraph(text("x")))
    created = (
        f'<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/">{moment}</dcterms:created></cp:coreProperties>'
    )
    parts["docProps/core.xml"] = str(parts["docProps/core.xml"]).replace("</cp:coreProperties>", created)
    assert made_at(package(parts)) is None


EMPTY = control("", TEXT, label=" ", hint="")
AROUND = {
    "lines": paragraph(text("a")) * 30_000 + paragraph(EMPTY) * 20,
    "empty lines": ("<w:p>" + "<w:r/>" * 390 + "</w:p>") * 600 + paragraph(EMPTY * 400),
    "one line": "<w:p>" + "<w:r/>" * 250_000 + EMPTY * 400 + "</w:p>",
    "long text": paragraph(text("w " * 4_000_000), EMPTY * 400),
    "one cell": table(2, row("", "<w:r/>" * 250_000 + EMPTY * 400)),
    "cells": table(1, row(*[""] * 50_000, *[EMPTY] * 400)),
    "nested": "<w:p>" * 120 + "<w:r/>" * 250_000 + "</w:p>" * 120,
    "named": "<w:p>" + "<w:r/>" * 250_000 + "".join(control(f"eigen.x{n}", TEXT) for n in range(400)) + "</w:p>",
    "wrapped": paragraph("<w:sdt><w:sdtPr><w:group/></w:sdtPr></w:sdt>" * 40_000),
}


@pytest.mark.parametrize("body", AROUND.values(), ids=AROUND.keys())
def test_whatever_stands_around_the_controls_the_check_is_soon_done(body: str) -> None:
    data = word_file(body)
    assert min(seconds(data) for _ in range(2)) < 3


def test_a_list_to_choose_from_has_no_more_than_200_items() -> None:
    many = {f"v{number}": f"L{number}" for number in range(201)}
    assert codes(word_file(paragraph(control("eigen.a", choice_kind(many))))) == ["too_many_choices"]
    del many["v200"]
    one = word_file(paragraph(control("eigen.a", choice_kind(many))))
    assert codes(one) == []
    assert len(Template.open(one).fields[0].choices) == 200
    huge = {f"v{number}": f"L{number}" for number in range(20_000)}
    started = time.process_time()
    assert codes(word_file(paragraph(control("eigen.a", choice_kind(huge))))) == ["too_many_choices"]
    assert time.process_time() - started < 2


def test_a_form_with_many_questions_of_one_name_gets_a_name_for_each() -> None:
    taken = "".join(
        paragraph(control(f"eigen.vraag{suffix}", TEXT)) for suffix in ["", *(f"_{n}" for n in range(2, 120))]
    )
    data = word_file(taken + paragraph(text("Vraag"), control("", LONG_TEXT, label=" ")))
    (finding,) = [one for one in check_template(data, {}, ()) if one.severity == "error"]
    assert finding.offer.endswith("eigen.vraag_120")


def test_a_list_of_links_that_is_none_gives_a_sentence() -> None:
    parts = word_parts(paragraph(text("x"))) | {"word/_rels/document.xml.rels": "<a/>"}
    with pytest.raises(TemplateError, match="passen niet bij elkaar"):
        Template.open(package(parts))
