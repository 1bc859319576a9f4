"""Reporting recovery, whole or in part: the hours, what the work is worth, and the sum that follows."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, g, url_for

from portal.actions.fact_checks import recordable_from
from portal.actions.record_options import question_answered
from portal.actions.record_recovery import NOT_SO, check_ill, check_recovery, check_worth, record_recovery, recovery
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected, refusals
from portal.rules.facts import Fact
from portal.rules.percentages import FULL, Worth
from portal.storage.protocols import records
from portal.web.clock import now
from portal.web.forms.answer import answer_form, answered_about
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import guarded
from portal.web.present import comma
from portal.web.present.explanation import beside_form
from portal.web.present.fact_log import teller
from portal.web.present.fact_words import recovery_sum
from portal.web.views.here import crumbs, dossier_address, who
from portal.web.views.not_now import refused_beforehand

bp = Blueprint("recovery", __name__, url_prefix="/dossiers/<number>/herstel")

WORTH = (
    ("volledig", "Volledig: het eigen werk, of ander werk dat evenveel waard is."),
    ("deels", "Voor een deel: minder taken, een lager tempo of een lagere kwaliteit."),
    ("therapie", "Niet: het is arbeidstherapie. De medewerker blijft dan helemaal ziek gemeld."),
)
PARTS = (
    ("taken", "Welk deel van de taken?", "100 als de medewerker alle taken van het werk doet."),
    ("tempo", "Welk tempo?", "50 als het werk twee keer zo veel tijd kost als anders."),
    ("kwaliteit", "Welke kwaliteit?", "100 als het werk zo goed is als anders."),
)
INTRO = (
    "Is iemand voor een deel hersteld? Dan lopen de termijnen gewoon door. Werkt iemand weer minder, of niet meer? Vul "
    "dan de nieuwe uren in, of 0. Meld het ook dezelfde dag in SAP."
)


@bp.route("", methods=["GET", "POST"])
@guarded("record_recovery")
def new(number: str) -> Response:
    """Report recovery, whole or in part."""
    if refused := refused_beforehand("Herstel melden", lambda: check_ill(g.dossier)):
        return refused
    hours, asked, address = g.dossier.row.hours or 0, question_answered(g.dossier, records()[NOT_SO]), dossier_address()
    return answer_form(
        _fields(hours),
        title="Herstel melden",
        submit="Herstel vastleggen",
        intro=INTRO,
        start=_start(hours, asked),
        act=_record,
        also=_wrong,
        about=asked.seq if asked else None,
        reckon=lambda sheet: recovery_sum(recovery(g.dossier, *_said(sheet))),
        then=lambda: address,
        notice="Het herstel staat in het dossier.",
        paragraph=beside_form(g.dossier, "record_recovery"),
        template="recovery.html",
        told=_told(asked) if asked else "",
        not_so=url_for("record.record_kind", number=number, kind=NOT_SO),
        cancel=address,
        crumbs=crumbs(),
    )


def _fields(hours: float) -> tuple[FormField, ...]:
    contract = f"Het contract is {comma(hours)} uur per week."
    return (
        FormField("op", "Eerste dag aan het werk", "date", hint="Vandaag, de volgende werkdag of eerder."),
        FormField("uren", "Uren per week", "number", hint=contract, unit="uur"),
        FormField("waarde", "Telt dit werk mee?", "radio", options=WORTH),
        *(
            FormField(name, label, "number", hint=f"{hint} Alleen als het werk voor een deel meetelt.", unit="procent")
            for name, label, hint in PARTS
        ),
        FormField(
            "beoordeeld_door",
            "Wie heeft de waarde beoordeeld?",
            hint="De naam van wie schatte hoeveel het werk waard is. Alleen als het werk voor een deel meetelt.",
            required=None,
        ),
    )


def _start(hours: float, asked: Fact | None) -> dict[str, Any]:
    """A full return today, or what the employee reported."""
    start = {"op": now().date().isoformat(), "uren": comma(hours), "waarde": "volledig"}
    if asked:
        start |= {"op": asked.on.isoformat(), "uren": asked.data.get("uren") or comma(hours)}
    return {**start, **{name: "100" for name, _, _ in PARTS}}


def _record(sheet: Sheet) -> None:
    hours, worth, assessor = _said(sheet)
    record_recovery(**who(), on=sheet.day("op"), hours=hours, worth=worth, assessed_by=assessor, about=answered_about())


def _wrong(sheet: Sheet) -> Iterator[Rejected]:
    """What would be refused of what can be read."""
    yield from sheet.wrong_day("op", lambda day: check_recovery(g.dossier, day))
    hours = sheet.number("uren") if sheet.reads("uren") else 0.0
    yield from refusals(lambda: recovery(g.dossier, hours, FULL, ""))
    if sheet.reads("waarde", *(name for name, _, _ in PARTS)):
        yield from refusals(lambda: check_worth(g.dossier, hours, _worth(sheet), sheet.text("beoordeeld_door")))


def _said(sheet: Sheet) -> tuple[float, Worth, str]:
    """The hours, what the work is worth and who assessed that. Raises Rejected for parts of what counts in full."""
    return sheet.number("uren"), _worth(sheet), sheet.text("beoordeeld_door")


def _worth(sheet: Sheet) -> Worth:
    tasks, pace, quality = (sheet.number(name) / 100 for name, _, _ in PARTS)
    partly = Worth(tasks, pace, quality)
    kind = sheet.text("waarde")
    if kind == "volledig" and partly != FULL:
        raise Rejected("worth_unclear", field="waarde")
    return partly if kind == "deels" else Worth(therapy=kind == "therapie")


def _told(asked: Fact) -> str:
    """What the employee reported about working again."""
    told = f"De medewerker meldde: weer aan het werk vanaf {long_date(asked.on)}. {teller(g.dossier).answers(asked)}"
    since = recordable_from(asked.on)
    return f"{told} Vastleggen kan vanaf {long_date(since)}." if g.dossier.today < since else told
