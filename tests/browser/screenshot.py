"""Takes the pictures of the handbook and the README: `python -m tests.browser.screenshot`.

They show the demonstration on a fixed day, so that they change only when the pages do.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from portal.actions.passwords import CHEAP
from portal.demonstration import seed
from portal.settings import ROOT, Settings
from portal.storage.database import connect_to, connection, migrate
from tests.browser.conftest import CHROMIUM, QUIET, served, sign_in
from tests.handbook import FOLDER, PICTURES, SHOWN, TODAY, shown
from tests.web.browsing import moment, visitor

SIZE = {"width": 1024, "height": 768}
README = {"width": 1280, "height": 1000}


@contextmanager
def demonstration() -> Iterator[Settings]:
    """A demonstration on the day of the pictures, in a folder that is thrown away."""
    with TemporaryDirectory() as folder:
        settings = Settings(mode="demo", instance=Path(folder), secret_key="s" * 40)
        connect_to(settings.database)
        migrate()
        with connection():
            seed(moment(TODAY), hashing=CHEAP)
        yield settings


def main() -> None:
    """Take every picture, and write down what stood on its page."""
    with demonstration() as settings:
        pages = {name: visitor(settings, TODAY, one.login).get(one.address) for name, one in PICTURES.items()}
        said = {name: shown(page) for name, page in pages.items()}
        SHOWN.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        with served(settings, TODAY) as address:
            take(address)


def take(address: str) -> None:
    """Take the pictures at this address."""
    wanted = [(one.login, one.address, FOLDER / f"{name}.png", SIZE) for name, one in PICTURES.items()]
    wanted.append(("teamleider", "/", ROOT / "docs" / "werkvoorraad.png", README))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for login, place, path, size in wanted:
            page = browser.new_page(viewport=size)
            sign_in(page, address, login)
            page.goto(address + place)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=path)
            page.close()
            print(path.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
