"""Whoever loses a relation while logged in has lost it at the next request, whatever that request is for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.actions.deputies import end_deputy, name_deputy
from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import deactivate, end_appointment
from portal.actions.record import record
from portal.demonstration.people import ORGANISATION, PERSONNEL
from portal.storage.database import connection, rows
from tests.web.browsing import Visitor, portal_on
from tests.web.scene import Scene, at, token

DAYS = 605
REQUESTS = ("page", "part", "download", "post")
DEPUTY, COLLEAGUE = "001117", "002104"


@dataclass(frozen=True)
class Loss:
    """Who loses what: how the relation began and ends, and what the next request gives: `login` or `missing`."""

    login: str
    give: Callable[[Scene], object]
    take: Callable[[Scene], object]
    after: str


def _nothing(_: Scene) -> None:
    """The relation was there."""


def _no_longer_bedrijfsarts(scene: Scene) -> None:
    end_appointment(login="bedrijfsarts", organisation=ORGANISATION, role="bedrijfsarts", today=scene.stage.day(DAYS))


def _deputy(scene: Scene) -> None:
    stage = scene.stage
    period = {"from_on": stage.day(DAYS), "until_on": stage.day(DAYS + 5)}
    name_deputy(**stage.who("teamleider", DAYS), who=DEPUTY, **period)


def _deputy_ended(scene: Scene) -> None:
    [(deputy,)] = rows("SELECT id FROM deputy")
    end_deputy(actor=scene.stage.ids["teamleider"], now=scene.stage.moment(DAYS), deputy_id=deputy)


def _another_manager(scene: Scene) -> None:
    plain = PERSONNEL.read_text(encoding="utf-8")
    [line] = [one for one in plain.splitlines() if one.startswith("002011;")]
    moved = plain.replace(line, line.replace(";001108;", ";001023;"))
    import_personnel(organisation=ORGANISATION, content=moved.encode(), now=scene.stage.moment(DAYS))


def _casemanager(scene: Scene) -> None:
    record(**scene.stage.who("teamleider", DAYS), kind="casemanager_voorgesteld", answers={"persoon": COLLEAGUE})
    record(**scene.stage.who("medewerker", DAYS), kind="casemanager_antwoord", answers={"antwoord": "ja"})


def _casemanager_stopped(scene: Scene) -> None:
    record(**scene.stage.who("medewerker", DAYS), kind="casemanager_beeindigd", answers={})


def _reader(scene: Scene) -> None:
    answers = {"persoon": DEPUTY, "tot": scene.stage.day(DAYS).isoformat()}
    record(**scene.stage.who("teamleider", DAYS), kind="frisse_blik_gevraagd", answers=answers)


def _day_later(_: Scene) -> None:
    """Midnight passes: the logins go along with the clock, so that only the pass can be over."""
    for key, *moments in rows("SELECT id, created_at, seen_at, proved_at FROM session"):
        later = [moment.replace(moment[:10], _after(moment[:10])) for moment in moments]
        rows("UPDATE session SET created_at = ?, seen_at = ?, proved_at = ? WHERE id = ?", *later, key)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


LOSSES = {
    "function withdrawn": Loss("bedrijfsarts", _nothing, _no_longer_bedrijfsarts, "login"),
    "deputy ended": Loss(DEPUTY, _deputy, _deputy_ended, "missing"),
    "manager changed by import": Loss("teamleider", _nothing, _another_manager, "missing"),
    "casemanager stopped": Loss(COLLEAGUE, _casemanager, _casemanager_stopped, "missing"),
    "account closed": Loss(
        "hrm-adviseur",
        _nothing,
        lambda scene: deactivate(login="hrm-adviseur", today=scene.stage.day(DAYS)),
        "login",
    ),
    "pass of fresh eyes over": Loss(DEPUTY, _reader, _day_later, "missing"),
}


@pytest.mark.asvs("7.4.2", "8.2.2")
@pytest.mark.parametrize("name", LOSSES)
def test_what_is_lost_is_lost_at_the_next_request(tmp_path: Path, name: str) -> None:
    scene, loss = Scene(tmp_path, "near_the_end"), LOSSES[name]
    with connection():
        loss.give(scene)
        [(plan,)] = rows("SELECT MAX(id) FROM paper WHERE kind = 'plan_van_aanpak'")
    app = portal_on(scene.settings, scene.stage.day(DAYS))
    visitors = {request: Visitor(app) for request in REQUESTS}
    for who in visitors.values():
        who.sign_in(loss.login)
    keys = {request: token(who) for request, who in visitors.items()}

    def answers() -> dict[str, str]:
        return {request: answer(who, request, plan, keys[request]) for request, who in visitors.items()}

    assert set(answers().values()) == {"inside"}
    with connection():
        loss.take(scene)
    if name == "pass of fresh eyes over":
        app.config["PORTAL"] = replace(app.config["PORTAL"], today=scene.stage.day(DAYS + 1))
    before = scene.stored()
    assert answers() == dict.fromkeys(REQUESTS, loss.after)
    assert scene.stored() == before
    assert not visitors["page"].get("/dossiers").soup.find("a", href=at(""))


def answer(who: Visitor, request: str, plan: int, key: str) -> str:
    """What became of a request: `inside`, sent to the login, or told that nothing is there.

    Who is inside is let through, or told (403, 422) what is not theirs to do or missing in the form.
    """
    match request:
        case "page":
            got = who.client.get(at(""))
        case "part":
            got = who.client.get(at(""), headers={"HX-Request": "true"})
        case "download":
            got = who.client.get(at(f"/papieren/{plan}/bestand"))
        case _:
            got = who.client.post(at("/feiten/1/verbeteren"), data={"csrf_token": key})
    to_login = "/inloggen" in got.headers.get("HX-Redirect", got.headers.get("Location", ""))
    if to_login and got.status_code in (204, 303):
        return "login"
    return {404: "missing", 200: "inside", 403: "inside", 422: "inside"}.get(got.status_code, str(got.status_code))
