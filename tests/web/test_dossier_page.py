"""One dossier: what each role sees, what each may do, and what stays closed."""

import pytest

from portal.demonstration import texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.catalogue import catalogue
from portal.storage.database import connect_to, connection
from portal.storage.reading.facts import facts_of
from tests.web.browsing import visitor
from tests.web.played import TODAY, counted, dossier, number_of, opened, played, signed_in, words

OLD, WEEK_THREE = "002011", "002045"
CASES = {
    OLD: Case(320),
    WEEK_THREE: Case(16, frozenset({"vraagstelling"})),
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


def log_of(settings: Settings, login: str) -> str:
    """What someone reads in the whole log of OLD, leafing through it."""
    someone = signed_in(settings, login)
    page = someone.get(f"/dossiers/{number_of(OLD)}?vermeldingen=alle")
    found = words(page, "logboek")
    while older := page.soup.select_one("#logboek nav.pages a:-soup-contains('Volgende')"):
        page = someone.get(str(older["href"]))
        found += words(page, "logboek")
    return found


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
    assert "Gedaan (3)" in progress
    assert "Verzuimprotocol §4.4" in progress
    assert "De eerste ziektedag is 6 november 2026." in progress
    assert "Periodieke evaluatie: daarna elke zes weken" in progress
    assert "Eerst: Probleemanalyse" in progress
    assert progress.count("Periodieke evaluatie, 2e keer") == 0


def test_done_rounds_stay_in_sight_with_their_day(settings: Settings) -> None:
    progress = words(opened(settings, "teamleider", OLD), "voortgang")
    assert "Periodieke evaluatie, 2e keer (gedaan) Gedaan op" in progress
    assert "ondertekenen (gedaan)" not in progress


@pytest.mark.parametrize("login", [*READERS, *FOLLOWERS])
def test_every_link_on_the_page_opens(settings: Settings, login: str) -> None:
    someone = signed_in(settings, login)
    page = someone.get(f"/dossiers/{number_of(OLD)}?vermeldingen=alle")
    links = {str(a["href"]).split("#")[0] for a in page.soup.select("main a[href]")} - {""}
    assert "/dossiers" in links
    for address in sorted(links):
        if not address.startswith("?"):
            assert someone.get(address).status == 200, address


def test_what_each_role_may_do_now(settings: Settings) -> None:
    found = {login: words(opened(settings, login, OLD), "doen") for login in READERS}
    for words_of_manager in ("Contact vastleggen", "Herstel melden", "Gespreksverslag", "Bijstelling van het plan"):
        assert words_of_manager in found["teamleider"]
    assert "Wie keek er in mijn dossier?" in found["medewerker"]
    assert "Re-integratieverslag bekijken" in found["medewerker"]
    assert "Contact vastleggen" not in found["medewerker"]
    assert "Bijstelling van de probleemanalyse als bestand bijvoegen" in found["bedrijfsarts"]
    assert "Spreekuur plannen" in found["arbo-secretariaat"]
    assert found["hrm-adviseur"] == ""


def test_nothing_is_offered_that_has_no_place_yet(settings: Settings) -> None:
    doing = words(opened(settings, "teamleider", WEEK_THREE), "doen")
    for later in ("Eerstejaarsevaluatie", "Eindevaluatie", "Bijstelling", "overdracht", "Re-integratieverslag"):
        assert later not in doing


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
    logs = {login: log_of(settings, login) for login in READERS}
    assert {login for login, log in logs.items() if NOTE in log} == {"medewerker", "teamleider"}
    asked = f"{catalogue()['vraagstelling_arbodienst'].title}, versie 1"
    assert {login for login, log in logs.items() if asked in log} == set(READERS) - {"hrm-adviseur"}
    assert all("Contact" in log for log in logs.values())


def test_the_log_names_no_paper_that_the_reader_may_not_open(settings: Settings) -> None:
    log = log_of(settings, "hrm-adviseur")
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
    assert own.startswith("Wat u hier vastlegt")
    assert "Kenmerk 42-" in own
    assert "Verbeteren" in own
    assert "Contact" not in own
    assert not opened(settings, "afdelingshoofd", OLD).soup.find(id="logboek")


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


def test_the_employee_is_spoken_to_in_person(settings: Settings) -> None:
    page = opened(settings, "medewerker", OLD)
    assert page.heading == "Uw dossier"
    assert "Joost van der Meulen (u)" in words(page, "betrokken")


def test_someone_elses_dossier_is_not_there(settings: Settings) -> None:
    for login in ("directeur", "001134", "002031", "beheerder"):
        assert opened(settings, login, OLD).status == 404


def test_the_number_of_queries_does_not_grow_with_the_dossier(settings: Settings) -> None:
    addresses = [f"/dossiers/{number_of(number)}" for number in (OLD, WEEK_THREE)]
    for login in ("teamleider", "bedrijfsarts", "personele-dienst"):
        someone = visitor(settings, TODAY, login)
        numbers = []
        for address in addresses:
            with counted() as found:
                assert someone.get(address).status == 200
            numbers.append(len(found))
        assert numbers[0] == numbers[1] <= 10  # three of them keep the read log, in a transaction
