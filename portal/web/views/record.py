"""Recording what happens beside the main road: choosing what, and answering its questions."""

from collections.abc import Iterable

from flask import Blueprint, Response, g, request, url_for

from portal.actions.correct_fact import correctable
from portal.actions.dossier import OpenDossier
from portal.actions.record import record, recordable, recordables, wrong_answers
from portal.actions.record_options import options_of, question_answered, waiting
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.errors import PortalError, Rejected
from portal.rules.records import DAY, Question, RecordKind
from portal.rules.terms import FACT
from portal.storage.protocols import records
from portal.web.clock import now
from portal.web.forms.answer import answer_form, answered_about
from portal.web.forms.form import FormField, Kind, Sheet
from portal.web.guard import guarded
from portal.web.present.explanation import beside_form
from portal.web.present.occasion import Occasion, occasion
from portal.web.render import page
from portal.web.views.here import came_from, crumbs, dossier_address, still_here, way_to_dossier, who
from portal.web.views.not_now import Way, first_to_do, not_now

bp = Blueprint("record", __name__, url_prefix="/dossiers/<number>/vastleggen")

CONSULT_OFF = "consult_vervallen"
ALL_IN_SIGHT = 5
"""Up to this many answers stand open on the page; more go into a list to unfold."""


@bp.get("")
@guarded("record")
def choose(number: str) -> Response:
    """Everything that this person can record in this case now."""
    kinds = [
        {"label": kind.title, "text": kind.intro, "href": _address(kind), "source": kind.source}
        for kind in recordables(g.dossier)
    ]
    return page("record_choose.html", title="Iets vastleggen", crumbs=crumbs(), kinds=kinds, cancel=dossier_address())


@bp.route("/<kind>", methods=["GET", "POST"])
@guarded("record")
def record_kind(number: str, kind: str) -> Response:
    """The questions of one kind of record; `?<question>=` holds a choice that was made where one comes from."""
    try:
        found = recordable(g.dossier, kind)
    except Rejected as refusal:
        found = records()[kind]
        # Who was typing when another answered gets the refusal in the form, with the words still there.
        if request.method == "GET" or not all(
            options_of(g.dossier, one) for one in found.questions if one.kind == "choice"
        ):
            ways = first_to_do(kind) if refusal.code == "step_waits" else _way_on(found)
            return not_now(found.title, refusal, ways)
    address, fields = came_from(), record_fields(found)
    start = {DAY: now().date().isoformat()} if found.day and not found.ahead else {}
    start |= {one.name: one.options[0][0] for one in fields if one.kind == "radio" and len(one.options) == 1}
    return answer_form(
        fields,
        title=found.title,
        intro=found.intro,
        submit="Vastleggen",
        start=start | _chosen(fields),
        act=lambda sheet: _record(found, sheet),
        also=lambda sheet: _wrong(found, sheet),
        about=asked.seq if (asked := question_answered(g.dossier, found)) else None,
        then=lambda: address if still_here() else url_for("inbox.inbox"),
        notice=found.notice,
        ways=[*_anew(found), *way_to_dossier()],
        paragraph=beside_form(g.dossier, "record", found.key),
        occasion=_occasion(found),
        source=found.source,
        cancel=address,
        crumbs=crumbs({"label": "Iets vastleggen", "href": url_for("record.choose", number=number)}),
    )


def _anew(kind: RecordKind) -> list[Way]:
    """Where a consult is planned in the place of the one that is off."""
    if kind.key != CONSULT_OFF or not may(g.dossier.roles, "plan_consult"):
        return []
    href = url_for("case.consult", number=g.dossier.row.number, terug=request.args.get("terug"))
    return [{"label": "Nieuw spreekuur plannen", "href": href}]


def _chosen(fields: Iterable[FormField]) -> dict[str, str]:
    asked = {field.name: request.args.get(field.name, "") for field in fields if field.options}
    return {field.name: asked[field.name] for field in fields if asked.get(field.name) in dict(field.options)}


def record_fields(kind: RecordKind) -> tuple[FormField, ...]:
    """The questions of a record as fields of a form, the day first."""
    day = (FormField(DAY, kind.day, "date"),) if kind.day else ()
    return (*day, *record_questions(kind, g.dossier))


def record_questions(kind: RecordKind, dossier: OpenDossier) -> tuple[FormField, ...]:
    """The questions of a record besides its day, with the answers that this dossier leaves to choose from."""
    return tuple(_field(question, dossier) for question in kind.questions)


def _field(question: Question, dossier: OpenDossier) -> FormField:
    options = options_of(dossier, question)
    kind: Kind = "text" if question.kind == "colleague" else "line" if question.kind == "text" else question.kind
    if question.kind == "choice" and question.required and len(options) <= ALL_IN_SIGHT:
        kind = "radio"
    return FormField(
        question.name,
        question.label,
        kind,
        hint=question.hint,
        options=options,
        required=None if question.needed_when else question.required,
    )


def _occasion(kind: RecordKind) -> Occasion | None:
    """What this record answers, in the words of who asked or as the paper that asks; None when it answers nothing."""
    day = g.dossier.today
    open_steps = (
        step
        for step in g.dossier.steps
        if step.state == "open" and step.owner in g.dossier.roles and day <= (step.until_on or day)
    )
    asking = (
        step for step in open_steps if step.key == kind.for_step or (step.action, step.paper) == ("record", kind.key)
    )
    return occasion(g.dossier, next(asking, None))


def _record(kind: RecordKind, sheet: Sheet) -> None:
    record(
        **who(),
        kind=kind.key,
        on=sheet.day(DAY) if kind.day else None,
        answers={question.name: sheet.text(question.name) for question in kind.questions},
        about=answered_about(),
    )


def read_answers(kind: RecordKind, sheet: Sheet) -> dict[str, str]:
    """The answers that can be read; the others are empty."""
    return {one.name: sheet.text(one.name) if sheet.reads(one.name) else "" for one in kind.questions}


def _wrong(kind: RecordKind, sheet: Sheet) -> list[Rejected]:
    """What would be refused of the answers that can be read."""
    return wrong_answers(g.dossier, kind, sheet.day_read(DAY) if kind.day else now().date(), read_answers(kind, sheet))


def _way_on(kind: RecordKind) -> list[Way]:
    """Where the record that waits for an answer can be taken back, by who may do that."""
    found = waiting(g.dossier, kind) if kind.one_at_a_time and not kind.one_for_each else ()
    try:
        mine = [correctable(g.dossier, asked.seq) for asked in found]
    except PortalError:
        return []
    return [
        {
            "label": f"{FACT[fact.kind]} van {long_date(fact.on)} intrekken",
            "href": url_for("corrections.withdraw", number=g.dossier.row.number, seq=fact.seq),
        }
        for fact in mine
    ]


def _address(kind: RecordKind) -> str:
    return url_for("record.record_kind", number=g.dossier.row.number, kind=kind.key)
