"""The BSN: who gives it, where it is written, and where it is not."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.actions.download_packet import download_packet
from portal.actions.give_bsn import enter_bsn, give_bsn
from portal.actions.import_personnel import import_personnel
from portal.documents.personnel_csv import PersonnelErrors
from portal.documents.reading import read
from portal.storage.database import connection, rows
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.papers import file_of
from tests.staging import Stage, morning, refused, set_stage

NUMBER = "111222333"
HEADING = "personeelsnummer;naam;e-mail;functie;uren;eenheid;leidinggevende;bsn"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "near_the_end")
    with connection():
        yield found


def files(content: bytes) -> dict[str, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: dict(read(archive.read(name))) for name in archive.namelist()}


def kept(stage: Stage) -> str:
    found = bsn_of(stage.dossier_id)
    return found.number if found else ""


def test_the_number_stands_on_every_paper_of_the_packet_and_on_no_stored_one(stage: Stage) -> None:
    plan = stage.newest("plan_van_aanpak")
    before = file_of(plan.id)
    give_bsn(**stage.who("medewerker", 604), number="1112.22.333")
    for login in ("medewerker", "teamleider"):
        packet = files(download_packet(**stage.who(login, 604)))
        assert {said["papier.bsn"] for said in packet.values()} == {NUMBER}
        assert len(packet) == 6
    assert file_of(plan.id) == before
    # Nothing but the number is different from the paper that was signed.
    assert before
    written = next(said for name, said in packet.items() if "plan-van-aanpak" in name)
    signed = dict(read(before.content))
    assert {name for name, value in written.items() if signed[name] != value} == {"papier.bsn"}


def test_without_a_number_each_paper_says_who_fills_it_in(stage: Stage) -> None:
    packet = files(download_packet(**stage.who("medewerker", 604)))
    assert {said["papier.bsn"] for said in packet.values()} == {"vult de medewerker in bij de aanvraag"}
    cover = next(said for name, said in packet.items() if name.startswith("00"))
    assert "BSN is niet bekend" in cover["papier.opmerkingen"][0]["wat"]


def test_the_employee_changes_it_and_takes_it_away(stage: Stage) -> None:
    give_bsn(**stage.who("medewerker", 604), number=NUMBER)
    give_bsn(**stage.who("medewerker", 604), number="123456782")
    assert kept(stage) == "123456782"
    with refused("bsn_wrong", field="bsn"):
        give_bsn(**stage.who("medewerker", 604), number="111222334")
    give_bsn(**stage.who("medewerker", 604), number=" ")
    assert kept(stage) == ""
    with refused("Forbidden"):
        give_bsn(**stage.who("teamleider", 604), number=NUMBER)


WHY = "De medewerker is niet bereikbaar."


def test_for_who_cannot_be_reached_manager_or_hrm_fills_it_in_with_a_reason(stage: Stage) -> None:
    for login in ("teamleider", "hrm-adviseur"):
        enter_bsn(**stage.who(login, 604), number="111 222 333", reason=WHY)
        known = bsn_of(stage.dossier_id)
        assert known
        assert (known.number, known.entered_by, known.reason) == (NUMBER, stage.name(login), WHY)
    assert {said["papier.bsn"] for said in files(download_packet(**stage.who("teamleider", 604))).values()} == {NUMBER}
    # The employee changes it, and then it is theirs.
    give_bsn(**stage.who("medewerker", 605), number="123456782")
    with refused("bsn_given"):
        enter_bsn(**stage.who("teamleider", 605), number=NUMBER, reason=WHY)
    assert kept(stage) == "123456782"


def test_what_is_no_bsn_or_has_no_reason_is_refused_and_so_is_anyone_else(stage: Stage) -> None:
    with refused("bsn_wrong", field="bsn"):
        enter_bsn(**stage.who("teamleider", 604), number="111222334", reason=WHY)
    with refused("bsn_reason_missing", field="reden"):
        enter_bsn(**stage.who("teamleider", 604), number=NUMBER, reason=" ")
    for login in ("bedrijfsarts", "medewerker", "afdelingshoofd"):
        with refused("Forbidden"):
            enter_bsn(**stage.who(login, 604), number=NUMBER, reason=WHY)
    assert kept(stage) == ""


def test_it_is_sealed_and_not_told_of_when_printed(stage: Stage) -> None:
    give_bsn(**stage.who("medewerker", 604), number=NUMBER)
    assert NUMBER not in str(rows("SELECT * FROM bsn"))
    assert NUMBER not in repr(bsn_of(stage.dossier_id))


# The personnel file


def imported(stage: Stage, number: str, *, with_bsn: bool = True) -> int:
    [(personnel, name, email, organisation)] = rows(
        "SELECT p.personnel_number, p.name, p.email, o.name FROM person p "
        "JOIN organisation o ON o.id = p.organisation_id WHERE p.id = ?",
        stage.ids["medewerker"],
    )
    lines = [HEADING, f"{personnel};{name};{email};Adviseur;32;NIEUW;;{number}"]
    lines.append("990001;Zonder Dossier;zonder.dossier@example.nl;Adviseur;32;NIEUW;;123456782")
    content = "\n".join(lines).encode()
    now = morning(date(2027, 9, 1))
    return import_personnel(organisation=organisation, content=content, now=now, with_bsn=with_bsn).numbers


def test_the_personnel_file_brings_the_number_of_who_has_a_dossier_when_asked(stage: Stage) -> None:
    assert imported(stage, NUMBER, with_bsn=False) == 0
    assert kept(stage) == ""
    assert imported(stage, NUMBER) == 1
    assert rows("SELECT COUNT(*) FROM bsn") == [(1,)]
    assert kept(stage) == NUMBER


def test_what_the_employee_gave_goes_before_the_personnel_file(stage: Stage) -> None:
    give_bsn(**stage.who("medewerker", 604), number="123456782")
    assert imported(stage, NUMBER) == 0
    assert kept(stage) == "123456782"


def test_a_wrong_number_in_the_file_is_named_by_its_line_and_stores_nothing(stage: Stage) -> None:
    with pytest.raises(PersonnelErrors) as caught:
        imported(stage, "111222334")
    assert "111222334" not in "\n".join(caught.value.lines())
    assert "regel 2" in "\n".join(caught.value.lines()).lower()
    assert kept(stage) == ""
