"""The consult that is planned: one of the things that everyone in a dossier waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.actions.dossier import OpenDossier
from portal.rules.calendar import long_date
from portal.rules.facts import Fact, called_off, day_of, planned_consults
from portal.web.present.fact_log import teller


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


def off(dossier: OpenDossier, paper_id: int) -> dict[str, str] | None:
    """What an invitation says on top once its consult does not stand any more: {title, text}; None for any other paper.

    Whoever may read the invitation may read why (see consult_vervallen).
    """
    planned = called_off(dossier.facts).get(paper_id)
    if planned is None:
        return None
    day = day_of(planned, "dag")
    said = (fact for fact in dossier.standing if fact.data.get("consult") == str(planned.seq))
    why = next(map(teller(dossier).answers, said), f"Het spreekuur van {long_date(day)} is ingetrokken.")
    verb = "ging" if day < dossier.today else "gaat"
    return {
        "title": f"Dit spreekuur {verb} niet door",
        "text": f"{why} Komt er een nieuw spreekuur, dan komt daarvoor een nieuwe uitnodiging.",
    }
