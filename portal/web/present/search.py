"""What a search found, in the order in which one most likely looked for it.

Dossiers, people, tasks, pages, papers, explanation.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.glossary import GLOSSARY
from portal.rules.protocol import Protocol
from portal.storage.protocols import guides, records
from portal.storage.reading.dossiers import DossierRow
from portal.storage.reading.search import FoundPaper, Reportable
from portal.storage.reading.steps import Task
from portal.web.present.guide import guide_links
from portal.web.present.places import place_of
from portal.web.present.steps import title_of

MOST_OF_A_KIND = 8
"""So many pieces of explanation stand under one search."""

CALLED_HERE: Mapping[str, str] = {"consult": "spreekuur", "consulten": "spreekuren"}
"""What people say, and the one word that the portal has for it."""

DONE_THERE: Mapping[str, str] = {
    "inbox.inbox": "Uw taken: wat er van u wordt gevraagd, en voor wanneer.",
    "dossiers.dossiers": "De dossiers waarin u een rol hebt. Daar legt u ook vast wat er gebeurt.",
    "agenda.consults": "Zien wie wanneer is uitgenodigd, en een spreekuur plannen.",
    "ziekmelding.team": "Een medewerker uit uw team ziek melden, of een verzuim overnemen dat al loopt.",
    "on_paper.box": "Een stuk met handtekeningen op papier inscannen en inleveren.",
    "progress.progress": "Zien in welk team iets te laat is, en iemand eraan herinneren.",
    "smo.directorates": "Het sociaal-medisch overleg voorbereiden, en teruglezen wat er is afgesproken.",
    "report_sick.own": "Uzelf ziek melden bij uw leidinggevende.",
    "deputies.name": "Een vervanger of plaatsvervanger aanwijzen, voor als u vakantie of verlof hebt.",
    "figures.top": "Cijfers over verzuim en over stappen die op tijd zijn, zonder namen.",
    "templates.kinds": "Formulieren aanpassen: de Word-sjablonen van de organisatie.",
    "own_settings.mine": "Kiezen wanneer u mail krijgt, en uw spreekuren en termijnen in uw agenda zetten.",
    "secure.overview": "Uw wachtwoord veranderen, en inloggen met een app of passkey.",
    "signed_in.where": "Zien op welke apparaten u bent ingelogd, en daar uitloggen.",
}
"""What one does on a page of the menu, in the words in which someone may look for it."""


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


def task_links(tasks: Iterable[Task], here: str) -> list[dict[str, str]]:
    """What is asked of the searcher now, with the way to where it is done; `here` is the address of the search."""
    return [
        {
            "label": title_of(task.step),
            "href": place_of(task.step, task.dossier_number, back=here)[0],
            "text": f"{task.medewerker_name}, dossier {task.dossier_number}, uiterlijk {long_date(task.step.due_on)}",
        }
        for task in tasks
        if task.mine
    ]


def page_links(
    words: Sequence[str], places: Iterable[tuple[str, str]], functions: Collection[str]
) -> list[dict[str, str]]:
    """Where one does it: the pages of the own menu, and what one records in a dossier without being asked."""
    pages = [
        {"label": label, "href": url_for(endpoint), "text": DONE_THERE[endpoint]}
        for label, endpoint in places
        if endpoint in DONE_THERE and _holds(f"{label} {DONE_THERE[endpoint]}", words)
    ]
    recorded = [
        {
            "label": kind.title,
            "href": url_for("dossiers.dossiers"),
            "text": "Kies het dossier, en daar «Iets anders vastleggen».",
        }
        for kind in records().values()
        if kind.writable_by(functions) and not kind.for_step and _holds(kind.title, words)
    ]
    return [*pages, *recorded][:MOST_OF_A_KIND]


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
    """The pages that explain it: of the functions, and of the steps that are called so, else whose rule says it."""
    pages = [link for link in guide_links(functions) if _holds(f"Uitleg {link['label']}", words)]
    told = [rule for rule in protocol.rules if rule.owner in guides() and not rule.milestone]
    called = [rule for rule in told if _holds(rule.title, words)]
    steps = [
        {
            "label": rule.title,
            "href": url_for("about.guide", role=rule.owner, _anchor=rule.key),
            "text": rule.rule,
        }
        for rule in called or [rule for rule in told if _holds(f"{rule.title} {rule.rule}", words)]
    ]
    return [*pages, *steps][:MOST_OF_A_KIND]


def _holds(text: str, words: Sequence[str]) -> bool:
    lower = text.lower()
    return bool(words) and all(word in lower or CALLED_HERE.get(word, word) in lower for word in map(str.lower, words))
