"""The figures about absence for who is appointed to read them, and nothing else: never a dossier."""

from flask import Blueprint, Response
from flask_login import current_user

from portal.actions.directorate_figures import READER, read_figures, readable, readable_unit
from portal.web.clock import today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.figures import to_read
from portal.web.render import page

bp = Blueprint("figures", __name__, url_prefix="/cijfers")


@bp.get("")
@guarded(SIGNED_IN, function=READER)
def top() -> Response:
    """The figures of all that someone may read about, or of the first of several parts."""
    found = readable(current_user.person_id, today())
    return _shown(found[0].unit.id) if found else page("figures_none.html")


@bp.get("/<int:unit_id>")
@guarded(SIGNED_IN, function=READER)
def directorate(unit_id: int) -> Response:
    """The figures of one directorate."""
    return _shown(unit_id)


def _shown(unit_id: int) -> Response:
    day, actor = today(), current_user.person_id
    where = readable_unit(unit_id, actor, day)
    return page("figures.html", **to_read(where, readable(actor, day), read_figures(where, day)))
