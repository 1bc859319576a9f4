"""The page of one dossier: for its own people whole, for who only follows its progress without any content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.rules.access import STANDS_IN_FOR, may
from portal.rules.calendar import long_date
from portal.rules.conditions import ADVISED_IN, terugkeer_mogelijk
from portal.rules.moves import moves
from portal.rules.step import Step
from portal.rules.turns import Turn, held, turns
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import InvolvedRow, people_of
from portal.storage.reading.nudges import NudgeRow
from portal.web.present import comma, distance
from portal.web.present.consult import Consult, next_consult
from portal.web.present.course import course
from portal.web.present.meter import for_report, summary
from portal.web.present.nudges import listed, reminder, sent
from portal.web.present.picture import case_picture
from portal.web.present.places import explanation_of, opens_at, place_of
from portal.web.present.steps import days_left, reason, role_label, standing, term, title_of, who_acts
from portal.web.present.timeline import timeline
from portal.web.present.turns import balance, on_turn
from portal.web.present.wia import own_line, report_now

Place = tuple[str, int]

MOST_TASKS = 12
LAST_PHASE = ("wia_overdracht", "wia_aanvraag")
"""The steps whose last day is counted down, the first that is not done."""


def presented(
    dossier: OpenDossier, steps: tuple[Step, ...], people: tuple[InvolvedRow, ...], nudges: tuple[NudgeRow, ...]
) -> dict[str, Any]:
    """What everyone who may open the page sees: head, progress, what must happen now, the steps and the people."""
    content = may(dossier.roles, "read_dossier")
    own = dossier.actor == dossier.row.medewerker_id
    holders = Holders(people, dossier.actor, people_there(dossier))
    running = course(dossier.situation, dossier.today, content=content)
    every = turns(steps, dossier.situation, dossier.protocol, dossier.today, dossier.row.opened_on)
    address = url_for("dossiers.dossier", number=dossier.row.number)
    return {
        "number": dossier.row.number,
        "name": dossier.row.medewerker_name,
        "heading": "Uw dossier" if own else dossier.row.medewerker_name,
        "own": own,
        "content": content,
        "course": running,
        "head": _head(dossier, running) if content else _reduced_head(dossier),
        "picture": case_picture(
            steps, dossier.protocol, dossier.situation, dossier.today, content=content, address=address
        ),
        "now": _now(_Now(dossier, holders, content, address, _running(every), _newest(nudges)), steps),
        "countdown": _countdown(dossier, steps),
        "own_wia": own_line(dossier),
        "report": report_now(dossier),
        "meter": summary(dossier),
        "timeline": timeline(
            steps, dossier.protocol, dossier.today, who=holders.sentence, content=content, address=address
        ),
        "balance": balance(held(every)),
        "reminders": listed(nudges, {(step.key, step.round): step for step in steps}),
        "people": _people(people, dossier.actor),
    }


class Holders:
    """Who holds which role in a dossier, as the steps want to know it.

    `there` are the people after a move that is agreed and still to come: of them is who takes the dossier over.
    """

    def __init__(self, people: Iterable[InvolvedRow], reader: int, there: Iterable[InvolvedRow] = ()) -> None:
        self._reader = reader
        self._by_role: dict[str, list[InvolvedRow]] = {}
        for row in people:
            self._by_role.setdefault(row.role, []).append(row)
        self._takes_over = [row for row in there if row.role == "leidinggevende"]

    def of(self, step: Step) -> dict[str, str]:
        """The person who must do a step, and the role in which; for the reader also that in which they stand in."""
        rows = self._rows(step)
        own = any(row.person_id == self._reader for row in rows)
        if not own and rows is not self._takes_over and (role := self._stands_in_for(step.owner)):
            return who_acts(role, "", 1, reader=True)
        by_right = [row for row in rows if not row.on_behalf_of]
        return who_acts(step.owner, by_right[0].name if by_right else "", len(by_right), reader=own)

    def held_from(self, step: Step) -> date | None:
        """Since when the one who must do a step, or the first of several, has that role; None while nobody has."""
        return min((row.from_on for row in self._rows(step)), default=None)

    def sentence(self, step: Step) -> str:
        """«M. Hoekstra, bedrijfsarts»."""
        who = self.of(step)
        return f"{who['name']}, {who['role']}"

    def _stands_in_for(self, absent: str) -> str:
        """The role in which the reader does what is of `absent`; empty when they do not."""
        own = {role for role, rows in self._by_role.items() if any(row.person_id == self._reader for row in rows)}
        return next((role for role in sorted(own) if STANDS_IN_FOR.get(role) == absent), "")

    def _rows(self, step: Step) -> list[InvolvedRow]:
        if step.action == "take_over" and self._takes_over:
            return self._takes_over
        return self._by_role.get(step.owner, [])


def people_there(dossier: OpenDossier) -> tuple[InvolvedRow, ...]:
    """Everyone involved from the day on which the dossier moves to another organisation; empty when no move comes."""
    ahead = [move.from_on for move in moves(dossier.facts) if move.from_on > dossier.today]
    return people_of(dossier.row.id, ahead[-1]) if ahead else ()


def _head(dossier: OpenDossier, running: dict[str, Any]) -> list[dict[str, str]]:
    row, first = dossier.row, dossier.situation.eerste_ziektedag
    hours = f", {comma(row.hours)} uur per week" if row.hours else ""
    return _facts(
        ("Medewerker", f"{row.medewerker_name}\npersoneelsnummer {row.personnel_number}"),
        ("Functie", f"{row.job}{hours}"),
        ("Eenheid", row.unit_name),
        ("Eerste ziektedag", long_date(first) if first else "nog niet bekend"),
        ("Stand", f"{running['text']} {running['since']}".strip()),
        ("Plan van aanpak", _no_plan(dossier)),
        ("Regels", dossier.protocol.title, url_for("explain.versions", number=row.number)),
    )


def _no_plan(dossier: OpenDossier) -> str:
    """Why no plan is asked for now, for who may read the advice that says so; empty when there is another reason."""
    if terugkeer_mogelijk(dossier.situation) or not catalogue()[ADVISED_IN].readable_by(dossier.roles):
        return ""
    day, _ = dossier.situation.words(ADVISED_IN, "terugkeer_mogelijk")[-1]
    return f"Nu niet: volgens het advies van {long_date(day)} is terugkeer naar werk niet te verwachten"


def _reduced_head(dossier: OpenDossier) -> list[dict[str, str]]:
    return _facts(("Medewerker", dossier.row.medewerker_name), ("Eenheid", dossier.row.unit_name))


def _facts(*facts: tuple[str, ...]) -> list[dict[str, str]]:
    """Labels with their values; a third word is where the value leads."""
    return [{"label": label, "value": value, "href": href[0] if href else ""} for label, value, *href in facts if value]


@dataclass(frozen=True)
class _Now:
    """What the tasks of a dossier need to know besides their step."""

    dossier: OpenDossier
    holders: Holders
    content: bool
    address: str
    turns: Mapping[Place, Turn]
    nudges: Mapping[Place, NudgeRow]


def _running(every: Iterable[Turn]) -> Mapping[Place, Turn]:
    return {(turn.step.key, turn.step.round): turn for turn in every if turn.until is None}


def _newest(nudges: Iterable[NudgeRow]) -> Mapping[Place, NudgeRow]:
    """The newest reminder of each step; `nudges` come newest first."""
    found: dict[Place, NudgeRow] = {}
    for row in nudges:
        found.setdefault((row.key, row.round), row)
    return found


def _now(about: _Now, steps: Iterable[Step]) -> dict[str, Any]:
    """What must happen now, one's own tasks first."""
    dossier = about.dossier
    asked = [step for step in steps if step.asked_on(dossier.today)]
    asked.sort(key=lambda step: (step.owner not in dossier.roles, step.due_on))
    shown = about.content and dossier.situation.keeps_consults
    consult = next_consult(dossier.facts, dossier.today) if shown else None
    return {
        "caption": "Wat er nu moet gebeuren, en door wie",
        "dossier_column": False,
        "who_column": True,
        "action_column": any(step.owner in dossier.roles for step in asked),
        "tasks": [
            *(_task(about, step) for step in asked[:MOST_TASKS]),
            *([_planned(dossier, consult)] if consult else []),
        ],
        "more": max(0, len(asked) - MOST_TASKS),
        "ahead": _ahead(about, steps),
    }


def _ahead(about: _Now, steps: Iterable[Step]) -> str:
    """What comes first when nothing is asked now, by when and by whom; empty when nothing comes."""
    today = about.dossier.today
    coming = (step for step in steps if step.state == "open" and standing(step, today) in ("soon", "later"))
    first = min(coming, key=lambda step: (step.due_on, step.key), default=None)
    if first is None:
        return ""
    who = about.holders.of(first)
    return f"Eerst komt «{title_of(first)}», uiterlijk {long_date(first.due_on)}. Wie: {who['name']}, {who['role']}."


def _task(about: _Now, step: Step) -> dict[str, Any]:
    dossier, place = about.dossier, (step.key, step.round)
    mine = step.owner in dossier.roles
    href, button = place_of(step, dossier.row.number) if mine else ("", "")
    title = title_of(step)
    return {
        "title": title,
        "href": href,
        "button": button,
        "opens_at": opens_at(step, dossier.row.number),
        "context": title,
        "urgent": "late" if standing(step, dossier.today) == "late" else "",
        "term": term(step, dossier.today),
        "explain": explanation_of(step, about.address),
        "since": on_turn(about.turns[place], about.holders.held_from(step)) if place in about.turns else "",
        "reminder": _reminder(about, step),
        "report": for_report(step) if about.content else "",
        "who": about.holders.of(step),
        **reason(step, content=about.content),
    }


def _reminder(about: _Now, step: Step) -> str:
    """That a step was reminded of: to whoever must do it, and to who sent it."""
    row = about.nudges.get((step.key, step.round))
    if step.owner in about.dossier.roles:
        return reminder((row.on, row.sender_name) if row else None, employee=step.owner == "medewerker")
    return sent(row, about.dossier.actor)


def _planned(dossier: OpenDossier, consult: Consult) -> dict[str, Any]:
    """A planned consult, as one more thing that must happen."""
    return {
        "title": f"Spreekuur om {consult.time}, {consult.place}",
        "href": "",
        "button": "",
        "opens_at": "",
        "context": "",
        "urgent": "",
        "term": {
            "date": long_date(consult.day),
            "state": "later",
            "distance": distance(consult.day, dossier.today),
            "statutory": "",
        },
        "explain": "",
        "since": "",
        "reminder": "",
        "report": "",
        "who": {"name": dossier.row.medewerker_name, "role": f"bij: {role_label(consult.host)}"},
        "rule": "De arbodienst nodigt de medewerker uit. In de uitnodiging staat hoe u een afspraak verzet.",
        "source": "Verzuimprotocol §4.5",
        "why": [],
    }


def _countdown(dossier: OpenDossier, steps: Iterable[Step]) -> dict[str, Any] | None:
    """The days to the hand-over and then to the application, once the first of them is at hand."""
    last = [step for step in steps if step.key in LAST_PHASE]
    if not last or dossier.today < min(step.opens_on for step in last):
        return None
    ahead = next((step for key in LAST_PHASE for step in last if step.key == key and step.done_on is None), None)
    if ahead is None:
        return None
    return {
        "days": days_left(ahead, dossier.today),
        "date": long_date(ahead.due_on),
        "label": ahead.title,
        "statutory": f"Volgens de wet uiterlijk {long_date(ahead.statutory_on)}." if ahead.statutory_on else "",
    }


def _people(people: Iterable[InvolvedRow], reader: int) -> list[dict[str, str]]:
    """Everyone involved, once, with all their roles."""
    rows: dict[int, list[InvolvedRow]] = {}
    for row in people:
        rows.setdefault(row.person_id, []).append(row)
    return [
        {
            "name": f"{held[0].name} (u)" if person_id == reader else held[0].name,
            "roles": ", ".join(_role(row) for row in held),
            "until": _until(held),
        }
        for person_id, held in rows.items()
    ]


def _role(row: InvolvedRow) -> str:
    label = role_label(row.role)
    return f"{label}, namens {row.on_behalf_of}" if row.on_behalf_of else label


def _until(held: list[InvolvedRow]) -> str:
    last = [row.until_on for row in held]
    days = [day for day in last if day]
    return f"tot en met {long_date(max(days))}" if days and len(days) == len(last) else ""


def anchors(*, report: bool, possible: bool, papers: bool, log: bool) -> list[tuple[str, str]]:
    """The parts of the page that lie further down, to jump to."""
    found = [
        ("voortgang", "Voortgang", True),
        ("verslag", "Re-integratieverslag", report),
        ("doen", "Wat u nu kunt doen", possible),
        ("betrokken", "Betrokkenen", True),
        ("stukken", "Stukken", papers),
        ("logboek", "Logboek", log),
    ]
    return [(anchor, words) for anchor, words, there in found if there]
