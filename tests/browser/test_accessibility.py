"""Every page as axe-core and a narrow window see it: filled in, with errors and after a swap, wide, small, in the dark.

For a portal in which nothing happened yet see test_nothing_yet.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from portal.actions.enter_running_case import enter_running_case
from portal.actions.file_earlier_paper import file_earlier_paper
from portal.actions.hand_in_scan import hand_in_scan
from portal.actions.keep_dossier import place_hold
from portal.actions.passwords import CHEAP
from portal.actions.recall_paper import recall_paper
from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import report_sick
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import TIME_TO_SIGN
from portal.actions.upload_template import upload_template
from portal.demonstration import seed, texts
from portal.demonstration.people import DOSSIERS, number_to_person
from portal.rules.retention import Kept, Terms
from portal.settings import Settings
from portal.storage.catalogue import template_bytes
from portal.storage.database import connect_to, connection, migrate, rows, transaction
from portal.storage.reading.dossiers import dossier_numbered, dossier_of
from portal.storage.reading.papers import newest
from portal.storage.reading.people import person
from portal.storage.writing.retention import put_on_list
from portal.web.app import create_app
from tests.browser.conftest import served, sign_in
from tests.browser.hands import add_row, field, follow, press, rows_of
from tests.browser.looks import ALL_RULES, AXE, COLOURS, KEEP_PATH, NARROW, PATH, RUN_AXE, UNFOLD, looked_at
from tests.browser.visits import NOT_A_PAGE, VISITS, Visit
from tests.browser.word_hands import plan_came_back
from tests.overleg import held_overleg
from tests.proposed import proposed_function
from tests.small_picture import png
from tests.template_edits import nameless, renamed, with_question
from tests.web.browsing import moment

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 23)
ASKED = TODAY - TIME_TO_SIGN
"""When the paper to sign was made: so long ago that it can be recorded that the employee does not sign it."""
# A copy of a link has no listener of htmx: it goes where the link goes without a script.
LEAVE_THE_PAGE = "document.querySelectorAll('main a[hx-get]').forEach(one => one.replaceWith(one.cloneNode(true)))"
EMPTY = """form => form.querySelectorAll("input, select, textarea").forEach(one => {
  if (one.type === "radio" || one.type === "checkbox") one.checked = false;
  else if (one.type !== "hidden") one.value = "";
})"""

# The colour that a reader's own colours give to what is chosen.
HIGHLIGHT = """() => {
  const one = document.body.appendChild(document.createElement("p"));
  one.style.color = "Highlight";
  return getComputedStyle(one).color;
}"""

MORE: dict[str, Any] = {
    "smtp_host": "127.0.0.1",
    "smtp_port": 9,
    "mail_from": "portaal@waterland.example",
    "oidc_issuer": "http://localhost:9",
    "oidc_client_id": "p",
    "oidc_client_secret": "p",
}
"""So that the pages about mail and about the identity provider are there; neither is asked for anything."""


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A portal that holds the demonstration as it stands on TODAY, and a paper to sign, of which a scan came in."""
    found = Settings(mode="test", instance=tmp_path_factory.mktemp("demonstratie"), secret_key="a" * 40, **MORE)
    connect_to(found.database)
    migrate()
    with connection():
        seed(moment(TODAY), hashing=CHEAP)
        medewerker = person(number_to_person(DOSSIERS[5]))
        leidinggevende = person(medewerker.leidinggevende_id)
        who = {"dossier_id": dossier_of(medewerker.id).id, "actor": leidinggevende.id, "now": moment(TODAY)}
        asked = {**who, "now": moment(ASKED)}
        settle_paper(**asked, kind="periodieke_evaluatie", values=texts.evaluation_values(ASKED, 4))
        hand_in_scan(
            code="D0006-PE-4",
            file_name="scan.png",
            content=png(),
            scanned=True,
            actor=leidinggevende.id,
            now=moment(TODAY),
        )
        analysis = newest(who["dossier_id"], "probleemanalyse")
        recall_paper(**who, paper_id=analysis.id, reason="De laatste zin hoort hier niet.")
        keep_concepts()
        list_for_destruction()
        held_overleg("110", TODAY)
        proposed_function(TODAY)
        plan_came_back(DOSSIERS[1], TODAY)
        items = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
        running_case(items)
        own = number_to_person("002024")
        report_sick(actor=own, now=moment(TODAY), eerste_ziektedag=TODAY, items=items)
    return found


def running_case(items: SixItems) -> None:
    """A case of 30 weeks that was taken over, with a plan on paper that the employee did not sign."""
    medewerker = person(number_to_person("002037"))
    first, who = TODAY - timedelta(weeks=30), {"actor": medewerker.leidinggevende_id, "now": moment(TODAY)}
    report = {"eerste_ziektedag": first, "gemeld_op": first, "items": items}
    dossier_id = enter_running_case(medewerker_id=medewerker.id, **who, **report)
    day = first + timedelta(weeks=8)
    paper = {"kind": "plan_van_aanpak", "on": day, "drawn_up_by": "J. de Vries", "signed": {"leidinggevende": day}}
    file_earlier_paper(dossier_id=dossier_id, **who, **paper, tells={})


def list_for_destruction() -> None:
    """A dossier on the list to be destroyed, and one that must be kept."""
    [(organisation, beheerder)] = rows("SELECT organisation_id, person_id FROM appointment WHERE role = 'beheerder'")
    who = {"organisation_id": organisation, "actor": beheerder, "now": moment(TODAY)}
    place_hold(**who, number="0002", reason="Er loopt een rechtszaak.")
    later = TODAY + timedelta(days=30)
    with transaction():
        put_on_list(dossier_numbered("0001"), Kept(TODAY, TODAY), Terms().basis, TODAY, later)


def keep_concepts() -> None:
    """A template in which names are wrong, one in which they are lost, and one that can be published."""
    [(organisation, beheerder)] = rows("SELECT organisation_id, person_id FROM appointment WHERE role = 'beheerder'")
    wrong = renamed(template_bytes("plan_van_aanpak"), "zienswijze_werkgever", "zienswijze_werkgeverr")
    contents = {
        "plan_van_aanpak": with_question(wrong, tag=""),
        "eindevaluatie": nameless(template_bytes("eindevaluatie")),
        "gespreksverslag": with_question(template_bytes("gespreksverslag")),
    }
    for kind, content in contents.items():
        who = {"organisation_id": organisation, "actor": beheerder, "now": moment(TODAY)}
        upload_template(**who, kind=kind, file_name="formulier.docx", content=content)


@pytest.fixture(scope="module")
def address(demonstration: Settings) -> Iterator[str]:
    """Where that portal is served."""
    with served(demonstration, TODAY) as found:
        yield found


@pytest.fixture
def page(address: str, open_as: Callable[..., Page]) -> Page:
    """The inbox of `teamleider`, in a browser that has axe-core at hand."""
    found = open_as(address, "teamleider")
    found.context.add_init_script(path=AXE)
    found.reload()
    return found


@pytest.fixture(scope="session")
def routes(demonstration: Settings) -> Flask:
    """The portal itself, to ask which address belongs to which page."""
    return create_app(demonstration)


def test_every_page_is_visited(routes: Flask) -> None:
    pages = {rule.endpoint for rule in routes.url_map.iter_rules()} - NOT_A_PAGE
    visited = {one.endpoint for people in VISITS.values() for visits in people.values() for one in visits}
    assert pages == visited


@pytest.mark.parametrize("who", VISITS)
def test_pages(who: str, address: str, page: Page, routes: Flask) -> None:
    problems = []
    for login, visits in VISITS[who].items():
        page.context.clear_cookies()
        if login:
            sign_in(page, address, login)
        for one in visits:
            go(page, address, one)
            assert endpoint_of(routes, page) == one.endpoint
            state = f"{one.endpoint} as {login or 'nobody'}"
            problems += [*looked_at(page, state), *sent_empty(page, state)]
    assert not problems, "\n\n".join(problems)


def test_colours_in_the_dark(address: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    for start in (
        "/",
        "/dossiers/0005",
        "/dossiers/0001/rapport",
        "/dossiers/0002/papieren/plan_van_aanpak/invullen?alles=ja",
    ):
        page.goto(address + start)
        page.evaluate(UNFOLD)
        assert not page.evaluate(RUN_AXE, COLOURS), start


def test_focus_stays_where_one_is_when_a_part_of_the_page_changes(address: str, page: Page) -> None:
    for start, asks in (
        ("/?toon=wacht", "taak, naam of dossiernummer"),
        ("/dossiers", "naam, dossiernummer of personeelsnummer"),
    ):
        page.goto(address + start)
        search = field(page, f"Zoek op {asks}")
        with page.expect_response("**zoek=Ingrid**"):
            search.press_sequentially("Ingrid")
        expect(page.get_by_role("status").filter(has_text="gevonden.")).to_be_visible()
        expect(search).to_be_focused()
        assert not looked_at(page, f"{start} after a search")


def test_focus_follows_a_row_that_comes_or_goes(address: str, page: Page) -> None:
    page.goto(f"{address}/dossiers/0002/papieren/plan_van_aanpak/invullen?alles=ja")
    rows = rows_of(page, "Afspraken F Overige afspraken")
    add_row(rows)
    assert not looked_at(page, "a form with a new row")
    rows.get_by_role("button", name="Afspraak verwijderen").last.click()
    expect(rows.get_by_role("button", name="Afspraak toevoegen")).to_be_focused()


def test_focus_stays_while_the_page_looks_whether_it_is_ready(address: str, page: Page) -> None:
    page.goto(f"{address}/dossiers/0001/rapport")
    press(page, "Als PDF")
    link = page.get_by_role("link", name="Kijk of het klaar is")
    link.focus()
    with page.expect_response("**gezien=**"):
        pass
    expect(link).to_be_focused()


@pytest.mark.parametrize("start", ["/", "/dossiers/0002", "/dossiers/0002/papieren/plan_van_aanpak/invullen?alles=ja"])
def test_tab_comes_to_everything_in_the_order_of_the_page(start: str, address: str, page: Page) -> None:
    page.goto(address + start)
    page.evaluate(UNFOLD)
    for _ in range(page.evaluate(KEEP_PATH)):
        page.keyboard.press("Tab")
    assert page.evaluate(PATH) == []


def test_a_picture_is_one_stop_and_the_arrows_lead_along_its_marks(address: str, page: Page) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto(f"{address}/dossiers/0005")
    marks = page.locator(".p-stop")
    last = marks.count() - 1
    assert last > 2
    expect(page.locator(".p-stop[tabindex='0']")).to_have_count(1)
    marks.first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0), ("End", last), ("Home", 0)):
        page.keyboard.press(key)
        expect(marks.nth(place)).to_be_focused()
        words, picture = marks.nth(place).locator("p").bounding_box(), page.locator("svg.case").first.bounding_box()
        assert words is not None
        assert picture is not None
        assert 0 <= picture["y"] + picture["height"] - words["y"] - words["height"] < 16, "no gap under the words"
    page.keyboard.press("Tab")
    expect(page.locator(".p-stop:focus")).to_have_count(0)


def test_marks_of_a_picture_show_in_forced_colours(address: str, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{address}/dossiers/0005")
    mark = page.locator(".p-stop").first
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in (".p-past", ".p-today", ".p-mark.late"):
        assert colour_of(page.locator(part).first, "fill") != ground
    assert colour_of(page.locator(".p-mark.late").first, "stroke") == ground, "apart on a bar of the same colour"
    mark.focus()
    assert colour_of(mark.locator(".p-room"), "stroke") == page.evaluate(HIGHLIGHT)


def colour_of(part: Locator, what: str) -> str:
    """The colour that a part of a picture is drawn in."""
    return part.evaluate(f"one => getComputedStyle(one).{what}")


def test_menu_and_first_tab(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.set_viewport_size({"width": NARROW, "height": 800})
    press(page, "Menu")
    expect(page.get_by_role("button", name="Menu sluiten")).to_be_visible()
    assert not page.evaluate(RUN_AXE, ALL_RULES)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu sluiten")).to_be_hidden()
    press(page, "Menu")
    page.get_by_role("button", name="Menu sluiten").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Menu sluiten")).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body"), "the focus went on, to where it can be seen"


def test_a_bad_page_is_found(page: Page) -> None:
    page.evaluate("""() => {
      document.querySelector("main").insertAdjacentHTML("beforeend",
        '<div class="cluster">Een <button class="term">loos</button> woord</div>' +
        "<p>Te breed</p><input><input size=9 value='Langer dan het vak'>" +
        "<p>Te krap</p><button>Zonder ring</button><button>Klein</button>" +
        '<div class="table-box"><table><tr><td>Te breed</td></tr></table></div>');
      const [broad, tight] = document.querySelectorAll("main > p");
      const [ringless, small] = document.querySelectorAll("main > button");
      broad.style.width = "2000px";
      document.querySelector("main > .table-box td").style.minWidth = "900px";
      Object.assign(tight.style, { width: "max-content", overflow: "hidden", whiteSpace: "nowrap" });
      tight.style.width = `${Math.ceil(tight.getBoundingClientRect().width)}px`;
      ringless.style.outline = "none";
      Object.assign(small.style, { width: "9px", height: "9px", padding: 0, fontSize: "1px" });
    }""")
    found = " ".join(looked_at(page, "bad"))
    assert "wide: label: <input>" in found
    assert "wide: shows no focus: <button" in found
    assert "wide: target-size: <button" in found
    assert "wide: stands loose in a row: <div" in found
    assert "middle: scrolls sideways: <div" in found
    assert "narrow: sticks out of the window: <p" in found
    assert "narrow: the page scrolls sideways" in found
    assert "narrow: cut off: <p" not in found
    assert "narrow: shows only the beginning: <input size" in found
    assert "spaced out: cut off: <p" in found


def go(page: Page, address: str, to: Visit) -> None:
    """Go to a page, by the links that lead there; what opens where its link stands has its own page as well."""
    page.goto(address + to.start)
    for words in to.links:
        page.evaluate(LEAVE_THE_PAGE)
        follow(page.get_by_role("main"), words)
        page.wait_for_load_state()
    if to.button:
        press(page, to.button)
        page.wait_for_load_state()


def endpoint_of(routes: Flask, page: Page) -> str:
    """Which page of the portal is open."""
    path = page.evaluate("location.pathname")
    return routes.url_map.bind("").match(path)[0]


def sent_empty(page: Page, state: str) -> list[str]:
    """What is wrong with the page that comes back when its form is sent with nothing in it, if it has such a form."""
    form = page.get_by_role("main").locator("form[method=post]:has([required])")
    # One part of a form may be left empty for now.
    if not form.count() or not main_button(form).count():
        return []
    form.evaluate(EMPTY)
    main_button(form).click()
    expect(page.get_by_role("alert", name="Er is een probleem")).to_be_focused()
    return looked_at(page, f"{state} with errors")


def main_button(form: Locator) -> Locator:
    """The button that sends a form for good, not the ones for a row, a draft or a word that is explained."""
    return form.get_by_role("button").and_(form.locator("button[type=submit]:not([formnovalidate])")).first
