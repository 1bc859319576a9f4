"""«Laatst geopend»: the dossiers that someone opened last, as long as they may know about them."""

from datetime import timedelta

import pytest

from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows, transaction
from tests.web.page import Page
from tests.web.played import TODAY, number_of, played, signed_in

ILL = ("002011", "002018", "002024", "002031", "002037", "002045")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("laatst"), {number: Case(3) for number in ILL})


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def recent(page: Page) -> list[str]:
    return [str(a["href"]).rpartition("/")[2] for a in page.soup.select(".recent a")]


def test_the_last_five_stand_on_the_first_page_and_above_the_list(settings: Settings) -> None:
    manager = signed_in(settings, "teamleider")
    assert recent(manager.get("/")) == []
    numbers = [number_of(one) for one in ILL]
    for number in (*numbers, numbers[2]):
        manager.get(f"/dossiers/{number}")
    right = [numbers[2], numbers[5], numbers[4], numbers[3], numbers[1]]
    assert recent(manager.get("/")) == recent(manager.get("/dossiers")) == right


def test_who_has_no_part_in_a_dossier_any_more_does_not_see_it_there(settings: Settings) -> None:
    doctor, number = signed_in(settings, "bedrijfsarts"), number_of(ILL[0])
    doctor.get(f"/dossiers/{number}")
    assert recent(doctor.get("/")) == [number]
    with connection(), transaction():
        ended = (TODAY - timedelta(days=1)).isoformat()
        rows("UPDATE involvement SET until_on = ? WHERE role = 'bedrijfsarts' AND dossier_id = ?", ended, int(number))
    assert recent(doctor.get("/")) == []


def test_the_own_dossier_of_an_employee_needs_no_list(settings: Settings) -> None:
    own = signed_in(settings, "medewerker")
    own.get(f"/dossiers/{number_of(ILL[0])}")
    assert recent(own.get("/")) == recent(own.get("/dossiers")) == []
