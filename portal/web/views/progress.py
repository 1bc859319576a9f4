"""Progress per team, for a manager one level up."""

from flask import Blueprint, Response
from flask_login import current_user

from portal.rules.fold import fold
from portal.storage.protocols import protocol
from portal.storage.reading.nudges import last_nudges
from portal.storage.reading.progress import course_of, done_days, followed, open_steps, public
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.picture import Case, cases_picture
from portal.web.present.progress import Standing, teams, totals
from portal.web.present.turns import running
from portal.web.render import page

bp = Blueprint("progress", __name__)

FOLLOWER = "naasthogere_leidinggevende"


@bp.get("/voortgang")
@guarded(SIGNED_IN, function=FOLLOWER)
def progress() -> Response:
    """Which steps are asked for in the teams below, which are late, and who must act."""
    day = today()
    dossiers = followed(current_user.person_id, (FOLLOWER,), day)
    ids = [row.id for row in dossiers]
    protocols = {row.id: protocol(row.protocol) for row in dossiers}
    opened = {row.id: row.opened_on for row in dossiers}
    steps, courses = public(open_steps(ids, day), protocols), course_of(ids)
    clock = running(steps, done_days(ids), courses, protocols, opened, day)
    nudges = last_nudges([row.number for row in dossiers])
    found = teams(dossiers, steps, Standing(clock, nudges, current_user.person_id, day))
    cases = [
        Case(row.medewerker_name, fold(courses.get(row.id, ())), steps.get(row.id, ()), content=False)
        for row in dossiers
    ]
    return page("progress.html", teams=found, tiles=totals(found), picture=cases_picture(cases, day))
