"""Reading a protocol from a dated rule file.

Every name in it is checked, so a typing error stops the start and not a dossier.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from portal.rules.access import ACCESS
from portal.rules.conditions import ADVISED_IN, CONDITIONS
from portal.rules.protocol import ANCHORS, OWNERS, Asking, Per, Protocol, Rule, Term
from portal.rules.report import Report
from portal.rules.terms import DERIVED, FACT

TERMS = ("due", "opens", "until", "last", "statute", "after")


class ProtocolError(ValueError):
    """A rule file says something that cannot be meant; the text names the file's step and the mistake."""


def parse_protocol(text: str, side_roads: str = "", report: Report | None = None) -> Protocol:
    """The protocol in a rule file's text, with the steps of `side_roads`, a file of steps alone, behind its own.

    `report` is what UWV asks of the re-integration report.

    Raises ProtocolError for text that is no TOML, an unknown or missing word, a name that stands for nothing
    (anchor, condition, owner, action, fact, needed step), a key that stands twice, a term that mixes days and
    working days or is counted from a day its rounds do not have, and rounds without end.
    """
    try:
        raw = tomllib.loads(text)
        more = tomllib.loads(side_roads)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError(f"no TOML: {error}") from error
    needed = {"key", "title", "valid_from", "convention", "signing", "step"}
    _check_words("file", raw, needed, needed | {"escalation"})
    for asks in {"signing", "escalation"} & set(raw):
        _check_words(asks, raw[asks], {field.name for field in fields(Asking)})
    _check_words("side roads", more, set(), {"remaking", "step"})
    rules = tuple(_rule(step) for step in (*raw["step"], *more.get("step", ())))
    _check_rules(rules)
    _check_report(report, {rule.key for rule in rules})
    return Protocol(
        key=raw["key"],
        title=raw["title"],
        valid_from=raw["valid_from"],
        convention=raw["convention"],
        signing=Asking(**raw["signing"]),
        rules=rules,
        remaking=Asking(**more["remaking"]) if "remaking" in more else None,
        report=report,
        escalation=Asking(**raw["escalation"]) if "escalation" in raw else None,
    )


def _check_report(report: Report | None, keys: set[str]) -> None:
    """The report's terms are those of steps that this protocol has."""
    if report:
        named = {step for paper in report.papers for step in (paper.step, paper.law, paper.ready)}
        if unknown := sorted({*named, report.handed_over, report.received, report.sent} - keys):
            raise ProtocolError(f"report: unknown steps {unknown}")


def _check_words(place: str, raw: Mapping[str, Any], needed: set[str], allowed: set[str] | None = None) -> None:
    unknown = set(raw) - (allowed or needed)
    missing = needed - set(raw)
    if unknown or missing:
        raise ProtocolError(f"{place}: unknown words {sorted(unknown)}, missing words {sorted(missing)}")


def _rule(raw: Mapping[str, Any]) -> Rule:
    key = raw.get("key", "?")
    needed = {"key", "owner", "title", "due", "rule", "source"}
    _check_words(key, raw, needed, {field.name for field in fields(Rule)} | {"delayed"})
    terms = {name: _term(key, raw[name], raw.get("delayed", False)) for name in TERMS if name in raw}
    return Rule(
        key=key,
        owner=raw["owner"],
        title=raw["title"],
        due=terms["due"],
        opens=terms.get("opens"),
        until=terms.get("until"),
        last=terms.get("last"),
        statute=terms.get("statute"),
        after=terms.get("after"),
        soon_days=_count(key, raw.get("soon_days", 14)),
        settled_by=raw.get("settled_by", f"gedaan:{key}"),
        or_by=tuple(raw.get("or_by", ())),
        per=raw.get("per", "case"),
        each=raw.get("each", ""),
        only=_answers(raw.get("only", {})),
        settled_only=_answers(raw.get("settled_only", {})),
        sooner=tuple(raw.get("sooner", ())),
        no_later_than=raw.get("no_later_than", ""),
        needs=tuple(raw.get("needs", ())),
        needs_if_asked=tuple(raw.get("needs_if_asked", ())),
        when=tuple(raw.get("when", ("ziek",))),
        action=raw.get("action", "tick_step"),
        paper=raw.get("paper", ""),
        rule=raw["rule"],
        left_undone=raw.get("left_undone", ""),
        source=raw["source"],
        milestone=raw.get("milestone", False),
        movable=raw.get("movable", False),
        private=raw.get("private", False),
        passes=raw.get("passes", False),
        any_day=raw.get("any_day", False),
        noted=raw.get("noted", False),
        chosen=raw.get("chosen", False),
        of_spell=raw.get("of_spell", False),
        after_first_day=raw.get("after_first_day", False),
        escalate_days=_count(key, raw["escalate_days"]) if "escalate_days" in raw else None,
    )


def _answers(raw: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in raw.items()}


def _term(key: str, raw: Mapping[str, Any], delayed: bool = False) -> Term:
    """`{ weeks = 6 }` counts from D; `{ from = "probleemanalyse", days = 14 }` from a step."""
    _check_words(f"{key}: term", raw, set(), {"from", "weeks", "days", "working_days", "runs_on", "once_told", "else"})
    if "working_days" in raw and {"weeks", "days"} & set(raw):
        raise ProtocolError(f"{key}: a term counts days or working days, not both")
    anchor, _, says = raw.get("from", "eerste_ziektedag").partition(".")
    runs_on = raw.get("runs_on", False)
    return Term(
        anchor=anchor,
        says=says,
        otherwise=_term(key, {"from": anchor, "runs_on": runs_on, **raw["else"]}) if "else" in raw else None,
        # What counts from a step moves with that step.
        delayed=delayed and anchor == "eerste_ziektedag",
        days=7 * _count(key, raw.get("weeks", 0)) + _count(key, raw.get("days", 0)),
        working_days=_count(key, raw.get("working_days", 0)),
        runs_on=runs_on,
        once_told=raw.get("once_told", False),
    )


def _count(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProtocolError(f"{key}: {value!r} is no number of days or times")
    return value


def _check_rules(rules: tuple[Rule, ...]) -> None:
    every = {rule.key: rule for rule in rules}
    earlier: dict[str, Rule] = {}
    for rule in rules:
        if rule.key in earlier:
            raise ProtocolError(f"{rule.key}: stands twice")
        _check_names(rule)
        for term in (rule.due, rule.opens, rule.after, rule.last, rule.statute):
            if term:
                _check_anchor(rule, term, earlier)
        if rule.until:
            # Nothing counts from the last day a step is asked for, so it may look ahead in the file.
            _check_anchor(rule, rule.until, every)
        if unknown := [name for name in rule.needs_if_asked if name not in every or every[name].per != "event"]:
            raise ProtocolError(f"{rule.key}: no steps of an event {unknown}")
        _check_rounds(rule, earlier)
        earlier[rule.key] = rule


def _check_names(rule: Rule) -> None:
    """Everything a step names outside the steps must exist."""
    if rule.per not in get_args(Per):
        raise ProtocolError(f"{rule.key}: unknown rounds {rule.per!r}")
    kind, _, rest = rule.settled_by.partition(":")
    settles = {
        "gedaan": rest == rule.key,
        "papier": bool(rest) and rest == rule.paper,
        "ontvangen": bool(rest),
    }
    known = settles.get(kind, False) if rest else kind in {*DERIVED, *FACT}
    begun = rule.each.removeprefix("papier:") if rule.per == "event" else "ziekmelding"
    wrong = [] if begun in {*FACT, *DERIVED} or rule.each.startswith("papier:") else [rule.each]
    wrong += [name for name in rule.when if name not in CONDITIONS]
    wrong += [name for name in rule.or_by if name not in FACT or rule.per == "period"]
    wrong += [rule.owner] if rule.owner not in OWNERS else []
    wrong += [rule.action] if rule.action not in ACCESS else []
    wrong += [] if known else [rule.settled_by]
    if wrong:
        raise ProtocolError(f"{rule.key}: unknown names {wrong}")


def _check_anchor(rule: Rule, term: Term, steps: Mapping[str, Rule]) -> None:
    """A term counts from a day that every round of the step knows, or from a step that stands before it."""
    if term.anchor in ANCHORS:
        known = rule.per in ANCHORS[term.anchor] and (not term.says or term.anchor == "gebeurd")
        known = known and (term.anchor != "terugkeeradvies" or ADVISED_IN in steps)
    else:
        step = steps.get(term.anchor)
        known = step is not None and step.per in ("case", rule.per) and step.per != "period"
    if not known:
        raise ProtocolError(f"{rule.key}: cannot count from {term.anchor!r}")


def _check_rounds(rule: Rule, earlier: Mapping[str, Rule]) -> None:
    """Needed steps come first; rounds follow a step at a distance and end; nothing else has a last round."""
    wrong = [n for n in rule.needs if n not in earlier or earlier[n].per not in ("case", rule.per)]
    of_event = rule.only or rule.settled_only or rule.of_spell or rule.after_first_day
    if (rule.per == "event") != bool(rule.each) or (of_event and not rule.each):
        raise ProtocolError(f"{rule.key}: only what is done at each event says which")
    if rule.left_undone and rule.per not in ("spell", "return"):
        raise ProtocolError(f"{rule.key}: only what comes with a report or a return is done along with the next one")
    if rule.sooner and rule.per != "period":
        raise ProtocolError(f"{rule.key}: only rounds come sooner")
    held = rule.no_later_than
    if held and (rule.per != "event" or held not in earlier or earlier[held].per != "case"):
        raise ProtocolError(f"{rule.key}: only what an event asks for is held to the day of an earlier step")
    if wrong:
        raise ProtocolError(f"{rule.key}: unknown or later steps {wrong}")
    if rule.per == "period":
        if rule.due.anchor in ANCHORS or not rule.due.days or not rule.last:
            raise ProtocolError(f"{rule.key}: rounds count days from a step and have a last day")
    elif rule.last:
        raise ProtocolError(f"{rule.key}: only rounds have a last day")
