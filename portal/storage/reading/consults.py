"""The consults of a person of the arbodienst, over all the dossiers in which they see someone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.rules.access import ARBO
from portal.rules.facts import Fact
from portal.storage.database import Question, answer, marks
from portal.storage.reading.dossiers import HELD
from portal.storage.reading.facts import COLUMNS, fact_from

CONSULTS = ("consult_gepland", "consult_vervallen", "intrekking")
"""The facts that say which consults are planned."""
PLANNED_AHEAD = timedelta(days=366)
"""No consult is planned longer before its day (see actions/plan_consult)."""

# The kinds stand in the text: the index on the facts about consults is found by them.
_PLANNED = f"""
SELECT f.dossier_id, d.number, m.name, {", ".join(f"f.{column}" for column in COLUMNS.split(", "))}
FROM fact f JOIN dossier d ON d.id = f.dossier_id JOIN person m ON m.id = d.medewerker_id
WHERE f.kind IN {CONSULTS} AND f.on_day >= ? AND f.dossier_id IN (
    SELECT i.dossier_id FROM person_role i WHERE i.person_id = ? AND i.role IN ({marks(ARBO)}) AND {HELD}
        AND EXISTS (SELECT 1 FROM step s WHERE s.dossier_id = i.dossier_id AND s.state <> 'done')
)
ORDER BY f.dossier_id, f.seq
"""


@dataclass(frozen=True)
class PlannedIn:
    """A dossier with its facts on consults of the last year."""

    number: str
    name: str
    facts: list[Fact] = field(default_factory=list)


def planned_for(person_id: int, today: date) -> Mapping[int, PlannedIn]:
    """The unfinished dossiers in which the person works for the arbodienst and a consult was planned. One query."""
    found: dict[int, PlannedIn] = {}
    for dossier_id, number, name, *columns in answer(planned_asked(person_id, today)):
        found.setdefault(dossier_id, PlannedIn(number, name)).facts.append(fact_from(dossier_id, columns))
    return found


def planned_asked(person_id: int, today: date) -> Question:
    """What `planned_for` asks."""
    day, since = today.isoformat(), (today - PLANNED_AHEAD).isoformat()
    columns = 3 + len(COLUMNS.split(", "))
    return Question(columns, _PLANNED, (since, person_id, *sorted(ARBO), day, day))
