"""A paper of an employee that someone uploads as a template: nothing of it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions.review_template import review_template
from portal.actions.specimen import specimen
from portal.demonstration import texts
from portal.documents.template_filled import dossier_in, personal_words
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import connection
from portal.storage.reading.papers import file_of
from tests.staging import refused, set_stage
from tests.template_edits import members, package
from tests.template_shop import ORIGINAL, OWN, PLAN, Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    stage = set_stage(tmp_path, "analysed")
    with connection():
        yield Workshop(stage)


def settled(shop: Workshop) -> bytes:
    stage = shop.stage
    file = file_of(stage.settle("teamleider", 44, PLAN, texts.plan_values(stage.day(44))))
    assert file
    return bytes(file.content)


def stripped(data: bytes) -> bytes:
    """The paper without its properties, as someone saves it who took out what tells about a person."""
    parts = members(data)
    del parts["docProps/custom.xml"]
    for name, old in (("_rels/.rels", b"custom-properties"), ("[Content_Types].xml", b"custom-properties")):
        kept_lines = parts[name].replace(b"><", b">\n<").split(b"\n")
        parts[name] = b"".join(line for line in kept_lines if old not in line)
    return package(parts)


def test_a_settled_paper_is_refused_and_nothing_is_kept(shop: Workshop) -> None:
    paper = settled(shop)
    with refused("template_is_paper"):
        shop.upload(paper)
    with refused("template_is_paper"):
        shop.upload(stripped(paper))


def test_without_its_footer_it_is_known_by_what_the_portal_filled_in(shop: Workshop) -> None:
    parts = members(stripped(settled(shop)))
    for name in parts:
        if name.startswith(("word/footer", "word/header", "word/document")):
            parts[name] = parts[name].replace(b"Dossier ", b"Map ").replace(b'"dossier.nummer"', b'"eigen.nummer"')
    paper = package(parts)
    assert dossier_in(paper) == ""
    with refused("template_is_filled"):
        shop.upload(paper)


@pytest.mark.parametrize("kind", catalogue())
def test_an_empty_form_is_no_paper_and_a_specimen_is_one(kind: str) -> None:
    content = template_bytes(kind)
    assert (dossier_in(content), personal_words(content, {})) == ("", "")
    assert dossier_in(specimen(catalogue()[kind], content)) == "0000"


def test_the_review_names_hints_that_go_or_change() -> None:
    def changed(new: bytes) -> bytes:
        old = b"Waar werkt de medewerker?"
        return package({name: content.replace(old, new) for name, content in members(OWN).items()})

    assert [(one.name, one.hint) for one in review_template(PLAN, changed(b"Waar?"), OWN).hinted] == [
        ("eigen.werkplek", "Waar?")
    ]
    assert [(one.name, one.hint) for one in review_template(PLAN, changed(b""), OWN).hinted] == [("eigen.werkplek", "")]
    assert review_template(PLAN, OWN, ORIGINAL).hinted == ()
