"""Everyone whose relation to a dossier is not plain: deputies, former roles, and the same functions elsewhere.

Each has exactly the rights of a person in the big table (relations.toml says whose), by real requests.
"""

import shutil
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.deputies import name_deputy
from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import create_account, create_login, end_appointment
from portal.actions.passwords import CHEAP, hash_password
from portal.actions.record import record
from portal.demonstration.people import ORGANISATION, PASSWORD, PERSONNEL
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.storage.keyfile import KEY_FILE
from portal.storage.reading.accounts import account_named
from tests.access.conftest import TODAY
from tests.access.test_hidden import told_apart
from tests.access.test_matrix import MATRIX, THROUGH, ask, right_answers
from tests.staging import morning
from tests.web.browsing import moment, stranger

TABLE = tomllib.loads(Path(__file__).with_name("relations.toml").read_text(encoding="utf-8"))
RELATIONS: dict[str, dict[str, str]] = TABLE["relations"]
ELSEWHERE = "Gemeente Elders"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def related(settings: Settings, names: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demonstration with everyone of relations.toml in it; a copy, so that the others do not see them."""
    found = replace(settings, instance=tmp_path_factory.mktemp("relaties"))
    connect_to(settings.database)
    with connection():
        rows(f"VACUUM INTO '{found.database}'")
    shutil.copyfile(settings.database.with_name(KEY_FILE), found.database.with_name(KEY_FILE))
    connect_to(found.database)
    with connection():
        [(dossier_id,)] = rows("SELECT id FROM dossier WHERE number = ?", names["number"])
        _people_elsewhere()
        _former()
        _deputies(dossier_id)
        _agreed(dossier_id)
    return found


def person(login: str) -> int:
    account = account_named(login)
    assert account, login
    return account.person_id


def _deputies(dossier_id: int) -> None:
    before = moment(TODAY - DAY)
    manager, doctor = person("teamleider"), person("bedrijfsarts")
    around = {"from_on": TODAY - DAY, "until_on": TODAY + DAY}
    name_deputy(actor=manager, now=before, who="001117", dossier_id=dossier_id, **around)
    name_deputy(actor=doctor, now=before, who="d.vanloon@arbodienst.example", dossier_id=None, **around)
    over = {"from_on": TODAY - 9 * DAY, "until_on": TODAY - 2 * DAY}
    name_deputy(actor=manager, now=moment(TODAY - 9 * DAY), who="001134", dossier_id=dossier_id, **over)
    later = {"from_on": TODAY + DAY, "until_on": TODAY + 9 * DAY}
    name_deputy(actor=manager, now=before, who="001126", dossier_id=dossier_id, **later)


def _agreed(dossier_id: int) -> None:
    """A casemanager and two readers with fresh eyes, one of them until yesterday; another casemanager is proposed."""

    def said(login: str, days: int, kind: str, **answers: str) -> None:
        who = {"dossier_id": dossier_id, "actor": person(login), "now": moment(TODAY + days * DAY)}
        record(**who, kind=kind, answers=answers)

    said("teamleider", -10, "casemanager_voorgesteld", persoon="002112")
    said("medewerker", -10, "casemanager_antwoord", antwoord="ja")
    for login, days, last in (("frisse-arts-oud", -9, -1), ("frisse-arts", 0, 1)):
        _appointed(login, "bedrijfsarts", ORGANISATION, unit="120")
        until = (TODAY + last * DAY).isoformat()
        said("teamleider", days, "frisse_blik_gevraagd", persoon=f"{login}@voorbeeld.example", tot=until)
    said("teamleider", 0, "casemanager_voorgesteld", persoon="002104")


def _former() -> None:
    """Someone led the employee for a few days, and a bedrijfsarts was appointed until yesterday."""
    plain = PERSONNEL.read_text(encoding="utf-8")
    [line] = [one for one in plain.splitlines() if one.startswith("002011;")]
    moved = plain.replace(line, line.replace(";001108;", ";001023;"))
    for days, content in ((5, moved), (2, plain)):
        import_personnel(organisation=ORGANISATION, content=content.encode(), now=morning(TODAY - days * DAY))
    former = {"login": "vorige-arts", "organisation": ORGANISATION, "role": "bedrijfsarts"}
    _appointed("vorige-arts", "bedrijfsarts", ORGANISATION)
    end_appointment(**former, today=TODAY)


def _people_elsewhere() -> None:
    heading = PERSONNEL.read_text(encoding="utf-8").splitlines()[0]
    staff = [
        "1;Ada;;Elders;ada@elders.example;chef;36;1;Kantoor;;;1-1-2020",
        "2;Bo;;Elders;bo@elders.example;klerk;36;1;Kantoor;;1;1-1-2020",
    ]
    import_personnel(
        organisation=ELSEWHERE,
        content="\n".join([heading, *staff]).encode(),
        protocol="wvp_2023",
        now=morning(TODAY - 9 * DAY),
    )
    create_login(
        personnel_number="1", organisation=ELSEWHERE, login="elders-1", password=hash_password(PASSWORD, hashing=CHEAP)
    )
    for login, role in (("hrm", "hrm_adviseur"), ("pd", "personele_dienst"), ("beheer", "beheerder")):
        _appointed(f"elders-{login}", role, ELSEWHERE)
    _appointed("elders-arts", "bedrijfsarts", ELSEWHERE)


def _appointed(login: str, role: str, organisation: str, unit: str | None = None) -> None:
    create_account(
        login=login,
        name=login.title(),
        email=f"{login}@voorbeeld.example",
        organisation=organisation,
        role=role,
        unit=unit,
        password=hash_password(PASSWORD, hashing=CHEAP),
        today=TODAY - 9 * DAY,
    )


def right_for(row: dict[str, str]) -> dict[str, set[int]]:
    """What is right for a relation, on every line about a dossier or a paper."""
    if "as" in row:
        column = right_answers(row["as"])
        less = TABLE[row["less"]]["refused"] if "less" in row else []
        assert not set(less) - column.keys(), "a line that is no longer in the big table"
        return column | {line: {403} for line in less}
    given = TABLE[row["may"]]
    lines = right_answers("directeur")
    assert not {*given["allowed"], *given["hidden"]} - lines.keys(), "a line that is no longer in the big table"
    rest = lines.keys() - set(given["allowed"])
    return dict.fromkeys(given["allowed"], THROUGH) | {one: {404} if one in given["hidden"] else {403} for one in rest}


@pytest.mark.asvs("8.2.1", "8.2.2", "8.4.1")
@pytest.mark.parametrize("relation", RELATIONS)
def test_who_is_related_has_the_rights_of_that_relation(
    related: Settings, names: dict[str, Any], relation: str
) -> None:
    connect_to(related.database)
    row = RELATIONS[relation]
    who = stranger(related, TODAY)
    who.sign_in(row["login"])
    wrong = [
        f"{route}: {status} instead of {sorted(right)}"
        for route, right in right_for(row).items()
        if not ("but" in row and row["but"] in route) and (status := ask(who, route, names)) not in right
    ]
    assert not wrong, "\n".join(wrong)
    listed = names["number"] in who.get("/dossiers").text
    assert listed == (right_for(row)["GET /dossiers/{number}"] == THROUGH)


@pytest.mark.asvs("8.2.2", "8.4.1")
@pytest.mark.parametrize("login", ["elders-hrm", "elders-beheer"])
def test_templates_accounts_and_words_of_another_organisation_are_not_there(
    related: Settings, names: dict[str, Any], login: str
) -> None:
    connect_to(related.database)
    who = stranger(related, TODAY)
    who.sign_in(login)
    lines = [one for one in MATRIX["functions"] if "{organisation}" in one or "{medewerker}" in one or "{smo}" in one]
    assert len(lines) > 20
    none = names | {"organisation": 999999, "medewerker": 999999, "own": 999999, "smo": 999999}
    assert not told_apart(who, [(line.format(**names), line.format(**none)) for line in lines])
    opened = {line: status for line in lines if (status := ask(who, line, names)) in (200, 303)}
    assert not opened
