"""What is not someone's looks like what is not there, to the byte; and a route answers only to the methods it has."""

import re
from collections.abc import Callable
from datetime import timedelta
from difflib import unified_diff
from typing import Any

import pytest

from portal.actions.deputies import name_deputy
from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import report_sick
from portal.settings import Settings
from portal.storage.database import connection, rows
from portal.web.app import create_app
from tests.access.conftest import TODAY
from tests.access.test_matrix import MATRIX
from tests.web.browsing import Visitor, moment
from tests.web.played import counted
from tests.web.scene import token

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND")
NOWHERE = "9999"
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|data-(idle|longest)="[^"]*"|logt het portaal u [^<]*')
"""What differs between two requests for the same page: the token of a form, and when the login ends."""
IN_A_DOSSIER = [route for section in ("dossier", "paper") for route in MATRIX[section]]
NOTHING = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
SHORTEST = """
SELECT d.number, COUNT(*) FROM dossier d JOIN fact f ON f.dossier_id = d.id JOIN person p ON p.id = d.medewerker_id
JOIN account c ON c.person_id = p.leidinggevende_id WHERE c.login = 'teamleider' GROUP BY d.id ORDER BY 2 LIMIT 1
"""
STEP_ELSEWHERE = """
SELECT s.key, s.round FROM step s WHERE s.dossier_id = 1 AND NOT EXISTS (
    SELECT 1 FROM step t JOIN dossier d ON d.id = t.dossier_id
    WHERE d.number = ? AND t.key = s.key AND t.round = s.round
) ORDER BY s.key LIMIT 1
"""
"""A step of the first dossier that is not in another one."""
BY_ID = [route for route, allowed in MATRIX["functions"].items() if re.search(r"\{(smo|agreed|unit)\}", route)]


def answer(who: Visitor, route: str, *, key: str) -> tuple[int, str, list[str]]:
    """Status, body and headers, without what differs between two requests for the same page."""
    method, address = route.split(" ", 1)
    sent = {"data": {"csrf_token": key}} if method == "POST" else {}
    found = who.client.open(address, method=method, **sent)
    # A form that comes back is sent to the address where it was sent: who asks knows that already.
    body = CHANGING.sub("", found.get_data(as_text=True)).replace(f'action="{address}"', "")
    return found.status_code, body, sorted(name for name, _ in found.headers if name != "Set-Cookie")


def told_apart(who: Visitor, pairs: list[tuple[str, str]]) -> list[str]:
    """Where what is there but hidden gives another answer than what is not there: the route, and what differs."""
    key = token(who)
    found = []
    for real, none in pairs:
        hidden, missing = answer(who, real, key=key), answer(who, none, key=key)
        if hidden != missing:
            found += [real, *unified_diff(missing[1].split("\n"), hidden[1].split("\n"), n=0, lineterm="")]
    return found


@pytest.mark.asvs("8.2.2", "8.3.1")
@pytest.mark.parametrize("login", ["directeur", "001134", "bedrijfsarts2", "beheerder", "medezeggenschap"])
def test_a_stranger_cannot_tell_a_dossier_from_none(
    sign_in: Callable[[str], Visitor], names: dict[str, Any], login: str
) -> None:
    pairs = [(route.format(**names), route.format(**names | {"number": NOWHERE})) for route in IN_A_DOSSIER]
    assert not told_apart(sign_in(login), pairs)


@pytest.mark.asvs("8.2.2", "8.3.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_cannot_tell_them_apart_by_how_long_it_takes(
    sign_in: Callable[[str], Visitor], names: dict[str, Any], method: str
) -> None:
    """The same is asked of the database, and the same is written in the log of who looked."""
    who = sign_in("001134")
    key = token(who)
    answer(who, f"GET /dossiers/{NOWHERE}", key=key)  # by then the keys of this database are at hand
    looks = []
    for number in (names["number"], NOWHERE):
        with counted() as found:
            answer(who, f"{method} /dossiers/{number}/contact", key=key)
        looks.append([sql for sql, _ in found])
    assert looks[0] == looks[1]
    assert any(sql.startswith("INSERT INTO read_log") for sql in looks[1])
    with connection():
        written = rows("SELECT dossier IS NULL, action, result FROM read_log ORDER BY id DESC LIMIT 2")
    action = "record_contact" if method == "GET" else "record_contact:POST"
    assert written == [(1, action, "invisible"), (0, action, "invisible")]


@pytest.mark.asvs("8.2.2")
def test_who_is_in_a_dossier_cannot_tell_a_hidden_paper_from_none(
    sign_in: Callable[[str], Visitor], names: dict[str, Any]
) -> None:
    """Nested ids belong together: another dossier's paper under this number, and a paper one is no reader of."""
    lines = [route for route in MATRIX["paper"] if "{plan}" in route]
    none = names | {"plan": 999999}
    other = [(r.format(**names | {"plan": names["paper_of_other"]}), r.format(**none)) for r in lines]
    intake = [(r.format(**names | {"plan": names["intake"]}), r.format(**none)) for r in lines]
    for login in ("medewerker", "teamleider", "bedrijfsarts", "hrm-adviseur"):
        assert not told_apart(sign_in(login), other), login
    assert not told_apart(sign_in("hrm-adviseur"), intake)
    back = [r for r in MATRIX["paper"] if "{received}" in r]
    brought = [(r.format(**names), r.format(**names | {"received": 999999})) for r in back]
    assert not told_apart(sign_in("verzuimadviseur"), brought)


@pytest.mark.asvs("8.2.2")
def test_what_is_in_another_dossier_is_not_there_under_this_number(
    sign_in: Callable[[str], Visitor], names: dict[str, Any]
) -> None:
    """Facts, steps and files that came back from Word are counted per dossier, or belong to one."""
    with connection():
        [(number, _)] = rows(SHORTEST)
        [(seq,)] = rows("SELECT MAX(seq) FROM fact WHERE dossier_id = 1")
        [(key, round_)] = rows(STEP_ELSEWHERE, number)
    at, step = f"/dossiers/{number}", f"/dossiers/{number}/stappen/{key}"
    pairs = [
        (f"{method} {at}/feiten/{seq}/{verb}", f"{method} {at}/feiten/999999/{verb}")
        for method in ("GET", "POST")
        for verb in ("verbeteren", "intrekken")
    ]
    pairs += [
        (f"{method} {step}/{round_}{page}", f"{method} {step}/99{page}")
        for method, page in (("GET", ""), ("POST", ""), ("GET", "/uitleg"), ("POST", "/herinneren"))
    ]
    word = f"{at}/papieren/advies_arbodienst/word"
    pairs += [(f"{method} {word}/{names['received']}", f"{method} {word}/999999") for method in ("GET", "POST")]
    for login in ("teamleider", "afdelingshoofd", "bedrijfsarts", "personele-dienst", "001134"):
        assert not told_apart(sign_in(login), pairs), login


@pytest.mark.asvs("8.2.2")
def test_a_login_a_deputy_and_a_report_of_someone_else_are_not_there(
    sign_in: Callable[[str], Visitor], names: dict[str, Any]
) -> None:
    sign_in("medewerker")
    with connection():
        [(session,)] = rows("SELECT MIN(s.id) FROM session s WHERE s.person_id = ?", names["medewerker"])
        [(leader,), (reporter,)] = rows(
            "SELECT person_id FROM account WHERE login IN ('teamleider', '002024') ORDER BY login DESC"
        )
        later = {"from_on": TODAY + timedelta(days=200), "until_on": TODAY + timedelta(days=201)}
        deputy = name_deputy(actor=leader, now=moment(TODAY), who="001126", dossier_id=None, **later)
        [report] = report_sick(actor=reporter, now=moment(TODAY), eerste_ziektedag=TODAY, items=NOTHING)
    confirm = "/ziekmelding/bevestigen/{}"
    lines = {
        "POST /ingelogd/{}/einde": session,
        "POST /vervanging/{}/einde": deputy,
        f"GET {confirm}": report,
        f"POST {confirm}": report,
    }
    pairs = [(line.format(one), line.format(999999)) for line, one in lines.items()]
    for login in ("afdelingshoofd", "001134", "beheerder"):
        assert not told_apart(sign_in(login), pairs), login
    assert told_apart(sign_in("teamleider"), pairs[2:3]), "the report waits for who leads the reporter"


@pytest.mark.asvs("8.2.2", "8.4.1")
def test_who_has_no_seat_cannot_tell_an_overleg_from_none(
    sign_in: Callable[[str], Visitor], names: dict[str, Any]
) -> None:
    none = names | {"smo": 999999, "agreed": 999999, "unit": 999999}
    pairs = [(route.format(**names), route.format(**none)) for route in BY_ID]
    assert pairs
    for login in ("001134", "bedrijfsarts2", "medewerker"):
        assert not told_apart(sign_in(login), pairs), login


def test_a_difference_would_be_seen(sign_in: Callable[[str], Visitor], names: dict[str, Any]) -> None:
    number = names["number"]
    pair = [(f"GET /dossiers/{number}/contact", f"GET /dossiers/{NOWHERE}/contact")]
    assert told_apart(sign_in("afdelingshoofd"), pair), "403 for who may know that there is a dossier"


@pytest.mark.asvs("3.5.3", "8.2.1")
def test_a_route_answers_only_to_its_own_methods(settings: Settings, sign_in: Callable[[str], Visitor]) -> None:
    who = sign_in("directeur")
    rules = list(create_app(settings).url_map.iter_rules())
    shapes: dict[str, set[str]] = {}
    for rule in rules:
        address = re.sub(r"<int:[^>]*>", "999999", rule.rule)
        shapes.setdefault(re.sub(r"<[^>]*>", "9999", address), set()).update(rule.methods or ())
    key = token(who)
    wrong = [
        f"{method} {address}: {status}"
        for address, own in shapes.items()
        for method in METHODS
        if method not in own
        and (status := who.client.open(address, method=method, headers={"X-CSRFToken": key}).status_code) != 405
    ]
    assert not wrong, wrong
