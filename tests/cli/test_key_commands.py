"""`portal make-key` and `portal rotate-key`, and a portal that does not start without its key."""

import re
from pathlib import Path

import pytest

from portal.cli import main
from portal.cli.run import prepare
from portal.settings import ROOT, SettingsError, load_settings
from portal.storage.database import connect_to, connection
from portal.storage.keyfile import KeyProblem, make_keys, read_keys
from portal.storage.sealing import ring

SECRET = "3pVx-b9Yq0LrWc7JtH2sNf5KdG8mZaE1uXoRi4Ty"


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a production portal that has everything but a key."""
    for name, value in {"INSTANCE": str(tmp_path), "MODE": "production", "TRUSTED_HOSTS": "p.example.nl"}.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return shown.out + shown.err


@pytest.mark.parametrize("command", ["run", "migrate", "worker", "rotate-key", "verify-audit"])
def test_production_does_not_start_without_a_key_and_makes_none(
    production: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command]) == 1
    assert "make-key" in told(capsys)
    assert list(production.iterdir()) == []


@pytest.mark.parametrize("line", ["geheim", "A" * 43 + "="])
def test_production_does_not_start_with_a_short_or_made_up_key(production: Path, line: str) -> None:
    (production / "keys").write_text(line, encoding="ascii")
    with pytest.raises(SettingsError, match="geen sleutel is"):
        load_settings()


def test_a_new_portal_gets_a_key_once(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make-key"]) == 0
    assert read_keys(production / "keys")[0].name in told(capsys)
    assert main(["make-key"]) == 1
    assert "Er is al een sleutelbestand" in told(capsys)
    assert main(["migrate"]) == 0
    (production / "keys").rename(production / "weg")
    told(capsys)
    assert main(["make-key"]) == 1
    assert "al verzegeld" in told(capsys)
    assert not (production / "keys").exists()


def test_the_key_can_lie_elsewhere(
    production: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path_factory.mktemp("kluis") / "sleutels"
    monkeypatch.setenv("PORTAL_KEY_FILE", str(vault))
    assert main(["make-key"]) == 0
    assert main(["migrate"]) == 0
    assert not (production / "keys").exists()
    assert len(read_keys(vault)) == 1


def test_a_key_that_does_not_belong_to_the_database_is_found_at_the_start(production: Path) -> None:
    make_keys(production / "keys")
    prepare(load_settings())
    (production / "keys").unlink()
    make_keys(production / "keys")
    with pytest.raises(KeyProblem, match="Zet de sleutel terug"):
        prepare(load_settings())


def test_a_rotation_by_command_says_what_to_do_next(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make-key"]) == 0
    assert main(["migrate"]) == 0
    assert main(["rotate-key"]) == 0
    assert "Herstart" in told(capsys)
    assert len(read_keys(production / "keys")) == 2
    assert main(["rotate-key", "--reseal"]) == 0
    assert main(["rotate-key", "--drop-old"]) == 0
    assert len(read_keys(production / "keys")) == 1
    connect_to(load_settings().database)
    with connection():
        assert ring().newest == 2


def test_a_rotation_needs_a_database(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_keys(production / "keys")
    assert main(["rotate-key"]) == 1
    assert "Er is geen database" in told(capsys)


def test_whoever_opens_the_database_of_the_settings_gives_its_keys() -> None:
    # Without them another key would be looked for beside the database, and found missing in production only.
    files = [*(ROOT / "portal" / "cli").glob("*.py"), *(ROOT / "portal" / "web").rglob("*.py")]
    calls = [call for file in files for call in re.findall(r"connect_to\((.*)\)", file.read_text(encoding="utf-8"))]
    assert len(calls) >= 5
    assert [call for call in calls if not call.endswith(".keys")] == []
