"""A paper as it looks when it is printed: the page that waits for it, its pictures, and the PDF."""

from flask import Blueprint, Response, g, request, url_for

from portal.actions.paper_copies import file_seen, rendering_seen
from portal.actions.preview import SHOWN, ask_preview, needed_programs, preview_of, preview_page, preview_pdf
from portal.rules.errors import Invisible
from portal.web.attachment import attachment, picture
from portal.web.clock import now
from portal.web.guard import guarded
from portal.web.present.papers import file_name
from portal.web.present.preview import paper_preview
from portal.web.render import go_to, page, part, wants_part
from portal.web.views.here import crumbs

bp = Blueprint("preview", __name__, url_prefix="/dossiers/<number>/papieren/<int:paper_id>")


@bp.route("/bekijken", methods=["GET", "POST"])
@guarded("read_dossier", one_look=True)
def preview(number: str, paper_id: int) -> Response:
    """The pages of a paper, or how far they are; POST asks for them."""
    media, digest = _rendering(paper_id)
    if request.method == "POST":
        file = file_seen(g.dossier, g.paper)
        if file and not needed_programs(media):
            ask_preview(content=file.content, media=media, now=now())
        return go_to(url_for("preview.preview", number=number, paper_id=paper_id))
    shown = paper_preview(g.dossier, g.paper, preview_of(digest), media)
    if not wants_part():
        return page("preview.html", crumbs=crumbs({"label": shown["title"], "href": shown["paper"]}), shown=shown)
    if request.args.get("gezien") == shown["seen"]:
        # Nothing new: what stands there stays, and nothing is read aloud again.
        return Response(status=204)
    return part("_preview_part.html", shown=shown)


@bp.get("/bekijken/<int:page_number>.png")
@guarded("read_dossier", one_look=True)
def page_picture(number: str, paper_id: int, page_number: int) -> Response:
    """The picture of one page."""
    png = preview_page(_rendering(paper_id)[1], page_number)
    if png is None:
        raise Invisible(page_number)
    return picture(png)


@bp.get("/bekijken.pdf")
@guarded("download_paper")
def pdf(number: str, paper_id: int) -> Response:
    """The whole paper as PDF."""
    content = preview_pdf(_rendering(paper_id)[1])
    if content is None:
        raise Invisible(paper_id)
    return attachment(content, file_name(g.paper, number, "pdf"))


def _rendering(paper_id: int) -> tuple[str, str]:
    """The extension and the SHA-256 of the paper as it stands now. Raises Invisible for what has no pages."""
    found = rendering_seen(g.dossier, g.paper)
    if found is None or found[0] not in SHOWN:
        raise Invisible(paper_id)
    return found
