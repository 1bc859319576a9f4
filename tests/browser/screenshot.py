"""Makes docs/werkvoorraad.png, the picture in the README: `python -m tests.browser.screenshot`.

It shows the inbox of the demonstration's teamleider on a fixed day, so that it changes only when the page does.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from portal.actions.passwords import CHEAP
from portal.demonstration import seed
from portal.settings import ROOT, Settings
from portal.storage.database import connect_to, connection, migrate
from tests.browser.conftest import CHROMIUM, QUIET, served, sign_in
from tests.web.browsing import moment

TODAY = date(2026, 11, 23)
SIZE = {"width": 1280, "height": 1000}
PICTURE = ROOT / "docs" / "werkvoorraad.png"


def main() -> None:
    """Seed a demonstration in a folder that is thrown away, sign in, and take the picture."""
    with TemporaryDirectory() as folder:
        settings = Settings(mode="demo", instance=Path(folder), secret_key="s" * 40)
        connect_to(settings.database)
        migrate()
        with connection():
            seed(moment(TODAY), hashing=CHEAP)
        with served(settings, TODAY) as address:
            take(address)
    print(PICTURE.relative_to(ROOT))


def take(address: str) -> None:
    """Take the picture of the inbox at this address."""
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=SIZE)
        sign_in(page, address, "teamleider")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
