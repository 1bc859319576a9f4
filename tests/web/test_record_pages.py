"""Recording the side roads in the browser: choosing, answering, and who reads the answers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact
from portal.actions.record import record
from portal.demonstration import texts
from portal.rules.facts import Fact
from portal.storage.database import connection
from portal.storage.protocols import records
from portal.web.present.fact_words import Told
from tests.web.scene import Scene, at

NOT_NOW = (
    "deskundigenoordeel_ontvangen",
    "loonsanctie_opgelegd",
    "loonsanctie_bekort",
    "consult_vervallen",
    "casemanager_beeindigd",
    "frisse_blik_gevraagd",
)
"""What this dossier has no place for: UWV was asked nothing, no consult is planned, and it is week 7."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def test_one_chooses_what_happened_from_the_dossier(scene: Scene) -> None:
    who = scene.open("medewerker", 45)
    page = who.follow(who.get(at("")), "Iets anders vastleggen")
    assert page.soup.h1.get_text() == "Iets vastleggen"
    titles = [link.get_text() for link in page.soup.select("main ul.stack > li > a")]
    assert titles[:2] == ["Ik ga weer werken", "Ander adres of opname"]
    assert "Verzuimprotocol §5.1" in [source.get_text() for source in page.soup.select("main ul.stack .muted.small")]
    assert who.follow(page, "Ander adres of opname").soup.h1.get_text() == "Ander adres of opname"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"op": "", "geheel": "nee"}, ["#op", "#uren"]),
        ({"op": "2030-01-01", "geheel": ""}, ["#op", "#geheel"]),
        ({"op": "gisteren", "geheel": "nee", "uren": "veel"}, ["#op", "#uren"]),
        ({"op": "2030-01-01", "geheel": "nee", "uren": "99"}, ["#op", "#uren"]),
    ],
)
def test_all_that_is_wrong_with_a_record_is_told_at_once(
    scene: Scene, answers: dict[str, str], wrong: list[str]
) -> None:
    who = scene.open("medewerker", 45)
    page = who.fill(who.get(at("/vastleggen/hersteld_gemeld")), answers, with_field="op")
    assert (page.status, [link["href"] for link in page.soup.select(".error-summary a")]) == (422, wrong)


def test_who_works_a_part_of_the_hours_again_does_not_hear_of_recovery(scene: Scene) -> None:
    who = scene.open("medewerker", 45)
    answers = {"op": "2026-02-20", "geheel": "nee", "uren": "12"}
    done = who.fill(who.get(at("/vastleggen/hersteld_gemeld")), answers, with_field="geheel")
    assert "Die legt vast dat u weer werkt." in done.text


def test_who_has_nothing_to_record_is_not_sent_to_an_empty_page(scene: Scene) -> None:
    assert "Iets anders vastleggen" not in scene.open("hrm-adviseur", 45).get(at("")).text


def test_every_form_can_be_opened_by_whoever_may_record_it(scene: Scene) -> None:
    logins = {
        "medewerker": "medewerker",
        "leidinggevende": "teamleider",
        "bedrijfsarts": "bedrijfsarts",
        "personele_dienst": "personele-dienst",
    }
    for kind in records().values():
        if kind.written_by == ("frisse_blik",):
            continue  # nobody reads along yet; see test_people_pages
        login = next(logins[role] for role in kind.written_by if role in logins)
        page = scene.open(login, 45).get(at(f"/vastleggen/{kind.key}"))
        asked = not kind.for_step and kind.key not in NOT_NOW
        assert page.status == (200 if asked else 422), kind.key
        assert page.soup.h1.get_text() == kind.title, kind.key
        assert asked or "Dit kan nu niet" in page.text, kind.key


def test_what_is_missing_comes_back_with_what_was_typed(scene: Scene) -> None:
    who = scene.open("medewerker", 45)
    form = who.get(at("/vastleggen/vakantie_gevraagd"))
    back = who.fill(form, {"van": "2026-05-01", "toelichting": "Naar zee"}, with_field="van")
    assert back.status == 422
    assert "Laatste dag van de vakantie" in back.errors
    assert back.fields("van")["toelichting"] == "Naar zee"


def test_a_question_becomes_a_task_whose_button_leads_to_the_answer(scene: Scene) -> None:
    who = scene.open("medewerker", 45)
    form = who.get(at("/vastleggen/vakantie_gevraagd"))
    asked = who.fill(form, {"van": "2026-05-01", "tot": "2026-05-14", "toelichting": ""}, with_field="van")
    assert "Uw vraag is verstuurd" in asked.text
    manager = scene.open("teamleider", 45)
    inbox = manager.get("/")
    assert "Beslissen over de vakantie tijdens ziekte" in inbox.text
    answer = manager.get(at("/vastleggen/vakantie_besluit"))
    assert manager.follow(answer, "Eerst advies vragen aan de bedrijfsarts").heading == "Vraag aan de arbodienst"
    done = manager.fill(answer, {"besluit": "akkoord"}, with_field="besluit")
    assert "Uw besluit staat in het dossier" in done.text
    assert "Van 1 mei 2026 tot en met 14 mei 2026." in done.text
    assert "Beslissen over de vakantie tijdens ziekte" not in manager.get("/").text


def test_the_manager_finds_where_to_say_that_a_return_did_not_take_place(scene: Scene) -> None:
    employee = scene.open("medewerker", 45)
    employee.fill(
        employee.get(at("/vastleggen/hersteld_gemeld")), {"op": "2026-03-02", "geheel": "ja"}, with_field="geheel"
    )
    manager = scene.open("teamleider", 46)
    asked = manager.get(at("/herstel"))
    assert "Vastleggen kan vanaf 27 februari 2026" in asked.text, "the Friday before that Monday"
    early = manager.fill(asked, with_field="uren")
    assert "Voor deze dag kan dat vanaf 27 februari 2026" in early.errors
    form = manager.follow(asked, "Klopt dat niet, of ging het niet door?")
    assert "Ja, ik werk weer volledig." in form.text
    done = manager.fill(form, {"wat": "niet_doorgegaan", "toelichting": "Gebeld."}, with_field="wat")
    assert "De medewerker ging toch niet aan het werk. Gebeld." in done.text
    assert "Klopt dat niet" not in manager.get(at("/herstel")).text


PARTLY = {"op": "2026-02-19", "uren": "18", "waarde": "deels", "tempo": "50"}


def test_the_sum_of_a_partial_recovery_is_shown_before_and_after_it_is_recorded(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(at("/herstel"))
    assert "Wie heeft de waarde beoordeeld?" in manager.fill(form, PARTLY, with_field="uren").errors
    before = scene.stored()
    alone = manager.post(at("/herstel"), {**form.fields("uren"), **PARTLY, "reken_uit": "ja"})
    assert "25 procent hersteld" in alone.text, "to reckon needs no assessor"
    tried = manager.post(
        at("/herstel"), {**form.fields("uren"), **PARTLY, "beoordeeld_door": "M. Hoekstra", "reken_uit": "ja"}
    )
    sum_of_it = (
        "25 procent hersteld: 18 van 36 uur × waarde van het werk 50 procent "
        "(taken 100 procent × tempo 50 procent × kwaliteit 100 procent). Beoordeeld door M. Hoekstra."
    )
    assert tried.status == 200
    assert sum_of_it in tried.text
    assert tried.fields("uren")["tempo"] == "50"
    assert scene.stored() == before
    assert sum_of_it in manager.fill(tried, {}, with_field="uren").text


def test_work_as_therapy_leaves_someone_wholly_ill_and_full_value_has_no_parts(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(at("/herstel"))
    back = manager.fill(form, {**PARTLY, "waarde": "volledig"}, with_field="uren")
    assert "Telt dit werk mee? U kiest dat het werk volledig meetelt" in back.errors
    done = manager.fill(form, {**PARTLY, "uren": "36", "waarde": "therapie"}, with_field="uren")
    assert "36 van 36 uur, op arbeidstherapeutische basis." in done.text
    assert "procent hersteld sinds" not in done.text


def test_bad_order_gives_a_sentence_and_the_way_on(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    plan = "Eerst: Plan van aanpak"
    for path, says, way in (
        ("/papieren/periodieke_evaluatie/invullen", "Eerst moet dit gedaan zijn: Plan van aanpak", plan),
        ("/papieren/bijstelling_plan_van_aanpak/invullen", "dat er nog niet is: Plan van aanpak", plan),
        ("/wia-overdracht", "Tot die dag hoeft u niets te doen", "Het verslag tot nu toe"),
    ):
        page = manager.get(at(path))
        assert page.status == 422, path
        assert says in page.text, path
        assert manager.follow(page, way).status == 200, path
    employee = scene.open("medewerker", 45)
    form = employee.get(at("/vastleggen/hersteld_gemeld"))
    employee.fill(form, {"op": "2026-02-19", "geheel": "ja"}, with_field="geheel")
    again = employee.get(at("/vastleggen/hersteld_gemeld"))
    assert "wacht er al een op antwoord" in again.text
    assert (
        "intrekken"
        in employee.follow(again, "Herstelmelding door de medewerker van 19 februari 2026 intrekken").heading
    )
    manager.fill(manager.get(at("/herstel")), {}, with_field="uren")
    assert "De medewerker werkt alweer volledig, vanaf 19 februari 2026." in manager.get(at("/herstel")).text
    for who, path in (
        (manager, "/vraag-arbodienst"),
        (scene.open("bedrijfsarts", 45), "/consult"),
    ):
        assert "Dit kan alleen zolang er een ziekmelding loopt" in who.get(at(path)).text, path


def test_papers_with_the_old_first_sick_day_are_named_to_who_can_renew_them(scene: Scene) -> None:
    old = "Deze stukken noemen nog een andere eerste ziektedag"
    assert old not in scene.open("teamleider", 45).get(at("")).text
    with connection():
        stage = scene.stage
        stage.plan(44)
        who, day = stage.who("teamleider", 45), stage.day(1)
        correct_fact(**who, seq=1, on=day, changes={"gemeld_op": day.isoformat()}, reason="Een dag later")
    page = scene.open("teamleider", 45).get(at(""))
    assert old in page.text
    assert "Probleemanalyse van 12 februari 2026: maak een bijstelling" in page.text
    plan = "Plan van aanpak van 18 februari 2026: maak een bijstelling van het plan van aanpak"
    assert scene.open("teamleider", 45).follow(page, plan).status == 200
    doctor = scene.open("bedrijfsarts", 45).get(at("")).text
    assert "Probleemanalyse van 12 februari 2026: maak" in doctor
    assert "Plan van aanpak van 18 februari 2026: maak" not in doctor
    assert old not in scene.open("hrm-adviseur", 45).get(at("")).text
    with connection():
        values = {"reden": "De eerste ziektedag klopte niet.", "wijzigingen": "Geen.", "terugkeer_mogelijk": "ja"}
        stage.settle("bedrijfsarts", 46, "bijstelling_probleemanalyse", values)
    assert "Probleemanalyse van 12 februari 2026: maak" not in scene.open("teamleider", 46).get(at("")).text


def test_the_answers_are_for_those_whom_the_kind_names(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(at("/vastleggen/ander_verblijf"))
    manager.fill(
        form, {"op": "2026-02-19", "adres": "Zeeweg 1 Callantsoog", "telefoon": "", "tot": ""}, with_field="adres"
    )
    for login, reads in (("medewerker", True), ("arbo-secretariaat", True), ("hrm-adviseur", False)):
        page = scene.open(login, 45).get(at(""))
        assert ("Zeeweg 1" in page.text) == reads, login
        assert ("Ander verblijf tijdens het verzuim" in page.text) == reads, login


def test_a_record_is_corrected_with_its_own_questions(scene: Scene) -> None:
    manager = scene.open("teamleider", 45)
    form = manager.get(at("/vastleggen/uit_dienst"))
    page = manager.fill(form, {"op": "2026-06-30"}, with_field="op")
    assert "Het einde van het dienstverband staat in het dossier" in page.text
    seq = max(int(li["href"].split("/")[-2]) for li in page.soup.select('a[href$="/verbeteren"]'))
    again = manager.get(at(f"/feiten/{seq}/verbeteren"))
    moved = manager.fill(
        again, {"op": "2026-07-31", "reden_correctie": "Een maand later"}, with_field="reden_correctie"
    )
    assert moved.status == 200
    pd = scene.open("personele-dienst", 45)
    assert "31 juli 2026" in pd.get(at("")).text


def test_the_decision_on_an_intervention_answers_the_advice(scene: Scene) -> None:
    with connection():
        advice = {**texts.week_13_values(scene.stage.day(88)), "interventie_zinvol": "ja"}
        advice["voorgestelde_begeleiding"] = "Zes gesprekken over de indeling van de dag."
        scene.stage.settle("re-integratiedeskundige", 88, "advies_re_integratiedeskundige", advice)
    manager = scene.open("teamleider", 88)
    form = manager.follow(manager.get("/"), "Besluiten over de interventie")
    given = {"besluit": "ja", "budgethouder": "A. van Rijn", "kosten": "800"}
    done = manager.fill(form, given, with_field="besluit")
    assert "De interventie gaat door. Budgethouder: A. van Rijn. Kosten: 800 euro." in done.text
    assert "Besluiten over de interventie" not in manager.get("/").text


def test_who_hands_a_dossier_over_today_ends_where_they_may_be(scene: Scene) -> None:
    doctor = scene.open("bedrijfsarts", 45)
    form = doctor.get(at("/vastleggen/arbo_overgedragen"))
    given = {"op": scene.stage.day(45).isoformat(), "functie": "bedrijfsarts", "persoon": "Dirk-Pieter van Loon"}
    done = doctor.fill(form, given, with_field="persoon")
    assert (done.status, done.soup.h1.get_text()) == (200, "Werkvoorraad")
    assert "De overdracht staat in het dossier." in done.text
    # Of what comes next in it they hear nothing any more.
    assert "Hierna komt" not in done.text
    assert doctor.get(at("")).status == 404


def test_the_personele_dienst_sees_a_leave_of_the_manager_but_no_early_application(scene: Scene) -> None:
    """They could record the leave as well; the early benefit is between the employee and UWV."""
    leave = {"laatste_dag": scene.stage.day(161).isoformat()}
    with connection():
        record(**scene.stage.who("teamleider", 45), kind="verlof", on=scene.stage.day(50), answers=leave)
        own = scene.stage.who("medewerker", 45)
        record(**own, kind="vervroegd_aangevraagd", on=scene.stage.day(45), answers={})
    page = scene.open("personele-dienst", 46).get(at(""))
    assert "Tot en met 15 juni 2026." in page.text
    assert "Vervroegde WIA-aanvraag" not in page.text
    assert "Tot en met 15 juni 2026." not in scene.open("afdelingshoofd", 46).get(at("")).text


def test_the_sheet_for_week_42_is_there_for_whoever_reports(scene: Scene) -> None:
    pd = scene.open("personele-dienst", 45)
    page = pd.get(at("/uwv-melding"))
    sheet = pd.client.get(page.link("Meldingsblad downloaden (Word)"))
    assert sheet.status_code == 200
    assert sheet.data[:4] == b"PK\x03\x04"


@pytest.mark.parametrize(
    ("on", "what", "by", "told"),
    [
        (date(2026, 12, 2), "verzet", "medewerker", "Door de medewerker. 6 dagen van tevoren."),
        (date(2026, 12, 7), "afgezegd", "arbodienst", "Door de arbodienst. 1 dag van tevoren."),
        (date(2026, 12, 8), "afgezegd", "medewerker", "Door de medewerker. Op de dag zelf."),
        (date(2026, 12, 8), "niet_verschenen", "", "De medewerker is niet verschenen."),
    ],
)
def test_the_log_says_by_whom_and_how_late_a_consult_was_called_off(on: date, what: str, by: str, told: str) -> None:
    data = {"consult": "7", "wat": what, "door": by}
    fact = Fact(8, "consult_vervallen", on, datetime(2026, 12, 9, tzinfo=UTC), 1, data)
    sentence = Told(titles={}, papers={}, consults={"7": date(2026, 12, 8)}).answers(fact)
    assert sentence.startswith("Het spreekuur van 8 december 2026. ")
    assert sentence.endswith(told)


def test_what_another_answer_decides_is_not_called_optional(scene: Scene) -> None:
    text = scene.open("medewerker", 45).get(at("/vastleggen/hersteld_gemeld")).text
    assert "Alleen als u een deel van uw uren werkt." in text
    assert "niet verplicht" not in text
