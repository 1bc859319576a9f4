"""What the scenarios cannot say: reasons, and days that are not there."""

from datetime import date

from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.protocols import protocol
from tests.rules.stories import Line, facts_from

SICK: Line = {"op": date(2026, 1, 5), "wat": "ziekmelding"}


def step(key: str, *story: Line, round: int = 1) -> Step:
    steps = plan(fold(facts_from([SICK, *story])), protocol("wvp_2023"))
    return next(found for found in steps if (found.key, found.round) == (key, round))


def test_without_a_report_there_is_no_plan() -> None:
    assert plan(fold(()), protocol("wvp_2023")) == ()


def test_the_reason_names_the_days_that_do_not_count() -> None:
    back: Line = {"op": date(2026, 2, 2), "wat": "herstelmelding"}
    ten_days = step("probleemanalyse", back, {"op": date(2026, 2, 12), "wat": "ziekmelding"})
    assert ten_days.why == (
        "De eerste ziektedag is 5 januari 2026.",
        "10 dagen herstel of verlof tellen niet mee.",
        "6 weken later is 26 februari 2026.",
    )
    one_day = step("probleemanalyse", back, {"op": date(2026, 2, 3), "wat": "ziekmelding"})
    assert one_day.why[1] == "1 dag herstel of verlof telt niet mee."
    week = step("probleemanalyse", back, {"op": date(2026, 2, 9), "wat": "ziekmelding"})
    assert week.why[1] == "1 week herstel of verlof telt niet mee."


def test_the_reason_of_what_counts_from_a_paper() -> None:
    analysis: Line = {"op": date(2026, 2, 10), "wat": "stuk", "soort": "probleemanalyse"}
    assert step("plan_van_aanpak", analysis).why == (
        "Probleemanalyse: vastgesteld op 10 februari 2026.",
        "2 weken later is 24 februari 2026.",
    )
    assert step("plan_van_aanpak").why[0] == "Probleemanalyse: nog niet gedaan, uiterlijk 16 februari 2026."


def test_the_reason_of_a_plan_after_a_bijstelling() -> None:
    no: Line = {
        "op": date(2026, 2, 10),
        "wat": "stuk",
        "soort": "probleemanalyse",
        "zegt": {"terugkeer_mogelijk": "nee"},
    }
    yes = {**no, "op": date(2026, 6, 1), "soort": "bijstelling_probleemanalyse", "zegt": {"terugkeer_mogelijk": "ja"}}
    assert step("plan_van_aanpak", no, yes).why[0] == "Volgens het advies van 1 juni 2026 is terugkeer mogelijk."


def test_a_step_before_the_analysis_is_asked_until_there_is_one() -> None:
    assert step("probleemanalyse_intake").until_on is None
    late: Line = {"op": date(2026, 3, 20), "wat": "stuk", "soort": "probleemanalyse"}
    assert step("probleemanalyse_intake", late).until_on == date(2026, 3, 20)


def test_a_tick_counts_beside_a_paper_that_nobody_signed() -> None:
    advice: Line = {
        "op": date(2026, 3, 31),
        "wat": "stuk",
        "soort": "advies_re_integratiedeskundige",
        "ondertekenaars": ["re_integratiedeskundige"],
    }
    tick: Line = {"op": date(2026, 4, 2), "wat": "gedaan", "stap": "advies_week_13"}
    assert step("advies_week_13", advice).state == "waiting"
    assert step("advies_week_13", advice, tick).done_on == date(2026, 4, 2)


def test_of_two_unsigned_papers_the_newest_waits() -> None:
    first: Line = {
        "op": date(2026, 2, 20),
        "wat": "stuk",
        "soort": "plan_van_aanpak",
        "ondertekenaars": ["medewerker"],
    }
    second = {**first, "op": date(2026, 2, 25), "ondertekenaars": ["leidinggevende"]}
    assert step("plan_van_aanpak", first, second).waits_for == ("leidinggevende",)


def test_a_signature_is_titled_after_its_paper() -> None:
    paper: Line = {
        "op": date(2026, 2, 20),
        "wat": "stuk",
        "soort": "plan_van_aanpak",
        "ondertekenaars": ["medewerker"],
    }
    found = step("ondertekenen:plan_van_aanpak:medewerker", paper)
    assert found.title == "Plan van aanpak ondertekenen"
    assert (found.action, found.paper) == ("sign_paper", "100")
    assert found.why == (
        "Het stuk is vastgesteld op 20 februari 2026.",
        "Met alle handtekeningen moet het klaar zijn op 2 maart 2026.",
        "Ondertekenen: uiterlijk 2 maart 2026.",
    )


def test_the_day_to_sign_says_what_it_follows_from() -> None:
    def said(kind: str, on: date) -> str:
        paper: Line = {"op": on, "wat": "stuk", "soort": kind, "ondertekenaars": ["medewerker"]}
        return step(f"ondertekenen:{kind}:medewerker", paper).why[1]

    missed = "Met alle handtekeningen moest het klaar zijn op 2 maart 2026. Die dag was al voorbij."
    assert said("plan_van_aanpak", date(2026, 3, 9)) == missed
    assert said("bijstelling_plan_van_aanpak", date(2026, 3, 9)) == "Daarna zijn er 14 dagen om te ondertekenen."


def test_what_was_left_undone_at_a_return_is_named_by_the_next_one() -> None:
    ill = [
        {"op": date(2026, month, day), "wat": what}
        for month, day, what in ((1, 12, "herstelmelding"), (1, 19, "ziekmelding"), (1, 26, "herstelmelding"))
    ]
    missed = "Ook nog open: na de terugkeer van 12 januari 2026 is geen gesprek vastgelegd. Neem die terugkeer nu mee."
    assert step("terugkeergesprek", *ill, round=2).left_undone == missed
    held: Line = {"op": date(2026, 1, 13), "wat": "gedaan", "stap": "terugkeergesprek"}
    assert step("terugkeergesprek", *ill, held, round=2).left_undone == ""


def test_a_report_that_never_came_in_sap_is_named_by_the_next_one() -> None:
    back: Line = {"op": date(2026, 1, 12), "wat": "herstelmelding"}
    soon: Line = {"op": date(2026, 1, 19), "wat": "ziekmelding"}
    said = step("registratie_sap", back, soon, round=2).left_undone
    assert said.startswith("Ook nog open: de ziekmelding van 5 januari 2026 is niet afgevinkt.")
    begin: Line = {"op": date(2026, 3, 16), "wat": "herstelmelding"}
    later: Line = {"op": date(2026, 3, 23), "wat": "ziekmelding"}
    # Zes weken na de melding vraagt het portaal er niet meer om: dan ook niet bij de volgende.
    assert step("registratie_sap", begin, later, round=2).left_undone == ""


def test_a_reason_names_what_happened_in_words() -> None:
    twice = [
        {"op": date(2026, month, day), "wat": what}
        for month, day, what in ((1, 8, "herstelmelding"), (3, 2, "ziekmelding"), (3, 5, "herstelmelding"))
    ]
    third: Line = {"op": date(2026, 5, 4), "wat": "ziekmelding"}
    assert step("frequent_verzuimgesprek", *twice, third).why[0] == (
        "Drie keer of vaker verzuim in twaalf maanden: 4 mei 2026."
    )
    told = step("frequent_verzuimgesprek", *twice, third).rule
    assert told.endswith("Wordt de medewerker vóór dat gesprek opnieuw ziek, dan blijft het bij één gesprek.")
