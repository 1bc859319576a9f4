"""The guide for each function: every step that the protocol asks of it, and the way there."""

import re
from time import process_time

import pytest

from portal.rules.access import STANDS_IN_FOR
from portal.rules.glossary import GLOSSARY
from portal.rules.terms import ROLE
from portal.storage.protocols import guides, paragraphs, protocol
from portal.web.present.guide import presented
from portal.web.present.words import Prose
from tests.language import wrong
from tests.web.page import Page
from tests.web.scene import Scene

WVP = protocol("wvp_2023")
DAY = 20


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("guide"), "sick")


def part(page: Page, id: str) -> str:
    found = page.soup.find(id=id)
    assert found, f"no {id} at {page.url}"
    return " ".join(found.get_text(" ").split())


def test_every_function_has_a_guide_with_its_steps_and_their_sources(scene: Scene) -> None:
    stranger = scene.stranger(DAY)
    assert set(guides()) == set(ROLE) - {"uwv"}
    for role in guides():
        page = stranger.get(f"/uitleg/{role}")
        assert page.status == 200
        assert guides()[role].text in page.text
        for rule in WVP.rules:
            if rule.owner == STANDS_IN_FOR.get(role, role) and not rule.milestone:
                said = part(page, rule.key)
                assert all(words in said for words in (rule.title, rule.rule, rule.source)), rule.key
                assert paragraphs()[rule.key].text in said
            else:
                assert not page.soup.find(id=rule.key), (role, rule.key)


@pytest.mark.parametrize(
    ("role", "step", "words"),
    [
        ("leidinggevende", "registratie_sap", "Op de dag van de ziekmelding"),
        ("leidinggevende", "eerste_vervolgcontact", "Uiterlijk 3 werkdagen na de ziekmelding"),
        ("leidinggevende", "tweede_vervolgcontact", "Uiterlijk 1 week na «Eerste vervolgcontact»"),
        ("leidinggevende", "plan_van_aanpak", "Uiterlijk 2 weken na het advies dat terugkeer mogelijk is"),
        ("leidinggevende", "periodieke_evaluatie", "Elke 6 weken, voor het eerst na «Plan van aanpak»"),
        ("bedrijfsarts", "probleemanalyse", "Uiterlijk 6 weken na de eerste ziektedag"),
        ("medewerker", "wia_aanvraag", "Uiterlijk 93 weken na de eerste ziektedag"),
    ],
)
def test_the_last_day_is_said_in_words(role: str, step: str, words: str) -> None:
    assert {one["key"]: one["when"] for one in presented(role, WVP)["road"]}[step] == words


def test_an_older_version_of_the_rules_tells_its_own_days() -> None:
    road = presented("medewerker", protocol("noord_holland_2008"))["road"]
    assert {one["key"]: one["when"] for one in road}["wia_aanvraag"] == "Uiterlijk 629 dagen na de eerste ziektedag"


def test_who_only_follows_reads_when_a_late_step_is_told(scene: Scene) -> None:
    said = scene.stranger(DAY).get("/uitleg/naasthogere_leidinggevende").text
    assert WVP.escalation
    assert WVP.escalation.rule in said
    assert f"Andere stappen {WVP.escalation.days} dagen" in said
    assert "Plan van aanpak 3 dagen" in said
    assert "Ziekmelding bij UWV 1 dag" in said


@pytest.mark.parametrize(
    ("login", "role"),
    [("bedrijfsarts", "bedrijfsarts"), ("teamleider", "leidinggevende"), ("medewerker", "medewerker")],
)
def test_the_guide_of_ones_own_work_is_on_top_and_one_click_from_any_page(scene: Scene, login: str, role: str) -> None:
    someone = scene.open(login, DAY)
    first = someone.follow(someone.get("/"), "Uitleg").soup.select_one(".actions a")
    assert first
    assert first.get_text() == ROLE[role].label


def test_there_is_no_guide_for_what_is_no_function(scene: Scene) -> None:
    assert scene.stranger(DAY).get("/uitleg/uwv").status == 404


def test_every_word_of_the_trade_is_explained_in_short_sentences() -> None:
    assert not wrong(word.meaning for word in GLOSSARY.values())


def test_a_page_explains_its_own_words_of_the_trade_and_no_others(scene: Scene) -> None:
    page = scene.stranger(DAY).get("/uitleg/arbo_secretariaat")
    terms = {term.get_text(): term.find_next("dd").get_text() for term in page.soup.select("aside.words dt")}
    assert terms["Probleemanalyse"] == GLOSSARY["probleemanalyse"].meaning
    assert "Loonsanctie" not in terms
    intro = scene.open("teamleider", DAY).get("/dossiers/0001/herstel").soup
    assert "SAP" in intro.select_one(".lead").get_text(), "said above the form alone"
    assert "SAP" in [term.get_text() for term in intro.select("aside.words dt")]
    assert not scene.stranger(DAY).get("/uitleg").soup.select("aside.words"), "there they stand on the page itself"


@pytest.mark.parametrize(
    ("html", "labels"),
    [
        ("<p>Twee bijstellingen en de WIA-aanvraag</p>", ["WIA", "Bijstelling"]),
        ('<a href="/loonsanctie" title="Wachttijd">smo</a>', []),
        ("<p>Het <b>eerste</b> spoor</p><p>eerste spoor</p>", ["Eerste spoor"]),
        ("wiaan bijstellingsbesluit", []),
        ("l.vandam@arbodienst.example", []),
    ],
)
def test_a_word_is_found_in_the_text_only_and_as_a_whole(html: str, labels: list[str]) -> None:
    assert [word["label"] for word in Prose(html).words] == labels


@pytest.mark.parametrize(
    ("html", "buttons"),
    [
        ("<p>Een bijstelling. Nog een bijstelling van het plan van aanpak.</p>", ["bijstelling", "plan van aanpak"]),
        ('<h2>De WIA</h2><p><a href="/">De <b>WIA</b></a>, <b>WIA</b>-aanvraag</p>', ["WIA"]),
        ('<label>De WIA</label><p><span class="visually-hidden">WIA</span></p><div role="status">WIA</div>', []),
        ("<button><b>x</b><b>WIA</b></button><p>loonsanctie</p>", ["loonsanctie"]),
        ('<p id="stap">Stap 2: Zienswijze</p><ol class="form-steps"><li>Zienswijze</li></ol><p>WIA</p>', ["WIA"]),
        ("<p>arbodienst@loket.example of l.vandam@arbodienst.example</p><p>De Arbodienst.</p>", ["Arbodienst"]),
        ('<td><span translate="no">verzuimadviseur</span></td><td>Verzuimadviseur</td>', ["Verzuimadviseur"]),
    ],
)
def test_a_word_is_explained_once_and_only_in_running_text(html: str, buttons: list[str]) -> None:
    found = Prose(html).explained()
    assert re.findall(r'popovertarget="woord-\w+">([^<]*)<', found) == buttons
    plain = re.sub(r'<button type="button" class="term"[^>]*>([^<]*)</button>', r"\1", found)
    assert re.sub(r'<span class="nowrap">([^<]*)</span>', r"\1", plain) == html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Is er een probleemanalyse? Lees die dan.", "probleemanalyse?"),
        ("Wacht op het plan van aanpak).", "plan van aanpak)."),
        ("De «probleemanalyse», van de arts.", "«probleemanalyse»,"),
        ("De &#34;loonsanctie&#34; komt.", "&#34;loonsanctie&#34;"),
        ("Babak Karimi (re-integratiedeskundige).", "(re-integratiedeskundige)."),
        ("De arts (verzuimadviseur van toen).", "(verzuimadviseur"),
        ("Een bijstelling komt later.", ""),
    ],
)
def test_a_sign_beside_a_word_stays_on_its_line(text: str, kept: str) -> None:
    found = Prose(f"<p>{text}</p>").explained()
    button = re.sub(r"<[^>]*>", "", "".join(re.findall(r'<span class="nowrap">.*?</span>', found)))
    assert button == kept
    assert re.sub(r"<[^>]*>", "", found) == text


@pytest.mark.parametrize("path", ["/uitleg", *(f"/uitleg/{role}" for role in ("leidinggevende", "medewerker"))])
def test_from_the_top_of_a_long_page_one_jumps_to_each_part_of_it(scene: Scene, path: str) -> None:
    page = scene.stranger(DAY).get(path)
    jumps = page.soup.select("nav[aria-label='Op deze pagina'] a")
    headings = [one["id"] for one in page.soup.select("main section > h2[id]") if one["id"] != "waarvoor"]
    assert [one["href"] for one in jumps] == [f"#{one}" for one in headings]
    assert len(headings) > 1


def test_a_long_line_of_signs_before_a_word_keeps_nobody_waiting() -> None:
    html = f"<p>{'-' * 12_000} een arbodienst</p>"
    begin = process_time()
    assert 'popovertarget="woord-arbodienst"' in Prose(html).explained()
    assert process_time() - begin < 1  # seconds; it took five
