"""The main job, end to end, over HTTP: from a ziekmelding to the report in the employee's hands."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from portal.actions.passwords import CHEAP
from portal.demonstration import people, texts
from portal.documents.reading import read
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.papers import newest
from portal.storage.reading.people import person
from portal.web.app import create_app
from tests.web.browsing import Visitor, moment, visitor
from tests.web.page import Page

FIRST = date(2026, 1, 5)


class Case:
    """One dossier, opened by different people on different days."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.number = ""

    def on(self, days: int, login: str) -> Visitor:
        """Someone who signs in `days` days after the first sick day."""
        return visitor(self.settings, FIRST + timedelta(days=days), login)

    def address(self, rest: str = "") -> str:
        """An address in this dossier."""
        return f"/dossiers/{self.number}{rest}"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    settings = Settings(mode="test", instance=tmp_path_factory.mktemp("instance"), secret_key="k" * 40)
    connect_to(settings.database)
    migrate()
    with connection():
        people.seed_people(moment(FIRST), hashing=CHEAP)
    create_app(settings)
    return Case(settings)


def own_employee(case: Case) -> int:
    """The person whose account is `medewerker`."""
    with connection():
        return people.number_to_person(people.DOSSIERS[0])


def sign(case: Case, days: int, login: str, name: str, kind: str) -> Page:
    """Sign the newest paper of a kind from the inbox."""
    visitor_ = case.on(days, login)
    page = visitor_.get(paper_address(case, kind) + "/ondertekenen")
    assert page.status == 200, page.text
    done = visitor_.fill(page, {"uitkomst": "akkoord", "naam": name}, with_field="uitkomst")
    assert done.status == 200, done.errors
    assert not done.errors
    return done


def paper_address(case: Case, kind: str) -> str:
    """Where the newest paper of a kind stands."""
    with connection():
        row = newest(dossier_of(own_employee(case)).id, kind)
    return case.address(f"/papieren/{row.id}")


SETTLE = {"knop": "vaststellen", "verklaring": "ja"}
"""The button, and what the arbodienst declares; nobody else is asked."""


def settle(case: Case, days: int, login: str, kind: str, values: dict) -> Page:
    """Fill in a form and settle it."""
    who = case.on(days, login)
    page = who.get(case.address(f"/papieren/{kind}/invullen?alles=ja"))
    assert page.status == 200, page.text
    done = who.post(page.action("csrf_token"), {**page.fields("csrf_token"), **flat(values), **SETTLE})
    assert done.status == 200, done.errors or done.text[:500]
    assert not done.errors
    return done


def flat(values: dict) -> dict:
    """Form values as a browser sends them: rows as list.index.column."""
    result = {}
    for name, value in values.items():
        if isinstance(value, list):
            for index, row in enumerate(value):
                result |= {f"{name}.{index}.{column}": cell for column, cell in row.items()}
        elif value is True:
            result[name] = "ja"
        elif value is not False:
            result[name] = value
    return result


def test_two_years(case: Case) -> None:
    manager_name, employee_name = register(case)
    first_weeks(case)
    analysis_and_plan(case, manager_name, employee_name)
    a_year(case, manager_name, employee_name)
    the_end(case, manager_name, employee_name)


def register(case: Case) -> tuple[str, str]:
    medewerker = own_employee(case)
    manager = case.on(0, "teamleider")
    form = manager.get(f"/ziekmelding/{medewerker}")
    refused = manager.fill(form, {"eerste_ziektedag": "2026-01-09"}, with_field="eerste_ziektedag")
    assert refused.status == 422
    assert "na de dag van de melding" in refused.errors
    done = manager.fill(form, {"eerste_ziektedag": FIRST.isoformat()}, with_field="eerste_ziektedag")
    assert done.status == 200, done.errors
    with connection():
        row = dossier_of(medewerker)
        names = manager_of(medewerker), row.medewerker_name
    case.number = row.number
    assert row.number in done.url
    return names


def manager_of(medewerker: int) -> str:
    return person(medewerker).leidinggevende_name


def first_weeks(case: Case) -> None:
    for days, way in ((2, "telefoon"), (8, "telefoon")):
        manager = case.on(days, "teamleider")
        assert "vervolgcontact" in manager.get("/").text
        page = manager.get(case.address("/contact"))
        done = manager.fill(page, {"wijze": way, "verslag": "Gebeld over het werk."}, with_field="verslag")
        assert not done.errors
    manager = case.on(12, "teamleider")
    page = manager.get(case.address("/vraag-arbodienst"))
    asked = {"gericht_aan": "bedrijfsarts", "vraag": "Wat kan er in het eigen werk?", "vervolg": "bedrijfsarts"}
    done = manager.fill(page, asked, with_field="vraag")
    assert not done.errors
    secretariat = case.on(20, "arbo-secretariaat")
    assert "Spreekuur plannen" in secretariat.get("/").text
    page = secretariat.get(case.address("/consult"))
    past = secretariat.fill(
        page,
        {"dag": "2026-01-10", "tijd": "10:00", "plaats": "Spreekkamer 2", "met": "bedrijfsarts"}
        | {"afzeggen_via": "020 555 01 01"},
        with_field="dag",
    )
    assert past.status == 422
    assert "verleden" in past.errors
    done = secretariat.fill(past, {"dag": "2026-02-02"}, with_field="dag")
    assert not done.errors
    assert "Uitnodiging" in done.text
    settle(case, 25, "teamleider", "probleemanalyse_intake", texts.INTAKE)


def analysis_and_plan(case: Case, manager_name: str, employee_name: str) -> None:
    settle(case, 38, "bedrijfsarts", "probleemanalyse", texts.ANALYSIS)
    plan_day = FIRST + timedelta(days=48)
    without_goal = texts.plan_values(plan_day) | {"doel": ""}
    manager = case.on(48, "teamleider")
    page = manager.get(case.address("/papieren/plan_van_aanpak/invullen?alles=ja"))
    refused = manager.post(
        page.action("csrf_token"), {**page.fields("csrf_token"), **flat(without_goal), "knop": "vaststellen"}
    )
    assert refused.status == 422
    assert "doel" in refused.errors.lower()
    assert "schrijfwerk" in json.dumps(refused.fields("csrf_token"))
    settle(case, 48, "teamleider", "plan_van_aanpak", texts.plan_values(plan_day))
    sign(case, 48, "teamleider", manager_name, "plan_van_aanpak")
    employee = case.on(49, "medewerker")
    assert "ekenen" in employee.get("/").text
    sign(case, 49, "medewerker", employee_name, "plan_van_aanpak")
    manager = case.on(50, "teamleider")
    content = manager.get(paper_address(case, "plan_van_aanpak") + "/bestand").content
    assert read(content)["ondertekening.medewerker.naam"] == employee_name


def a_year(case: Case, manager_name: str, employee_name: str) -> None:
    for number in range(1, 4):
        days = 49 + 41 * number
        values = texts.evaluation_values(FIRST + timedelta(days=days), number)
        settle(case, days, "teamleider", "periodieke_evaluatie", values)
        sign(case, days, "teamleider", manager_name, "periodieke_evaluatie")
        sign(case, days + 1, "medewerker", employee_name, "periodieke_evaluatie")
    service = case.on(288, "personele-dienst")
    assert "UWV" in service.get("/").text
    page = service.get(case.address("/uwv-melding"))
    assert not service.fill(page, {"kenmerk": "42-000001"}, with_field="kenmerk").errors
    settle(case, 355, "teamleider", "eerstejaarsevaluatie", texts.FIRST_YEAR)
    sign(case, 355, "teamleider", manager_name, "eerstejaarsevaluatie")
    sign(case, 356, "medewerker", employee_name, "eerstejaarsevaluatie")


def the_end(case: Case, manager_name: str, employee_name: str) -> None:
    early = case.on(590, "teamleider")
    refused = early.get(case.address("/wia-overdracht"))
    assert refused.status == 422
    assert "vanaf" in refused.text
    opinion = texts.OPINION | {"spreekuur_datum": (FIRST + timedelta(days=605)).isoformat()}
    settle(case, 606, "bedrijfsarts", "actueel_oordeel", opinion)
    settle(case, 608, "teamleider", "eindevaluatie", texts.LAST)
    sign(case, 608, "teamleider", manager_name, "eindevaluatie")
    sign(case, 609, "medewerker", employee_name, "eindevaluatie")
    manager = case.on(612, "teamleider")
    page = manager.get(case.address("/wia-overdracht"))
    done = manager.fill(page, {"toelichting": "Hierbij alle stukken."}, with_field="toelichting")
    assert not done.errors
    employee = case.on(613, "medewerker")
    report = employee.get(case.address("/rapport"))
    archive = zipfile.ZipFile(io.BytesIO(employee.get(case.address("/rapport.zip")).content))
    names = " ".join(archive.namelist())
    for kind in (
        "probleemanalyse",
        "plan-van-aanpak",
        "eerstejaarsevaluatie",
        "actueel-oordeel",
        "eindevaluatie",
    ):
        assert kind in names
    confirmed = employee.post(case.address("/ontvangst"), {"csrf_token": report.fields("csrf_token")["csrf_token"]})
    assert confirmed.status == 200
    settle(
        case,
        620,
        "medewerker",
        "oordeel_werknemer",
        {
            "eens_met_papieren": "ja",
            "oordeel_verloop": "Goed geholpen.",
            "oordeel_werkgever": "De werkgever dacht mee.",
        },
    )
    sender = case.on(640, "medewerker")
    page = sender.get(case.address("/aanvraag-verstuurd"))
    assert not sender.fill(page, {"op": (FIRST + timedelta(days=640)).isoformat()}, with_field="op").errors
    assert "WIA-aanvraag versturen Gedaan op 7 oktober 2027" in sender.get(case.address("/rapport")).text
    with connection():
        facts = facts_of(dossier_of(own_employee(case)).id)
        assert broken_links(dossier_of(own_employee(case)).id) == ()
    assert [fact.kind for fact in facts][-1] == "wia_verstuurd"
    assert sum(fact.kind == "papier_vastgesteld" for fact in facts) == 13
