"""A dossier in which every kind of private text says where it stands, typed by who types it in daily life."""

from pathlib import Path
from typing import Any

from portal.actions.agree_action import agree_action
from portal.actions.ask_arbodienst import ask_arbodienst
from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.give_bsn import give_bsn
from portal.actions.give_view import give_view
from portal.actions.keep_draft import keep_draft
from portal.actions.plan_smo import plan_smo
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import report_sick
from portal.actions.write_minutes import write_minutes
from portal.demonstration import texts
from portal.storage.database import connection, rows
from tests.overleg import INVITED
from tests.web.scene import Scene

DAYS = 605
"""Week 87 of the dossier: there are papers of every kind, and work for everyone."""
COLLEAGUE = "002024"
"""Works for the same manager, and reported sick this morning."""


def canary(column: str, more: str = "") -> str:
    """A text that says in which column it stands."""
    return f"KANARIE-{column}-EINDE {more}".strip()


def filled(folder: Path, more: str = "") -> Scene:
    """The scene, with a canary in every column of canaries.toml; `more` is typed behind each."""
    scene = Scene(folder, "near_the_end")
    with connection():
        _talks_and_papers(scene, more)
        _work_in_progress(scene, more)
        _report(scene, more)
        _overleg(scene, more)
        give_bsn(**scene.stage.who("medewerker", DAYS), number="111222333")
    return scene


def _talks_and_papers(scene: Scene, more: str) -> None:
    stage = scene.stage
    manager = stage.who("teamleider", DAYS)
    record_contact(**manager, on=stage.day(DAYS), way="telefoon", note=canary("contact", more))
    question = texts.QUESTION | {"vraag": canary("vraag", more)}
    ask_arbodienst(**manager, values=question, follow_up="bedrijfsarts")
    judgement = {
        "eens_met_papieren": "ja",
        "oordeel_verloop": canary("oordeel", more),
        "oordeel_werkgever": canary("oordeel", more),
    }
    own = stage.who("medewerker", DAYS) | {"kind": "oordeel_werknemer"}
    keep_draft(**own, values={"oordeel_arbodienst": canary("oordeel_in_word", more)})
    bring_back(**own, file_name="oordeel.docx", content=take_along(**own).content)
    stage.settle("medewerker", DAYS, "oordeel_werknemer", judgement)
    keep_draft(**own, values={"oordeel_passend_werk": canary("oordeel_concept", more)})


def _work_in_progress(scene: Scene, more: str) -> None:
    stage, kind = scene.stage, "bijstelling_plan_van_aanpak"
    keep_draft(**stage.who("teamleider", DAYS), kind=kind, values={"reden": canary("concept", more)})
    give_view(**stage.who("medewerker", DAYS), kind=kind, values={"zienswijze_medewerker": canary("zienswijze", more)})
    doctor = stage.who("bedrijfsarts", DAYS) | {"kind": "advies_arbodienst"}
    keep_draft(**doctor, values={"antwoord": canary("advies_in_word", more)})
    bring_back(**doctor, file_name=f"{canary('bestandsnaam')}.docx", content=take_along(**doctor).content)


def _report(scene: Scene, more: str) -> None:
    items = SixItems(
        telefoon="06 5550 0199",
        adres=canary("ziek_gemeld", more),
        verwachte_duur="",
        lopende_zaken=canary("ziek_gemeld", more),
        vangnet=False,
        arbeidsongeval=False,
        verkeersongeval_derde=False,
    )
    day = scene.stage.day(DAYS)
    report_sick(actor=scene.stage.ids[COLLEAGUE], now=scene.stage.moment(DAYS), eerste_ziektedag=day, items=items)


def _overleg(scene: Scene, more: str) -> None:
    stage = scene.stage
    [(unit,)] = rows("SELECT id FROM unit WHERE code = '110'")
    who: dict[str, Any] = {"actor": stage.ids["afdelingshoofd"], "now": stage.moment(DAYS)}
    invited, day = [stage.ids[login] for login in INVITED], stage.day(DAYS)
    smo = plan_smo(**who, unit_id=unit, on=day, people=invited)
    write_minutes(**who, smo_id=smo, verslag=canary("verslag", more), besluiten=canary("besluiten", more))
    agree_action(**who, smo_id=smo, what=canary("afspraak", more), person=stage.ids["bedrijfsarts"], due_on=day)
