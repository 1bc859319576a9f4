"""Playing a whole organisation, on several processors: each plays a part of the employees in a copy of the database."""

import gc
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from portal.actions.manage_account import create_login
from portal.actions.passwords import DEFAULT, Hashing, hash_password
from portal.demonstration.people import PASSWORD
from portal.demonstration.simulation.absences import Absence
from portal.demonstration.simulation.organisation import ORGANISATION, Organisation
from portal.demonstration.simulation.play import Played, Plot, Stage, set_up, stories_of
from portal.storage.database import connect_to, connection, migrate, transaction
from portal.storage.parts import join, number_from
from portal.storage.reading.people import organisation_named

PAPERS_IN_PART = 10_000_000
"""More papers than any part makes, so that their ids never meet."""

DIRECTOR = "100001"
"""Leads everyone and is led by nobody: never reported sick, so never the subject of a dossier."""


@dataclass(frozen=True)
class _Part:
    """A part to play: which employees, in which file, and after which dossier its own ones are numbered."""

    path: Path
    numbers: frozenset[str]
    after: int
    index: int


def simulate(plot: Plot, path: Path, *, processes: int = 2, hashing: Hashing = DEFAULT) -> Played:
    """Play `plot` into a new database at `path`, with so many processes; connects to it as well.

    The stories do not depend on the number of processes; only the numbering of dossiers does.
    """
    connect_to(path, lasting=False)
    migrate()
    with connection():
        organisation = set_up(plot, hashing)
    played = _played(plot, organisation, path, processes, hashing)
    connect_to(path, lasting=False)
    with connection():
        _logins(played, hashing)
    return played


def _played(plot: Plot, organisation: Organisation, path: Path, processes: int, hashing: Hashing) -> Played:
    parts = _parts(stories_of(plot, organisation), path, processes)
    if len(parts) == 1:
        return _play(plot, organisation, parts[0], hashing)
    for part in parts[1:]:
        shutil.copyfile(path, part.path)
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_play_alone, plot, organisation, part, hashing) for part in parts]
        results = [job.result() for job in jobs]
    connect_to(path, lasting=False)
    with connection():
        join((part.path, part.after) for part in parts[1:])
    for part in parts[1:]:
        part.path.unlink()
    return _together(results)


def _play_alone(plot: Plot, organisation: Organisation, part: _Part, hashing: Hashing) -> Played:
    """In a process that ends after this, so nothing needs to be tidied up meanwhile."""
    gc.disable()
    return _play(plot, organisation, part, hashing)


def _play(plot: Plot, organisation: Organisation, part: _Part, hashing: Hashing) -> Played:
    connect_to(part.path, lasting=False)
    with connection():
        if part.index:
            known = organisation_named(ORGANISATION)
            assert known, "the organisation is set up before the parts are played"
            papers = part.index * PAPERS_IN_PART
            number_from(part.after, papers, organisation=known.id, medewerker=organisation.ids[DIRECTOR])
        return Stage(plot, organisation, hashing).play(part.numbers)


def _parts(stories: Mapping[str, Sequence[Absence]], path: Path, processes: int) -> list[_Part]:
    """Share the employees out by how much there is to play, the most first, each to whom has least."""
    shares: list[list[str]] = [[] for _ in range(processes)]
    load = [0.0] * processes
    for number in sorted(stories, key=lambda one: (-_work(stories[one]), one)):
        least = load.index(min(load))
        shares[least].append(number)
        load[least] += _work(stories[number])
    parts, after = [], 0
    for index, share in enumerate(shares):
        file = path if index == 0 else path.with_name(f"{path.name}.deel{index}")
        parts.append(_Part(file, frozenset(share), after, index))
        after += sum(bool(stories[number]) for number in share)
    return parts


def _work(absences: Sequence[Absence]) -> float:
    """How much there is to do: some things at every absence, and then something every week."""
    return sum(5 + min(110, ((one.back_on or date.max) - one.first).days / 6) for one in absences)


def _together(results: Sequence[Played]) -> Played:
    whole = results[0]
    for part in results[1:]:
        whole.done.update(part.done)
        whole.refused_asked += part.refused_asked
        whole.refused_own.update(part.refused_own)
    return whole


def _logins(played: Played, hashing: Hashing) -> None:
    """A login for everyone: the personnel number; the simple names for people with something to see."""
    password = hash_password(PASSWORD, hashing=hashing)
    simple = _telling(played)
    today = played.plot.end
    with transaction():
        for employee in played.organisation.work_on(today):
            create_login(
                personnel_number=employee.number,
                organisation=ORGANISATION,
                password=password,
                login=simple.get(employee.number),
            )


def _telling(played: Played) -> dict[str, str]:
    """The employee who is ill longest without having left, with the managers above: number to login."""
    employees, today = played.organisation.employees, played.plot.end
    ill = [
        (stories[-1].first, number)
        for number, stories in played.stories.items()
        if stories and (stories[-1].back_on is None or stories[-1].back_on > today) and not stories[-1].ended_by
    ]
    number = min(ill)[1] if ill else next(iter(played.stories))
    names = {number: "medewerker"}
    for login in ("teamleider", "afdelingshoofd", "directeur"):
        number = employees[number].manager
        if not number:
            break
        names[number] = login
    return names
