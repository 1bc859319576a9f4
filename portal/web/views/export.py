"""All of a dossier that someone may read, to take along."""

from flask import Blueprint, Response, g

from portal.web.attachment import attachment
from portal.web.guard import guarded, log_papers
from portal.web.present.export import exported, readable_papers

bp = Blueprint("export", __name__)


@bp.get("/dossiers/<number>/alle-gegevens.zip")
@guarded("export_dossier")
def export_dossier(number: str) -> Response:
    """Everything the person may read of the dossier; each paper in it is a look at that paper."""
    log_papers(row.id for row in readable_papers(g.dossier) if row.recalled_at is None)
    return attachment(exported(g.dossier), f"dossier-{number}-{g.dossier.today.isoformat()}.zip")
