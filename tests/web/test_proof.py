"""Before an act of law one proves once more who one is, when the last proof is older than five minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.sign_paper import sign_paper
from portal.demonstration.texts import ANALYSIS, plan_values
from portal.settings import Settings
from portal.storage.database import connection, rows
from portal.web.app import create_app
from portal.web.guard import BEFORE, IN_FORM, SIGNED_IN, guarded, policy_of
from portal.web.views.here import acting
from portal.web.views.here import who as who_acts
from tests.staging import FIRST
from tests.web.browsing import PASSWORD, Visitor
from tests.web.page import BadPage, Page, checked
from tests.web.scene import Scene, at, token
from tests.web.scene import press as fill_press
from tests.web.second_factor import add_app, next_code

VIEW = """Te snel.
Liever <b>rustig</b> & "kalm"."""
PASSWORD_FORM = "/inloggen-beveiligen/wachtwoord"
NEW_PASSWORD = {"huidig": PASSWORD, "wachtwoord": "acht koeien in de wei", "nogmaals": "acht koeien in de wei"}
OWN_WORDS = {"uitkomst": "gezien_niet_akkoord", "zienswijze": VIEW, "naam": "Joost van der Meulen"}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


@pytest.fixture
def address(scene: Scene) -> str:
    """Where the employee signs a plan van aanpak."""
    with connection():
        plan = scene.stage.settle("teamleider", 48, "plan_van_aanpak", plan_values(FIRST + timedelta(days=48)))
    return at(f"/papieren/{plan}/ondertekenen")


def grow_old(minutes: int = 6) -> None:
    """Let so many minutes pass since everyone proved who they are."""
    with connection():
        for number, text in rows("SELECT id, proved_at FROM session"):
            moment = datetime.fromisoformat(text) - timedelta(minutes=minutes)
            rows("UPDATE session SET proved_at = ? WHERE id = ?", moment.astimezone(UTC).isoformat(), number)


def asked(who: Visitor, address: str) -> Page:
    """The page that asks who one is, in the place of the signature that was typed."""
    form = who.get(address)
    page = who.fill(form, OWN_WORDS, with_field="uitkomst")
    assert (page.status, page.heading) == (422, "Bevestig dat u het bent")
    return page


def confirm(who: Visitor, page: Page, **values: str) -> Page:
    return who.fill(page, {"bewijs_wachtwoord": PASSWORD} | values, with_field="bewijs_wachtwoord")


def signatures(scene: Scene) -> list[Any]:
    with connection():
        return rows("SELECT seq FROM fact WHERE kind = 'ondertekend' AND author_id = ?", scene.stage.ids["medewerker"])


def cookie(who: Visitor) -> str:
    found = who.client.get_cookie("portaal")
    assert found
    return str(found.value)


@pytest.mark.asvs("7.5.1")
def test_who_came_in_a_moment_ago_is_not_asked(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    grow_old(4)
    done = who.fill(who.get(address), OWN_WORDS, with_field="uitkomst")
    assert "Uw antwoord staat in het stuk" in done.text


def test_after_five_minutes_one_is_asked_and_nothing_typed_is_lost(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    grow_old()
    page = asked(who, address)
    assert signatures(scene) == []
    done = confirm(who, page)
    assert "Uw antwoord staat in het stuk" in done.text
    assert done.soup.select_one("blockquote.said").get_text() == VIEW


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"bewijs_wachtwoord": "verkeerd"}, "wachtwoord klopt niet"),
        ({"bewijs_wachtwoord": ""}, "Uw wachtwoord: vul dit in"),
    ],
)
def test_a_wrong_proof_signs_nothing_and_keeps_what_was_typed(
    scene: Scene, address: str, values: dict[str, str], words: str
) -> None:
    who = scene.open("medewerker", 49)
    grow_old()
    refused = confirm(who, asked(who, address), **values)
    assert refused.status == 422
    assert words in refused.errors
    assert signatures(scene) == []
    fields = refused.fields("bewijs_wachtwoord")
    assert fields["bewijs_wachtwoord"] == ""
    assert {name: fields[name] for name in OWN_WORDS} == OWN_WORDS
    assert "Uw antwoord staat in het stuk" in confirm(who, refused).text


@pytest.mark.asvs("7.2.4")
def test_a_proof_gives_the_login_another_cookie_and_the_old_one_is_dead(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    before = cookie(who)
    grow_old()
    confirm(who, asked(who, address))
    assert who.get("/").heading != "Inloggen"
    copied = scene.stranger(49)
    copied.client.set_cookie("portaal", before)
    assert copied.get("/").heading == "Inloggen"


def test_an_answer_that_changes_nothing_in_the_cookie_sends_none(scene: Scene) -> None:
    # A slow answer to another tab would else put back the token from before the proof, which is dead.
    who = scene.open("medewerker", 48)
    assert who.client.get("/dossiers").status_code == 200
    assert not who.client.get("/dossiers").headers.getlist("Set-Cookie")


def test_who_has_an_app_is_asked_for_its_code_too(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    secret, codes = add_app(who)
    grow_old()
    page = asked(who, address)
    for wrong in ({}, {"bewijs_code": "000000"}, {"bewijs_code": codes[0], "bewijs_wachtwoord": "verkeerd"}):
        page = confirm(who, page, **wrong)
        assert (page.status, signatures(scene)) == (422, [])
    assert "Uw antwoord staat in het stuk" in confirm(who, page, bewijs_code=next_code(secret)).text


@pytest.mark.asvs("6.3.1")
def test_guessing_here_counts_as_guessing_at_the_door(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    grow_old()
    page = asked(who, address)
    for _ in range(5):
        page = confirm(who, page, bewijs_wachtwoord="verkeerd")
    assert "Wacht een kwartier" in confirm(who, page).errors
    assert signatures(scene) == []
    assert "Wacht een kwartier" in scene.stranger(49).sign_in("medewerker").errors


def test_whoever_may_not_act_is_not_asked_for_a_password(scene: Scene, address: str) -> None:
    who = scene.open("teamleider", 49)
    grow_old()
    assert who.post(at("/ontvangst"), {"csrf_token": token(who)}).status == 403


def test_settling_a_paper_that_one_signs_alone_is_signing_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    doctor = scene.open("bedrijfsarts", 38)
    form = doctor.get(at("/papieren/probleemanalyse/invullen?alles=ja"))
    grow_old()
    asked = fill_press(doctor, form, "vaststellen", {**ANALYSIS, "verklaring": True})
    assert (asked.status, asked.heading) == (422, "Bevestig dat u het bent")
    assert scene.draft("bedrijfsarts", "probleemanalyse")["beperkingen"] == ANALYSIS["beperkingen"]
    assert "vastgesteld en ondertekend" in confirm(doctor, asked).text
    grow_old()
    manager = scene.open("teamleider", 25)
    grow_old()
    form = manager.get(at("/papieren/probleemanalyse_intake/invullen"))
    assert fill_press(manager, form, "bewaren").heading != "Bevestig dat u het bent"


def test_what_a_paper_still_lacks_is_said_before_its_writer_is_asked_for_a_proof(tmp_path: Path) -> None:
    """Nobody proves who they are for an act that cannot be done yet."""
    scene = Scene(tmp_path, "sick")
    doctor = scene.open("bedrijfsarts", 38)
    form = doctor.get(at("/papieren/probleemanalyse/invullen?alles=ja"))
    grow_old()
    lacking = fill_press(doctor, form, "vaststellen", {**ANALYSIS, "beperkingen": "", "verklaring": True})
    assert (lacking.status, lacking.heading) == (422, "Probleemanalyse")
    assert "Beperkingen in het werk: vul dit in" in lacking.errors
    undeclared = fill_press(doctor, lacking, "vaststellen", {**ANALYSIS, "verklaring": ""})
    assert "Zet het vinkje" in undeclared.errors, undeclared.text[:400]
    asked = fill_press(doctor, undeclared, "vaststellen", {"verklaring": True})
    assert asked.heading == "Bevestig dat u het bent"
    assert "vastgesteld en ondertekend" in confirm(doctor, asked).text


def test_what_an_answer_still_lacks_is_said_before_its_signer_is_asked_for_a_proof(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    form = who.get(address)
    grow_old()
    lacking = who.fill(form, OWN_WORDS | {"uitkomst": "", "naam": ""}, with_field="uitkomst")
    assert (lacking.status, lacking.heading) == (422, "Plan van aanpak ondertekenen")
    assert [link["href"] for link in lacking.soup.select(".error-summary a")] == ["#uitkomst", "#naam"]
    asked = who.fill(lacking, OWN_WORDS, with_field="uitkomst")
    assert asked.heading == "Bevestig dat u het bent"
    assert signatures(scene) == []
    assert "Uw antwoord staat in het stuk" in confirm(who, asked).text


def test_a_right_password_with_a_wrong_answer_signs_nothing_and_is_no_proof(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    form = who.get(address)
    grow_old()
    sent = OWN_WORDS | {"naam": "Iemand anders", "bewijs_wachtwoord": PASSWORD}
    refused = who.fill(form, sent, with_field="uitkomst")
    assert (refused.status, signatures(scene)) == (422, [])
    assert PASSWORD not in refused.content.decode()
    assert who.fill(refused, OWN_WORDS, with_field="uitkomst").heading == "Bevestig dat u het bent"
    assert signatures(scene) == []


def test_a_view_that_leaves_the_proof_to_a_form_and_has_none_does_nothing(
    scene: Scene, address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = scene.open("medewerker", 49)
    app = who.client.application

    @guarded("sign_paper", proof=IN_FORM)
    def careless(number: str, paper_id: int) -> str:
        sign_paper(**who_acts(), paper_id=paper_id, outcome="akkoord", name=OWN_WORDS["naam"])
        return number

    monkeypatch.setitem(app.view_functions, "papers.sign", careless)
    grow_old()
    with caplog.at_level("ERROR", logger="portal"):
        answer = who.post(address, {"csrf_token": token(who)})
    assert (answer.status, signatures(scene)) == (500, [])
    assert "ProofOwed" in caplog.text


def test_nor_does_a_view_outside_a_dossier(
    scene: Scene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_at = beheer(scene, "medewerker")
    who = scene.open("beheerder", 49)

    @guarded(SIGNED_IN, function="beheerder", proof=IN_FORM)
    def careless(organisation_id: int) -> str:
        return f"{organisation_id} {acting()}"

    monkeypatch.setitem(who.client.application.view_functions, "admit.employee", careless)
    grow_old()
    with caplog.at_level("ERROR", logger="portal"):
        answer = who.post(form_at, {"csrf_token": token(who)})
    assert answer.status == 500
    assert "ProofOwed" in caplog.text


def beheer(scene: Scene, place: str) -> str:
    """Where the beheerder of a portal that sends mail fills in a form."""
    scene.settings = replace(scene.settings, smtp_host="post.example", mail_from="portaal@example.nl")
    with connection():
        [(here,)] = rows("SELECT organisation_id FROM dossier")
    return f"/beheer/organisaties/{here}/{place}"


EMPLOYEE = {"personnel_number": "002018", "login": "esra.demir"}
FUNCTION = {"role": "bedrijfsarts", "name": "N. Nieuw", "email": "arts@arbo.example", "login": "arts9", "unit": ""}


@pytest.mark.parametrize(
    ("place", "typed", "wrong", "done"),
    [
        ("medewerker", EMPLOYEE, {"personnel_number": "geen"}, "Het account is er."),
        ("functie", FUNCTION, {"email": "geen adres", "unit": "x9"}, "Het voorstel is er."),
    ],
)
def test_a_form_of_the_beheerder_is_right_before_a_proof_is_asked(
    scene: Scene, place: str, typed: dict[str, str], wrong: dict[str, str], done: str
) -> None:
    form_at = beheer(scene, place)
    with connection():
        rows("DELETE FROM account WHERE person_id = (SELECT id FROM person WHERE personnel_number = '002018')")
    who = scene.open("beheerder", 49)
    form = who.get(form_at)
    grow_old()
    lacking = who.fill(form, typed | wrong, with_field="login")
    assert (lacking.status, lacking.url) == (422, form_at)
    assert [link["href"] for link in lacking.soup.select(".error-summary a")] == [f"#{name}" for name in wrong]
    page = who.fill(lacking, typed, with_field="login")
    assert (page.status, page.heading) == (422, "Bevestig dat u het bent")
    assert {name: page.fields("bewijs_wachtwoord")[name] for name in typed} == typed
    with connection():
        made = "SELECT login FROM account WHERE login = ? UNION SELECT login FROM proposed_function WHERE login = ?"
        assert rows(made, typed["login"], typed["login"]) == []
    assert done in confirm(who, page).text


@pytest.mark.asvs("7.5.1")
def test_the_proof_comes_before_the_form_in_which_a_new_password_is_typed(scene: Scene) -> None:
    who = scene.open("medewerker", 49)
    assert who.get(PASSWORD_FORM).heading == "Wachtwoord veranderen"
    grow_old()
    page = who.get(PASSWORD_FORM)
    assert (page.status, page.heading) == (200, "Bevestig dat u het bent")
    wrong = confirm(who, page, bewijs_wachtwoord="verkeerd")
    assert (wrong.status, wrong.heading) == (422, "Bevestig dat u het bent")
    form = confirm(who, wrong)
    assert (form.status, form.heading, form.errors) == (200, "Wachtwoord veranderen", "")
    assert "Uw wachtwoord is veranderd." in who.fill(form, NEW_PASSWORD, with_field="huidig").text


def test_a_typed_password_is_never_in_the_page_that_asks_for_a_proof(scene: Scene) -> None:
    who = scene.open("medewerker", 49)
    form = who.get(PASSWORD_FORM)
    grow_old()
    page = who.fill(form, NEW_PASSWORD, with_field="huidig")
    assert (page.status, page.heading) == (422, "Bevestig dat u het bent")
    for sent in (page, confirm(who, page, bewijs_wachtwoord="")):
        assert "opnieuw" in sent.text
        assert not any(word in sent.content.decode() for word in NEW_PASSWORD.values())
    form = confirm(who, page)
    assert (form.heading, form.errors) == ("Wachtwoord veranderen", "")
    assert scene.stranger(49).sign_in("medewerker").status == 200, "nothing has changed yet"
    assert "Uw wachtwoord is veranderd." in who.fill(form, NEW_PASSWORD, with_field="huidig").text


def test_only_behind_a_proof_that_came_before_it_is_a_password_asked(scene: Scene) -> None:
    """Of the forms that wait for a proof: what was typed in the others goes along in the page that asks for it."""
    who = scene.open("beheerder", 49)
    waiting = [PASSWORD_FORM, beheer(scene, "medewerker"), beheer(scene, "functie")]
    asking = [one for one in waiting if who.get(one).soup.select("main input[type=password]")]
    assert asking == [PASSWORD_FORM]
    assert policy_of(who.client.application, "secure.password").proof == BEFORE


def test_a_page_with_a_typed_password_in_it_is_no_page() -> None:
    for field in ('type="hidden" name="wachtwoord"', 'type="password" aria-label="x" name="bewijs_wachtwoord"'):
        with pytest.raises(BadPage, match="typed password"):
            checked(f'<p><input {field} value="acht koeien"></p>', whole=False)


def test_acts_of_law_and_changes_of_logging_in_ask_for_a_proof(scene: Scene) -> None:
    """By hand: what is signed, handed over, received, sent or recorded about a signature; and one's own login."""
    app = create_app(Settings(mode="test", instance=scene.settings.instance, secret_key="k" * 40))
    asking = {name for name in app.view_functions if policy_of(app, name).proof}
    assert asking == {
        "papers.sign",
        "papers.not_signed",
        "on_paper.confirm",
        "wia.hand_over",
        "wia.receipt",
        "wia.sent",
        "takeover.take_over",
        "running_case.sign_on_paper",
        "beheer.end_logins",
        "sign_on.connect",
        "sign_on.disconnect",
        "functions.confirm",
        "calendars.make",
        "admit.employee",
        "admit.colleague",
        "admit.send_invitation",
        "admit.shut",
        "admit.disconnect",
        "admit.let_in_again",
        "beheer.take_factors",
        "passkeys.ask",
        "passkeys.add",
        "passkeys.remove",
        "secure.begin_app",
        "secure.remove_app",
        "secure.renew_codes",
        "secure.password",
        "signed_in.end",
        "signed_in.end_others",
    }


def test_the_password_has_the_focus_until_something_is_wrong(scene: Scene, address: str) -> None:
    who = scene.open("medewerker", 49)
    grow_old()
    page = asked(who, address)
    assert [one["name"] for one in page.soup.select("[autofocus]")] == ["bewijs_wachtwoord"]
    wrong = confirm(who, page, bewijs_wachtwoord="iets anders")
    assert [one["class"] for one in wrong.soup.select("[autofocus]")] == [["error-summary"]]
