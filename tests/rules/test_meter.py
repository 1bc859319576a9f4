"""The meter of the re-integration report, against tables that a casemanager can read (see meter/*.toml)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.rules import flaws, report
from portal.rules.completeness import Meter, measure
from portal.rules.facts import TAKEN_OVER
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.report import ReportError, parse_report
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.protocols import REPORT, protocol, report_rules
from tests.rules.stories import Line, facts_from

FOLDER = Path(__file__).parent / "meter"
FIRST = date(2026, 1, 5)
WAITING_TIME = 728


def table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def on_days(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines of a table with real days; papers that were sent in come before the portal took over."""
    return [
        {
            **line,
            "op": FIRST + timedelta(days=line["dag"]),
            **({TAKEN_OVER: FIRST + timedelta(days=line["overgenomen_dag"])} if "overgenomen_dag" in line else {}),
        }
        for line in lines
    ]


def measured(lines: Sequence[Line], rules: str = "wvp_2023") -> tuple[Meter, tuple[Step, ...]]:
    asked = protocol(rules)
    situation = fold(facts_from(lines))
    steps = plan(situation, asked)
    return measure(situation, steps, asked.report), steps


# Every day of three cases


@pytest.mark.parametrize("case", table("dag_voor_dag")["geval"], ids=lambda case: case["naam"])
def test_the_meter_is_right_on_every_day(case: Mapping[str, Any]) -> None:
    lines = on_days(case["feiten"])
    changes = {row["dag"]: row for row in case["meter"]}
    assert len(changes) == len(case["meter"]), "two lines for one day"
    expected: dict[tuple[str, str], tuple[int, int]] = {}
    late = [0, 0]
    for day in range(WAITING_TIME):
        today = FIRST + timedelta(days=day)
        change = changes.get(day, {})
        for place, lack in change.get("weg", ()):
            del expected[place, lack]
        expected |= {(place, lack): (own, law) for place, lack, own, law in change.get("erbij", ())}
        late = change.get("te_laat", late)
        meter, _ = measured([line for line in lines if line["op"] <= today], case["regels"])
        found = {(gap.place, gap.lack): (days(gap.protocol_on), days(gap.law_on)) for gap in meter.gaps}
        assert found == expected, f"dag {day}"
        assert len(meter.gaps) == len(found), f"dag {day}: a gap is named twice"
        assert [sum(one[reading] < day for one in found.values()) for reading in (0, 1)] == late, f"dag {day}"


def days(on: date | None) -> int:
    assert on
    return (on - FIRST).days


# Exactly one gap


def test_a_complete_report_lacks_nothing() -> None:
    meter, _ = measured(on_days(table("een_gebrek")["volledig"]))
    assert meter.gaps == ()
    assert all(line.there for line in (*meter.papers, *meter.elements))


@pytest.mark.parametrize("lack", table("een_gebrek")["gebrek"], ids=lambda lack: " ".join(lack["punt"]))
def test_one_gap_is_named_exactly(lack: Mapping[str, Any]) -> None:
    lines = on_days(sorted(changed(lack), key=lambda line: line["dag"]))
    meter, steps = measured(lines)
    place, word, owner = lack["punt"]
    assert [(gap.place, gap.lack, gap.owners) for gap in meter.gaps] == [(place, word, (owner,))]
    asked = {(step.key, step.round): step for step in steps}
    private = meter.gaps[0].private
    for at in meter.gaps[0].at:
        assert asked[at].owner == owner
        assert asked[at].state == "open"
    assert private == (owner == "medewerker" and place in ("medische_informatie", "oordeel_werknemer", "oordeel"))
    assert meter.known_to(["leidinggevende"]) == (() if private else meter.gaps)


def changed(lack: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The complete case with the one thing that is wrong with it."""
    without = lack.get("zonder", "")
    gone = {without, "ontvangen"} if without == "wia_overdracht" else {without}
    for line in table("een_gebrek")["volledig"]:
        if gone & {line.get("soort"), line.get("stuk"), line.get("stap"), line["wat"]}:
            continue
        if [line.get("stuk"), line.get("rol")] == lack.get("oningevuld"):
            continue
        kind = line.get("soort", "") if line["wat"] == "stuk" else ""
        more = lack.get("anders", {}).get(kind, {})
        yield {**line, **more, "mist": lack.get("mist", {}).get(kind, [])}
    yield from lack.get("erbij", ())


def test_the_table_names_every_demand_every_paper_and_every_element() -> None:
    named = {place for place, *_ in (row["punt"] for row in table("een_gebrek")["gebrek"])}
    lacks = {lack for _, lack, _ in (row["punt"] for row in table("een_gebrek")["gebrek"])}
    rules = report_rules()
    assert {paper.key for paper in rules.papers} < named
    # The plan itself is an element as well; it is named once, as a paper.
    assert {element.key for element in rules.elements} - named == {"plan_en_bijstellingen"}
    assert {demand.lack for demand in rules.demands} < lacks
    assert len(rules.elements) == 12
    assert len([paper for paper in rules.papers if paper.key != "eerstejaarsevaluatie"]) == 6


# What is not asked


def test_without_possible_return_no_plan_is_missing() -> None:
    story = [{"dag": 0, "wat": "ziekmelding"}]
    story += [{"dag": 38, "wat": "stuk", "soort": "probleemanalyse", "zegt": {"terugkeer_mogelijk": "nee"}}]
    meter, _ = measured(on_days(story))
    assert "plan_van_aanpak" not in {gap.place for gap in meter.gaps}
    assert not next(line for line in meter.papers if line.key == "plan_van_aanpak").asked


def test_nothing_is_asked_of_who_is_at_work_again_or_was_never_ill() -> None:
    back = [{"dag": 0, "wat": "ziekmelding"}, {"dag": 100, "wat": "herstelmelding"}]
    assert measured(on_days(back))[0] == Meter()
    assert measured([])[0] == Meter()


def test_the_view_of_both_is_asked_since_july_2023_only() -> None:
    """A plan of before that day needs none (Regeling procesgang, as changed)."""

    def lacks(first: date) -> set[str]:
        mist = ["zienswijze_medewerker"]
        story = [
            {"op": first, "wat": "ziekmelding"},
            {"op": first + timedelta(days=30), "wat": "stuk", "soort": "probleemanalyse"},
            {"op": first + timedelta(days=40), "wat": "stuk", "soort": "plan_van_aanpak", "mist": mist},
        ]
        return {gap.lack for gap in measured(story)[0].gaps}

    assert "zonder_zienswijze" not in lacks(date(2023, 5, 21))
    assert "zonder_zienswijze" in lacks(date(2023, 5, 22))


def test_one_good_paper_of_a_kind_is_enough() -> None:
    first = {"dag": 38, "wat": "stuk", "soort": "probleemanalyse"}
    again = {"dag": 45, "wat": "stuk", "soort": "probleemanalyse", "ondertekenaars": ["bedrijfsarts"]}
    meter, _ = measured(on_days([{"dag": 0, "wat": "ziekmelding"}, first, {**again, "nieuwe_versie": True}]))
    assert "probleemanalyse" not in {gap.place for gap in meter.gaps}


# The rule file


def test_every_demand_has_its_predicate() -> None:
    assert set(report.PREDICATES) == set(flaws.PREDICATES)


def test_every_field_of_the_rules_is_one_that_its_paper_must_hold_or_that_the_portal_fills_in() -> None:
    kinds = catalogue()
    for element in report_rules().elements:
        for kind, name in (one for choice in element.stands_in for one in choice if one[1]):
            assert name in kinds[kind].required or "." in name, (kind, name)
    for demand in report_rules().demands:
        views = [name for name in demand.marks if "." not in name]
        assert all(set(views) <= set(kinds[kind].required) for kind in demand.papers)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('lack = "zonder_datum"', 'lack = "zonder_papier"'),
        ('holds = "staat_erop"', 'holds = "staat_erbij"'),
        ('"eindevaluatie.soort_bedrijf"', '"jaarverslag.soort_bedrijf"'),
        ('papers = ["plan_van_aanpak",', 'papers = ["jaarverslag",'),
        ('sent = "wia_aanvraag"', ""),
        ('key = "uwv_2023"', "key ="),
    ],
)
def test_a_rule_file_that_cannot_be_meant_is_refused(old: str, new: str) -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ReportError):
        parse_report(text.replace(old, new, 1))
