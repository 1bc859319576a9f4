"""The consults that are planned, for the people of the arbodienst."""

from flask import Blueprint, Response
from flask_login import current_user

from portal.rules.access import ARBO
from portal.storage.reading.progress import course_of, followed, open_steps
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.agenda import AHEAD, Case, agenda, appointments, in_view
from portal.web.present.pages import leafed
from portal.web.render import page

bp = Blueprint("agenda", __name__)

PAGE_SIZE = 50
CONSULTS = ("consult_gepland", "consult_vervallen", "intrekking")


@bp.get("/spreekuren")
@guarded(SIGNED_IN, function=ARBO)
def consults() -> Response:
    """Whom one sees today and in the days that come, and what one has to write about them."""
    day = today()
    dossiers = followed(current_user.person_id, ARBO, day)
    planned = {
        dossier_id: ahead
        for dossier_id, facts in course_of([row.id for row in dossiers], CONSULTS).items()
        if (ahead := in_view(facts, day))
    }
    courses, steps = course_of(planned), open_steps(planned, day)
    cases = [
        Case(row.number, row.medewerker_name, planned[row.id], courses[row.id], steps.get(row.id, ()))
        for row in dossiers
        if row.id in planned
    ]
    shown, pages = leafed(appointments(cases), PAGE_SIZE)
    return page("agenda.html", days=agenda(shown, current_user.functions & ARBO, day), ahead=AHEAD.days, pages=pages)
