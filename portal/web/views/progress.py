"""Progress per team, for a manager one level up."""

from flask import Blueprint, Response
from flask_login import current_user

from portal.rules.protocol import Protocol
from portal.storage.protocols import protocol
from portal.storage.reading.nudges import last_nudges
from portal.storage.reading.progress import OpenStep, course_of, done_days, followed, open_steps
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.progress import Standing, teams, totals
from portal.web.present.turns import running
from portal.web.render import page

bp = Blueprint("progress", __name__)

FOLLOWER = "naasthogere_leidinggevende"


def _public(steps: tuple[OpenStep, ...], rules: Protocol) -> tuple[OpenStep, ...]:
    """The steps that someone who only follows the progress may know of."""
    private = {rule.key for rule in rules.rules if rule.private}
    return tuple(one for one in steps if one.step.key not in private)


@bp.get("/voortgang")
@guarded(SIGNED_IN, function=FOLLOWER)
def progress() -> Response:
    """Which steps are asked for in the teams below, which are late, and who must act."""
    day = today()
    dossiers = followed(current_user.person_id, FOLLOWER, day)
    ids = [row.id for row in dossiers]
    protocols = {row.id: protocol(row.protocol) for row in dossiers}
    steps = {key: _public(found, protocols[key]) for key, found in open_steps(ids, day).items()}
    clock = running(steps, done_days(ids), course_of(ids), protocols, day)
    nudges = last_nudges([row.number for row in dossiers])
    found = teams(dossiers, steps, Standing(clock, nudges, current_user.person_id, day))
    return page("progress.html", teams=found, tiles=totals(found))
