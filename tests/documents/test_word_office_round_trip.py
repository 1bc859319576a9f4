"""A paper edited and saved in the real LibreOffice, and read back."""

import copy
from pathlib import Path
from typing import Any

from papers import example_values, found, paper, share_read, template, without_controls
from word_forms import PROPERTIES

from portal.documents.filling import fill
from portal.documents.guard import check_docx
from portal.documents.properties import Identity
from portal.documents.reading import ReadBack, read_back
from portal.documents.recognition import recognise
from tests.libreoffice import Office, with_each_office

PLAN = template("plan_van_aanpak")
AGREEMENTS = "Wat spreken wij af?"
VALUES: dict[str, Any] = {
    **example_values(PLAN.fields),
    "doel": "andere_functie",
    "eerste_evaluatie": "2026-12-09",
    "casemanager_akkoord": True,
    "tijdelijk_werk_tot": "",
    "reden_later": "",
    "afspraken_overig": [],
}
ISSUED = paper(PLAN, VALUES)


def returned(office: Office, edits: list[list[Any]], folder: Path, issued: bytes = ISSUED) -> tuple[bytes, ReadBack]:
    data = office.edited(issued, edits, folder)
    check_docx(data)
    return data, read_back(data, issued, PLAN.fields)


def label(name: str, value: str) -> str:
    return next(one.label for field in PLAN.fields if field.name == name for one in field.choices if one.value == value)


def first_line(name: str) -> str:
    return str(VALUES[name]).partition("\n")[0]


def last_line(name: str) -> str:
    return str(VALUES[name]).rpartition("\n")[2]


@with_each_office
def test_a_paper_that_was_only_saved_comes_back_whole(office: Office, tmp_path: Path) -> None:
    data, reading = returned(office, [], tmp_path)
    assert found(reading) == VALUES
    assert (reading.conflicts, reading.unreadable, reading.strays) == ((), (), ())
    assert ("tags" in {read.tier for read in reading.values.values()}) == office.keeps_names
    expected = Identity("0042", "plan_van_aanpak", 2, PLAN.sha256)
    assert PROPERTIES.dossier == expected.dossier
    assert recognise(data, expected).state == "expected"


@with_each_office
def test_edits_of_every_kind_come_back(office: Office, tmp_path: Path) -> None:
    edits = [
        ["type", VALUES["tijdelijk_werk_doel"], "Anders & <nieuw> «é» 😊"],
        ["append", last_line("laatste_werkzaamheden"), ["Derde regel.", "Vierde regel."]],
        ["type", first_line("doel_toelichting"), "Heel andere eerste regel."],
        ["split", last_line("zienswijze_werkgever"), ["Met Enter eronder."]],
        ["type", "9 december 2026", "14 juli 2026"],
        ["choose", label("doel", "andere_functie"), label("doel", "eigen_functie")],
        ["tick", "Wij zijn het eens over wie de casemanager is."],
        ["add_row", AGREEMENTS, 0, ["Nieuwe afspraak", "Iemand", "Eind maart"]],
        ["add_row", "Wat is dan bereikt?", 0, ["Nieuw doel", "1 mei 2026"]],
        ["delete_row", AGREEMENTS, 3, 2],
    ]
    expected = copy.deepcopy(VALUES)
    expected["tijdelijk_werk_doel"] = "Anders & <nieuw> «é» 😊"
    expected["laatste_werkzaamheden"] += "\nDerde regel.\nVierde regel."
    expected["doel_toelichting"] = "Heel andere eerste regel.\n" + last_line("doel_toelichting")
    expected["zienswijze_werkgever"] += "\nMet Enter eronder."
    expected["eerste_evaluatie"] = "2026-07-14"
    expected["doel"] = "eigen_functie"
    expected["casemanager_akkoord"] = False
    expected["afspraken_arbeidsinhoud"].append({"wat": "Nieuwe afspraak", "wie": "Iemand", "wanneer": "Eind maart"})
    expected["doelstellingen"].append({"wat": "Nieuw doel", "termijn": "2026-05-01"})
    del expected["afspraken_arbeidsverhoudingen"][1]
    data, reading = returned(office, edits, tmp_path)
    if office.keeps_names:
        assert found(reading) == expected
    assert share_read(expected, reading) >= 0.95
    assert share_read(expected, read_back(without_controls(data), ISSUED, PLAN.fields)) >= 0.95


@with_each_office
def test_empty_fields_that_were_filled_in_come_back(office: Office, tmp_path: Path) -> None:
    edits = [
        ["fill_cell", AGREEMENTS, 5, 1, 0, "Eerste overige afspraak"],
        ["fill_cell", AGREEMENTS, 5, 1, 2, "Morgen"],
        ["fill_cell", "Tijdelijk ander werk", 0, 4, 1, "3 december 2026"],
        ["fill_cell", AGREEMENTS, 1, 2, 0, "Vervangen"],
        ["type", "–", "Iedereen"],
    ]
    expected = copy.deepcopy(VALUES)
    expected["afspraken_overig"] = [{"wat": "Eerste overige afspraak", "wie": "Iedereen", "wanneer": "Morgen"}]
    expected["tijdelijk_werk_tot"] = "2026-12-03"
    expected["afspraken_arbeidsomstandigheden"][1]["wat"] = "Vervangen"
    _, reading = returned(office, edits, tmp_path)
    assert found(reading) == expected


@with_each_office
def test_a_draft_half_empty_with_its_hints_comes_back(office: Office, tmp_path: Path) -> None:
    empty = {"rows": [], "tick": False}
    given: dict[str, Any] = copy.deepcopy(VALUES)
    for field in PLAN.fields[1::2]:
        if not field.name.startswith(("dossier.", "papier.")):
            given[field.name] = empty.get(field.kind, "")
    draft = dict.fromkeys(("tijdelijk_werk_doel", "tijdelijk_werk_vanaf", "laatste_werkzaamheden", "casemanager"), "")
    given |= draft | {"afspraken_overig": [], "doelstellingen": []}
    hints = {field.name: field.hint for field in PLAN.fields}
    columns = {column.hint: column for field in PLAN.fields for column in field.columns}
    further = next(hint for hint in columns if hint.startswith("Wat verder nodig is"))
    edits = [
        ["type", hints["tijdelijk_werk_doel"], "Conditie opbouwen & wennen"],
        ["type", hints["tijdelijk_werk_vanaf"], "3 maart 2026"],
        ["type", hints["laatste_werkzaamheden"], "Werk op kantoor."],
        ["append", "Werk op kantoor.", ["Soms buiten."]],
        ["choose", hints["casemanager"], label("casemanager", "ander")],
        ["type", further, "Een parkeerplaats"],
    ]
    expected = given | {
        "tijdelijk_werk_doel": "Conditie opbouwen & wennen",
        "tijdelijk_werk_vanaf": "2026-03-03",
        "laatste_werkzaamheden": "Werk op kantoor.\nSoms buiten.",
        "casemanager": "ander",
        "afspraken_overig": [{"wat": "Een parkeerplaats", "wie": "", "wanneer": ""}],
    }
    _, reading = returned(office, edits, tmp_path, fill(PLAN, given, PROPERTIES, show_hints=True))
    assert found(reading) == expected
    assert (reading.conflicts, reading.unreadable) == ((), ())
