"""One dossier: what each role sees, what each may do, and what stays closed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import sign_paper
from portal.demonstration import people, texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.catalogue import catalogue
from portal.storage.database import connect_to, connection
from portal.storage.reading.accounts import account_of
from portal.storage.reading.dossiers import DossierRow, dossier_of
from portal.storage.reading.facts import facts_of
from portal.storage.reading.people import PersonRow, person
from tests.web.browsing import moment, visitor
from tests.web.page import Page
from tests.web.played import TODAY, counted, played, signed_in

OLD, WEEK_THREE, CORRECTED, RECOVERED, SIGNING = "002011", "002045", "002018", "002066", "002112"
CASES = {
    OLD: Case(320),
    WEEK_THREE: Case(16, frozenset({"vraagstelling"})),
    CORRECTED: Case(30),
    RECOVERED: Case(44, frozenset({"probleemanalyse"})),
    SIGNING: Case(50, frozenset({"plan_van_aanpak"})),
}
READERS = ("medewerker", "teamleider", "bedrijfsarts", "verzuimadviseur", "arbo-secretariaat", "hrm-adviseur")
FOLLOWERS = ("afdelingshoofd", "personele-dienst")
NOTE = texts.CONTACTS[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("dossiers"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


LAST = "?vermeldingen=alle&logboek=9"
"""The end of the log, where the ziekmelding stands."""


def dossier(number: str) -> DossierRow:
    with connection():
        found = dossier_of(people.number_to_person(number))
    assert found
    return found


def employee(number: str) -> PersonRow:
    with connection():
        found = person(people.number_to_person(number))
    assert found
    return found


def opened(settings: Settings, login: str, number: str, rest: str = "", day: date = TODAY) -> Page:
    return signed_in(settings, login, day).get(f"/dossiers/{dossier(number).number}{rest}")


def words(page: Page, part: str) -> str:
    found = page.soup.find(id=part)
    return " ".join(found.get_text(" ").split()) if found else ""


def acting(number: str, action: Callable[..., Any], *, day: date = TODAY, **more: Any) -> Any:
    with connection():
        manager = employee(number).leidinggevende_id
        return action(**{"dossier_id": dossier(number).id, "actor": manager, "now": moment(day), **more})


def test_the_head_says_who_since_when_and_which_week(settings: Settings) -> None:
    page = opened(settings, "teamleider", WEEK_THREE)
    head = words(page, "gegevens")
    assert page.heading == "Samira Aït Hamou"
    assert "week 3 van 104" in page.text
    for piece in ("personeelsnummer 002045", "32 uur per week", "Wegen en Verkeer", "6 november 2026", "Ziek sinds"):
        assert piece in head
    assert "Wet verbetering Poortwachter" in head


def test_what_must_happen_now_names_who_and_gives_the_own_tasks_a_button(settings: Settings) -> None:
    page = opened(settings, "teamleider", WEEK_THREE)
    now = page.soup.find(id="nu")
    rows = [" ".join(row.get_text(" ").split()) for row in now.select("tbody tr")]
    assert rows[0].startswith("Afstemmen met de arbodienst")
    assert "U leidinggevende" in rows[0]
    assert "4 dagen te laat" in rows[0]
    assert any(
        row.startswith("Probleemanalyse Waarom deze dag?") and "Maaike Hoekstra bedrijfsarts" in row for row in rows
    )
    assert len(now.select("a.utrecht-button")) == 2


def test_the_timeline_gives_the_rule_and_folds_the_rounds(settings: Settings) -> None:
    progress = words(opened(settings, "teamleider", WEEK_THREE), "voortgang")
    assert "Afgerond (3)" in progress
    assert "Verzuimprotocol §4.4" in progress
    assert "De eerste ziektedag is 6 november 2026." in progress
    assert "Periodieke evaluatie: daarna elke zes weken" in progress
    assert "Eerst: Probleemanalyse" in progress
    assert progress.count("Periodieke evaluatie (ronde") == 0


def test_done_rounds_stay_in_sight_with_their_day(settings: Settings) -> None:
    progress = words(opened(settings, "teamleider", OLD), "voortgang")
    assert "Periodieke evaluatie (ronde 2) (afgerond) Gedaan op" in progress
    assert "ondertekenen (afgerond)" not in progress


@pytest.mark.parametrize("login", [*READERS, *FOLLOWERS])
def test_every_link_on_the_page_opens(settings: Settings, login: str) -> None:
    someone = signed_in(settings, login)
    page = someone.get(f"/dossiers/{dossier(OLD).number}?vermeldingen=alle")
    links = {str(a["href"]).split("#")[0] for a in page.soup.select("main a[href]")} - {""}
    assert "/dossiers" in links
    for address in sorted(links):
        if not address.startswith("?"):
            assert someone.get(address).status == 200, address


def test_what_each_role_may_do_now(settings: Settings) -> None:
    found = {login: words(opened(settings, login, OLD), "doen") for login in READERS}
    for words_of_manager in ("Contact vastleggen", "Herstel melden", "Gespreksverslag", "Bijstelling van het plan"):
        assert words_of_manager in found["teamleider"]
    assert "Wie heeft mijn dossier ingezien?" in found["medewerker"]
    assert "Re-integratieverslag bekijken" in found["medewerker"]
    assert "Contact vastleggen" not in found["medewerker"]
    assert "Bijstelling van de probleemanalyse als bestand bijvoegen" in found["bedrijfsarts"]
    assert "Spreekuur plannen" in found["arbo-secretariaat"]
    assert found["hrm-adviseur"] == ""


def test_nothing_is_offered_that_has_no_place_yet(settings: Settings) -> None:
    doing = words(opened(settings, "teamleider", WEEK_THREE), "doen")
    for later in ("Eerstejaarsevaluatie", "Eindevaluatie", "Bijstelling", "overdracht", "Re-integratieverslag"):
        assert later not in doing


def test_the_employee_can_give_the_own_view_on_a_paper_that_the_manager_makes(settings: Settings) -> None:
    own = signed_in(settings, SIGNING)
    page = own.get(f"/dossiers/{dossier(SIGNING).number}")
    assert "Uw eigen kijk Plan van aanpak" in words(page, "doen")
    assert own.follow(page, "Plan van aanpak").status == 200
    assert "Uw eigen kijk" not in words(opened(settings, "bedrijfsarts", OLD), "doen")


def test_the_binder_shows_the_papers_of_the_reader_with_their_signatures(settings: Settings) -> None:
    binder = words(opened(settings, "teamleider", OLD), "stukken")
    assert "Plan van aanpak" in binder
    assert "versie 1" in binder
    assert "Maaike Hoekstra bedrijfsarts" in binder
    assert "Joost van der Meulen, " in binder
    assert "Oudere stukken (" in binder
    assert "Periodieke evaluatie 6" in binder


def test_the_binder_holds_exactly_the_kinds_one_may_read(settings: Settings) -> None:
    for login, role in (
        ("hrm-adviseur", "hrm_adviseur"),
        ("bedrijfsarts", "bedrijfsarts"),
        ("medewerker", "medewerker"),
    ):
        binder = words(opened(settings, login, OLD), "stukken")
        written = {"probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie", "probleemanalyse_intake"}
        for kind in (catalogue()[key] for key in written):
            assert (kind.title in binder) == kind.readable_by({role}), (login, kind.key)


def test_the_log_tells_what_was_recorded_by_whom_and_when(settings: Settings) -> None:
    log = words(opened(settings, "teamleider", WEEK_THREE), "logboek")
    assert "Ziekmelding 6 november 2026" in log
    assert "Per telefoon." in log
    assert NOTE in log
    assert "Karin de Boer 6 november 2026 om 09.30 uur" in log


def test_the_six_items_are_for_the_employee_and_the_manager(settings: Settings) -> None:
    seen = {login for login in READERS if "1441 AB Purmerend" in words(opened(settings, login, OLD, LAST), "logboek")}
    assert seen == {"medewerker", "teamleider"}


def test_words_of_a_contact_and_of_a_question_have_their_own_readers(settings: Settings) -> None:
    logs = {login: words(opened(settings, login, OLD, "?vermeldingen=alle"), "logboek") for login in READERS}
    assert {login for login, log in logs.items() if NOTE in log} == {"medewerker", "teamleider"}
    asked = f"{catalogue()['vraagstelling_arbodienst'].title}, versie 1"
    assert {login for login, log in logs.items() if asked in log} == set(READERS) - {"hrm-adviseur"}
    assert all("Contact" in log for log in logs.values())


def test_the_log_names_no_paper_that_the_reader_may_not_open(settings: Settings) -> None:
    log = words(opened(settings, "hrm-adviseur", OLD, "?vermeldingen=alle"), "logboek")
    assert "Plan van aanpak, versie 1" in log
    assert catalogue()["probleemanalyse_intake"].title not in log
    assert "Periodieke evaluatie" not in log


@pytest.mark.parametrize("login", FOLLOWERS)
def test_who_follows_the_progress_sees_no_content(settings: Settings, login: str) -> None:
    page = opened(settings, login, OLD)
    assert page.status == 200
    assert "Periodieke evaluatie" in words(page, "voortgang")
    assert "Wie zijn erbij betrokken" in page.text
    assert not page.soup.find(id="stukken")
    for closed in (
        NOTE,
        texts.QUESTION["vraag"],
        "eerste ziektedag is",
        "uur per week",
        "Purmerend",
        "Ziek sinds",
        "akkoord",
    ):
        assert closed not in page.text
    assert not [a for a in page.soup.select("main a[href]") if "/papieren/" in str(a["href"])]


def test_the_personele_dienst_finds_back_what_it_recorded_itself(settings: Settings) -> None:
    own = words(opened(settings, "personele-dienst", OLD), "logboek")
    assert own.startswith("Wat u zelf hebt vastgelegd")
    assert "Kenmerk 42-" in own
    assert "Verbeteren" in own
    assert "Contact" not in own
    assert not opened(settings, "afdelingshoofd", OLD).soup.find(id="logboek")


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


def test_links_to_correct_stand_only_where_one_may(settings: Settings) -> None:
    with connection():
        facts = {fact.seq: fact.kind for fact in facts_of(dossier(OLD).id)}
    for login, kinds in (
        ("teamleider", {"ziekmelding", "contact", "vraagstelling", "gedaan"}),
        ("hrm-adviseur", set()),
    ):
        pages = [opened(settings, login, OLD, one) for one in ("?vermeldingen=alle", LAST)]
        links = [str(a["href"]) for page in pages for a in page.soup.select("#logboek a[href$=verbeteren]")]
        assert {facts[int(link.split("/")[-2])] for link in links} == kinds


def test_a_paper_waits_for_signatures_until_everyone_answered(settings: Settings) -> None:
    plan_day = TODAY - timedelta(days=1)
    values = texts.plan_values(plan_day)
    first = acting(SIGNING, settle_paper, day=plan_day, kind="plan_van_aanpak", values=values)
    paper = acting(SIGNING, settle_paper, kind="plan_van_aanpak", values=values)
    manager = signed_in(settings, login_of_manager(SIGNING))
    page = manager.get(f"/dossiers/{dossier(SIGNING).number}")
    assert "Nog te ondertekenen medewerker" in words(page, "stukken")
    assert "Vervangen versies (1)" in words(page, "stukken")
    assert page.soup.select_one(f"#stukken a[href$='/papieren/{first}']")
    assert "Wacht op de handtekening van medewerker en leidinggevende" in words(page, "voortgang")
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
    page = manager.get(f"/dossiers/{dossier(SIGNING).number}")
    assert f"Gezien, niet akkoord {one.name}" in words(page, "stukken")
    assert "Wacht op de handtekening van leidinggevende" in words(page, "voortgang")


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


def test_the_employee_is_spoken_to_in_person(settings: Settings) -> None:
    page = opened(settings, "medewerker", OLD)
    assert page.heading == "Uw dossier"
    assert "Joost van der Meulen (u)" in words(page, "betrokken")


def test_someone_elses_dossier_is_not_there(settings: Settings) -> None:
    for login in ("directeur", "001134", "002031", "beheerder"):
        assert opened(settings, login, OLD).status == 404


def test_the_number_of_queries_does_not_grow_with_the_dossier(settings: Settings) -> None:
    addresses = [f"/dossiers/{dossier(number).number}" for number in (OLD, WEEK_THREE)]
    for login in ("teamleider", "bedrijfsarts", "personele-dienst"):
        someone = visitor(settings, TODAY, login)
        numbers = []
        for address in addresses:
            with counted() as found:
                assert someone.get(address).status == 200
            numbers.append(len(found))
        assert numbers[0] == numbers[1] <= 10  # three of them keep the read log, in a transaction
