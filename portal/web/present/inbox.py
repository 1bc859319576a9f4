"""The inbox as the page shows it: four sections of tasks, and what to say when there is nothing to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.storage.protocols import protocol
from portal.storage.reading.dossiers import DossierRow, dossiers_of
from portal.storage.reading.employments import other_employments
from portal.storage.reading.facts import facts_of
from portal.storage.reading.sick_reports import own_waits
from portal.storage.reading.steps import MINE, SECTIONS, Inbox, Task
from portal.web.present.consult import next_consult
from portal.web.present.guide import guide_of
from portal.web.present.meter import for_report
from portal.web.present.nudges import reminder
from portal.web.present.places import explanation_of, opens_at, place_of
from portal.web.present.steps import reason, term, title_of, who_acts

PAGE_SIZE = 50
FILTER_FROM = 9
"""With fewer tasks than this nobody needs to search."""

WORDS: Mapping[str, str] = {"te-laat": "late", "deze-week": "this_week", "later": "later", "wacht": "waiting"}
"""What the address bar calls each section."""

HEADINGS = {"late": "Te laat", "this_week": "Deze week", "later": "Later", "waiting": "Wacht op anderen"}
TILES = {"late": "late", "this_week": "soon", "later": "later", "waiting": "waiting"}
TABLES = {
    "late": "Taken die te laat zijn",
    "this_week": "Taken voor deze week",
    "later": "Taken voor later",
    "waiting": "Wat anderen moeten doen",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a section by its word (or all), a search, a page of that section from 1."""

    word: str
    search: str
    page: int

    @property
    def section(self) -> str:
        """The section, or nothing for all of them."""
        return WORDS.get(self.word, "")

    @property
    def offset(self) -> int:
        """How many tasks to pass over. Only one section at a time can be leafed through."""
        return (self.page - 1) * PAGE_SIZE if self.section else 0

    def address(self, section: str, page: int = 1) -> str:
        """The address of a page of a section, with the same search."""
        word = next((word for word, name in WORDS.items() if name == section), None)
        return url_for("inbox.inbox", toon=word, zoek=self.search or None, pagina=page if page > 1 else None)


@dataclass(frozen=True)
class Reader:
    """Whose inbox it is.

    The `functions` decide how they are spoken to; with `several` employments these are told apart.
    """

    person_id: int
    functions: frozenset[str]
    several: bool

    @property
    def employee(self) -> bool:
        """Whether this person has nothing to do with the dossier of anyone else."""
        return _only_employee(self.functions)


def heading_for(functions: Collection[str]) -> str:
    """What the first page is called: «Werkvoorraad» is a word of people at work, not of who is ill."""
    return "Wat wordt er van mij verwacht?" if _only_employee(functions) else "Werkvoorraad"


def way_back_for(functions: Collection[str]) -> str:
    """What the link is called that goes back to the first page."""
    return "Naar wat er van u wordt verwacht" if _only_employee(functions) else "Naar de werkvoorraad"


def _only_employee(functions: Collection[str]) -> bool:
    return set(functions) <= {"medewerker"}


def presented(inbox: Inbox, asked: Asked, reader: Reader, today: date) -> dict[str, Any]:
    """Everything on the page."""
    employee = reader.employee
    total = sum(inbox.counts.values())
    filtered = bool(asked.section or asked.search)
    dossiers = {task.dossier_number for task in inbox.tasks}
    hrefs = {number: url_for("dossiers.dossier", number=number) for number in dossiers}
    sections = [_section(name, inbox, asked, reader, hrefs, today) for name in SECTIONS]
    mine = sum(inbox.counts[name] for name in MINE)
    return {
        "heading": heading_for(reader.functions),
        "intro": _intro(mine, employee, filtered),
        # Of an employee who need not do anything that sentence comes first, and not four numbers.
        "tiles": [_tile(name, inbox.counts[name], asked) for name in SECTIONS]
        if filtered or (mine if employee else total)
        else [],
        "sections": [section for section in sections if section["tasks"]],
        "filter": _filter(asked) if filtered or total >= FILTER_FROM else None,
        "found": _found(inbox, asked) if filtered else "",
        "empty": _empty(reader, inbox.tasks, today) if not mine and not filtered else None,
        "guide": guide_of(reader.functions),
    }


ELSEWHERE = {"beheerder": "beheer.accounts", "medezeggenschap": "figures.top"}
"""The functions that have nothing to do with a dossier, and where their work lies."""


def start_elsewhere(functions: frozenset[str]) -> str:
    """The page to start at for who has no task in a dossier: of accounts, or of figures; empty for others."""
    return "" if functions - ELSEWHERE.keys() else next((ELSEWHERE[one] for one in sorted(functions)), "")


def _section(
    name: str, inbox: Inbox, asked: Asked, reader: Reader, hrefs: Mapping[str, str], today: date
) -> dict[str, Any]:
    tasks = [task for task in inbox.tasks if task.section == name]
    count, last = inbox.counts[name], asked.offset + len(tasks)
    alone = asked.section == name
    here = asked.address(asked.section, asked.page)
    return {
        "id": next(word for word, section in WORDS.items() if section == name),
        "title": f"{'Dit doen anderen' if reader.employee and name == 'waiting' else HEADINGS[name]} ({count})",
        "caption": TABLES[name],
        "dossier_column": not reader.employee or reader.several,
        "who_column": name == "waiting",
        "action_column": name != "waiting",
        "tasks": [_task(task, hrefs[task.dossier_number], reader, today, here) for task in tasks],
        "all_href": asked.address(name) if not alone and count > len(tasks) else "",
        "previous": asked.address(name, asked.page - 1) if alone and asked.page > 1 else "",
        "next": asked.address(name, asked.page + 1) if alone and count > last else "",
        "info": f"{asked.offset + 1} tot en met {last} van {count}",
    }


def _task(task: Task, dossier: str, reader: Reader, today: date, here: str) -> dict[str, Any]:
    step = task.step
    title = title_of(step)
    href, button = place_of(step, task.dossier_number, back=here) if task.mine else (dossier, "")
    if task.begun and step.action == "settle_paper" and task.mine:
        button = "Verder invullen"
    return {
        "title": title,
        "href": href,
        "button": button,
        "opens_at": opens_at(step, task.dossier_number),
        "context": title if task.own else f"{title}, {task.medewerker_name}",
        "urgent": "late" if task.section == "late" else "",
        "name": own_dossier(task.place, reader.several) if task.own else task.medewerker_name,
        "number": task.dossier_number,
        "on_behalf_of": task.on_behalf_of,
        "dossier_href": dossier,
        "term": term(step, today),
        "explain": explanation_of(step, dossier),
        "reminder": reminder(task.reminded, employee=task.own and step.owner == "medewerker"),
        "report": for_report(step) if task.mine else "",
        "since": "" if task.mine else f"Aan zet sinds {long_date(task.since)}",
        "who": who_acts(step.owner, task.who, task.holders),
        **reason(step),
    }


def own_dossier(place: str, several: bool) -> str:
    """What someone's own dossier is called; whoever has two employments must know which."""
    return f"Uw dienstverband bij {place}" if several else "Uw eigen dossier"


def _tile(name: str, count: int, asked: Asked) -> dict[str, Any]:
    """A number on top; it leads to its section, which stands on the page or, behind a filter, does not."""
    word = next(word for word, section in WORDS.items() if section == name)
    href = asked.address(name) if asked.section else f"#{word}"
    return {
        "count": count,
        "label": HEADINGS[name].lower(),
        "state": TILES[name] if count else "neutral",
        "href": href if count else "",
    }


def _filter(asked: Asked) -> dict[str, Any]:
    return {
        "word": asked.word if asked.section else "",
        "search": asked.search,
        "options": [{"value": word, "label": HEADINGS[name]} for word, name in WORDS.items()],
        "all_href": url_for("inbox.inbox") if asked.section or asked.search else "",
    }


def _found(inbox: Inbox, asked: Asked) -> str:
    count = inbox.counts[asked.section] if asked.section else sum(inbox.counts.values())
    tasks = {0: "Geen taken", 1: "1 taak"}.get(count, f"{count} taken")
    return f"{tasks} gevonden."


def _intro(mine: int, employee: bool, filtered: bool) -> str:
    if filtered or not mine:
        return ""
    if employee:
        return "Dit vragen wij nu van u. Bij elke taak staat voor wanneer, en waarom."
    return "Eén taak wacht op u." if mine == 1 else f"{mine} taken wachten op u. De dringendste staat bovenaan."


EMPTY: tuple[tuple[str, str, str, str], ...] = (
    (
        "leidinggevende",
        "Is een van uw medewerkers ziek? Doe dan een ziekmelding. Daarna ziet u hier wat er komt.",
        "ziekmelding.team",
        "Ziekmelding doen",
    ),
    (
        "naasthogere_leidinggevende",
        "Wilt u zien of de stappen in uw teams op tijd zijn?",
        "progress.progress",
        "Voortgang teams",
    ),
    (
        "bedrijfsarts",
        "Zodra een dossier uw advies of uw handtekening vraagt, staat het hier.",
        "dossiers.dossiers",
        "Alle dossiers",
    ),
    (
        "arbo_secretariaat",
        "Zodra er een spreekuur gepland moet worden, staat het hier.",
        "dossiers.dossiers",
        "Alle dossiers",
    ),
    (
        "personele_dienst",
        "Zodra een melding bij UWV of een bericht over de bezoldiging aan de beurt is, staat het hier.",
        "dossiers.dossiers",
        "Alle dossiers",
    ),
    (
        "hrm_adviseur",
        "Neemt u in een SMO iets op u, of vraagt een beheerder u een functie te bevestigen, dan staat het hier. "
        "Bij de dossiers ziet u waar iets te laat is.",
        "dossiers.dossiers",
        "Naar de dossiers",
    ),
    ("medezeggenschap", "De cijfers over verzuim staan op een eigen pagina.", "figures.top", "Cijfers"),
    ("beheerder", "De accounts staan op een eigen pagina.", "beheer.accounts", "Beheer"),
    (
        "medewerker",
        "Bent u ziek? Bel dan uw leidinggevende, op de eerste dag voor negen uur. "
        "Die legt de melding vast, of u doet dat zelf bij «Ik ben ziek». "
        "Daarna ziet u hier wat er van u wordt verwacht.",
        "report_sick.own",
        "Ik ben ziek",
    ),
)
"""What someone in each function reads when there is nothing to do, with a page to go to; the first that fits."""
WAITS = "U hebt zich ziek gemeld. Uw leidinggevende moet dat nog bevestigen. Bel als u niets hoort."


def _empty(reader: Reader, waiting: tuple[Task, ...], today: date) -> dict[str, str]:
    """What to say to someone with nothing to do; `waiting` is what their dossiers wait for from others."""
    if own_waits(reader.person_id):
        return {"text": WAITS, "href": url_for("report_sick.own"), "label": "Bekijk uw ziekmelding"}
    own = any(task.own for task in waiting)
    found = own_dossiers(reader) if own or reader.employee else []
    if found:
        below = ("Hieronder ziet u wat anderen in uw dossier doen.",) if own else ()
        ahead = [sentence for row in found for sentence in _ahead(row, today)]
        one = len(found) == 1
        return {
            "text": " ".join(("U hoeft nu niets te doen.", *ahead, *below)),
            "href": url_for("dossiers.dossier", number=found[0].number) if one else url_for("dossiers.dossiers"),
            "label": "Open uw dossier" if one else "Uw dossiers",
        }
    for function, text, endpoint, label in EMPTY:
        if function in reader.functions:
            return {"text": f"U hoeft nu niets te doen. {text}", "href": url_for(endpoint), "label": label}
    return {
        "text": "U hoeft nu niets te doen. Als een dossier iets van u vraagt, staat het hier.",
        "href": url_for("dossiers.dossiers"),
        "label": "Alle dossiers",
    }


def own_dossiers(reader: Reader) -> list[DossierRow]:
    """The dossiers that are about this person, one for each employment that has one."""
    others = [one.id for one in other_employments(reader.person_id)] if reader.several else []
    found = dossiers_of((reader.person_id, *others))
    return [found[one] for one in (reader.person_id, *others) if one in found]


def _ahead(row: DossierRow, today: date) -> list[str]:
    """What comes for an employee who is ill: the next consult, and the WIA once its phase has begun."""
    facts = facts_of(row.id)
    situation = fold(facts)
    if not situation.keeps_consults:
        return []
    consult = next_consult(facts, today)
    found = [f"Uw spreekuur: {consult.sentence}."] if consult else []
    steps = {step.key: step for step in plan(situation, protocol(row.protocol))}
    begun, last = steps.get("wia_overdracht"), steps.get("wia_aanvraag")
    if begun and last and last.done_on is None and begun.opens_on <= today:
        found.append(
            f"De stukken voor uw WIA-aanvraag worden klaargemaakt. Aanvragen: uiterlijk {long_date(last.due_on)}."
        )
    elif last and last.done_on:
        found.append("Uw WIA-aanvraag is verstuurd. UWV neemt nu een besluit.")
    return found
