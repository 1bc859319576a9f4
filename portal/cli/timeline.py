"""`portal timeline DATE`: the plan of one case, worked out from its days alone. No database is needed.

What is given on the command line becomes the facts that a dossier would hold, so this is the same plan as the
portal's own. Whatever cannot be is refused with one sentence; nothing is passed over in silence.
"""

import argparse
import difflib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from portal.rules.calendar import WEEKDAYS, long_date
from portal.rules.facts import Fact, Situation
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.protocol import Protocol, Rule
from portal.rules.step import Step
from portal.rules.terms import ROLE
from portal.storage.protocols import protocol, protocol_keys

YEARS = range(1990, 2151)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Entry = tuple[date, str, Mapping[str, Any]]
"""A fact to be: the day it holds, its kind and its data."""


class Refused(Exception):
    """What was given cannot be; the text is the sentence for the person."""


@dataclass(frozen=True)
class Case:
    """What was given, read and found possible: spells as (first sick day, report), and all the other days."""

    protocol: Protocol
    spells: tuple[tuple[date, date], ...]
    returns: tuple[date, ...]
    leaves: tuple[tuple[date, date], ...]
    done: tuple[tuple[str, date], ...]


def add_parser(subparsers: Any) -> None:
    """Add `timeline` to the commands."""
    parser = subparsers.add_parser("timeline", help="de stappen van één geval, zonder database")
    parser.add_argument("eerste_ziektedag", metavar="DATUM", help="eerste ziektedag, als 2026-01-05")
    parser.add_argument("--protocol", default="wvp_2023", metavar="REGELS", help=", ".join(protocol_keys()))
    repeated = (
        ("gemeld", "DATUM", "dag van de ziekmelding, per ziekmelding één keer"),
        ("hersteld", "DATUM", "eerste dag weer volledig aan het werk"),
        ("ziek", "DATUM", "eerste ziektedag van een volgende ziekmelding"),
        ("verlof", "DATUM:DATUM", "eerste en laatste dag van zwangerschaps- of bevallingsverlof"),
        ("done", "STAP=DATUM", "stap die op die dag is gedaan; herhaal dit voor elke keer"),
    )
    for name, form, meaning in repeated:
        parser.add_argument(f"--{name}", action="append", default=[], metavar=form, help=meaning)
    parser.add_argument("--json", action="store_true", help="geef de stappen als JSON")
    parser.set_defaults(answer=answer)


def answer(chosen: argparse.Namespace) -> int:
    """Print the plan; 0 when it was made, 1 when what was given cannot be (one sentence on stderr)."""
    try:
        case = read_case(chosen)
        situation = fold(facts_of(case))
        steps = sorted(plan(situation, case.protocol), key=lambda step: step.due_on)
        _check_counted(case, situation, steps)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    notice = _new_case(situation)
    if chosen.json:
        if notice:
            print(notice, file=sys.stderr)
        print(json.dumps([_values(step, case.protocol) for step in steps], ensure_ascii=False, indent=2))
    else:
        print("\n".join((*_heading(case, situation, notice), *_lines(steps))))
    return 0


def read_case(chosen: argparse.Namespace) -> Case:
    """The case in the words of the command line. Raises Refused for what cannot be."""
    if chosen.protocol not in protocol_keys():
        known = " of ".join(protocol_keys())
        raise Refused(f"De regels «{chosen.protocol}» bestaan niet. Kies {known}.")
    rules = protocol(chosen.protocol)
    first = _day(chosen.eerste_ziektedag)
    returns, again = _alternating(first, _days(chosen.hersteld), _days(chosen.ziek))
    sick_days = (first, *again)
    return Case(
        protocol=rules,
        spells=tuple(zip(sick_days, _reports(sick_days, _days(chosen.gemeld)), strict=True)),
        returns=returns,
        leaves=tuple(sorted(_leave(text, first) for text in chosen.verlof)),
        done=tuple(sorted((_done(text, first, rules) for text in chosen.done), key=lambda entry: entry[1])),
    )


def facts_of(case: Case) -> tuple[Fact, ...]:
    """The facts that a dossier of this case would hold."""
    entries: list[Entry] = [
        (first, "ziekmelding", {"gemeld_op": reported.isoformat()}) for first, reported in case.spells
    ]
    entries += [(day, "herstelmelding", {"percentage": 100.0}) for day in case.returns]
    entries += [(first, "verlof", {"laatste_dag": last.isoformat()}) for first, last in case.leaves]
    for number, (key, on) in enumerate(case.done, start=1):
        rule = case.protocol.rule(key)
        if rule:
            entries.append(_settling(rule, on, number, case.protocol))
    entries.sort(key=lambda entry: entry[0])
    return tuple(
        Fact(seq, kind, on, datetime.combine(on, time(), UTC), author=0, data=data)
        for seq, (on, kind, data) in enumerate(entries, start=1)
    )


def _settling(rule: Rule, on: date, number: int, rules: Protocol) -> Entry:
    """The fact that settles a step on a day. A step whose kind of fact would settle another first is ticked."""
    kind, _, rest = rule.settled_by.partition(":")
    first = next(other for other in rules.rules if other.settled_by == rule.settled_by)
    if kind == "gedaan" or first is not rule:
        return on, "gedaan", {"stap": rule.key}
    if kind == "papier":
        paper = {"papier": number, "soort": rest, "titel": rule.title, "nummer": number, "versie": 1}
        return on, "papier_vastgesteld", {**paper, "ondertekenaars": []}
    if kind == "ontvangen":
        return on, "ontvangen", {"soort": rest, "papier": number}
    if kind == "consult":
        return on, "consult_gepland", {"dag": on.isoformat(), "met": "bedrijfsarts"}
    return on, kind, {}


def _day(text: str) -> date:
    """A day as 2026-01-05."""
    try:
        day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(f"«{text}» is geen datum. Schrijf een datum als 2026-01-05: jaar, maand, dag.")
    if day.year not in YEARS:
        raise Refused(f"{day.isoformat()} kan niet: kies een jaar van {YEARS[0]} tot en met {YEARS[-1]}.")
    return day


def _days(texts: Iterable[str]) -> list[date]:
    return sorted(_day(text) for text in texts)


def _alternating(
    first: date, returns: Sequence[date], again: Sequence[date]
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Ill and at work must take turns, beginning with ill; a return on the day of a relapse comes first."""
    sick_since, back_on = first, None
    for day, is_report in sorted([(day, False) for day in returns] + [(day, True) for day in again]):
        if is_report and day < first:
            raise Refused(f"Een volgende ziekmelding op {long_date(day)} ligt vóór {long_date(first)}.")
        if is_report and back_on is None:
            raise Refused(f"Op {long_date(day)} is er nog geen herstel. Geef met --hersteld eerst de dag van herstel.")
        if not is_report and day <= sick_since:
            raise Refused(
                f"Herstel op {long_date(day)} kan niet: de eerste ziektedag is {long_date(sick_since)}. "
                "De eerste dag weer aan het werk komt daarna."
            )
        if not is_report and back_on is not None:
            raise Refused(
                f"Op {long_date(day)} was er al herstel, sinds {long_date(back_on)}. "
                "Geef met --ziek eerst de volgende ziektedag."
            )
        sick_since, back_on = (day, None) if is_report else (sick_since, day)
    return tuple(returns), tuple(again)


def _reports(sick_days: Sequence[date], reported: Sequence[date]) -> tuple[date, ...]:
    """The day of each report; where none is given it was the first sick day itself."""
    if len(reported) > len(sick_days):
        raise Refused(f"Er zijn {len(reported)} dagen bij --gemeld en {len(sick_days)} ziekmeldingen.")
    days = (*reported, *sick_days[len(reported) :])
    for first, day in zip(sick_days, days, strict=True):
        if day < first:
            raise Refused(f"De ziekmelding van {long_date(day)} ligt vóór de eerste ziektedag, {long_date(first)}.")
    return days


def _leave(text: str, first: date) -> tuple[date, date]:
    """First and last day of a leave, as 2026-06-01:2026-09-20."""
    begin, colon, end = text.partition(":")
    if not colon:
        raise Refused(f"«{text}» is geen verlof. Schrijf de eerste en de laatste dag: 2026-06-01:2026-09-20.")
    taken = _day(begin), _day(end)
    if taken[1] < taken[0]:
        raise Refused(f"Het verlof eindigt op {long_date(taken[1])}, vóór het begint.")
    if taken[1] < first:
        raise Refused(f"Het verlof tot en met {long_date(taken[1])} ligt vóór de eerste ziektedag.")
    return taken


def _done(text: str, first: date, rules: Protocol) -> tuple[str, date]:
    """A step and the day it was done, as plan_van_aanpak=2026-02-20."""
    key, equals, day = text.partition("=")
    if not equals:
        raise Refused(f"«{text}» is geen gedane stap. Schrijf stap en dag: probleemanalyse=2026-02-16.")
    # What is done at an event needs the event, which this command does not know.
    keys = [rule.key for rule in rules.rules if rule.per != "event"]
    if key not in keys:
        near = difflib.get_close_matches(key, keys, n=1, cutoff=0.4)
        hint = f"Bedoelt u {near[0]}?" if near else f"De stappen zijn: {', '.join(keys)}."
        raise Refused(f"De stap «{key}» staat niet in {rules.key}. {hint}")
    on = _day(day)
    if on < first:
        raise Refused(
            f"De stap {key} kan niet gedaan zijn op {long_date(on)}. De eerste ziektedag is {long_date(first)}."
        )
    return key, on


def _check_counted(case: Case, situation: Situation, steps: Iterable[Step]) -> None:
    """Refuse a done step that settled nothing in the case that is shown; earlier cases keep theirs."""
    begin = situation.spells[0].first
    counted = Counter((step.key, step.done_on) for step in steps)
    for (key, on), times in Counter(case.done).items():
        if on < begin or counted[key, on] >= times:
            continue
        rule = case.protocol.rule(key)
        needed = f"Daarvoor is eerst nodig: {', '.join(rule.needs)}." if rule and rule.needs else ""
        reason = needed or "Deze stap is dan niet aan de orde, of al eerder gedaan."
        raise Refused(f"De stap {key} telt niet mee op {long_date(on)}. {reason}")


def _new_case(situation: Situation) -> str:
    if not situation.earlier:
        return ""
    back_on, first = situation.earlier[-1].back_on, situation.spells[0].first
    since = f" sinds {long_date(back_on)}" if back_on else ""
    return (
        f"Het herstel{since} duurde vier weken of langer. "
        f"Op {long_date(first)} begint een nieuw geval; dit is de tijdlijn daarvan."
    )


def _values(step: Step, rules: Protocol) -> dict[str, Any]:
    """A step for a program: `rule` is the name of the rule, `text` what it says."""
    return {
        "key": step.key,
        "round": step.round,
        "title": step.title,
        "owner": step.owner,
        "opens_on": step.opens_on.isoformat(),
        "due_on": step.due_on.isoformat(),
        "statutory_on": step.statutory_on.isoformat() if step.statutory_on else None,
        "done_on": step.done_on.isoformat() if step.done_on else None,
        "state": step.state,
        "waits_for": list(step.waits_for),
        "rule": f"{rules.key}/{step.key}",
        "text": step.rule,
        "source": step.source,
        "why": list(step.why),
    }


def _heading(case: Case, situation: Situation, notice: str) -> Iterable[str]:
    yield f"Tijdlijn bij eerste ziektedag {long_date(situation.spells[0].first)}"
    yield f"Regels: {case.protocol.title} ({case.protocol.key})"
    yield case.protocol.convention
    if notice:
        yield notice
    for pause in situation.pauses:
        days = "1 dag telt" if pause.days == 1 else f"{pause.days} dagen tellen"
        yield f"Vanaf {long_date(pause.first)}: {days} niet mee ({pause.cause})."
    if situation.hersteld_op:
        yield f"Volledig aan het werk vanaf {long_date(situation.hersteld_op)}."
    yield ""


def _lines(steps: Sequence[Step]) -> Iterable[str]:
    """Two lines for each step: what, by whom, by when and how it stands; and below it why."""
    rows = [(_due(step), _name(step), _label(step.owner), _standing(step, steps)) for step in steps]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for step, (*cells, standing) in zip(steps, rows, strict=True):
        aligned = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"{aligned}  {standing}"
        beside = "Eerst: uiterlijk" if step.agreed_later else "De wet zegt: uiterlijk"
        law = f" {beside} {long_date(step.statutory_on)}." if step.statutory_on else ""
        yield f"    {' '.join(step.why)}{law} [{step.source}]"


def _due(step: Step) -> str:
    return f"uiterlijk {WEEKDAYS[step.due_on.weekday()][:2]} {long_date(step.due_on)}"


def _name(step: Step) -> str:
    return step.title if step.round == 1 else f"{step.title}, {step.round}e keer"


def _label(name: str) -> str:
    return ROLE[name].label if name in ROLE else name


def _standing(step: Step, steps: Iterable[Step]) -> str:
    if step.done_on:
        late = ", te laat" if step.days_late(step.done_on) else ""
        return f"gedaan op {long_date(step.done_on)}{late}"
    if step.state == "open":
        until = f" tot en met {long_date(step.until_on)}" if step.until_on else ""
        return f"kan vanaf {long_date(step.opens_on)}{until}"
    if step.state == "waiting":
        titles = {other.key: other.title for other in steps}
        return f"wacht op {', '.join(titles.get(name, _label(name)) for name in step.waits_for)}"
    return "komt later"
