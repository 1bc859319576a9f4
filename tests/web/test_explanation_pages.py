"""The reasoning behind a day, two versions of the rules side by side, and reminders, as people get to see them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact
from portal.actions.record import record
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.demonstration import texts
from portal.demonstration.cases import Case
from portal.settings import Settings
from portal.storage.database import connect_to, connection
from portal.storage.protocols import paragraphs, protocol, protocol_keys
from portal.storage.reading.facts import facts_of
from portal.storage.reading.people import person
from portal.storage.reading.steps import steps_of
from tests.web.browsing import moment
from tests.web.page import Page
from tests.web.played import TODAY, counted, dossier, played, signed_in

WEEK_88, PLAN_DUE, WEEK_3, LATE = "002011", "002018", "002045", "002066"
CASES = {
    WEEK_88: Case(612),
    PLAN_DUE: Case(50, frozenset({"plan_van_aanpak"})),
    WEEK_3: Case(16, frozenset({"vraagstelling"})),
    LATE: Case(50, frozenset({"probleemanalyse"})),
}
READERS = ("medewerker", "teamleider", "bedrijfsarts", "hrm-adviseur")
FOLLOWERS = ("afdelingshoofd", "personele-dienst")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return played(tmp_path_factory.mktemp("uitleg"), CASES)


@pytest.fixture
def settings(made: Settings) -> Settings:
    connect_to(made.database)
    return made


def opened(settings: Settings, login: str, number: str, rest: str, day: date = TODAY) -> Page:
    return signed_in(settings, login, day).get(f"/dossiers/{dossier(number).number}{rest}")


def why(settings: Settings, login: str, number: str, key: str, round: int = 1, day: date = TODAY) -> Page:
    return opened(settings, login, number, f"/stappen/{key}/{round}/uitleg", day)


def words(page: Page, part: str) -> str:
    found = page.soup.find(id=part)
    return " ".join(found.get_text(" ").split()) if found else ""


def test_a_day_opens_to_its_sum(settings: Settings) -> None:
    page = why(settings, "teamleider", WEEK_3, "probleemanalyse")
    assert page.heading == "Waarom deze dag? Probleemanalyse"
    sum_of_it = words(page, "telling")
    for piece in (
        "De eerste ziektedag is 6 november 2026.",
        "Eerste ziektedag 6 november 2026",
        "Termijn 6 weken (42 dagen)",
        "Dagen die niet meetellen geen",
        "Dat is 18 december 2026, na 6 volle weken",
    ):
        assert piece in sum_of_it
    assert "geen andere dag" in words(page, "dagen")
    assert "Regeling procesgang" in words(page, "verwacht")
    assert paragraphs()["probleemanalyse"].text in words(page, "verwacht")


@pytest.mark.parametrize("login", ["teamleider", "002018"])
def test_who_can_agree_on_a_later_day_is_led_there_from_the_day_itself(settings: Settings, login: str) -> None:
    page = why(settings, login, PLAN_DUE, "plan_van_aanpak")
    form = signed_in(settings, login).follow(page, "Samen een latere datum afspreken")
    chosen = form.soup.select("input[name=stap][checked]")
    assert [one["value"] for one in chosen] == ["plan_van_aanpak#1"]


@pytest.mark.parametrize(
    ("login", "key"),
    [
        ("bedrijfsarts", "plan_van_aanpak"),
        ("afdelingshoofd", "plan_van_aanpak"),
        ("teamleider", "uwv_melding_week_42"),
    ],
)
def test_nobody_is_led_to_a_later_day_that_cannot_be_agreed_on(settings: Settings, login: str, key: str) -> None:
    assert "Samen een latere datum" not in why(settings, login, PLAN_DUE, key).text


def test_the_steps_that_can_be_moved_stand_by_day(settings: Settings) -> None:
    form = opened(settings, "teamleider", PLAN_DUE, "/vastleggen/latere_datum")
    rounds = [one["value"].split("#") for one in form.soup.select("input[name=stap]")]
    with connection():
        days = {(step.key, str(step.round)): step.due_on for step in steps_of(dossier(PLAN_DUE).id)}
    found = [days[key, number] for key, number in rounds]
    assert found == sorted(found)


def test_what_counts_from_another_step_links_to_it(settings: Settings) -> None:
    page = why(settings, "teamleider", PLAN_DUE, "plan_van_aanpak")
    assert "Probleemanalyse: vastgesteld op" in words(page, "telling")
    lead = signed_in(settings, "teamleider").follow(page, "Waarom die dag?")
    assert lead.heading == "Waarom deze dag? Probleemanalyse"
    assert "op tijd" in lead.text
    assert "Probleemanalyse vastgesteld" in words(page, "verschoven")


def test_what_waits_says_what_is_to_be_done_first(settings: Settings) -> None:
    page = why(settings, "teamleider", WEEK_3, "plan_van_aanpak")
    assert "Eerst Probleemanalyse" in words(page, "dagen")
    assert "Eerst" not in words(why(settings, "afdelingshoofd", WEEK_3, "plan_van_aanpak"), "dagen")


def test_done_late_says_how_late_and_who_had_the_turn(settings: Settings) -> None:
    page = why(settings, "teamleider", LATE, "probleemanalyse")
    assert "8 dagen te laat" in page.text
    turn = words(page, "aan-zet")
    assert "bedrijfsarts" in turn
    assert "nu 36 dagen" in turn


@pytest.mark.parametrize("login", FOLLOWERS)
def test_who_only_follows_sees_the_rule_and_the_day_but_not_the_sum(settings: Settings, login: str) -> None:
    page = why(settings, login, PLAN_DUE, "plan_van_aanpak")
    assert "Uiterste dag" in words(page, "dagen")
    assert "binnen twee weken na de probleemanalyse" in words(page, "verwacht")
    assert not page.soup.find(id="verschoven")
    assert "eerste ziektedag is" not in page.text
    assert "vastgesteld op" not in page.text


def test_the_personele_dienst_sees_the_sum_of_its_own_step(settings: Settings) -> None:
    page = why(settings, "personele-dienst", WEEK_88, "uwv_melding_week_42")
    assert "Termijn 42 weken" in words(page, "telling")
    assert "Probleemanalyse" not in words(page, "verschoven")


@pytest.mark.parametrize("login", [*READERS, *FOLLOWERS])
def test_nobodys_own_words_stand_in_any_explanation(settings: Settings, login: str) -> None:
    closed = [texts.CONTACTS[0], texts.QUESTION["vraag"], *map(str, texts.ANALYSIS.values())]
    for step in ("afstemming_arbodienst", "probleemanalyse", "plan_van_aanpak", "wia_aanvraag"):
        page = why(settings, login, WEEK_88, step)
        assert page.status == 200
        assert not [text for text in closed if len(text) > 12 and text in page.text]


def test_the_law_stands_beside_the_protocol(settings: Settings) -> None:
    page = why(settings, "medewerker", WEEK_88, "wia_aanvraag")
    assert "Volgens dit protocol" in words(page, "dagen")
    assert "Volgens de wet" in words(page, "dagen")


def test_every_date_of_the_dossier_the_inbox_and_the_timeline_leads_to_its_explanation(settings: Settings) -> None:
    someone = signed_in(settings, "teamleider")
    page = someone.get(f"/dossiers/{dossier(WEEK_3).number}")
    for line in page.soup.select("ol.timeline > li"):
        assert line.select_one("p.line a[href$='/uitleg']"), line.get_text(" ")
    for shown in (page, someone.get("/")):
        for cell in shown.soup.select("td[data-label=Termijn]"):
            assert cell.select_one("a[href$='/uitleg']") or "Spreekuur" in cell.parent.get_text(" ")
    assert someone.follow(page, "De hele uitleg").status == 200
    assert someone.follow(someone.get("/"), "waarom deze dag?").heading.startswith("Waarom deze dag?")


def test_the_page_takes_as_many_queries_for_a_long_dossier_as_for_a_short_one(settings: Settings) -> None:
    someone = signed_in(settings, "teamleider")
    numbers = []
    for number in (WEEK_88, WEEK_3):
        for rest in ("/stappen/probleemanalyse/1/uitleg", "/regels"):
            address = f"/dossiers/{dossier(number).number}{rest}"
            # The keys of what is sealed are read once for a database.
            someone.get(address)
            with counted() as found:
                assert someone.get(address).status == 200
            numbers.append(len(found))
    assert numbers[:2] == numbers[2:]
    assert max(numbers) <= 10  # three of them keep the read log: its head, the line, and the head again


def test_a_correction_a_gap_and_a_leave_are_named_with_their_days(tmp_path: Path) -> None:
    settings = played(tmp_path, {WEEK_88: Case(120)})
    row, first = dossier(WEEK_88), TODAY - timedelta(days=120)
    with connection():
        manager = person(row.medewerker_id).leidinggevende_id
        report = next(fact.seq for fact in facts_of(row.id) if fact.kind == "ziekmelding")
        who = {"dossier_id": row.id, "actor": manager, "now": moment(TODAY)}
        changes = {"gemeld_op": (first + DAY).isoformat()}
        correct_fact(**who, seq=report, on=first + DAY, changes=changes, reason="Ze werkte die maandag nog.")
        record_recovery(**who, on=TODAY - timedelta(days=20), hours=person(row.medewerker_id).hours)
        items = SixItems("06 5550 0101", "Kerkstraat 12", "", "", False, False, False)
        record_ziekmelding(
            medewerker_id=row.medewerker_id,
            actor=manager,
            now=moment(TODAY),
            eerste_ziektedag=TODAY - timedelta(days=6),
            gemeld_op=TODAY - timedelta(days=6),
            items=items,
        )
        leave = {"laatste_dag": (TODAY + timedelta(days=121)).isoformat()}
        record(**who, kind="verlof", on=TODAY + timedelta(days=10), answers=leave)
    page = why(settings, "teamleider", WEEK_88, "uwv_melding_week_42")
    telling, moved = words(page, "telling"), words(page, "verschoven")
    assert "Dagen die niet meetellen 126 dagen" in telling
    assert "14 dagen (weer volledig aan het werk)" in telling
    assert "112 dagen (verlof dat niet meetelt)" in telling
    assert "Verbeterd: Ziekmelding" in moved
    assert "1 dag later" in moved
    assert "112 dagen later" in moved
    assert "die maandag" not in page.text
    head = why(settings, "afdelingshoofd", WEEK_88, "uwv_melding_week_42")
    assert "verlof dat niet" not in head.text
    assert "112" not in head.text


def test_a_later_day_with_a_reason_is_shown_as_such_without_the_reason(tmp_path: Path) -> None:
    settings = played(tmp_path, {WEEK_88: Case(50, frozenset({"plan_van_aanpak"}))})
    row = dossier(WEEK_88)
    with connection():
        manager = person(row.medewerker_id).leidinggevende_id
        later = {"stap": "plan_van_aanpak#1", "tot": (TODAY + timedelta(days=21)).isoformat(), "reden": "Wachten op X."}
        who = {"dossier_id": row.id, "now": moment(TODAY)}
        record(**who, actor=manager, kind="latere_datum", answers=later)
        record(**who, actor=row.medewerker_id, kind="latere_datum_antwoord", answers={"antwoord": "ja"})
    page = why(settings, "medewerker", WEEK_88, "plan_van_aanpak")
    assert "Later, met reden" in page.text
    assert "Afgesproken latere dag 15 december 2026" in words(page, "dagen")
    assert "Wachten op X" not in page.text
    # The sum adds up to the day of the term; the law says nothing of the agreed one.
    due = "26 november 2026"
    assert f"Termijn 2 weken (14 dagen) Dagen die niet meetellen geen Dat is {due}" in words(page, "telling")
    assert "Samen afgesproken, met reden 15 december 2026" in words(page, "telling")
    assert "Volgens de wet" not in words(page, "dagen")
    inbox = signed_in(settings, "teamleider").get("/").text
    assert f"Later, met reden; eerst uiterlijk {due}" in inbox


def test_two_versions_of_the_rules_stand_side_by_side(settings: Settings) -> None:
    page = opened(settings, "teamleider", WEEK_88, "/regels")
    assert "Wet verbetering Poortwachter, werkwijze vanaf 1 juli 2023" in page.text
    rows = {str(row.th.get_text()): " ".join(row.get_text(" ").split()) for row in page.soup.select("#anders tbody tr")}
    assert rows["WIA-aanvraag versturen"] == (
        "WIA-aanvraag versturen 1 januari 2027 10 december 2026 wet: 1 januari 2027 22 dagen eerder"
    )
    assert "22 dagen eerder" in rows["WIA-overdracht aan de medewerker"]
    assert "alleen hier" in rows["Uiterste dag voor een besluit van UWV over een loonsanctie"]
    assert "Probleemanalyse" not in rows
    same = " ".join(page.soup.find(id="gelijk").get_text(" ").split())
    assert "Probleemanalyse" in same
    assert "zelfde dag" in same
    for login in FOLLOWERS:
        assert opened(settings, login, WEEK_88, "/regels").status == 200
    assert opened(settings, "teamleider", WEEK_88, "/regels?met=bestaat-niet").status == 200


def test_the_text_of_the_paragraph_stands_beside_the_form(settings: Settings) -> None:
    for login, number, form, key in (
        ("teamleider", PLAN_DUE, "/papieren/plan_van_aanpak/invullen", "plan_van_aanpak"),
        ("teamleider", WEEK_3, "/vraag-arbodienst", "afstemming_arbodienst"),
        ("medewerker", WEEK_88, "/papieren/oordeel_werknemer/invullen", "oordeel_werknemer"),
        ("medewerker", WEEK_88, "/stappen/medische_stukken_ontvangen/1", "medische_stukken_ontvangen"),
        ("teamleider", WEEK_88, "/wia-overdracht", "wia_overdracht"),
    ):
        page = opened(settings, login, number, form, TODAY + timedelta(days=7))
        assert page.status == 200, form
        assert paragraphs()[key].text in page.text, form
        assert any(a["href"].endswith("/uitleg") for a in page.soup.select("main a[href]")), form


def test_every_step_of_every_protocol_has_an_explanation_of_two_to_five_sentences() -> None:
    keys = {rule.key for key in protocol_keys() for rule in protocol(key).rules} | {"ondertekenen"}
    written = paragraphs()
    assert set(written) == keys
    for key, paragraph in written.items():
        assert 2 <= len(paragraph.sentences) <= 5, key
        assert paragraph.source, key
        assert max(len(sentence.split()) for sentence in paragraph.sentences) <= 24, key


def test_the_dossier_says_since_when_and_how_long_it_is_whose_turn(settings: Settings) -> None:
    page = opened(settings, "teamleider", LATE, "")
    assert "Aan zet sinds 19 oktober 2026, 36 dagen (26 werkdagen)" in words(page, "nu")
    balance = words(page, "voortgang")
    assert "Wie was hoe lang aan zet?" in balance
    assert "bedrijfsarts 39 dagen (27 werkdagen) 2 stappen nu 1" in balance


def test_progress_per_team_says_how_long(settings: Settings) -> None:
    page = signed_in(settings, "afdelingshoofd").get("/voortgang")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]
    late = next(row for row in rows if "Probleemanalyse" in row and "8 dagen te laat" in row)
    assert "sinds 19 oktober 2026, 36 dagen (26 werkdagen)" in late
