"""The guide for one function: what is asked of it and when, read from the protocol itself so that it cannot age."""

from collections.abc import Collection
from typing import Any

from flask import url_for

from portal.rules.access import STANDS_IN_FOR
from portal.rules.paragraphs import SIGNING, Paragraph, paragraph_of
from portal.rules.protocol import Protocol, Rule, Term
from portal.rules.terms import ROLE
from portal.storage.catalogue import catalogue
from portal.storage.protocols import guides, paragraphs, records

SINCE = {
    "eerste_ziektedag": "de eerste ziektedag",
    "gemeld": "de ziekmelding",
    "hersteld": "de terugkeer",
    "terugkeeradvies": "het advies dat terugkeer mogelijk is",
}
FOLLOWS = "naasthogere_leidinggevende"


def presented(role: str, protocol: Protocol) -> dict[str, Any]:
    """Everything on the page about a function: its steps in the order of time, and what else it may come upon."""
    owner = STANDS_IN_FOR.get(role, role)
    own = [rule for rule in protocol.rules if rule.owner == owner and not rule.milestone]
    return {
        "role": ROLE[role].label,
        "about": guides()[role],
        "protocol": protocol.title,
        "road": [{**_step(rule), "when": _when(rule, protocol)} for rule in own if rule.per != "event"],
        "events": [_step(rule) for rule in own if rule.per == "event"],
        "signs": _signs(role, protocol),
        "records": [
            {"label": kind.title, "value": kind.intro}
            for kind in records().values()
            if kind.writable_by((role,)) and not kind.for_step
        ],
        "late": _late(protocol) if role == FOLLOWS else None,
    }


def guide_links(first: Collection[str] = ()) -> list[dict[str, str]]:
    """The guides there are, those of the functions in `first` on top: of one's own work before that of any employee."""
    keys = sorted(guides(), key=lambda key: (key not in first, bool(first) and key == "medewerker"))
    return [
        {"label": ROLE[key].label, "text": ROLE[key].meaning, "href": url_for("about.guide", role=key)} for key in keys
    ]


def guide_of(functions: Collection[str]) -> str:
    """The guide for someone with these functions: that of their own work first, and not of being an employee."""
    own = [key for key in guides() if key in functions]
    return (
        url_for("about.guide", role=max(own, key=lambda key: key != "medewerker")) if own else url_for("about.uitleg")
    )


def _step(rule: Rule) -> dict[str, Any]:
    paragraph = paragraph_of(paragraphs(), rule.key)
    return {"key": rule.key, "title": rule.title, "rule": rule.rule, "source": rule.source, "paragraph": paragraph}


def _when(rule: Rule, protocol: Protocol) -> str:
    """The last day in words: «Uiterlijk 6 weken na de eerste ziektedag»."""
    term = rule.due
    lead = protocol.rule(term.anchor)
    since = SINCE.get(term.anchor) or (f"«{lead.title}»" if lead else term.anchor)
    length = _length(term)
    if rule.per == "period":
        return f"Elke {length}, voor het eerst na {since}"
    return f"Uiterlijk {length} na {since}" if length else f"Op de dag van {since}"


def _length(term: Term) -> str:
    if term.working_days:
        return f"{term.working_days} werkdagen"
    weeks, rest = divmod(term.days, 7)
    if weeks and not rest:
        return "1 week" if weeks == 1 else f"{weeks} weken"
    return f"{term.days} dagen" if term.days else ""


def _signs(role: str, protocol: Protocol) -> dict[str, Any] | None:
    """The papers that someone in this function signs, and within how many days."""
    titles = [kind.title for kind in catalogue().values() if role in kind.signed_by]
    if not titles:
        return None
    paragraph: Paragraph | None = paragraph_of(paragraphs(), SIGNING)
    return {"titles": titles, "days": protocol.signing.days, "asks": protocol.signing, "paragraph": paragraph}


def _late(protocol: Protocol) -> dict[str, Any] | None:
    """After how many days someone hears that a step of others is late: in general, and for which steps sooner."""
    asks = protocol.escalation
    if asks is None:
        return None
    sooner = [rule for rule in protocol.rules if rule.escalate_days is not None and not rule.private]
    rows = [("Andere stappen", asks.days), *((rule.title, rule.escalate_days) for rule in sooner)]
    return {
        "asks": asks,
        "rows": [{"label": title, "value": "1 dag" if days == 1 else f"{days} dagen"} for title, days in rows],
    }
