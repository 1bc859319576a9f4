"""Which template is in use when, to the day, what papers in progress do, and who keeps templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.discard_template import discard_template
from portal.actions.give_view import give_view
from portal.actions.keep_draft import keep_draft
from portal.actions.mend_template import mend_template
from portal.actions.start_paper import own_words
from portal.actions.template_keepers import DELIVERED, kept_organisations, template_place
from portal.actions.withdraw_template import withdraw_template
from portal.actions.word_forms import WordForm, form_to_fill
from portal.storage import models
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import connection
from portal.storage.hashing import sha256
from portal.storage.reading.templates import template_in_use, template_version
from tests.staging import refused, set_stage, word_says
from tests.template_edits import HINT
from tests.template_shop import ORIGINAL, OTHER, OWN, PLAN, TODAY, Workshop, is_stored, made_with, plan_values


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        yield Workshop(stage)


# To the day


def test_a_template_is_in_use_from_its_day_on(shop: Workshop) -> None:
    shop.take_into_use(OWN, from_day=45)
    assert [shop.in_use(days) for days in (40, 44)] == [ORIGINAL, ORIGINAL]
    assert [shop.in_use(days) for days in (45, 46, 400)] == [OWN, OWN, OWN]


def test_of_two_for_one_day_the_one_published_last_holds(shop: Workshop) -> None:
    first, second = shop.upload(OWN), shop.upload(OTHER)
    shop.publish(second, from_day=45)
    assert shop.in_use(45) == OTHER
    shop.publish(first, from_day=45, days=41)
    assert shop.in_use(45) == OWN


def test_an_earlier_day_does_not_undo_a_later_one(shop: Workshop) -> None:
    shop.take_into_use(OTHER, from_day=60)
    shop.take_into_use(OWN, from_day=50)
    assert [shop.in_use(days) for days in (49, 50, 59, 60)] == [ORIGINAL, OWN, OWN, OTHER]


def test_other_kinds_and_organisations_keep_theirs(shop: Workshop) -> None:
    shop.take_into_use(OWN, from_day=TODAY)
    day = shop.stage.day(TODAY)
    assert template_in_use("eindevaluatie", shop.organisation, day) == template_bytes("eindevaluatie")
    assert template_in_use(PLAN, shop.organisation + 1, day) == ORIGINAL


def test_back_to_the_delivered_form_and_to_an_earlier_one(shop: Workshop) -> None:
    own = shop.take_into_use(OWN, from_day=TODAY)
    back = shop.publish(DELIVERED, from_day=50)
    again = shop.publish(own, from_day=60)
    assert [shop.in_use(days) for days in (49, 50, 59, 60)] == [OWN, ORIGINAL, ORIGINAL, OWN]
    assert len({own, back, again}) == 3
    row = template_version(own)
    assert row
    assert row.from_on == shop.stage.day(TODAY)


# Papers across the switch


def test_a_draft_keeps_the_template_with_which_it_was_begun(shop: Workshop) -> None:
    stage = shop.stage
    keep_draft(**stage.who("teamleider", 44), kind=PLAN, values=plan_values(stage, 44))
    shop.take_into_use(OWN, from_day=45)
    assert form_to_fill(stage.seen_by("teamleider", 46), PLAN).content == ORIGINAL
    assert form_to_fill(stage.seen_by("medewerker", 46), PLAN).content == OWN
    assert made_with(stage.settle("teamleider", 46, PLAN, plan_values(stage, 46))) == ORIGINAL


def test_a_form_that_was_on_the_screen_at_the_switch_keeps_its_template(shop: Workshop) -> None:
    """Nobody had kept the delivered template yet: publishing does."""
    stage = shop.stage
    assert not is_stored(ORIGINAL)
    shop.take_into_use(OWN, from_day=TODAY + 1)
    keep_draft(**stage.who("teamleider", 42), kind=PLAN, values=plan_values(stage, 42), begun_with=sha256(ORIGINAL))
    assert form_to_fill(stage.seen_by("teamleider", 42), PLAN).content == ORIGINAL


def test_a_paper_that_waits_for_signatures_is_made_again_with_its_own_template(shop: Workshop) -> None:
    stage = shop.stage
    first = stage.settle("teamleider", 44, PLAN, plan_values(stage, 44))
    shop.take_into_use(OWN, from_day=45)
    with refused("field_unknown", field="eigen.werkplek"):
        stage.settle("teamleider", 46, PLAN, plan_values(stage, 46, **{"eigen.werkplek": "thuis"}))
    second = stage.settle("teamleider", 46, PLAN, plan_values(stage, 46))
    assert [made_with(first), made_with(second)] == [ORIGINAL, ORIGINAL]


def test_a_settled_paper_is_signed_later_with_its_own_template(shop: Workshop) -> None:
    stage = shop.stage
    shop.take_into_use(OWN, from_day=44)
    paper_id = stage.settle("teamleider", 44, PLAN, plan_values(stage, 44, **{"eigen.werkplek": "kantoor"}))
    shop.publish(DELIVERED, from_day=45, days=44)
    stage.sign("teamleider", 46, paper_id)
    stage.sign("medewerker", 47, paper_id)
    found = word_says(paper_id)
    assert found["eigen.werkplek"] == "kantoor"
    assert found["ondertekening.medewerker.uitkomst"].startswith("Akkoord\n")
    row = stage.newest(PLAN)
    assert row.template_sha256 == sha256(OWN)
    assert row.values["eigen.werkplek"] == "kantoor"


def test_a_new_paper_has_the_new_field(shop: Workshop) -> None:
    stage = shop.stage
    shop.take_into_use(OWN, from_day=45)
    form = form_to_fill(stage.seen_by("teamleider", 45), PLAN)
    [field] = [field for field in form.asked if field.name == "eigen.werkplek"]
    assert (field.label, field.kind, field.hint) == ("Werkplek", "choice", HINT)
    assert form.sections[-1].heading == "Werkplek"
    paper_id = stage.settle("teamleider", 45, PLAN, plan_values(stage, 45, **{"eigen.werkplek": "thuis"}))
    assert word_says(paper_id)["eigen.werkplek"] == "thuis"


def test_the_employees_own_words_come_along_in_both(shop: Workshop) -> None:
    stage, entry = shop.stage, catalogue()[PLAN]
    give_view(**stage.who("medewerker", 43), kind=PLAN, values={"zienswijze_medewerker": "Rustig aan."})
    keep_draft(**stage.who("teamleider", 44), kind=PLAN, values=plan_values(stage, 44))
    shop.take_into_use(OWN, from_day=45)
    dossier = stage.seen_by("teamleider", 46)
    for content in (ORIGINAL, OWN):
        assert own_words(dossier, entry, WordForm(PLAN, content)) == {"zienswijze_medewerker": "Rustig aan."}
    paper_id = stage.settle("teamleider", 46, PLAN, plan_values(stage, 46))
    assert word_says(paper_id)["zienswijze_medewerker"] == "Rustig aan."


# Who


@pytest.mark.parametrize("login", ["teamleider", "medewerker", "bedrijfsarts", "directeur", "personele-dienst"])
def test_nobody_else_keeps_templates(shop: Workshop, login: str) -> None:
    version = shop.upload(OWN)
    with refused("Invisible"):
        shop.upload(OTHER, login=login)
    with refused("Invisible"):
        shop.publish(version, from_day=45, login=login)
    for act in (withdraw_template, discard_template):
        with refused("Invisible"):
            act(**shop.who(TODAY, login), version_id=version)
    with refused("Invisible"):
        mend_template(**shop.who(TODAY, login), version_id=version, accepted=["numbers"])


def test_an_hrm_adviseur_of_one_unit_keeps_them_for_the_whole_organisation(shop: Workshop) -> None:
    hrm, day = shop.stage.ids["hrm-adviseur"], shop.stage.day(TODAY)
    assert kept_organisations(hrm, day) == ((shop.organisation, "Provincie Waterland"),)
    shop.publish(shop.upload(OWN, login="hrm-adviseur"), from_day=45, login="hrm-adviseur2")
    assert shop.in_use(45) == OWN


def test_an_appointment_counts_on_its_days(shop: Workshop) -> None:
    beheerder = shop.stage.ids["beheerder"]
    models.Appointment.update(until_on=shop.stage.day(40)).where(models.Appointment.person == beheerder).execute()
    assert kept_organisations(beheerder, shop.stage.day(40))
    assert kept_organisations(beheerder, shop.stage.day(41)) == ()
    with refused("Invisible"):
        shop.upload(OWN, days=41)


def test_the_function_counts_in_the_organisation_where_it_is_held(shop: Workshop) -> None:
    """A bedrijfsarts of one organisation who is beheerder of another keeps the templates of the other alone."""
    other = models.Organisation.create(name="Gemeente Elders", protocol="wvp_2023").id
    arts, day = shop.stage.ids["bedrijfsarts"], shop.stage.day(TODAY)
    models.Appointment.create(person=arts, role="beheerder", organisation=other, from_on=day)
    assert kept_organisations(arts, day) == ((other, "Gemeente Elders"),)
    version = shop.upload(OWN)
    with refused("Invisible"):
        template_place(organisation_id=shop.organisation, kind=PLAN, actor=arts, on=day)
    place = template_place(organisation_id=other, kind=PLAN, actor=arts, on=day)
    with refused("Invisible"):
        place.version(version)
    with refused("Invisible"):
        place.content(version)
