"""Progress per team, for a manager one level up."""

from flask import Blueprint, Response, request
from flask_login import current_user

from portal.rules.fold import fold
from portal.storage.protocols import protocol
from portal.storage.reading.nudges import last_nudges
from portal.storage.reading.progress import course_of, done_days, followed, open_steps, public
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.pages import leafed, together
from portal.web.present.picture import Case, cases_picture
from portal.web.present.progress import FOLLOWER, Standing, by_team, teams, totals
from portal.web.present.turns import running
from portal.web.render import page

bp = Blueprint("progress", __name__)

PAGE_SIZE = 40


@bp.get("/voortgang")
@guarded(SIGNED_IN, function=FOLLOWER)
def progress() -> Response:
    """Which steps are asked for in the teams below, which are late, and who must act; no team is cut in two."""
    day = today()
    dossiers = followed(current_user.person_id, (FOLLOWER,), day)
    protocols = {row.id: protocol(row.protocol) for row in dossiers}
    steps = public(open_steps([row.id for row in dossiers], day), protocols)
    leaves = together(by_team(dossiers, steps, day), PAGE_SIZE)
    leaf, pages = leafed(leaves, 1)
    shown = [row for group in leaf for team in group for row in team]
    ids = [row.id for row in shown]
    courses, opened = course_of(ids), {row.id: row.opened_on for row in shown}
    situations = {one: fold(courses.get(one, ())) for one in ids}
    asked = {one: steps.get(one, ()) for one in ids}
    clock = running(asked, done_days(ids), situations, protocols, opened, day)
    nudges = last_nudges([row.number for row in shown])
    cases = [Case(row.medewerker_name, situations[row.id], asked[row.id], content=False) for row in shown]
    wanted = request.args.get("team", "")
    return page(
        "progress.html",
        teams=teams(tuple(shown), asked, Standing(clock, nudges, current_user.person_id, day), wanted),
        tiles=totals(steps, day),
        picture=cases_picture(cases, day),
        pages=pages,
    )
