"""The catalogue of the delivered templates: who writes, signs and reads, and what fits the template."""

import pytest
from papers import TEMPLATES
from shipped import CATALOGUE, KINDS, asked_in, delivered, tree

from portal.documents.template import Template
from portal.rules.access import ROLES

KEYS = {
    "title",
    "template",
    "written_by",
    "signed_by",
    "copy_to",
    "readers",
    "required",
    "report_order",
    "parent",
    "source",
}
# Only where it makes sense; see the head of the catalogue.
DAY_KEYS = {
    "future",
    "past",
    "within_weeks",
    "in_order",
    "most_weeks",
    "fewer_weeks",
    "goes_on",
    "on_step",
    "needs",
    "only",
    "late_reason",
}
OPTIONAL_KEYS = {
    "tells",
    "beside",
    "starts_from",
    "starts_on",
    "looks_back_on",
    "from_week",
    "audience",
    "guide",
    "enclosures",
    "after",
    "intro",
    "slot",
    "told_with",
    *DAY_KEYS,
}


def test_every_template_stands_in_the_catalogue_once() -> None:
    named = [entry["template"] for entry in CATALOGUE.values()]
    assert sorted(named) == sorted(path.name for path in TEMPLATES.glob("*.docx"))


def test_places_in_the_report_are_taken_once() -> None:
    places = [entry["report_order"] for entry in CATALOGUE.values() if entry["report_order"]]
    assert len(places) == len(set(places)) == 8


@pytest.mark.parametrize("kind", KINDS)
def test_catalogue_entry_is_complete_and_names_known_roles(kind: str) -> None:
    entry = CATALOGUE[kind]
    assert set(entry) - OPTIONAL_KEYS == KEYS
    for key in ("written_by", "signed_by", "copy_to", "readers"):
        assert set(entry[key]) <= set(ROLES), key
        assert len(entry[key]) == len(set(entry[key])), key
    assert entry["written_by"]
    assert set(entry["readers"]) >= {*entry["written_by"], *entry["signed_by"], *entry["copy_to"]}
    assert entry["parent"] in {"", *KINDS}
    assert entry["title"]
    assert entry["source"].startswith("Verzuimprotocol ")


@pytest.mark.parametrize("kind", ["oordeel_werknemer", "aanvraag_deskundigenoordeel_werknemer"])
def test_what_the_employee_writes_to_uwv_is_read_by_nobody_else(kind: str) -> None:
    assert CATALOGUE[kind]["written_by"] == CATALOGUE[kind]["signed_by"] == CATALOGUE[kind]["readers"] == ["medewerker"]
    assert CATALOGUE[kind]["copy_to"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_employee_may_read_every_paper_of_the_own_dossier(kind: str) -> None:
    assert "medewerker" in CATALOGUE[kind]["readers"]


def test_the_advice_on_delay_goes_to_the_parties_and_hrm_and_not_to_the_arbodienst() -> None:
    entry = CATALOGUE["advies_uitstel_wia"]
    assert entry["copy_to"] == ["medewerker", "leidinggevende", "hrm_adviseur"]
    assert set(entry["readers"]) == {*entry["copy_to"], "casemanager", "bedrijfsarts"}


def test_both_parties_ask_for_delay_of_a_year_at_most() -> None:
    entry = CATALOGUE["verzoek_uitstel_wia"]
    assert entry["signed_by"] == ["medewerker", "leidinggevende"]
    assert entry["in_order"] == [["uitstel_vanaf", "uitstel_tot"]]
    assert entry["most_weeks"] == {"uitstel_tot": 52}


@pytest.mark.parametrize("kind", KINDS)
def test_required_fields_are_asked_by_the_template(kind: str) -> None:
    asked = {field.name: field for field in asked_in(kind)}
    for requirement in CATALOGUE[kind]["required"]:
        names = requirement.split("|")
        assert set(names) <= set(asked)
        if len(names) > 1:
            assert {asked[name].kind for name in names} == {"rows"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_paper_tells_or_takes_over_is_asked_by_its_template(kind: str) -> None:
    entry = CATALOGUE[kind]
    asked = {field.name: field for field in asked_in(kind)}
    columns = {f"{field.name}.{column.name}" for field in asked.values() for column in field.columns}
    assert set(entry.get("tells", [])) <= {*asked, *columns}
    assert {*entry.get("starts_from", {}), *entry.get("starts_on", {})} <= set(asked)
    assert ("terugblik" in asked) == ("looks_back_on" in entry)
    for name, sources in entry.get("starts_from", {}).items():
        kinds = {field.kind for source in sources for field in asked_in(source) if field.name == name}
        assert kinds == {asked[name].kind}, name


@pytest.mark.parametrize("kind", CATALOGUE)
def test_checked_days_are_fields_of_the_template(kind: str) -> None:
    entry = CATALOGUE[kind]
    single = [*entry.get("future", []), *entry.get("past", []), *entry.get("within_weeks", {}), *entry.get("needs", {})]
    single += [*entry.get("on_step", {}), *(name for fewer in entry.get("fewer_weeks", {}).values() for name in fewer)]
    named = [*single, *(name for pair in entry.get("in_order", []) for name in pair)]
    asked = {field.name: field for field in Template.open(delivered(kind)).fields}
    for name in named:
        head, _, column = name.partition(".")
        assert head in asked, name
        assert not column or column in {one.name for one in asked[head].columns}, name


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_writes_a_paper_may_read_one_that_is_put_beside_it(kind: str) -> None:
    for other in CATALOGUE[kind].get("beside", []):
        assert set(CATALOGUE[kind]["written_by"]) <= set(CATALOGUE[other]["readers"]), other


@pytest.mark.parametrize("kind", ["advies_arbodienst", "advies_re_integratiedeskundige"])
def test_advice_reaches_both_parties_and_is_no_part_of_the_report(kind: str) -> None:
    assert CATALOGUE[kind]["copy_to"] == ["medewerker", "leidinggevende"]
    assert CATALOGUE[kind]["report_order"] == 0
    assert "adviezen" in {field.name for field in asked_in(kind)}
    assert "geen medische gegevens" in "".join(tree(kind, "word/document.xml").itertext())


def test_the_adviser_signs_by_settling() -> None:
    entry = CATALOGUE["advies_re_integratiedeskundige"]
    assert entry["signed_by"] == entry["written_by"] == ["re_integratiedeskundige"]
