"""One dossier on stage: the employee `medewerker` of the demonstration, played up to the moment a test needs."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.passwords import CHEAP
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.settle_paper import settle_paper
from portal.actions.sign_paper import sign_paper
from portal.demonstration import people, texts
from portal.documents.reading import read
from portal.rules.errors import PortalError, Rejected, RejectedForm
from portal.storage.database import connect_to, connection, migrate, rows
from portal.storage.keyfile import KEY_FILE
from portal.storage.reading.accounts import account_named
from portal.storage.reading.papers import PaperRow, file_of, papers_of
from portal.storage.reading.papers import newest as newest_paper
from portal.web.clock import HERE

FIRST = date(2026, 1, 5)
ADDRESS = "Kerkstraat 12\n1441 AB Purmerend"


def morning(day: date) -> datetime:
    """Half past nine on a day."""
    return datetime.combine(day, time(9, 30), HERE)


@dataclass
class Stage:
    """The dossier and its people. Days are counted from the first sick day."""

    dossier_id: int
    ids: dict[str, int]

    def day(self, days: int) -> date:
        """The day that lies so many days after the first sick day."""
        return FIRST + timedelta(days=days)

    def moment(self, days: int) -> datetime:
        """Half past nine on that day."""
        return morning(self.day(days))

    def who(self, login: str, days: int) -> dict[str, Any]:
        """The arguments that every action takes: the dossier, the actor and the moment."""
        return {"dossier_id": self.dossier_id, "actor": self.ids[login], "now": self.moment(days)}

    def seen_by(self, login: str, days: int) -> OpenDossier:
        """The dossier as it looks to someone on that day."""
        return looked_at(**self.who(login, days))

    def settle(self, login: str, days: int, kind: str, values: Mapping[str, Any]) -> int:
        """Someone settles a paper."""
        return settle_paper(**self.who(login, days), kind=kind, values=values, no_medical_data=True)

    def sign(self, login: str, days: int, paper_id: int, outcome: str = "akkoord", view: str = "") -> int:
        """Someone signs a paper under their own name."""
        return sign_paper(**self.who(login, days), paper_id=paper_id, outcome=outcome, name=self.name(login), view=view)

    def settle_and_sign(self, days: int, kind: str, values: Mapping[str, Any]) -> int:
        """Manager and employee make a paper together and both agree."""
        paper_id = self.settle("teamleider", days, kind, values)
        self.sign("teamleider", days, paper_id)
        self.sign("medewerker", days, paper_id)
        return paper_id

    def plan(self, days: int = 48) -> int:
        """A signed plan van aanpak."""
        return self.settle_and_sign(days, "plan_van_aanpak", texts.plan_values(self.day(days)))

    def name(self, login: str) -> str:
        """Someone's name."""
        account = account_named(login)
        assert account
        return account.name

    def newest(self, kind: str) -> PaperRow:
        """The newest paper of a kind."""
        row = newest_paper(self.dossier_id, kind)
        assert row, kind
        return row

    def papers(self) -> tuple[PaperRow, ...]:
        """Every paper of the dossier."""
        return papers_of(self.dossier_id)


SCENES: dict[str, str] = {"analysed": "sick", "near_the_end": "analysed"}
"""The scenes, each with the one it goes on from; the first is `sick`."""

_kept = TemporaryDirectory(prefix="stage-")


def set_stage(folder: Path, scene: str) -> Stage:
    """Put a copy of a scene's database into `folder`, as the portal in test mode expects it, and connect to it."""
    built, stage = _built(scene)
    _copy(built, folder / "portaal.sqlite3")
    connect_to(folder / "portaal.sqlite3")
    return replace(stage)


@cache
def _built(scene: str) -> tuple[Path, Stage]:
    path = Path(_kept.name) / f"{scene}.sqlite3"
    if scene == "sick":
        connect_to(path)
        migrate()
        with connection():
            return path, _sick()
    before, stage = _built(SCENES[scene])
    _copy(before, path)
    connect_to(path)
    play: Callable[[Stage], None] = {"analysed": analysed, "near_the_end": near_the_end}[scene]
    with connection():
        play(stage)
    return path, stage


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
    if source.parent != target.parent:
        shutil.copyfile(source.with_name(KEY_FILE), target.with_name(KEY_FILE))


def _sick() -> Stage:
    """An empty database filled with people, and the ziekmelding of `medewerker` on FIRST."""
    before = datetime.combine(FIRST - timedelta(days=3), time(9), HERE)
    accounts = people.seed_people(before, hashing=CHEAP)
    stage = Stage(0, {account.login: account.person_id for account in accounts})
    stage.dossier_id = record_ziekmelding(
        medewerker_id=stage.ids["medewerker"],
        actor=stage.ids["teamleider"],
        now=stage.moment(0),
        eerste_ziektedag=FIRST,
        gemeld_op=FIRST,
        items=SixItems(
            telefoon="06 5550 0101",
            adres=ADDRESS,
            verwachte_duur="",
            lopende_zaken="",
            vangnet=False,
            arbeidsongeval=False,
            verkeersongeval_derde=False,
        ),
    )
    return stage


def analysed(stage: Stage) -> None:
    """The intake and the probleemanalyse, on days 25 and 38."""
    stage.settle("teamleider", 25, "probleemanalyse_intake", texts.INTAKE)
    stage.settle("bedrijfsarts", 38, "probleemanalyse", texts.ANALYSIS)


def near_the_end(stage: Stage) -> None:
    """Everything until week 87: plan, one evaluation, first year, actueel oordeel; the eindevaluatie half signed."""
    stage.plan()
    stage.settle_and_sign(90, "periodieke_evaluatie", texts.evaluation_values(stage.day(90), 1))
    stage.settle_and_sign(355, "eerstejaarsevaluatie", texts.FIRST_YEAR)
    opinion = texts.OPINION | {"spreekuur_datum": stage.day(600).isoformat()}
    stage.settle("bedrijfsarts", 601, "actueel_oordeel", opinion)
    last = stage.settle("teamleider", 602, "eindevaluatie", texts.LAST)
    stage.sign("teamleider", 602, last)


@contextmanager
def refused(code: str, *, field: str | None = None) -> Iterator[None]:
    """What happens inside is refused with this code (at this field), and stores nothing at all."""
    before = contents()
    with pytest.raises(PortalError) as caught:
        yield
    assert contents() == before
    if code in ("Forbidden", "Invisible", "Changed"):
        assert type(caught.value).__name__ == code
        return
    problems = caught.value.problems if isinstance(caught.value, RejectedForm) else (caught.value,)
    found = [(p.code, p.field) for p in problems if isinstance(p, Rejected)]
    assert (code, field) in found if field else code in [one for one, _ in found]


def contents() -> dict[str, int]:
    """How much the tables of dossiers hold, to see that nothing was stored."""
    tables = (
        "fact",
        "paper",
        "paper_file",
        "template_file",
        "step",
        "draft",
        "template_version",
        "word_copy",
        "received_file",
        "held_file",
        "job",
        "job_file",
        "nudge",
        "smo",
        "smo_action",
    )
    return {table: rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables}


def word_says(paper_id: int) -> dict[str, Any]:
    """What the newest Word file of a paper says."""
    file = file_of(paper_id)
    assert file
    return dict(read(file.content))
