"""`portal check-template`: sentences, and an exit code that a script can use."""

import argparse
from pathlib import Path

import pytest
import word_forms as forms
from papers import TEMPLATES, edited, without_sections

from portal.cli.check_template import add_parser

PLAN = TEMPLATES / "plan_van_aanpak.docx"


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["check-template", *map(str, words)])
    return int(chosen.answer(chosen))


def test_a_delivered_template_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PLAN) == 0
    assert capsys.readouterr().out == "Dit sjabloon kan worden gebruikt.\n"


def test_a_misspelled_name_is_an_error_with_a_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mijn.docx"
    file.write_bytes(edited(PLAN.read_bytes(), ('w:val="doel_toelichting"', 'w:val="doel_toelichtin"')))
    assert run(file, "--kind", "plan_van_aanpak") == 1
    shown = capsys.readouterr().out
    assert "Fout: Het portaal kent geen invulveld «doel_toelichtin»." in shown
    assert "Voorstel: Bedoelt u «doel_toelichting» (Toelichting op het doel)?" in shown
    assert "1 fout gevonden." in shown
    assert run(file, "--kind", "plan_van_aanpak", "--repair", tmp_path / "heel.docx") == 1
    assert run(tmp_path / "heel.docx", "--kind", "plan_van_aanpak") == 0


def test_what_libreoffice_dropped_is_repaired(tmp_path: Path) -> None:
    file = tmp_path / "plan_van_aanpak.docx"
    file.write_bytes(without_sections(PLAN.read_bytes()))
    assert run(file, "--repair", tmp_path / "heel.docx") == 1
    assert run(tmp_path / "heel.docx", "--kind", "plan_van_aanpak") == 0


def test_a_form_of_no_known_kind_is_checked_as_a_form(tmp_path: Path) -> None:
    file = tmp_path / "iets_nieuws.docx"
    file.write_bytes(forms.every_kind())
    assert run(file) == 0


def test_what_cannot_be_read_or_is_refused_has_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "er_niet.docx") == 1
    (tmp_path / "geen.docx").write_bytes(b"zomaar tekst")
    assert run(tmp_path / "geen.docx") == 1
    assert run(PLAN, "--kind", "onbekend") == 1
    shown = capsys.readouterr().err
    assert "kan niet worden gelezen" in shown
    assert "geen Word-bestand" in shown
    assert "Deze soort stuk is er niet: onbekend." in shown
