"""The template workshop by real requests: what its keepers see, upload and mend, and that nobody else finds it."""

import io
import zipfile
from pathlib import Path

import pytest

from portal.documents.template import compiled
from portal.storage import models
from portal.storage.catalogue import catalogue
from portal.storage.database import connection
from tests.template_edits import (
    as_dotx,
    as_strict,
    members,
    nameless,
    package,
    with_house_template,
    without,
)
from tests.web.browsing import Visitor
from tests.web.scene import Scene, token
from tests.web.workshop import BROKEN, ORIGINAL, OWN, PLAN, TODAY, mend, place, press_on, publish, send


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def keeper(scene: Scene) -> Visitor:
    return scene.open("beheerder", TODAY)


# Finding one's way


def test_the_list_says_what_is_in_use_what_comes_and_what_is_a_concept(scene: Scene, keeper: Visitor) -> None:
    page = keeper.follow(keeper.get("/beheer"), "Formulieren")
    assert page.heading == "Formulieren"
    assert all(kind.title in page.text for kind in catalogue().values())
    assert page.text.count("Meegeleverd formulier") == len(catalogue())
    publish(keeper, send(keeper, OWN).url, str(scene.stage.day(45)))
    send(keeper, BROKEN)
    row = keeper.get("/sjablonen").soup.find("th", string=lambda _: True, attrs={"scope": "row"}).find_parent("table")
    words = " ".join(row.get_text(" ").split())
    assert "Plan van aanpak 1 concept Meegeleverd formulier Vanaf 19 februari 2026: eigen formulier 1, 14" in words
    later = scene.open("beheerder", 46).get("/sjablonen").text
    assert "Eigen formulier 1, 14 februari 2026 Sinds 19 februari 2026, gepubliceerd door Ravi Sharma" in later


def test_the_page_of_a_kind_lists_every_version_the_newest_first(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN, "plan met werkplek.docx").url
    publish(keeper, own, str(scene.stage.day(TODAY)))
    publish(keeper, f"{place()}/0", str(scene.stage.day(50)))
    page = scene.open("hrm-adviseur", 51).get(place())
    found = [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]
    assert [line.split(" Download")[0] for line in found] == [
        "Meegeleverd formulier In gebruik Gepubliceerd door Ravi Sharma, vanaf 24 februari 2026 "
        "Ravi Sharma, " + found[0].split("Ravi Sharma, ")[-1].split(" Download")[0],
        "Eigen formulier 1, 14 februari 2026 plan met werkplek.docx Gebruikt tot en met 23 februari 2026 "
        "Gepubliceerd door Ravi Sharma, vanaf 14 februari 2026 Ravi Sharma, "
        + found[1].split("Ravi Sharma, ")[-1].split(" Download")[0],
        "Meegeleverd formulier Gebruikt tot en met 13 februari 2026 Hoort bij het portaal",
    ]


def test_every_version_can_be_downloaded(keeper: Visitor) -> None:
    address = send(keeper, OWN).url
    for version, content in ((address, OWN), (f"{place()}/0", ORIGINAL)):
        file = keeper.get(f"{version}/bestand")
        assert file.content == content
        assert file.headers["Content-Disposition"].startswith(f'attachment; filename="{PLAN}')
        assert "sandbox" in file.headers["Content-Security-Policy"]


@pytest.mark.parametrize("login", ["beheerder", "hrm-adviseur", "hrm-adviseur2"])
def test_who_keeps_templates_finds_them_in_the_menu(scene: Scene, login: str) -> None:
    assert "Formulieren" in scene.open(login, TODAY).get("/uitleg").links()


# Uploading, checking, mending


def test_a_file_that_is_fine_is_green_and_says_what_changes(keeper: Visitor) -> None:
    page = send(keeper, without(OWN, "doel_termijn"))
    assert page.status == 200
    assert "Er zijn geen fouten gevonden." in page.text
    assert "Nieuw veld: «Werkplek» (keuzelijst). Het portaal vraagt dit voortaan op het formulier." in page.text
    assert "Dit veld vervalt: «" in page.text
    assert "Eerdere stukken houden het." in page.text
    assert page.link("Voorbeeld bekijken")
    assert page.link("Publiceren")


def test_the_check_speaks_in_sentences_and_repairs_what_is_ticked(keeper: Visitor) -> None:
    page = send(keeper, BROKEN)
    assert "2 fouten gevonden." in page.text
    assert (
        "Een invulveld heeft geen naam (tag). Het staat bij «Werkplek». Voorstel: Noem het «eigen.werkplek»."
        in page.text
    )
    assert "Het portaal kent geen invulveld «zienswijze_werkgeverr»." in page.text
    assert "Bedoelt u «zienswijze_werkgever»" in page.text
    assert "Publiceren" not in page.links()
    labels = [label.get_text() for label in page.soup.select(".choice label")]
    assert labels == [
        "Schrijf de naam «zienswijze_werkgever» in dit veld",
        "Schrijf de naam «eigen.werkplek» in dit veld",
    ]
    better = mend(keeper, page)
    assert better.url != page.url
    assert "De voorstellen zijn uitgevoerd." in better.text
    assert "Er zijn geen fouten gevonden." in better.text
    assert "Nieuw veld: «Werkplek»" in better.text
    names = {field.name for field in compiled(keeper.get(f"{better.url}/bestand").content).fields}
    assert {"eigen.werkplek", "zienswijze_werkgever"} <= names
    assert keeper.get(f"{page.url}/bestand").content == BROKEN


def test_nothing_ticked_and_something_else_ticked(keeper: Visitor) -> None:
    page = send(keeper, BROKEN)
    values = page.fields("voorstel")
    del values["voorstel"]
    nothing = keeper.post(page.action("voorstel"), values)
    assert (nothing.status, nothing.errors) == (
        422,
        "Dit kan niet Kies ten minste één voorstel. Zet er een vinkje voor.",
    )
    other = keeper.post(page.action("voorstel"), {**values, "voorstel": "name:3:papier.bsn"})
    assert (other.status, "hoort niet bij dit formulier" in other.errors) == (422, True)
    assert len(keeper.get(place()).soup.select("tbody tr")) == 2


def test_names_that_libreoffice_lost_are_put_back_with_one_button(keeper: Visitor) -> None:
    page = send(keeper, nameless(without(OWN, "doel_termijn")))
    assert "LibreOffice bewaart in versie 7 de namen van invulvelden niet." in page.text
    address = str(page.soup.select_one("#namen form")["action"])
    better = keeper.post(address, {"csrf_token": token(keeper)})
    assert "De namen zijn teruggezet." in better.text
    assert "1 fout gevonden." in better.text
    again = keeper.post(f"{better.url}/namen", {"csrf_token": token(keeper)})
    assert (again.status, "herkent geen invulvelden zonder naam" in again.errors) == (422, True)
    done = mend(keeper, mend(keeper, better))
    assert "Er zijn geen fouten gevonden." in done.text
    assert "Dit veld vervalt: «" in done.text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (as_dotx(OWN), "plan.dotx", "Wij maken er een gewoon Word-document (.docx) van."),
        (with_house_template(OWN), "plan.docx", "Die verwijzing halen wij eruit."),
    ],
)
def test_what_the_portal_changes_in_a_file_is_said(keeper: Visitor, content: bytes, name: str, sentence: str) -> None:
    page = send(keeper, content, name)
    assert sentence in page.text
    assert "Er zijn geen fouten gevonden." in page.text
    stored = keeper.get(f"{page.url}/bestand").content
    assert b"huisstijl.dotx" not in b"".join(members(stored).values())
    assert b"template.main+xml" not in members(stored)["[Content_Types].xml"]


def _macros() -> bytes:
    return package(members(ORIGINAL) | {"word/vbaProject.bin": b"macro"})


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (as_strict(ORIGINAL), "strict.docx", "Kies in Word: Bestand, Opslaan als, Word-document (.docx)."),
        (_macros(), "plan.docm", "Sla het op zonder macro’s."),
        (b"%PDF-1.7 niets", "plan.pdf", "geen Word-bestand (.docx). Kies het Word-bestand dat u bedoelt."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc", "oud Word-bestand"),
        (b"", "leeg.docx", "bestand is leeg. Kies een ander bestand."),
        (ORIGINAL[:4000], "half.docx", "beschadigd. Open het in Word en sla het opnieuw op."),
        (ORIGINAL, "zelfde.docx", "hetzelfde als het formulier dat nu in gebruik is"),
    ],
)
def test_a_refused_file_leaves_the_form_and_says_what_to_do(
    scene: Scene, keeper: Visitor, content: bytes, name: str, sentence: str
) -> None:
    before = scene.stored()
    page = send(keeper, content, name)
    assert page.status == 422
    assert sentence in page.errors
    assert page.soup.select_one("#bestand[aria-invalid]")
    assert scene.stored() == before


@pytest.mark.asvs("5.2.1")
def test_a_file_that_is_too_large_and_no_file_at_all(scene: Scene, keeper: Visitor) -> None:
    before = scene.stored()
    page = send(keeper, b"PK\x03\x04" + bytes(10 * 1024 * 1024), "groot.docx")
    assert (page.status, "hooguit 10 MB" in page.errors) == (422, True)
    assert send(keeper, b"PK\x03\x04" + bytes(13 * 1024 * 1024), "reus.docx").status == 413
    empty = keeper.fill(keeper.get(f"{place()}/uploaden"))
    assert (empty.status, "kies een bestand" in empty.errors) == (422, True)
    assert scene.stored() == before


def test_a_zip_bomb_is_refused(scene: Scene, keeper: Visitor) -> None:
    buffer = io.BytesIO(ORIGINAL)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/groot.bin", bytes(60 * 1024 * 1024))
    before = scene.stored()
    assert send(keeper, buffer.getvalue()).status == 422
    assert scene.stored() == before


# For whom


@pytest.mark.parametrize("login", ["teamleider", "medewerker", "bedrijfsarts", "arbo-secretariaat", "personele-dienst"])
def test_others_find_nothing(scene: Scene, keeper: Visitor, login: str) -> None:
    own = send(keeper, OWN).url
    who = scene.open(login, TODAY)
    assert "Formulieren" not in who.get("/uitleg").links()
    addresses = ["/sjablonen", place(), f"{place()}/uploaden", own, f"{place()}/0", f"{own}/bestand"]
    addresses += [
        f"{own}/publiceren",
        f"{own}/weggooien",
        f"{own}/voorbeeld",
        f"{own}/voorbeeld/bestand",
        f"{own}/voorbeeld.pdf",
    ]
    assert {address: who.get(address).status for address in addresses} == dict.fromkeys(addresses, 404)
    verbs = ("herstellen", "namen", "publiceren", "intrekken", "weggooien", "voorbeeld")
    assert {verb: press_on(who, own, verb).status for verb in verbs} == dict.fromkeys(verbs, 404)


def test_another_organisation_is_not_there(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    with connection():
        other = models.Organisation.create(name="Gemeente Elders", protocol="wvp_2023").id
        arts = scene.stage.ids["bedrijfsarts"]
        models.Appointment.create(person=arts, role="beheerder", organisation=other, from_on=scene.stage.day(0))
    who = scene.open("bedrijfsarts", TODAY)
    listed = who.get("/sjablonen").text
    assert "Gemeente Elders" in listed
    assert "Provincie Waterland" not in listed
    version = own.rpartition("/")[2]
    for address in (own, place(), f"{own}/bestand", f"/sjablonen/{other}/{PLAN}/{version}", f"/sjablonen/999/{PLAN}"):
        assert who.get(address).status == 404, address
    assert press_on(who, f"/sjablonen/{other}/{PLAN}/{version}", "weggooien").status == 404
    assert who.get(f"/sjablonen/{other}/{PLAN}/0").status == 200


@pytest.mark.parametrize(
    "rest", ["bestaat_niet", f"{PLAN}/999999", f"{PLAN}/999999999999999", f"{PLAN}/x", "eindevaluatie/1"]
)
def test_what_does_not_exist_is_not_found(keeper: Visitor, rest: str) -> None:
    send(keeper, OWN)
    assert keeper.get(f"{place('')}{rest}").status == 404


def test_reading_changes_nothing(scene: Scene, keeper: Visitor) -> None:
    own = send(keeper, OWN).url
    before = scene.stored()
    for verb in ("intrekken", "herstellen"):
        assert keeper.get(f"{own}/{verb}").status == 405
    keeper.get(f"{own}/weggooien")
    keeper.get(f"{own}/publiceren?vanaf=2026-03-01")
    keeper.get(f"{own}/voorbeeld")
    assert scene.stored() == before
