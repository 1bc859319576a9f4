"""Examining a played organisation: every invariant in every dossier, and what the portal lists for every person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from random import Random

from portal.demonstration.simulation.absences import ORDINARY
from portal.demonstration.simulation.figures import Counted, Figures, counted, figures, implausible
from portal.demonstration.simulation.invariants import INVARIANTS, Subject, visible_to
from portal.demonstration.simulation.organisation import Organisation
from portal.demonstration.simulation.play import Played, Plot
from portal.rules.access import acting_roles, may
from portal.storage.database import connect_to, connection
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.facts import facts_of

STRANGERS = 3
SHOWN = 5
FULL_TIME = 36.0
ASKED = "wat een stap vraagt, kan ook gedaan worden"
LISTED = "de lijst van dossiers klopt voor iedereen"
PLAUSIBLE = "het verzuim is geloofwaardig"


@dataclass
class Findings:
    """What is wrong, by invariant; how much was examined; and what each employee adds to the figures."""

    wrong: dict[str, list[str]] = field(default_factory=dict)
    dossiers: int = 0
    papers: int = 0
    facts: int = 0
    readers: dict[int, set[int]] = field(default_factory=dict)
    counted: list[Counted] = field(default_factory=list)

    def add(self, invariant: str, found: Iterable[str]) -> None:
        """Keep what is wrong under an invariant."""
        self.wrong.setdefault(invariant, []).extend(found)

    def take_in(self, other: "Findings") -> None:
        """Add what another part found."""
        for invariant, found in other.wrong.items():
            self.add(invariant, found)
        self.dossiers += other.dossiers
        self.papers += other.papers
        self.facts += other.facts
        for one, dossiers in other.readers.items():
            self.readers.setdefault(one, set()).update(dossiers)
        self.counted += other.counted


@dataclass(frozen=True)
class Report:
    """What a simulation came to."""

    played: Played
    findings: Findings
    figures: Figures

    @property
    def good(self) -> bool:
        """Whether every invariant holds."""
        return not any(self.findings.wrong.values())

    def lines(self) -> list[str]:
        """The report as people read it."""
        done = self.played.done
        found = self.findings
        lines = [
            f"{sum(done.values())} handelingen in {found.dossiers} dossiers: "
            f"{found.facts} feiten, {found.papers} stukken.",
            *self.figures.lines(),
            "",
            "Wat er gebeurde: " + _counts(done),
            "Wat het portaal weigerde: " + _counts(self.played.refused_own),
            "",
        ]
        for invariant, wrong in found.wrong.items():
            lines.append(f"{'FOUT' if wrong else 'goed'}  {invariant}" + (f" ({len(wrong)} keer)" if wrong else ""))
            lines += [f"      {sentence}" for sentence in wrong[:SHOWN]]
        return lines


def examine(played: Played, path: Path, *, processes: int = 2) -> Report:
    """Hold every invariant against the database at `path`; connects to it as well."""
    connect_to(path)
    with connection(read_only=True):
        pass  # Of two processes that would bring the file back to its lasting form at once, one finds it locked.
    employees = sorted(played.organisation.ids.items())
    shares = [employees[index::processes] for index in range(processes)]
    if processes == 1:
        findings = [_examine(played.plot, played.organisation, path, shares[0])]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            jobs = [pool.submit(_examine, played.plot, played.organisation, path, share) for share in shares]
            findings = [job.result() for job in jobs]
    whole = findings[0]
    for other in findings[1:]:
        whole.take_in(other)
    connect_to(path)
    with connection(read_only=True):
        whole.add(LISTED, _lists(whole, played.organisation, played.plot.end))
    whole.add(ASKED, played.refused_asked)
    days = (played.plot.end - played.plot.begin).days + 1
    headcount = sum(one.employed > 0 for one in whole.counted)
    result = figures(whole.counted, days, headcount)
    ordinary = played.plot.odds == ORDINARY
    whole.add(PLAUSIBLE, implausible(result, headcount * days / 365.25) if ordinary else ())
    return Report(played, whole, result)


def _examine(plot: Plot, organisation: Organisation, path: Path, employees: Sequence[tuple[str, int]]) -> Findings:
    connect_to(path)
    findings = Findings(wrong={invariant: [] for invariant in INVARIANTS})
    everyone = sorted(organisation.ids.values())
    active: dict[int, bool] = {}
    with connection(read_only=True):
        for number, person_id in employees:
            subject = _subject(plot, organisation, number, person_id, everyone, active)
            if subject:
                _check(findings, subject)
            findings.counted.append(_counted(plot, organisation, number, subject))
    return findings


def _subject(
    plot: Plot,
    organisation: Organisation,
    number: str,
    person_id: int,
    everyone: Sequence[int],
    active: dict[int, bool],
) -> Subject | None:
    row = dossier_of(person_id)
    if row is None:
        return None
    strangers = tuple(Random(f"{plot.seed}/{number}/vreemden").sample(everyone, min(STRANGERS, len(everyone))))
    return Subject(row, number, plot.end, organisation, strangers, active)


def _check(findings: Findings, subject: Subject) -> None:
    for invariant, check in INVARIANTS.items():
        findings.add(invariant, (f"dossier {subject.row.number}: {wrong}" for wrong in check(subject)))
    findings.dossiers += 1
    findings.papers += len(subject.papers)
    findings.facts += subject.situation.last_seq
    # Who holds a role that any of several could hold is what the portal chose; the rest follows from the organisation.
    chosen = {(one, role) for role, people in subject.expected.one_of.items() for one in people}
    held = {(one, role) for role, people in subject.holders.items() for one in people}
    for one, role in subject.expected.certain | (chosen & held):
        if may(acting_roles([role]), "read_dossier"):
            findings.readers.setdefault(one, set()).add(subject.row.id)


def _counted(plot: Plot, organisation: Organisation, number: str, subject: Subject | None) -> Counted:
    employee = organisation.employees[number]
    facts = facts_of(subject.row.id) if subject else ()
    begin = max(plot.begin, employee.since)
    return counted(facts, begin, plot.end, employee.hours / FULL_TIME, employee.until or date.max)


def _lists(findings: Findings, organisation: Organisation, today: date) -> Iterator[str]:
    for one in sorted({*organisation.ids.values(), *organisation.experts.values()}):
        if visible_to(one, today) != findings.readers.get(one, set()):
            yield f"persoon {one} ziet andere dossiers dan die waarin een rol is"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "niets"
