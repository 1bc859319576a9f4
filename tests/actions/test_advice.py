"""Attaching a paper that the arbodienst made outside the portal."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.actions.attach_advice import attach_advice
from portal.demonstration import texts
from portal.storage.catalogue import template_bytes
from portal.storage.database import connection
from portal.storage.reading.papers import file_of
from tests.small_picture import png
from tests.staging import FIRST, Stage, refused, set_stage
from tests.template_edits import members, package

DOCX = template_bytes("gespreksverslag")
CUSTOM = "docProps/custom.xml"
PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "sick")
    with connection():
        yield found


def attach(
    stage: Stage,
    *,
    login: str = "bedrijfsarts",
    days: int = 40,
    kind: str = "probleemanalyse",
    on: int = 38,
    filename: str = "Probleemanalyse.pdf",
    content: bytes = PDF,
    declared: bool = True,
    tells: Mapping[str, str] | None = None,
    lacks: tuple[str, ...] = (),
) -> int:
    return attach_advice(
        **stage.who(login, days),
        kind=kind,
        on=stage.day(on),
        filename=filename,
        content=content,
        no_medical_data=declared,
        tells={"terugkeer_mogelijk": "ja"} if tells is None else tells,
        lacks=lacks,
    )


def steps(stage: Stage, days: int = 40) -> dict[str, Any]:
    return {step.key: step for step in stage.seen_by("teamleider", days).steps}


@pytest.mark.parametrize(("filename", "content", "media"), [("Advies.PDF", PDF, "pdf"), ("advies.docx", DOCX, "docx")])
def test_an_attached_paper_is_kept_as_it_came_and_settles_its_step(
    stage: Stage, filename: str, content: bytes, media: str
) -> None:
    paper_id = attach(stage, filename=filename, content=content)
    row = stage.newest("probleemanalyse")
    assert (row.id, row.on, row.template_sha256) == (paper_id, stage.day(38), "")
    file = file_of(paper_id)
    assert file
    assert (file.media, file.content) == (media, content)
    found = steps(stage)
    assert (found["probleemanalyse"].state, found["probleemanalyse"].done_on) == ("done", stage.day(38))
    assert found["plan_van_aanpak"].due_on == stage.day(38 + 14)


def test_nobody_is_asked_to_sign_an_attached_paper(stage: Stage) -> None:
    attach(stage)
    assert not [key for key in steps(stage) if key.startswith("ondertekenen:")]


def test_what_the_sender_tells_steers_the_plan(stage: Stage) -> None:
    attach(stage, tells={"terugkeer_mogelijk": "nee"})
    assert "plan_van_aanpak" not in steps(stage)
    attach(stage, kind="bijstelling_probleemanalyse", days=60, on=59, tells={"terugkeer_mogelijk": "ja"})
    assert steps(stage, 60)["plan_van_aanpak"].state == "open"


def test_an_attached_analysis_gives_the_plan_nothing_to_start_from(stage: Stage) -> None:
    attach(stage)
    stage.settle("teamleider", 48, "plan_van_aanpak", texts.plan_values(FIRST + timedelta(days=48)))
    assert stage.newest("plan_van_aanpak").values["papier.probleemanalyse_datum"] == stage.day(38).isoformat()


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"declared": False}, "declaration_missing", "verklaring"),
        ({"tells": {}}, "field_empty", "terugkeer_mogelijk"),
        ({"tells": {"terugkeer_mogelijk": "misschien"}}, "choice_unknown", "terugkeer_mogelijk"),
        ({"on": 41}, "day_in_future", "op"),
        ({"on": -1}, "day_before_first_sick_day", "op"),
        ({"content": b""}, "file_empty", "bestand"),
        ({"filename": "advies.pdf", "content": DOCX}, "file_content_differs", "bestand"),
        ({"filename": "advies.docx", "content": PDF}, "not_a_docx", "bestand"),
        ({"filename": "advies.png", "content": png()}, "file_kind_refused", "bestand"),
        ({"filename": "advies.exe", "content": b"MZ"}, "file_kind_not_allowed", "bestand"),
        ({"filename": "", "content": PDF}, "file_kind_not_allowed", "bestand"),
        ({"kind": "bijstelling_probleemanalyse"}, "parent_missing", None),
        ({"kind": "actueel_oordeel", "tells": {}}, "paper_too_early", None),
        ({"kind": "plan_van_aanpak"}, "Forbidden", None),
        ({"kind": "liefdesbrief"}, "Invisible", None),
        ({"login": "verzuimadviseur"}, "Forbidden", None),
        ({"login": "teamleider"}, "Forbidden", None),
        ({"login": "medewerker"}, "Forbidden", None),
        ({"login": "002018"}, "Invisible", None),
        ({"login": "arbo-secretariaat", "kind": "uitnodiging_consult"}, "Forbidden", None),
    ],
)
def test_what_is_not_right_is_refused(stage: Stage, given: dict[str, Any], code: str, field: str | None) -> None:
    with refused(code, field=field):
        attach(stage, **given)


def test_the_analysis_is_there_once(stage: Stage) -> None:
    attach(stage)
    with refused("paper_settled"):
        attach(stage, days=41)


# What a file lacks of what UWV asks


def test_what_a_file_lacks_is_asked_of_its_sender_until_there_is_a_better_one(stage: Stage) -> None:
    attach(stage, lacks=("papier_opsteller_functie", "eerste_ziektedag"))
    before = steps(stage)
    asked = before["aanvullen:probleemanalyse"]
    assert (asked.owner, asked.state, asked.action, asked.paper) == (
        "bedrijfsarts",
        "open",
        "settle_paper",
        "probleemanalyse",
    )
    assert asked.why == (
        "Probleemanalyse van 12 februari 2026: zonder functie van wie het opstelde.",
        "Probleemanalyse van 12 februari 2026: eerste ziektedag staat er niet in.",
    )
    attach(stage, days=45, on=44)
    row = stage.newest("probleemanalyse")
    assert (row.number, row.version) == (1, 2)
    after = steps(stage, 45)
    assert "aanvullen:probleemanalyse" not in after
    assert after["plan_van_aanpak"].due_on == before["plan_van_aanpak"].due_on
    with refused("paper_settled"):
        attach(stage, days=46, on=45)


def test_a_file_can_only_lack_what_is_asked_of_its_kind(stage: Stage) -> None:
    with refused("choice_unknown", field="zienswijze_medewerker"):
        attach(stage, lacks=("zienswijze_medewerker",))


def test_a_file_that_says_to_be_another_paper_is_not_recognisable(stage: Stage) -> None:
    other = file_of(stage.settle("teamleider", 25, "probleemanalyse_intake", texts.INTAKE))
    assert other
    attach(stage, filename="Probleemanalyse.docx", content=other.content)
    found = {(gap.place, gap.lack) for gap in stage.seen_by("bedrijfsarts", 40).meter.gaps}
    assert ("probleemanalyse", "niet_herkenbaar") in found


def test_a_file_that_was_made_for_another_dossier_is_not_kept_here(stage: Stage) -> None:
    parts = members(file_of(stage.settle("teamleider", 25, "probleemanalyse_intake", texts.INTAKE)).content)
    parts[CUSTOM] = parts[CUSTOM].replace(b"0001", b"0999")
    with refused("file_of_other_dossier", field="bestand"):
        attach(stage, filename="Probleemanalyse.docx", content=package(parts))
