"""The first page: what is asked of the person, and what their dossiers wait for from others."""

from datetime import date

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.dossier import looked_at
from portal.actions.send_file import forget_refused as forget_sent
from portal.actions.waiting import waiting
from portal.storage.database import Question, ask_together
from portal.storage.reading.held_files import held_asked, held_for
from portal.storage.reading.recent import recent_asked, recent_dossiers
from portal.storage.reading.sick_reports import own_waits_asked
from portal.web.clock import now, today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.dossier_list import recent_links
from portal.web.present.functions import to_confirm
from portal.web.present.held import held_lines
from portal.web.present.inbox import PAGE_SIZE, Asked, Reader, own_dossiers, presented, start_elsewhere
from portal.web.present.news import asked_of_casemanager, asked_of_own, new_casemanager, new_in_own
from portal.web.present.sick_reports import waiting_reports
from portal.web.present.smo import actions as agreed_actions
from portal.web.present.start import asked_of_work, late_teams, seen_today, standing, stuck
from portal.web.render import go_to, page, part, wants_part

bp = Blueprint("inbox", __name__)

LONGEST_SEARCH = 80


@bp.get("/")
@guarded(SIGNED_IN)
def inbox() -> Response:
    """The tasks in four sections; `?toon=` shows one of them, `?zoek=` a dossier or employee."""
    own_only = current_user.functions - {"medewerker"}
    # Who keeps the accounts or reads the figures is an employee as well, with tasks of their own once they are ill.
    if (elsewhere := start_elsewhere(own_only)) and not (own_only < current_user.functions and own_dossiers(_reader())):
        return go_to(url_for(elsewhere))
    asked = Asked(
        word=request.args.get("toon", ""),
        search=request.args.get("zoek", "").strip()[:LONGEST_SEARCH],
        page=max(1, request.args.get("pagina", 1, type=int)),
    )
    day = today()
    found = waiting(
        current_user.person_id,
        day,
        search=asked.search,
        section=asked.section,
        limit=PAGE_SIZE,
        offset=asked.offset,
    )
    reader = _reader()
    ask_together(*_asked(reader, day))
    shown = presented(found.inbox, asked, reader, day)
    shown["reports"] = waiting_reports(found.reports, day)
    shown["agreed"] = agreed_actions(found.agreed, day)
    shown["functions"] = to_confirm(found.functions)
    if wants_part():
        return part("_inbox.html", **shown, oob=True)
    shown["held"] = held_lines(held_for(current_user.person_id))
    own = [looked_at(row.id, actor=reader.person_id, now=now()) for row in own_dossiers(reader)]
    shown["new_papers"] = [*new_casemanager(reader.person_id, day), *new_in_own(own)]
    shown["standing"] = standing(own, reader)
    shown["visits"] = seen_today(reader, day)
    shown["stuck"] = stuck(reader, day)
    shown["teams"] = late_teams(reader, day)
    shown["recent"] = recent_links(() if reader.employee else recent_dossiers(current_user.person_id, day))
    return page("inbox.html", **shown, oob=False)


def _asked(reader: Reader, day: date) -> list[Question]:
    """What the page asks besides the tasks."""
    recent = [] if reader.employee else [recent_asked(reader.person_id, day)]
    return [
        held_asked(reader.person_id),
        own_waits_asked(reader.person_id),
        *recent,
        *asked_of_work(reader, day),
        asked_of_casemanager(reader.person_id, day),
        *asked_of_own(own_dossiers(reader), day),
    ]


def _reader() -> Reader:
    return Reader(current_user.person_id, current_user.functions, current_user.several)


@bp.post("/ontvangen/<int:held_id>/weg")
@guarded(SIGNED_IN)
def forget_refused(held_id: int) -> Response:
    """The person has read why a file that they sent was refused."""
    forget_sent(held_id=held_id, actor=current_user.person_id)
    return go_to(url_for("inbox.inbox"), "Het bericht is weg.")
