"""`fold(facts) → situation`: what a list of facts comes down to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from portal.rules.delay import AGREED, agreed_requests, delays
from portal.rules.ending import consults_after
from portal.rules.facts import (
    ADJUSTS,
    ANSWERS_TO,
    NOTHING,
    ON_PAPER,
    RECALLED,
    SCAN_ADDED,
    TAKEN_OVER,
    Ending,
    Event,
    Fact,
    PaperState,
    PartialRecovery,
    Signature,
    Situation,
    consults_among,
    day_of,
    effective,
)
from portal.rules.frequent import frequent_absences
from portal.rules.pairing import named, told_on
from portal.rules.spells import Leave, cases, known_after, pauses_of, spells_of
from portal.rules.step import REMAKING

OPINION, RULING = "deskundigenoordeel_gevraagd", "deskundigenoordeel_ontvangen"


def fold(facts: Iterable[Fact]) -> Situation:
    """The situation that the facts describe, whatever order they were registered in.

    With one case in the dossier every fact belongs to it, also one from before a first sick day that was
    corrected to a later day. With several, the last case begins with its first sick day or its report.
    """
    facts = tuple(facts)
    standing = effective(facts)
    leaves = _leaves(standing)
    reports = [(f.on, day_of(f, "gemeld_op")) for f in standing if f.kind == "ziekmelding"]
    returns = [f.on for f in standing if f.kind == "herstelmelding" and f.data["percentage"] >= 100]
    whole = spells_of(reports, returns)
    all_cases = cases(whole, reports, leaves)
    last_seq = max((f.seq for f in facts), default=0)
    if not all_cases:
        return Situation(last_seq=last_seq)
    spells = all_cases[-1]
    begin = known_after(all_cases[-2][-1], spells[0]) if len(all_cases) > 1 else date.min
    current = [f for f in standing if f.on >= begin and not _is_about_earlier_leave(f, standing, begin)]
    papers = _papers(current)
    events = _events(current, papers)
    taken_over_on = _taken_over(current)
    events = {**events, "frequent_verzuim": frequent_absences(whole, standing, begin, taken_over_on)}
    ending = _ending(current)
    pauses = pauses_of(spells, leaves)
    events |= consults_after(current, ending)
    return Situation(
        spells=spells,
        earlier_cases=all_cases[:-1],
        all_spells=whole,
        leaves=tuple(leaves),
        pauses=pauses,
        events=events,
        papers=papers,
        partial=tuple(
            PartialRecovery(f.on, f.data["percentage"])
            for f in current
            if f.kind == "herstelmelding" and f.data["percentage"] < 100
        ),
        ending=ending,
        delays=delays(events, spells, leaves),
        taken_over_on=taken_over_on,
        last_seq=last_seq,
    )


def _taken_over(facts: Iterable[Fact]) -> date | None:
    days = [day_of(f, TAKEN_OVER) for f in facts if f.kind == "ziekmelding" and f.data.get(TAKEN_OVER)]
    return max(days, default=None)


def _ending(facts: Iterable[Fact]) -> Ending | None:
    """The first thing that ended the case; death goes before everything, and on one day leaving before a benefit.

    Leaving asks more of the employer: the report to UWV and the re-integration report.
    """
    found = [
        Ending("vervroegd" if f.kind == "vervroegd_besloten" else f.kind, f.on)
        for f in facts
        if f.kind in ("uit_dienst", "overleden")
        or (f.kind == "vervroegd_besloten" and f.data.get("besluit") == "toegekend")
    ]
    return min(found, key=lambda ending: (ending.kind != "overleden", ending.on, ending.kind), default=None)


def _leaves(facts: Iterable[Fact]) -> list[Leave]:
    """The pregnancy and birth leaves, in the order of their first day."""
    facts = tuple(facts)
    taken = [f for f in facts if f.kind == "verlof" and day_of(f, "laatste_dag") >= f.on]
    other: dict[date, date | None] = {}
    for answer in (f for f in facts if f.kind == "andere_oorzaak"):
        if asked := _asked_about(answer, taken):
            other[asked.on] = answer.on if answer.data["anders"] in (True, "ja") else None
    return [Leave(f.on, day_of(f, "laatste_dag") + timedelta(days=1), other.get(f.on), told_on(f.event)) for f in taken]


def _asked_about(answer: Fact, taken: Sequence[Fact]) -> Fact | None:
    """The leave about which the bedrijfsarts answered, None when there is none.

    That is the one whose number the answer gives. When that was corrected since it is the last leave that had begun on
    the day of the answer, or else the first that is known.
    """
    begun = [leave for leave in taken if leave.on <= answer.on]
    by_day = max(begun, key=lambda leave: leave.on, default=taken[0] if taken else None)
    return next((leave for leave in taken if leave.seq == answer.data.get(ANSWERS_TO)), by_day)


def _is_about_earlier_leave(fact: Fact, facts: Iterable[Fact], begin: date) -> bool:
    """Whether this is an answer about a leave of before `begin`: it says nothing of a leave in the case that began."""
    if fact.kind != "andere_oorzaak":
        return False
    return any(leave.seq == fact.data.get(ANSWERS_TO) and leave.on < begin for leave in facts)


def _papers(facts: Iterable[Fact]) -> tuple[PaperState, ...]:
    """The settled papers with their signatures, oldest first and a bijstelling after what it adjusts.

    A version that was replaced before everyone had signed it never counted and is left out, but for one that was
    recalled: what followed from it stands.
    """
    facts = tuple(facts)
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "ondertekend":
            data = fact.data
            answer = Signature(data["rol"], data["uitkomst"], data.get("naam", ""), fact.on)
            signatures[data["papier"]].append(answer)
    settled = [f for f in facts if f.kind == "papier_vastgesteld"]
    replaced = {f.data.get("vervangt") for f in settled}
    recalls = {f.data["papier"]: f for f in facts if f.kind == RECALLED}
    scans = {f.data["papier"]: f for f in facts if f.kind == SCAN_ADDED}
    papers = [
        _paper(f, tuple(signatures[f.data["papier"]]), recalls.get(f.data["papier"]), scans.get(f.data["papier"]))
        for f in settled
    ]
    counting = [p for p in papers if p.complete_on or p.recalled_on or p.paper not in replaced]
    return tuple(sorted(counting, key=lambda p: (p.on, p.kind.startswith(ADJUSTS), p.number, p.version)))


def _paper(fact: Fact, signatures: tuple[Signature, ...], recall: Fact | None, scan: Fact | None) -> PaperState:
    data = fact.data
    return PaperState(
        paper=data["papier"],
        kind=data["soort"],
        title=data["titel"],
        number=data["nummer"],
        version=data["versie"],
        on=fact.on,
        seq=fact.seq,
        signers=tuple(data["ondertekenaars"]),
        signatures=signatures,
        tells={**(data.get("zegt") or NOTHING), "door": data.get("door", "")},
        drawn_up_by=data.get("opgesteld_door", ""),
        only_on_paper=bool(data.get("op_papier")) and not scan,
        recalled_on=recall.on if recall else None,
        remade_by=recall.data.get("opnieuw_door", "") if recall else "",
        lacks=frozenset((scan or fact).data.get("mist", ())),
    )


def _events(facts: Iterable[Fact], papers: Iterable[PaperState]) -> Mapping[str, tuple[Event, ...]]:
    """Everything that can settle a step, by name, each list in order of day.

    Names: the kind of fact; `papier:<kind>` for a paper; `gedaan:<step>` for a tick; `ontvangen:<kind>` for a
    receipt; `consult_gepland` and `consult` for consults before and after the probleemanalyse; `niet_akkoord`
    for a signature that does not agree; `uitstel_afgesproken` for a delay of the WIA that both agreed with.
    """
    papers = tuple(papers)
    events: dict[str, list[Event]] = defaultdict(list)
    facts = tuple(facts)
    consults = consults_among(facts)
    events["consult_staat_gepland"] = [fact.event for fact in consults]
    analysed_on = min((p.on for p in papers if p.kind == "probleemanalyse"), default=date.max)
    for fact in facts:
        if name := _event_name(fact):
            events[name].append(fact.event)
    for name, event in (found for fact in consults for found in _consult(fact, analysed_on)):
        events[name].append(event)
    for event, kind in _paper_events(papers):
        events[f"papier:{kind}"].append(event)
    events[AGREED].extend(agreed_requests(papers))
    # What employee and employer asked UWV are rounds of two steps: only here they are together.
    events[RULING] = list(named(events[OPINION], events[RULING]))
    return {name: tuple(sorted(found, key=lambda event: event.place)) for name, found in events.items()}


def _event_name(fact: Fact) -> str:
    """Under which name a fact opens or settles a step; empty for one that speaks in another way.

    What was given to the employee on paper was received: who gave it says on which day.
    """
    data = fact.data
    match fact.kind:
        case "gedaan":
            return f"gedaan:{data['stap']}"
        case "ontvangen":
            return f"ontvangen:{data['soort']}"
        case "afschrift_ontvangen" if (data["rol"], data["wijze"]) == ("medewerker", ON_PAPER):
            return f"ontvangen:{data['soort']}"
        case "ondertekend":
            return "niet_akkoord" if data["uitkomst"] == "gezien_niet_akkoord" else ""
        case "consult_gepland" | "papier_vastgesteld":
            return ""  # a consult that was called off says nothing, and a paper speaks for itself
        case kind:
            return kind


def _consult(fact: Fact, analysed_on: date) -> Iterable[tuple[str, Event]]:
    """A planned consult serves the probleemanalyse, or the six-weekly rounds after it, or both.

    What was planned or held before there was a probleemanalyse served to make it; what is held after it is a
    round, which counts for the day of the consult itself. Both are consults with the bedrijfsarts: one with
    someone else of the arbodienst is neither (Verzuimprotocol 4.5, 4.7.1).
    """
    if fact.data.get("met", "bedrijfsarts") != "bedrijfsarts":
        return
    day = day_of(fact, "dag")
    if fact.on < analysed_on or day <= analysed_on:
        yield "consult_gepland", fact.event
    if day > analysed_on:
        yield "consult", Event(on=day, seq=fact.seq, done_on=day, data=fact.data)


def _paper_events(papers: Iterable[PaperState]) -> Iterable[tuple[Event, str]]:
    """One event for every numbered paper, whatever number of versions it went through.

    It is the version that was complete first: making a complete paper again does not make it late. What takes the
    place of a recalled paper takes its day as well, so that no term moves.
    """
    versions: dict[tuple[str, int], list[PaperState]] = defaultdict(list)
    for paper in papers:
        versions[paper.kind, paper.number].append(paper)
    for (kind, _), found in versions.items():
        best = min(found, key=lambda p: (p.complete_on or date.max, -p.version))
        on = min([best.on, *(paper.on for paper in found if paper.recalled_on)])
        # Nobody signs what was recalled: it waits until it is there again.
        again = best.recalled_on and best.remade_by and not best.complete_on
        waits_for = (f"{REMAKING}{kind}",) if again else best.unsigned
        yield Event(on, best.seq, best.complete_on, waits_for, best.paper, best.tells), kind
