"""A dossier on stage with browsers in front of it."""

from pathlib import Path
from typing import Any

from portal.settings import Settings
from portal.storage.database import connection
from portal.storage.reading.papers import draft
from tests.staging import Stage, contents, set_stage
from tests.web.browsing import Visitor, stranger, visitor
from tests.web.page import Page


class Scene:
    """A dossier on stage with browsers in front of it."""

    def __init__(self, folder: Path, scene: str) -> None:
        self.stage: Stage = set_stage(folder, scene)
        self.settings = Settings(mode="test", instance=folder, secret_key="k" * 40)

    def open(self, login: str, days: int) -> Visitor:
        """Someone who signs in on that day."""
        return visitor(self.settings, self.stage.day(days), login)

    def stranger(self, days: int) -> Visitor:
        """A browser in which nobody signed in, on that day."""
        return stranger(self.settings, self.stage.day(days))

    def draft(self, login: str, kind: str = "plan_van_aanpak") -> Any:
        """What is kept of what someone typed."""
        with connection():
            return draft(self.stage.dossier_id, kind, self.stage.ids[login])

    def stored(self) -> dict[str, int]:
        """How much is stored of dossiers."""
        with connection():
            return contents()


def at(path: str) -> str:
    """An address in the dossier."""
    return f"/dossiers/0001{path}"


def flat(values: dict[str, Any]) -> dict[str, Any]:
    """Values as a browser sends them."""
    sent: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            sent |= {f"{name}.{i}.{c}": cell for i, row in enumerate(value) for c, cell in row.items()}
        elif value is not False:
            sent[name] = "ja" if value is True else value
    return sent


def press(who: Visitor, page: Page, button: str, values: dict[str, Any] | None = None) -> Page:
    """Fill in the form of a paper, leave the rest as it stands, and press one of its buttons."""
    return who.post(page.action("gezien"), {**page.fields("gezien"), **flat(values or {}), "knop": button})


def token(who: Visitor) -> str:
    """The token of the button to sign out, which stands on every page."""
    found = who.get("/uitleg").soup.find("input", attrs={"name": "csrf_token"})
    assert found
    return str(found["value"])
