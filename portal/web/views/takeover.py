"""The hand-over page of a dossier for the new leidinggevende."""

from flask import Blueprint, Response, g, request

from portal.actions.take_over_dossier import take_over as confirm
from portal.actions.take_over_dossier import taking_over
from portal.storage.reading.involvements import people_of
from portal.web.forms.answer import said_next
from portal.web.guard import guarded
from portal.web.present.dossier import presented
from portal.web.present.takeover import handed_over
from portal.web.render import go_to, page
from portal.web.views.here import crumbs, dossier_address, who

bp = Blueprint("takeover", __name__, url_prefix="/dossiers/<number>")


@bp.route("/overname", methods=["GET", "POST"])
@guarded("take_over", proof=True)
def take_over(number: str) -> Response:
    """What is open and what was promised, with one button to confirm that one knows."""
    if request.method == "POST":
        confirm(**who())
        return go_to(dossier_address(), "De overname is bevestigd. Het dossier is nu aan u.", said_next())
    opened = g.dossier
    shown = presented(opened, opened.shown_steps, people_of(opened.row.id, opened.today), ())
    # This page is itself a task; it need not name itself.
    tasks = [task for task in shown["now"]["tasks"] if task["href"] != request.path]
    return page(
        "takeover.html",
        crumbs=crumbs(),
        now={**shown["now"], "tasks": tasks},
        ahead=shown["timeline"]["ahead"],
        name=opened.row.medewerker_name,
        dossier_href=dossier_address(),
        **handed_over(opened, taking_over(opened)),
    )
