"""Whether someone else changed a dossier while it stands on a screen."""

from flask import Blueprint, Response, g, request

from portal.storage.reading.facts import authors_of
from portal.web.guard import guarded
from portal.web.present.fact_log import FactLog
from portal.web.render import part

bp = Blueprint("changes", __name__)


@bp.get("/dossiers/<number>/veranderd")
@guarded("read_dossier", watching=True)
def changed(number: str) -> Response:
    """What others recorded after the fact `?vanaf=` (or `?gemeld=`, of which was told already); 204 when nothing.

    Only facts of which the person may know that they are there.
    """
    since = max(request.args.get(name, 0, type=int) for name in ("vanaf", "gemeld"))
    if g.dossier.reading.last <= since:
        return Response(status=204)
    news = FactLog(g.dossier, authors_of(g.dossier.facts)).news(since)
    return part("_changed.html", **news) if news else Response(status=204)
