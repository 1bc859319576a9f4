"""What came for someone since they last looked: in the dossiers about them, and a dossier that became theirs to lead.

In the former that are papers and what others recorded.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.follow_chart import MANAGER_CHANGED
from portal.rules.access import MEDEWERKER
from portal.rules.calendar import long_date
from portal.rules.facts import Fact
from portal.rules.granted import CASEMANAGER
from portal.rules.terms import FACT
from portal.storage.database import Question
from portal.storage.protocols import records
from portal.storage.reading.dossiers import DossierRow
from portal.storage.reading.facts import facts_asked
from portal.storage.reading.involvements import people_asked
from portal.storage.reading.papers import papers_asked, papers_of
from portal.storage.reading.read_log import readers_asked
from portal.storage.reading.recent import last_look_asked, looked_last, unopened_asked, unopened_since
from portal.web.present.copies import new_papers

COURSE = ("ziekmelding", "herstelmelding", MANAGER_CHANGED)
"""What others record about an employee besides the records of which the employee is a reader."""

FRESH = timedelta(days=30)
"""What is older is no news, also to who never came to look. Choice of the portal."""


def new_in_own(opened: Iterable[OpenDossier]) -> list[dict[str, Any]]:
    """What came for someone in the dossiers that are about them, of each that has something new."""
    return [found for one in opened if (found := _new(one))["lines"]]


def new_casemanager(person_id: int, today: date) -> list[dict[str, Any]]:
    """Of which dossiers someone became casemanager, until they open them: it is others who agreed on that last."""
    found = unopened_since(person_id, CASEMANAGER, today, today - FRESH)
    lines = [
        {
            "title": f"U bent casemanager van {one.name}, dossier {one.number}, sinds {long_date(one.from_on)}",
            "href": url_for("dossiers.dossier", number=one.number),
        }
        for one in found
    ]
    return [{"lines": lines, "more": 0, "all_href": ""}] if lines else []


def asked_of_casemanager(person_id: int, today: date) -> Question:
    """What `new_casemanager` asks."""
    return unopened_asked(person_id, CASEMANAGER, today, today - FRESH)


def asked_of_own(rows: Iterable[DossierRow], today: date) -> Iterator[Question]:
    """What is going to be asked about the dossiers that are about someone."""
    for row in rows:
        yield from (facts_asked(row.id), papers_asked(row.id), people_asked(row.id, today), readers_asked(row.id))
        yield last_look_asked(row.id)


def _new(dossier: OpenDossier) -> dict[str, Any]:
    papers = new_papers(dossier, papers_of(dossier.row.id))
    log = url_for("dossiers.dossier", number=dossier.row.number, _anchor="logboek")
    told = [{"title": f"{FACT[fact.kind]}, {long_date(fact.on)}", "href": log} for fact in _told(dossier)]
    return {**papers, "lines": [*told, *papers["lines"]]}


def _told(dossier: OpenDossier) -> list[Fact]:
    """What others recorded for the employee to know after the employee last looked, the newest first."""
    looked = looked_last(dossier.row.id)
    fresh = (fact for fact in dossier.standing if fact.at > dossier.now - FRESH)
    unseen = (fact for fact in fresh if looked is None or fact.at > looked)
    return sorted((one for one in unseen if _is_for(one, dossier)), key=lambda fact: -fact.seq)


def _is_for(fact: Fact, dossier: OpenDossier) -> bool:
    kind = records().get(fact.kind)
    known = fact.kind in COURSE or (kind is not None and not MEDEWERKER.isdisjoint(kind.readers))
    return known and fact.author != dossier.row.medewerker_id
