"""The people of the demonstration: one organisation with every role, and an account for each."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.actions.import_personnel import import_personnel
from portal.actions.passwords import Hashing, check_login
from portal.demonstration.people import (
    DOSSIERS,
    ORGANISATION,
    PASSWORD,
    PERSONNEL,
    DemoAccount,
    number_to_person,
    seed_people,
)
from portal.storage.database import transaction
from portal.storage.reading import people
from portal.storage.reading.involvements import people_of
from portal.storage.writing.dossiers import open_dossier
from portal.storage.writing.involvements import derive_for

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MAIN = [
    "teamleider",
    "medewerker",
    "afdelingshoofd",
    "directeur",
    "bedrijfsarts",
    "verzuimadviseur",
    "re-integratiedeskundige",
    "arbo-secretariaat",
    "hrm-adviseur",
    "personele-dienst",
    "medezeggenschap",
    "beheerder",
]


@pytest.fixture
def accounts(database: object, hashing: Hashing) -> tuple[DemoAccount, ...]:
    return seed_people(NOW, hashing)


def test_every_role_has_an_account_that_opens(accounts: tuple[DemoAccount, ...], hashing: Hashing) -> None:
    assert [account.login for account in accounts[: len(MAIN)]] == MAIN
    assert len(accounts) == 47
    assert all(account.name and account.job for account in accounts)
    for account in accounts:
        assert check_login(login=account.login, password=PASSWORD, hashing=hashing) == account.person_id


def test_the_chart_has_three_levels_of_management_over_four_teams(accounts: tuple[DemoAccount, ...]) -> None:
    ids = {account.login: account.person_id for account in accounts}
    heads = people.team_of(ids["directeur"])
    leads = [lead for head in heads for lead in people.team_of(head.id)]
    assert (len(heads), len(leads)) == (2, 4)
    assert [len(people.team_of(lead.id)) for lead in leads] == [10, 8, 8, 8]
    assert ids["medewerker"] in [member.id for member in people.team_of(ids["teamleider"])]
    assert ids["teamleider"] in [member.id for member in people.team_of(ids["afdelingshoofd"])]


def test_every_dossier_finds_everyone_it_needs_even_two_years_back(accounts: tuple[DemoAccount, ...]) -> None:
    main = {account.login: account.person_id for account in accounts}
    organisation = people.organisation_named(ORGANISATION)
    assert organisation
    assert number_to_person(DOSSIERS[0]) == main["medewerker"]
    first_day = TODAY - timedelta(days=728)
    for number in DOSSIERS:
        with transaction():
            dossier = open_dossier(organisation.id, number_to_person(number), "wvp_2023", first_day)
            derive_for(dossier, first_day)
        roles = [row.role for row in people_of(dossier, first_day)]
        assert roles == [
            "medewerker",
            "leidinggevende",
            "naasthogere_leidinggevende",
            "bedrijfsarts",
            "verzuimadviseur",
            "re_integratiedeskundige",
            "arbo_secretariaat",
            "hrm_adviseur",
            "personele_dienst",
        ]
    involved = {row.role: row.person_id for row in people_of(1, first_day)}
    assert involved["bedrijfsarts"] == main["bedrijfsarts"]
    assert involved["hrm_adviseur"] == main["hrm-adviseur"]


def test_importing_the_file_again_changes_nothing(accounts: tuple[DemoAccount, ...]) -> None:
    report = import_personnel(organisation=ORGANISATION, content=PERSONNEL.read_bytes(), now=NOW)
    assert (report.added, report.changed, report.unchanged, report.units) == (0, 0, 41, 0)
    assert report.without_manager == ("Willem-Jan Terpstra",)


def test_a_number_that_is_not_in_the_demonstration_is_an_error(accounts: tuple[DemoAccount, ...]) -> None:
    with pytest.raises(KeyError):
        number_to_person("999999")
