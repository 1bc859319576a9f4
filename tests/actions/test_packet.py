"""The re-integration report as one download: its papers, their order, its overview, and who gets it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.copies import confirm_copy
from portal.actions.download_packet import download_packet
from portal.actions.give_bsn import give_bsn
from portal.actions.hand_over import hand_over
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.actions.record_recovery import record_recovery
from portal.actions.sign_paper import record_not_signed
from portal.documents.reading import read
from portal.rules.calendar import long_date
from portal.storage.database import connection
from portal.storage.reading.papers import file_of
from tests.actions.recording import step
from tests.staging import FIRST, Stage, refused, set_stage

JUDGEMENT = {
    "eens_met_papieren": "deels",
    "oordeel_verloop": "Het ging rustig en dat was goed.",
    "oordeel_werkgever": "Mijn werkgever dacht mee.",
}
ADJUSTED = {
    "aanleiding": "verloopt_anders",
    "reden": "De opbouw gaat sneller dan verwacht.",
    "doel_gewijzigd": "nee",
    "spoor": "spoor_1",
    "afspraken": [{"groep": "arbeidsinhoud", "wat": "Meer uren", "wie": "Beiden", "wanneer": "In september"}],
    "volgende_evaluatie": (FIRST + timedelta(days=630)).isoformat(),
    "zienswijze_medewerker": "Ik wil dit graag proberen.",
    "zienswijze_werkgever": "Wij denken dat het past.",
}
REPORT = ("probleemanalyse", "plan-van-aanpak", "eerstejaarsevaluatie", "actueel-oordeel", "eindevaluatie")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Week 87: every paper is there; the employee has not signed the eindevaluatie yet."""
    found = set_stage(tmp_path, "near_the_end")
    with connection():
        yield found


@pytest.fixture
def complete(stage: Stage) -> Stage:
    """The same, with everything signed."""
    stage.sign("medewerker", 603, stage.newest("eindevaluatie").id)
    return stage


def over(stage: Stage) -> int:
    return hand_over(**stage.who("teamleider", 612), note="Hierbij alle stukken.", accepts_gaps=False)


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def kinds(content: bytes) -> list[str]:
    """The file names without number and date."""
    return [name.partition("-")[2].rpartition(".")[0][: -len("-2026-01-05")] for name in names(content)]


def overview(content: bytes) -> dict[str, Any]:
    """What the cover says, with each day that stands on one line as that day."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: on_one_line(said) for name, said in read(archive.read(archive.namelist()[0])).items()}


def on_one_line(said: Any) -> Any:
    """The same with common spaces in a day, which the portal keeps together with hard ones."""
    if isinstance(said, str):
        return said.replace("\N{NO-BREAK SPACE}", " ")
    return [{name: on_one_line(one) for name, one in row.items()} for row in said] if isinstance(said, list) else said


def test_the_packet_holds_the_papers_under_the_numbers_of_the_inventory(complete: Stage) -> None:
    over(complete)
    content = download_packet(**complete.who("medewerker", 613))
    assert kinds(content) == ["overzicht", *REPORT, "overdracht-van-stukken-voor-de-wia"]
    assert [name[:2] for name in names(content)] == ["00", "01", "02", "03", "04", "05", "06"]


def test_the_papers_stand_in_the_order_of_domain_5_with_each_adjustment_behind_its_parent(complete: Stage) -> None:
    """By hand from DOMAIN §5: each paper in that order, adjustments with their parent, whatever day they are of."""
    again = {"reden": "Er kan meer.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
    complete.settle("bedrijfsarts", 603, "bijstelling_probleemanalyse", again)
    complete.settle("teamleider", 603, "bijstelling_plan_van_aanpak", ADJUSTED)
    complete.settle("medewerker", 604, "oordeel_werknemer", JUDGEMENT)
    assert kinds(download_packet(**complete.who("medewerker", 604))) == [
        "overzicht",
        "probleemanalyse",
        "bijstelling-van-de-probleemanalyse",
        "plan-van-aanpak",
        "bijstelling-van-het-plan-van-aanpak",
        "eerstejaarsevaluatie",
        "actueel-oordeel",
        "eindevaluatie",
        "oordeel-van-de-werknemer",
    ]


def test_of_several_of_a_kind_the_first_is_called_the_first(complete: Stage) -> None:
    again = {"reden": "Er kan meer.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": "ja"}
    complete.settle("bedrijfsarts", 600, "bijstelling_probleemanalyse", again)
    first = overview(download_packet(**complete.who("medewerker", 601)))
    assert first["papier.stukken"][1]["stuk"] == "Bijstelling van de probleemanalyse"
    complete.settle("bedrijfsarts", 603, "bijstelling_probleemanalyse", again)
    both = overview(download_packet(**complete.who("medewerker", 604)))
    assert [one["stuk"] for one in both["papier.stukken"][1:3]] == [
        "Bijstelling van de probleemanalyse 1",
        "Bijstelling van de probleemanalyse 2",
    ]


def test_no_day_in_a_narrow_column_is_broken_over_two_lines(complete: Stage) -> None:
    with zipfile.ZipFile(io.BytesIO(download_packet(**complete.who("medewerker", 613)))) as archive:
        signed = read(archive.read(archive.namelist()[0]))["papier.stukken"][0]["ondertekend_door"]
    assert signed.endswith(", 12\N{NO-BREAK SPACE}februari\N{NO-BREAK SPACE}2026")


def test_the_files_are_the_signed_ones(complete: Stage) -> None:
    content = download_packet(**complete.who("medewerker", 613))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        said = read(archive.read(next(name for name in archive.namelist() if "eindevaluatie" in name)))
    assert said["ondertekening.medewerker.uitkomst"].startswith("Akkoord\n")


def test_the_packet_can_be_had_at_any_moment_with_an_overview_of_that_moment(stage: Stage) -> None:
    content = download_packet(**stage.who("teamleider", 604))
    assert kinds(content) == ["overzicht", *REPORT]
    said = overview(content)
    assert said["papier.ontbreekt"][0]["stuk"] == "Eindevaluatie"
    assert said["papier.stukken"][4]["ondertekend_door"] == (
        f"Nog niet door medewerker\n{stage.name('teamleider')}, {long_date(stage.day(602))}"
    )
    signed = file_of(stage.newest("plan_van_aanpak").id)
    assert signed
    assert said["papier.controle"][1]["getal"] == signed.sha256


def test_the_overview_tells_why_someone_did_not_sign_and_who_says_so(stage: Stage) -> None:
    last = stage.newest("eindevaluatie").id
    who = stage.who("teamleider", 610)
    record_not_signed(**who, paper_id=last, role="medewerker", reason="Niet te bereiken.", on=stage.day(609))
    said = overview(download_packet(**stage.who("medewerker", 611)))
    name, day = stage.name("teamleider"), long_date(stage.day(609))
    assert said["papier.stukken"][4]["ondertekend_door"].startswith(
        f"{stage.name('medewerker')}, {day}: niet ondertekend; reden volgens {name}: Niet te bereiken.\n{name}, "
    )


def test_the_overview_tells_receipts_hours_and_contacts(complete: Stage) -> None:
    confirm_copy(**complete.who("medewerker", 604), paper_id=complete.newest("actueel_oordeel").id)
    manager = complete.who("teamleider", 604)
    record_contact(**manager, on=complete.day(604), way="telefoon", note="Over de uren.")
    record_recovery(**manager, on=complete.day(604), hours=14)
    content = download_packet(**complete.who("medewerker", 605))
    said = overview(content)
    receipts = {(row["stuk"], row["voor"]): row["ontvangst"] for row in said["papier.afschriften"]}
    own = receipts["Actueel oordeel", f"{complete.name('medewerker')}, medewerker"]
    assert own == f"Ontvangst bevestigd op {long_date(complete.day(604))}"
    assert said["papier.contacten"] == [
        {"datum": complete.day(604).isoformat(), "wijze": "Per telefoon", "door": complete.name("teamleider")}
    ]
    [hours] = said["papier.uren"]
    assert hours["vanaf"] == complete.day(604).isoformat()
    assert hours["uren"].startswith("14 van")
    # What was said stays in the portal.
    assert "Over de uren" not in str(said)


def test_the_packet_says_from_which_terms_both_deviated_and_why(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "analysed")
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "De medewerker was er niet."}
    with connection():
        record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
        record(**stage.who("medewerker", 45), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
        for login in ("medewerker", "teamleider"):
            content = download_packet(**stage.who(login, 46))
            said = overview(content)
            assert said["papier.afwijkingen"] == [
                {
                    "stap": "Plan van aanpak",
                    "eerst": "26 februari 2026",
                    "later": "16 maart 2026",
                    "reden": "De medewerker was er niet.",
                }
            ]


def test_the_packet_names_the_day_that_was_agreed_also_when_a_leave_lies_over_it(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "analysed")
    later = {"stap": "plan_van_aanpak#1", "tot": stage.day(70).isoformat(), "reden": "De medewerker was er niet."}
    with connection():
        record(**stage.who("teamleider", 45), kind="latere_datum", answers=later)
        record(**stage.who("medewerker", 45), kind="latere_datum_antwoord", answers={"antwoord": "ja"})
        leave = {"laatste_dag": stage.day(179).isoformat()}
        record(**stage.who("teamleider", 46), kind="verlof", on=stage.day(68), answers=leave)
        [line] = overview(download_packet(**stage.who("medewerker", 46)))["papier.afwijkingen"]
        assert line["later"] == long_date(stage.day(70))
        assert step(stage, "plan_van_aanpak", 46).due_on == stage.day(180)


def test_the_own_judgement_is_in_the_employees_packet_only(complete: Stage) -> None:
    over(complete)
    complete.settle("medewerker", 618, "oordeel_werknemer", JUDGEMENT)
    assert kinds(download_packet(**complete.who("medewerker", 619)))[-2] == "oordeel-van-de-werknemer"
    assert "oordeel-van-de-werknemer" not in kinds(download_packet(**complete.who("teamleider", 619)))


def test_only_the_employees_packet_says_that_the_own_judgement_is_missing(complete: Stage) -> None:
    over(complete)
    [own] = overview(download_packet(**complete.who("medewerker", 613)))["papier.ontbreekt"]
    assert own == {"stuk": "Oordeel van de werknemer", "toelichting": "ontbreekt, te maken door medewerker"}
    [nothing] = overview(download_packet(**complete.who("teamleider", 613)))["papier.ontbreekt"]
    assert nothing == {"stuk": "Niets", "toelichting": "Alle stukken van de werkgever en de bedrijfsarts zijn er."}


def test_the_letter_of_the_hand_over_carries_the_bsn_in_the_packet(complete: Stage) -> None:
    give_bsn(**complete.who("medewerker", 612), number="111222333")
    letter = file_of(over(complete))
    assert letter
    assert read(letter.content).get("papier.bsn") != "111222333"
    with zipfile.ZipFile(io.BytesIO(download_packet(**complete.who("medewerker", 613)))) as archive:
        assert read(archive.read(archive.namelist()[-1]))["papier.bsn"] == "111222333"


def test_a_packet_changes_nothing_and_is_the_same_again(complete: Stage) -> None:
    over(complete)
    first = download_packet(**complete.who("medewerker", 613))
    assert first == download_packet(**complete.who("medewerker", 613))


def test_there_is_no_packet_without_papers(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, "sick")
    with connection(), refused("no_papers_yet"):
        download_packet(**stage.who("teamleider", 3))


@pytest.mark.parametrize(
    ("login", "code"), [("bedrijfsarts", "Forbidden"), ("afdelingshoofd", "Forbidden"), ("002018", "Invisible")]
)
def test_the_packet_is_for_employee_and_manager(complete: Stage, login: str, code: str) -> None:
    with refused(code):
        download_packet(**complete.who(login, 613))
