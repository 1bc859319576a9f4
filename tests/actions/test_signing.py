"""Signing: three honest outcomes, each of them in the paper, and nothing stored when it is refused."""

from datetime import timedelta
from hashlib import sha256

import pytest

from portal.actions.settle_paper import place_of_next
from portal.actions.sign_paper import record_not_signed, sign_paper
from portal.actions.signed_words import mark_words
from portal.actions.tick_step import tick_step
from portal.actions.withdraw_paper import withdraw_paper
from portal.demonstration import texts
from portal.rules.facts import PaperState
from portal.storage.database import rows
from portal.storage.reading.papers import draft, file_of
from tests.staging import FIRST, Stage, refused, word_says


@pytest.fixture
def plan(stage: Stage) -> int:
    """A plan van aanpak that nobody signed yet, of day 48."""
    return stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(FIRST + timedelta(days=48)))


def state(stage: Stage, paper_id: int, days: int = 50) -> PaperState:
    return next(p for p in stage.seen_by("teamleider", days).situation.papers if p.paper == paper_id)


def files(paper_id: int) -> int:
    return int(rows("SELECT COUNT(*) FROM paper_file WHERE paper_id = ?", paper_id)[0][0])


def test_both_agree_on_the_same_content(stage: Stage, plan: int) -> None:
    file = file_of(plan)
    assert file
    settled = sha256(file.content).hexdigest()
    stage.sign("teamleider", 48, plan)
    assert state(stage, plan).unsigned == ("medewerker",)
    stage.sign("medewerker", 50, plan)
    assert state(stage, plan).complete_on == stage.day(50)
    said = word_says(plan)
    how = ["Akkoord", "Naam getypt, kort na het inloggen.", f"Versie 1, kenmerk (SHA-256): {mark_words(settled)}"]
    assert said["ondertekening.leidinggevende.uitkomst"].splitlines() == how
    assert said["ondertekening.medewerker.uitkomst"].splitlines() == how
    assert said["ondertekening.medewerker.naam"] == stage.name("medewerker")
    assert said["ondertekening.medewerker.datum"] == stage.day(50).isoformat()


def test_every_signature_gives_a_new_file_and_keeps_the_earlier_ones(stage: Stage, plan: int) -> None:
    assert files(plan) == 1
    stage.sign("teamleider", 48, plan)
    stage.sign("medewerker", 49, plan)
    assert files(plan) == 3


def test_who_does_not_agree_says_why_inside_the_paper(stage: Stage, plan: int) -> None:
    stage.sign("medewerker", 49, plan, "gezien_niet_akkoord", "De opbouw gaat mij te snel.\nElke drie weken is beter.")
    said = word_says(plan)["ondertekening.medewerker.uitkomst"]
    assert "Gezien, niet akkoord" in said
    assert "De opbouw gaat mij te snel." in said
    assert state(stage, plan).unsigned == ("leidinggevende",)


def test_of_two_disagreements_the_talk_is_ticked_that_was_held(stage: Stage, plan: int) -> None:
    for login in ("medewerker", "teamleider"):
        stage.sign(login, 50, plan, "gezien_niet_akkoord", "Ik zie het anders.")

    def talks() -> list[str]:
        return [step.state for step in stage.seen_by("teamleider", 51).steps if step.key == "verschil_bespreken"]

    assert talks() == ["open", "open"]
    who = stage.who("teamleider", 51)
    tick_step(**who, key="verschil_bespreken", round=2, on=stage.day(51), note="Wij praatten erover.")
    assert talks() == ["open", "done"]


def test_who_agrees_may_add_a_view(stage: Stage, plan: int) -> None:
    stage.sign("medewerker", 49, plan, view="Fijn dat het rustig begint.")
    assert word_says(plan)["ondertekening.medewerker.uitkomst"].startswith("Akkoord: Fijn dat het rustig begint.\n")


def test_the_name_may_be_typed_without_capitals(stage: Stage, plan: int) -> None:
    name = "  ".join(stage.name("medewerker").lower().split())
    sign_paper(**stage.who("medewerker", 49), paper_id=plan, outcome="akkoord", name=f" {name} ")
    assert word_says(plan)["ondertekening.medewerker.naam"] == stage.name("medewerker")


@pytest.mark.parametrize(
    ("outcome", "name", "view", "code", "field"),
    [
        ("akkoord", "Karin de Boer", "", "name_differs", "naam"),
        ("akkoord", "", "", "name_differs", "naam"),
        ("gezien_niet_akkoord", None, "  ", "view_missing", "zienswijze"),
        ("misschien", None, "", "choice_unknown", "uitkomst"),
        ("niet_ondertekend", None, "", "choice_unknown", "uitkomst"),
        ("", None, "", "choice_unknown", "uitkomst"),
    ],
)
def test_an_answer_that_is_not_right_is_refused(
    stage: Stage, plan: int, outcome: str, name: str | None, view: str, code: str, field: str
) -> None:
    typed = stage.name("medewerker") if name is None else name
    with refused(code, field=field):
        sign_paper(**stage.who("medewerker", 49), paper_id=plan, outcome=outcome, name=typed, view=view)


def test_a_paper_is_signed_once(stage: Stage, plan: int) -> None:
    stage.sign("medewerker", 49, plan)
    with refused("already_signed"):
        stage.sign("medewerker", 50, plan)
    with refused("signed_otherwise"):
        stage.sign("medewerker", 50, plan, "gezien_niet_akkoord", "Bij nader inzien niet.")
    with refused("signed_otherwise"):
        stage.sign("medewerker", 50, plan, "akkoord", "Wel graag elke week bellen.")


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("bedrijfsarts", "Forbidden"),
        ("hrm-adviseur", "Forbidden"),
        ("afdelingshoofd", "Forbidden"),
        ("002018", "Invisible"),
        ("beheerder", "Invisible"),
    ],
)
def test_only_who_is_asked_signs(stage: Stage, plan: int, login: str, code: str) -> None:
    with refused(code):
        sign_paper(**stage.who(login, 49), paper_id=plan, outcome="akkoord", name=stage.name(login))


def test_a_paper_that_does_not_exist_is_not_signed(stage: Stage) -> None:
    with refused("Invisible"):
        stage.sign("medewerker", 49, 999)


# Not signed, as told by the other party


def not_signed(stage: Stage, login: str, paper_id: int, role: str, days: int = 60, on: int = 59) -> int:
    return record_not_signed(
        **stage.who(login, days),
        paper_id=paper_id,
        role=role,
        reason="Twee keer gevraagd, geen antwoord gekregen.",
        on=stage.day(on),
    )


def test_the_other_party_can_record_that_someone_did_not_sign(stage: Stage, plan: int) -> None:
    stage.sign("teamleider", 48, plan)
    not_signed(stage, "teamleider", plan, "medewerker")
    assert state(stage, plan, 60).complete_on == stage.day(59)
    said = word_says(plan)
    assert said["ondertekening.medewerker.uitkomst"].splitlines()[0] == (
        f"Niet ondertekend; reden volgens {stage.name('teamleider')}: Twee keer gevraagd, geen antwoord gekregen."
    )
    assert said["ondertekening.medewerker.naam"] == stage.name("medewerker")


def test_the_employee_can_do_so_too(stage: Stage, plan: int) -> None:
    not_signed(stage, "medewerker", plan, "leidinggevende")
    assert word_says(plan)["ondertekening.leidinggevende.uitkomst"].startswith("Niet ondertekend")


def test_whoever_did_not_sign_may_do_so_after_all(stage: Stage, plan: int) -> None:
    not_signed(stage, "teamleider", plan, "medewerker")
    stage.sign("medewerker", 62, plan, "gezien_niet_akkoord", "Ik was op vakantie. De opbouw is te snel.")
    said = word_says(plan)
    assert "Ik was op vakantie" in said["ondertekening.medewerker.uitkomst"]
    assert said["ondertekening.medewerker.datum"] == stage.day(62).isoformat()
    with refused("already_signed"):
        stage.sign("medewerker", 63, plan, "gezien_niet_akkoord", "Ik was op vakantie. De opbouw is te snel.")


@pytest.mark.parametrize(
    ("login", "role", "on", "code"),
    [
        ("teamleider", "leidinggevende", 59, "Forbidden"),
        ("medewerker", "medewerker", 59, "Forbidden"),
        ("bedrijfsarts", "medewerker", 59, "Forbidden"),
        ("hrm-adviseur", "medewerker", 59, "Forbidden"),
        ("002018", "medewerker", 59, "Invisible"),
        ("teamleider", "bedrijfsarts", 59, "already_signed"),
        ("teamleider", "medewerker", 47, "day_before_paper"),
        ("teamleider", "medewerker", 48, "not_signed_too_soon"),
        ("teamleider", "medewerker", 54, "not_signed_too_soon"),
        ("teamleider", "medewerker", 61, "day_in_future"),
    ],
)
def test_a_record_that_is_not_right_is_refused(
    stage: Stage, plan: int, login: str, role: str, on: int, code: str
) -> None:
    with refused(code):
        not_signed(stage, login, plan, role, on=on)


def test_a_record_needs_a_reason(stage: Stage, plan: int) -> None:
    with refused("field_empty", field="reden"):
        record_not_signed(
            **stage.who("teamleider", 60), paper_id=plan, role="medewerker", reason="  ", on=stage.day(59)
        )


def test_who_signed_is_not_recorded_as_not_signing(stage: Stage, plan: int) -> None:
    stage.sign("medewerker", 49, plan)
    with refused("already_signed"):
        not_signed(stage, "teamleider", plan, "medewerker")


# The paper lies fast from the first signature; before that its maker may take it back


def take_back(stage: Stage, login: str, paper_id: int, days: int = 50, reason: str = "De datum klopt niet.") -> int:
    return withdraw_paper(**stage.who(login, days), paper_id=paper_id, reason=reason)


def test_a_paper_that_nobody_answered_becomes_a_concept_again(stage: Stage, plan: int) -> None:
    take_back(stage, "teamleider", plan)
    seen = stage.seen_by("teamleider", 50)
    assert not any(paper.kind == "plan_van_aanpak" for paper in seen.situation.papers)
    assert not any(step.action == "sign_paper" and step.paper == str(plan) for step in seen.steps)
    kept = draft(stage.dossier_id, "plan_van_aanpak", stage.ids["teamleider"])
    assert kept
    assert kept["doel_toelichting"] == texts.plan_values(stage.day(48))["doel_toelichting"]


def test_what_is_settled_after_that_is_a_new_version_that_names_the_old(stage: Stage, plan: int) -> None:
    take_back(stage, "teamleider", plan)
    assert place_of_next(stage.seen_by("teamleider", 50), "plan_van_aanpak") == (1, 2)
    again = stage.settle("teamleider", 51, "plan_van_aanpak", texts.plan_values(stage.day(51)))
    assert (stage.newest("plan_van_aanpak").number, stage.newest("plan_van_aanpak").version) == (1, 2)
    assert (
        "Versie 2, in plaats van versie 1 van 22 februari 2026" in word_says(again)["ondertekening.medewerker.uitkomst"]
    )
    stage.sign("medewerker", 52, again)
    assert "Versie 2, in plaats van versie 1 van 22" in word_says(again)["ondertekening.medewerker.uitkomst"]


def test_withdrawing_a_new_version_leaves_what_was_signed_before(stage: Stage, plan: int) -> None:
    stage.sign("teamleider", 48, plan)
    second = stage.settle("teamleider", 49, "plan_van_aanpak", texts.plan_values(stage.day(49)))
    take_back(stage, "teamleider", second)
    assert state(stage, plan).unsigned == ("medewerker",)
    assert place_of_next(stage.seen_by("teamleider", 50), "plan_van_aanpak") == (1, 3)


@pytest.mark.parametrize(
    ("login", "code"), [("medewerker", "Forbidden"), ("bedrijfsarts", "Forbidden"), ("002018", "Invisible")]
)
def test_only_who_writes_it_takes_it_back(stage: Stage, plan: int, login: str, code: str) -> None:
    with refused(code):
        take_back(stage, login, plan)


def test_a_paper_that_someone_answered_lies_fast(stage: Stage, plan: int) -> None:
    with refused("field_empty", field="reden"):
        take_back(stage, "teamleider", plan, reason=" ")
    stage.sign("medewerker", 49, plan)
    with refused("paper_lies_fast"):
        take_back(stage, "teamleider", plan)
