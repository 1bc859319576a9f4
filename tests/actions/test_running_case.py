"""Taking over a case that ran outside the portal: its absences, its papers, and what was done without a paper."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.download_packet import download_packet
from portal.actions.enter_running_case import Break, enter_running_case
from portal.actions.file_earlier_paper import SentFile, add_scan, file_earlier_paper, sign_on_paper
from portal.actions.hand_over import inventory
from portal.actions.record_ziekmelding import SixItems
from portal.actions.sign_paper import sign_paper
from portal.actions.tick_earlier_step import tick_earlier_step
from portal.rules.repairs import repairs_of
from portal.storage.catalogue import template_bytes
from portal.storage.database import connection
from portal.storage.reading.facts import broken_links
from portal.storage.reading.papers import file_of
from tests.small_picture import JPEG, jpeg, segment
from tests.staging import FIRST, Stage, refused, set_stage

KROON = "002024"
WEEK_30 = 210
ITEMS = SixItems("06 1", "Dorpsstraat 1", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
WEER_ZIEK = "onderbrekingen.0.weer_ziek_vanaf"
PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def enter(stage: Stage, login: str = "teamleider", who: str = KROON, **given: Any) -> int:
    days = given.pop("days", WEEK_30)
    return enter_running_case(
        medewerker_id=stage.ids[who],
        actor=stage.ids[login],
        now=stage.moment(days),
        **{"eerste_ziektedag": FIRST, "gemeld_op": FIRST, "items": ITEMS, **given},
    )


@pytest.fixture
def running(stage: Stage) -> Stage:
    stage.dossier_id = enter(stage)
    return stage


def put(stage: Stage, kind: str = "plan_van_aanpak", on: int = 50, **given: Any) -> int:
    login = given.pop("login", "teamleider")
    signed = given.pop("signed", {"medewerker": on, "leidinggevende": on})
    return file_earlier_paper(
        **stage.who(login, WEEK_30),
        kind=kind,
        on=stage.day(on),
        signed={role: stage.day(days) for role, days in signed.items()},
        **{"drawn_up_by": "J. de Vries", "tells": {}, **given},
    )


def analysis(stage: Stage, **given: Any) -> int:
    told = {"tells": {"terugkeer_mogelijk": "ja"}, "drawn_up_by": "B. Arts", "signed": {"bedrijfsarts": 36}}
    return put(stage, "probleemanalyse", 36, **{**told, **given})


def tick(stage: Stage, key: str, on: int, login: str = "teamleider") -> int:
    return tick_earlier_step(**stage.who(login, WEEK_30), key=key, on=stage.day(on))


def steps(stage: Stage) -> dict[str, Any]:
    return {f"{s.key}/{s.round}": s for s in stage.seen_by("teamleider", WEEK_30).steps}


def test_the_case_runs_from_its_first_sick_day_and_says_that_it_was_taken_over(running: Stage) -> None:
    situation = running.seen_by("teamleider", WEEK_30).situation
    assert (situation.eerste_ziektedag, situation.taken_over_on) == (FIRST, running.day(WEEK_30))
    assert steps(running)["eerste_vervolgcontact/1"].until_on < running.day(WEEK_30)
    assert broken_links(running.dossier_id) == ()


def test_days_of_recovery_inside_the_case_move_its_terms(stage: Stage) -> None:
    breaks = [Break(stage.day(100), stage.day(107)), Break(stage.day(150), stage.day(164))]
    stage.dossier_id = enter(stage, breaks=breaks)
    found = stage.seen_by("teamleider", WEEK_30)
    assert len(found.situation.spells) == 3
    assert steps(stage)["uwv_melding_week_42/1"].due_on == stage.day(294 + 7 + 14)
    noted = [fact.data["telefoon"] for fact in found.facts if fact.kind == "ziekmelding"]
    assert noted == ["", "", "06 1"], "the six items are those of now"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"gemeld_op": date(2027, 1, 1)}, "day_in_future", "gemeld_op"),
        ({"eerste_ziektedag": date(2026, 1, 6)}, "sick_after_report", "eerste_ziektedag"),
        (
            {"breaks": [Break(date(2026, 3, 2), date(2026, 3, 30))]},
            "break_ends_case",
            WEER_ZIEK,
        ),
        ({"breaks": [Break(date(2026, 3, 2), date(2026, 3, 2))]}, "break_reversed", WEER_ZIEK),
        ({"breaks": [Break(FIRST, date(2026, 1, 9))]}, "break_too_early", "onderbrekingen.0.hersteld_vanaf"),
        ({"breaks": [Break(date(2026, 8, 1), date(2026, 8, 9))]}, "day_in_future", WEER_ZIEK),
        ({"eerste_ziektedag": date(2023, 1, 2), "gemeld_op": date(2023, 1, 2)}, "sick_long_ago", "eerste_ziektedag"),
        ({"who": "medewerker"}, "already_ill", "eerste_ziektedag"),
        ({"login": "001134"}, "Invisible", None),
        ({"login": "medewerker"}, "Invisible", None),
    ],
)
def test_a_case_that_cannot_be_is_refused(stage: Stage, given: dict[str, Any], code: str, field: str | None) -> None:
    with refused(code, field=field):
        enter(stage, **given)


def test_a_paper_on_file_settles_its_step_on_its_own_day(running: Stage) -> None:
    analysis(running)
    put(running)
    found = steps(running)
    assert found["probleemanalyse/1"].done_on == running.day(36)
    assert found["plan_van_aanpak/1"].done_on == running.day(50)
    assert found["periodieke_evaluatie/1"].due_on == running.day(50 + 42)


def test_a_paper_without_a_file_is_honest_in_the_report(running: Stage) -> None:
    analysis(running, file=SentFile("pa.pdf", PDF, no_medical_data=True))
    plan = put(running)
    assert file_of(plan) is None
    rows = inventory(running.seen_by("teamleider", WEEK_30))
    assert [(row["stuk"], row["opgesteld_door"]) for row in rows] == [
        ("Probleemanalyse", "B. Arts, bedrijfsarts"),
        ("Plan van aanpak (op papier, niet in het portaal)", "J. de Vries, leidinggevende"),
    ]
    assert rows[1]["ondertekend_door"] == "Piet Kroon, J. de Vries"
    with zipfile.ZipFile(io.BytesIO(download_packet(**running.who("teamleider", WEEK_30)))) as packet:
        assert [name[:6] for name in packet.namelist()] == ["00-ove", "01-pro"]


def test_a_paper_that_was_on_paper_only_gets_its_file_later(running: Stage) -> None:
    analysis(running, file=SentFile("pa.pdf", PDF, no_medical_data=True))
    plan = put(running)
    before = steps(running)
    scan = SentFile("plan.JPG", jpeg(segment(0xFE, b"J. de Vries")), no_medical_data=True)
    with refused("Forbidden"):
        add_scan(**running.who(KROON, WEEK_30), paper_id=plan, file=scan)
    with refused("declaration_missing", field="verklaring"):
        add_scan(**running.who("teamleider", WEEK_30), paper_id=plan, file=replace(scan, no_medical_data=False))
    with refused("file_content_differs", field="bestand"):
        add_scan(**running.who("teamleider", WEEK_30), paper_id=plan, file=replace(scan, name="plan.png"))
    assert file_of(plan) is None
    add_scan(**running.who("teamleider", WEEK_30), paper_id=plan, file=scan)
    kept = file_of(plan)
    assert kept is not None
    assert (kept.media, kept.content) == ("jpg", JPEG)
    assert [row["stuk"] for row in inventory(running.seen_by("teamleider", WEEK_30))][1] == "Plan van aanpak"
    with zipfile.ZipFile(io.BytesIO(download_packet(**running.who("teamleider", WEEK_30)))) as packet:
        assert [name[-4:] for name in packet.namelist()] == ["docx", ".pdf", "docx"]
    # Nothing moves; only the request for the file is gone.
    assert before.pop("aanvullen:plan_van_aanpak/1").paper == str(plan)
    assert steps(running) == before
    with refused("Invisible"):
        add_scan(**running.who("teamleider", WEEK_30), paper_id=plan, file=scan)


def test_in_the_packet_a_paper_keeps_its_number_when_one_before_it_is_on_paper_only(running: Stage) -> None:
    analysis(running)
    put(running, file=SentFile("plan.pdf", PDF, no_medical_data=True))
    with zipfile.ZipFile(io.BytesIO(download_packet(**running.who("teamleider", WEEK_30)))) as packet:
        assert [name[:6] for name in packet.namelist()] == ["00-ove", "02-pla"]


def test_who_has_not_signed_the_paper_can_do_so_on_paper_only(running: Stage) -> None:
    analysis(running)
    plan = put(running, signed={"leidinggevende": 50})
    step = steps(running)["ondertekenen:plan_van_aanpak:medewerker/1"]
    assert (step.owner, step.action, step.state) == ("leidinggevende", "sign_on_paper", "open")
    with refused("signed_on_paper"):
        sign_paper(**running.who(KROON, WEEK_30), paper_id=plan, outcome="akkoord", name="Piet Kroon")
    answer = {"paper_id": plan, "role": "medewerker", "on": running.day(200), "outcome": "akkoord", "note": ""}
    with refused("Invisible"):
        sign_on_paper(**running.who("teamleider", WEEK_30), **{**answer, "role": "leidinggevende"})
    with refused("day_before_paper", field="op"):
        sign_on_paper(**running.who("teamleider", WEEK_30), **{**answer, "on": running.day(49)})
    with refused("field_empty", field="toelichting"):
        sign_on_paper(**running.who("teamleider", WEEK_30), **{**answer, "outcome": "niet_ondertekend"})
    sign_on_paper(**running.who("teamleider", WEEK_30), **answer)
    assert steps(running)["plan_van_aanpak/1"].done_on == running.day(200)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"on": -1}, "day_before_first_sick_day", "op"),
        ({"on": WEEK_30 + 1}, "day_in_future", "op"),
        ({"signed": {"medewerker": 49}}, "day_before_paper", "getekend_medewerker"),
        ({"signed": {"medewerker": WEEK_30 + 1}}, "day_in_future", "getekend_medewerker"),
        ({"signed": {"bedrijfsarts": 50}}, "choice_unknown", "getekend_bedrijfsarts"),
        ({"drawn_up_by": " "}, "field_empty", "opgesteld_door"),
        ({"kind": "probleemanalyse", "signed": {}}, "field_empty", "terugkeer_mogelijk"),
        ({"kind": "bijstelling_plan_van_aanpak"}, "parent_missing", None),
        ({"kind": "eerstejaarsevaluatie", "on": 100, "signed": {}}, "day_before_week", "op"),
        ({"kind": "oordeel_werknemer", "signed": {}}, "Invisible", None),
        ({"kind": "wia_overdracht", "signed": {}}, "Invisible", None),
        ({"file": SentFile("plan.pdf", PDF, no_medical_data=False)}, "declaration_missing", "verklaring"),
        ({"file": SentFile("plan.docx", PDF, no_medical_data=True)}, "not_a_docx", "bestand"),
        ({"file": SentFile("plan.pdf", template_bytes("plan_van_aanpak"), True)}, "file_content_differs", "bestand"),
        ({"file": SentFile("plan.png", b"\x89PNG\r\n\x1a\n", True)}, "picture_damaged", "bestand"),
        ({"file": SentFile("plan.exe", b"MZ", True)}, "file_kind_not_allowed", "bestand"),
        ({"login": KROON}, "Forbidden", None),
        ({"login": "bedrijfsarts"}, "Forbidden", None),
        ({"login": "001134"}, "Invisible", None),
    ],
)
def test_a_paper_that_is_not_right_is_refused(
    running: Stage, given: dict[str, Any], code: str, field: str | None
) -> None:
    with refused(code, field=field):
        put(running, **given)


def test_a_file_without_the_view_of_both_gives_way_to_a_better_one(running: Stage) -> None:
    analysis(running)
    put(running, file=SentFile("plan.pdf", PDF, True, ("zienswijze_medewerker",)))
    assert steps(running)["aanvullen:plan_van_aanpak/1"].action == "file_earlier_paper"
    put(running, file=SentFile("plan.pdf", PDF, True))
    row = running.newest("plan_van_aanpak")
    assert (row.number, row.version) == (1, 2)
    assert "aanvullen:plan_van_aanpak/1" not in steps(running)
    with refused("paper_already_filed", field="op"):
        put(running, file=SentFile("plan.pdf", PDF, True))


def test_a_scan_without_the_view_of_both_still_lacks_that(running: Stage) -> None:
    analysis(running)
    plan = put(running)
    scan = SentFile("plan.pdf", PDF, True, ("zienswijze_medewerker",))
    add_scan(**running.who("teamleider", WEEK_30), paper_id=plan, file=scan)
    asked = steps(running)["aanvullen:plan_van_aanpak/1"]
    assert asked.why == ("Plan van aanpak van 24 februari 2026: zonder de kijk van medewerker en werkgever.",)
    assert asked.paper == "plan_van_aanpak"


def test_the_same_paper_is_there_once(running: Stage) -> None:
    put(running)
    with refused("paper_already_filed", field="op"):
        put(running)
    with refused("paper_settled"):
        put(running, on=60)
    put(running, "periodieke_evaluatie", 92)
    put(running, "periodieke_evaluatie", 134)


def test_in_a_dossier_that_began_here_there_are_no_earlier_papers(stage: Stage) -> None:
    with refused("not_taken_over"):
        put(stage)
    with refused("not_taken_over"):
        tick(stage, "registratie_sap", 3)


def test_a_wrong_paper_is_withdrawn_with_its_signatures_and_can_be_put_in_anew(running: Stage) -> None:
    put(running)
    seq = next(f.seq for f in running.seen_by("teamleider", WEEK_30).facts if f.kind == "papier_vastgesteld")
    who = running.who("teamleider", WEEK_30)
    with refused("earlier_paper_not_correctable"):
        correct_fact(**who, seq=seq, on=running.day(51), changes={}, reason="Andere dag.")
    with refused("Forbidden"):
        withdraw_fact(**running.who(KROON, WEEK_30), seq=seq, reason="Klopt niet.")
    withdraw_fact(**who, seq=seq, reason="Verkeerde dag.")
    assert running.seen_by("teamleider", WEEK_30).situation.papers == ()
    assert "ondertekenen:plan_van_aanpak:medewerker/1" not in steps(running)
    put(running, on=51)
    assert steps(running)["plan_van_aanpak/1"].done_on == running.day(51)


def test_what_was_done_without_a_paper_is_ticked_whoever_did_it(running: Stage) -> None:
    analysis(running)
    seq = tick(running, "spreekuur", 80)
    tick(running, "spreekuur", 120)
    assert steps(running)["spreekuur/2"].done_on == running.day(120)
    with refused("already_ticked", field="stap"):
        tick(running, "spreekuur", 120)
    with refused("step_unknown", field="stap"):
        tick(running, "plan_van_aanpak", 50)
    with refused("day_before_first_sick_day", field="op"):
        tick(running, "registratie_sap", -1)
    with refused("Forbidden"):
        tick(running, "spreekuur", 160, login="arbo-secretariaat")
    withdraw_fact(**running.who("teamleider", WEEK_30), seq=seq, reason="Ging niet door.")
    assert steps(running)["spreekuur/1"].done_on == running.day(120)


def test_what_is_missing_then_shows_with_the_least_that_mends_it(running: Stage) -> None:
    analysis(running)
    put(running)
    dossier = running.seen_by("teamleider", WEEK_30)
    found = repairs_of(dossier.facts, dossier.protocol, dossier.today)
    assert [(one.step.key, len(one.mends)) for one in found] == [
        ("spreekuur", 4),
        ("periodieke_evaluatie", 3),
        ("advies_week_13", 1),
    ]
