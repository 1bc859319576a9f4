"""Progress per team: the manager one level up sees steps, days and who must act, and nothing of the content."""

from datetime import timedelta

import pytest

from portal.actions.record_recovery import record_recovery
from portal.demonstration import people, texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection
from portal.storage.reading.accounts import functions_of
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.people import person
from portal.storage.reading.progress import open_steps
from tests.web.browsing import moment, visitor
from tests.web.page import Page
from tests.web.played import TODAY, counted, played, signed_in

LATE, WEEK_THREE, OTHER_TEAM, OTHER_BRANCH = "002066", "002045", "002112", "002338"
CASES = {
    LATE: Case(44, frozenset({"probleemanalyse"})),
    WEEK_THREE: Case(16, frozenset({"vraagstelling"})),
    OTHER_TEAM: Case(50, frozenset({"plan_van_aanpak"})),
    OTHER_BRANCH: Case(0),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("voortgang"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def test_each_team_has_its_steps_the_latest_first(settings: Settings) -> None:
    page = signed_in(settings, "afdelingshoofd").get("/voortgang")
    teams = [" ".join(h.get_text(" ").split()) for h in page.soup.select("main h2")]
    assert teams == ["Naast elkaar in de tijd", "Team van Karin de Boer", "Team van Sjoerd Hiemstra"]
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("section")[1].select("tbody tr")]
    assert "4 dagen te laat" in rows[0]
    assert "4 dagen te laat" in rows[1]
    assert any("Ingrid Sørensen dossier 0001 Probleemanalyse Maaike Hoekstra bedrijfsarts" in row for row in rows)
    assert "2 te laat" in page.text
    assert "Gijs van Beek" not in page.text


def test_the_numbers_on_top_add_the_teams_up(settings: Settings) -> None:
    page = signed_in(settings, "afdelingshoofd").get("/voortgang")
    late, on_time = (int(tile.b.get_text()) for tile in page.soup.select(".tile"))
    badges = [badge.get_text() for badge in page.soup.select("tbody .utrecht-badge-status")]
    assert late == sum("te laat" in badge for badge in badges) == 2
    assert late + on_time == len(badges)


def test_there_is_no_content_in_it(settings: Settings) -> None:
    page = signed_in(settings, "afdelingshoofd").get("/voortgang")
    for closed in (texts.CONTACTS[0], texts.QUESTION["vraag"], "ziektedag", "papieren", "uur per week", "Ziek"):
        assert closed not in page.text.replace("Ziekmelding", "")
    assert not [a for a in page.soup.select("main a[href]") if "/papieren/" in str(a["href"])]


def test_every_line_opens_the_dossier_without_its_content(settings: Settings) -> None:
    head = signed_in(settings, "afdelingshoofd")
    page = head.get("/voortgang")
    for address in {str(a["href"]) for a in page.soup.select("tbody a")}:
        dossier = head.get(address)
        assert dossier.status == 200
        assert not dossier.soup.find(id="stukken")


def test_only_a_naasthogere_has_the_page_and_the_menu_says_so(settings: Settings) -> None:
    assert "Voortgang teams" in signed_in(settings, "afdelingshoofd").get("/").links()
    for login in ("teamleider", "medewerker", "directeur", "bedrijfsarts", "personele-dienst", "beheerder"):
        someone = signed_in(settings, login)
        assert someone.get("/voortgang").status == 404
        assert "Voortgang teams" not in someone.get("/").links()


def test_the_function_comes_and_goes_with_the_dossiers(settings: Settings) -> None:
    with connection():
        lead = person(people.number_to_person(OTHER_BRANCH)).leidinggevende_id
        above = person(lead).leidinggevende_id
        role = "naasthogere_leidinggevende"
        assert role in functions_of(above, TODAY)
        assert role not in functions_of(above, TODAY - timedelta(days=1))
        assert role not in functions_of(lead, TODAY)


def test_the_page_takes_as_many_queries_for_one_team_as_for_two(settings: Settings) -> None:
    numbers = []
    for login in ("afdelingshoofd", "001023"):
        someone = visitor(settings, TODAY, login)
        with counted() as found:
            assert someone.get("/voortgang").status == 200
        numbers.append(len(found))
    assert numbers[0] == numbers[1] <= 7


def test_a_step_names_the_first_holder_and_counts_the_others(settings: Settings) -> None:
    with connection():
        dossier = dossier_of(people.number_to_person(WEEK_THREE))
        steps = {one.step.key: one for one in open_steps([dossier.id], TODAY)[dossier.id]}
    assert (steps["consult_gepland"].who, steps["consult_gepland"].holders) == ("Loes van Dam", 1)
    assert [one.step.due_on for one in steps.values()] == sorted(one.step.due_on for one in steps.values())


def test_what_is_finished_is_no_longer_followed(settings: Settings) -> None:
    later = TODAY + timedelta(days=3)
    before = signed_in(settings, "afdelingshoofd").get("/voortgang").text
    with connection():
        employee = person(people.number_to_person(OTHER_TEAM))
        dossier = dossier_of(employee.id)
        assert employee.name in before
        record_recovery(
            dossier_id=dossier.id,
            actor=employee.leidinggevende_id,
            now=moment(later),
            on=later,
            hours=employee.hours,
        )
    page = signed_in(settings, "afdelingshoofd", later).get("/voortgang")
    assert f"{employee.name} dossier {dossier.number} Terugkeergesprek" in page.text
    # Whoever was given a step today has it for no number of days yet.
    assert ", 0 dagen" not in page.text
    assert "Plan van aanpak" not in page.text.split("Team van Sjoerd Hiemstra")[1]


def test_teams_fold_away_and_open_where_something_is_late_or_asked_for(settings: Settings) -> None:
    head = signed_in(settings, "afdelingshoofd")

    def stand_open(page: Page) -> dict[str, bool]:
        return {" ".join(team.h2.get_text().split()): team.has_attr("open") for team in page.soup.select(".folded")}

    assert stand_open(head.get("/voortgang")) == {"Team van Karin de Boer": True, "Team van Sjoerd Hiemstra": False}
    [second] = [str(one["id"]) for one in head.get("/voortgang").soup.select("section") if "Sjoerd" in one.get_text()]
    assert stand_open(head.get(f"/voortgang?team={second}"))["Team van Sjoerd Hiemstra"]
