"""A dossier of someone who was well again long ago, with something of it in every table."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.actions.deputies import name_deputy
from portal.actions.record_recovery import record_recovery
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.rules.feed import Entry
from portal.storage.database import connection, rows, transaction
from portal.storage.reading.people import person
from portal.storage.writing.calendars import keep_entry
from portal.storage.writing.jobs import ask_for_job
from portal.storage.writing.nudges import append_nudge
from portal.storage.writing.read_log import record_look
from portal.storage.writing.reminders import note_told
from tests.staging import Stage, set_stage
from tests.storage.written import CANARY, KROON, Written

BACK = 60
"""The day of the recovery, after the first sick day."""
OVER = BACK + 365 + 366 + 1
"""The first day on which the dossier is kept no longer."""
GONE = OVER + 31
"""The first day on which nobody can object any more."""
NOTHING = SixItems("", "", "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)


@contextmanager
def time_over(folder: Path) -> Iterator[Stage]:
    """The dossier on stage, with something in every table, of someone who is well again; a second one beside it."""
    stage = set_stage(folder, "analysed")
    with connection():
        written = Written(stage)
        with transaction():
            [(made,)] = rows("SELECT sha256 FROM paper_file WHERE paper_id = ?", written.paper)
            ask_for_job("preview", made, {"bron.docx": CANARY.encode()}, stage.moment(48))
            ask_for_job("packet", "1/8/x", {"verslag.zip": CANARY.encode()}, stage.moment(48))
            ask_for_job("packet", "12/8/x", {}, stage.moment(48))
            step = stage.seen_by("teamleider", 48).steps[0]
            append_nudge(1, step, sender=stage.ids["afdelingshoofd"], at=stage.moment(48))
        deputy = person(stage.ids["afdelingshoofd"])
        assert deputy
        day = stage.day(50)
        name_deputy(
            actor=stage.ids["teamleider"],
            now=stage.moment(50),
            who=deputy.email,
            dossier_id=1,
            from_on=day,
            until_on=day,
        )
        note_told(stage.ids["afdelingshoofd"], [(1, "plan_van_aanpak", 1, day)], stage.moment(50))
        keep_entry(stage.ids["teamleider"], (1, "plan_van_aanpak", 1), Entry(day), stage.moment(50))
        look(stage, 1)
        look(stage, 2)
        rows("UPDATE paper SET title = ? WHERE id = ?", CANARY, written.paper)
        record_ziekmelding(
            medewerker_id=stage.ids[KROON],
            actor=stage.ids["teamleider"],
            now=stage.moment(49),
            eerste_ziektedag=stage.day(48),
            gemeld_op=stage.day(48),
            items=NOTHING,
        )
        record_recovery(**stage.who("teamleider", BACK), on=stage.day(BACK), hours=36)
        yield stage


def look(stage: Stage, dossier_id: int) -> None:
    record_look(
        at=stage.moment(49),
        person_id=stage.ids["teamleider"],
        action="read_dossier",
        dossier_id=dossier_id,
        result="allowed",
        origin=CANARY if dossier_id == 1 else "192.0.2.1",
    )
