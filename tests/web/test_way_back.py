"""What lies elsewhere is named as it is called itself: in the way back above a page, and in the log."""

from collections.abc import Iterator

import pytest

from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import TIME_TO_SIGN
from portal.demonstration import texts
from portal.demonstration.people import DOSSIERS, number_to_person
from portal.settings import Settings
from portal.storage.database import connection
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.people import person
from tests.browser.screenshot import demonstration
from tests.handbook import TODAY
from tests.web.browsing import moment, visitor
from tests.web.page import Page

LAST_PAPER = "Periodieke evaluatie 4"


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    """The demonstration, with a fourth evaluation that nobody signed yet."""
    with demonstration() as found:
        with connection():
            medewerker = person(number_to_person(DOSSIERS[5]))
            who = {"dossier_id": dossier_of(medewerker.id).id, "actor": medewerker.leidinggevende_id}
            values = texts.evaluation_values(TODAY, 4)
            settle_paper(**who, now=moment(TODAY), kind="periodieke_evaluatie", values=values)
        yield found


def test_the_first_of_several_papers_has_its_number_in_the_log_too(settings: Settings) -> None:
    page = visitor(settings, TODAY, "001117").get("/dossiers/0006?vermeldingen=alle")
    said = [line.get_text(strip=True) for line in page.soup.select("#logboek td[data-label=Wat]")]
    assert "Periodieke evaluatie 1, versie 1." in said
    assert "Periodieke evaluatie 1. Akkoord: Anouk le Clercq, medewerker." in said


def way_back(page: Page) -> list[str]:
    return [link.get_text() for link in page.soup.select(".utrecht-breadcrumb-nav a")]


@pytest.mark.parametrize(
    "below",
    ["/bekijken", "/printen/bekijken", "/terugroepen", "/intrekken", "/niet-ondertekend/medewerker"],
)
def test_one_of_several_papers_of_a_kind_is_named_with_its_number(settings: Settings, below: str) -> None:
    leidinggevende = visitor(settings, TODAY + TIME_TO_SIGN, "001117")
    address = leidinggevende.get("/dossiers/0006").link(LAST_PAPER).removesuffix("/ondertekenen")
    page = leidinggevende.get(address + below)
    assert page.status == 200
    assert way_back(page) == ["Dossiers", "Dossier 0006, Anouk le Clercq", LAST_PAPER]


@pytest.mark.parametrize(
    ("login", "address", "way"),
    [
        ("medewerker", "/dossiers/0001/inzage", ["Dossiers", "Dossier 0001, Joost van der Meulen"]),
        ("medewerker", "/dossiers/0001", ["Dossiers"]),
        ("beheerder", "/beheer/rechten/1", ["Beheer"]),
        ("beheerder", "/beheer/ziektewoorden/1", ["Beheer"]),
        ("beheerder", "/beheer/bewaren/1", ["Beheer"]),
    ],
)
def test_a_page_that_several_lead_to_is_called_the_same_on_each(
    settings: Settings, login: str, address: str, way: list[str]
) -> None:
    reader = visitor(settings, TODAY, login)
    assert way_back(reader.get(address)) == way


def test_what_the_way_back_of_the_beheerder_leads_to_is_called_so(settings: Settings) -> None:
    assert visitor(settings, TODAY, "beheerder").get("/beheer").heading == "Beheer"
