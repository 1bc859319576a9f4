"""The delivered Word templates are forms: each question has its words, asks nothing medical, and is read back."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from papers import TEMPLATES, example_values, paper
from shipped import CATALOGUE, KINDS, asked_in, delivered, tree, with_columns

from portal.documents.reading import read
from portal.documents.template import Template
from portal.rules.papers import PORTAL_PREFIXES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Papers whose receipt the employee confirms, in a block of the same shape as a signature.
CONFIRMED_BY = {"wia_overdracht": ["medewerker"]}
# What the portal fills; a name outside this list would stay empty in every paper.
FILLED_BY_PORTAL = {
    "medewerker.naam",
    "medewerker.personeelsnummer",
    "medewerker.functie",
    "medewerker.uren",
    "medewerker.eenheid",
    "medewerker.adres",
    "werkgever.naam",
    "werkgever.eenheid",
    "leidinggevende.naam",
    "leidinggevende.functie",
    "bedrijfsarts.naam",
    "dossier.nummer",
    "dossier.eerste_ziektedag",
    "papier.datum",
    "papier.versie",
    "papier.opsteller_naam",
    "papier.opsteller_functie",
    "papier.bsn",
    "papier.doel",
    "papier.probleemanalyse_datum",
    "papier.plan_datum",
    "papier.consult_datum",
    "papier.consult_tijd",
    "papier.consult_plaats",
    "papier.consult_met",
    "papier.aanvraag_uiterlijk",
    "papier.einde_wachttijd",
    "papier.uwv_melding_uiterlijk",
    "papier.inventaris",
    "papier.ontbreekt",
    "papier.afwijkingen",
    "papier.verzuimperioden",
    "papier.stukken",
    "papier.opmerkingen",
    "papier.afschriften",
    "papier.uren",
    "papier.contacten",
    "papier.controle",
}
# Beginnings of words that name an illness, its cause or its treatment, or that ask for them.
ILLNESS = re.compile(
    r"\b(burn-?out|overspann|depress|angststoor|kanker|tumor|griep|hernia|rugpijn|hoofdpijn|migraine|corona"
    r"|zwanger|verslav|psych|diagnos|medicijn|medicat|operatie|ziekenhuis|chemo|fysio|huisarts|specialist"
    r"|klacht|symptoom|verzuimoorzaak|ziekteoorzaak|therapeut)",
    re.IGNORECASE,
)


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def test_the_committed_files_are_what_the_authoring_script_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docx_templates.authoring.build", str(tmp_path)]
    subprocess.run(command, cwd=TEMPLATES.parent, check=True, capture_output=True)
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {path.name for path in TEMPLATES.glob("*.docx")}
    for name in sorted(written):
        assert _members(tmp_path / name) == _members(TEMPLATES / name), name


def test_either_party_asks_uwv_one_of_the_four_questions() -> None:
    four = ["eigen_werk", "passend_werk", "inzet_werkgever", "inzet_werknemer"]
    asked = {}
    for side in ("werknemer", "werkgever"):
        fields = {field.name: field for field in asked_in(f"aanvraag_deskundigenoordeel_{side}")}
        asked[side] = [choice.value for choice in fields["vraag"].choices]
        assert {"geprobeerd", "advies_bekend", "bijlagen", "telefoon"} <= set(fields)
        assert fields["advies_datum"].label == "Datum van het advies", "not «Advies van», which asks for a name"
    assert asked == {"werknemer": four, "werkgever": [*four, "vaak_verzuim"]}


def test_the_sheet_for_uwv_asks_nothing_about_the_employee() -> None:
    names = {field.name for field in asked_in("uwv_meldingsblad")}
    assert names == {"loonheffingennummer", "contactpersoon", "telefoon", "email"}


def test_the_name_of_a_supplier_is_not_asked() -> None:
    labels = [field.label for field in with_columns(asked_in("advies_re_integratiedeskundige"))]
    assert [label for label in labels if re.search("aanbieder|leverancier|bureau", label, re.IGNORECASE)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_asked_field_has_a_label_and_a_hint(kind: str) -> None:
    asked = list(with_columns(asked_in(kind)))
    # The overview of the report is the portal's from beginning to end.
    assert bool(asked) == (kind != "overzicht_verslag")
    for field in asked:
        assert field.label.strip(), field.name
        assert field.hint or field.kind in ("tick", "rows"), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_a_form_are_not_used_twice(kind: str) -> None:
    labels = [field.label for field in asked_in(kind)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("kind", KINDS)
def test_the_portal_knows_every_name_that_is_not_asked(kind: str) -> None:
    fields = Template.open(delivered(kind)).fields
    filled = {field.name for field in fields if field.name.startswith(PORTAL_PREFIXES)}
    signed = {
        f"ondertekening.{role}.{part}"
        for role in CATALOGUE[kind]["signed_by"] + CONFIRMED_BY.get(kind, [])
        for part in ("naam", "functie", "datum", "uitkomst")
    }
    assert {name for name in filled if name.startswith("ondertekening.")} == signed
    assert filled - signed <= FILLED_BY_PORTAL


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_says_who_when_and_about_whom(kind: str) -> None:
    names = {field.name for field in Template.open(delivered(kind)).fields}
    assert names >= {
        "medewerker.naam",
        "werkgever.naam",
        "dossier.nummer",
        "papier.datum",
        "papier.opsteller_naam",
        "papier.opsteller_functie",
    }
    in_packet = CATALOGUE[kind]["report_order"] > 0 or kind in ("overzicht_verslag", "wia_overdracht")
    assert ("papier.bsn" in names) == in_packet


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_asks_for_an_illness_its_cause_or_its_treatment(kind: str) -> None:
    words = [field.label for field in with_columns(asked_in(kind))]
    words += [field.hint for field in with_columns(asked_in(kind))]
    words += [choice.label for field in with_columns(asked_in(kind)) for choice in field.choices]
    assert [word for word in words if ILLNESS.search(word)] == []
    assert [field.label for field in asked_in(kind) if "oorzaak" in field.label.lower()] == []


@pytest.mark.parametrize("text", ["Wat is de diagnose?", "Verzuimoorzaak", "Psychische belasting", "burn-out"])
def test_the_word_check_above_can_fail(text: str) -> None:
    assert ILLNESS.search(text)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_filled_in_is_read_back(kind: str) -> None:
    template = Template.open(delivered(kind))
    values = example_values(template.fields)
    assert read(paper(template, values), template.fields) == values


@pytest.mark.parametrize("kind", KINDS)
def test_word_can_show_each_hint_again(kind: str) -> None:
    document, glossary = tree(kind, "word/document.xml"), tree(kind, "word/glossary/document.xml")
    known = {
        part.find(f"{W}docPartPr/{W}name").get(f"{W}val"): "".join(part.find(f"{W}docPartBody").itertext())
        for part in glossary.iter(f"{W}docPart")
        if part.find(f"{W}docPartPr") is not None
    }
    shown = [sdt for sdt in document.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None]
    assert shown
    for sdt in shown:
        entry = sdt.find(f"{W}sdtPr/{W}placeholder/{W}docPart").get(f"{W}val")
        assert known[entry] == "".join(sdt.find(f"{W}sdtContent").itertext())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_every_filled_paper(tmp_path: Path) -> None:
    for kind in KINDS:
        template = Template.open(delivered(kind))
        (tmp_path / f"{kind}.docx").write_bytes(paper(template, example_values(template.fields)))
    papers = sorted(str(path) for path in tmp_path.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *papers]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for kind in KINDS:
        pdf = (tmp_path / f"{kind}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-")
        assert len(pdf) > 10_000
