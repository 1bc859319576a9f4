"""Correcting what stands in a dossier: another day or another text, or taking it away, each with the reason."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, g, request

from portal.actions.correct_fact import correct_fact, correctable, corrected, withdraw_fact, without
from portal.actions.fact_checks import check_fact
from portal.actions.record import wrong_answers
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected, refusals
from portal.rules.facts import REASON, Fact
from portal.rules.terms import FACT
from portal.storage.protocols import records
from portal.web.forms.form import FormField, Sheet
from portal.web.forms.illness import NO_ILLNESS
from portal.web.guard import guarded
from portal.web.views.case import WAYS
from portal.web.views.here import came_from, form_here, way_to_dossier, who
from portal.web.views.record import read_answers, record_questions

bp = Blueprint("corrections", __name__, url_prefix="/dossiers/<number>/feiten/<int:seq>")

CORRECTED_TOO = (
    FormField("gemeld_op", "Dag van de melding", "date"),
    FormField("telefoon", "Telefoonnummer tijdens het verzuim", required=False),
    FormField("adres", "Adres tijdens het verzuim", "long_text", required=False),
    FormField("verwachte_duur", "Verwachte duur", "line", required=False),
    FormField("lopende_zaken", "Lopende afspraken en werkzaamheden", "long_text", hint=NO_ILLNESS, required=False),
    FormField("wijze", "Hoe had u contact?", "radio", options=WAYS),
    FormField("verslag", "Wat is besproken en afgesproken?", "long_text", hint=NO_ILLNESS),
    FormField("kenmerk", "Kenmerk van UWV"),
    FormField("toelichting", "Toelichting", "long_text", hint=NO_ILLNESS, required=False),
)
"""What can be corrected besides the day, for every kind of fact that says it."""


@bp.route("/verbeteren", methods=["GET", "POST"])
@guarded("correct_fact")
def correct(number: str, seq: int) -> Response:
    """Correct an earlier fact: another day, another text, and why."""
    fact = _to_correct(seq)
    if fact.kind == "consult_gepland":
        raise Rejected("consult_not_correctable")
    kind, more = records().get(fact.kind), _corrected_too(fact)
    # A record that asks for no day holds on the day of the answer, and stays there.
    day = FormField("op", "Eerste ziektedag" if fact.kind == "ziekmelding" else "De juiste dag", "date")
    return form_here(
        (
            *((day,) if kind is None or kind.day else ()),
            *more,
            FormField(REASON, "Waarom verbetert u dit?", "long_text", hint="De oude vermelding blijft leesbaar."),
        ),
        title=f"{FACT[fact.kind]} van {long_date(fact.on)} verbeteren",
        submit="Verbeteren",
        start={"op": fact.on.isoformat(), **{field.name: fact.data.get(field.name, "") for field in more}},
        act=lambda sheet: correct_fact(
            **who(),
            seq=seq,
            on=sheet.day("op") if "op" in sheet.values else fact.on,
            changes={field.name: sheet.text(field.name) for field in more},
            reason=sheet.text(REASON),
        ),
        also=lambda sheet: _wrong_correction(fact, sheet),
        notice="De verbetering staat in het dossier. De termijnen zijn opnieuw berekend.",
    )


def _corrected_too(fact: Fact) -> tuple[FormField, ...]:
    """What can be corrected of a fact besides its day."""
    kind, rule = records().get(fact.kind), g.dossier.protocol.rule(fact.data.get("stap", ""))
    if kind:
        return record_questions(kind, without(g.dossier, fact))
    noted = rule is not None and rule.noted
    return tuple(replace(field, required=field.required or noted) for field in CORRECTED_TOO if field.name in fact.data)


def _wrong_correction(fact: Fact, sheet: Sheet) -> Iterator[Rejected]:
    """What is wrong with a correction, as far as it can be read; what the record itself says of its day it keeps."""
    day = sheet.day_read("op") if "op" in sheet.values else fact.on
    kind, before = records().get(fact.kind), without(g.dossier, fact)
    if kind:
        yield from wrong_answers(before, kind, day, corrected(fact, read_answers(kind, sheet)))
    elif day and (fact.kind != "ziekmelding" or sheet.reads("gemeld_op")):
        yield from refusals(lambda: check_fact(before, fact.kind, day, corrected(fact, sheet.values)))


@bp.route("/intrekken", methods=["GET", "POST"])
@guarded("correct_fact")
def withdraw(number: str, seq: int) -> Response:
    """Take an earlier fact away, and say why."""
    fact = _to_correct(seq)
    return form_here(
        (FormField("reden", "Waarom trekt u dit in?", "long_text", hint="De oude vermelding blijft leesbaar."),),
        title=f"{FACT[fact.kind]} van {long_date(fact.on)} intrekken",
        submit="Intrekken",
        act=lambda sheet: withdraw_fact(**who(), seq=seq, reason=sheet.text("reden")),
        notice="De vermelding is ingetrokken. De termijnen zijn opnieuw berekend.",
        ways=way_to_dossier(),
        address=came_from(),
    )


def _to_correct(seq: int) -> Fact:
    """The fact that the form is about. What was sent when it could no longer be corrected is answered in the form."""
    try:
        return correctable(g.dossier, seq)
    except Rejected:
        if request.method == "GET":
            raise
        found: Fact = next(fact for fact in g.dossier.facts if fact.seq == seq)
        return found
