"""A dossier whose time is over is listed, its employee is told, and it can be kept."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from portal.actions.keep_dossier import lift_hold, object_to_destruction, place_hold, set_terms
from portal.actions.record_ziekmelding import record_ziekmelding
from portal.actions.report_sick import report_sick
from portal.actions.retention import Review, review
from portal.rules.calendar import long_date
from portal.rules.retention import Terms
from portal.storage.database import rows, transaction
from portal.storage.reading.dossiers import dossier
from portal.storage.reading.jobs import job_about, job_file
from portal.storage.reading.retention import held_dossiers, ledger_row
from tests.staging import Stage, refused
from tests.time_over import GONE, NOTHING, OVER, time_over


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with time_over(tmp_path) as stage:
        yield stage


# The list


def test_nothing_is_listed_a_day_too_early_nor_destroyed_while_one_can_object(stage: Stage) -> None:
    assert review(stage.moment(OVER - 1)) == Review()
    assert review(stage.moment(OVER)).listed == ("0001",)
    assert review(stage.moment(GONE - 1)) == Review()
    assert ledger_row(1)


def test_a_relapse_a_correction_or_a_report_takes_it_off_the_list(stage: Stage) -> None:
    review(stage.moment(OVER))
    report_sick(
        actor=stage.ids["medewerker"],
        now=stage.moment(OVER + 1),
        eerste_ziektedag=stage.day(OVER + 1),
        items=NOTHING,
    )
    assert review(stage.moment(OVER + 1)).taken_off == ("0001",)
    assert ledger_row(1) is None
    record_ziekmelding(
        medewerker_id=stage.ids["medewerker"],
        actor=stage.ids["teamleider"],
        now=stage.moment(OVER + 1),
        eerste_ziektedag=stage.day(OVER + 1),
        gemeld_op=stage.day(OVER + 1),
        items=NOTHING,
    )
    assert review(stage.moment(GONE)) == Review()
    assert dossier(1)


def test_an_objection_keeps_it_until_it_is_answered(stage: Stage) -> None:
    employee = stage.who("medewerker", OVER)
    with refused("not_on_list"):
        object_to_destruction(**employee, reason="Ik heb het nog nodig.")
    review(stage.moment(OVER))
    with refused("Forbidden"):
        object_to_destruction(**stage.who("teamleider", OVER), reason="Ik heb het nog nodig.")
    object_to_destruction(**employee, reason="Ik heb het nog nodig.")
    with refused("objected_already"):
        object_to_destruction(**employee, reason="Ik heb het nog nodig.")
    assert review(stage.moment(GONE)) == Review()
    [(number, hold)] = held_dossiers(1)
    assert (number, hold.kind, hold.reason) == ("0001", "bezwaar", "Ik heb het nog nodig.")
    who = {"organisation_id": 1, "actor": stage.ids["beheerder"], "now": stage.moment(GONE)}
    lift_hold(**who, hold_id=hold.id, reason="De rechtszaak is voorbij.")
    assert review(stage.moment(GONE)).destroyed == ("0001",)


def test_only_the_beheerder_keeps_a_dossier_and_lets_go_of_it(stage: Stage) -> None:
    review(stage.moment(OVER))
    for login in ("teamleider", "medewerker", "hrm-adviseur"):
        with refused("Invisible"):
            place_hold(
                organisation_id=1, actor=stage.ids[login], now=stage.moment(OVER), number="0001", reason="Zaak 1"
            )
    who = {"organisation_id": 1, "actor": stage.ids["beheerder"], "now": stage.moment(OVER)}
    with refused("no_such_dossier", field="nummer"):
        place_hold(**who, number="0999", reason="Er loopt een zaak.")
    place_hold(**who, number="0001", reason="Er loopt een zaak.")
    with refused("held_already", field="nummer"):
        place_hold(**who, number="0001", reason="Er loopt een zaak.")
    assert review(stage.moment(GONE)) == Review()


def test_longer_terms_take_it_off_the_list(stage: Stage) -> None:
    review(stage.moment(OVER))
    who = {"organisation_id": 1, "actor": stage.ids["beheerder"], "now": stage.moment(OVER)}
    lists = Terms(3, 15, 30, "Selectielijst")
    with refused("terms_in_past", field="vanaf"):
        set_terms(**who, from_on=stage.day(OVER - 1), terms=lists)
    with refused("terms_order", field="lang"):
        set_terms(**who, from_on=stage.day(OVER), terms=Terms(3, 2))
    with refused("Invisible"):
        set_terms(**who | {"actor": stage.ids["teamleider"]}, from_on=stage.day(OVER), terms=lists)
    set_terms(**who, from_on=stage.day(OVER + 5), terms=lists)
    assert review(stage.moment(OVER + 4)) == Review()
    assert review(stage.moment(OVER + 5)).taken_off == ("0001",)


# The mail


def test_the_employee_gets_a_mail_without_content_also_who_left(stage: Stage) -> None:
    with transaction():
        rows("UPDATE account SET active = 0 WHERE person_id = ?", stage.ids["medewerker"])
    assert review(stage.moment(OVER), "https://portaal.example.nl").listed == ("0001",)
    assert review(stage.moment(OVER + 1), "https://portaal.example.nl") == Review()
    [(key,)] = rows("SELECT subject FROM job WHERE kind = 'mail'")
    job = job_about("mail", key)
    assert job
    sent = message_from_bytes(job_file(job.id, "bericht") or b"")
    [(email,)] = rows("SELECT email FROM person WHERE id = ?", stage.ids["medewerker"])
    assert sent["To"] == email
    text = sent.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert long_date(stage.day(GONE - 1)) in text
    for words in ("0001", "ziek", "vernietig", stage.name("medewerker")):
        assert words not in f"{sent['Subject']} {text}".replace("re-integratieportaal", "")


def test_without_a_mail_server_or_an_address_nobody_is_mailed(stage: Stage) -> None:
    assert review(stage.moment(OVER)).listed == ("0001",)
    with transaction():
        rows("DELETE FROM destruction")
        rows("UPDATE person SET email = ''")
    assert review(stage.moment(OVER), "https://portaal.example.nl").listed == ("0001",)
    assert not rows("SELECT 1 FROM job WHERE kind = 'mail'")
