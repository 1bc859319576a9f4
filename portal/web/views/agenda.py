"""The consults that are planned, for the people of the arbodienst."""

from flask import Blueprint, Response, request
from flask_login import current_user

from portal.rules.access import ARBO
from portal.storage.reading.consults import planned_for
from portal.storage.reading.involvements import holders_in
from portal.storage.reading.progress import course_of, open_steps
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.agenda import AHEAD, Case, agenda, appointments, in_view
from portal.web.present.pages import leafed
from portal.web.render import page

bp = Blueprint("agenda", __name__)

PAGE_SIZE = 50
INVITES = "arbo_secretariaat"
"""Whose inbox asks to plan a consult and invite for it."""


@bp.get("/spreekuren")
@guarded(SIGNED_IN, function=ARBO)
def consults() -> Response:
    """Whom one sees today and in the days that come, and what one has to write about them."""
    day = today()
    planned = planned_for(current_user.person_id, day)
    ahead = {dossier_id: found for dossier_id, one in planned.items() if (found := in_view(one.facts, day))}
    courses, steps, held = course_of(ahead), open_steps(ahead, day), holders_in(ahead, day)
    cases = [
        Case(planned[one].number, planned[one].name, consults, courses[one], steps.get(one, ()), held[one])
        for one, consults in ahead.items()
    ]
    shown, pages = leafed(appointments(cases), PAGE_SIZE)
    return page(
        "agenda.html",
        days=agenda(shown, current_user.functions & ARBO, day, here=request.full_path.rstrip("?")),
        ahead=AHEAD.days,
        invites=INVITES in current_user.functions,
        pages=pages,
    )
