"""Dossiers that were made in several copies of one database, brought together in one.

Each copy holds the same organisations, people and appointments, and numbers its own dossiers and papers from a
place where the others have none. That is how a large simulation uses more than one processor.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from portal.storage.database import rows, transaction
from portal.storage.models import (
    Appointment,
    Dossier,
    Draft,
    Fact,
    Involvement,
    Paper,
    PaperFile,
    Person,
    Step,
    Unit,
    database,
)
from portal.storage.sealing import seal_text

PLACEHOLDER = "vrijgehouden"
SHARED: tuple[Any, ...] = (Unit, Person, Appointment)
"""What every part must agree on."""

OF_A_DOSSIER: tuple[Any, ...] = (Involvement, Fact, Step, Paper, Draft)


class PartsDiffer(RuntimeError):
    """The parts do not hold the same people, so their dossiers cannot stand side by side."""


def number_from(dossier: int, paper: int, *, organisation: int, medewerker: int) -> None:
    """Let the next dossier and paper in this database have a higher id than these two.

    `medewerker` is someone who never gets a dossier here: a placeholder stands under their name.
    """
    with transaction():
        row = {"id": dossier, "number": PLACEHOLDER, "organisation": organisation, "medewerker": medewerker}
        Dossier.insert(row | {"protocol": PLACEHOLDER, "opened_on": date.min}).execute()
        about = {"id": paper, "dossier": dossier, "kind": PLACEHOLDER, "number": 1, "version": 1, "title": PLACEHOLDER}
        made = {"on_day": date.min, "settled_at": PLACEHOLDER, "author": medewerker, "author_role": PLACEHOLDER}
        nothing = seal_text("{}", "paper.values_json", dossier, PLACEHOLDER, 1, 1)
        Paper.insert(about | made | {"values_json": nothing}).execute()


def join(parts: Iterable[tuple[Path, int]]) -> None:
    """Take over the dossiers with an id above the given one from each of these database files.

    Raises PartsDiffer when the people in a file are not those of this database.
    """
    for path, above in parts:
        database.execute_sql("ATTACH DATABASE ? AS part", (str(path),))
        try:
            for table in SHARED:
                _check_same(table)
            with transaction():
                _take_over(above)
        finally:
            database.execute_sql("DETACH DATABASE part")


def _take_over(above: int) -> None:
    """The dossiers first, because everything refers to them; facts and the like get a new id of their own."""
    _copy(Dossier, "id > ?", above, keep_id=True)
    for table in OF_A_DOSSIER:
        _copy(table, "dossier_id > ?", above, keep_id=table is Paper)
    _copy(PaperFile, "paper_id IN (SELECT id FROM part.paper WHERE dossier_id > ?)", above)
    database.execute_sql("INSERT OR IGNORE INTO main.template_file SELECT * FROM part.template_file")


def _copy(table: Any, condition: str, above: int, *, keep_id: bool = False) -> None:
    names = [field.column_name for field in table._meta.sorted_fields]
    columns = ", ".join(name for name in names if name != "id" or keep_id)
    order = "id" if "id" in names else "dossier_id, position"
    name = table._meta.table_name
    database.execute_sql(
        f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM part.{name} WHERE {condition} ORDER BY {order}",
        (above,),
    )


def _check_same(table: Any) -> None:
    name = table._meta.table_name
    only_here = rows(f"SELECT COUNT(*) FROM (SELECT * FROM main.{name} EXCEPT SELECT * FROM part.{name})")
    only_there = rows(f"SELECT COUNT(*) FROM (SELECT * FROM part.{name} EXCEPT SELECT * FROM main.{name})")
    if only_here != [(0,)] or only_there != [(0,)]:
        raise PartsDiffer(name)
