"""What one meets on the side roads in the browser: what a task is about, why there is none, and where to go on."""

from pathlib import Path

import pytest

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.dossier import opened
from portal.actions.record import record
from portal.actions.tick_step import tick_step
from portal.demonstration import texts
from portal.storage.database import connection
from tests.actions.recording import delayed
from tests.actions.test_papers import ADJUSTED
from tests.web.scene import Scene, at

REQUEST = {
    "vraag": "eigen_werk",
    "werk": "Beleidswerk",
    "standpunt": "Ik kan dit werk voor een deel.",
    "geprobeerd": "Twee gesprekken.",
    "advies_bekend": "nee",
    "telefoon": "06 5550 0101",
}
VIEW = "Ik wil het advies van de bedrijfsarts volgen."


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def test_the_task_after_a_disagreement_leads_to_the_paper_and_quotes_who_disagreed(scene: Scene) -> None:
    with connection():
        plan = scene.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(scene.stage.day(48)))
        scene.stage.sign("medewerker", 48, plan, "gezien_niet_akkoord", VIEW)
    manager = scene.open("teamleider", 49)
    task = manager.get(at("/stappen/verschil_bespreken/1"))
    assert VIEW in task.text
    about = task.soup.find("a", string=lambda words: bool(words) and words.startswith("Plan van aanpak, "))
    assert about["href"] == at(f"/papieren/{plan}")


def test_whoever_does_not_agree_finds_in_the_inbox_how_to_go_on(scene: Scene) -> None:
    with connection():
        plan = scene.stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(scene.stage.day(48)))
        scene.stage.sign("medewerker", 48, plan, "gezien_niet_akkoord", VIEW)
    own = scene.open("medewerker", 49)
    task = own.follow(own.get("/"), "Kiezen hoe het verdergaat na «niet akkoord»")
    assert VIEW in task.text
    assert task.link("Deskundigenoordeel voorbereiden") == at(
        "/papieren/aanvraag_deskundigenoordeel_werknemer/invullen"
    )
    for choice in ("Bespreek het verschil", "Vraag de arbodienst", "Vraag UWV", "Laat het zoals het is"):
        assert choice in task.text
    # Opened in its place in the inbox, it offers the same.
    headers = {"HX-Request": "true"}
    opened = own.client.get(at("/stappen/verder_na_niet_akkoord/1"), headers=headers).get_data(as_text=True)
    assert "<h1" not in opened
    assert "Hieruit kunt u kiezen" in opened
    assert VIEW in opened
    assert "Wat kiest u?" in task.text
    assert "Wanneer is dit gedaan?" not in task.text
    own.fill(task, {}, with_field="op")
    assert "Kiezen hoe het verdergaat" not in own.get("/").text
    # Who only follows the progress knows nothing of it.
    assert "Kiezen hoe het verdergaat" not in scene.open("afdelingshoofd", 49).get("/voortgang").text


@pytest.mark.parametrize(("login", "side", "asked"), [("medewerker", "werknemer", 3), ("teamleider", "werkgever", 4)])
def test_what_goes_along_to_uwv_stands_in_a_list_at_every_part(scene: Scene, login: str, side: str, asked: int) -> None:
    who = scene.open(login, 49)
    address = at(f"/papieren/aanvraag_deskundigenoordeel_{side}/invullen")
    first = who.get(address)
    leads = [one.get_text() for one in first.soup.select(".page-heading .lead")]
    assert max(len(one.split()) for one in leads) <= 30
    for page in (first, who.get(f"{address}/vraag/5")):
        [along] = [one for one in page.soup.select("aside details") if "Wat u meestuurt" in one.summary.get_text()]
        assert len(along.select("li")) == asked


def test_the_bedrijfsarts_opens_the_plan_that_deviates_from_the_task(scene: Scene) -> None:
    values = texts.plan_values(scene.stage.day(48))
    first, *others = values["adviezen"]
    deviating = {**first, "antwoord": "afwijken", "toelichting": "Er is geen rustig werk."}
    values["adviezen"] = [deviating, *others]
    with connection():
        plan = scene.stage.settle("teamleider", 48, "plan_van_aanpak", values)
    task = scene.open("bedrijfsarts", 49).get(at("/stappen/afwijking_bekijken/1"))
    assert task.soup.select_one(f'main a[href="{at(f"/papieren/{plan}")}"]')
    assert f"{first['advies']}: Er is geen rustig werk." in task.text
    assert others[0]["advies"] not in task.text


def test_the_dossier_says_why_no_plan_is_asked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    with connection():
        reason = {"terugkeer_mogelijk": "nee", "terugkeer_toelichting": "Er is nu geen werk mogelijk."}
        scene.stage.settle("bedrijfsarts", 38, "probleemanalyse", texts.ANALYSIS | reason)
    manager = scene.open("teamleider", 45)
    assert "is terugkeer naar werk niet te verwachten" in manager.get(at("")).text
    refused = manager.get(at("/papieren/plan_van_aanpak/invullen"))
    assert refused.status == 422
    assert "Volgens de bedrijfsarts is terugkeer naar werk nu niet te verwachten." in refused.text
    # Who may not read the advice does not read it here either.
    assert "niet te verwachten" not in scene.open("hrm-adviseur", 45).get(at("")).text


def test_an_adjustment_stands_with_the_paper_that_it_adjusts(scene: Scene) -> None:
    with connection():
        scene.stage.plan()
        first = scene.stage.settle_and_sign(80, "bijstelling_plan_van_aanpak", ADJUSTED)
        second = scene.stage.settle("teamleider", 90, "bijstelling_plan_van_aanpak", ADJUSTED)
    who = scene.open("teamleider", 90)
    assert "hoort bij: Plan van aanpak van " in who.get(at("")).text
    plan = who.follow(who.get(at(f"/papieren/{second}")), "Plan van aanpak van")
    assert "Dit stuk is bijgesteld" in plan.text
    earlier = who.follow(plan, "Bijstelling van het plan van aanpak 1 van")
    assert earlier.url == at(f"/papieren/{first}")
    assert "Er is een latere bijstelling" in earlier.text
    assert who.follow(earlier, "Bijstelling van het plan van aanpak 2 van").url == at(f"/papieren/{second}")
    assert "latere bijstelling" not in who.get(at(f"/papieren/{second}")).text


def test_advice_that_changed_after_the_plan_leads_to_its_adjustment(scene: Scene) -> None:
    changed = {"reden": "Na het spreekuur", "wijzigingen": "Meer thuis", "terugkeer_mogelijk": "ja"}
    with connection():
        first = scene.stage.newest("probleemanalyse").id
        scene.stage.plan()
        advice = scene.stage.settle("bedrijfsarts", 80, "bijstelling_probleemanalyse", changed)
    asks, manager = "Dit advies staat nog niet in het plan", scene.open("teamleider", 80)
    page = manager.get(at(f"/papieren/{advice}"))
    assert asks in page.text
    assert manager.follow(page, "Bijstelling van het plan van aanpak").status == 200
    assert asks not in manager.get(at(f"/papieren/{first}")).text
    assert asks not in scene.open("medewerker", 80).get(at(f"/papieren/{advice}")).text
    with connection():
        scene.stage.settle("teamleider", 80, "bijstelling_plan_van_aanpak", ADJUSTED)
    assert asks not in manager.get(at(f"/papieren/{advice}")).text


def test_a_request_to_uwv_leads_to_recording_that_it_was_sent(scene: Scene) -> None:
    with connection():
        paper = scene.stage.settle("medewerker", 48, "aanvraag_deskundigenoordeel_werknemer", REQUEST)
    browser = scene.open("medewerker", 48)
    tells = at("/vastleggen/deskundigenoordeel_gevraagd?vraag=eigen_werk")
    page = browser.get(at(f"/papieren/{paper}"))
    assert page.soup.find("a", string="Leg dat vast")["href"] == tells
    settled = browser.get(at(f"/papieren/{paper}/vastgesteld"))
    for shown in (page, settled):
        assert "formulier van UWV" in shown.text, "this paper is not the request: UWV has a form of its own"
    assert settled.soup.find("a", string="Leg dan vast dat u het vroeg")["href"] == tells
    chosen = browser.get(tells).soup.select_one("input[name=vraag][checked]")
    assert chosen["value"] == "eigen_werk"


@pytest.mark.parametrize("login", ["teamleider", "afdelingshoofd", "bedrijfsarts", "hrm-adviseur", "personele-dienst"])
def test_that_the_employee_prepared_a_request_is_known_to_nobody_else(scene: Scene, login: str) -> None:
    with connection():
        scene.stage.settle("medewerker", 48, "aanvraag_deskundigenoordeel_werknemer", REQUEST)
    why = at("/stappen/ondertekenen:aanvraag_deskundigenoordeel_werknemer:medewerker/1/uitleg")
    assert scene.open("medewerker", 48).get(why).status == 200
    assert scene.open(login, 48).get(why).status == 404


def test_the_ruling_of_uwv_leads_to_the_plan_with_what_was_asked(scene: Scene) -> None:
    """Verzuimprotocol 4.7.1 and 4.9: both talk about the ruling and adjust the plan where needed."""
    stage = scene.stage
    with connection():
        stage.plan()
        opinion = "deskundigenoordeel"
        asked = record(
            **stage.who("medewerker", 50),
            kind=f"{opinion}_gevraagd",
            on=stage.day(50),
            answers={"vraag": "passend_werk"},
        )
        said = {"aanvraag": str(asked), "uitslag": "nee"}
        record(**stage.who("medewerker", 90), kind=f"{opinion}_ontvangen", on=stage.day(90), answers=said)
    task = scene.open("teamleider", 90).get(at("/stappen/deskundigenoordeel_verwerken/1"))
    assert "Is het aangeboden werk passend? Nee." in task.text
    adjusts = at("/papieren/bijstelling_plan_van_aanpak/invullen")
    assert task.link("Bijstelling van het plan van aanpak maken") == adjusts


def test_who_answers_for_uwv_too_early_is_led_to_what_comes_first(tmp_path: Path) -> None:
    """Wet WIA art. 24: the joint request goes to UWV, and then UWV answers."""
    scene = Scene(tmp_path, "near_the_end")
    with connection():
        delayed(scene.stage)
    manager = scene.open("teamleider", 604)
    page = manager.get(at("/vastleggen/uitstel_besloten"))
    assert page.link("Eerst: Verzoek om uitstel van de WIA-aanvraag naar UWV sturen") == at(
        "/stappen/uitstel_opsturen/1"
    )
    own = scene.open("medewerker", 604).get(at("/wia-aanvraag"))
    assert "UWV moet nog antwoorden" in own.text
    with connection():
        tick_step(**scene.stage.who("teamleider", 604), key="uitstel_opsturen", round=1, on=scene.stage.day(604))
        who = scene.stage.who("teamleider", 620)
        record(**who, kind="uitstel_besloten", on=scene.stage.day(620), answers={"besluit": "afgewezen"})
    own = scene.open("medewerker", 620).get(at("/wia-aanvraag"))
    assert "UWV geeft geen uitstel" in own.text
    assert "UWV moet nog antwoorden" not in own.text


def test_the_employee_reads_that_a_second_request_goes_on_from_what_uwv_refused(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "near_the_end")
    who = scene.stage.who
    with connection():
        delayed(scene.stage)
        delayed(scene.stage, 610, begin=910)
        for number in (1, 2):
            tick_step(**who("teamleider", 612), key="uitstel_opsturen", round=number, on=scene.stage.day(612))
        no = {"besluit": "afgewezen"}
        record(**who("teamleider", 620), kind="uitstel_besloten", on=scene.stage.day(620), answers=no)
    own = scene.open("medewerker", 620).get(at("/wia-aanvraag"))
    assert "UWV geeft geen uitstel" in own.text
    assert "UWV moet nog antwoorden op uw latere verzoek" in own.text
    assert "Het telt pas als UWV daar ja op zegt." in own.text
    with connection():
        yes = {"besluit": "toegekend"}
        record(**who("teamleider", 630), kind="uitstel_besloten", on=scene.stage.day(630), answers=yes)
    own = scene.open("medewerker", 630).get(at("/wia-aanvraag"))
    assert "De aanvraag is uitgesteld" in own.text
    assert "UWV geeft geen uitstel" not in own.text


def test_a_delay_says_before_one_types_that_the_advice_comes_first(scene: Scene) -> None:
    """Verzuimprotocol 4.10: a joint request, on the written advice of the bedrijfsarts."""
    manager = scene.open("teamleider", 602)
    refused = manager.get(at("/papieren/verzoek_uitstel_wia/invullen"))
    assert refused.status == 422
    assert "Eerst is dit stuk nodig: Advies over uitstel van de WIA-aanvraag" in refused.text
    assert refused.link("Vraag stellen aan de arbodienst") == at("/vraag-arbodienst")
    assert "Eerst nodig: Advies over uitstel van de WIA-aanvraag." in manager.get(at("")).text


def test_a_wage_sanction_is_recorded_also_when_nobody_told_of_the_application(scene: Scene) -> None:
    """The decision of UWV shows that there was one (Wet WIA art. 25 lid 9); who is ill may never have ticked it."""
    assert scene.open("teamleider", 690).get(at("/vastleggen/loonsanctie_opgelegd")).status == 200
    early = scene.open("teamleider", 600).get(at("/vastleggen/loonsanctie_opgelegd"))
    assert early.status == 422


def test_who_types_an_answer_while_another_gives_it_keeps_the_words(scene: Scene) -> None:
    stage, day = scene.stage, scene.stage.day(70)
    proposal = {"stap": "plan_van_aanpak#1", "tot": day.isoformat(), "reden": "De leidinggevende is er dan weer."}
    with connection():
        record(**stage.who("medewerker", 45), kind="latere_datum", answers=proposal)
    manager, kind = scene.open("teamleider", 46), "latere_datum_antwoord_leiding"
    form = manager.get(at(f"/vastleggen/{kind}"))
    with connection():
        record(**stage.who("teamleider", 46), kind=kind, answers={"antwoord": "nee"})
    sent = manager.fill(form, {"antwoord": "ja", "toelichting": "Dat past mij ook."}, with_field="antwoord")
    assert sent.status == 422
    assert "Dat past mij ook." in sent.text
    assert "dit wordt nu niet gevraagd, of het is al vastgelegd" in sent.errors


@pytest.mark.parametrize("login", ["medewerker", "teamleider"])
def test_without_a_step_that_can_be_moved_no_later_date_is_offered(tmp_path: Path, login: str) -> None:
    """After week 87 only the hand-over and the application are left: those have no later date."""
    scene = Scene(tmp_path, "near_the_end")
    address, label = at("/vastleggen/latere_datum"), "Samen een latere datum afspreken"
    before = scene.open(login, 620)
    assert label in before.get(at("/vastleggen")).links()
    assert before.get(address).status == 200
    advice = "advies_re_integratiedeskundige"
    scene.stage.settle("re-integratiedeskundige", 620, advice, texts.week_13_values(scene.stage.day(620)))
    after = scene.open(login, 621)
    assert label not in after.get(at("/vastleggen")).links()
    refused = after.get(address)
    assert refused.status == 422
    assert "Er is nu geen stap waarvan u samen de datum kunt verschuiven." in refused.text
    assert refused.link("Naar het dossier") == at("")


def test_a_ruling_of_before_it_named_its_request_can_be_corrected_so_that_it_does(scene: Scene) -> None:
    stage, kind = scene.stage, "deskundigenoordeel_ontvangen"
    with connection():
        for login, question in (("medewerker", "passend_werk"), ("teamleider", "inzet_werknemer")):
            said = {"vraag": question}
            record(**stage.who(login, 45), kind="deskundigenoordeel_gevraagd", on=stage.day(45), answers=said)
        with opened(stage.dossier_id, "record", actor=stage.ids["medewerker"], now=stage.moment(90)) as dossier:
            seq = dossier.append(kind, stage.day(90), {"uitslag": "nee", "rol": "medewerker"})
    who = scene.open("medewerker", 91)
    form = who.get(at(f"/feiten/{seq}/verbeteren"))
    assert form.status == 200
    asked = [int(str(one["value"])) for one in form.soup.select("input[name=aanvraag]")]
    assert len(asked) == 2
    change = {"aanvraag": str(max(asked)), "reden_correctie": "Het was die van mijn leidinggevende."}
    sent = who.fill(form, change, with_field="aanvraag")
    assert "De verbetering staat in het dossier." in sent.text
    assert "Op: Doet de medewerker genoeg voor de re-integratie?" in who.get(at("")).text


def test_a_yes_is_only_to_what_the_employee_saw(scene: Scene) -> None:
    """Another casemanager was put in the place of the one on the page: the yes let a stranger in."""
    stage = scene.stage
    with connection():
        proposed = record(**stage.who("teamleider", 45), kind="casemanager_voorgesteld", answers={"persoon": "001117"})
    own = scene.open("medewerker", 46)
    form = own.get(at("/vastleggen/casemanager_antwoord"))
    with connection():
        other = {"persoon": "001023"}
        who = stage.who("teamleider", 46)
        correct_fact(**who, seq=proposed, on=stage.day(45), changes=other, reason="Toch een ander")
    again = own.fill(form, {"antwoord": "ja"})
    assert (again.status, again.fields()["antwoord"]) == (422, "ja")
    assert "Waar u op antwoordt, is intussen veranderd" in again.errors
    assert "Benali" in again.text
    with connection():
        assert stage.seen_by("medewerker", 46).facts[-1].kind == "casemanager_voorgesteld"
    assert own.fill(again).status == 200
    with connection():
        assert stage.seen_by("medewerker", 46).facts[-1].data["antwoord"] == "ja"


def test_a_decision_on_a_holiday_that_was_taken_back_is_not_on_the_next_one(scene: Scene) -> None:
    stage = scene.stage
    with connection():
        first, _ = (
            record(
                **stage.who("medewerker", day),
                kind="vakantie_gevraagd",
                answers={"van": stage.day(day + 10).isoformat(), "tot": stage.day(day + 12).isoformat()},
            )
            for day in (44, 45)
        )
    manager = scene.open("teamleider", 46)
    form = manager.get(at("/vastleggen/vakantie_besluit"))
    with connection():
        withdraw_fact(**stage.who("medewerker", 46), seq=first, reason="Toch niet")
    again = manager.fill(form, {"besluit": "niet_akkoord", "reden": "Te druk."})
    assert "Waar u op antwoordt, is intussen veranderd" in again.errors
    assert again.fields()["reden"] == "Te druk."
    assert manager.fill(again).status == 200


def test_a_return_that_was_taken_back_is_not_recorded_unseen(scene: Scene) -> None:
    stage = scene.stage
    with connection():
        who = stage.who("medewerker", 45)
        told = record(**who, kind="hersteld_gemeld", on=stage.day(46), answers={"geheel": "ja", "uren": ""})
    manager = scene.open("teamleider", 46)
    form = manager.get(at("/herstel"))
    with connection():
        withdraw_fact(**stage.who("medewerker", 46), seq=told, reason="Het gaat toch niet")
    again = manager.fill(form, {"uren": "32"}, with_field="op")
    assert "trok de melding intussen in" in again.errors
    assert again.fields("op")["uren"] == "32"
    with connection():
        assert not stage.seen_by("teamleider", 46).situation.partial
    # Seen it, and it is so all the same.
    assert manager.fill(again, with_field="op").status == 200
