"""Finding papers over all the dossiers that someone may read, and people of the own team who have none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rules.access import ACCESS
from portal.rules.paper_code import PaperCode
from portal.storage.catalogue import catalogue
from portal.storage.database import Question, answer, like, marks, rows
from portal.storage.reading.dossiers import HELD

# Who may open a paper reads the dossier by one role and the kind by the same or another, as the guard asks it. A role
# that someone holds only as a deputy is held in the place of another.
_PAPERS = f"""
WITH mine AS MATERIALIZED (
    SELECT i.dossier_id, i.role, i.absent_id FROM person_role i WHERE i.person_id = ? AND {HELD}
),
reader(kind, role) AS (VALUES {{pairs}})
SELECT p.id, p.title, p.version, p.on_day, d.id, d.number, m.name, MIN(i.role),
    CASE WHEN COUNT(i.absent_id) = COUNT(*) THEN MIN(i.absent_id) END
FROM mine i JOIN paper p ON p.dossier_id = i.dossier_id JOIN reader r ON r.kind = p.kind AND r.role = i.role
JOIN dossier d ON d.id = p.dossier_id JOIN person m ON m.id = d.medewerker_id
WHERE p.dossier_id IN (SELECT k.dossier_id FROM mine k WHERE k.role IN ({{readers}}))
    AND p.recalled_at IS NULL AND {{asked}}
GROUP BY p.id ORDER BY p.on_day DESC, p.id DESC LIMIT ? OFFSET ?
"""
# Of the own team, or of that of someone for whom one acts.
_REPORTABLE = """
SELECT p.id, p.name, p.personnel_number, p.job FROM person p
WHERE p.active AND p.id <> ? AND p.id NOT IN (SELECT d.medewerker_id FROM dossier d) AND p.leidinggevende_id IN (
    SELECT ? UNION SELECT v.absent_id FROM deputy v
    WHERE v.deputy_id = ? AND v.from_on <= ? AND v.until_on >= ? AND v.dossier_id IS NULL
) AND (p.personnel_number = ? OR {named}) ORDER BY p.name, p.id
"""
_TITLE = "p.title LIKE ? ESCAPE '!'"
_ANYWHERE = "p.title || ' ' || m.name || ' ' || d.number LIKE ? ESCAPE '!'"


@dataclass(frozen=True)
class FoundPaper:
    """A paper that someone may open, with the role that allows it and in whose place they look, if in another's."""

    id: int
    title: str
    version: int
    on: date
    dossier_id: int
    dossier_number: str
    medewerker_name: str
    role: str
    absent_id: int | None


@dataclass(frozen=True)
class Reportable:
    """Someone without a dossier, of whom the searcher can report that they are ill."""

    id: int
    name: str
    number: str
    job: str


def reportable(actor: int, today: date, words: Sequence[str]) -> tuple[Reportable, ...]:
    """The people of the own team without a dossier whose name holds every word, or who have them as their number."""
    return tuple(Reportable(*row) for row in answer(reportable_asked(actor, today, words))) if words else ()


def reportable_asked(actor: int, today: date, words: Sequence[str]) -> Question:
    """What `reportable` asks when there are words."""
    day, named = today.isoformat(), " AND ".join(["p.name LIKE ? ESCAPE '!'"] * len(words))
    values = (actor, actor, actor, day, day, " ".join(words), *map(like, words))
    return Question(4, _REPORTABLE.format(named=named), values)


def papers_found(
    person_id: int, today: date, words: Sequence[str], code: PaperCode | None = None, *, limit: int, offset: int = 0
) -> tuple[FoundPaper, ...]:
    """The papers the person may open today, newest first: those that the code names, else those of the words.

    Every word stands in the title, the name of the employee or the number of the dossier, and one of them in the
    title: who types only a name looks for a dossier. A paper that was recalled is not found.
    """
    asked, values = _of_code(code) if code else _of_words(words)
    pairs = [value for kind in catalogue().values() for role in kind.readers for value in (kind.key, role)]
    readers, day = sorted(ACCESS["read_dossier"]), today.isoformat()
    sql = _PAPERS.format(pairs=", ".join(["(?, ?)"] * (len(pairs) // 2)), readers=marks(readers), asked=asked)
    found = rows(sql, person_id, day, day, *pairs, *readers, *values, limit, offset)
    return tuple(
        FoundPaper(paper_id, title, version, date.fromisoformat(on), *rest)
        for paper_id, title, version, on, *rest in found
    )


def _of_code(code: PaperCode) -> tuple[str, list[Any]]:
    kind = next((kind.key for kind in catalogue().values() if kind.slot == code.slot), "")
    return "d.number = ? AND p.kind = ? AND p.number = ?", [code.dossier, kind, code.number]


def _of_words(words: Sequence[str]) -> tuple[str, list[Any]]:
    patterns = [like(word) for word in words]
    in_title = " OR ".join([_TITLE] * len(words)) or "FALSE"
    return " AND ".join([f"({in_title})", *[_ANYWHERE] * len(words)]), [*patterns, *patterns]
