"""What others recorded is news for the employee until they open their dossier."""

from pathlib import Path

from portal.actions.record import record
from portal.storage.database import connection
from tests.web.page import Page
from tests.web.scene import Scene

DECISION = "Besluit over vakantie tijdens ziekte, 18 februari 2026"


def news(page: Page) -> list[str]:
    """The lines under «Nieuw voor u»."""
    found = [one for one in page.soup.select("main .utrecht-alert") if "Nieuw voor u" in one.get_text()]
    return [line.get_text() for one in found for line in one.select("li")]


def test_the_answer_to_a_question_is_news_until_the_dossier_was_opened(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "analysed")
    asked = {"van": scene.stage.day(60).isoformat(), "tot": scene.stage.day(64).isoformat(), "toelichting": ""}
    answer = {"besluit": "niet_akkoord", "reden": "Het spreekuur gaat voor."}
    with connection():
        record(**scene.stage.who("medewerker", 44), kind="vakantie_gevraagd", on=scene.stage.day(44), answers=asked)
        record(**scene.stage.who("teamleider", 44), kind="vakantie_besluit", on=scene.stage.day(44), answers=answer)
    employee = scene.open("medewerker", 45)
    page = employee.get("/")
    # One's own question is no news, nor is the ziekmelding of more than a month ago.
    assert [line for line in news(page) if "akantie" in line or "iekmelding" in line] == [DECISION]
    assert "Het spreekuur gaat voor." not in page.text, "what it says stands in the dossier, of which a look is logged"
    assert DECISION not in news(scene.open("teamleider", 45).get("/"))
    assert "Het spreekuur gaat voor." in employee.follow(page, DECISION).text
    assert DECISION not in news(employee.get("/"))
