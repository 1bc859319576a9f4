"""Dossiers: the list of those one may see, one dossier, and who looked at it."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions.dossier import OpenDossier
from portal.rules.access import may
from portal.storage.database import Question, ask_together
from portal.storage.protocols import protocol
from portal.storage.reading.dossiers import Sought, visible_dossiers
from portal.storage.reading.facts import authors_asked, authors_of
from portal.storage.reading.held_files import held_asked, held_for
from portal.storage.reading.illness_words import went_on_in
from portal.storage.reading.involvements import people_asked, people_of
from portal.storage.reading.nudges import nudges_asked, nudges_of
from portal.storage.reading.papers import drafts_asked, drafts_of, papers_asked, papers_of
from portal.storage.reading.progress import allowed_among, course_of, open_steps, public
from portal.storage.reading.read_log import looks_at, readers_asked
from portal.storage.reading.recent import recent_dossiers
from portal.storage.reading.retention import ledger_asked
from portal.storage.reading.templates import templates_asked
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.binder import binder
from portal.web.present.copies import new_papers
from portal.web.present.dossier import anchors, presented
from portal.web.present.dossier_list import found_words, listed, recent_links
from portal.web.present.fact_log import FactLog
from portal.web.present.held import held_lines
from portal.web.present.inbox import Reader
from portal.web.present.involved_before import COLUMNS, agreed_roles
from portal.web.present.looks import looks, went_on
from portal.web.present.pages import Leaf, leafed
from portal.web.present.possible import possibilities
from portal.web.present.renewal import to_renew
from portal.web.present.retention import destruction_ahead
from portal.web.render import page, part, wants_part
from portal.web.views.here import crumbs

bp = Blueprint("dossiers", __name__)

PAGE_SIZE = 25
LOOKS_ON_PAGE = 100
FACTS_ON_PAGE = 15
LOG_PAGE = 30
OLDER_PAPERS = 15
LONGEST_SEARCH = 80
STANDINGS = {
    "te-laat": ("late", "Met iets dat te laat is"),
    "loopt": ("running", "Lopend"),
    "afgesloten": ("finished", "Afgesloten"),
}
"""What the address bar calls each standing of a dossier, and what people call it."""


@bp.get("/dossiers")
@guarded(SIGNED_IN)
def dossiers() -> Response:
    """Every dossier the person may know about, newest first; `?zoek=` finds a name or number, `?toon=` a standing."""
    day, leaf = today(), Leaf.asked(PAGE_SIZE)
    search = request.args.get("zoek", "").strip()[:LONGEST_SEARCH]
    person_id = current_user.person_id
    word = request.args.get("toon", "")
    sought = Sought(search=search, standing=STANDINGS.get(word, ("", ""))[0], limit=leaf.limit, offset=leaf.offset)
    rows = visible_dossiers(person_id, day, sought)
    ids = [row.id for row in leaf.shown(rows)]
    content = allowed_among(person_id, ids, "read_dossier", day)
    own = allowed_among(person_id, ids, "prepare_wia", day)
    protocols = {row.id: protocol(row.protocol) for row in leaf.shown(rows)}
    shown: dict[str, Any] = {
        **listed(
            leaf.shown(rows),
            course_of(ids),
            public(open_steps(ids, day), protocols, content, own),
            content,
            Reader(person_id, current_user.functions, current_user.several),
            day,
        ),
        "search": search,
        "found": found_words(len(rows), leaf) if search or word in STANDINGS else "",
        "word": word if word in STANDINGS else "",
        "options": [{"value": one, "label": label} for one, (_, label) in STANDINGS.items()],
        "pages": leaf.links(
            len(rows),
            lambda number: url_for("dossiers.dossiers", zoek=search or None, toon=word or None, pagina=number),
        ),
    }
    if wants_part():
        return part("_dossiers.html", **shown, oob=True)
    return page("dossiers.html", **shown, oob=False, recent=recent_links(recent_dossiers(person_id, day)))


@bp.get("/dossiers/<number>")
@guarded("read_progress")
def dossier(number: str) -> Response:
    """One dossier. Who may only follow its progress gets no papers, and of the facts what is theirs to record."""
    opened = g.dossier
    ask_together(*_asked(opened))
    steps, people = opened.shown_steps, people_of(opened.row.id, opened.today)
    follows = may(opened.roles, "read_dossier") or may(opened.roles, "remind")
    content = _content(opened) if may(opened.roles, "read_dossier") else _own_lines(opened)
    possible = possibilities(
        opened,
        steps,
        people,
        drafts=drafts_of(opened.row.id, opened.actor),
        report=bool(content["binder"] and content["binder"]["in_report"]),
    )
    shown = presented(opened, steps, people, nudges_of(opened.row.id) if follows else ())
    return page(
        "dossier.html",
        crumbs=crumbs()[:1],
        possible=possible,
        agreed_columns=COLUMNS,
        held=held_lines(one for one in held_for(current_user.person_id) if one.dossier_id == opened.row.id),
        destruction=destruction_ahead(opened),
        anchors=anchors(
            report=bool(shown["meter"]),
            possible=bool(possible),
            papers=bool(content["binder"]),
            log=bool(content["log"]),
        ),
        **shown,
        **content,
    )


def _asked(opened: OpenDossier) -> list[Question]:
    """All that the page asks of the database; the papers and what belongs to them only for who may read them."""
    row = opened.row
    always = [
        people_asked(row.id, opened.today),
        authors_asked(opened.facts),
        drafts_asked(row.id, opened.actor),
        held_asked(current_user.person_id),
        ledger_asked(row.id),
        nudges_asked(row.id),
        templates_asked(row.organisation_id, opened.today),
    ]
    return [*always, papers_asked(row.id), readers_asked(row.id)] if may(opened.roles, "read_dossier") else always


def _content(opened: OpenDossier) -> dict[str, Any]:
    """The papers and the newest of the log; `?vermeldingen=alle` leafs through the whole log."""
    names = authors_of(opened.facts)
    log, papers = FactLog(opened, names), papers_of(opened.row.id)
    seen, whole = log.seen(), request.args.get("vermeldingen") == "alle"
    facts, log_pages = leafed(seen if whole else seen[:FACTS_ON_PAGE], LOG_PAGE, name="logboek", anchor="logboek")
    bound = binder(papers, opened.facts, opened.roles, opened.row.number)
    earlier, bound["earlier_pages"] = leafed(bound["earlier"], OLDER_PAPERS, name="oudere", anchor="stukken")
    return {
        "binder": {**bound, "earlier": earlier},
        "log": log.lines(facts),
        "log_pages": log_pages,
        "log_more": 0 if whole else max(0, len(seen) - FACTS_ON_PAGE),
        "agreed": agreed_roles(opened, names),
        "renew": to_renew(opened, papers),
        "new_papers": new_papers(opened, papers),
    }


def _own_lines(opened: OpenDossier) -> dict[str, Any]:
    """What is left for who may not read the dossier: what is theirs to record."""
    log = FactLog(opened, authors_of(opened.facts))
    return {
        "binder": None,
        "log": log.own_lines(),
        "log_pages": None,
        "log_more": 0,
        "agreed": [],
        "renew": [],
        "new_papers": None,
    }


@bp.get("/dossiers/<number>/inzage")
@guarded("read_read_log")
def read_log(number: str) -> Response:
    """Who looked at the dossier, for the employee it is about."""
    leaf = Leaf.asked(LOOKS_ON_PAGE)
    rows = looks_at(g.dossier.row.id, limit=leaf.limit, offset=leaf.offset)
    return page(
        "read_log.html",
        crumbs=crumbs(),
        days=looks(leaf.shown(rows), g.dossier.row.medewerker_name),
        went_on=went_on(went_on_in(g.dossier.row.id)) if leaf.offset == 0 else [],
        pages=leaf.links(len(rows), lambda page: url_for("dossiers.read_log", number=number, pagina=page)),
    )
