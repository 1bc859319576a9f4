"""The demonstration, seeded once; the matrix and its neighbours only look or are refused."""

from datetime import date

import pytest

from portal.actions.passwords import CHEAP
from portal.demonstration import seed
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate
from tests.web.browsing import Visitor, moment, portal_on

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a portal that holds the demonstration as it stands on TODAY."""
    found = Settings(mode="test", instance=tmp_path_factory.mktemp("demonstratie"), secret_key="s" * 40)
    connect_to(found.database)
    migrate()
    with connection():
        seed(moment(TODAY), hashing=CHEAP)
    return found


@pytest.fixture(scope="session")
def visitors(settings: Settings) -> dict[str, Visitor]:
    """Everyone who has signed in so far, by login."""
    return {}


@pytest.fixture
def sign_in(settings: Settings, visitors: dict[str, Visitor]):
    """Someone who is signed in; each person signs in once for the whole run."""
    connect_to(settings.database)

    def found(login: str) -> Visitor:
        if login not in visitors:
            visitors[login] = Visitor(portal_on(settings, TODAY))
            visitors[login].sign_in(login)
        return visitors[login]

    return found
