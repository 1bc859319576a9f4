"""Every page as axe-core sees it, filled in and with errors, on a wide and on a narrow screen, in light and dark."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from portal.actions.passwords import CHEAP
from portal.actions.settle_paper import settle_paper
from portal.demonstration import seed, texts
from portal.demonstration.people import DOSSIERS, number_to_person
from portal.settings import ROOT, Settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.reading.accounts import account_named
from portal.storage.reading.dossiers import dossier_of
from portal.web.app import create_app
from tests.browser.conftest import served
from tests.browser.hands import follow, press
from tests.web.browsing import moment

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 23)
WIDTHS = (1280, 320)
AXE = ROOT / "tests/web/vendor/axe.min.js"

RUN_AXE = """async options => {
  document.querySelectorAll("main details").forEach(one => { one.open = true });
  const found = await axe.run(options);
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${rule.help}\\n    ${node.html}\\n    ${node.failureSummary.replaceAll("\\n", " ")}`));
}"""

# What sticks out of the window, unless it stands in a box of its own that scrolls.
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .filter(one => { while ((one = one.parentElement)) if (getComputedStyle(one).overflowX !== "visible") return false; return true })
  .map(one => `sticks out of the window: ${one.outerHTML.slice(0, 120)}`)
  .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [])"""


@dataclass(frozen=True)
class Visit:
    """A page to look at: its endpoint, who opens it, where one starts, and the link that leads there, if any."""

    endpoint: str
    login: str
    start: str
    link: str = ""


VISITS = (
    Visit("login.login", "", "/inloggen"),
    Visit("about.uitleg", "medewerker", "/uitleg"),
    Visit("about.privacy", "medewerker", "/privacy"),
    Visit("about.toegankelijkheid", "medewerker", "/toegankelijkheid"),
    Visit("inbox.inbox", "teamleider", "/"),
    Visit("inbox.inbox", "teamleider", "/?toon=wacht&zoek=Joost"),
    Visit("inbox.inbox", "medewerker", "/"),
    Visit("inbox.inbox", "hrm-adviseur", "/"),
    Visit("dossiers.dossiers", "teamleider", "/dossiers"),
    Visit("dossiers.dossiers", "teamleider", "/dossiers?zoek=niemand"),
    Visit("dossiers.dossier", "teamleider", "/dossiers/0005"),
    Visit("dossiers.dossier", "medewerker", "/dossiers/0001"),
    Visit("dossiers.dossier", "afdelingshoofd", "/dossiers/0002"),
    Visit("dossiers.read_log", "medewerker", "/dossiers/0001/inzage"),
    Visit("case.contact", "teamleider", "/dossiers/0004/contact"),
    Visit("case.question", "teamleider", "/dossiers/0004/vraag-arbodienst"),
    Visit("case.consult", "arbo-secretariaat", "/dossiers/0004/consult"),
    Visit("case.recovery", "teamleider", "/dossiers/0004/herstel"),
    Visit("case.uwv", "personele-dienst", "/dossiers/0007/uwv-melding"),
    Visit("case.tick", "teamleider", "/dossiers/0003/stappen/registratie_sap/1"),
    Visit("case.correct", "teamleider", "/dossiers/0004#logboek", "Verbeteren"),
    Visit("case.withdraw", "teamleider", "/dossiers/0004#logboek", "Intrekken"),
    Visit("papers.fill", "teamleider", "/dossiers/0002/papieren/plan_van_aanpak/invullen"),
    Visit("papers.fill", "bedrijfsarts", "/dossiers/0005/papieren/probleemanalyse/invullen"),
    Visit("papers.fill", "002338", "/dossiers/0008/papieren/eerstejaarsevaluatie/invullen"),
    Visit("papers.fill", "medewerker", "/dossiers/0001/papieren/oordeel_werknemer/invullen"),
    Visit("papers.paper", "medewerker", "/dossiers/0001#stukken", "Plan van aanpak"),
    Visit("papers.paper", "teamleider", "/dossiers/0006#stukken", "Periodieke evaluatie"),
    Visit("papers.sign", "002066", "/", "Lezen en tekenen"),
    Visit("papers.not_signed", "001231", "/dossiers/0006#stukken", "Periodieke evaluatie 4", "Vastleggen dat"),
    Visit("papers.attach", "bedrijfsarts", "/dossiers/0005/papieren/probleemanalyse/bijvoegen"),
    Visit("wia.report", "medewerker", "/dossiers/0001/rapport"),
    Visit("wia.hand_over", "teamleider", "/dossiers/0001/wia-overdracht"),
    Visit("wia.sent", "medewerker", "/dossiers/0001/aanvraag-verstuurd"),
    Visit("ziekmelding.team", "teamleider", "/ziekmelding"),
    Visit("ziekmelding.new", "teamleider", "/ziekmelding", "Ziek melden"),
    Visit("progress.progress", "afdelingshoofd", "/voortgang"),
    Visit("beheer.accounts", "beheerder", "/beheer"),
)
