"""Keeping and destroying: what the beheerder decides without seeing a dossier, and the employee's objection."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from portal.actions.keep_dossier import (
    check_beheerder,
    check_reason,
    lift_hold,
    object_to_destruction,
    place_hold,
    set_terms,
    to_be_held,
    wrong_terms,
)
from portal.rules.calendar import long_date
from portal.rules.errors import Invisible, Rejected, refusals
from portal.rules.retention import Terms
from portal.storage.reading.retention import (
    held_dossiers,
    ledger_of,
    ledger_row,
    term_versions,
    terms_on,
)
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.pages import leafed
from portal.web.present.retention import destroyed_rows, hold_rows, listed_rows, term_facts, version_rows
from portal.web.render import page
from portal.web.views.here import crumbs, who
from portal.web.views.not_now import not_now

bp = Blueprint("retention", __name__)
PAGE_SIZE = 50
BEHEER = "/beheer/bewaren/<int:organisation_id>"

TERMS = (
    FormField("vanaf", "Vanaf welke dag?", "date"),
    FormField("kort", "Hoelang bewaren na een verzuim van hooguit zes weken?", "number", unit="jaar"),
    FormField("lang", "Hoelang bewaren na een langer verzuim?", "number", unit="jaar"),
    FormField(
        "bezwaar",
        "Hoeveel dagen kan de medewerker bezwaar maken?",
        "number",
        unit="dagen",
        hint="Daarna wordt het dossier vernietigd.",
    ),
    FormField(
        "grondslag",
        "Op welke wet of selectielijst rust dit?",
        "line",
        hint="Bijvoorbeeld: Selectielijst provincies 2020, categorie 12.",
    ),
)
NUMBERS = ("kort", "lang", "bezwaar")
REASON = FormField("reden", "Waarom?", "long_text", hint="Schrijf in een zin waarom, niets over de ziekte.")
NUMBER = FormField("nummer", "Welk dossier?", hint="Vul het nummer in, bijvoorbeeld 0042.")


@bp.get(BEHEER)
@guarded(SIGNED_IN, function="beheerder")
def overview(organisation_id: int) -> Response:
    """The terms, the list, what is kept longer, and what was destroyed: numbers and days, no content."""
    name = check_beheerder(organisation_id, current_user.person_id, today())
    held = held_dossiers(organisation_id)
    kept, kept_pages = leafed(held, PAGE_SIZE, name="bewaard", anchor="bewaarplicht")
    listed, listed_pages = leafed(ledger_of(organisation_id, "listed"), PAGE_SIZE, name="lijst", anchor="lijst")
    gone, gone_pages = leafed(
        ledger_of(organisation_id, "destroyed"), PAGE_SIZE, name="vernietigd", anchor="vernietigd"
    )
    return page(
        "retention.html",
        organisation=name,
        organisation_id=organisation_id,
        terms=term_facts(terms_on(organisation_id, today())),
        versions=version_rows(term_versions(organisation_id)),
        listed=listed_rows(listed, frozenset(number for number, _ in held)),
        held=hold_rows(kept, organisation_id),
        destroyed=destroyed_rows(gone),
        pages={"listed": listed_pages, "held": kept_pages, "destroyed": gone_pages},
    )


@bp.route(f"{BEHEER}/termijnen", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder")
def terms(organisation_id: int) -> Response:
    """Set the terms from a day on."""
    name = check_beheerder(organisation_id, current_user.person_id, today())
    held = terms_on(organisation_id, today())
    return _form(
        TERMS,
        organisation_id,
        title="Bewaartermijnen",
        intro=f"{name}. De termijn begint als de re-integratie eindigt. Wat eerder gold, blijft te lezen.",
        submit="Vastleggen",
        start={
            "vanaf": today().isoformat(),
            "kort": str(held.short_years),
            "lang": str(held.long_years),
            "bezwaar": str(held.objection_days),
            "grondslag": held.basis,
        },
        act=lambda sheet: set_terms(
            **_beheerder(organisation_id),
            from_on=sheet.day("vanaf"),
            terms=_terms(sheet),
        ),
        also=_wrong_terms,
        notice="De bewaartermijnen zijn vastgelegd.",
    )


@bp.route(f"{BEHEER}/bewaarplicht", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder")
def hold(organisation_id: int) -> Response:
    """Keep a dossier longer than its term."""
    check_beheerder(organisation_id, current_user.person_id, today())
    return _form(
        (NUMBER, REASON),
        organisation_id,
        title="Dossier langer bewaren",
        intro="Moet een dossier blijven, bijvoorbeeld voor een rechtszaak? Dan blijft het tot u dit opheft.",
        submit="Bewaarplicht vastleggen",
        act=lambda sheet: place_hold(
            **_beheerder(organisation_id), number=sheet.text("nummer"), reason=sheet.text("reden")
        ),
        also=lambda sheet: _wrong_hold(organisation_id, sheet),
        notice="Het dossier wordt bewaard.",
        employer=organisation_id,
    )


@bp.route(f"{BEHEER}/bewaarplicht/<int:hold_id>/einde", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder")
def lift(organisation_id: int, hold_id: int) -> Response:
    """End an order to keep a dossier, or answer the objection of the employee with it."""
    check_beheerder(organisation_id, current_user.person_id, today())
    number, kept = next((one for one in held_dossiers(organisation_id) if one[1].id == hold_id), ("", None))
    if kept is None:
        raise Invisible(hold_id)
    objection = kept.kind == "bezwaar"
    return _form(
        (REASON,),
        organisation_id,
        title=f"Bezwaar bij dossier {number} afwijzen" if objection else f"Bewaarplicht van dossier {number} opheffen",
        intro=f"De medewerker schreef: «{kept.reason}» De medewerker leest uw antwoord in het eigen dossier."
        if objection
        else f"Vastgelegd door {kept.by}: «{kept.reason}»",
        submit="Afwijzen" if objection else "Opheffen",
        act=lambda sheet: lift_hold(**_beheerder(organisation_id), hold_id=hold_id, reason=sheet.text("reden")),
        notice="Het dossier wordt hierom niet langer bewaard.",
        employer=organisation_id,
    )


@bp.route("/dossiers/<number>/bezwaar", methods=["GET", "POST"], endpoint="object")
@guarded("object_to_destruction")
def object_to(number: str) -> Response:
    """The employee asks to keep the dossier."""
    listed = ledger_row(g.dossier.row.id)
    if listed is None or listed.objection_until is None:
        return not_now("Bezwaar tegen vernietigen", Rejected("not_on_list"))
    address = url_for("dossiers.dossier", number=number)
    reason = "Schrijf in een zin waarom. De beheerder leest dit en antwoordt u."
    return answer_form(
        (FormField("reden", "Waarom moet uw dossier blijven?", "long_text", hint=reason),),
        title="Bezwaar tegen vernietigen",
        intro=f"Uw dossier wordt na {long_date(listed.objection_until)} vernietigd. Na uw bezwaar gebeurt dat niet "
        "voordat u antwoord hebt.",
        submit="Bezwaar maken",
        act=lambda sheet: object_to_destruction(**who(), reason=sheet.text("reden")),
        then=lambda: address,
        notice="Uw bezwaar is vastgelegd. Uw dossier blijft voorlopig bestaan.",
        cancel=address,
        crumbs=crumbs(),
    )


def _form(fields: tuple[FormField, ...], organisation_id: int, **form: Any) -> Response:
    """A form that is reached from the overview, and goes back there."""
    address = url_for("retention.overview", organisation_id=organisation_id)
    trail = [
        {"label": "Beheer", "href": url_for("beheer.accounts")},
        {"label": "Bewaren en vernietigen", "href": address},
    ]
    return answer_form(fields, then=lambda: address, cancel=address, crumbs=trail, **form)


def _beheerder(organisation_id: int) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "actor": current_user.person_id, "now": now()}


def _terms(sheet: Sheet) -> Terms:
    short, long, objection = (int(sheet.number(name)) for name in NUMBERS)
    return Terms(short, long, objection, sheet.text("grondslag"))


def _wrong_terms(sheet: Sheet) -> Iterator[Rejected]:
    short, long, objection = (sheet.number(name) if sheet.reads(name) else None for name in NUMBERS)
    basis = sheet.text("grondslag") if sheet.reads("grondslag") else None
    return wrong_terms(today(), sheet.day_read("vanaf"), short, long, objection, basis)


def _wrong_hold(organisation_id: int, sheet: Sheet) -> Iterator[Rejected]:
    number, reason = sheet.text("nummer"), sheet.text("reden")
    return refusals(lambda: to_be_held(organisation_id, number), lambda: check_reason(reason, "reden"))
