"""The manager one level up reminds who must act: once a day for each step, logged, and without reading anything."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.remind import remind
from portal.demonstration import people
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.storage.reading.accounts import account_named
from portal.storage.reading.dossiers import dossier_of
from tests.staging import refused
from tests.web.browsing import Visitor, moment, visitor
from tests.web.page import Page
from tests.web.played import TODAY, dossier, played

WEEK_88, LATE = "002011", "002066"
WEEK_90 = TODAY + timedelta(days=10)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = played(tmp_path, {WEEK_88: Case(612), LATE: Case(50, frozenset({"probleemanalyse"}))})
    connect_to(found.database)
    return found


def button(page: Page, words: str) -> dict[str, str]:
    """Where the first reminder button goes that is about these words."""
    for form in page.soup.select("form.button-form[action$='/herinneren']"):
        if words in " ".join(form.get_text(" ").split()):
            hidden = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
            return {"action": str(form["action"]), **hidden}
    raise LookupError(words)


def press(who: Visitor, found: dict[str, str]) -> Page:
    return who.post(found["action"], found)


def test_who_reminded_comes_back_at_the_line_of_the_step(settings: Settings) -> None:
    head = visitor(settings, TODAY, "afdelingshoofd")
    page = head.get("/voortgang")
    found = button(page, "bedrijfsarts, Probleemanalyse")
    assert page.soup.find(id=found["team"])
    answer = head.client.post(found["action"], data=found | {"pagina": "2"})
    place, _, line = answer.location.partition("#")
    assert place == f"/voortgang?pagina=2&team={found['team']}"
    assert "Herinnerd door u" in head.get("/voortgang").soup.find("tr", id=line).get_text(" ")


def test_from_the_button_to_the_inbox_of_who_must_act(settings: Settings) -> None:
    head = visitor(settings, TODAY, "afdelingshoofd")
    found = button(head.get("/voortgang"), "bedrijfsarts, Probleemanalyse")
    page = press(head, found)
    assert page.url == "/voortgang"
    assert "Herinnerd: Maaike Hoekstra, aan «Probleemanalyse»" in page.soup.get_text(" ")
    row = next(r for r in page.soup.select("tbody tr") if "Herinnerd door u op 24 november 2026" in r.get_text(" "))
    assert "Probleemanalyse" in row.get_text(" ")
    assert not row.select("form")
    doctor = visitor(settings, TODAY, "bedrijfsarts").get("/")
    task = next(r for r in doctor.soup.select("tbody tr") if "Ingrid" in r.get_text(" "))
    assert "op 24 november 2026" in task.get_text(" ")
    assert "Herinnering van" in task.get_text(" ")


@pytest.mark.asvs("2.3.2")
def test_once_a_day_and_again_the_next_day(settings: Settings) -> None:
    head = visitor(settings, TODAY, "afdelingshoofd")
    found = button(head.get("/voortgang"), "bedrijfsarts, Probleemanalyse")
    press(head, found)
    again = press(head, found)
    assert again.status == 422
    assert "Vandaag is al aan deze stap herinnerd" in again.text
    assert "Morgen kan het weer" in again.text
    ways = [way.get_text() for way in again.soup.select("main .buttons > a")]
    assert ways == ["Terug naar het dossier", "Naar het begin"], "beside each other, or with room between them"
    tomorrow = visitor(settings, TODAY + timedelta(days=1), "afdelingshoofd")
    press(tomorrow, button(tomorrow.get("/voortgang"), "bedrijfsarts, Probleemanalyse"))
    with connection():
        logged = rows(
            "SELECT n.on_day, n.key, n.owner, p.name FROM nudge n JOIN person p ON p.id = n.sender_id ORDER BY 1"
        )
    assert [line[:3] for line in logged] == [
        ("2026-11-24", "probleemanalyse", "bedrijfsarts"),
        ("2026-11-25", "probleemanalyse", "bedrijfsarts"),
    ]
    assert len({line[3] for line in logged}) == 1


def test_the_employee_is_reminded_kindly_and_sees_that_it_was_done(settings: Settings) -> None:
    head = visitor(settings, WEEK_90, "afdelingshoofd")
    press(head, button(head.get("/voortgang"), "medewerker, Bericht van UWV"))
    own = visitor(settings, WEEK_90, "medewerker")
    inbox, page = own.get("/"), own.get(f"/dossiers/{dossier(WEEK_88).number}")
    assert "Vriendelijke herinnering van" in inbox.text
    assert "Lukt het niet? Bespreek het met uw leidinggevende." in inbox.text
    told = " ".join(page.soup.find(id="herinneringen").get_text(" ").split())
    assert "4 december 2026" in told
    assert "herinnerde de medewerker aan «Bericht van UWV over de WIA ontvangen»" in told
    assert "Herinnering aan een stap" in own.get(f"/dossiers/{dossier(WEEK_88).number}/inzage").text


def test_the_sender_sees_it_in_the_dossier_and_still_no_content(settings: Settings) -> None:
    head = visitor(settings, WEEK_90, "afdelingshoofd")
    press(head, button(head.get("/voortgang"), "medewerker, Bericht van UWV"))
    page = head.get(f"/dossiers/{dossier(WEEK_88).number}")
    assert "Herinnerd door u op 4 december 2026" in page.text
    assert page.soup.find(id="herinneringen")
    assert not page.soup.find(id="stukken")
    why = head.get(f"/dossiers/{dossier(WEEK_88).number}/stappen/uwv_formulieren_ontvangen/1/uitleg")
    assert "Herinnerd door u" in why.text
    assert not why.soup.select("form[action$='/herinneren']")


def test_the_page_that_explains_a_step_has_the_button_for_the_one_who_may(settings: Settings) -> None:
    address = f"/dossiers/{dossier(LATE).number}/stappen/probleemanalyse/1/uitleg"
    head = visitor(settings, TODAY, "afdelingshoofd")
    page = head.fill(head.get(address))
    assert page.url == f"/dossiers/{dossier(LATE).number}"
    assert "Herinnerd: Maaike Hoekstra" in page.soup.get_text(" ")
    assert not visitor(settings, TODAY, "teamleider").get(address).soup.select("form[action$='/herinneren']")


def test_nobody_else_reminds(settings: Settings) -> None:
    number = dossier(LATE).number
    for login in ("teamleider", "bedrijfsarts", "hrm-adviseur", "personele-dienst", "directeur", LATE):
        someone = visitor(settings, TODAY, login)
        token = someone.get("/uitleg").soup.find("input", attrs={"name": "csrf_token"})["value"]
        status = someone.post(f"/dossiers/{number}/stappen/probleemanalyse/1/herinneren", {"csrf_token": token}).status
        assert status in (403, 404), login


def test_only_what_somebody_must_do_now_can_be_reminded_of(settings: Settings) -> None:
    with connection():
        head = account_named("afdelingshoofd")
        assert head
        who = {"dossier_id": dossier_of(people.number_to_person(LATE)).id, "actor": head.person_id}
        with refused("step_unknown"):
            remind(**who, now=moment(TODAY), key="probleemanalyse", round=2)
        with refused("reminder_not_now"):
            remind(**who, now=moment(TODAY), key="advies_week_13", round=1)
        with refused("reminder_not_now"):
            remind(**who, now=moment(TODAY), key="plan_van_aanpak", round=1)
        with refused("step_done"):
            remind(**who, now=moment(TODAY), key="eerste_vervolgcontact", round=1)
        with refused("Forbidden"):
            remind(**{**who, "actor": people.number_to_person(LATE)}, now=moment(TODAY), key="probleemanalyse", round=1)
        assert remind(**who, now=moment(TODAY), key="probleemanalyse", round=1) == ("Maaike Hoekstra",)
        with refused("reminded_today"):
            remind(**who, now=moment(TODAY), key="probleemanalyse", round=1)


def test_who_must_act_themselves_and_a_role_without_anyone_are_told_so(settings: Settings) -> None:
    with connection():
        head = account_named("afdelingshoofd")
        assert head
        dossier_id = dossier_of(people.number_to_person(LATE)).id
        who = {"dossier_id": dossier_id, "actor": head.person_id, "now": moment(TODAY)}
        _hand_role(dossier_id, "bedrijfsarts", None)
        with refused("reminder_to_nobody"):
            remind(**who, key="probleemanalyse", round=1)
        _hand_role(dossier_id, "bedrijfsarts", head.person_id)
        with refused("reminder_to_self"):
            remind(**who, key="probleemanalyse", round=1)


def _hand_role(dossier_id: int, role: str, person_id: int | None) -> None:
    """Take a role from everyone in a dossier and give it to this person alone."""
    rows("DELETE FROM involvement WHERE dossier_id = ? AND role = ?", dossier_id, role)
    if person_id:
        columns = "(dossier_id, person_id, role, from_on, origin)"
        rows(f"INSERT INTO involvement {columns} VALUES (?, ?, ?, '2026-01-01', 'toets')", dossier_id, person_id, role)
