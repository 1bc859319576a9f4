"""A template filled with invented words: as a Word file, and as pictures of its pages."""

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.preview import ask_preview, needed_programs, preview_of, preview_page, preview_pdf
from portal.actions.specimen import MADE, specimen
from portal.actions.template_keepers import DELIVERED, KEEPERS, TemplatePlace, template_place
from portal.documents.errors import TemplateError
from portal.rules.errors import Invisible, Rejected
from portal.storage.hashing import sha256
from portal.web.attachment import attachment, picture
from portal.web.clock import now, today
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.specimens import specimen_page, specimen_part
from portal.web.render import go_to, page, part, wants_part

bp = Blueprint("specimens", __name__, url_prefix="/sjablonen/<int:organisation_id>/<kind>/<int:version_id>")

MEDIA = "docx"


@bp.route("/voorbeeld", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=KEEPERS)
def example(organisation_id: int, kind: str, version_id: int) -> Response:
    """The pages of the specimen, or how far they are; POST asks for them."""
    place = _place(organisation_id, kind)
    content = _specimen(place, version_id)
    if request.method == "POST":
        if not needed_programs(MEDIA):
            ask_preview(content=content, media=MEDIA, now=now())
        return go_to(url_for("specimens.example", **request.view_args or {}))
    shown = specimen_part(place, version_id, preview_of(sha256(content)), MEDIA)
    if not wants_part():
        return page("template_specimen.html", **specimen_page(place, version_id, today()), shown=shown)
    if request.args.get("gezien") == shown["seen"]:
        return Response(status=204)
    return part("_preview_part.html", shown=shown)


@bp.get("/voorbeeld/bestand")
@guarded(SIGNED_IN, function=KEEPERS)
def download(organisation_id: int, kind: str, version_id: int) -> Response:
    """The specimen as a Word file."""
    return attachment(_specimen(_place(organisation_id, kind), version_id), f"{kind}-voorbeeld.docx")


@bp.get("/voorbeeld/<int:page_number>.png")
@guarded(SIGNED_IN, function=KEEPERS)
def page_picture(organisation_id: int, kind: str, version_id: int, page_number: int) -> Response:
    """The picture of one page of the specimen."""
    png = preview_page(sha256(_specimen(_place(organisation_id, kind), version_id)), page_number)
    if png is None:
        raise Invisible(page_number)
    return picture(png)


@bp.get("/voorbeeld.pdf")
@guarded(SIGNED_IN, function=KEEPERS)
def pdf(organisation_id: int, kind: str, version_id: int) -> Response:
    """The whole specimen as PDF."""
    content = preview_pdf(sha256(_specimen(_place(organisation_id, kind), version_id)))
    if content is None:
        raise Invisible(version_id)
    return attachment(content, f"{kind}-voorbeeld.pdf")


def _place(organisation_id: int, kind: str) -> TemplatePlace:
    return template_place(organisation_id=organisation_id, kind=kind, actor=current_user.person_id, on=today())


def _specimen(place: TemplatePlace, version_id: int) -> bytes:
    """The same bytes each time, because by them its pictures are found."""
    made = MADE if version_id == DELIVERED else place.version(version_id).uploaded_at
    try:
        return specimen(place.kind, place.content(version_id), made)
    except TemplateError as error:
        raise Rejected("template_has_errors") from error
