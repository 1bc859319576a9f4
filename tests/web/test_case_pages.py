"""Recording and correcting in the browser: what comes back after a mistake, and a case that was none."""

from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact
from portal.actions.record import record
from portal.actions.record_contact import record_contact
from portal.settings import Settings
from portal.storage.database import connection
from portal.storage.reading.facts import facts_of
from tests.staging import FIRST, Stage, set_stage
from tests.web.browsing import visitor
from tests.web.scene import Scene, at

DOSSIER = "/dossiers/0001"


@pytest.fixture
def sick(tmp_path: Path) -> tuple[Settings, Stage]:
    stage = set_stage(tmp_path, "sick")
    return Settings(mode="test", instance=tmp_path, secret_key="s" * 40), stage


def test_a_withdrawn_ziekmelding_leaves_pages_that_open(sick: tuple[Settings, Stage]) -> None:
    settings, stage = sick
    manager = visitor(settings, stage.day(1), "teamleider")
    form = manager.get(f"{DOSSIER}/feiten/1/intrekken")
    done = manager.fill(form, {"reden": "Het was een collega."}, with_field="reden")
    assert done.status == 200
    assert "ingetrokken" in done.text
    for login in ("teamleider", "medewerker", "afdelingshoofd", "personele-dienst", "bedrijfsarts", "hrm-adviseur"):
        someone = visitor(settings, stage.day(1), login)
        for address in ("/", "/dossiers", DOSSIER):
            assert someone.get(address).status == 200, (login, address)
    assert manager.get(f"{DOSSIER}/rapport").status == 200
    contact = manager.get(f"{DOSSIER}/contact")
    assert contact.status == 200
    assert "Joost van der Meulen" in contact.text, "a form says whom it is about"
    again = manager.get(manager.get("/ziekmelding").link("Ziek melden"))
    assert again.status == 200


def test_a_form_that_cannot_be_sent_says_so_when_it_is_opened(sick: tuple[Settings, Stage]) -> None:
    settings, stage = sick
    manager = visitor(settings, stage.day(3), "teamleider")
    early = manager.get(f"{DOSSIER}/stappen/uwv_brief_week_44/1")
    assert early.status == 422
    assert "Eerst moet dit gedaan zijn: Ziekmelding bij UWV" in early.text
    with connection():
        record(**stage.who("personele-dienst", 3), kind="uit_dienst", on=stage.day(3), answers={})
    assert manager.get(f"{DOSSIER}/vraag-arbodienst").status == 200
    for login, address in (("arbo-secretariaat", "/consult"), ("teamleider", "/vraag-arbodienst")):
        page = visitor(settings, stage.day(4), login).get(f"{DOSSIER}{address}")
        assert page.status == 422, address
        assert "het dienstverband is voorbij" in page.text


def test_all_that_is_wrong_with_a_consult_or_a_report_is_told_at_once(sick: tuple[Settings, Stage]) -> None:
    settings, stage = sick
    office = visitor(settings, stage.day(3), "arbo-secretariaat")
    consult = office.get(f"{DOSSIER}/consult")
    wrong = office.fill(consult, {"dag": "2026-01-10", "tijd": "23:00", "plaats": ""}, with_field="dag")
    links = [link["href"] for link in wrong.soup.select(".error-summary a")]
    assert links[:3] == ["#dag", "#tijd", "#plaats"]
    assert "Dit is geen werkdag" in wrong.soup.select_one("#dag-fout").get_text()
    manager = visitor(settings, stage.day(3), "teamleider")
    report = manager.get(f"/ziekmelding/{stage.ids['002024']}")
    wrong = manager.fill(report, {"eerste_ziektedag": "2019-01-10", "gemeld_op": "2030-01-10"}, with_field="adres")
    assert [link["href"] for link in wrong.soup.select(".error-summary a")] == ["#eerste_ziektedag", "#gemeld_op"]


def test_who_is_ill_already_cannot_be_reported_and_the_page_leads_on(sick: tuple[Settings, Stage]) -> None:
    settings, stage = sick
    manager = visitor(settings, stage.day(3), "teamleider")
    refused = manager.get(f"/ziekmelding/{stage.ids['medewerker']}")
    assert refused.status == 422
    assert "Deze medewerker is al ziek gemeld, vanaf 5 januari 2026." in refused.text
    assert manager.follow(refused, "Herstel melden").heading == "Herstel melden"
    assert manager.follow(refused, "Naar het dossier").status == 200


def test_a_correction_that_cannot_be_comes_back_with_what_was_typed(sick: tuple[Settings, Stage]) -> None:
    settings, stage = sick
    manager = visitor(settings, stage.day(2), "teamleider")
    form = manager.get(f"{DOSSIER}/feiten/1/verbeteren")
    wrong = {"op": "2026-01-06", "gemeld_op": FIRST.isoformat(), "reden_correctie": "Een dag later."}
    back = manager.fill(form, wrong, with_field="reden_correctie")
    assert back.status == 422
    assert "na de dag van de melding" in back.errors
    assert back.fields("reden_correctie")["reden_correctie"] == "Een dag later."
    with connection():
        assert len(facts_of(stage.dossier_id)) == 1


def test_who_was_better_in_part_and_works_less_again_is_led_to_the_hours(tmp_path: Path) -> None:
    """Partial recovery does not end the illness, so there is nothing to report ill: less work is another number."""
    scene = Scene(tmp_path, "analysed")
    manager = scene.open("teamleider", 48)
    manager.fill(manager.get(at("/herstel")), {"uren": "9"}, with_field="uren")
    told = manager.get(f"/ziekmelding/{scene.stage.ids['medewerker']}")
    assert "Werkt iemand weer minder? Leg dan bij «Herstel melden» de nieuwe uren vast, of 0." in told.text
    form = manager.follow(told, "Herstel melden")
    assert "Werkt iemand weer minder, of niet meer? Vul dan de nieuwe uren in, of 0." in form.text
    done = manager.fill(form, {"uren": "0"}, with_field="uren")
    assert "Ziek sinds 5 januari 2026" in " ".join(manager.get(at("")).text.split()), done.errors


WORDS = "Een lang verhaal dat niemand graag twee keer schrijft."


@pytest.mark.parametrize(("address", "field"), [("verbeteren", "reden_correctie"), ("intrekken", "reden")])
def test_what_was_typed_comes_back_when_another_corrected_it_first(
    sick: tuple[Settings, Stage], address: str, field: str
) -> None:
    settings, stage = sick
    with connection():
        told = record_contact(**stage.who("teamleider", 1), on=stage.day(1), way="telefoon", note="Gebeld.")
    manager = visitor(settings, stage.day(2), "teamleider")
    form = manager.get(f"{DOSSIER}/feiten/{told}/{address}")
    with connection():
        who, changes = stage.who("teamleider", 2), {"verslag": "Gebeld, en afgesproken."}
        correct_fact(**who, seq=told, on=stage.day(1), changes=changes, reason="Vergeten")
    again = manager.fill(form, {field: WORDS}, with_field=field)
    assert (again.status, again.fields(field)[field]) == (422, WORDS)
    assert "intussen verbeterd of ingetrokken" in again.errors
    assert manager.get(f"{DOSSIER}/feiten/{told}/{address}").status == 422
    assert visitor(settings, stage.day(2), "medewerker").get(f"{DOSSIER}/feiten/{told}/{address}").status == 403
    assert manager.get(f"{DOSSIER}/feiten/99/{address}").status == 404
