"""The demonstration, seeded once; the matrix and its neighbours only look or are refused."""

from datetime import date
from typing import Any

import pytest

from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.passwords import CHEAP
from portal.actions.upload_template import upload_template
from portal.demonstration import people, seed
from portal.settings import Settings
from portal.storage.catalogue import template_bytes
from portal.storage.database import connect_to, connection, migrate, rows
from portal.storage.reading.accounts import account_named
from tests.overleg import held_overleg
from tests.proposed import proposed_function
from tests.template_edits import with_question
from tests.web.browsing import Visitor, moment, stranger

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
            visitors[login] = stranger(settings, TODAY)
            visitors[login].sign_in(login)
        return visitors[login]

    return found


@pytest.fixture(scope="session")
def names(settings: Settings) -> dict[str, Any]:
    """What the placeholders in the table stand for."""
    connect_to(settings.database)
    with connection():
        medewerker = people.number_to_person(people.DOSSIERS[0])
        [(dossier_id, number)] = rows("SELECT id, number FROM dossier WHERE medewerker_id = ?", medewerker)
        own = dict(rows("SELECT kind, MAX(id) FROM paper WHERE dossier_id = ? GROUP BY kind", dossier_id))
        [(contact,)] = rows("SELECT MAX(seq) FROM fact WHERE dossier_id = ? AND kind = 'contact'", dossier_id)
        [(other,)] = rows("SELECT MAX(id) FROM paper WHERE dossier_id <> ? AND kind = 'plan_van_aanpak'", dossier_id)
        organisation, own_template = _concept()
        received = _brought_back(dossier_id)
        overleg = held_overleg("110", TODAY)
        proposal = proposed_function(TODAY)
    return {
        "number": number,
        "organisation": organisation,
        "own": own_template,
        "received": received,
        "proposal": proposal,
        "medewerker": medewerker,
        "plan": own["plan_van_aanpak"],
        "intake": own["probleemanalyse_intake"],
        "contact": contact,
        "paper_of_other": other,
        **overleg,
    }


def _brought_back(dossier_id: int) -> int:
    """An advice in progress that the bedrijfsarts took along to Word and brought back."""
    doctor = account_named("bedrijfsarts")
    assert doctor
    who = {"dossier_id": dossier_id, "actor": doctor.person_id, "now": moment(TODAY), "kind": "advies_arbodienst"}
    return bring_back(**who, file_name="advies.docx", content=take_along(**who).content)


def _concept() -> tuple[int, int]:
    """The organisation of the demonstration, and a template that its beheerder uploaded."""
    [(organisation, beheerder)] = rows("SELECT organisation_id, person_id FROM appointment WHERE role = 'beheerder'")
    uploaded = upload_template(
        organisation_id=organisation,
        kind="plan_van_aanpak",
        actor=beheerder,
        now=moment(TODAY),
        file_name="plan.docx",
        content=with_question(template_bytes("plan_van_aanpak")),
    )
    return organisation, uploaded.version_id
