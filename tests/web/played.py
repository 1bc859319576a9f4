"""A portal in which some dossiers of the demonstration were played, and how many queries a page takes."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.actions.passwords import CHEAP
from portal.demonstration import people
from portal.demonstration.cases import Case, play
from portal.settings import Settings
from portal.storage.database import connect_to, connection, migrate, transaction
from portal.storage.reading.dossiers import DossierRow, dossier_of
from portal.storage.reading.people import PersonRow, person
from tests.web.browsing import Visitor, moment, visitor
from tests.web.page import Page

TODAY = date(2026, 11, 24)


def played(folder: Path, cases: Mapping[str, Case]) -> Settings:
    """A portal with the people of the demonstration, on TODAY, and these cases by personnel number."""
    settings = Settings(mode="test", instance=folder, secret_key="w" * 40, today=TODAY)
    connect_to(settings.database)
    migrate()
    with connection(), transaction():
        people.seed_people(moment(TODAY), hashing=CHEAP)
        for number, case in cases.items():
            play(person(people.number_to_person(number)), case, moment(TODAY))
    return settings


@cache
def signed_in(settings: Settings, login: str, day: date = TODAY) -> Visitor:
    """Someone who signed in on a day; who comes again in the same run does not have to do so twice."""
    return visitor(settings, day, login)


Statement = tuple[str, tuple[Any, ...]]
"""SQL, and the values in it."""


class _Statements(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Statement] = []

    def emit(self, record: logging.LogRecord) -> None:
        sql, values = record.msg
        if not sql.startswith("PRAGMA"):
            self.found.append((sql, tuple(values or ())))


@contextmanager
def counted() -> Iterator[list[Statement]]:
    """The statements that go to the database meanwhile, without the pragmas of a connection."""
    logger, handler = logging.getLogger("peewee"), _Statements()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield handler.found
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def dossier(employee: str) -> DossierRow:
    """The dossier of an employee, by the personnel number."""
    with connection():
        found = dossier_of(people.number_to_person(employee))
    assert found
    return found


def employee(number: str) -> PersonRow:
    """The person with that personnel number."""
    with connection():
        found = person(people.number_to_person(number))
    assert found
    return found


def number_of(employee: str) -> str:
    """The number of that dossier."""
    return dossier(employee).number


def opened(settings: Settings, login: str, employee: str, rest: str = "", day: date = TODAY) -> Page:
    """The page of that dossier, as someone sees it on a day."""
    return signed_in(settings, login, day).get(f"/dossiers/{number_of(employee)}{rest}")


def words(page: Page, part: str) -> str:
    """What a part of a page says; nothing when it is not there."""
    found = page.soup.find(id=part)
    return " ".join(found.get_text(" ").split()) if found else ""
