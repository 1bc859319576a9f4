"""Progress per team, for a manager one level up."""

from flask import Blueprint, Response
from flask_login import current_user

from portal.storage.reading.progress import followed, open_steps
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.progress import teams, totals
from portal.web.render import page

bp = Blueprint("progress", __name__)

FOLLOWER = "naasthogere_leidinggevende"


@bp.get("/voortgang")
@guarded(SIGNED_IN, function=FOLLOWER)
def progress() -> Response:
    """Which steps are asked for in the teams below, which are late, and who must act."""
    day = today()
    dossiers = followed(current_user.person_id, FOLLOWER, day)
    found = teams(dossiers, open_steps([row.id for row in dossiers], day), day)
    return page("progress.html", teams=found, tiles=totals(found))
