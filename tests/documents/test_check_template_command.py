"""`portal check-template`: sentences, and an exit code that a script can use."""

import subprocess
import sys
from pathlib import Path

import pytest
import word_forms as forms
from papers import TEMPLATES, edited, without_sections

from portal.actions.known_fields import known_fields
from portal.cli import main
from portal.settings import ROOT
from portal.storage.catalogue import catalogue
from tests.template_edits import nameless

PLAN = TEMPLATES / "plan_van_aanpak.docx"


def run(*words: object) -> int:
    return main(["check-template", *map(str, words)])


@pytest.mark.parametrize("kind", catalogue())
def test_a_delivered_template_is_good(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(TEMPLATES / catalogue()[kind].template, "--kind", kind) == 0
    assert capsys.readouterr().out == "Dit sjabloon kan worden gebruikt.\n"


def test_a_script_sees_the_exit_code(tmp_path: Path) -> None:
    wrong = tmp_path / "plan_van_aanpak.docx"
    wrong.write_bytes(edited(PLAN.read_bytes(), ('w:val="doel_toelichting"', 'w:val="Doel toelichting"')))
    for file, code in ((PLAN, 0), (wrong, 1)):
        command = [sys.executable, "-m", "portal.cli", "check-template", str(file)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, "")


def test_what_the_portal_fills_in_elsewhere_may_stand_in_any_form() -> None:
    known, _ = known_fields("actueel_oordeel")
    assert known["papier.inventaris"].kind == "rows"
    assert "doel_toelichting" not in known
    assert known_fields("bestaat_niet") == ({}, ())


def renamed(data: bytes, name: str) -> bytes:
    """Return the template with another name in every place where this one stands."""
    parts = {part: content.decode() for part, content in forms.members(data).items()}
    old, new = f'<w:tag w:val="{name}"/>', '<w:tag w:val="eigen.iets_anders"/>'
    return forms.package({part: content.replace(old, new) for part, content in parts.items()})


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("plan_van_aanpak", "doel"),
        ("eerstejaarsevaluatie", "spoor"),
        ("plan_van_aanpak", "casemanager_naam"),
        ("plan_van_aanpak", "reden_later"),
        ("gespreksverslag", "dossier.nummer"),
        ("gespreksverslag", "papier.versie"),
    ],
    ids=["required", "tells", "needs", "late_reason", "number", "version"],
)
def test_a_name_that_the_dossier_needs_may_not_be_missing(
    kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mijn.docx"
    file.write_bytes(renamed((TEMPLATES / f"{kind}.docx").read_bytes(), name))
    assert run(file, "--kind", kind) == 1
    assert f"Het verplichte invulveld «{name}» ontbreekt." in capsys.readouterr().out


def test_a_misspelled_name_is_an_error_with_a_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mijn.docx"
    file.write_bytes(edited(PLAN.read_bytes(), ('w:val="doel_toelichting"', 'w:val="doel_toelichtin"')))
    assert run(file, "--kind", "plan_van_aanpak") == 1
    shown = capsys.readouterr().out
    assert "Fout: Het portaal kent geen invulveld «doel_toelichtin»." in shown
    assert "Voorstel: Bedoelt u «doel_toelichting» (Toelichting op het doel)?" in shown
    assert "1 fout gevonden." in shown
    assert run(file, "--kind", "plan_van_aanpak", "--repair", tmp_path / "heel.docx") == 0
    shown = capsys.readouterr().out
    assert "Hersteld: Het portaal kent geen invulveld «doel_toelichtin»." in shown
    assert shown.endswith("Het herstelde sjabloon kan worden gebruikt.\n")
    assert run(tmp_path / "heel.docx", "--kind", "plan_van_aanpak") == 0


def test_what_libreoffice_dropped_is_repaired(tmp_path: Path) -> None:
    file = tmp_path / "plan_van_aanpak.docx"
    file.write_bytes(without_sections(PLAN.read_bytes()))
    assert run(file, "--repair", tmp_path / "heel.docx") == 0
    assert run(tmp_path / "heel.docx", "--kind", "plan_van_aanpak") == 0


def test_names_that_libreoffice_lost_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mijn.docx"
    file.write_bytes(nameless(PLAN.read_bytes()))
    assert run(file) == 1
    assert "Wij lezen dit als «Plan van aanpak»." in capsys.readouterr().out
    assert run(file, "--repair", tmp_path / "heel.docx") == 0
    assert "namen van invulvelden teruggezet." in capsys.readouterr().out
    assert run(tmp_path / "heel.docx", "--kind", "plan_van_aanpak") == 0


def test_what_cannot_be_repaired_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan_van_aanpak.docx"
    file.write_bytes(renamed(PLAN.read_bytes(), "doel"))
    assert run(file, "--repair", tmp_path / "heel.docx") == 1
    shown = capsys.readouterr().out
    assert "Dit blijft over:\nFout: Het verplichte invulveld «doel» ontbreekt." in shown
    assert shown.endswith("1 fout over.\n")


@pytest.mark.parametrize("kind", catalogue())
def test_the_kind_is_known_by_the_fields(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mijn.docx"
    file.write_bytes((TEMPLATES / catalogue()[kind].template).read_bytes())
    assert run(file) == 0
    title = catalogue()[kind].title
    assert f"Wij lezen dit als «{title}». Is dat niet zo? Gebruik --kind.\n" in capsys.readouterr().out


def test_a_form_of_no_known_kind_is_not_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "iets_nieuws.docx"
    file.write_bytes(forms.word_file(forms.paragraph(forms.text("Beste collega"))))
    assert run(file) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Gebruik --kind. Kies uit: " in shown.err
    assert "plan_van_aanpak" in shown.err


def test_what_cannot_be_read_or_is_refused_has_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "er_niet.docx") == 1
    (tmp_path / "geen.docx").write_bytes(b"zomaar tekst")
    assert run(tmp_path / "geen.docx") == 1
    assert run(PLAN, "--kind", "onbekend") == 1
    shown = capsys.readouterr().err
    assert "kan niet worden gelezen" in shown
    assert "geen Word-bestand" in shown
    assert "Dit soort stuk is er niet: onbekend. Kies uit: " in shown
