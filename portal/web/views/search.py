"""One search over everything that someone may see."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.rules.paper_code import PaperCode, read_code
from portal.storage.database import ask_together
from portal.storage.reading.dossiers import Sought, visible_dossiers
from portal.storage.reading.people import organisations_asked
from portal.storage.reading.search import papers_found, reportable, reportable_asked
from portal.storage.reading.steps import inbox
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded, log_found
from portal.web.present.pages import Leaf
from portal.web.present.search import (
    dossier_links,
    help_links,
    page_links,
    paper_links,
    report_links,
    task_links,
    terms_found,
)
from portal.web.render import OWN, menu, page
from portal.web.views.about import protocol_for_reader

bp = Blueprint("search", __name__)

LONGEST_SEARCH = 80
MOST_WORDS = 6
FIRST_FEW = 5
PAGE_SIZE = 20


@bp.get("/zoeken")
@guarded(SIGNED_IN)
def search() -> Response:
    """All that holds what `?q=` says; `?toon=stukken` leafs through the papers alone."""
    query = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    words, code = query.split()[:MOST_WORDS], read_code(query)
    alone = request.args.get("toon") == "stukken"
    leaf = Leaf.asked(PAGE_SIZE) if alone else Leaf(1, FIRST_FEW)
    papers = papers_found(current_user.person_id, today(), words, code, limit=leaf.limit, offset=leaf.offset)
    shown = leaf.shown(papers)
    log_found((one.dossier_id, one.role, one.absent_id) for one in shown)
    return page(
        "search.html",
        query=query,
        alone=alone,
        papers=paper_links(shown),
        more_papers=url_for("search.search", q=query, toon="stukken") if not alone and len(papers) > leaf.size else "",
        pages=leaf.links(len(papers), lambda number: url_for("search.search", q=query, toon="stukken", pagina=number)),
        **_beside_papers(query, [] if alone else words, code),
    )


def _beside_papers(query: str, words: list[str], code: PaperCode | None) -> dict[str, Any]:
    """What else these words find: dossiers, people of the own team, own tasks, pages of the own menu, explanation."""
    meant = code.dossier if code else query
    sought = Sought(search=meant, limit=FIRST_FEW + 1)
    dossiers = visible_dossiers(current_user.person_id, today(), sought) if words else ()
    if words:
        ask_together(organisations_asked(), reportable_asked(current_user.person_id, today(), words))
    tasks = inbox(current_user.person_id, today(), search=query, limit=FIRST_FEW).tasks if words else ()
    own_work = current_user.functions - {"medewerker"}
    return {
        "dossiers": dossier_links(dossiers[:FIRST_FEW]),
        "tasks": task_links(tasks, here=request.full_path)[:FIRST_FEW],
        "tasks_href": url_for("inbox.inbox", zoek=query),
        "places": page_links(words, [*menu(), *OWN], own_work),
        "more_dossiers": url_for("dossiers.dossiers", zoek=query) if len(dossiers) > FIRST_FEW else "",
        "people": report_links(reportable(current_user.person_id, today(), words)[:FIRST_FEW]),
        "terms": terms_found(words),
        "guides": help_links(words, current_user.functions, protocol_for_reader()),
    }
