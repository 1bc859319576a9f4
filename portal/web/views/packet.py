"""The report as PDF: asking for it, the page that waits for it, and fetching what was made."""

from flask import Blueprint, Response, g, request, url_for

from portal.actions.download_packet import packet_papers
from portal.actions.make_packet import ask_packet, can_make, fetch_packet
from portal.web.attachment import attachment
from portal.web.guard import guarded, log_papers
from portal.web.present.packet import packet_part
from portal.web.render import go_to, page, part, wants_part
from portal.web.views.here import crumbs, who

bp = Blueprint("packet", __name__, url_prefix="/dossiers/<number>/rapport")


@bp.route("/pdf", methods=["GET", "POST"])
@guarded("download_packet", one_look=True)
def pdfs(number: str) -> Response:
    """How far the PDFs are; POST asks for them, with `opnieuw` also when they are there."""
    packet_papers(g.dossier)
    if request.method == "POST":
        if can_make():
            ask_packet(**who(), again="opnieuw" in request.form)
        return go_to(url_for("packet.pdfs", number=number, _anchor="verslag"))
    shown = packet_part(g.dossier, request.args.get("keer", 0, type=int))
    if not wants_part():
        back = {"label": "Re-integratieverslag", "href": url_for("wia.report", number=number)}
        return page("packet.html", crumbs=crumbs(back), shown=shown)
    if request.args.get("gezien") == shown["seen"]:
        # Nothing new: what stands there stays, and nothing is read aloud again.
        return Response(status=204)
    return part("_packet_part.html", shown=shown)


@bp.post("/pdf/<kind>")
@guarded("download_packet")
def fetch(number: str, kind: str) -> Response:
    """What was made, as a file; the portal then has it no more, and who presses again gets the page that says so."""
    content = fetch_packet(**who(), kind=kind)
    if content is None:
        return go_to(url_for("packet.pdfs", number=number, _anchor="verslag"))
    log_papers(row.id for row in packet_papers(g.dossier))
    return attachment(content, f"re-integratieverslag-{number}-{g.dossier.today.isoformat()}.{kind}")
