"""Templates that are uploaded: kept, checked, mended, and shown with invented words."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.actions.known_fields import known_fields
from portal.actions.mend_template import mend_template
from portal.actions.restore_names import restore_names
from portal.actions.review_template import review_template
from portal.actions.specimen import specimen
from portal.actions.upload_template import upload_template
from portal.actions.word_forms import form_to_fill
from portal.documents.reading import read
from portal.documents.template import compiled
from portal.documents.template_mending import mended
from portal.documents.template_names import lost_names, with_names
from portal.documents.template_review import check_template
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import connection, rows
from portal.storage.hashing import sha256
from portal.storage.reading.templates import template_file, template_version, version_bytes
from tests.staging import refused, set_stage
from tests.template_edits import (
    as_dotx,
    members,
    nameless,
    package,
    renamed,
    retitled,
    with_house_template,
    with_own_list,
    with_question,
    without,
)
from tests.template_shop import ORIGINAL, OWN, PLAN, TODAY, Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        yield Workshop(stage)


# Uploading and mending


def test_the_same_file_becomes_one_concept(shop: Workshop) -> None:
    assert shop.upload(OWN) == shop.upload(OWN, login="hrm-adviseur")
    with refused("template_in_use"):
        shop.upload(ORIGINAL)


def test_a_file_with_more_fields_than_anyone_fills_in_is_not_kept(shop: Workshop) -> None:
    """Compiling one of thousands would keep everyone else waiting."""
    before = len(rows("SELECT id FROM template_version"))
    body = members(OWN)["word/document.xml"].decode()
    start, control, rest = re.split(r"(<w:sdt>.*?</w:sdt>)", body, maxsplit=1, flags=re.DOTALL)
    full = package({**members(OWN), "word/document.xml": (start + control * 501 + rest).encode()})
    with refused("template_too_full"):
        shop.upload(full)
    assert len(rows("SELECT id FROM template_version")) == before


def test_the_same_file_for_two_kinds(shop: Workshop) -> None:
    """Sent in for the wrong kind first: it can still be used for the right one."""
    upload_template(**{**shop.who(TODAY), "kind": "eindevaluatie"}, file_name="plan.docx", content=OWN)
    assert shop.in_use(45) == ORIGINAL
    shop.take_into_use(OWN, from_day=45)
    assert shop.in_use(45) == OWN
    assert template_file(sha256(OWN), PLAN) == template_file(sha256(OWN), "eindevaluatie") == OWN


@pytest.mark.parametrize(
    ("change", "code"), [(as_dotx, "converted_dotx"), (with_house_template, "template_link_dropped")]
)
def test_what_is_changed_on_the_way_is_said(shop: Workshop, change: Callable[[bytes], bytes], code: str) -> None:
    found = upload_template(**shop.who(TODAY), file_name="C:\\sjablonen\\plan.dotx", content=change(OWN))
    assert [finding.code for finding in found.notices] == [code]
    row = template_version(found.version_id)
    assert row
    assert row.file_name == "plan.dotx"
    assert review_template(PLAN, version_bytes(row), ORIGINAL).errors == 0
    assert b"huisstijl.dotx" not in version_bytes(row)


def test_offers_are_carried_out_in_a_new_concept(shop: Workshop) -> None:
    bad = renamed(with_question(ORIGINAL, tag=""), "zienswijze_werkgever", "zienswijze_werkgeverr")
    version = shop.upload(bad)
    review = review_template(PLAN, bad, ORIGINAL)
    assert {finding.code for finding in review.findings if finding.severity == "error"} == {"no_name", "unknown_name"}
    better = mend_template(**shop.who(TODAY, "hrm-adviseur"), version_id=version, accepted=review.offers)
    mended = shop.place.content(better)
    after = review_template(PLAN, mended, ORIGINAL)
    assert after.errors == 0
    assert [field.name for field in after.new] == ["eigen.werkplek"]
    assert shop.place.content(version) == bad
    assert mend_template(**shop.who(TODAY), version_id=version, accepted=review.offers) == better
    with refused("no_offer_chosen"):
        mend_template(**shop.who(TODAY), version_id=version, accepted=[])
    with refused("offer_unknown"):
        mend_template(**shop.who(TODAY), version_id=version, accepted=["name:0:dossier.nummer"])


def test_the_review_names_what_comes_and_goes(shop: Workshop) -> None:
    changed = without(OWN, "doel_termijn")
    review = review_template(PLAN, changed, ORIGINAL)
    assert [field.name for field in review.new] == ["eigen.werkplek"]
    assert [field.name for field in review.gone] == ["doel_termijn"]
    column = review_template(PLAN, without(ORIGINAL, "afspraken_overig.wie"), ORIGINAL).gone
    assert [field.name for field in column] == ["afspraken_overig.wie"]
    assert ": " in column[0].label


@pytest.mark.parametrize(
    ("kind", "change", "codes"),
    [
        ("wia_overdracht", with_question, ["not_asked"]),
        ("uitnodiging_consult", with_own_list, ["no_list_here"]),
        ("uitnodiging_consult", with_question, []),
        ("plan_van_aanpak", with_own_list, []),
    ],
)
def test_a_question_that_nobody_could_answer_is_an_error(
    kind: str, change: Callable[[bytes], bytes], codes: list[str]
) -> None:
    content = template_bytes(kind)
    findings = review_template(kind, change(content), content).findings
    assert [finding.code for finding in findings if finding.severity == "error"] == codes


def test_headings_of_the_form_come_from_the_template(shop: Workshop) -> None:
    shop.take_into_use(retitled(ORIGINAL, "Functie en laatste werk", "Uw werk tot nu toe"), from_day=45)
    form = form_to_fill(shop.stage.seen_by("teamleider", 45), PLAN)
    assert [section.heading for section in form.sections if "laatste_werkzaamheden" in section.names] == [
        "Uw werk tot nu toe"
    ]


# Names that were lost


def test_names_titles_hints_and_lists_are_put_back(shop: Workshop) -> None:
    """What LibreOffice 7 leaves of the template that is in use, with a question of its own in it."""
    version = shop.upload(nameless(with_question(ORIGINAL)))
    before = review_template(PLAN, shop.place.content(version), ORIGINAL)
    assert before.errors > before.lost > 60
    restored = restore_names(**shop.who(TODAY), version_id=version)
    after = review_template(PLAN, shop.place.content(restored), ORIGINAL)
    assert [(finding.code, finding.proposal) for finding in after.findings] == [
        ("no_name", "Noem het «eigen.werkplek».")
    ]
    titled = shop.place.content(shop.mend(shop.mend(restored)))
    found = {field.name: field for field in compiled(titled).fields}
    assert found.pop("eigen.werkplek").kind == "choice"
    assert found == {field.name: field for field in compiled(ORIGINAL).fields}


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_every_form_comes_back_whole(kind: str) -> None:
    content = template_bytes(kind)
    bare = with_names(nameless(content), content)
    lists = {one.offer for one in check_template(bare, *known_fields(kind)) if one.code == "list_lost"}
    assert {one.name: one for one in compiled(mended(bare, lists)).fields} == {
        one.name: one for one in compiled(content).fields
    }


def test_names_that_are_there_stay(shop: Workshop) -> None:
    assert lost_names(ORIGINAL, ORIGINAL) == 0
    own = renamed(ORIGINAL, "doel_termijn", "eigen.termijn")
    assert b"eigen.termijn" in members(with_names(own, ORIGINAL))["word/document.xml"]


def test_without_a_counterpart_nothing_is_put_back(shop: Workshop) -> None:
    version = shop.upload(with_question(ORIGINAL, tag=""))
    with refused("no_names_found"):
        restore_names(**shop.who(TODAY), version_id=version)
    published = shop.take_into_use(OWN, from_day=45)
    with refused("template_published"):
        restore_names(**shop.who(TODAY), version_id=published)
    with refused("Invisible"):
        restore_names(**shop.who(TODAY, "teamleider"), version_id=version)


# Specimen


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_a_specimen_fills_every_field_with_invented_words(kind: str, database: Path) -> None:
    content = template_bytes(kind)
    made = specimen(catalogue()[kind], content)
    found = dict(read(made))
    assert set(found) == {field.name for field in compiled(content).fields}
    assert all(value not in ("", None, []) for value in found.values()), found
    lists = [field.name for field in compiled(content).fields if field.kind == "rows"]
    assert all(len(found[name]) == 2 for name in lists)
    assert all(value not in ("", None) for name in lists for row in found[name] for value in row.values())
    assert made == specimen(catalogue()[kind], content)


def test_a_specimen_is_dated_when_it_was_made(database: Path) -> None:
    made = specimen(catalogue()[PLAN], OWN, datetime(2026, 3, 2, 9, tzinfo=UTC))
    found = dict(read(made))
    assert date.fromisoformat(found["papier.datum"]) == date(2026, 3, 2)
    assert found["eigen.werkplek"] == "thuis"
