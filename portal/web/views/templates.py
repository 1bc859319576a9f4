"""The template workshop: the forms of an organisation, changed in Word and taken into use from a day."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.discard_template import discard_template, own_concept
from portal.actions.mend_template import mend_template
from portal.actions.publish_template import publications, publish_template
from portal.actions.restore_names import restore_names
from portal.actions.review_template import review_template
from portal.actions.template_keepers import KEEPERS, TemplatePlace, kept_organisations, template_place
from portal.actions.upload_template import upload_template
from portal.actions.withdraw_template import withdraw_template
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.storage.catalogue import catalogue
from portal.storage.reading.templates import template_in_use, template_versions
from portal.web.attachment import attachment
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form, presented
from portal.web.forms.form import FormField, Sheet, blank, parsed
from portal.web.forms.scan import scanned
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present import templates as present
from portal.web.render import go_to, page

bp = Blueprint("templates", __name__, url_prefix="/sjablonen")

UPLOAD = (
    FormField(
        "bestand", "Bestand", "file", hint="Een Word-bestand (.docx of .dotx), hooguit 10 MB.", accept=".docx,.dotx"
    ),
)
FROM = (FormField("vanaf", "Vanaf welke dag?", "date", hint="Vandaag of later."),)
HOW = (
    "Download eerst het formulier dat nu in gebruik is, verander het in Word en upload het hier. Het portaal "
    "controleert het en zegt wat er nog beter moet. Er verandert pas iets als u het formulier publiceert."
)


@bp.get("")
@guarded(SIGNED_IN, function=KEEPERS)
def kinds() -> Response:
    """Every kind of paper, with the template that is in use, for each organisation whose templates one keeps."""
    day = today()
    organisations = [
        {
            "name": name,
            "kinds": present.kinds_list(
                [TemplatePlace(key, name, kind) for kind in catalogue().values()], template_versions(key), day
            ),
        }
        for key, name in kept_organisations(current_user.person_id, day)
    ]
    return page("templates.html", organisations=organisations)


@bp.get("/<int:organisation_id>/<kind>")
@guarded(SIGNED_IN, function=KEEPERS)
def kind(organisation_id: int, kind: str) -> Response:
    """All versions of the template of one kind."""
    place = _place(organisation_id, kind)
    return page(
        "template_kind.html",
        title=place.kind.title,
        organisation=place.organisation_name,
        crumbs=present.crumbs(place)[:1],
        versions=present.version_list(place, today()),
        upload=url_for("templates.upload", organisation_id=organisation_id, kind=kind),
    )


@bp.route("/<int:organisation_id>/<kind>/uploaden", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=KEEPERS)
def upload(organisation_id: int, kind: str) -> Response:
    """Take in a template that was changed in Word."""
    place, sheet = _place(organisation_id, kind), blank(UPLOAD)
    if request.method == "POST":
        sheet = parsed(UPLOAD, request.form, request.files)
        if sheet.check() and scanned(sheet):
            try:
                file = sheet.files["bestand"]
                found = upload_template(**_who(place), file_name=file.filename or "", content=file.read())
            except Rejected as error:
                sheet.reject(Rejected(error.code, field="bestand", **error.details))
            else:
                return go_to(present.version_address(place, found.version_id), present.upload_notice(found))
    return _upload_page(place, sheet)


def _upload_page(place: TemplatePlace, sheet: Sheet) -> Response:
    return page(
        "form.html",
        status=422 if sheet.problems else 200,
        title=f"{place.kind.title}: nieuwe versie uploaden",
        intro=HOW,
        submit="Uploaden en controleren",
        cancel=present.kind_address(place),
        crumbs=present.crumbs(place),
        form=presented(sheet),
        has_errors=bool(sheet.problems),
    )


@bp.get("/<int:organisation_id>/<kind>/<int:version_id>")
@guarded(SIGNED_IN, function=KEEPERS)
def version(organisation_id: int, kind: str, version_id: int) -> Response:
    """One version: what the check says, what changes with it, and what can be done with it."""
    return _version_page(_place(organisation_id, kind), version_id)


@bp.get("/<int:organisation_id>/<kind>/<int:version_id>/bestand")
@guarded(SIGNED_IN, function=KEEPERS)
def download(organisation_id: int, kind: str, version_id: int) -> Response:
    """A version as the Word file that it is."""
    place = _place(organisation_id, kind)
    return attachment(place.content(version_id), f"{kind}-{version_id}.docx" if version_id else f"{kind}.docx")


@bp.post("/<int:organisation_id>/<kind>/<int:version_id>/herstellen")
@guarded(SIGNED_IN, function=KEEPERS)
def mend(organisation_id: int, kind: str, version_id: int) -> Response:
    """Carry out the offers that are ticked."""
    place = _place(organisation_id, kind)
    try:
        mended = mend_template(
            **_who(place), version_id=version_id, accepted=frozenset(request.form.getlist("voorstel"))
        )
    except Rejected as refusal:
        return _version_page(place, version_id, refusal)
    return go_to(present.version_address(place, mended), "De voorstellen zijn uitgevoerd. Dit is een nieuw concept.")


@bp.post("/<int:organisation_id>/<kind>/<int:version_id>/namen")
@guarded(SIGNED_IN, function=KEEPERS)
def restore(organisation_id: int, kind: str, version_id: int) -> Response:
    """Put back the names that were lost, from the template that is in use."""
    place = _place(organisation_id, kind)
    try:
        restored = restore_names(**_who(place), version_id=version_id)
    except Rejected as refusal:
        return _version_page(place, version_id, refusal)
    return go_to(present.version_address(place, restored), "De namen zijn teruggezet. Dit is een nieuw concept.")


@bp.route("/<int:organisation_id>/<kind>/<int:version_id>/publiceren", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=KEEPERS)
def publish(organisation_id: int, kind: str, version_id: int) -> Response:
    """Choose a day, read what happens, and take the version into use from that day."""
    place, sheet = _place(organisation_id, kind), _asked_day()
    if request.method == "POST" and not sheet.problems:
        day, seen = sheet.day("vanaf"), request.form.get("gezien", "")
        try:
            publish_template(**_who(place), version_id=version_id, from_on=day, seen=seen)
        except Rejected as refusal:
            sheet.reject(refusal)
        else:
            return go_to(present.kind_address(place), _published_notice(place, day))
    return _publish_page(place, version_id, sheet)


def _asked_day() -> Sheet:
    """The question from which day, answered or not yet."""
    if request.method == "GET" and "vanaf" not in request.args:
        return blank(FROM, {"vanaf": today().isoformat()})
    sheet = parsed(FROM, request.values)
    if sheet.check() and sheet.day("vanaf") < today():
        sheet.reject(Rejected("day_passed", field="vanaf"))
    return sheet


def _publish_page(place: TemplatePlace, version_id: int, sheet: Sheet) -> Response:
    """The question from which day; once that is answered, what happens then."""
    content = place.content(version_id)
    if review_template(place.kind.key, content, content).errors:
        return _version_page(place, version_id, Rejected("template_has_errors"))
    answered = "vanaf" in request.values and sheet.problem_at("vanaf") is None
    day = sheet.day("vanaf") if answered else None
    head = present.version_head(place, version_id, today())
    return page(
        "template_publish.html",
        status=422 if sheet.problems else 200,
        head=head,
        crumbs=present.crumbs(place, (head["name"], present.version_address(place, version_id))),
        form=presented(sheet),
        has_errors=bool(sheet.problems),
        day=day,
        lines=present.what_follows(place, day, today()) if day else [],
        seen=publications(place),
        address=url_for("templates.publish", **present.version_values(place, version_id)),
        cancel=present.version_address(place, version_id),
    )


def _published_notice(place: TemplatePlace, day: date) -> str:
    if day == today():
        return f"{place.kind.title}: het formulier is nu in gebruik."
    return f"{place.kind.title}: het formulier staat klaar. Het wordt gebruikt vanaf {long_date(day)}."


@bp.post("/<int:organisation_id>/<kind>/<int:version_id>/intrekken")
@guarded(SIGNED_IN, function=KEEPERS)
def withdraw(organisation_id: int, kind: str, version_id: int) -> Response:
    """Take back a version that was published for a later day."""
    place = _place(organisation_id, kind)
    try:
        withdraw_template(**_who(place), version_id=version_id)
    except Rejected as refusal:
        return _version_page(place, version_id, refusal)
    return go_to(present.kind_address(place), "De publicatie is ingetrokken. Er verandert niets op die dag.")


@bp.route("/<int:organisation_id>/<kind>/<int:version_id>/weggooien", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=KEEPERS)
def discard(organisation_id: int, kind: str, version_id: int) -> Response:
    """Ask once whether one's own concept may go, and throw it away."""
    place = _place(organisation_id, kind)
    try:
        concept = own_concept(place, version_id, current_user.person_id)
    except Rejected as refusal:
        return _version_page(place, version_id, refusal)
    address = present.version_address(place, version_id)
    return answer_form(
        (),
        title="Concept weggooien?",
        intro=f"Uw bestand «{concept.file_name}» verdwijnt. Dat kunt u niet terugdraaien.",
        submit="Ja, weggooien",
        act=lambda _: discard_template(**_who(place), version_id=version_id),
        then=lambda: present.kind_address(place),
        notice="Het concept is weggegooid.",
        cancel=address,
        back="Terug zonder weggooien",
        crumbs=present.crumbs(place, (present.version_head(place, version_id, today())["name"], address)),
    )


def _version_page(place: TemplatePlace, version_id: int, refusal: Rejected | None = None) -> Response:
    """The page of a version; with a refusal, the sentence about it on top."""
    content, key = place.content(version_id), place.kind.key
    in_use = template_in_use(key, place.organisation_id, today())
    sheet = Sheet((), problems=[refusal] if refusal else [])
    return page(
        "template.html",
        status=422 if refusal else 200,
        crumbs=present.crumbs(place),
        refusals=presented(sheet)["errors"],
        has_errors=bool(refusal),
        **present.version_page(
            place,
            version_id,
            review_template(key, content, in_use),
            beside_now=content != in_use,
            actor=current_user.person_id,
            today=today(),
        ),
    )


def _place(organisation_id: int, kind: str) -> TemplatePlace:
    """The templates in the address. Raises Invisible when they are not this person's to keep."""
    return template_place(organisation_id=organisation_id, kind=kind, actor=current_user.person_id, on=today())


def _who(place: TemplatePlace) -> dict[str, Any]:
    """The arguments that every action on a template takes."""
    return {
        "organisation_id": place.organisation_id,
        "kind": place.kind.key,
        "actor": current_user.person_id,
        "now": now(),
    }
