"""A protocol: the steps of a case with their owners and terms, read from a dated rule file.

The file holds data only. A term is a distance from an anchor; a condition is the name of a predicate in
`conditions`. Reading a file checks every name, so a typing error stops the start and not a dossier.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from portal.rules.conditions import CONDITIONS

# The days a term may be counted from, besides the steps themselves.
ANCHORS = frozenset({"eerste_ziektedag", "gemeld", "hersteld"})

Per = Literal["case", "spell", "return", "period"]


class ProtocolError(ValueError):
    """A rule file says something that cannot be meant; the text names the file's step and the mistake."""


@dataclass(frozen=True)
class Term:
    """A distance from `anchor`: calendar days that count, or working days, never both.

    `anchor` is one of ANCHORS or the key of a step: the day that step was done or, while it is not, its due day.
    """

    anchor: str
    days: int = 0
    working_days: int = 0


@dataclass(frozen=True)
class Rule:
    """One step of a protocol; see the head of the rule files for what each field means."""

    key: str
    owner: str
    title: str
    due: Term
    opens: Term | None
    until: Term | None
    statute: Term | None
    soon_days: int
    settled_by: str
    nth: int
    per: Per
    needs: tuple[str, ...]
    when: tuple[str, ...]
    action: str
    paper: str
    rule: str
    source: str
    milestone: bool


@dataclass(frozen=True)
class Signing:
    """How long the parties have to sign a settled paper."""

    days: int
    rule: str
    source: str


@dataclass(frozen=True)
class Protocol:
    """A rule set with the day from which an organisation may choose it."""

    key: str
    title: str
    valid_from: date
    convention: str
    signing: Signing
    rules: tuple[Rule, ...]

    def rule(self, key: str) -> Rule | None:
        """The rule of a step, or None when this protocol does not have it."""
        return next((rule for rule in self.rules if rule.key == key), None)


def parse_protocol(text: str) -> Protocol:
    """The protocol in a rule file's text.

    Raises ProtocolError for an unknown word, anchor, condition or needed step, and for a key that stands twice.
    """
    raw = tomllib.loads(text)
    rules = tuple(_rule(step) for step in raw["step"])
    _check_names(rules)
    return Protocol(
        key=raw["key"],
        title=raw["title"],
        valid_from=raw["valid_from"],
        convention=raw["convention"],
        signing=Signing(**raw["signing"]),
        rules=rules,
    )


def _rule(raw: Mapping[str, Any]) -> Rule:
    key = raw.get("key", "?")
    unknown = set(raw) - {field.name for field in fields(Rule)}
    missing = {"key", "owner", "title", "due", "rule", "source"} - set(raw)
    if unknown or missing:
        raise ProtocolError(f"{key}: unknown words {sorted(unknown)}, missing words {sorted(missing)}")
    return Rule(
        key=key,
        owner=raw["owner"],
        title=raw["title"],
        due=_term(raw["due"]),
        opens=_optional_term(raw.get("opens")),
        until=_optional_term(raw.get("until")),
        statute=_optional_term(raw.get("statute")),
        soon_days=raw.get("soon_days", 14),
        settled_by=raw.get("settled_by", f"gedaan:{key}"),
        nth=raw.get("nth", 1),
        per=raw.get("per", "case"),
        needs=tuple(raw.get("needs", ())),
        when=tuple(raw.get("when", ("ziek",))),
        action=raw.get("action", "tick_step"),
        paper=raw.get("paper", ""),
        rule=raw["rule"],
        source=raw["source"],
        milestone=raw.get("milestone", False),
    )


def _optional_term(raw: Mapping[str, Any] | None) -> Term | None:
    return _term(raw) if raw is not None else None


def _term(raw: Mapping[str, Any]) -> Term:
    """`{ weeks = 6 }` counts from D; `{ from = "probleemanalyse", days = 14 }` from a step."""
    words = dict(raw)
    term = Term(
        anchor=words.pop("from", "eerste_ziektedag"),
        days=7 * words.pop("weeks", 0) + words.pop("days", 0),
        working_days=words.pop("working_days", 0),
    )
    if words:
        raise ProtocolError(f"unknown words in a term: {sorted(words)}")
    return term


def _check_names(rules: tuple[Rule, ...]) -> None:
    known: set[str] = set()
    for rule in rules:
        if rule.key in known:
            raise ProtocolError(f"{rule.key}: stands twice")
        known.add(rule.key)
        terms = [t for t in (rule.due, rule.opens, rule.until, rule.statute) if t]
        wrong = (
            [t.anchor for t in terms if t.anchor not in ANCHORS | known]
            + [name for name in rule.needs if name not in known]
            + [name for name in rule.when if name not in CONDITIONS]
        )
        if wrong:
            raise ProtocolError(f"{rule.key}: unknown or later names {wrong}")
