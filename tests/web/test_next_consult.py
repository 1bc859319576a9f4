"""A planned consult is where the employee looks for it: on the start page and in the dossier."""

from datetime import time, timedelta
from pathlib import Path

from portal.actions.plan_consult import plan_consult
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.storage.database import connection
from tests.staging import FIRST
from tests.web.browsing import Visitor
from tests.web.page import Page
from tests.web.scene import Scene, at


def planned(scene: Scene, days: int, at_time: time) -> None:
    """A consult with the bedrijfsarts on that day, planned on day 21."""
    with connection():
        plan_consult(
            **scene.stage.who("arbo-secretariaat", 21),
            day=scene.stage.day(days),
            at=at_time,
            place="Spreekkamer 2",
            with_role="bedrijfsarts",
            values={"bericht": "", "afzeggen_via": "020 555 01 01"},
        )


def test_the_employee_sees_the_next_consult(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 28, time(10, 0))
    employee = scene.open("medewerker", 22)
    for address in ("/", at("")):
        text = employee.get(address).text
        assert "2 februari 2026" in text, address
        assert "Spreekkamer 2" in text, address
    assert "Spreekkamer 2" not in scene.open("afdelingshoofd", 22).get(at("")).text


def test_the_arbodienst_sees_whom_it_meets_and_what_it_has_to_write(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    doctor = scene.open("bedrijfsarts", 22)
    assert "geen spreekuur gepland" in doctor.get("/spreekuren").text
    planned(scene, 28, time(10, 0))
    planned(scene, 28, time(8, 30))
    planned(scene, 22 + 15, time(9, 0))
    page = doctor.get("/spreekuren")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]
    assert [card.get_text() for card in page.soup.select("main h2")] == ["Maandag 2 februari 2026"]
    assert [row.split(" uur")[0] for row in rows] == ["08.30", "10.00"]
    assert "Joost van der Meulen dossier 0001 u Spreekkamer 2" in rows[0]
    due = scene.open("bedrijfsarts", 28).get("/spreekuren")
    assert "Vandaag, maandag 2 februari 2026" in due.text
    assert "Probleemanalyse" in due.soup.select_one("tbody tr").get_text()
    desk = " ".join(scene.open("arbo-secretariaat", 22).get("/spreekuren").text.split())
    assert "Maaike Hoekstra bedrijfsarts Spreekkamer 2" in desk, "it plans for more than one"
    assert "Joost" not in scene.open("bedrijfsarts2", 22).get("/spreekuren").text


def test_from_the_agenda_it_is_one_step_to_a_consult_that_is_called_off(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 25, time(9, 0))
    planned(scene, 28, time(10, 0))
    desk = scene.open("arbo-secretariaat", 27)
    form = desk.follow(desk.get("/spreekuren"), "Afzeggen of verzetten")
    assert form.heading == "Spreekuur ging niet door"
    assert [one.get_text().strip() for one in form.soup.select("label:has(input:checked), input:checked + label")] == [
        "2 februari 2026 om 10.00 uur, bij de bedrijfsarts"
    ], "the one that was chosen in the agenda"
    assert "Dossier 0001, Joost van der Meulen" in form.links(), "a form says about whom it is"


def plan_in(desk: Visitor, page: Page, day: int) -> Page:
    """Fill in the form of a consult on a day of the scene."""
    when = (FIRST + timedelta(days=day)).isoformat()
    given = {"dag": when, "tijd": "10:00", "plaats": "Spreekkamer 2", "afzeggen_via": "020 555 01 01"}
    return desk.fill(page, given, with_field="dag")


def test_who_plans_from_a_list_comes_back_there_and_finds_the_dossier(tmp_path: Path) -> None:
    desk = Scene(tmp_path, "sick").open("arbo-secretariaat", 20)
    form = desk.follow(desk.get("/?toon=later&zoek=Joost"), "Spreekuur plannen")
    assert form.link("Terug zonder bewaren") == "/?toon=later&zoek=Joost"
    assert "Telefoonnummer of e-mailadres van het secretariaat" in form.text, "a hint begins with a capital"
    wrong = plan_in(desk, form, 3)
    assert "ligt in het verleden" in wrong.errors
    done = plan_in(desk, wrong, 28)
    assert done.heading == "Werkvoorraad"
    assert done.link("Alles tonen") == "/", "the list as it was"
    assert "Het spreekuur in dossier 0001 is gepland op 2 februari 2026 om 10.00 uur." in done.text
    assert desk.follow(done, "Open dossier 0001").heading == "Joost van der Meulen"


def test_who_plans_two_people_at_one_moment_with_the_same_person_hears_of_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    with connection():
        record_ziekmelding(
            medewerker_id=scene.stage.ids["002045"],
            actor=scene.stage.ids["teamleider"],
            now=scene.stage.moment(1),
            eerste_ziektedag=FIRST,
            gemeld_op=FIRST,
            items=SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False),
        )
    planned(scene, 28, time(10, 0))
    desk = scene.open("arbo-secretariaat", 20)
    twice = plan_in(desk, desk.get("/dossiers/0002/consult"), 28)
    assert "is gepland op 2 februari 2026" in twice.text
    assert "Let op: Maaike Hoekstra ziet dan ook iemand anders." in twice.text
    assert "Let op: Maaike" not in plan_in(desk, desk.get("/dossiers/0002/consult"), 29).text


def test_who_plans_from_what_a_search_found_comes_back_at_the_search(tmp_path: Path) -> None:
    desk = Scene(tmp_path, "sick").open("arbo-secretariaat", 20)
    task = next(one for one in desk.get("/zoeken?q=Joost+van").soup.select("main a[href*='/consult']"))
    done = plan_in(desk, desk.get(str(task["href"])), 28)
    assert (done.url, done.soup.select_one("input[name=q]")["value"]) == ("/zoeken", "Joost van")
    assert "is gepland op 2 februari 2026" in done.text
    assert done.link("Open dossier 0001") == at("")


def test_who_calls_a_consult_off_from_the_agenda_comes_back_there_and_plans_it_anew(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 28, time(10, 0))
    desk = scene.open("arbo-secretariaat", 26)
    form = desk.follow(desk.get("/spreekuren"), "Afzeggen of verzetten")
    off = desk.fill(form, {"wat": "verzet", "door": "arbodienst"}, with_field="wat")
    assert off.heading == "Spreekuren"
    assert "Het spreekuur telt niet meer mee." in off.text
    assert off.link("Open dossier 0001") == at("")
    again = plan_in(desk, desk.follow(off, "Nieuw spreekuur plannen"), 30)
    assert again.heading == "Spreekuren"
    assert "is gepland op 4 februari 2026" in again.text
    assert "Woensdag 4 februari 2026" in again.text


def test_who_plans_from_the_dossier_comes_back_at_the_dossier(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    desk = scene.open("arbo-secretariaat", 20)
    done = plan_in(desk, desk.follow(desk.get(at("")), "Spreekuur plannen"), 28)
    assert done.url == at("")
    assert "Open dossier" not in " ".join(done.links())
    off = desk.fill(
        desk.get(at("/vastleggen/consult_vervallen")),
        {"wat": "verzet", "door": "arbodienst"},
        with_field="wat",
    )
    assert (off.url, off.link("Nieuw spreekuur plannen")) == (at(""), at("/consult"))


def test_who_was_invited_reads_that_the_consult_is_off(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 28, time(10, 0))
    employee = scene.open("medewerker", 22)
    assert "Dit spreekuur" not in employee.follow(employee.get("/"), "Uitnodiging voor het spreekuur").text
    assert "gaat niet door" not in employee.get("/").text
    desk = scene.open("arbo-secretariaat", 26)
    form = desk.follow(desk.get("/spreekuren"), "Afzeggen of verzetten")
    desk.fill(form, {"wat": "afgezegd", "door": "arbodienst"}, with_field="wat")
    invitation = employee.follow(employee.get("/"), "Het spreekuur van 2 februari 2026 gaat niet door")
    assert "Dit spreekuur gaat niet door" in invitation.text
    assert "Door de arbodienst. 2 dagen van tevoren. Komt er een nieuw spreekuur" in invitation.text
    assert "versie 1, dit spreekuur vervalt" in employee.get(at("")).text
    assert "gaat niet door" not in scene.open("medewerker", 29).get("/").text


def test_who_has_recovered_is_not_seen_any_more(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 28, time(10, 0))
    with connection():
        record_recovery(**scene.stage.who("teamleider", 24), on=scene.stage.day(24), hours=36)
    assert "geen spreekuur gepland" in scene.open("bedrijfsarts", 24).get("/spreekuren").text


def test_the_secretariaat_goes_from_an_empty_agenda_to_its_inbox(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    assert scene.open("arbo-secretariaat", 21).get("/spreekuren").link("uw werkvoorraad") == "/"
    doctor = scene.open("bedrijfsarts", 21).get("/spreekuren")
    assert "in de werkvoorraad van het secretariaat." in doctor.text
    assert "uw werkvoorraad" not in doctor.links()


def test_the_secretariaat_finds_its_inbox_from_a_filled_agenda_too(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    planned(scene, 28, time(10, 0))
    agenda = scene.open("arbo-secretariaat", 24).get("/spreekuren")
    assert "geen spreekuur gepland" not in agenda.text
    assert agenda.link("uw werkvoorraad") == "/"
    assert "Wie u ziet" not in agenda.text


def test_how_one_calls_off_begins_with_what_the_same_planner_chose_last(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")

    def begins(login: str) -> str:
        return str(scene.open(login, 22).get(at("/consult")).fields("plaats")["afzeggen_via"])

    assert begins("arbo-secretariaat") == ""
    planned(scene, 28, time(10, 0))
    assert begins("arbo-secretariaat") == "020 555 01 01"
    assert begins("verzuimadviseur") == "", "another planner"
