"""Private texts that sing: whoever may not read a column never gets it, in whatever page, file or log line."""

import logging
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import BadZipFile, ZipFile

import pytest
from bs4 import BeautifulSoup

from portal.actions.send_file import refuse_old_held, release_next
from portal.storage.database import connect_to, connection, rows
from portal.storage.reading.jobs import job_file
from tests.access.filled import DAYS, filled
from tests.access.filled_more import came_too_late, fill_more, free_text_records
from tests.access.test_matrix import MATRIX
from tests.web.browsing import Visitor
from tests.web.scene import Scene

TABLE = tomllib.loads(Path(__file__).with_name("canaries.toml").read_text(encoding="utf-8"))
READERS: dict[str, list[str]] = TABLE["readers"]
SINGS = re.compile(r"KANARIE-(\w+)-EINDE")
PHONE = "06 5550 0101"
"""The telephone number among the six items of the scene."""
BSN = "111222333"
NOT_A_PLACE = ("/static/", "/sjablonen/", "/uitleg", "/privacy", "/toegankelijkheid")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    found = filled(tmp_path_factory.mktemp("kanaries"))
    fill_more(found)
    return found


def sung(content: bytes) -> set[str]:
    """The columns of which a text stands in an answer, also inside the files in it."""
    try:
        with ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            return _heard(" ".join(names)).union(*(sung(package.read(name)) for name in names))
    except BadZipFile:
        return _heard(content.decode("utf-8", "replace"))


def title_of(content: bytes) -> str:
    """The title of a page; nothing for a file."""
    found = re.search(rb"<title>(.*?)</title>", content[:4000], re.DOTALL)
    return unescape(found[1].decode()) if found and content.startswith(b"<!DOCTYPE") else ""


def _heard(text: str) -> set[str]:
    numbers = {"telefoon": PHONE, "bsn": BSN}
    return {*SINGS.findall(text), *(name for name, number in numbers.items() if number in text)}


def starts(scene: Scene) -> Iterator[str]:
    """Every address of the table that can be asked with GET, in this dossier and with the ids that are in use."""
    connect_to(scene.settings.database)
    with connection():
        papers = [number for (number,) in rows("SELECT id FROM paper")]
        seqs = [number for (number,) in rows("SELECT seq FROM fact WHERE kind = 'contact'")]
        brought_back = [number for (number,) in rows("SELECT id FROM received_file")]
        [(unit, smo)] = rows("SELECT unit_id, id FROM smo")
    ids: dict[str, Any] = {"number": "0001", "organisation": 1, "own": 1, "unit": unit, "smo": smo}
    ids["proposal"] = 1
    ids |= {"medewerker": scene.stage.ids["medewerker"], "contact": seqs[-1], "agreed": 1, "paper_of_other": papers[-1]}
    # What the employee began and brought back, for whoever guesses the address.
    judgement = "/dossiers/0001/papieren/oordeel_werknemer"
    yield from (f"{judgement}{page}" for page in ("/invullen", "/word", *(f"/word/{one}" for one in brought_back)))
    # The dossier of a neighbour.
    yield from (f"/dossiers/0002{page}" for page in ("", "/alle-gegevens.zip", "/rapport.zip"))
    for part in ("everyone", "functions", "dossier", "paper"):
        for route in MATRIX[part]:
            for paper in papers if "{plan}" in route else papers[:1]:
                for received in brought_back if "{received}" in route else brought_back[:1]:
                    if route.startswith("GET") and "voorbeeld" not in route:
                        yield route[4:].format(**ids | {"plan": paper, "intake": paper, "received": received})


def crawl(who: Visitor, addresses: Iterator[str]) -> Iterator[tuple[str, bytes]]:
    """What someone gets at these addresses and at every link they find there."""
    waiting, seen = list(addresses), set()
    while waiting:
        address = waiting.pop()
        if address in seen or any(address.startswith(one) for one in NOT_A_PLACE):
            continue
        seen.add(address)
        answer = who.client.get(address)
        yield address, answer.data
        if answer.status_code == 200 and answer.mimetype == "text/html":
            waiting += _links(address, answer.text)


def _links(at: str, html: str) -> list[str]:
    links = BeautifulSoup(html, "html.parser").find_all("a", href=True)
    found = (urlsplit(urljoin(at, str(tag["href"]))) for tag in links)
    return [one._replace(fragment="").geturl() for one in found if not one.netloc]


@pytest.mark.asvs("8.2.2", "8.2.3")
@pytest.mark.parametrize("login", TABLE["visitors"]["all"])
def test_nobody_gets_what_is_not_theirs(scene: Scene, login: str, caplog: pytest.LogCaptureFixture) -> None:
    own = {column for column, readers in READERS.items() if login in readers}
    connect_to(scene.settings.database)
    with connection():
        names = sorted({name.rpartition(" ")[2] for (name,) in rows("SELECT name FROM person")})
    someone = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    with caplog.at_level(logging.INFO):
        answers = list(crawl(scene.open(login, DAYS), starts(scene)))
    heard = {address: sung(content) for address, content in answers}
    assert not {address: columns - own for address, columns in heard.items() if columns - own}
    assert not _heard(caplog.text)
    assert len(answers) > 100
    # What stands in the title stays in the history of the browser, whoever uses it next.
    titles = {address: title_of(content) for address, content in answers}
    assert not {address: title for address, title in titles.items() if someone.search(title)}
    assert set().union(*heard.values()) == own, "who may read something comes across it too"


@pytest.mark.asvs("16.2.5")
def test_what_waits_or_came_too_late_stands_in_no_log(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="portal"):
        assert sung(came_too_late(scene)) == {"te_laat"}
        assert not release_next("/nowhere/clamd.sock", lambda: scene.stage.moment(DAYS) + timedelta(hours=2))
        assert "clamd gave no answer" in caplog.text
        with connection():
            refuse_old_held(scene.stage.moment(DAYS) + timedelta(days=90))
    assert "was destroyed" in caplog.text
    assert not _heard(caplog.text)


def test_the_table_knows_every_record_with_words_of_its_own() -> None:
    assert not set(free_text_records()) - READERS.keys()


@pytest.mark.asvs("14.2.4")
def test_no_mail_that_waits_says_anything_of_a_dossier(scene: Scene) -> None:
    connect_to(scene.settings.database)
    with connection():
        waiting = rows("SELECT id FROM job WHERE kind = 'mail'")
        mails = [job_file(job, "bericht") or b"" for (job,) in waiting]
        names = [name for (name,) in rows("SELECT name FROM person")]
    assert mails
    told = " ".join(part.get_content() for one in mails for part in message_from_bytes(one, policy=SMTP).walk())
    assert not _heard(told)
    assert not [name for name in names if name in told]
    assert not [word for word in ("dossier", "ziek", "verzuim") if word in told.lower()]


def test_a_canary_in_a_file_in_a_packet_is_heard() -> None:
    inner, outer = BytesIO(), BytesIO()
    with ZipFile(inner, "w") as package:
        package.writestr("word/document.xml", "<w:t>KANARIE-vraag-EINDE</w:t>")
    with ZipFile(outer, "w") as package:
        package.writestr("stuk.docx", inner.getvalue())
    assert sung(outer.getvalue()) == {"vraag"}
    assert sung(b"bel 06 5550 0101") == {"telefoon"}
