"""What people do on the pages of the template workshop."""

from portal.storage.catalogue import template_bytes
from portal.storage.database import connection, rows
from tests.template_edits import (
    renamed,
    with_question,
)
from tests.web.browsing import Visitor, upload
from tests.web.page import Page
from tests.web.scene import token

PLAN = "plan_van_aanpak"
ORIGINAL = template_bytes(PLAN)
OWN = with_question(ORIGINAL)
BROKEN = renamed(with_question(ORIGINAL, tag=""), "zienswijze_werkgever", "zienswijze_werkgeverr")
TODAY = 40


def place(kind: str = PLAN) -> str:
    """The address of the templates of a kind."""
    with connection():
        [(organisation,)] = rows("SELECT id FROM organisation WHERE name = 'Provincie Waterland'")
    return f"/sjablonen/{organisation}/{kind}"


def send(who: Visitor, content: bytes, name: str = "plan.docx", kind: str = PLAN) -> Page:
    """Upload a file on its page."""
    page = who.get(f"{place(kind)}/uploaden")
    return who.fill(page, {"bestand": upload(name, content)})


def mend(who: Visitor, page: Page) -> Page:
    """Press the button with the offers as they are ticked."""
    ticks = [str(box["value"]) for box in page.soup.select("input[name=voorstel][checked]")]
    return who.post(page.action("voorstel"), {**page.fields("voorstel"), "voorstel": ticks})


def publish(who: Visitor, address: str, day: str) -> Page:
    """Choose a day, read what happens, and confirm."""
    page = who.get(f"{address}/publiceren?vanaf={day}")
    return who.fill(page, with_field="gezien")


def press_on(who: Visitor, address: str, verb: str) -> Page:
    """Press a button of the page of a version, also when it is not there."""
    return who.post(f"{address}/{verb}", {"csrf_token": token(who)})
