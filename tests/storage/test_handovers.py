"""Who was the first leidinggevende of a dossier, on the day on which it was opened."""

from portal.storage.database import rows, transaction
from portal.storage.reading.handovers import first_managers
from tests.staging import FIRST, Stage


def held(stage: Stage, *people: tuple[str, str | None]) -> None:
    """These people, each until a day, were given the dossier by the chart from its first day on, in this order."""
    with transaction():
        rows("DELETE FROM involvement WHERE dossier_id = ? AND role = 'leidinggevende'", stage.dossier_id)
        for login, until in people:
            rows(
                "INSERT INTO involvement (dossier_id, person_id, role, from_on, until_on, origin)"
                " VALUES (?, ?, 'leidinggevende', ?, ?, 'derived')",
                *(stage.dossier_id, stage.ids[login], FIRST.isoformat(), until),
            )


def first_of(stage: Stage) -> str:
    [(organisation,)] = rows("SELECT organisation_id FROM dossier WHERE id = ?", stage.dossier_id)
    who, name = first_managers(organisation, FIRST)[stage.dossier_id]
    assert name == stage.name(next(login for login, one in stage.ids.items() if one == who))
    return next(login for login, one in stage.ids.items() if one == who)


def test_of_two_the_chart_named_the_last_one_after_the_other(stage: Stage) -> None:
    for one, other in (("teamleider", "afdelingshoofd"), ("afdelingshoofd", "teamleider")):
        held(stage, (one, None), (other, None))
        assert first_of(stage) == other


def test_who_only_held_it_until_another_day_than_that_is_not_it(stage: Stage) -> None:
    """As of a dossier that moves on the day on which it was opened: the row of before ends the day before."""
    held(stage, ("teamleider", None), ("afdelingshoofd", "2026-01-04"))
    assert first_of(stage) == "teamleider"
