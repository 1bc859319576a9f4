"""The papers of a dossier: filling in, reading, downloading, signing, attaching."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions.attach_advice import can_lack, told_fields
from portal.actions.paper_copies import file_seen
from portal.actions.paper_values import acting
from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.actions.sign_paper import (
    check_not_signed,
    is_another_answer,
    not_signed_since,
    record_not_signed,
    sign_paper,
    signing_role,
    standing_answer,
    wrong_answer,
)
from portal.actions.withdraw_paper import may_be_withdrawn, withdraw_paper
from portal.rules.access import ROLES
from portal.rules.calendar import long_date
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.storage.database import ask_together
from portal.storage.reading.involvements import people_asked
from portal.storage.reading.papers import files_asked
from portal.storage.reading.read_log import readers_asked
from portal.web.attachment import attachment
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.forms.illness import NO_ILLNESS
from portal.web.forms.missing import missing_fields
from portal.web.forms.paper_form import form_field
from portal.web.forms.scan import send
from portal.web.guard import IN_FORM, guarded
from portal.web.messages import sentence
from portal.web.present.explanation import beside_form
from portal.web.present.held import sent_before
from portal.web.present.inbox import way_back_for
from portal.web.present.papers import contents, file_name, paper_page
from portal.web.present.recalled import recalled_page
from portal.web.present.steps import role_label
from portal.web.present.what_comes import what_comes
from portal.web.render import go_to, page
from portal.web.views.filling import ask_for_form, paper_not_now, refusal_now, writers_form
from portal.web.views.filling_page import DECLARATION
from portal.web.views.here import crumbs, dossier_address, paper_name, who
from portal.web.views.not_now import refused_beforehand
from portal.web.views.own_view import own_view

bp = Blueprint("papers", __name__, url_prefix="/dossiers/<number>/papieren")

ELSEWHERE = {
    "wia_overdracht": "wia.hand_over",
    "uitnodiging_consult": "case.consult",
    "vraagstelling_arbodienst": "case.question",
    "uwv_meldingsblad": "case.uwv",
    "overzicht_verslag": "wia.report",
}
OUTCOMES = (
    ("akkoord", "Akkoord"),
    ("gezien_niet_akkoord", "Gezien, niet akkoord"),
)


@bp.route("/<kind>/invullen", methods=["GET", "POST"])
@guarded("settle_paper")
def fill(number: str, kind: str) -> Response:
    """The form of a paper, as its writer fills it in; for whoever only signs it, the part that is theirs."""
    entry = _kind(kind)
    ask_for_form(kind)
    if not entry.writable_by(g.dossier.roles):
        return own_view(entry)
    if kind in MADE_ELSEWHERE:
        return go_to(url_for(ELSEWHERE[kind], number=number))
    return writers_form(entry)


@bp.get("/<int:paper_id>")
@guarded("read_dossier")
def paper(number: str, paper_id: int) -> Response:
    """A settled paper: what it says, who signed it, and what this person can do with it."""
    if g.paper.recalled_at:
        return page("paper_recalled.html", crumbs=crumbs(), **recalled_page(g.dossier, g.paper))
    row = g.dossier.row
    ask_together(people_asked(row.id, g.dossier.today), readers_asked(row.id), files_asked(paper_id))
    return page("paper.html", crumbs=crumbs(), **paper_page(g.dossier, g.paper))


@bp.get("/<int:paper_id>/vastgesteld")
@guarded("read_dossier")
def settled(number: str, paper_id: int) -> Response:
    """A paper was settled: what happens next, who does that, and by when."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    state = next((one for one in g.dossier.situation.papers if one.paper == paper_id), None)
    if state is None or state.recalled_on:
        return go_to(address)
    found = what_comes(g.dossier, g.paper, state)
    return page(
        "paper_settled.html",
        title=paper_name(),
        crumbs=crumbs(),
        paper_href=address,
        start_label=way_back_for(current_user.functions),
        **found,
    )


@bp.get("/<int:paper_id>/bestand")
@guarded("download_paper")
def download(number: str, paper_id: int) -> Response:
    """The paper as the file that it is."""
    file = file_seen(g.dossier, g.paper)
    if file is None:
        code = "paper_recalled" if g.paper.recalled_at else "file_missing"
        raise Rejected(code, title=g.paper.title)
    return attachment(file.content, file_name(g.paper, number, file.media))


@bp.route("/<int:paper_id>/ondertekenen", methods=["GET", "POST"])
@guarded("sign_paper", proof=IN_FORM)
def sign(number: str, paper_id: int) -> Response:
    """Answer the request to sign: agreed, or seen and not agreed, with the own view."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    state = next((one for one in g.dossier.situation.papers if one.paper == paper_id), None)
    if state and g.dossier.roles.isdisjoint(state.signers):
        raise Forbidden(paper_id)
    can_sign = state is not None and signing_role(state, g.dossier.roles) is not None
    if request.method == "GET" and not can_sign:
        return go_to(address)
    stands = standing_answer(g.dossier, paper_id)
    if state and stands and not (can_sign or state.drawn_up_by or state.recalled_on):
        said = (request.form.get("uitkomst", ""), request.form.get("zienswijze", ""))
        if not is_another_answer(stands, *said):
            return go_to(address, sentence(Rejected("already_signed")))
    title = paper_name()
    return answer_form(
        _sign_fields(),
        title=f"{title} ondertekenen",
        submit="Ondertekenen",
        act=lambda sheet: _sign(sheet, paper_id),
        also=lambda sheet: wrong_answer(acting(g.dossier), **_answer(sheet)),
        then=lambda: address,
        notice="Uw antwoord staat in het stuk.",
        paragraph=beside_form(g.dossier, "sign_paper", str(paper_id)),
        cancel=address,
        crumbs=crumbs({"label": title, "href": address}),
        template="sign.html",
        parts=contents(g.paper, g.dossier.roles),
        uploaded=not g.paper.template_sha256,
        download=url_for("papers.download", number=number, paper_id=paper_id),
    )


def _sign_fields() -> tuple[FormField, ...]:
    return (
        FormField("uitkomst", "Wat is uw antwoord?", "radio", options=OUTCOMES),
        FormField(
            "zienswijze",
            "Uw eigen kijk op dit stuk",
            "long_text",
            hint=f"Nodig als u niet akkoord bent. Wat u hier schrijft, komt zo in het stuk te staan. {NO_ILLNESS}",
            required=None,
        ),
        FormField("naam", "Uw naam", hint=f"Typ uw naam: {current_user.name}.", autocomplete="off"),
    )


def _sign(sheet: Sheet, paper_id: int) -> None:
    sign_paper(**who(), paper_id=paper_id, **_answer(sheet))


def _answer(sheet: Sheet) -> dict[str, Any]:
    return {"outcome": sheet.text("uitkomst"), "name": sheet.text("naam"), "view": sheet.text("zienswijze")}


@bp.route("/<int:paper_id>/niet-ondertekend/<role>", methods=["GET", "POST"])
@guarded("record_not_signed", proof=IN_FORM)
def not_signed(number: str, paper_id: int, role: str) -> Response:
    """Record that the other party did not sign, with the reason."""
    if role not in ROLES:
        raise Invisible(role)
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    state = next((one for one in g.dossier.situation.papers if one.paper == paper_id), None)
    if state and (g.dossier.roles.isdisjoint(state.signers) or role in g.dossier.roles or role not in state.signers):
        raise Forbidden(paper_id)
    if request.method == "GET" and (state is None or state.recalled_on or role not in state.unsigned):
        return go_to(address)
    title = f"Vastleggen dat de {role_label(role)} niet ondertekent"
    since = f"Vanaf {long_date(not_signed_since(state))}: de ander heeft een week om te ondertekenen." if state else ""
    fields = (
        FormField("reden", "Wat is de reden?", "long_text", hint=f"De ander kan dit lezen. {NO_ILLNESS}"),
        FormField("op", "Op welke dag bleek dat?", "date", hint=since),
    )

    def check() -> None:
        if state:
            check_not_signed(g.dossier, state, g.dossier.today)

    ways = [{"label": "Terug naar het stuk", "href": address}]
    return refused_beforehand(title, check, ways) or answer_form(
        fields,
        title=title,
        intro="Vraag de ander eerst om een handtekening. De ander kan later alsnog ondertekenen.",
        submit="Vastleggen",
        start={"op": g.dossier.today.isoformat()},
        act=lambda sheet: record_not_signed(
            **who(), paper_id=paper_id, role=role, reason=sheet.text("reden"), on=sheet.day("op")
        ),
        also=lambda sheet: sheet.wrong_day("op", lambda day: check_not_signed(g.dossier, state, day)) if state else (),
        then=lambda: address,
        notice="Het staat in het stuk, met de reden.",
        cancel=address,
        crumbs=crumbs({"label": paper_name(), "href": address}),
    )


@bp.route("/<int:paper_id>/intrekken", methods=["GET", "POST"])
@guarded("withdraw_paper")
def withdraw(number: str, paper_id: int) -> Response:
    """Take the request to sign back before anyone answered: the paper is a concept again."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    state = next((one for one in g.dossier.situation.papers if one.paper == paper_id), None)
    if not catalogue()[g.paper.kind].writable_by(g.dossier.roles):
        raise Forbidden(paper_id)
    if request.method == "GET" and (state is None or not may_be_withdrawn(state)):
        return go_to(address)
    return answer_form(
        (FormField("reden", "Waarom trekt u het in?", "line", hint=f"De ander kan dit lezen. {NO_ILLNESS}"),),
        title=f"Verzoek om te ondertekenen intrekken: {paper_name()}",
        intro="Niemand hoeft het stuk dan te ondertekenen. Wat erin staat, wordt weer uw concept. U kunt het "
        "veranderen en opnieuw vaststellen.",
        submit="Intrekken",
        act=lambda sheet: withdraw_paper(**who(), paper_id=paper_id, reason=sheet.text("reden")),
        then=lambda: url_for("papers.fill", number=number, kind=g.paper.kind),
        notice="Het verzoek is ingetrokken. Dit is weer uw concept.",
        cancel=address,
        crumbs=crumbs({"label": paper_name(), "href": address}),
    )


@bp.route("/<kind>/bijvoegen", methods=["GET", "POST"])
@guarded("attach_advice")
def attach(number: str, kind: str) -> Response:
    """Add a paper that the arbodienst made outside the portal."""
    entry = _kind(kind)
    if not entry.writable_by(g.dossier.roles) or kind in MADE_ELSEWHERE:
        raise Forbidden(kind)
    refusal = refusal_now(entry) if request.method == "GET" else None
    if refusal:
        return paper_not_now(entry, refusal)
    told = tuple(replace(form_field(one, entry), kind="radio") for one in told_fields(g.dossier, entry))
    fields = (
        FormField("op", "Datum van het stuk", "date"),
        FormField(
            "bestand", "Bestand", "file", hint="Een Word-bestand (.docx) of PDF, hooguit 10 MB.", accept=".docx,.pdf"
        ),
        *told,
        *missing_fields(can_lack(g.dossier, entry)),
        DECLARATION,
    )
    address = dossier_address()
    return answer_form(
        fields,
        title=f"{entry.title} bijvoegen",
        intro=f"Over {g.dossier.row.medewerker_name}. De medewerker en de leidinggevende kunnen dit stuk lezen.",
        submit="Bijvoegen",
        act=lambda sheet: send(sheet, "attach_advice", kind, who()),
        also=lambda sheet: sheet.wrong_day("op", lambda day: g.dossier.check_day(day, "op")),
        waits=True,
        start=sent_before("attach_advice", kind),
        then=lambda: address,
        notice=f"{entry.title}: het stuk staat in het dossier.",
        cancel=address,
        crumbs=crumbs(),
    )


def _kind(kind: str) -> PaperKind:
    entry = catalogue().get(kind)
    if entry is None:
        raise Invisible(kind)
    return entry
