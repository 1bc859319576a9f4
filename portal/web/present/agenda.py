"""The agenda of the arbodienst: whom it sees on which day, and what there is to write about them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import url_for

from portal.rules.calendar import WEEKDAYS, long_date
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.storage.reading.progress import OpenStep
from portal.web.present.consult import Consult, consults_ahead
from portal.web.present.places import place_of
from portal.web.present.steps import role_label, title_of

AHEAD = timedelta(days=14)
"""So many days the agenda looks ahead."""


@dataclass(frozen=True)
class Case:
    """A dossier with the consults that the agenda shows, the facts on illness, and the steps that are asked now.

    `hosts` names who holds a role of the arbodienst in it now: an agenda of the secretariat is of more than one.
    """

    number: str
    name: str
    planned: tuple[Consult, ...]
    course: tuple[Fact, ...]
    asked: tuple[OpenStep, ...]
    hosts: Mapping[str, str]


Appointment = tuple[date, str, str, Consult, Case]
"""A consult by day, time and name."""


def appointments(cases: Iterable[Case]) -> list[Appointment]:
    """The consults in the order in which they are held. Who has recovered or died is not seen any more."""
    found = (
        (consult.day, consult.time, one.name, consult, one)
        for one in cases
        if fold(one.course).keeps_consults
        for consult in one.planned
    )
    return sorted(found, key=lambda row: row[:3])


def agenda(found: Iterable[Appointment], roles: Collection[str], today: date, *, here: str) -> list[dict[str, Any]]:
    """The days on which a consult is planned; `roles` are the reader's, `here` is the address of this list."""
    return [
        {
            "title": _day(day, today),
            "rows": [
                {
                    "time": consult.time,
                    "name": one.name,
                    "number": one.number,
                    "href": url_for("dossiers.dossier", number=one.number),
                    "host": "u" if consult.host in roles else one.hosts.get(consult.host, ""),
                    "host_role": "" if consult.host in roles else role_label(consult.host),
                    "place": consult.place,
                    "tasks": _tasks(one, roles, here),
                    "off_href": url_for(
                        "record.record_kind",
                        number=one.number,
                        kind="consult_vervallen",
                        consult=consult.seq,
                        terug=here,
                    ),
                }
                for *_, consult, one in rows
            ],
        }
        for day, rows in groupby(found, key=lambda row: row[0])
    ]


def in_view(facts: Iterable[Fact], today: date) -> tuple[Consult, ...]:
    """The consults of a dossier that lie in the days of the agenda."""
    return tuple(consult for consult in consults_ahead(facts, today) if consult.day <= today + AHEAD)


def _tasks(one: Case, roles: Collection[str], here: str) -> list[dict[str, str]]:
    """What the reader has to do in this dossier now."""
    mine = [asked.step for asked in one.asked if asked.step.owner in roles]
    return [{"title": title_of(step), "href": place_of(step, one.number, back=here)[0]} for step in mine]


def _day(day: date, today: date) -> str:
    words = f"{WEEKDAYS[day.weekday()]} {long_date(day)}"
    near = {0: "Vandaag, ", 1: "Morgen, "}.get((day - today).days, "")
    return near + words if near else words.capitalize()
