"""An invitation and a forgotten password: by mail through a real server, once, and without telling who exists."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.cli.worker import jobs
from portal.storage.database import connection, rows
from portal.web.clock import clock_on
from tests.postbox import Postbox, serving
from tests.web.browsing import PASSWORD, Visitor, visitor
from tests.web.page import Page
from tests.web.scene import Scene, token
from tests.web.second_factor import add_app, next_code, press

NEW = "vier paarden in de wei"
TODAY = 10


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def scene(tmp_path: Path, postbox: Postbox) -> Iterator[Scene]:
    """A portal that sends mail, in the second week of a dossier."""
    found = Scene(tmp_path, "sick")
    with serving(postbox) as port:
        mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "p@water.example"}
        found.settings = replace(found.settings, **mail, address="https://portaal.example")  # type: ignore[arg-type]
        yield found


@pytest.fixture
def work(scene: Scene) -> Callable[..., None]:
    """Let the worker do all there is to do."""

    def done(moved: timedelta = timedelta(0)) -> None:
        clock = clock_on(scene.stage.day(TODAY))
        # Without the mail of the morning, which goes out only at some hours of the clock on the wall.
        answer, _, *others = jobs(scene.settings, lambda: clock() + moved)
        while any([do() for do in (answer, *others)]):
            pass

    return done


def asks(scene: Scene, typed: str) -> Page:
    """What a stranger gets to see who asks for a link."""
    who = scene.stranger(TODAY)
    form = who.get("/wachtwoord-vergeten")
    assert form.link("Terug naar inloggen") == "/inloggen"
    return who.fill(form, {"wie": typed}, with_field="wie")


def chooses(who: Visitor, link: str, password: str = NEW) -> Page:
    """Open the link and choose a password with it."""
    page = who.get(link)
    return who.fill(page, {"wachtwoord": password, "nogmaals": password}, with_field="wachtwoord")


def email_of(scene: Scene, login: str) -> str:
    with connection():
        [(email,)] = rows("SELECT email FROM person WHERE id = ?", scene.stage.ids[login])
    return str(email)


def proposes(scene: Scene, role: str, email: str, login: str) -> Page:
    """What the beheerder gets to see who proposes a function."""
    beheerder = scene.open("beheerder", TODAY)
    page = beheerder.follow(beheerder.get("/beheer"), "Voor iemand met een functie")
    return beheerder.fill(page, {"role": role, "name": "N. Nieuw", "email": email, "login": login}, with_field="login")


def test_who_is_invited_chooses_a_password_and_comes_in(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    proposal = proposes(scene, "bedrijfsarts", "Arts@arbo.example", "arts9")
    second = scene.open("bedrijfsarts2", TODAY)
    assert press(second, f"{proposal.url}/bevestigen", second.get(proposal.url)).status == 200
    work()
    assert all("Nieuw" not in text for _, _, text in postbox.texts())
    postbox.mails.sort(key=lambda mail: mail[0] == "arts@arbo.example")
    who = scene.stranger(TODAY)
    assert "Uw gebruikersnaam is arts9" in who.get(postbox.link()).text
    assert chooses(who, postbox.link()).heading == "Inloggen"
    assert who.sign_in("arts9", NEW).heading != "Inloggen"


def test_an_employee_is_invited_by_number(scene: Scene, postbox: Postbox, work: Callable[..., None]) -> None:
    number = "002018"
    with connection():
        [(person_id, email)] = rows("SELECT id, email FROM person WHERE personnel_number = ?", number)
        rows("DELETE FROM account WHERE person_id = ?", person_id)
    beheerder = scene.open("beheerder", TODAY)
    page = beheerder.follow(beheerder.get("/beheer"), "Voor een medewerker")
    assert "geen medewerker in dienst" in beheerder.fill(page, {"personnel_number": "x"}, with_field="login").errors
    beheerder.fill(page, {"personnel_number": number}, with_field="login")
    work()
    assert postbox.texts()[-1][0] == email
    who = scene.stranger(TODAY)
    chooses(who, postbox.link())
    assert who.sign_in(number, NEW).heading != "Inloggen"


@pytest.mark.asvs("6.4.1")
@pytest.mark.parametrize(("days", "works"), [(6, True), (8, False)])
def test_an_invitation_works_for_seven_days(
    scene: Scene, postbox: Postbox, work: Callable[..., None], days: int, works: bool
) -> None:
    invited(scene)
    work()
    page = scene.stranger(TODAY + days).get(postbox.link())
    assert (page.status, page.heading) == ((200, "Wachtwoord kiezen") if works else (410, "Deze link werkt niet meer"))


@pytest.mark.asvs("6.4.1")
def test_a_link_works_once_and_a_newer_invitation_replaces_it(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    invited(scene)
    work()
    first = postbox.link()
    invited(scene)
    work()
    assert scene.stranger(TODAY).get(first).status == 410
    opened_twice = scene.stranger(TODAY), scene.stranger(TODAY)
    pages = [who.get(postbox.link()) for who in opened_twice]
    done = [
        who.fill(page, {"wachtwoord": NEW, "nogmaals": NEW}, with_field="wachtwoord")
        for who, page in zip(opened_twice, pages, strict=True)
    ]
    assert [page.heading for page in done] == ["Inloggen", "Deze link werkt niet meer"]


def test_a_password_that_is_no_good_leaves_the_link_as_it_was(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    invited(scene)
    work()
    who = scene.stranger(TODAY)
    assert "te kort" in chooses(who, postbox.link(), "kort").errors
    assert chooses(who, postbox.link()).heading == "Inloggen"


def invited(scene: Scene, login: str = "medewerker") -> Page:
    """What the beheerder gets to see after a new invitation."""
    beheerder = scene.open("beheerder", TODAY)
    address = f"/beheer/accounts/{scene.stage.ids[login]}/uitnodigen"
    return beheerder.post(address, {"csrf_token": token(beheerder)})


@pytest.mark.parametrize("when", ["address", "text"])
def test_the_beheerder_sees_that_an_invitation_was_refused(
    scene: Scene, postbox: Postbox, work: Callable[..., None], when: str
) -> None:
    email = email_of(scene, "medewerker")
    beheerder = scene.open("beheerder", TODAY)
    assert "Mail die niet aankwam" not in beheerder.get("/beheer").text
    if when == "address":
        postbox.unknown = {email}
    else:
        postbox.says_to_text = ["550 Not from here"]
    invited(scene)
    assert "Er is een uitnodiging die werkt" in beheerder.get(f"/beheer/accounts/{scene.stage.ids['medewerker']}").text
    work()
    assert postbox.mails == []
    page = beheerder.get("/beheer")
    assert "Mail die niet aankwam (1)" in page.text
    assert f"Joost van der Meulen : {email}, 1 keer" in page.text
    account = beheerder.follow(page, "Joost van der Meulen")
    assert "Er is een uitnodiging die werkt" not in account.text
    assert "Mail kwam niet aan uitnodiging of link" in account.text
    postbox.unknown = set()
    invited(scene)
    work()
    assert scene.stranger(TODAY).get(postbox.link()).status == 200


def test_who_was_appointed_today_at_a_wrong_address_is_blocked_and_proposed_anew(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    postbox.unknown = {"arst@arbo.example"}
    proposal = proposes(scene, "bedrijfsarts", "arst@arbo.example", "arts9")
    second = scene.open("bedrijfsarts2", TODAY)
    press(second, f"{proposal.url}/bevestigen", second.get(proposal.url))
    work()
    beheerder = scene.open("beheerder", TODAY)
    page = beheerder.get("/beheer")
    assert "met het goede adres en een andere gebruikersnaam" in page.text
    account = beheerder.follow(page, "N. Nieuw")
    after = beheerder.post(f"{account.url}/blokkeren", {"csrf_token": token(beheerder)})
    assert (after.status, after.url) == (200, account.url)
    card = after.soup.find(id="geblokkeerd").get_text(" ", strip=True)
    assert "Geblokkeerd op 15 januari 2026" in card
    assert "door Ravi Sharma" in card
    assert after.link("Stel de functie opnieuw voor").endswith("/functie")
    listed = beheerder.get("/beheer?zoek=arts9")
    assert "geblokkeerd" in listed.soup.find(id="accounts").get_text(" ", strip=True)
    assert "Deze persoon heeft hier geen functie" in beheerder.follow(listed, "N. Nieuw").text
    assert "Mail die niet aankwam" not in listed.text, "nothing is left to do about that mail"
    assert "«arts9» is al in gebruik" in proposes(scene, "bedrijfsarts", "arts@arbo.example", "arts9").errors
    assert proposes(scene, "bedrijfsarts", "arts@arbo.example", "arts10").heading == "Functie wacht op bevestiging"


def test_who_was_blocked_on_the_day_of_the_appointment_is_let_in_again_and_gets_the_function_anew(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    proposal = proposes(scene, "bedrijfsarts", "arts@arbo.example", "arts9")
    second = scene.open("bedrijfsarts2", TODAY)
    press(second, f"{proposal.url}/bevestigen", second.get(proposal.url))
    beheerder = scene.open("beheerder", TODAY)
    account = beheerder.follow(beheerder.get("/beheer?zoek=arts9"), "N. Nieuw")
    blocked = beheerder.post(f"{account.url}/blokkeren", {"csrf_token": token(beheerder)})
    refused = proposes(scene, "bedrijfsarts", "arts@arbo.example", "arts10")
    assert "E-mailadres: dit account is geblokkeerd. Laat het eerst weer toe." in refused.errors
    press(beheerder, f"{account.url}/toelaten", blocked)
    again = beheerder.follow(beheerder.get(account.url), "Functie voorstellen")
    proposal = beheerder.fill(again, {"role": "bedrijfsarts"}, with_field="role")
    assert proposal.heading == "Functie wacht op bevestiging"
    press(second, f"{proposal.url}/bevestigen", second.get(proposal.url))
    assert "Deze persoon heeft hier deze functie: Bedrijfsarts" in beheerder.get(account.url).text


@pytest.mark.asvs("6.3.1")
def test_nobody_is_flooded_with_invitations(scene: Scene, postbox: Postbox, work: Callable[..., None]) -> None:
    answers = [invited(scene) for _ in range(5)]
    assert [page.status for page in answers] == [200, 200, 200, 422, 422]
    assert "Wacht een kwartier" in answers[-1].text
    assert invited(scene, "teamleider").status == 200
    work()
    assert len(postbox.mails) == 4


@pytest.mark.asvs("6.4.3")
def test_a_reset_ends_every_login_and_asks_the_second_factor_all_the_same(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    signed_in = scene.open("medewerker", TODAY)
    secret, _ = add_app(signed_in)
    asks(scene, " Medewerker ")
    work()
    who = scene.stranger(TODAY)
    chooses(who, postbox.link())
    assert signed_in.get("/").heading == "Inloggen"
    assert who.sign_in("medewerker", PASSWORD).status == 422
    page = who.sign_in("medewerker", NEW)
    assert page.heading == "Code invullen"
    assert who.fill(page, {"code": next_code(secret)}, with_field="code").status == 200
    work()
    assert [subject for _, subject, _ in postbox.texts()] == ["Ander wachtwoord", "Uw wachtwoord is veranderd"]


@pytest.mark.parametrize(("minutes", "status"), [(50, 200), (65, 410)])
def test_a_reset_works_for_an_hour(
    scene: Scene, postbox: Postbox, work: Callable[..., None], minutes: int, status: int
) -> None:
    asks(scene, email_of(scene, "medewerker").upper())
    work(timedelta(minutes=-minutes))
    assert scene.stranger(TODAY).get(postbox.link()).status == status


def test_nobody_learns_who_exists(scene: Scene, postbox: Postbox, work: Callable[..., None]) -> None:
    answers = []
    for typed in ("medewerker", "bestaat-niet", "niemand@nergens.example", email_of(scene, "teamleider")):
        answers.append(asks(scene, typed).text)
    assert len(set(answers)) == 1
    assert len(postbox.mails) == 0
    with connection():
        assert rows("SELECT COUNT(*) FROM password_link") == [(0,)]
        assert rows("SELECT COUNT(*) FROM job WHERE kind = 'wachtwoord_vergeten'") == [(4,)]
    work()
    assert {to for to, _, _ in postbox.texts()} == {email_of(scene, "medewerker"), email_of(scene, "teamleider")}


@pytest.mark.asvs("6.3.1")
def test_many_requests_are_answered_alike_and_bring_few_mails(
    scene: Scene, postbox: Postbox, work: Callable[..., None]
) -> None:
    email = email_of(scene, "medewerker")
    answers = {asks(scene, typed).text for typed in ["medewerker"] * 5 + [email] * 5}
    assert len(answers) == 1
    work()
    assert len(postbox.mails) == 3
    for number in range(10):
        asks(scene, f"gok{number}")
    with connection():
        assert rows("SELECT COUNT(*) FROM job WHERE kind = 'wachtwoord_vergeten'") == [(10,)]


@pytest.mark.asvs("14.2.1")
def test_a_link_is_kept_as_a_hash_and_leaves_the_address_bar(
    scene: Scene, postbox: Postbox, work: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    asks(scene, "medewerker")
    work()
    secret = postbox.link().rsplit("/", 1)[1]
    assert len(secret) >= 43
    answer = scene.stranger(TODAY).client.get(postbox.link())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wachtwoord-kiezen")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert secret not in caplog.text
    with connection():
        assert secret not in str(rows("SELECT * FROM password_link"))
        assert secret.encode() not in b"".join(content for (content,) in rows("SELECT content FROM job_file"))


def test_a_closed_account_gets_no_link(scene: Scene, postbox: Postbox, work: Callable[..., None]) -> None:
    invited(scene)
    work()
    link = postbox.link()
    employee, beheerder = scene.open("medewerker", TODAY), scene.open("beheerder", TODAY)
    place = f"/beheer/accounts/{scene.stage.ids['medewerker']}"
    page = beheerder.post(f"{place}/blokkeren", {"csrf_token": token(beheerder)})
    assert "Dit account is geblokkeerd" in page.text
    assert employee.get("/").heading == "Inloggen"
    assert scene.stranger(TODAY).get(link).status == 410
    asks(scene, "medewerker")
    work()
    assert len(postbox.mails) == 1
    beheerder.post(f"{place}/toelaten", {"csrf_token": token(beheerder)})
    work()
    assert scene.stranger(TODAY).sign_in("medewerker").status == 422
    chooses(employee, postbox.link())
    assert employee.sign_in("medewerker", NEW).status == 200


def test_without_a_mail_server_the_pages_say_what_to_do(scene: Scene) -> None:
    scene.settings = replace(scene.settings, smtp_host="")
    assert "verstuurt geen mail" in scene.stranger(TODAY).get("/wachtwoord-vergeten").text
    beheerder = scene.open("beheerder", TODAY)
    page = beheerder.get("/beheer")
    card = " ".join(page.soup.find(id="maken").get_text(" ").split())
    assert "Hiervoor is mail nodig" in card, "before one chooses, and not after"
    assert all(
        words in card for words in ("smtp_host", "mail_from", "portal account medewerker", "portal account nieuw")
    )
    assert not {"Voor een medewerker", "Voor iemand met een functie"} & set(page.links())
    for place in ("medewerker", "functie"):
        assert "portal account" in beheerder.get(f"/beheer/organisaties/1/{place}").text
    assert "Dit portaal verstuurt geen mail" in beheerder.get(f"/beheer/accounts/{scene.stage.ids['medewerker']}").text
    assert invited(scene).status == 422


def test_of_another_organisation_nobody_exists(scene: Scene) -> None:
    """Neither as an account to change nor by an answer about an address that is known elsewhere."""
    with connection():
        rows("INSERT INTO organisation (name, protocol) VALUES ('Gemeente Elders', 'wvp_2023')")
        [(elsewhere,)] = rows("SELECT id FROM organisation WHERE name = 'Gemeente Elders'")
        rows(
            "INSERT INTO person (organisation_id, personnel_number, name, email, job, active) "
            "VALUES (?, 'e1', 'Els Elders', 'els@elders.example', '', 1)",
            elsewhere,
        )
        [(els,)] = rows("SELECT id FROM person WHERE personnel_number = 'e1'")
        rows("INSERT INTO account (person_id, login, password_hash, active) VALUES (?, 'els', '', 1)", els)
    beheerder = scene.open("beheerder", TODAY)
    for what in ("uitnodigen", "blokkeren", "toelaten"):
        answers = {
            beheerder.post(f"/beheer/accounts/{number}/{what}", {"csrf_token": token(beheerder)}).text
            for number in (els, 999999)
        }
        assert len(answers) == 1
    assert beheerder.get(f"/beheer/organisaties/{elsewhere}/functie").status == 404
    assert beheerder.get(f"/beheer/organisaties/1/functie?persoon={els}").status == 404
    page = beheerder.follow(beheerder.get("/beheer"), "Voor iemand met een functie")
    assert "Heeft deze persoon hier al een account?" in page.text
    given = {"role": "hrm_adviseur", "name": "Els", "email": "els@elders.example", "login": "els2"}
    refused = beheerder.fill(page, given, with_field="login")
    assert "kunt u hier geen account maken" in refused.errors
    assert "Gemeente Elders" not in refused.text


def test_the_beheerder_cannot_shut_out_who_works_elsewhere_too_or_appoint_a_beheerder(scene: Scene) -> None:
    beheerder = scene.open("beheerder", TODAY)
    with connection():
        rows("INSERT INTO organisation (name, protocol) VALUES ('Gemeente Elders', 'wvp_2023')")
        rows(
            "INSERT INTO appointment (person_id, role, organisation_id, from_on) "
            "SELECT ?, 'bedrijfsarts', id, '2020-01-01' FROM organisation WHERE name = 'Gemeente Elders'",
            scene.stage.ids["bedrijfsarts"],
        )
    place = f"/beheer/accounts/{scene.stage.ids['bedrijfsarts']}/blokkeren"
    assert "werkt ook voor een andere organisatie" in beheerder.post(place, {"csrf_token": token(beheerder)}).text
    own = f"/beheer/accounts/{scene.stage.ids['beheerder']}/blokkeren"
    assert "eigen account" in beheerder.post(own, {"csrf_token": token(beheerder)}).text
    page = beheerder.follow(beheerder.get("/beheer"), "Voor iemand met een functie")
    given = {"role": "beheerder", "name": "B", "email": "b@b.example", "login": "bb"}
    assert beheerder.fill(page, given, with_field="login").status == 422
    assert visitor(scene.settings, scene.stage.day(TODAY), "bedrijfsarts").get("/").status == 200


def test_who_has_an_account_is_given_a_function_from_their_own_page(scene: Scene) -> None:
    beheerder = scene.open("beheerder", TODAY)
    account = beheerder.get(f"/beheer/accounts/{scene.stage.ids['teamleider']}")
    assert "Deze persoon heeft hier geen functie." in account.text
    form = beheerder.follow(account, "Functie voorstellen")
    assert form.heading == "Functie voor Karin de Boer"
    assert not form.soup.select("main [name=name], main [name=email], main [name=login]")
    refused = beheerder.fill(form, {"role": ""}, with_field="role")
    assert refused.heading == form.heading
    assert "Functie: vul dit in." in refused.text
    proposal = beheerder.fill(refused, {"role": "verzuimadviseur"}, with_field="role")
    assert "Karin de Boer" in proposal.text
    second = scene.open("hrm-adviseur", TODAY)
    assert press(second, f"{proposal.url}/bevestigen", second.get(proposal.url)).status == 200
    assert "Deze persoon heeft hier deze functie: Verzuimadviseur." in beheerder.get(account.url).text
    own = beheerder.get(f"/beheer/accounts/{scene.stage.ids['beheerder']}")
    assert "Functie voorstellen" not in own.text


def test_the_beheerder_gives_no_function_to_themself(scene: Scene) -> None:
    beheerder = scene.open("beheerder", TODAY)
    page = beheerder.follow(beheerder.get("/beheer"), "Voor iemand met een functie")
    given = {"role": "hrm_adviseur", "name": "Ravi", "email": email_of(scene, "beheerder"), "login": "ravi2"}
    assert "geen functie geven aan uzelf" in beheerder.fill(page, given, with_field="login").errors
    assert beheerder.get("/dossiers/0001").status == 404
