"""`portal doctor`: nothing to complain about in a portal as it should be, and each thing that is wrong is said."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import time

import pytest

from portal.cli import doctor, main
from portal.cli.doctor.finding import Finding
from portal.settings import Settings
from portal.storage.keyfile import make_keys, put_in_front, read_keys
from tests.staging import set_stage

SECRET = "3pVx-b9Yq0LrWc7JtH2sNf5KdG8mZaE1uXoRi4Ty"


@pytest.fixture
def whole(tmp_path: Path) -> Settings:
    """A portal in production with a dossier, its key elsewhere and a backup of last night."""
    place, vault, backups = tmp_path / "portaal", tmp_path / "kluis", tmp_path / "reserve"
    for folder in (place, vault, backups):
        folder.mkdir()
    set_stage(place, "analysed")
    (place / "portaal.sqlite3").chmod(0o600)
    shutil.move(place / "keys", vault / "keys")
    (vault / "keys").chmod(0o600)
    (backups / "nacht.sqlite3").touch(mode=0o600)
    return Settings(
        mode="production",
        instance=place,
        key_file=str(vault / "keys"),
        backup_folder=str(backups),
        secret_key=SECRET,
        trusted_hosts=("portaal.example.nl",),
        # Nobody listens there: what TLS it speaks is not looked for.
        address="https://localhost:1",
        proxies=1,
    )


def faults(settings: Settings) -> list[str]:
    return [found.sentence for _, found in doctor.examine(settings) if found.level == "FOUT"]


def changed(settings: Settings, sql: str, *values: object, pragma: str = "foreign_keys = 1") -> Settings:
    """Something happened to the database behind the back of the portal."""
    with sqlite3.connect(settings.database) as database:
        database.execute(f"PRAGMA {pragma}")
        for name in ("fact_no_UPDATE", "fact_no_DELETE", "read_log_no_update"):
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(sql, values).rowcount
    database.close()
    return settings


def test_a_portal_as_it_should_be_has_no_faults(whole: Settings) -> None:
    found = list(doctor.examine(whole))
    assert [finding for _, finding in found if finding.level == "FOUT"] == []
    assert {subject for subject, _ in found} == {subject for subject, *_ in doctor.CHECKS}
    good = " ".join(finding.sentence for _, finding in found if finding.level == "goed")
    for words in ("niet te raden", "staat er zelf niet in", "heel en bijgewerkt", "zegels open", "30 minuten stilte"):
        assert words in good


def wrong_key(settings: Settings) -> Settings:
    settings.keys.unlink()
    make_keys(settings.keys)
    return settings


def open_to_all(file: Callable[[Settings], Path]) -> Callable[[Settings], Settings]:
    def spoil(settings: Settings) -> Settings:
        file(settings).chmod(0o644)
        return settings

    return spoil


def damaged(settings: Settings) -> Settings:
    content = bytearray(settings.database.read_bytes())
    content[-4096 * 3 :] = bytes(4096 * 3)
    settings.database.write_bytes(content)
    return settings


def key_within(settings: Settings) -> Settings:
    return changed(settings, "UPDATE organisation SET name = ?", read_keys(settings.keys)[0].secret)


def key_beside_the_backups(settings: Settings) -> Settings:
    shutil.copy(settings.keys, settings.backup_folder)
    return settings


def backup_of_the_day_before(settings: Settings) -> Settings:
    old = time() - 27 * 3600
    os.utime(Path(settings.backup_folder) / "nacht.sqlite3", (old, old))
    return settings


def no_backup(settings: Settings) -> Settings:
    (Path(settings.backup_folder) / "nacht.sqlite3").unlink()
    return settings


SPOILED: dict[str, tuple[Callable[[Settings], Settings], str]] = {
    "a short secret": (lambda s: replace(s, secret_key="kort"), "ten minste 32 tekens"),
    "a secret from an example": (lambda s: replace(s, secret_key="change-me-" * 5), "te raden"),
    "no hosts": (lambda s: replace(s, trusted_hosts=()), "trusted_hosts"),
    "any host": (lambda s: replace(s, trusted_hosts=("*.nl",)), "hele namen"),
    "an address without https": (lambda s: replace(s, address="http://portaal.example.nl"), "https://"),
    "a password alone": (lambda s: replace(s, second_factor="optional"), "alleen een wachtwoord"),
    "a list of leaked passwords that is none": (lambda s: replace(s, breached_passwords="portaal.sqlite3"), "SHA-1"),
    "no list of leaked passwords": (lambda s: replace(s, breached_passwords="weg"), "bestand dat er niet is"),
    "a login for a whole day": (lambda s: replace(s, session_hours=24), "te lang"),
    "no key": (lambda s: replace(s, key_file="weg"), "make-key"),
    "another key": (wrong_key, "Zet de sleutel terug"),
    "a key that others read": (open_to_all(lambda s: s.keys), "chmod 600"),
    "a key in the database": (key_within, "staat in de database zelf"),
    "a database that others read": (open_to_all(lambda s: s.database), "Iedereen op deze machine"),
    "a backup that others read": (
        open_to_all(lambda s: next((s.instance / s.backup_folder).iterdir())),
        "nacht.sqlite3 lezen",
    ),
    "a damaged file": (damaged, "De database is beschadigd"),
    "a dangling reference": (
        lambda s: changed(s, "UPDATE paper SET author_id = 999999", pragma="foreign_keys = 0"),
        "In paper verwijst",
    ),
    "a missing migration": (lambda s: changed(s, "DELETE FROM schema_migration WHERE id = 3"), "niet bijgewerkt"),
    "a moved seal": (lambda s: changed(s, "UPDATE paper SET version = 7"), "In paper.values_json"),
    "a changed fact": (lambda s: changed(s, "UPDATE fact SET on_day = '2026-01-01' WHERE seq = 2"), "volgen niet"),
    "a log cut short": (lambda s: changed(s, "UPDATE read_log_head SET looks = 5"), "inzagelogboek klopt niet"),
    "a fact to come": (lambda s: changed(s, "UPDATE fact SET at = '2999-01-01T09:00:00+01:00'"), "Zet de klok gelijk"),
    "an old backup": (backup_of_the_day_before, "27 uur oud"),
    "no backup": (no_backup, "staat geen back-up"),
    "the key beside the backups": (key_beside_the_backups, "ligt bij de back-ups"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_wrong_is_said(whole: Settings, name: str) -> None:
    spoil, words = SPOILED[name]
    assert words in " ".join(faults(spoil(whole)))


def test_a_key_that_is_not_needed_any_more_is_named_and_is_no_fault(whole: Settings) -> None:
    old = read_keys(whole.keys)[0]
    spare = put_in_front(whole.keys)
    assert faults(whole) == []
    told = [found.sentence for _, found in doctor.examine(whole) if found.level == "let op"]
    assert any(spare.name in sentence and old.name not in sentence for sentence in told)


def test_a_check_that_fails_is_a_fault_and_stops_no_other(whole: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Settings) -> list[Finding]:
        raise PermissionError("nobody may look")

    monkeypatch.setattr(doctor, "CHECKS", (("Proef", broken, ()), *doctor.CHECKS[:1]))
    [first, second] = doctor.examine(whole)
    assert (first[1].level, "nobody may look" in first[1].sentence) == ("FOUT", True)
    assert second[1].level == "goed"


def test_the_command_answers_with_sentences_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    assert main(["doctor"]) == 0
    assert "Geen fouten" in capsys.readouterr().out
    monkeypatch.setenv("PORTAL_MODE", "production")
    assert main(["doctor"]) == 1
    assert "3 fouten" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("PORTAL_KLEUR", "rood")
    assert main(["doctor"]) == 1
    assert "Onbekende instelling: kleur" in capsys.readouterr().out
