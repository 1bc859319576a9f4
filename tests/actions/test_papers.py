"""Settling papers: what is stored, what stands in a form at first, and what is refused with nothing stored."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.keep_draft import keep_draft
from portal.actions.settle_paper import settle_paper
from portal.actions.word_forms import delivered_form
from portal.demonstration import texts
from portal.rules.papers import CatalogueError, parse_catalogue
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import connection
from portal.storage.hashing import sha256
from portal.storage.reading.papers import file_of
from portal.storage.reading.templates import template_file
from tests.actions.recording import casemanager
from tests.staging import FIRST, Stage, refused, set_stage, word_says

PLAN = texts.plan_values(FIRST + timedelta(days=48))
ADJUSTED: dict[str, Any] = {
    "aanleiding": "verloopt_anders",
    "reden": "De opbouw gaat sneller dan verwacht.",
    "doel_gewijzigd": "ja",
    "doel": "andere_functie",
    "spoor": "spoor_1",
    "afspraken": [{"groep": "arbeidsinhoud", "wat": "Kennismaken bij Natuur", "wie": "Beiden", "wanneer": "In mei"}],
    "volgende_evaluatie": "2026-05-04",
    "zienswijze_medewerker": "Ik wil dit graag proberen.",
    "zienswijze_werkgever": "Wij denken dat het past.",
}


@pytest.fixture
def sick(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def step_of(stage: Stage, key: str, days: int = 48) -> Any:
    return next((step for step in stage.seen_by("teamleider", days).steps if step.key == key), None)


# What is stored


def test_a_settled_paper_holds_its_values_its_bytes_and_its_template(stage: Stage) -> None:
    paper_id = stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    row = stage.newest("plan_van_aanpak")
    assert (row.id, row.number, row.version, row.author_role) == (paper_id, 1, 1, "leidinggevende")
    assert row.on == stage.day(48)
    assert row.values["doel"] == "eigen_functie"
    assert row.template_sha256 == sha256(template_bytes("plan_van_aanpak"))
    assert template_file(row.template_sha256, "plan_van_aanpak") == template_bytes("plan_van_aanpak")
    file = file_of(paper_id)
    assert file
    assert (file.media, file.sha256) == ("docx", sha256(file.content))


def test_the_word_file_says_what_was_filled_in_and_what_the_portal_knows(stage: Stage) -> None:
    said = word_says(stage.settle("teamleider", 48, "plan_van_aanpak", PLAN))
    assert {name: said[name] for name in PLAN} == PLAN
    assert said["medewerker.naam"] == stage.name("medewerker")
    assert said["leidinggevende.naam"] == said["papier.opsteller_naam"] == stage.name("teamleider")
    assert said["dossier.eerste_ziektedag"] == FIRST.isoformat()
    assert said["papier.datum"] == stage.day(48).isoformat()
    assert said["papier.probleemanalyse_datum"] == stage.day(38).isoformat()
    assert said["ondertekening.medewerker.uitkomst"] == "Nog niet ondertekend"


def test_settling_asks_both_to_sign_and_settles_the_step_when_they_have(stage: Stage) -> None:
    paper_id = stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    assert step_of(stage, "plan_van_aanpak").state == "waiting"
    assert step_of(stage, "ondertekenen:plan_van_aanpak:medewerker").state == "open"
    stage.sign("teamleider", 48, paper_id)
    stage.sign("medewerker", 49, paper_id)
    assert step_of(stage, "plan_van_aanpak", 49).state == "done"


def test_who_signs_alone_signs_by_settling(sick: Stage) -> None:
    sick.settle("bedrijfsarts", 38, "probleemanalyse", texts.ANALYSIS)
    said = word_says(sick.newest("probleemanalyse").id)
    assert said["ondertekening.bedrijfsarts.naam"] == sick.name("bedrijfsarts")
    answered, way, _ = said["ondertekening.bedrijfsarts.uitkomst"].splitlines()
    assert (answered, way) == ("Akkoord", "Ondertekend met het vaststellen, met de eigen inlog.")
    assert step_of(sick, "probleemanalyse").state == "done"


def test_spaces_and_empty_rows_do_not_come_into_the_paper(stage: Stage) -> None:
    rows = [{"wat": " ", "wie": "", "wanneer": ""}, *PLAN["afspraken_arbeidsinhoud"]]
    values = PLAN | {"doel_toelichting": "  Terug.\n ", "afspraken_arbeidsinhoud": rows}
    stage.settle("teamleider", 48, "plan_van_aanpak", values)
    row = stage.newest("plan_van_aanpak")
    assert row.values["doel_toelichting"] == "Terug."
    assert row.values["afspraken_arbeidsinhoud"] == PLAN["afspraken_arbeidsinhoud"]


def test_a_later_paper_does_not_change_what_an_earlier_one_says(stage: Stage) -> None:
    stage.plan()
    evaluation = stage.settle("teamleider", 80, "periodieke_evaluatie", texts.evaluation_values(stage.day(80), 1))
    assert word_says(evaluation)["papier.doel"] == "Terug in de eigen functie"
    stage.settle_and_sign(85, "bijstelling_plan_van_aanpak", ADJUSTED)
    stage.sign("medewerker", 86, evaluation)
    assert word_says(evaluation)["papier.doel"] == "Terug in de eigen functie"
    again = ADJUSTED | {"reden": "Het bevalt goed.", "volgende_evaluatie": "2026-06-08"}
    second = stage.settle("teamleider", 120, "bijstelling_plan_van_aanpak", again)
    assert word_says(second)["papier.doel"] == "Een andere functie bij de eigen werkgever"
    assert word_says(second)["papier.plan_datum"] == stage.day(48).isoformat()


def test_a_new_version_takes_the_place_of_one_that_not_everyone_signed(stage: Stage) -> None:
    first = stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    stage.sign("teamleider", 48, first)
    second = stage.settle("teamleider", 49, "plan_van_aanpak", PLAN | {"doel_termijn": "2026-09-01"})
    row = stage.newest("plan_van_aanpak")
    assert (row.id, row.number, row.version) == (second, 1, 2)
    assert step_of(stage, "plan_van_aanpak", 49).waits_for == ("medewerker", "leidinggevende")
    with refused("paper_replaced"):
        stage.sign("medewerker", 49, first)


def test_evaluations_are_numbered(stage: Stage) -> None:
    stage.plan()
    for number in (1, 2):
        days = 48 + 41 * number
        values = texts.evaluation_values(stage.day(days), number)
        stage.settle_and_sign(days, "periodieke_evaluatie", values)
    assert [row.number for row in stage.papers() if row.kind == "periodieke_evaluatie"] == [1, 2]


def test_a_report_of_a_conversation_needs_no_step_and_no_illness(stage: Stage) -> None:
    values = {"soort_gesprek": "ander", "gesprek_datum": "2026-02-20", "besproken": "De verdeling van het werk."}
    stage.settle("teamleider", 47, "gespreksverslag", values)
    assert stage.newest("gespreksverslag").values["besproken"] == "De verdeling van het werk."


def test_a_casemanager_writes_as_such_and_signs_in_the_place_of_the_leidinggevende(stage: Stage) -> None:
    casemanager(stage, "002018", 45)
    paper_id = stage.settle("002018", 48, "plan_van_aanpak", PLAN)
    assert stage.newest("plan_van_aanpak").author_role == "casemanager"
    stage.sign("002018", 48, paper_id)
    assert word_says(paper_id)["ondertekening.leidinggevende.naam"] == stage.name("002018")
    with refused("already_signed"):
        stage.sign("teamleider", 48, paper_id)


# What is refused


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"doel": ""}, "field_empty", "doel"),
        ({"doel_toelichting": "   "}, "field_empty", "doel_toelichting"),
        ({"doelstellingen": [{"wat": "", "termijn": ""}]}, "field_empty", "doelstellingen"),
        (
            {"afspraken_arbeidsinhoud": [], "afspraken_arbeidsomstandigheden": [], "afspraken_arbeidsvoorwaarden": []},
            "one_of_empty",
            "afspraken_arbeidsinhoud",
        ),
        ({"doel": "rentenier"}, "field_wrong", "doel"),
        ({"doel_termijn": "2026-02-30"}, "field_wrong", "doel_termijn"),
        ({"medewerker.naam": "Een ander"}, "field_unknown", "medewerker.naam"),
        ({"diagnose": "x"}, "field_unknown", "diagnose"),
        (
            {"adviezen": [{"advies": "Rustig beginnen", "antwoord": "", "toelichting": ""}]},
            "advice_unanswered",
            "adviezen.0.antwoord",
        ),
        (
            {"adviezen": [{"advies": "Rustig beginnen", "antwoord": "afwijken", "toelichting": " "}]},
            "deviation_unexplained",
            "adviezen.0.toelichting",
        ),
        (
            {"adviezen": [{**PLAN["adviezen"][0], "antwoord": "misschien"}, *PLAN["adviezen"][1:]]},
            "field_wrong",
            "adviezen.0.antwoord",
        ),
    ],
)
def test_a_plan_that_is_not_right_is_refused_at_its_field(
    stage: Stage, change: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field=field):
        stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | change)


@pytest.mark.parametrize("keep", [slice(1, None), slice(0, 0)])
def test_no_advice_of_the_bedrijfsarts_is_left_out_of_the_plan(stage: Stage, keep: slice) -> None:
    with refused("words_of_another_changed", field="adviezen"):
        stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | {"adviezen": PLAN["adviezen"][keep]})


def test_the_words_of_the_bedrijfsarts_are_not_changed_in_the_plan(stage: Stage) -> None:
    first, *others = PLAN["adviezen"]
    with refused("words_of_another_changed", field="adviezen"):
        stage.settle(
            "teamleider", 48, "plan_van_aanpak", PLAN | {"adviezen": [{**first, "advies": "Begin meteen"}, *others]}
        )
    own = {"advies": "Ook dit spraken wij af", "antwoord": "volgen", "toelichting": ""}
    spaced = {**first, "advies": f" {first['advies']}  "}
    stage.settle("teamleider", 48, "plan_van_aanpak", PLAN | {"adviezen": [*others, own, spaced]})


def test_everything_that_is_empty_is_named_at_once(stage: Stage) -> None:
    for field in ("laatste_werkzaamheden", "doel", "casemanager"):
        with refused("field_empty", field=field):
            stage.settle("teamleider", 48, "plan_van_aanpak", {})


@pytest.mark.parametrize("kind", ["plan_van_aanpak", "periodieke_evaluatie"])
def test_a_paper_waits_for_the_one_before_it(sick: Stage, kind: str) -> None:
    values = PLAN if kind == "plan_van_aanpak" else texts.evaluation_values(FIRST, 1)
    with refused("step_waits"):
        sick.settle("teamleider", 40, kind, values)


def test_an_evaluation_waits_for_the_plan(stage: Stage) -> None:
    with refused("step_waits"):
        stage.settle("teamleider", 48, "periodieke_evaluatie", texts.evaluation_values(FIRST, 1))


def test_there_is_nothing_to_adjust_before_there_is_a_plan(stage: Stage) -> None:
    with refused("parent_missing"):
        stage.settle("teamleider", 48, "bijstelling_plan_van_aanpak", ADJUSTED)


def test_the_last_evaluation_cannot_be_made_in_the_first_months(stage: Stage) -> None:
    stage.plan()
    with refused("paper_too_early"):
        stage.settle("teamleider", 60, "eindevaluatie", texts.LAST)


def test_a_signed_plan_is_not_made_again(stage: Stage) -> None:
    stage.plan()
    with refused("paper_settled"):
        stage.settle("teamleider", 60, "plan_van_aanpak", PLAN)


def test_no_plan_is_made_where_no_return_is_possible_until_the_advice_changes(sick: Stage) -> None:
    no = texts.ANALYSIS | {"terugkeer_mogelijk": "nee"}
    sick.settle("bedrijfsarts", 38, "probleemanalyse", no)
    with refused("return_not_expected"):
        sick.settle("teamleider", 48, "plan_van_aanpak", PLAN)
    again = {"reden": "Er kan meer.", "wijzigingen": "Terugkeer is mogelijk.", "terugkeer_mogelijk": "ja"}
    sick.settle("bedrijfsarts", 60, "bijstelling_probleemanalyse", again)
    sick.settle("teamleider", 62, "plan_van_aanpak", PLAN)
    assert step_of(sick, "plan_van_aanpak", 62).state == "waiting"


@pytest.mark.parametrize(
    ("login", "kind", "code"),
    [
        ("medewerker", "plan_van_aanpak", "Forbidden"),
        ("bedrijfsarts", "plan_van_aanpak", "Forbidden"),
        ("teamleider", "bijstelling_probleemanalyse", "Forbidden"),
        ("teamleider", "oordeel_werknemer", "Forbidden"),
        ("teamleider", "wia_overdracht", "Forbidden"),
        ("arbo-secretariaat", "uitnodiging_consult", "Forbidden"),
        ("hrm-adviseur", "plan_van_aanpak", "Forbidden"),
        ("afdelingshoofd", "plan_van_aanpak", "Forbidden"),
        ("teamleider", "liefdesbrief", "Invisible"),
        ("002018", "plan_van_aanpak", "Invisible"),
        ("beheerder", "plan_van_aanpak", "Invisible"),
    ],
)
def test_only_its_writer_settles_a_paper(stage: Stage, login: str, kind: str, code: str) -> None:
    with refused(code):
        stage.settle(login, 48, kind, PLAN)


@pytest.mark.parametrize(
    ("login", "kind", "code"),
    [
        ("medewerker", "plan_van_aanpak", "Forbidden"),
        ("bedrijfsarts", "plan_van_aanpak", "Forbidden"),
        ("hrm-adviseur", "plan_van_aanpak", "Forbidden"),
        ("teamleider", "liefdesbrief", "Invisible"),
        ("002018", "plan_van_aanpak", "Invisible"),
    ],
)
def test_only_its_writer_keeps_a_draft(stage: Stage, login: str, kind: str, code: str) -> None:
    with refused(code):
        keep_draft(**stage.who(login, 47), kind=kind, values={})


def test_who_did_not_see_the_newest_facts_is_told_so(stage: Stage) -> None:
    seen = stage.seen_by("teamleider", 47).situation.last_seq
    stage.settle(
        "teamleider",
        47,
        "gespreksverslag",
        {"soort_gesprek": "ander", "gesprek_datum": "2026-02-20", "besproken": "Werk."},
    )
    with refused("Changed"):
        settle_paper(**stage.who("teamleider", 48), kind="plan_van_aanpak", values=PLAN, seen=seen)


# The catalogue


def test_the_catalogue_names_fields_that_the_templates_ask() -> None:
    for kind in catalogue().values():
        asked = {field.name: field for field in delivered_form(kind.key).asked}
        columns = {f"{field.name}.{column.name}": column for field in asked.values() for column in field.columns}
        assert all((asked | columns)[name].kind in ("choice", "date") for name in kind.tells), kind.key
        assert set(kind.starts_from) <= set(asked), kind.key
        assert set(kind.audience) <= {field.name for field in delivered_form(kind.key).template.fields}, kind.key
        assert not kind.looks_back_on or asked["terugblik"].kind == "rows", kind.key


@pytest.mark.parametrize(
    "line", ['beside = ["niets"]', 'looks_back_on = ["niets"]', 'starts_from.doel = ["niets"]', 'parent = "niets"']
)
def test_a_catalogue_with_an_unknown_kind_is_refused(line: str) -> None:
    basis = 'title = "A"\ntemplate = "a.docx"\nwritten_by = []\nsigned_by = []\ncopy_to = []\nreaders = []\n'
    rest = 'required = []\nreport_order = 0\nsource = ""\n' + ("" if line.startswith("parent") else 'parent = ""\n')
    with pytest.raises(CatalogueError, match="niets"):
        parse_catalogue(f"[a]\n{basis}{rest}{line}\n")
