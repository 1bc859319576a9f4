"""`portal timeline`: what it prints, and the one sentence with which it refuses."""

import json
from typing import Any

import pytest

from portal.cli import main
from portal.storage.protocols import protocol

KEYS = {"key", "round", "owner", "opens_on", "due_on", "state", "rule", "source", "why"}
EXTRA = {"title", "text", "done_on", "statutory_on", "waits_for"}


@pytest.fixture
def timeline(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command; returns (exit code, stdout, stderr)."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["timeline", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def steps(timeline: Any, *words: str) -> dict[tuple[str, int], dict[str, Any]]:
    code, out, _ = timeline(*words, "--json")
    assert code == 0
    return {(step["key"], step["round"]): step for step in json.loads(out)}


def test_json_has_the_promised_words(timeline: Any) -> None:
    found = steps(timeline, "2026-01-05")
    assert all(set(step) == KEYS | EXTRA for step in found.values())
    analysis = found["probleemanalyse", 1]
    assert analysis["rule"] == "wvp_2023/probleemanalyse"
    assert analysis["why"] == ["De eerste ziektedag is 5 januari 2026.", "6 weken later is 16 februari 2026."]
    assert analysis["text"].startswith("De bedrijfsarts maakt binnen zes weken")
    assert (analysis["done_on"], analysis["statutory_on"], analysis["waits_for"]) == (None, None, [])


def test_steps_come_in_order_of_their_last_day(timeline: Any) -> None:
    days = [step["due_on"] for step in steps(timeline, "2026-01-05").values()]
    assert days == sorted(days)


def test_the_list_for_people(timeline: Any) -> None:
    code, out, err = timeline("2026-01-05", "--done", "probleemanalyse=2026-03-06")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Tijdlijn bij eerste ziektedag 5 januari 2026"
    [analysis] = [line for line in lines if "  Probleemanalyse  " in line]
    assert analysis.startswith("uiterlijk ma 16 februari 2026")
    assert analysis.endswith("gedaan op 6 maart 2026, te laat")
    plan_line = next(number for number, line in enumerate(lines) if "  Plan van aanpak  " in line)
    assert lines[plan_line].startswith("uiterlijk vr 20 maart 2026")
    assert "Probleemanalyse: vastgesteld op 6 maart 2026. 2 weken later is 20 maart 2026." in lines[plan_line + 1]


def test_the_list_shows_the_day_of_the_law_and_what_does_not_count(timeline: Any) -> None:
    words = ("2026-01-05", "--protocol", "noord_holland_2008", "--verlof", "2026-06-01:2026-09-20")
    _, out, _ = timeline(*words, "--hersteld", "2026-10-12", "--ziek", "2026-10-13")
    assert "Vanaf 1 juni 2026: 112 dagen tellen niet mee (verlof)." in out
    assert "Vanaf 12 oktober 2026: 1 dag telt niet mee (hersteld)." in out
    assert "De wet zegt: uiterlijk 25 januari 2028." in out
    assert "  wacht op Probleemanalyse\n" in out
    assert "Periodieke evaluatie, 2e keer" in out


def test_the_list_after_recovery(timeline: Any) -> None:
    _, out, _ = timeline("2026-01-05", "--hersteld", "2026-02-02")
    assert "Volledig aan het werk vanaf 2 februari 2026." in out
    assert "Terugkeergesprek" in out
    assert "Ziekmelding in SAP zetten" in out
    assert out.count("uiterlijk ") == 2


def test_all_options_together(timeline: Any) -> None:
    found = steps(
        timeline,
        "2026-01-05",
        *("--protocol", "noord_holland_2008", "--gemeld", "2026-01-07"),
        *("--hersteld", "2026-03-02", "--ziek", "2026-03-12", "--gemeld", "2026-03-13"),
        *("--verlof", "2026-06-01:2026-09-20"),
        *("--done", "eerste_vervolgcontact=2026-01-09", "--done", "tweede_vervolgcontact=2026-01-14"),
        *("--done", "consult_gepland=2026-01-20", "--done", "probleemanalyse=2026-02-10"),
        *("--done", "spreekuur=2026-03-20", "--done", "plan_van_aanpak=2026-02-20"),
        *("--done", "periodieke_evaluatie=2026-04-01", "--done", "periodieke_evaluatie=2026-05-10"),
        *("--done", "wia_overdracht=2028-01-10", "--done", "ontvangst_bevestigen=2028-01-11"),
        *("--done", "uwv_melding_week_42=2027-02-20", "--done", "wia_aanvraag=2028-01-20"),
    )
    assert found["registratie_sap", 2]["due_on"] == "2026-03-13"
    assert found["uwv_melding_week_42", 1]["due_on"] == "2027-02-25"  # D+294, 10 + 112 days later
    assert found["wia_aanvraag", 1]["due_on"] == "2028-01-26"
    assert found["wia_aanvraag", 1]["statutory_on"] == "2028-02-17"
    done = {key: step["done_on"] for key, step in found.items() if step["done_on"]}
    assert done["tweede_vervolgcontact", 1] == "2026-01-14"
    assert done["periodieke_evaluatie", 2] == "2026-05-10"
    assert done["ontvangst_bevestigen", 1] == "2028-01-11"
    assert done["uwv_formulieren_ontvangen", 1] == done["wia_aanvraag", 1]
    assert len(done) == 13


def test_a_new_case_is_shown_and_said(timeline: Any) -> None:
    words = ("2026-01-05", "--hersteld", "2026-02-02", "--ziek", "2026-03-02")
    done = ("--done", "probleemanalyse=2026-01-30")
    code, out, err = timeline(*words, *done)
    assert (code, err) == (0, "")
    assert out.startswith("Tijdlijn bij eerste ziektedag 2 maart 2026\n")
    assert "Het herstel sinds 2 februari 2026 duurde vier weken of langer." in out
    found = steps(timeline, *words, *done)
    assert found["probleemanalyse", 1]["due_on"] == "2026-04-13"
    assert found["probleemanalyse", 1]["done_on"] is None


def test_with_json_a_new_case_is_said_beside_the_list(timeline: Any) -> None:
    _, out, err = timeline("2026-01-05", "--hersteld", "2026-02-02", "--ziek", "2026-03-02", "--json")
    assert isinstance(json.loads(out), list)
    assert "Op 2 maart 2026 begint een nieuw geval" in err


LATER = {"periodieke_evaluatie", "spreekuur", "terugkeergesprek"}
RULES = [r.key for r in protocol("wvp_2023").rules if r.key not in LATER and r.per != "event"]


@pytest.mark.parametrize("key", RULES)
def test_any_step_can_be_done(timeline: Any, key: str) -> None:
    day = steps(timeline, "2026-01-05")[key, 1]["opens_on"]
    found = steps(timeline, "2026-01-05", "--done", f"{key}={day}")
    assert found[key, 1]["done_on"] == day


REFUSED = [
    (("2026-02-30",), "«2026-02-30» is geen datum."),
    (("5-1-2026",), "Schrijf een datum als 2026-01-05"),
    (("20260105",), "«20260105» is geen datum."),
    (("9999-01-01",), "kies een jaar van 1990 tot en met 2150"),
    (("0001-01-01",), "kies een jaar"),
    (("2026-01-05", "--protocol", "wvp_1999"), "Kies noord_holland_2008 of wvp_2023."),
    (("2026-01-05", "--gemeld", "gisteren"), "«gisteren» is geen datum."),
    (("2026-01-05", "--gemeld", "2026-01-04"), "ligt vóór de eerste ziektedag"),
    (("2026-01-05", "--gemeld", "2026-01-05", "--gemeld", "2026-01-06"), "2 dagen bij --gemeld en 1 ziekmeldingen"),
    (("2026-01-05", "--hersteld", "2026-01-04"), "Herstel op 4 januari 2026 kan niet"),
    (("2026-01-05", "--hersteld", "2026-01-05"), "De eerste dag weer aan het werk komt daarna."),
    (("2026-01-05", "--ziek", "2026-02-01"), "Geef met --hersteld eerst de dag van herstel."),
    (("2026-01-05", "--ziek", "2025-02-01"), "ligt vóór 5 januari 2026"),
    (("2026-01-05", "--hersteld", "2026-02-10", "--ziek", "2026-02-01"), "is er nog geen herstel"),
    (("2026-01-05", "--hersteld", "2026-02-01", "--hersteld", "2026-02-05"), "Geef met --ziek eerst"),
    (("2026-01-05", "--verlof", "2026-06-01"), "Schrijf de eerste en de laatste dag"),
    (("2026-01-05", "--verlof", "2026-09-20:2026-06-01"), "vóór het begint"),
    (("2026-01-05", "--verlof", "2025-01-01:2025-04-01"), "ligt vóór de eerste ziektedag"),
    (("2026-01-05", "--done", "probleemanalyse"), "Schrijf stap en dag"),
    (("2026-01-05", "--done", "probleem_analyse=2026-02-01"), "Bedoelt u probleemanalyse?"),
    (("2026-01-05", "--done", "xyzzy=2026-02-01"), "De stappen zijn: registratie_sap"),
    (("2026-01-05", "--done", "probleemanalyse=2026-13-01"), "«2026-13-01» is geen datum."),
    (("2026-01-05", "--done", "probleemanalyse=2026-01-04"), "kan niet gedaan zijn op 4 januari 2026"),
    (("2026-01-05", "--done", "periodieke_evaluatie=2026-03-01"), "eerst nodig: plan_van_aanpak"),
    (
        ("2026-01-05", "--done", "probleemanalyse=2026-02-01", "--done", "probleemanalyse=2026-02-03"),
        "De stap probleemanalyse telt niet mee op 3 februari 2026.",
    ),
    (("2026-01-05", "--done", "terugkeergesprek=2026-02-01"), "De stap terugkeergesprek telt niet mee"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_refused_with_one_sentence(timeline: Any, words: tuple[str, ...], sentence: str) -> None:
    code, out, err = timeline(*words)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert timeline(*words, "--json")[:2] == (1, "")
