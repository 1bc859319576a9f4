"""What a stranger sends: wrong hosts, huge numbers, odd methods. Every answer is a page, and every look is counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import request
from werkzeug.datastructures import MultiDict

from portal.actions.hand_over import hand_over
from portal.documents.text import clean_text
from portal.rules.errors import Forbidden
from portal.settings import SettingsError, load_settings
from portal.storage.database import connect_to, connection, rows, transaction
from portal.storage.reading.read_log import LookRow
from portal.web.app import HEADERS, create_app
from portal.web.forms.answer import presented
from portal.web.forms.form import FormField, Sheet, parsed
from portal.web.guard import PUBLIC, guarded
from portal.web.present.looks import looks as looks_by_day
from tests.web.browsing import PASSWORD, portal_on
from tests.web.scene import Scene, at, token

HUGE = "9" * 20


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Week 87 of a dossier with papers."""
    return Scene(tmp_path, "near_the_end")


def looks(result: str = "allowed") -> list[tuple[Any, ...]]:
    """The action and the paper of every look so far."""
    with connection():
        return rows("SELECT action, paper FROM read_log WHERE result = ? ORDER BY id", result)


def sessions() -> int:
    """How many logins are running."""
    with connection():
        [(count,)] = rows("SELECT COUNT(*) FROM session")
    return int(count)


def is_whole(response: Any, status: int) -> None:
    """An answer with this status is a page with every header, and nothing keeps it."""
    assert response.status_code == status
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert response.headers["Cache-Control"] == "no-store"
    assert "<h1>" in response.text


# Refusals


@pytest.mark.asvs("16.5.1")
def test_a_wrong_host_gets_a_page_without_links(scene: Scene) -> None:
    settings = replace(scene.settings, mode="production", trusted_hosts=("portaal.example.nl",))
    client = create_app(settings).test_client()
    for address in ("/", "/static/portal.css", "/bestaat-niet"):
        wrong = client.get(address, headers={"Host": "kwaad.example.com"})
        is_whole(wrong, 400)
        assert "href" not in wrong.text
        assert "kwaad" not in wrong.text
    assert client.get("/inloggen", headers={"Host": "portaal.example.nl"}).status_code == 200


@pytest.mark.asvs("16.5.1")
def test_a_page_that_cannot_be_made_still_is_an_answer(scene: Scene, tmp_path: Path) -> None:
    client = scene.open("medewerker", 605).client
    gone = tmp_path / "weg"
    connect_to(gone / "portaal.sqlite3")
    gone.rmdir()
    is_whole(client.get("/"), 500)
    connect_to(scene.settings.database)
    assert client.get("/").status_code == 200


@pytest.mark.asvs("16.2.5", "16.5.1")
def test_the_message_of_an_error_is_not_logged(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    who = scene.open("medewerker", 605)
    with connection(), transaction():
        rows("UPDATE dossier SET opened_on = 'Joost is ziek'")
    assert who.get(at("")).status == 500
    assert "unexpected, in dossiers.dossier: ValueError at " in caplog.text
    assert "dossiers.py:" in caplog.text
    assert "Joost" not in caplog.text


def test_a_missing_static_file_is_not_found_for_who_is_signed_in(scene: Scene) -> None:
    who = scene.open("medewerker", 605)
    is_whole(who.client.get("/static/nope"), 404)
    assert "no-store" not in who.client.get("/static/portal.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        at(f"/papieren/{HUGE}"),
        at(f"/papieren/{HUGE}/bestand"),
        at(f"/stappen/uwv_42_weken/{HUGE}"),
        at(f"/feiten/{HUGE}/verbeteren"),
        f"/ziekmelding/{HUGE}",
        f"/dossiers/{HUGE}",
    ],
)
def test_a_number_too_large_is_not_found(scene: Scene, path: str) -> None:
    is_whole(scene.open("teamleider", 605).client.get(path), 404)


@pytest.mark.asvs("15.2.2")
@pytest.mark.parametrize(("fields", "status"), [(3999, 400), (4000, 413)])
def test_a_form_has_no_more_fields_than_are_read_quickly(scene: Scene, fields: int, status: int) -> None:
    """400: it was read, and has no token."""
    sent = "&".join(["a"] * fields + ["b=1"])
    content_type = "application/x-www-form-urlencoded"
    is_whole(scene.stranger(605).client.post("/inloggen", data=sent, content_type=content_type), status)


@pytest.mark.parametrize("cookie", ["remember_token=é|é", "remember_token=x|x", "=x|x", "portaal=é.é.é"])
def test_a_cookie_that_is_not_ours_means_nothing(scene: Scene, cookie: str) -> None:
    answer = scene.stranger(605).client.get("/dossiers", headers={"Cookie": cookie})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inloggen?verder=/dossiers")


# Proxies


@pytest.mark.asvs("4.1.3", "15.3.4")
@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "10.0.0.2"), (2, "203.0.113.9")])
def test_the_visitor_is_found_behind_the_proxies(scene: Scene, proxies: int, address: str) -> None:
    app = create_app(replace(scene.settings, proxies=proxies))
    app._got_first_request = False
    app.add_url_rule("/wie", "wie", guarded(PUBLIC)(lambda: f"{request.remote_addr} {request.host}"))
    headers = {"X-Forwarded-For": "203.0.113.9, 10.0.0.2", "X-Forwarded-Host": "kwaad.example.com"}
    assert app.test_client().get("/wie", headers=headers).text == f"{address} localhost"


def test_the_number_of_proxies_is_read_and_checked(tmp_path: Path) -> None:
    given = {"PORTAL_INSTANCE": str(tmp_path), "PORTAL_MODE": "test"}
    assert load_settings(given | {"PORTAL_PROXIES": "2"}).proxies == 2
    for wrong in ("-1", "een"):
        with pytest.raises(SettingsError, match="proxies"):
            load_settings(given | {"PORTAL_PROXIES": wrong})


# The read log


def test_asking_without_a_body_is_reading(scene: Scene) -> None:
    client = scene.open("teamleider", 605).client
    client.head(at(""))
    client.options(at("/contact"))
    assert [action for action, _ in looks()[-2:]] == ["read_progress", "record_contact"]


def test_a_refusal_by_the_view_is_written_down_too(scene: Scene) -> None:
    app = portal_on(scene.settings, scene.stage.day(605))

    def refusing(number: str) -> None:
        raise Forbidden(number)

    app.view_functions["case.contact"] = guarded("record_contact")(refusing)
    client = scene.open("teamleider", 605).client
    other = app.test_client()
    cookie = client.get_cookie("portaal")
    assert cookie
    other.set_cookie("portaal", cookie.value)
    assert other.get(at("/contact")).status_code == 403
    assert looks("refused") == [("record_contact", None)]


def test_a_refused_look_stands_apart_and_a_sent_form_is_not_called_done(scene: Scene) -> None:
    who = scene.open("teamleider", 605)
    assert who.post(at("/contact"), {"csrf_token": token(who)}).status == 422
    page = scene.open("medewerker", 605).get(at("/inzage"))
    assert "Formulier voor een contact: verstuurd Niet doorgegaan: er klopte iets niet" in page.text
    assert page.soup.select_one(".utrecht-badge-status--danger") is None, "a typing error of the manager alarms nobody"


def test_an_allowed_look_and_a_refused_one_are_two_lines() -> None:
    at_nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    rows = [
        LookRow(at_nine, "Vera", "", "tick_step", "", result, "", "", "")
        for result in ("refused", "allowed", "allowed")
    ]
    [day] = looks_by_day(rows, "Joost")
    assert [(line["seen"], bool(line["refused"])) for line in day["lines"]] == [
        ("Afvinken van een stap", True),
        ("Afvinken van een stap (2 keer)", False),
    ]


@pytest.mark.parametrize("handed", [False, True])
def test_the_packet_writes_down_every_paper_in_it(scene: Scene, handed: bool) -> None:
    if handed:
        with connection():
            hand_over(**scene.stage.who("teamleider", 605), note="", accepts_gaps=True)
    before = len(looks())
    who = scene.open("medewerker", 606)
    assert who.get(at("/rapport.zip")).status == 200
    found = [paper for action, paper in looks()[before:] if action == "download_packet" and paper]
    assert len(found) == len(set(found)) == 5 + handed


# Sessions


def test_a_second_login_in_the_same_browser_ends_the_first(scene: Scene) -> None:
    who = scene.open("medewerker", 605)
    values = {"gebruikersnaam": "teamleider", "wachtwoord": PASSWORD, "csrf_token": token(who)}
    before = sessions()
    assert who.post("/inloggen", values).status == 200
    assert sessions() == before
    wrong = values | {"wachtwoord": "iets anders", "csrf_token": token(who)}
    assert who.post("/inloggen", wrong).status == 422
    assert who.get("/").status == 200


# Forms


def filled(kind: Any, value: str, label: str = "Uren") -> Sheet:
    """A form with one field, filled in and checked."""
    sheet = parsed((FormField("veld", label, kind),), MultiDict({"veld": value}))
    sheet.check()
    return sheet


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize(
    "value", ["-1", "+1", "1e3", "nan", "inf", "1_0", "1.00,5", "1,234", "1,", ",5", "١٢", "9" * 10]
)
def test_what_is_no_plain_number_is_refused(value: str) -> None:
    assert [p.code for p in filled("number", value).problems] == ["number_unreadable"]


@pytest.mark.parametrize(
    ("value", "number"), [("32", 32), ("27,5", 27.5), ("0.25", 0.25), (" 8 ", 8), ("1.450", 1450), ("1.000,5", 1000.5)]
)
def test_a_plain_number_is_read(value: str, number: float) -> None:
    sheet = filled("number", value)
    assert not sheet.problems
    assert sheet.number("veld") == number


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("value", ["09", "0930", "9:30", "24:00", "09:60", "09:30:15", "09:30+02:00", "T09:30"])
def test_what_is_no_time_of_a_clock_is_refused(value: str) -> None:
    assert [p.code for p in filled("time", value).problems] == ["time_unreadable"]


def test_a_time_is_read() -> None:
    assert filled("time", "09:30").moment("veld").minute == 30


def test_what_turns_the_writing_direction_is_taken_out() -> None:
    turning = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
    assert clean_text(f"a{turning}b\u200f\u2030") == "ab\u200f\u2030"


@pytest.mark.parametrize(
    ("label", "said"),
    [("Uren", "Uren: vul dit in."), ("Hoeveel uren?", "Hoeveel uren? Vul dit in."), ("Uren:", "Uren: Vul dit in.")],
)
def test_a_label_with_a_mark_of_its_own_gets_no_colon(label: str, said: str) -> None:
    assert [error["text"] for error in presented(filled("number", "", label))["errors"]] == [said]


@pytest.mark.parametrize(
    ("label", "row", "said"),
    [
        ("Afspraken", "Afspraak", "Afspraken, afspraak 2, uiterlijk op: dit is geen datum. Schrijf"),
        ("Wat sprak u af?", "", "Wat sprak u af? Regel 2, uiterlijk op: dit is geen datum. Schrijf"),
    ],
)
def test_what_is_wrong_in_a_list_names_the_row_and_the_question(label: str, row: str, said: str) -> None:
    columns = (FormField("wat", "Wat?"), FormField("uiterlijk", "Uiterlijk op", "date"))
    form = MultiDict({"lijst.0.wat": "Bellen", "lijst.1.wat": "Mailen", "lijst.1.uiterlijk": "morgen"})
    sheet = parsed((FormField("lijst", label, "rows", columns=columns, row=row),), form)
    sheet.check()
    [error] = presented(sheet)["errors"]
    assert error["text"].startswith(said)
    assert error["id"] == "lijst-1-uiterlijk"


def test_a_public_page_opens_for_a_login_that_was_not_used_for_a_while(scene: Scene) -> None:
    who = scene.open("teamleider", 610)
    for address in ("/uitleg", "/privacy", "/inloggen"):
        with connection():
            [(seen_at,)] = rows("SELECT seen_at FROM session")
            before = datetime.fromisoformat(seen_at) - timedelta(minutes=2)
            rows("UPDATE session SET seen_at = ?", before.isoformat())
        assert who.client.get(address, follow_redirects=True).status_code == 200, address
