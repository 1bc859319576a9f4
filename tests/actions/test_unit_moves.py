"""A unit comes under another part of the organisation: who advises and who follows changes, the steps go on."""

from portal.actions.import_personnel import import_personnel
from portal.actions.take_over_dossier import take_over
from portal.demonstration.people import ORGANISATION, PERSONNEL
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import people_of
from portal.storage.reading.steps import inbox
from tests.staging import Stage

ROADS = "111;Wegen en Verkeer;110"


def reorganise(stage: Stage, days: int, *changes: tuple[str, str]) -> None:
    content = PERSONNEL.read_text(encoding="utf-8-sig")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    import_personnel(organisation=ORGANISATION, content=content.encode(), now=stage.moment(days))


def held(stage: Stage, days: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in people_of(stage.dossier_id, stage.day(days)):
        found.setdefault(row.role, set()).add(row.name)
    return found


def open_steps(stage: Stage, login: str, days: int) -> set[str]:
    tasks = inbox(stage.ids[login], stage.day(days)).tasks
    return {task.step.key for task in tasks if task.mine and task.dossier_number == "0001"}


def test_a_unit_under_another_department_gets_its_adviser_and_follower_and_keeps_its_doctor(stage: Stage) -> None:
    leader = "001108;Karin;de;Boer;k.deboer@waterland.example;teamleider;36;"
    asked = open_steps(stage, "teamleider", 50)
    reorganise(
        stage,
        50,
        (ROADS, "111;Wegen en Verkeer;120"),
        (f"{leader}111;Wegen en Verkeer;120;001015", f"{leader}111;Wegen en Verkeer;120;001023"),
    )
    before, after = held(stage, 49), held(stage, 50)
    assert before["hrm_adviseur"] == {"Petra Zuidema"}
    assert after["hrm_adviseur"] == {"Dennis Kuipers"}
    assert after["naasthogere_leidinggevende"] == {"Rachid Benali"}
    assert after["leidinggevende"] == before["leidinggevende"] == {"Karin de Boer"}
    assert after["bedrijfsarts"] == before["bedrijfsarts"] == {"Maaike Hoekstra"}
    assert open_steps(stage, "teamleider", 50) == asked
    assert "leidinggevende_gewisseld" not in {fact.kind for fact in facts_of(stage.dossier_id)}


def test_a_unit_with_another_team_leader_hands_its_open_steps_and_the_dossier_over(stage: Stage) -> None:
    asked = open_steps(stage, "teamleider", 50)
    assert asked
    reorganise(
        stage,
        50,
        ("111;Wegen en Verkeer;110;001108", "111;Wegen en Verkeer;120;001126"),
        (ROADS, "111;Wegen en Verkeer;120"),
    )
    assert held(stage, 50)["leidinggevende"] == {"Ngozi Okafor"}
    assert open_steps(stage, "001126", 50) == asked | {"overdracht_bevestigen"}
    assert open_steps(stage, "teamleider", 50) == set()
    take_over(**stage.who("001126", 51))
    assert open_steps(stage, "001126", 51) == asked
