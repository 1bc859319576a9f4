"""What one records in a running case: contacts, questions, consults and ticks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, url_for

from portal.actions import ask_arbodienst as ask
from portal.actions.fact_checks import check_open
from portal.actions.paper_checks import tidy, wrong_values
from portal.actions.plan_consult import INVITATION, called_off_by, plan_consult, who_sees_two, wrong_moment
from portal.actions.record_contact import record_contact
from portal.actions.report_to_uwv import report_to_uwv
from portal.actions.tick_step import check_tick_day, tick_step
from portal.actions.uwv_sheet import uwv_sheet
from portal.actions.word_forms import form_in_use
from portal.rules.calendar import long_date
from portal.rules.errors import Invisible, Rejected
from portal.storage.catalogue import catalogue
from portal.web.attachment import attachment
from portal.web.clock import now
from portal.web.forms.form import FormField, Sheet
from portal.web.forms.illness import NO_ILLNESS
from portal.web.forms.paper_form import form_field
from portal.web.guard import guarded
from portal.web.present.explanation import beside_form
from portal.web.present.occasion import occasion
from portal.web.views.here import came_from, form_here, way_to_dossier, who
from portal.web.views.not_now import first_of, refused_beforehand

bp = Blueprint("case", __name__, url_prefix="/dossiers/<number>")

WAYS = (
    ("telefoon", "Telefoon"),
    ("gesprek_op_werk", "Gesprek op het werk"),
    ("huisbezoek", "Huisbezoek"),
    ("videogesprek", "Videogesprek"),
    ("bericht", "Bericht"),
)
FOLLOW_UPS = (
    ("zelf", "Ik houd zelf contact met de medewerker"),
    ("verzuimadviseur", "Ik houd contact met steun van de verzuimadviseur"),
    ("bedrijfsarts", "Ik houd contact met steun van de bedrijfsarts"),
)
HOSTS = (
    ("bedrijfsarts", "Bedrijfsarts"),
    ("verzuimadviseur", "Verzuimadviseur"),
    ("re_integratiedeskundige", "Re-integratiedeskundige"),
)
DAY = FormField("op", "Op welke dag?", "date")


@bp.route("/contact", methods=["GET", "POST"])
@guarded("record_contact")
def contact(number: str) -> Response:
    """Write down a contact with the employee."""
    fields = (
        DAY,
        FormField("wijze", "Hoe had u contact?", "radio", options=WAYS),
        FormField("verslag", "Wat is besproken en afgesproken?", "long_text", hint=NO_ILLNESS),
    )
    return form_here(
        fields,
        title="Contact vastleggen",
        start={"op": now().date().isoformat(), "wijze": "telefoon"},
        act=lambda sheet: record_contact(
            **who(), on=sheet.day("op"), way=sheet.text("wijze"), note=sheet.text("verslag")
        ),
        also=_wrong_day,
        notice=lambda sheet: _contact_kept(sheet.day("op")),
        paragraph=beside_form(g.dossier, "record_contact"),
    )


def _wrong_day(sheet: Sheet) -> Iterator[Rejected]:
    """What is wrong with the day on which something was done in this dossier."""
    return sheet.wrong_day("op", lambda day: g.dossier.check_day(day, "op"))


def _contact_kept(on: date) -> str:
    """That a contact is kept, and of one on the day of the report why it is no follow-up (Verzuimprotocol 4.3)."""
    situation = g.dossier.situation
    running = situation.spells[-1] if situation.is_ill else None
    if running is None or not running.first <= on <= running.reported:
        return "Het contact staat in het dossier."
    return (
        "Het contact staat in het dossier. Het is geen vervolgcontact, want het was niet na de dag van de melding. "
        "Voor het vervolgcontact belt u later nog een keer."
    )


@bp.route("/vraag-arbodienst", methods=["GET", "POST"])
@guarded("ask_arbodienst")
def question(number: str) -> Response:
    """Ask the arbodienst on paper, and choose how the contact goes on."""
    asked, title = _asked_in(ask.KIND), "Vraag aan de arbodienst"
    return refused_beforehand(title, g.dossier.check_running) or form_here(
        (*asked, FormField("vervolg", "Hoe gaat het contact verder?", "radio", options=FOLLOW_UPS)),
        title=title,
        submit="Vraag versturen",
        intro=f"De vraag komt in een Word-stuk. De medewerker kan die ook lezen. {NO_ILLNESS}",
        act=lambda sheet: ask.ask_arbodienst(**who(), values=_answers(sheet, asked), follow_up=sheet.text("vervolg")),
        also=lambda sheet: wrong_values(
            catalogue()[ask.KIND], form_in_use(g.dossier, ask.KIND), _answers(sheet, asked), today=g.dossier.today
        ),
        notice="De arbodienst ziet uw vraag in het dossier.",
        paragraph=beside_form(g.dossier, "ask_arbodienst"),
    )


@bp.route("/consult", methods=["GET", "POST"])
@guarded("plan_consult")
def consult(number: str) -> Response:
    """Plan a consult; the invitation letter is made from the same answers."""
    letter, title = _asked_in(INVITATION), "Spreekuur plannen"
    fields = (
        FormField("dag", "Dag van het spreekuur", "date"),
        FormField("tijd", "Tijd", "time", hint="Bijvoorbeeld 09:30."),
        FormField("plaats", "Plaats", "line", hint="Bijvoorbeeld: spreekkamer 2, of per telefoon."),
        FormField("met", "Bij wie?", "radio", options=HOSTS),
        *letter,
    )
    return refused_beforehand(title, g.dossier.check_running) or form_here(
        fields,
        title=title,
        submit="Plannen en uitnodiging maken",
        intro=f"De medewerker krijgt een uitnodiging in Word. {NO_ILLNESS}",
        start={"met": "bedrijfsarts", **called_off_by(g.dossier.actor)},
        act=lambda sheet: plan_consult(
            **who(),
            day=sheet.day("dag"),
            at=sheet.moment("tijd"),
            place=sheet.text("plaats"),
            with_role=sheet.text("met"),
            values=_answers(sheet, letter),
        ),
        also=lambda sheet: wrong_moment(
            g.dossier,
            sheet.day_read("dag"),
            sheet.moment("tijd") if sheet.reads("tijd") else None,
        ),
        notice=_planned,
        ways=way_to_dossier(),
        address=came_from(),
        paragraph=beside_form(g.dossier, "plan_consult"),
    )


def _planned(sheet: Sheet) -> str:
    """Which consult is planned, told where one may come back among those of others."""
    when = f"{long_date(sheet.day('dag'))} om {sheet.moment('tijd'):%H.%M} uur"
    told = f"Het spreekuur in dossier {g.dossier.row.number} is gepland op {when}. De uitnodiging staat bij de stukken."
    busy = who_sees_two(g.dossier, sheet.day("dag"), sheet.moment("tijd"), sheet.text("met"))
    return f"{told} Let op: {busy} ziet dan ook iemand anders. Verzet zo nodig een van de twee." if busy else told


@bp.route("/uwv-melding", methods=["GET", "POST"])
@guarded("report_to_uwv")
def uwv(number: str) -> Response:
    """Record the report to UWV of week 42, with its proof."""
    fields = (
        FormField("op", "Wanneer is de melding verstuurd?", "date"),
        FormField(
            "kenmerk",
            "Kenmerk van UWV",
            hint="Het nummer op de bevestiging. Dit is het bewijs van verzending.",
        ),
    )
    row = g.dossier.row
    first = long_date(g.dossier.situation.eerste_ziektedag) if g.dossier.situation.spells else ""
    return form_here(
        fields,
        title="Melding bij UWV vastleggen",
        intro=f"{row.medewerker_name}, personeelsnummer {row.personnel_number}. Eerste ziektedag: {first}.",
        start={"op": now().date().isoformat()},
        act=lambda sheet: report_to_uwv(**who(), on=sheet.day("op"), reference=sheet.text("kenmerk")),
        also=_wrong_day,
        notice="De melding bij UWV is vastgelegd.",
        paragraph=beside_form(g.dossier, "report_to_uwv"),
        template="uwv.html",
        sheet=url_for("case.uwv_blad", number=number),
    )


@bp.get("/uwv-melding/blad.docx")
@guarded("report_to_uwv")
def uwv_blad(number: str) -> Response:
    """The sheet with everything that is typed over at UWV."""
    return attachment(uwv_sheet(**who()), f"uwv-meldingsblad-{number}.docx")


@bp.route("/stappen/<key>/<int:round>", methods=["GET", "POST"])
@guarded("tick_step")
def tick(number: str, key: str, round: int) -> Response:
    """Tick a step that is done outside the portal; whose step it is hears when it is not asked any more."""
    step = next((s for s in g.dossier.steps if (s.key, s.round) == (key, round)), None)
    rule = g.dossier.protocol.rule(key)
    about = step or rule
    if about is None or about.owner not in g.dossier.roles:
        raise Invisible(key)
    noted, chosen = (rule.noted, rule.chosen) if rule else (False, False)
    asked = "Wat kiest u?" if chosen else "Wat is besproken en afgesproken?" if noted else "Toelichting"
    fields = (
        FormField("op", "Op welke dag koos u?" if chosen else "Wanneer is dit gedaan?", "date"),
        FormField("toelichting", asked, "long_text", hint=NO_ILLNESS, required=noted),
    )

    def check() -> None:
        if step is None:
            raise Rejected("step_unknown")
        check_open(g.dossier, step)

    ways = first_of([step]) if step and step.state == "waiting" else ()
    # Who was typing when it went gets the refusal in the form, with the words still there.
    return refused_beforehand(about.title, check, ways) or form_here(
        fields,
        title=about.title,
        submit="Afvinken",
        intro=f"{about.rule} {step.left_undone if step else ''}".strip(),
        source=about.source,
        start={"op": now().date().isoformat()},
        act=lambda sheet: tick_step(**who(), key=key, round=round, on=sheet.day("op"), note=sheet.text("toelichting")),
        also=lambda sheet: sheet.wrong_day("op", lambda day: check_tick_day(g.dossier, step, day)) if step else (),
        notice=f"Afgevinkt: «{about.title}».",
        paragraph=beside_form(g.dossier, "tick_step", key=key),
        occasion=occasion(g.dossier, step),
    )


def _asked_in(kind: str) -> tuple[FormField, ...]:
    """The questions of a Word form, to be answered in the same form as the rest."""
    return tuple(form_field(field, catalogue()[kind]) for field in form_in_use(g.dossier, kind).asked)


def _answers(sheet: Sheet, asked: tuple[FormField, ...]) -> dict[str, Any]:
    """What was answered to the questions of a Word form: text, or for a box whether it is ticked."""
    return tidy({field.name: sheet.values[field.name] for field in asked})
