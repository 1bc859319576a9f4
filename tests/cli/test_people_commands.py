"""`portal import` and `portal account`, on a database of their own."""

import io
from pathlib import Path

import pytest

from portal.cli import main
from portal.demonstration.people import PERSONNEL
from portal.storage.database import connection, rows
from portal.storage.reading.people import organisations

IMPORT = ["import", str(PERSONNEL), "--organisatie", "Provincie Waterland"]
DOCTOR = ["account", "nieuw", "mhoekstra", "--naam", "Maaike Hoekstra", "--email", "m@arbo.example"]
DOCTOR += ["--functie", "bedrijfsarts", "--organisatie", "Provincie Waterland"]


@pytest.fixture(autouse=True)
def own_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORTAL_MODE", "test")


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


def written() -> list[tuple[str, str]]:
    with connection():
        return rows("SELECT what, origin FROM login_event WHERE by IS NULL")


def test_import_says_what_it_did_and_the_second_time_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(IMPORT) == 0
    assert "41 nieuw" in capsys.readouterr().out
    assert main(IMPORT) == 0
    assert "0 nieuw, 0 gewijzigd, 41 ongewijzigd" in capsys.readouterr().out


def test_an_import_follows_the_clock_of_the_demonstration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Olga Petrova came on 1 January 2020: the day before, nobody of that name works here."""
    found = []
    for day in ("2019-12-31", "2020-01-01"):
        monkeypatch.setenv("PORTAL_TODAY", day)
        main(IMPORT)
        typed(monkeypatch, "vier-rustige-woorden-achter-elkaar")
        found.append(main(["account", "medewerker", "002203", "--organisatie", "Provincie Waterland"]))
    assert found == [1, 0]
    assert "002203" in capsys.readouterr().err


def test_an_organisation_begins_with_no_rules_that_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*IMPORT, "--protocol", "noord_holland_2009"]) == 1
    assert "noord_holland_2008" in capsys.readouterr().err
    assert main([*IMPORT, "--protocol", "noord_holland_2008"]) == 0
    with connection():
        assert [row.protocol for row in organisations()] == ["noord_holland_2008"]


def test_a_broken_file_stores_nothing_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "kapot.csv"
    text = PERSONNEL.read_text(encoding="utf-8-sig").replace("k.deboer@waterland.example", "geen adres")
    broken.write_text(text, encoding="utf-8")
    assert main(["import", str(broken), "--organisatie", "Provincie Waterland"]) == 1
    said = capsys.readouterr().err
    assert "5" in said
    assert "e-mail" in said.lower()
    assert main(IMPORT) == 0
    assert "41 nieuw" in capsys.readouterr().out


def test_an_account_and_its_refusals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main(IMPORT)
    typed(monkeypatch, "kort")
    assert main(DOCTOR) == 1
    assert "te kort" in capsys.readouterr().err
    typed(monkeypatch, "vier-rustige-woorden-achter-elkaar")
    assert main(DOCTOR) == 0
    assert "Maaike Hoekstra" in capsys.readouterr().out
    assert written() == [("function_given", "opdrachtregel")], "one person was enough here"
    typed(monkeypatch, "vier-rustige-woorden-achter-elkaar")
    assert main(DOCTOR) == 1
    assert "in gebruik" in capsys.readouterr().err
    typed(monkeypatch, "vier-rustige-woorden-achter-elkaar")
    assert main(["account", "medewerker", "999999", "--organisatie", "Provincie Waterland"]) == 1
    assert "999999" in capsys.readouterr().err
    assert main(["account", "blokkeer", "mhoekstra"]) == 0
    assert main(["account", "functie-weg", "niemand", "--functie", "hrm_adviseur", "--organisatie", "x"]) == 1
