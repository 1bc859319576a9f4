"""What a search found, in the order in which one most likely looked for it: dossiers, people, papers, explanation."""

from collections.abc import Collection, Iterable, Sequence

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.glossary import GLOSSARY
from portal.rules.protocol import Protocol
from portal.storage.protocols import guides
from portal.storage.reading.dossiers import DossierRow
from portal.storage.reading.search import FoundPaper, Reportable
from portal.web.present.guide import guide_links

MOST_OF_A_KIND = 8
"""So many pieces of explanation stand under one search."""


def dossier_links(rows: Iterable[DossierRow]) -> list[dict[str, str]]:
    """Dossiers that were found."""
    return [
        {
            "label": row.medewerker_name,
            "href": url_for("dossiers.dossier", number=row.number),
            "text": ", ".join(part for part in (f"dossier {row.number}", row.unit_name) if part),
        }
        for row in rows
    ]


def report_links(people: Iterable[Reportable]) -> list[dict[str, str]]:
    """People of the own team without a dossier, with what can be done: report them sick."""
    return [
        {
            "label": f"{one.name}: ziekmelding doen",
            "href": url_for("ziekmelding.new", medewerker_id=one.id),
            "text": f"{one.job}, personeelsnummer {one.number}. Er is nog geen dossier.",
        }
        for one in people
    ]


def paper_links(rows: Iterable[FoundPaper]) -> list[dict[str, str]]:
    """Papers that were found; a later version says so, because the earlier one is found as well."""
    return [
        {
            "label": row.title if row.version == 1 else f"{row.title}, versie {row.version}",
            "href": url_for("papers.paper", number=row.dossier_number, paper_id=row.id),
            "text": f"{row.medewerker_name}, dossier {row.dossier_number}, {long_date(row.on)}",
        }
        for row in rows
    ]


def terms_found(words: Sequence[str]) -> list[dict[str, str]]:
    """The words of the trade that are called so, else those whose meaning says it."""
    called = [word for word in GLOSSARY.values() if _holds(word.label, words)]
    told = called or [word for word in GLOSSARY.values() if _holds(word.meaning, words)]
    return [{"label": word.label, "value": word.meaning} for word in told[:MOST_OF_A_KIND]]


def help_links(words: Sequence[str], functions: Collection[str], protocol: Protocol) -> list[dict[str, str]]:
    """The pages that explain it: of the functions, and of the steps of the protocol where they tell of them."""
    pages = [link for link in guide_links(functions) if _holds(f"Uitleg {link['label']}", words)]
    steps = [
        {
            "label": rule.title,
            "href": url_for("about.guide", role=rule.owner, _anchor=rule.key),
            "text": rule.rule,
        }
        for rule in protocol.rules
        if rule.owner in guides() and not rule.milestone and _holds(rule.title, words)
    ]
    return [*pages, *steps][:MOST_OF_A_KIND]


def _holds(text: str, words: Sequence[str]) -> bool:
    lower = text.lower()
    return bool(words) and all(word.lower() in lower for word in words)
