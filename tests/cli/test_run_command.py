"""`portal run` and `portal migrate`: the settings they accept, and what a first start makes."""

import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.cli import main
from portal.cli.run import prepare, serving
from portal.settings import Settings, SettingsError, load_settings
from portal.storage.database import connection, rows
from tests.listening import running

SECRET = "3pVx-b9Yq0LrWc7JtH2sNf5KdG8mZaE1uXoRi4Ty"


def test_a_first_start_seeds_eight_dossiers_and_lists_an_account_for_each_role(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, secret_key="s" * 40, today=date(2026, 11, 23))
    lines = "\n".join(prepare(settings))
    for login in ("teamleider", "medewerker", "bedrijfsarts", "personele-dienst", "beheerder"):
        assert login in lines
    with connection():
        assert rows("SELECT COUNT(*) FROM dossier") == [(8,)]
    assert "\n".join(prepare(settings)) == lines


@pytest.mark.parametrize("mode", ["demo", "test"])
@pytest.mark.parametrize(
    ("command", "older"), [("run", False), ("migrate", False), ("worker", False), ("retention", False), ("run", True)]
)
def test_no_demonstration_starts_on_a_database_of_production(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    mode: str,
    command: str,
    older: bool,
) -> None:
    """With a moved clock it would destroy dossiers whose time is not over. An `older` one has no mark."""
    made = {"INSTANCE": tmp_path, "MODE": "production", "TRUSTED_HOSTS": "p.example.nl", "SECRET_KEY": SECRET}
    for name, value in made.items():
        monkeypatch.setenv(f"PORTAL_{name}", str(value))
    assert main(["make-key"]) == 0
    assert main(["migrate"]) == 0
    if older:
        with closing(sqlite3.connect(tmp_path / "portaal.sqlite3")) as found:
            found.execute("PRAGMA application_id = 0")
    moved = {"MODE": mode, "FILE": "portaal.sqlite3", "TODAY": "2060-01-01"}
    for name, value in moved.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    before = (tmp_path / "portaal.sqlite3").read_bytes()
    assert main([command]) == 1
    assert "is niet als demonstratie begonnen" in capsys.readouterr().err
    assert (tmp_path / "portaal.sqlite3").read_bytes() == before


def test_migrate_twice_changes_nothing_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    monkeypatch.setenv("PORTAL_MODE", "test")
    assert main(["migrate"]) == 0
    assert "0001_start" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert "al bij" in capsys.readouterr().out


@pytest.mark.asvs("5.2.1", "15.2.2")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n", b"413"),
        (b"GET /inloggen?" + b"a&" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431"),
        (b"GET /inloggen HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"200"),
    ],
)
def test_what_is_far_too_large_is_refused_before_it_is_kept(tmp_path: Path, sent: bytes, status: bytes) -> None:
    settings = Settings(mode="test", instance=tmp_path, secret_key="s" * 40)
    prepare(settings)
    server = serving(replace(settings, port=0))
    with running(server):
        visitor = socket.create_connection(("127.0.0.1", server.effective_port), timeout=10)
        with closing(visitor):
            visitor.sendall(sent)
            assert visitor.recv(100).split()[1] == status


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORTAL_KLEUR": "rood"}, "kleur"),
        ({"PORTAL_PORT": "veel"}, "port"),
        ({"PORTAL_MODE": "production", "PORTAL_SECRET_KEY": "kort", "PORTAL_TRUSTED_HOSTS": "x.nl"}, "secret_key"),
        ({"PORTAL_MODE": "production", "PORTAL_SECRET_KEY": "s" * 40, "PORTAL_TRUSTED_HOSTS": "x.nl"}, "te raden"),
        (
            {
                "PORTAL_MODE": "production",
                "PORTAL_SECRET_KEY": "maak-hier-een-geheim-van-32-tekens-of-meer",
                "PORTAL_TRUSTED_HOSTS": "x.nl",
            },
            "te raden",
        ),
        ({"PORTAL_MODE": "production", "PORTAL_SECRET_KEY": SECRET}, "trusted_hosts"),
        (
            {"PORTAL_MODE": "production", "PORTAL_SECRET_KEY": SECRET, "PORTAL_TRUSTED_HOSTS": "x.nl"},
            "sleutelbestand .* is er niet.*make-key",
        ),
        (
            {
                "PORTAL_MODE": "production",
                "PORTAL_SECRET_KEY": SECRET,
                "PORTAL_TRUSTED_HOSTS": "x.nl",
                "PORTAL_TODAY": "2026-01-01",
            },
            "PORTAL_TODAY",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load_settings({"PORTAL_INSTANCE": str(tmp_path), **environment})


def test_the_file_is_read_and_the_environment_stands_over_it(tmp_path: Path) -> None:
    (tmp_path / "portal.toml").write_text('host = "0.0.0.0"\nport = 9000\ntoday = 2026-03-01\n', encoding="utf-8")
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_PORT": "9001"})
    assert (settings.host, settings.port, settings.today) == ("0.0.0.0", 9001, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("file", "expected"), [("", "demonstratie.sqlite3"), ("simulatie.sqlite3", "simulatie.sqlite3")]
)
def test_the_database_is_a_file_in_the_folder(tmp_path: Path, file: str, expected: str) -> None:
    assert load_settings({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_FILE": file}).database == tmp_path / expected


def test_the_database_can_be_a_file_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders" / "spel.sqlite3"
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path / "hier"), "PORTAL_FILE": str(elsewhere)})
    assert settings.database == elsewhere
