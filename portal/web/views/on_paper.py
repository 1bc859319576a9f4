"""Signing with a pen: the paper to print, the box for its scan, and the scan itself."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions.file_signed_paper import check_pen_day, paper_of_code
from portal.actions.hand_in_scan import confirm_scan, hand_in_scan, scan_to_confirm, scan_without_place
from portal.actions.paper_values import involved
from portal.actions.pen_copy import code_of, open_roles, pen_copy
from portal.actions.preview import ask_preview, needed_programs, preview_of, preview_page, preview_pdf
from portal.actions.send_file import without_day
from portal.rules.calendar import long_date
from portal.rules.errors import Invisible, Rejected, refusals
from portal.rules.facts import PaperState
from portal.storage.hashing import sha256
from portal.storage.reading.papers import scans_of
from portal.web.attachment import attachment, picture
from portal.web.clock import HERE, now
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.forms.illness import NO_ILLNESS
from portal.web.forms.missing import declaration
from portal.web.guard import IN_FORM, SIGNED_IN, guarded, wrote_in
from portal.web.present.papers import file_name
from portal.web.present.preview import pen_preview
from portal.web.present.steps import role_label
from portal.web.render import go_to, page, part, wants_part
from portal.web.views.here import crumbs, paper_name, who
from portal.web.views.papers import OUTCOMES

bp = Blueprint("on_paper", __name__)

NOT_YET = "nog_niet"
DECLARATION = declaration("deze scan")


@bp.get("/dossiers/<number>/papieren/<int:paper_id>/printen")
@guarded("download_paper")
def to_print(number: str, paper_id: int) -> Response:
    """The paper with room for a pen, and the code for its scan."""
    return attachment(pen_copy(g.dossier, g.paper), f"{code_of(number, g.paper)}-om-te-ondertekenen.docx")


@bp.route("/dossiers/<number>/papieren/<int:paper_id>/printen/bekijken", methods=["GET", "POST"])
@guarded("download_paper", one_look=True)
def to_see(number: str, paper_id: int) -> Response:
    """The same as pages and as PDF, or how far they are; POST asks for them."""
    content = pen_copy(g.dossier, g.paper)
    address = url_for("on_paper.to_see", number=number, paper_id=paper_id)
    if request.method == "POST":
        if not needed_programs("docx"):
            ask_preview(content=content, media="docx", now=now())
        return go_to(address)
    shown = pen_preview(g.dossier, g.paper, preview_of(sha256(content)))
    if not wants_part():
        return page("preview.html", crumbs=crumbs({"label": paper_name(), "href": shown["paper"]}), shown=shown)
    if request.args.get("gezien") == shown["seen"]:
        return Response(status=204)
    return part("_preview_part.html", shown=shown)


@bp.get("/dossiers/<number>/papieren/<int:paper_id>/printen/bekijken/<int:page_number>.png")
@guarded("download_paper", one_look=True)
def page_to_see(number: str, paper_id: int, page_number: int) -> Response:
    """The picture of one page of it."""
    png = preview_page(sha256(pen_copy(g.dossier, g.paper)), page_number)
    if png is None:
        raise Invisible(page_number)
    return picture(png)


@bp.get("/dossiers/<number>/papieren/<int:paper_id>/printen.pdf")
@guarded("download_paper")
def as_pdf(number: str, paper_id: int) -> Response:
    """The whole as PDF."""
    content = preview_pdf(sha256(pen_copy(g.dossier, g.paper)))
    if content is None:
        raise Invisible(paper_id)
    return attachment(content, f"{code_of(number, g.paper)}-om-te-ondertekenen.pdf")


@bp.get("/dossiers/<number>/papieren/<int:paper_id>/scan/<int:seq>")
@guarded("download_paper")
def scan(number: str, paper_id: int, seq: int) -> Response:
    """A scan of the signed paper, as it came in."""
    found = next((one for one in scans_of(paper_id) if one.seq == seq), None)
    if found is None:
        raise Invisible(seq)
    return attachment(found.content, f"scan-{seq}-{file_name(g.paper, number, found.media)}")


@bp.route("/getekend", methods=["GET", "POST"])
@guarded(SIGNED_IN)
def box() -> Response:
    """The one box for every scan of a signed paper: the code on it says where it belongs."""
    handed_in: dict[str, Any] = {}
    return answer_form(
        _box_fields(),
        title="Ondertekend stuk inleveren",
        intro="Voor een stuk uit het portaal dat met de pen is ondertekend. Hierna ziet u bij welk stuk het hoort, en "
        "zegt u wie er heeft ondertekend. Pas dan komt het in het dossier.",
        submit="Verder",
        start={"code": request.args.get("code", "")},
        act=lambda sheet: handed_in.update(_hand_in(sheet)),
        # With a file a wrong code is for the action, which keeps the file so that it need not be chosen again.
        also=lambda sheet: () if sheet.files else _wrong_code(sheet.text("code")),
        waits=True,
        then=lambda: url_for("on_paper.confirm", **handed_in),
        notice="De scan is ontvangen. Kijk of dit het goede stuk is.",
        cancel=url_for("inbox.inbox"),
    )


def _wrong_code(code: str) -> Iterator[Rejected]:
    check = partial(paper_of_code, code, actor=current_user.person_id, now=now())
    return refusals(check) if code else iter(())


def _box_fields() -> tuple[FormField, ...]:
    """The file and its code; a file that was handed in with a wrong code need not be chosen again."""
    kept = scan_without_place(current_user.person_id, now())
    there = (
        f"Wij hebben «{kept.file_name}» al. Kies alleen een bestand als u een ander wilt inleveren. " if kept else ""
    )
    return (
        FormField(
            "bestand",
            "Scan van het ondertekende stuk",
            "file",
            hint=f"{there}Een PDF, of een foto of scan (.jpg, .png), hooguit 10 MB. Het hele stuk, of alleen de "
            "bladzijde met de handtekeningen.",
            accept=".pdf,.png,.jpg,.jpeg",
            required=kept is None,
        ),
        FormField(
            "code",
            "Code",
            hint="Zoals D0042-PVA-2. De code staat bij de handtekening. Laat dit leeg als de code in de naam van het "
            "bestand staat.",
            required=False,
            autocomplete="off",
        ),
    )


def _hand_in(sheet: Sheet) -> dict[str, Any]:
    file = sheet.files.get("bestand")
    kept = None if file else scan_without_place(current_user.person_id, now())
    try:
        dossier, row = hand_in_scan(
            code=sheet.text("code"),
            file_name=(file.filename if file else kept and kept.file_name) or "",
            content=file.read() if file else kept.content if kept else b"",
            scanned=kept.scanned if kept else not sheet.unscanned,
            actor=current_user.person_id,
            now=now(),
        )
    except Rejected:
        sheet.fields = _box_fields()
        raise
    # Whether it was looked at for viruses is told once it is in the dossier.
    sheet.unscanned = False
    wrote_in(dossier.row.id, "file_signed_paper")
    return {"number": dossier.row.number, "paper_id": row.id}


@bp.route("/dossiers/<number>/papieren/<int:paper_id>/getekend", methods=["GET", "POST"])
@guarded("file_signed_paper", proof=IN_FORM)
def confirm(number: str, paper_id: int) -> Response:
    """To which paper the scan belongs; the sender says who signed, and on which day."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    held = scan_to_confirm(paper_id, current_user.person_id)
    state = next((one for one in g.dossier.situation.papers if one.paper == paper_id), None)
    roles = open_roles(state)
    title = paper_name()
    return answer_form(
        (*(field for role in roles for field in _answer_fields(role)), DECLARATION),
        title=f"Ondertekend: {title}",
        intro=f"Van {g.dossier.row.medewerker_name}, dossier {number}. Versie {g.paper.version} van "
        f"{long_date(g.paper.on)}. Uw scan van {long_date(held.sent_at.astimezone(HERE).date())} komt bij dit stuk; "
        "wie het stuk mag lezen, kan ook de scan lezen.",
        submit="In het dossier zetten",
        act=lambda sheet: _confirm(sheet, paper_id),
        also=lambda sheet: chain(without_day(g.paper.kind, sheet.values), _wrong_days(sheet, state)),
        then=lambda: address,
        notice="De scan en de handtekeningen staan in het dossier.",
        cancel=url_for("on_paper.box", code=str(code_of(number, g.paper))),
        crumbs=crumbs({"label": title, "href": address}),
    )


def _wrong_days(sheet: Sheet, state: PaperState | None) -> Iterator[Rejected]:
    """Which day cannot be that of a signature that stands on the paper."""
    for role in open_roles(state):
        if state and sheet.text(f"antwoord_{role}") != NOT_YET:
            yield from sheet.wrong_day(f"op_{role}", partial(check_pen_day, g.dossier, state, role))


def _confirm(sheet: Sheet, paper_id: int) -> None:
    sheet.unscanned = not confirm_scan(**who(), paper_id=paper_id, answers=sheet.values)


def _answer_fields(role: str) -> tuple[FormField, ...]:
    person = involved(g.dossier, role)
    name = f" ({person.name})" if person else ""
    return (
        FormField(
            f"antwoord_{role}",
            f"Wat kruiste de {role_label(role)}{name} aan?",
            "radio",
            options=(*OUTCOMES, (NOT_YET, "Staat nog niet op dit papier")),
        ),
        FormField(
            f"op_{role}",
            f"Dag van de handtekening van de {role_label(role)}",
            "date",
            hint="De dag die op het papier staat. Leeg als de handtekening er nog niet staat.",
            required=None,
        ),
        FormField(
            f"kijk_{role}",
            f"Wat schreef de {role_label(role)} erbij?",
            "long_text",
            hint=f"Neem het over zoals het er staat; het komt in het stuk. {NO_ILLNESS}",
            required=False,
        ),
    )
