"""The look of an organisation: its own tokens and logo, for its own people."""

from pathlib import Path

import pytest

from portal.web.theme import LARGEST
from tests.web.scene import Scene

CSS = ":root { --basis-color-accent-1-inverse-bg-default: #402060; }"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "sick")


def put(scene: Scene, place: str, css: str = CSS) -> None:
    folder = scene.settings.theme / place
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "thema.css").write_text(css)
    (folder / "logo.svg").write_text(LOGO)


def own_files(page: object) -> list[str]:
    soup = page.soup  # type: ignore[attr-defined]
    found = [tag["href"] for tag in soup.select("link")] + [tag["src"] for tag in soup.select(".brand img")]
    return [address for address in found if address.startswith("/thema/")]


def test_without_a_theme_the_portal_looks_as_it_does(scene: Scene) -> None:
    stranger = scene.stranger(10)
    assert own_files(stranger.get("/inloggen")) == []
    for address in ("/thema/0/thema.css", "/thema/1/logo.svg", "/thema/0/portaal.sqlite3", "/thema/0/..%2Fsecret"):
        assert stranger.client.get(address).status_code == 404


def test_the_theme_of_everyone_is_there_before_anyone_logs_in(scene: Scene) -> None:
    put(scene, ".")
    stranger = scene.stranger(10)
    css, icon, logo = own_files(stranger.get("/inloggen"))
    assert icon == logo
    answer = stranger.client.get(css)
    assert (answer.text, answer.mimetype) == (CSS, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert stranger.client.get(logo).mimetype == "image/svg+xml"
    assert "sandbox" in stranger.client.get(logo).headers["Content-Security-Policy"]
    put(scene, ".", CSS.replace("402060", "204060"))
    assert own_files(stranger.get("/inloggen"))[0] != css


def test_the_people_of_an_organisation_have_its_own_and_others_do_not(scene: Scene) -> None:
    put(scene, "1", "/* van Waterland */")
    assert own_files(scene.stranger(10).get("/inloggen")) == []
    manager = scene.open("teamleider", 10)
    address = own_files(manager.get("/"))[0]
    assert manager.client.get(address).text == "/* van Waterland */"
    assert own_files(scene.open("bedrijfsarts", 10).get("/")) == []


def test_a_file_that_is_no_theme_is_passed_over(scene: Scene) -> None:
    put(scene, ".", " " * (LARGEST + 1))
    assert all("thema.css" not in address for address in own_files(scene.stranger(10).get("/inloggen")))
