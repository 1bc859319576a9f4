"""The consult that is planned: one of the things that everyone in a dossier waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.rules.calendar import long_date
from portal.rules.facts import Fact, planned_consults


@dataclass(frozen=True)
class Consult:
    """A planned consult: `time` as «10.00 uur», `host` whom the employee meets, `seq` the fact that planned it."""

    seq: int
    day: date
    time: str
    place: str
    host: str

    @property
    def sentence(self) -> str:
        """«1 december 2026 om 10.00 uur, Spreekkamer 2»."""
        return f"{long_date(self.day)} om {self.time}, {self.place}"


def next_consult(facts: Iterable[Fact], today: date) -> Consult | None:
    """The first consult of today or later, or None."""
    return next(iter(consults_ahead(facts, today)), None)


def consults_ahead(facts: Iterable[Fact], today: date) -> list[Consult]:
    """The consults of today and later, in order."""
    ahead = [
        Consult(
            seq=fact.seq,
            day=date.fromisoformat(fact.data["dag"]),
            time=f"{fact.data['tijd'].replace(':', '.')} uur",
            place=fact.data["plaats"],
            host=fact.data["met"],
        )
        for fact in planned_consults(tuple(facts))
        if fact.data["dag"] >= today.isoformat()
    ]
    return sorted(ahead, key=lambda consult: (consult.day, consult.time))
