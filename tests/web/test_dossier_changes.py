"""The page of a dossier after something happened: a correction, a paper, a signature, recovery, a relapse."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import sign_paper
from portal.demonstration import texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection
from portal.storage.reading.accounts import account_of
from portal.storage.reading.facts import facts_of
from tests.web.browsing import moment
from tests.web.played import TODAY, counted, dossier, employee, number_of, opened, played, signed_in, words

CORRECTED, RECOVERED, SIGNING = "002018", "002066", "002112"
CASES = {
    CORRECTED: Case(30),
    RECOVERED: Case(44, frozenset({"probleemanalyse"})),
    SIGNING: Case(50, frozenset({"plan_van_aanpak"})),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("dossiers"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def acting(number: str, action: Callable[..., Any], *, day: date = TODAY, **more: Any) -> Any:
    with connection():
        manager = employee(number).leidinggevende_id
        return action(**{"dossier_id": dossier(number).id, "actor": manager, "now": moment(day), **more})


def test_the_employee_can_give_the_own_view_on_a_paper_that_the_manager_makes(settings: Settings) -> None:
    own = signed_in(settings, SIGNING)
    page = own.get(f"/dossiers/{number_of(SIGNING)}")
    assert "Uw eigen kijk Plan van aanpak" in words(page, "doen")
    assert own.follow(page, "Plan van aanpak").status == 200
    assert "Uw eigen kijk" not in words(opened(settings, "bedrijfsarts", SIGNING), "doen")


def test_a_correction_leaves_the_old_line_struck_and_cannot_be_corrected_twice(settings: Settings) -> None:
    with connection():
        contact = next(f for f in facts_of(dossier(CORRECTED).id) if f.kind == "contact")
        told = next(f for f in facts_of(dossier(CORRECTED).id) if f.kind == "vraagstelling")
    new_day, reason = contact.on + timedelta(days=1), "Een dag later gebeld."
    acting(CORRECTED, correct_fact, seq=contact.seq, on=new_day, changes={"verslag": "Nieuw verslag."}, reason=reason)
    acting(CORRECTED, withdraw_fact, seq=told.seq, reason="Dubbel gesteld.")
    page = opened(settings, "teamleider", CORRECTED, "?vermeldingen=alle")
    old, withdrawn = words(page, f"feit-{contact.seq}"), words(page, f"feit-{told.seq}")
    assert "verbeterd" in old
    assert "ingetrokken" in withdrawn
    assert not page.soup.select(f"#feit-{contact.seq} a, #feit-{told.seq} a")
    assert page.soup.select(f"#feit-{contact.seq} s")
    assert "Nieuw verslag." in page.text
    assert f"Verbetert: contact van {contact.on.day}" in page.text
    assert reason in page.text
    assert reason not in opened(settings, "hrm-adviseur", CORRECTED, "?vermeldingen=alle").text


def test_a_paper_waits_for_signatures_until_everyone_answered(settings: Settings) -> None:
    plan_day = TODAY - timedelta(days=1)
    values = texts.plan_values(plan_day)
    first = acting(SIGNING, settle_paper, day=plan_day, kind="plan_van_aanpak", values=values)
    paper = acting(SIGNING, settle_paper, kind="plan_van_aanpak", values=values)
    manager = signed_in(settings, login_of_manager(SIGNING))
    page = manager.get(f"/dossiers/{number_of(SIGNING)}")
    assert "Nog te ondertekenen medewerker" in words(page, "stukken")
    assert "Vervangen versies (1)" in words(page, "stukken")
    assert page.soup.select_one(f"#stukken a[href$='/papieren/{first}']")
    assert "Wacht op de handtekening van de medewerker en de leidinggevende" in words(page, "voortgang")
    assert "Plan van aanpak ondertekenen" in words(page, "nu")
    assert "een nieuwe versie" in words(page, "doen")
    one = employee(SIGNING)
    acting(
        SIGNING,
        sign_paper,
        actor=one.id,
        paper_id=paper,
        outcome="gezien_niet_akkoord",
        name=one.name,
        view="Ik wil minder uren.",
    )
    page = manager.get(f"/dossiers/{number_of(SIGNING)}")
    assert f"Gezien, niet akkoord {one.name}" in words(page, "stukken")
    assert "Wacht op de handtekening van de leidinggevende" in words(page, "voortgang")


def login_of_manager(number: str) -> str:
    with connection():
        return account_of(employee(number).leidinggevende_id)


def test_partial_and_full_recovery_and_a_relapse(settings: Settings) -> None:
    week_ago = TODAY - timedelta(days=7)
    acting(RECOVERED, record_recovery, on=week_ago, hours=14.0)
    page = opened(settings, "teamleider", RECOVERED)
    assert "procent hersteld sinds 17 november 2026" in words(page, "gegevens")
    assert "procent hersteld" not in opened(settings, "afdelingshoofd", RECOVERED).text
    acting(RECOVERED, record_recovery, on=TODAY, hours=employee(RECOVERED).hours)
    page = opened(settings, "teamleider", RECOVERED)
    assert "Hersteld vanaf 24 november 2026" in words(page, "gegevens")
    assert "afgesloten in week 7" in page.text
    assert "Opnieuw ziek melden" in words(page, "doen")
    assert "Herstel melden" not in words(page, "doen")
    assert "Afgesloten" in words(opened(settings, "afdelingshoofd", RECOVERED), "gegevens")
    again = f"/ziekmelding/{employee(RECOVERED).id}"
    assert signed_in(settings, "teamleider", TODAY).get(again).status == 200
    with counted() as asked:
        signed_in(settings, "teamleider", TODAY).get(again)
    assert len([sql for sql, _ in asked if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]) <= 8
    later = TODAY + timedelta(days=10)
    items = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
    with connection():
        record_ziekmelding(
            medewerker_id=employee(RECOVERED).id,
            actor=employee(RECOVERED).leidinggevende_id,
            now=moment(later),
            eerste_ziektedag=later,
            gemeld_op=later,
            items=items,
        )
    page = opened(settings, "teamleider", RECOVERED, day=later)
    assert "Ziek sinds 4 december 2026" in words(page, "gegevens")
    assert "week 7 van 104" in page.text
