"""Publishing a template, taking that back, and throwing a concept away."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.discard_template import discard_template
from portal.actions.mend_template import mend_template
from portal.actions.publish_template import publications, publish_template
from portal.actions.template_keepers import DELIVERED
from portal.actions.withdraw_template import withdraw_template
from portal.actions.word_forms import form_to_fill
from portal.rules.errors import Rejected
from portal.storage.database import connection, rows
from portal.storage.hashing import sha256
from portal.storage.reading.templates import template_version, version_bytes
from tests.staging import refused, set_stage
from tests.template_edits import without
from tests.template_shop import ORIGINAL, OTHER, OWN, PLAN, TODAY, Workshop, is_stored, made_with, plan_values


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        yield Workshop(stage)


# What can be published when


def test_the_past_does_not_change(shop: Workshop) -> None:
    version = shop.upload(OWN)
    with refused("day_passed", field="vanaf"):
        shop.publish(version, from_day=39)


def test_a_template_with_errors_is_kept_and_not_published(shop: Workshop) -> None:
    version = shop.upload(without(ORIGINAL, "doel_toelichting"))
    row = template_version(version)
    assert row
    assert b"doel_toelichting" not in version_bytes(row)
    with refused("template_has_errors"):
        shop.publish(version, from_day=45)


def test_what_holds_already_is_not_published_again(shop: Workshop) -> None:
    with refused("template_same", field="vanaf"):
        shop.publish(DELIVERED, from_day=45)
    own = shop.take_into_use(OWN, from_day=45)
    with refused("template_scheduled"):
        shop.publish(own, from_day=44)
    with refused("template_same", field="vanaf"):
        shop.publish(own, from_day=50)
    with refused("template_same", field="vanaf"):
        shop.publish(own, from_day=50, days=46)


def test_who_did_not_see_what_another_published_is_told(shop: Workshop) -> None:
    first, second = shop.upload(OWN), shop.upload(OTHER)
    seen = publications(shop.place)
    shop.publish(first, from_day=45)
    with refused("templates_changed"):
        publish_template(**shop.who(TODAY), version_id=second, from_on=shop.stage.day(45), seen=seen)
    withdrawn = publications(shop.place)
    withdraw_template(**shop.who(TODAY), version_id=first)
    with refused("templates_changed"):
        publish_template(**shop.who(TODAY), version_id=second, from_on=shop.stage.day(45), seen=withdrawn)


@pytest.mark.asvs("2.3.4")
def test_two_people_publish_at_once(shop: Workshop) -> None:
    """Both saw the same; one of them gets through."""
    seen, results = publications(shop.place), []
    versions = (shop.upload(OWN), shop.upload(OTHER))
    both = threading.Barrier(2)

    def publish(version: int, login: str) -> None:
        with connection():
            who = shop.who(TODAY, login)
            both.wait()
            try:
                publish_template(**who, version_id=version, from_on=shop.stage.day(45), seen=seen)
                results.append("published")
            except Rejected as refusal:
                results.append(refusal.code)

    threads = [
        threading.Thread(target=publish, args=found)
        for found in zip(versions, ("beheerder", "hrm-adviseur"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["published", "templates_changed"]
    assert rows("SELECT COUNT(*) FROM template_version WHERE from_on IS NOT NULL") == [(1,)]


# Taking back


def test_a_publication_can_be_withdrawn_until_its_day(shop: Workshop) -> None:
    version = shop.take_into_use(OWN, from_day=45)
    withdraw_template(**shop.who(44), version_id=version)
    assert shop.in_use(45) == ORIGINAL
    row = template_version(version)
    assert row
    assert (row.from_on, row.published_by, row.published_at) == (None, "", None)
    shop.publish(version, from_day=46, days=44)
    for days in (46, 47):
        with refused("template_not_scheduled"):
            withdraw_template(**shop.who(days), version_id=version)
    assert shop.in_use(46) == OWN


def test_a_step_back_that_is_withdrawn_leaves_nothing(shop: Workshop) -> None:
    own = shop.take_into_use(OWN, from_day=TODAY)
    for version in (DELIVERED, own):
        day = 50 if version == DELIVERED else 60
        shop.publish(version, from_day=day)
    versions = shop.place.versions()
    for row in versions[:2]:
        withdraw_template(**shop.who(41), version_id=row.id)
    assert [row.id for row in shop.place.versions()] == [own]
    assert shop.in_use(100) == OWN


def test_a_concept_can_be_thrown_away_by_who_uploaded_it(shop: Workshop) -> None:
    version = shop.upload(OWN)
    with refused("template_of_other"):
        discard_template(**shop.who(TODAY, "hrm-adviseur"), version_id=version)
    discard_template(**shop.who(TODAY), version_id=version)
    assert shop.place.versions() == ()
    assert not is_stored(OWN)
    with refused("Invisible"):
        shop.publish(version, from_day=45)


def test_what_was_thrown_away_begins_no_paper(shop: Workshop) -> None:
    """Also for who knows its hash, while its bytes are still in memory."""
    version = shop.upload(OWN)
    assert shop.place.content(version) == OWN
    discard_template(**shop.who(TODAY), version_id=version)
    begun = form_to_fill(shop.stage.seen_by("teamleider", TODAY), PLAN, sha256(OWN))
    assert begun.content == ORIGINAL


@pytest.mark.parametrize("days", [TODAY, 50])
def test_a_published_template_stays(shop: Workshop, days: int) -> None:
    version = shop.take_into_use(OWN, from_day=45)
    with refused("template_published"):
        discard_template(**shop.who(days), version_id=version)
    with refused("template_published"):
        mend_template(**shop.who(days), version_id=version, accepted=["numbers"])


def test_throwing_away_leaves_what_papers_were_made_with(shop: Workshop) -> None:
    shop.take_into_use(OWN, from_day=TODAY)
    paper_id = shop.stage.settle("teamleider", TODAY, PLAN, plan_values(shop.stage, TODAY))
    shop.publish(DELIVERED, from_day=41)
    for content, days in ((OWN, 41), (ORIGINAL, TODAY)):
        discard_template(**shop.who(days), version_id=shop.upload(content, days))
    assert made_with(paper_id) == OWN
    assert is_stored(ORIGINAL)
