"""Texts that try to run, typed into every field of every form and looked at by everyone: they stay texts."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Response
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from portal.actions.mail import KIND, MESSAGE
from portal.actions.settle_paper import settle_paper
from portal.demonstration import texts
from portal.settings import Settings
from portal.storage.database import connect_to, connection, rows
from portal.storage.reading.accounts import account_named
from portal.storage.reading.dossiers import dossier_numbered
from portal.storage.reading.jobs import job_file
from portal.web.app import create_app
from portal.web.guard import PUBLIC, guarded
from tests.browser.conftest import listening
from tests.browser.test_accessibility import ASKED, TODAY, demonstration
from tests.browser.typist import MARK, Site, Typist, payload
from tests.browser.visits import NOT_A_PAGE, VISITS
from tests.browser.watch import Watch, watching
from tests.web.browsing import Visitor, moment, portal_on

pytestmark = pytest.mark.browser

ROLES = (
    "",
    "002112",
    "002338",
    "002024",
    "medewerker",
    "teamleider",
    "afdelingshoofd",
    "directeur",
    "bedrijfsarts",
    "verzuimadviseur",
    "re-integratiedeskundige",
    "arbo-secretariaat",
    "hrm-adviseur",
    "personele-dienst",
    "beheerder",
    "001117",
)
EVERYONE = tuple(dict.fromkeys((*ROLES, *(login for people in VISITS.values() for login in people))))
GONE_AFTER = {
    # Of a request to sign, once it was answered; of a paper or a template, once everyone did all they can.
    "papers.sign",
    "papers.not_signed",
    "papers.withdraw",
    "running_case.add_scan",
    "running_case.sign_on_paper",
    "templates.publish",
    "functions.proposed",
    "on_paper.to_see",
}
"""Pages that are looked at as they were before anyone answered, with payloads in the paper that is to be signed."""
NOT_COME_BY = {
    # Behind a button: drawn by LibreOffice, and a secret of the app that is made for it.
    "preview.preview",
    "packet.pdfs",
    "secure.add_app",
    # Where one comes back to from the identity provider, which is not there.
    "admit.connect",
    # Of this test itself.
    "answer",
}
REFUSED = {
    "recovery.new",
    "record.record_kind casemanager_voorgesteld",
    "retention.terms",
    "templates.upload",
    "login.login",
    "secure.password",
    "admit.colleague",
    "admit.employee",
    "retention.hold",
    "papers.not_signed medewerker",
    "papers.not_signed leidinggevende",
    # The code of a paper, which no payload is.
    "on_paper.box",
    "on_paper.box code",
    "record.record_kind naar_andere_organisatie",
    "running_case.enter_running_case",
    "running_case.file_earlier_paper probleemanalyse_intake",
    "wia.bsn",
    "wia.bsn_for_employee",
    "wia.sent",
}
"""Forms that take no payload in, or nothing on this day; what they answer is looked at all the same."""
WORDS = ["001117", "Dirk-Pieter van Loon", "8", "0002", "nieuw.iemand", "110", "100", "10:00", "jan@waterland.example"]
"""What is answered where a payload will not do."""


def starts(login: str) -> list[str]:
    """The pages where someone begins."""
    return ["/", *(one.start for people in VISITS.values() for one in people.get(login, ()))]


@dataclass
class Attacked:
    """A portal in which everyone typed payloads in every form, and where it is served."""

    site: Site
    typists: dict[str, Typist]
    address: str


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """The demonstration, attacked through its own forms."""
    settings = demonstration.__wrapped__(tmp_path_factory)
    with closing(sqlite3.connect(settings.database)) as kept:
        # While this stands open, the others need not tidy up the file each time they close.
        kept.execute("SELECT 1 FROM person").fetchall()
        site = Site(portal_on(settings, TODAY), TODAY)
        keep_what_goes(site)
        typists = type_everywhere(site)
        serve_also(site)
        with listening(site.app) as address:
            yield Attacked(site, typists, address)


def keep_what_goes(site: Site) -> None:
    """Keep the pages that are gone once someone answered, where a paper full of payloads waits to be signed."""
    with connection():
        dossier = dossier_numbered("0006")
        manager = account_named("001117")
        assert dossier
        assert manager
        values = texts.evaluation_values(ASKED, 4) | {"stand_van_zaken": payload(), "zienswijze_werkgever": payload()}
        values["terugblik"] = [{"afspraak": payload(), "stand": "gedaan", "toelichting": payload()}]
        who = {"dossier_id": dossier.id, "actor": manager.person_id, "now": moment(ASKED)}
        settle_paper(**who, kind="periodieke_evaluatie", values=values)
    visits = [(login, one) for people in VISITS.values() for login, many in people.items() for one in many]
    for login, one in visits:
        if one.endpoint in GONE_AFTER:
            who_looks = Visitor(site.app)
            who_looks.sign_in(login)
            page = who_looks.get(one.start)
            for words in one.links:
                page = who_looks.follow(page, words)
            site.answers[one.endpoint, "before"] = who_looks.client.get(page.url)
    assert {shape[0] for shape in site.answers} == GONE_AFTER


def type_everywhere(site: Site) -> dict[str, Typist]:
    """Let everyone fill in every form with payloads."""
    with connection():
        names = {login: account.name if (account := account_named(login)) else "" for login in EVERYONE}
    typists = {login: Typist(site, login, [names[login], *WORDS]) for login in EVERYONE}
    for login, typist in typists.items():
        typist.work(starts(login))
    for typist in typists.values():
        typist.finish()
    return typists


def serve_also(site: Site) -> None:
    """Give every page that came back an address of its own, to be looked at with the headers that it had."""

    def answer(number: int) -> Response:
        found = list(site.answers.values())[number]
        return Response(found.data, 200, [(name, value) for name, value in found.headers if name != "Set-Cookie"])

    site.app._got_first_request = False
    site.app.add_url_rule("/antwoord/<int:number>", "answer", guarded(PUBLIC)(answer))


@pytest.mark.asvs("1.2.1", "3.2.2")
def test_nothing_that_was_typed_runs_for_anyone(attacked: Attacked, browser: Browser, tmp_path: Path) -> None:
    """One test, because typing everywhere takes most of the time and is done once in whatever process runs it."""
    was_taken_in(attacked.site)
    with watching(browser, attacked.address) as watch:
        everyone_looks(attacked, watch)
        for number in range(len(attacked.site.answers)):
            watch.look(f"{attacked.address}/antwoord/{number}")
    assert not watch.wrong, "\n".join(watch.wrong[:20])
    assert len(watch.texts) > 180
    opens_at_home(attacked, browser, tmp_path)
    mails_hold_none(attacked.site)


@pytest.mark.parametrize("policy", [True, False])
def test_a_page_that_is_not_safe_is_caught(browser: Browser, database: Path, policy: bool) -> None:
    app = create_app(Settings(mode="test", instance=database.parent, secret_key="a" * 40))
    app.add_url_rule("/onveilig", "unsafe", guarded(PUBLIC)(unsafe))
    with listening(app) as address, watching(browser, address, without_policy=not policy) as watch:
        watch.look(f"{address}/onveilig")
    found = "\n".join(watch.wrong)
    for words in ("asks for", "script: <script>", "element: <x-kwaad", "attribute onerror", "text in hx-get"):
        assert words in found, words
    assert ("violates the following Content Security Policy" if policy else "a text ran") in found


def unsafe() -> str:
    """A page that forgot to escape."""
    return f"<!DOCTYPE html><title>Onveilig</title><main><p>{payload()}</p></main>"


def was_taken_in(site: Site) -> None:
    """By hand: the forms that take no payload in, or not on this day; every other form did."""
    refused = {" ".join(shape) for shape, taken in site.taken.items() if not taken}
    assert refused <= REFUSED, "\n".join(refused - REFUSED)
    assert len(site.taken) > 75


def everyone_looks(attacked: Attacked, watch: Watch) -> None:
    """Everyone looks at each page in which a payload stands, and someone at each other page."""
    looked: set[str] = set()
    for login, typist in attacked.typists.items():
        watch.be(typist.visitor)
        for address, shape, answer in typist.pages(starts(login)):
            if answer.mimetype != "text/html":
                check_file(answer)
            elif MARK in answer.text or shape[0] not in looked:
                looked.add(shape[0])
                watch.look(attacked.address + address)
    pages = {rule.endpoint for rule in attacked.site.app.url_map.iter_rules()} - NOT_A_PAGE
    assert pages - looked - GONE_AFTER <= NOT_COME_BY, pages - looked


def opens_at_home(attacked: Attacked, browser: Browser, folder: Path) -> None:
    """Nothing runs in an export that is opened as a file, where no policy helps."""
    answer = attacked.typists["medewerker"].visitor.client.get("/dossiers/0001/alle-gegevens.zip")
    with ZipFile(BytesIO(answer.data)) as package:
        package.extractall(folder)
    with watching(browser, "file://") as watch:
        watch.look((folder / "index.html").as_uri())
    assert not watch.wrong, "\n".join(watch.wrong[:20])
    assert watch.texts


def mails_hold_none(site: Site) -> None:
    """No mail that waits holds what was typed, and each is plain text."""
    connect_to(site.app.config["PORTAL"].database)
    with connection():
        mails = [job_file(number, MESSAGE) for (number,) in rows("SELECT id FROM job WHERE kind = ?", KIND)]
    for one in mails:
        mail = message_from_bytes(one)
        assert mail.get_content_type() == "text/plain"
        assert MARK not in str(mail.items()) + mail.get_payload(decode=True).decode()


def check_file(answer: TestResponse) -> None:
    """A file is saved and not shown, under a name that is only a name; so are those in it."""
    if answer.mimetype == "image/png":
        return
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["Content-Disposition"])
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    if answer.mimetype == "application/zip":
        with ZipFile(BytesIO(answer.data)) as package:
            assert all(re.fullmatch(r"[\w.-]+(/[\w.-]+)*", name) and ".." not in name for name in package.namelist())
