"""A dossier in which every sealed column holds something, written by the actions that people use."""

from datetime import datetime
from pathlib import Path

from portal.actions.agree_action import agree_action
from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.illness_words import go_on
from portal.actions.keep_draft import keep_draft
from portal.actions.plan_smo import plan_smo
from portal.actions.record_contact import record_contact
from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import report_sick
from portal.actions.second_factor import begin_app, waiting_app
from portal.actions.write_minutes import write_minutes
from portal.demonstration import texts
from portal.storage import models
from portal.storage.database import rows, transaction
from portal.storage.models.base import SealedBytes, SealedText
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.factors import code_app_of
from portal.storage.reading.facts import facts_of
from portal.storage.reading.held_files import held_content, held_in
from portal.storage.reading.illness_words import went_on_in
from portal.storage.reading.jobs import job_about, job_file
from portal.storage.reading.loose_scans import loose_scan
from portal.storage.reading.papers import draft, file_of, papers_of
from portal.storage.reading.retention import holds_of
from portal.storage.reading.sick_reports import waiting_report
from portal.storage.reading.sign_on import id_token_of
from portal.storage.reading.smo import actions_of, meeting
from portal.storage.reading.word_copies import copy, received_file
from portal.storage.writing.bsn import keep_bsn
from portal.storage.writing.factors import store_code_app
from portal.storage.writing.held_files import add_held
from portal.storage.writing.jobs import ask_for_job
from portal.storage.writing.logins import start_session
from portal.storage.writing.loose_scans import keep_loose_scan
from portal.storage.writing.retention import add_hold, end_hold
from portal.storage.writing.sign_on import keep_sign_on
from tests.staging import Stage
from tests.word_editing import WordFile

CANARY = "Kanarie Grijsvleugel"
VERBATIM = f"{CANARY} zong vanmorgen niet."
KROON = "002024"
NOTE = "gespreksverslag"


class Written:
    """What was written, and how to read it back."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        manager = stage.who("teamleider", 48)
        record_contact(**manager, on=stage.day(48), way="telefoon", note=VERBATIM)
        self.paper = stage.settle(
            "teamleider", 48, "plan_van_aanpak", texts.plan_values(stage.day(48)) | {"doel_toelichting": VERBATIM}
        )
        keep_draft(**manager, kind=NOTE, values={"besproken": VERBATIM})
        self.copy = take_along(**manager, kind=NOTE).id
        back = WordFile(self.along).saved()
        self.received = bring_back(**manager, kind=NOTE, file_name=f"{CANARY}.docx", content=back)
        items = SixItems("06 1", VERBATIM, "", "", vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
        who, now = stage.ids[KROON], stage.moment(48)
        [self.report] = report_sick(actor=who, now=now, eerste_ziektedag=stage.day(48), items=items)
        self.smo, self.token = self._overleg(now), begin_app(person_id=who, now=now)
        illness = {"dossier_id": stage.dossier_id, "place": "verslag", "words": 1, "reason": VERBATIM}
        go_on(actor=stage.ids["teamleider"], now=now, **illness)
        with transaction():
            end_hold(add_hold(stage.dossier_id, "bewaarplicht", VERBATIM, who, now), VERBATIM, who, now)
            ask_for_job("preview", "proef", {"bron.docx": back}, now)
            store_code_app(who, CANARY, 0, now)
            keep_bsn(stage.dossier_id, CANARY, now, imported=False, entered_by=who, reason=VERBATIM)
            keep_loose_scan(who, f"{CANARY}.docx", back, now, scanned=True)
            self.held = self._held(back, now)
            self.login = start_session(who, now, proof="sign_on")
            keep_sign_on(self.login, "https://login.example", KROON, "", VERBATIM)

    def _held(self, content: bytes, now: datetime) -> int:
        """A file that waits for the virus scanner."""
        said = {"action": "file_earlier_paper", "kind": "plan_van_aanpak", "answers": {"opgesteld_door": VERBATIM}}
        who = {"dossier_id": self.stage.dossier_id, "person_id": self.stage.ids["teamleider"]}
        return add_held(**who, **said, file_name=f"{CANARY}.docx", content=content, at=now)

    def _overleg(self, now: datetime) -> int:
        """An overleg with minutes, and something that was agreed."""
        [(unit,)] = rows("SELECT id FROM unit WHERE code = '110'")
        doctor, who = self.stage.ids["bedrijfsarts"], {"actor": self.stage.ids["teamleider"], "now": now}
        smo_id = plan_smo(**who, unit_id=unit, on=self.stage.day(46), people=[doctor])
        write_minutes(**who, smo_id=smo_id, verslag=VERBATIM, besluiten=VERBATIM)
        agree_action(**who, smo_id=smo_id, what=VERBATIM, person=doctor, due_on=now.date())
        return smo_id

    @property
    def along(self) -> bytes:
        """The file that was taken along to Word."""
        found = copy(self.copy)
        assert found
        return found.content

    def files(self) -> list[bytes]:
        """The bytes of every file that was stored."""
        paper, back, job = file_of(self.paper), received_file(self.received), job_about("preview", "proef")
        assert paper
        assert back
        assert job
        return [
            paper.content,
            self.along,
            back.content,
            job_file(job.id, "bron.docx") or b"",
            held_content(self.held)[1],
        ]

    def secret(self) -> str:
        """The secret that waits for the first code of an app."""
        found = waiting_app(self.token, person_id=self.stage.ids[KROON], now=self.stage.moment(48))
        assert found
        return found

    def words(self) -> list[object]:
        """All that was written in words."""
        dossier = self.stage.dossier_id
        report, back = waiting_report(self.report), received_file(self.received)
        assert report
        assert back
        said = [fact.data for fact in facts_of(dossier)]
        overleg = [meeting(self.smo), actions_of(self.smo)]
        bsn, loose = bsn_of(dossier), loose_scan(self.stage.ids[KROON], self.stage.moment(47))
        assert bsn
        assert loose
        kept = [loose.file_name, draft(dossier, NOTE, self.stage.ids["teamleider"]), bsn.number, bsn.reason]
        reasons = [went_on_in(dossier), holds_of(dossier), held_in(dossier)]
        values, app = [row.values for row in papers_of(dossier)], code_app_of(self.stage.ids[KROON])
        return [said, values, kept, report.items, back.file_name, overleg, app, reasons, id_token_of(self.login)]


def on_disk(folder: Path) -> bytes:
    """The database as it lies there, with what waits in its log."""
    files = sorted(folder.glob("portaal.sqlite3*"))
    assert any(file.name.endswith("-wal") for file in files)
    return b"".join(file.read_bytes() for file in files)


def pieces(content: bytes) -> list[bytes]:
    """Pieces of a file, some of which lie undivided in a page of the database."""
    return [content[start : start + 40] for start in range(0, len(content) - 40, 500)]


def sealed_columns() -> list[tuple[str, str]]:
    """Every column of which the model says that it is sealed."""
    return [
        (table._meta.table_name, column.column_name)
        for table in models.TABLES
        for column in table._meta.sorted_fields
        if isinstance(column, SealedText | SealedBytes)
    ]
