import pytest
from papers import TEMPLATES, edited, example_values, paper, template, without_controls
from word_forms import members, package, paragraph, text, word_file

from portal.documents.errors import RefusedFile
from portal.documents.properties import Identity
from portal.documents.recognition import recognise

PLAN = template("plan_van_aanpak")
PAPER = paper(PLAN, example_values(PLAN.fields))
EXPECTED = Identity("0042", "plan_van_aanpak", 2, PLAN.sha256)
TITLES = {"plan_van_aanpak": "Plan van aanpak", "probleemanalyse_intake": "Informatie voor de probleemanalyse"}


def without_properties(data: bytes) -> bytes:
    parts: dict[str, str | bytes] = dict(members(data))
    del parts["docProps/custom.xml"]
    parts["_rels/.rels"] = bytes(parts["_rels/.rels"]).replace(b"custom-properties", b"verdwenen")  # type: ignore[arg-type]
    return package(parts)


BARE = without_properties(PAPER)


@pytest.mark.parametrize(
    ("expected", "state"),
    [
        (EXPECTED, "expected"),
        (Identity("0043", "plan_van_aanpak", 2, ""), "other_dossier"),
        (Identity("0043", "eindevaluatie", 7, ""), "other_dossier"),
        (Identity("0042", "eindevaluatie", 2, ""), "other_form"),
        (Identity("0042", "plan_van_aanpak", 3, ""), "older_version"),
        (Identity("0042", "plan_van_aanpak", 1, ""), "newer_version"),
    ],
)
@pytest.mark.parametrize("data", [PAPER, BARE, without_controls(BARE)])
def test_the_wrong_paper_is_recognised(data: bytes, expected: Identity, state: str) -> None:
    assert recognise(data, expected, titles=TITLES).state == state


def test_what_was_found_and_where_is_said() -> None:
    found = recognise(PAPER, EXPECTED)
    assert (found.found, found.source) == (EXPECTED, "properties")
    found = recognise(BARE, EXPECTED)
    assert (found.found, found.source) == (Identity("0042", "plan_van_aanpak", 2, ""), "text")


def test_a_title_is_understood_as_its_kind() -> None:
    form = template("probleemanalyse_intake")
    data = without_properties(paper(form, example_values(form.fields)))
    expected = Identity("0042", "probleemanalyse_intake", 2, "")
    assert recognise(data, expected, titles=TITLES).state == "expected"


def test_a_title_that_nobody_knows_is_not_taken_for_the_right_one() -> None:
    data = edited(BARE, ("Plan van aanpak", "Ons eigen plan"), part="word/footer1.xml")
    assert recognise(data, EXPECTED, titles=TITLES).state == "unnamed"
    other = Identity("0043", "plan_van_aanpak", 2, "")
    assert recognise(data, other, titles=TITLES).state == "other_dossier"


def test_controls_with_names_say_whose_paper_it_is_when_the_footer_is_rewritten() -> None:
    data = edited(BARE, (" · versie ", " · nr. "), part="word/footer1.xml")
    found = recognise(data, EXPECTED, titles=TITLES)
    assert (found.state, found.found) == ("unnamed", Identity("0042", "", 2, ""))


def test_a_form_without_any_sign_and_a_letter() -> None:
    parts: dict[str, str | bytes] = dict(members(BARE))
    parts["word/footer1.xml"] = members(word_file(paragraph(), footer=paragraph(text("x"))))["word/footer1.xml"]
    xml = bytes(parts["word/document.xml"]).replace(b'w:val="dossier.nummer"', b'w:val="iets"')  # type: ignore[arg-type]
    assert recognise(package(parts | {"word/document.xml": xml}), EXPECTED).state == "unnamed"
    letter = word_file(paragraph(text("Beste collega")))
    assert recognise(letter, EXPECTED).state == "no_form"


def test_an_unfilled_template_is_no_version_of_a_paper() -> None:
    blank = (TEMPLATES / "plan_van_aanpak.docx").read_bytes()
    assert recognise(blank, EXPECTED).state == "unnamed"


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(RefusedFile):
        recognise(b"geen zip", EXPECTED)
