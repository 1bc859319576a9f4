"""Reading, signing, downloading and attaching papers in the browser."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.demonstration import texts
from portal.rules.access import ADVISEURS
from portal.rules.calendar import long_date
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import connection
from portal.storage.reading.papers import file_of
from tests.staging import FIRST
from tests.web.browsing import Visitor, upload
from tests.web.page import Page
from tests.web.scene import Scene, at, token

PLAN = texts.plan_values(FIRST + timedelta(days=48))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def plan(scene: Scene) -> int:
    """A plan van aanpak that nobody signed yet."""
    with connection():
        return scene.stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)


def name_of(scene: Scene, login: str) -> str:
    with connection():
        return scene.stage.name(login)


def answer(scene: Scene, login: str, paper_id: int, who: Visitor | None = None, **values: Any) -> Page:
    """Sign as this person does when nothing else is said."""
    who = who or scene.open(login, 49)
    page = who.get(at(f"/papieren/{paper_id}/ondertekenen"))
    sent = {"uitkomst": "akkoord", "naam": name_of(scene, login)} | values
    return who.fill(page, sent, with_field="uitkomst")


# The paper


def test_the_page_says_what_the_paper_says(scene: Scene, plan: int) -> None:
    page = scene.open("medewerker", 49).get(at(f"/papieren/{plan}"))
    assert page.heading == "Plan van aanpak"
    assert PLAN["zienswijze_werkgever"] in page.text
    assert "Terug in de eigen functie" in page.text
    assert "Een vaste plek in de stiltekamer" in page.text
    assert "Niet ingevuld: Afwijking besproken met de bedrijfsarts op." in page.text
    assert page.text.count("Nog niet ondertekend") == 2


@pytest.mark.parametrize(
    ("login", "can_sign", "can_write"),
    [
        ("medewerker", True, False),
        ("teamleider", True, True),
        ("bedrijfsarts", False, False),
        ("hrm-adviseur", False, False),
    ],
)
def test_the_page_offers_what_one_may_do(scene: Scene, plan: int, login: str, can_sign: bool, can_write: bool) -> None:
    page = scene.open(login, 49).get(at(f"/papieren/{plan}"))
    assert page.status == 200
    assert ("Lezen en ondertekenen" in page.links()) is can_sign
    assert ("Verzoek om te ondertekenen intrekken" in page.links()) is can_write
    assert "Nieuwe versie maken" not in page.links()
    later = scene.open(login, 55).get(at(f"/papieren/{plan}"))
    assert any("niet ondertekent" in link for link in later.links()) is can_sign


def test_a_request_to_sign_is_withdrawn_and_the_concept_opens(scene: Scene, plan: int) -> None:
    who = scene.open("teamleider", 49)
    page = who.follow(who.get(at(f"/papieren/{plan}")), "Verzoek om te ondertekenen intrekken")
    empty = who.fill(page, {"reden": ""}, with_field="reden")
    assert (empty.status, "Vul dit in" in empty.errors) == (422, True)
    concept = who.fill(page, {"reden": "De einddatum klopt niet."}, with_field="reden")
    assert concept.url == at("/papieren/plan_van_aanpak/invullen")
    assert PLAN["doel_toelichting"] in concept.soup.get_text()
    old = scene.open("medewerker", 49).get(at(f"/papieren/{plan}"))
    assert "Dit stuk is ingetrokken" in old.text
    assert "Lezen en ondertekenen" not in old.links()


def test_after_the_first_signature_only_a_new_version_changes_it(scene: Scene, plan: int) -> None:
    answer(scene, "medewerker", plan)
    who = scene.open("teamleider", 49)
    assert "Nieuwe versie maken" in who.get(at(f"/papieren/{plan}")).links()
    assert who.get(at(f"/papieren/{plan}/intrekken")).url == at(f"/papieren/{plan}")


def test_a_signed_plan_can_be_adjusted_by_its_writer(scene: Scene) -> None:
    with connection():
        plan = scene.stage.plan()
    assert scene.open("teamleider", 60).get(at(f"/papieren/{plan}")).link("Bijstelling van het plan van aanpak maken")
    assert "Bijstelling" not in " ".join(scene.open("medewerker", 60).get(at(f"/papieren/{plan}")).links())


@pytest.mark.parametrize(("login", "status"), [("afdelingshoofd", 403), ("002018", 404), ("beheerder", 404)])
def test_who_is_no_reader_sees_nothing(scene: Scene, plan: int, login: str, status: int) -> None:
    who = scene.open(login, 49)
    for rest in ("", "/bestand", "/ondertekenen", "/niet-ondertekend/medewerker"):
        page = who.get(at(f"/papieren/{plan}{rest}"))
        assert page.status == status
        assert PLAN["zienswijze_werkgever"] not in page.text


def test_a_paper_of_another_dossier_is_not_found_here(scene: Scene, plan: int) -> None:
    who = scene.open("teamleider", 49)
    assert who.get(at("/papieren/999")).status == 404
    assert who.get(f"/dossiers/0002/papieren/{plan}").status == 404


@pytest.mark.asvs("3.2.1", "5.3.1", "5.4.1")
def test_the_download_is_the_stored_file_and_nothing_that_runs(scene: Scene, plan: int) -> None:
    page = scene.open("medewerker", 49).get(at(f"/papieren/{plan}/bestand"))
    with connection():
        file = file_of(plan)
    assert file
    assert page.content == file.content
    assert zipfile.is_zipfile(io.BytesIO(page.content))
    expected = 'attachment; filename="plan-van-aanpak-0001-2026-02-22-v1.docx"'
    assert page.headers["Content-Disposition"] == expected
    assert page.headers["Content-Type"].endswith("wordprocessingml.document")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
    assert page.headers["Cache-Control"] == "no-store"


# Signing


def test_both_sign_and_the_page_shows_it(scene: Scene, plan: int) -> None:
    answer(scene, "teamleider", plan)
    done = answer(scene, "medewerker", plan)
    assert done.url == at(f"/papieren/{plan}")
    assert "Uw antwoord staat in het stuk" in done.text
    assert "Nog niet ondertekend" not in done.text
    assert "Lezen en ondertekenen" not in done.links()


def test_the_paper_is_read_on_the_page_where_one_signs(scene: Scene, plan: int) -> None:
    page = scene.open("medewerker", 49).get(at(f"/papieren/{plan}/ondertekenen"))
    assert PLAN["zienswijze_werkgever"] in page.text
    assert page.link("Downloaden als Word") == at(f"/papieren/{plan}/bestand")


def test_a_view_is_shown_with_the_answer(scene: Scene, plan: int) -> None:
    done = answer(scene, "medewerker", plan, uitkomst="gezien_niet_akkoord", zienswijze="Te snel.\nLiever rustig.")
    assert "Gezien, niet akkoord" in done.text
    assert done.soup.select_one("blockquote.said").get_text().splitlines() == ["Te snel.", "Liever rustig."]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"naam": "Karin"}, "Typ uw naam zoals die in het portaal staat".lower()),
        ({"uitkomst": ""}, "Wat is uw antwoord? vul dit in"),
        ({"uitkomst": "misschien"}, "kies een van de antwoorden"),
        ({"uitkomst": "gezien_niet_akkoord"}, "schrijf op waarom"),
    ],
)
def test_an_answer_that_is_not_right_gives_a_sentence_and_stores_nothing(
    scene: Scene, plan: int, values: dict[str, str], words: str
) -> None:
    before = scene.stored()
    refused = answer(scene, "medewerker", plan, **values)
    assert refused.status == 422
    assert words.lower() in refused.errors.lower()
    assert scene.stored() == before


@pytest.mark.parametrize("name", ["", "Karin"])
def test_all_that_is_wrong_with_an_answer_is_told_at_once(scene: Scene, plan: int, name: str) -> None:
    refused = answer(scene, "medewerker", plan, uitkomst="gezien_niet_akkoord", naam=name)
    assert [link["href"] for link in refused.soup.select(".error-summary a")] == ["#zienswijze", "#naam"]
    assert refused.soup.select("#zienswijze-fout, #naam-fout")[1:]


def test_who_signed_is_sent_back_to_the_paper_and_cannot_sign_again(scene: Scene, plan: int) -> None:
    who = scene.open("medewerker", 49)
    form = who.get(at(f"/papieren/{plan}/ondertekenen"))
    answer(scene, "medewerker", plan, who)
    assert who.get(at(f"/papieren/{plan}/ondertekenen")).url == at(f"/papieren/{plan}")
    before = scene.stored()
    sent = {"uitkomst": "akkoord", "naam": name_of(scene, "medewerker")}
    again = who.fill(form, sent, with_field="uitkomst")
    assert again.url == at(f"/papieren/{plan}")
    assert "al geantwoord" in again.text
    other = who.fill(form, {**sent, "uitkomst": "gezien_niet_akkoord", "zienswijze": "Toch niet."}, with_field="naam")
    assert other.status == 422
    assert "«Akkoord», door Joost van der Meulen op" in other.errors
    assert "Toch niet." in other.text, "what was typed is still there"
    assert scene.stored() == before


def test_a_replaced_version_is_not_signed(scene: Scene, plan: int) -> None:
    who = scene.open("medewerker", 49)
    form = who.get(at(f"/papieren/{plan}/ondertekenen"))
    with connection():
        scene.stage.settle("teamleider", 49, "plan_van_aanpak", PLAN)
    assert "oude versie" in who.get(at(f"/papieren/{plan}/ondertekenen")).text
    sent = {"uitkomst": "akkoord", "naam": name_of(scene, "medewerker")}
    refused = who.fill(form, sent, with_field="uitkomst")
    assert refused.status == 422
    assert "geldt niet meer" in refused.errors


@pytest.mark.parametrize("login", ["bedrijfsarts", "hrm-adviseur"])
def test_who_is_not_asked_cannot_sign(scene: Scene, plan: int, login: str) -> None:
    who = scene.open(login, 49)
    assert who.get(at(f"/papieren/{plan}/ondertekenen")).status == 403
    sent = {"csrf_token": token(who), "uitkomst": "akkoord", "naam": name_of(scene, login)}
    before = scene.stored()
    assert who.post(at(f"/papieren/{plan}/ondertekenen"), sent).status == 403
    assert scene.stored() == before


# Not signed


def test_the_other_party_records_that_someone_does_not_sign(scene: Scene, plan: int) -> None:
    who = scene.open("teamleider", 60)
    page = who.follow(who.get(at(f"/papieren/{plan}")), "medewerker niet ondertekent")
    assert page.fields("reden")["op"] == scene.stage.day(60).isoformat()
    empty = who.fill(page, {"reden": ""}, with_field="reden")
    assert (empty.status, "? Vul dit in" in empty.errors) == (422, True)
    done = who.fill(page, {"reden": "Drie keer gevraagd."}, with_field="reden")
    assert "Drie keer gevraagd." in done.text
    assert "Niet ondertekend" in done.text


def test_before_a_week_has_passed_the_day_is_said_from_which_that_can_be_recorded(scene: Scene, plan: int) -> None:
    who, first = scene.open("teamleider", 54), long_date(scene.stage.day(55))
    page = who.get(at(f"/papieren/{plan}"))
    assert f"Ondertekent de medewerker niet? Dat kunt u vastleggen vanaf {first}." in page.text
    assert not any("niet ondertekent" in link for link in page.links())
    early = who.get(at(f"/papieren/{plan}/niet-ondertekend/medewerker"))
    assert f"Dit kunt u vastleggen vanaf {first}." in early.text
    assert not early.soup.select("[name=reden]")
    assert early.link("Terug naar het stuk") == at(f"/papieren/{plan}")
    form = scene.open("teamleider", 55).get(at(f"/papieren/{plan}/niet-ondertekend/medewerker"))
    assert form.soup.select_one("#op-hint").get_text(strip=True).startswith(f"Vanaf {first}:")


def test_the_employee_may_still_sign_afterwards(scene: Scene, plan: int) -> None:
    with connection():
        from portal.actions.sign_paper import record_not_signed

        record_not_signed(
            **scene.stage.who("teamleider", 60), paper_id=plan, role="medewerker", reason="x", on=scene.stage.day(60)
        )
    who = scene.open("medewerker", 61)
    assert "Lezen en ondertekenen" in who.get(at(f"/papieren/{plan}")).links()
    assert "Akkoord" in answer(scene, "medewerker", plan, who).text


@pytest.mark.parametrize(
    ("login", "role"),
    [
        ("teamleider", "leidinggevende"),
        ("teamleider", "bedrijfsarts"),
        ("bedrijfsarts", "medewerker"),
    ],
)
def test_nobody_records_it_for_themselves_or_for_who_is_not_asked(
    scene: Scene, plan: int, login: str, role: str
) -> None:
    assert scene.open(login, 60).get(at(f"/papieren/{plan}/niet-ondertekend/{role}")).status == 403


# Attaching


ATTACH = "/papieren/probleemanalyse/bijvoegen"


def attach(who: Visitor, **values: Any) -> Page:
    page = who.get(at(ATTACH))
    sent = {
        **page.fields("op"),
        "op": "2026-02-10",
        "terugkeer_mogelijk": "ja",
        "verklaring": "ja",
        "bestand": upload("Probleemanalyse.docx", template_bytes("gespreksverslag")),
    } | values
    return who.post(at(ATTACH), {name: value for name, value in sent.items() if value is not None})


def test_what_a_file_lacks_is_one_question(tmp_path: Path) -> None:
    page = Scene(tmp_path, "sick").open("bedrijfsarts", 38).get(at(ATTACH))
    group = page.soup.select_one("fieldset:has([name^=mist_])")
    assert group.legend.get_text() == "Wat staat er niet in?"
    assert "Kijk het bestand na" in page.soup.select_one(f"#{group['aria-describedby']}").get_text()
    labels = [label.get_text() for label in group.select("label")]
    assert len(labels) == len(page.soup.select("[name^=mist_]")) > 2
    assert labels[0] == "Hoe het stuk heet"
    assert not group.select("[name=verklaring]")


def test_the_bedrijfsarts_attaches_a_file(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    done = attach(scene.open("bedrijfsarts", 38))
    assert done.status == 200, done.errors
    with connection():
        row = scene.stage.newest("probleemanalyse")
    page = scene.open("medewerker", 39).get(at(f"/papieren/{row.id}"))
    assert "als bestand bijgevoegd" in page.text
    assert "Ja, terugkeer is te verwachten" in page.text
    assert "Ondertekening" not in page.text
    assert page.link("Stuk downloaden") == at(f"/papieren/{row.id}/bestand")
    form = scene.open("teamleider", 39).get(at("/papieren/plan_van_aanpak/invullen"))
    assert "Dit stuk is een bestand" in form.soup.select_one("aside").get_text()


def test_who_attaches_a_file_knows_that_the_manager_reads_it_too(tmp_path: Path) -> None:
    page = Scene(tmp_path, "sick").open("bedrijfsarts", 38).get(at("/papieren/advies_arbodienst/bijvoegen"))
    assert "De medewerker en de leidinggevende kunnen dit stuk lezen." in page.text
    sent = [kind for kind in catalogue().values() if kind.writable_by(ADVISEURS)]
    assert [kind.key for kind in sent if not {"medewerker", "leidinggevende"} <= set(kind.readers)] == []


def test_who_sent_a_file_with_a_mistake_beside_it_hears_to_choose_it_again(tmp_path: Path) -> None:
    """The form comes back without the file: no browser fills that in."""
    who = Scene(tmp_path, "sick").open("bedrijfsarts", 38)
    again = "Bestand: kies dit bestand opnieuw."
    assert again in attach(who, op="").errors
    assert again in attach(who, op="2026-02-13").errors, "refused by the action"
    assert again not in attach(who, bestand=upload("leeg.pdf", b"")).errors, "of that file is said what is wrong"
    assert again not in attach(who, bestand=None).errors


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"verklaring": None}, "geen medische gegevens"),
        ({"bestand": None}, "Bestand: kies een bestand"),
        ({"bestand": ("leeg",)}, "dit bestand is leeg"),
        ({"terugkeer_mogelijk": None}, "Is terugkeer naar werk te verwachten? vul dit in"),
        ({"op": "2026-02-13"}, "ligt nog voor ons"),
        ({"op": "gisteren"}, "geen datum"),
    ],
)
def test_a_file_that_may_not_stay_is_refused_with_a_sentence(
    tmp_path: Path, values: dict[str, Any], words: str
) -> None:
    scene = Scene(tmp_path, "sick")
    who = scene.open("bedrijfsarts", 38)
    before = scene.stored()
    if values.get("bestand") == ("leeg",):
        values = {"bestand": upload("leeg.pdf", b"")}
    refused = attach(who, **values)
    assert refused.status == 422
    assert words.lower() in refused.errors.lower()
    assert scene.stored() == before


def test_a_file_without_anything_is_refused_for_all_of_that_at_once(tmp_path: Path) -> None:
    nothing = dict.fromkeys(("op", "terugkeer_mogelijk", "verklaring", "bestand"))
    refused = attach(Scene(tmp_path, "sick").open("bedrijfsarts", 38), **nothing)
    links = [link["href"] for link in refused.soup.select(".error-summary a")]
    assert links == ["#op", "#bestand", "#terugkeer_mogelijk", "#verklaring"]


@pytest.mark.parametrize(
    ("login", "kind", "status"),
    [
        ("teamleider", "probleemanalyse", 403),
        ("medewerker", "probleemanalyse", 403),
        ("verzuimadviseur", "probleemanalyse", 403),
        ("bedrijfsarts", "plan_van_aanpak", 403),
        ("bedrijfsarts", "liefdesbrief", 404),
        ("bedrijfsarts", "actueel_oordeel", 422),
        ("002018", "probleemanalyse", 404),
    ],
)
def test_only_its_writer_attaches_a_paper_and_in_its_time(tmp_path: Path, login: str, kind: str, status: int) -> None:
    scene = Scene(tmp_path, "sick")
    assert scene.open(login, 38).get(at(f"/papieren/{kind}/bijvoegen")).status == status
