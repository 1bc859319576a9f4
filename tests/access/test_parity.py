"""The list and the single answer never disagree: who finds a dossier in a list may open it, and the reverse."""

import pytest

from portal.rules.access import ACCESS, may
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.storage.reading.dossiers import Sought, visible_dossiers
from portal.storage.reading.involvements import roles_of
from portal.storage.reading.steps import inbox
from tests.access.conftest import TODAY


@pytest.mark.parametrize("action", sorted(ACCESS))
def test_list_and_single_agree_for_everyone(settings: Settings, action: str) -> None:
    connect_to(settings.database)
    with connection():
        everyone = [person for (person,) in rows("SELECT id FROM person ORDER BY id")]
        dossiers = [dossier for (dossier,) in rows("SELECT id FROM dossier ORDER BY id")]
        for person in everyone:
            listed = {row.id for row in visible_dossiers(person, TODAY, Sought(action=action, limit=1000))}
            single = {one for one in dossiers if may(roles_of(person, one, TODAY), action)}
            assert listed == single, f"person {person}"


def test_an_inbox_holds_only_dossiers_one_may_see(settings: Settings) -> None:
    connect_to(settings.database)
    with connection():
        seen = 0
        for (person,) in rows("SELECT id FROM person ORDER BY id"):
            visible = {row.number for row in visible_dossiers(person, TODAY, Sought(limit=1000))}
            tasks = inbox(person, TODAY).tasks
            assert {task.dossier_number for task in tasks} <= visible
            seen += len(tasks)
        assert seen > 20
