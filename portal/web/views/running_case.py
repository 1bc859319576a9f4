"""Taking over a case that runs already: its absences, its papers, what was done, and what is missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions import enter_running_case as case
from portal.actions import file_earlier_paper as earlier
from portal.actions import tick_earlier_step as ticking
from portal.actions.attach_advice import can_lack, told_fields
from portal.actions.fact_checks import check_report
from portal.actions.paper_values import involved
from portal.actions.record_ziekmelding import own_employee
from portal.rules.errors import Invisible, Rejected, RejectedForm, refusals
from portal.rules.papers import PaperKind
from portal.rules.terms import SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.reading.dossiers import dossier_of
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet, filled_rows
from portal.web.forms.illness import NO_ILLNESS
from portal.web.forms.missing import declaration, missing_fields
from portal.web.forms.paper_form import form_field
from portal.web.forms.scan import send
from portal.web.guard import IN_FORM, SIGNED_IN, guarded, wrote_in
from portal.web.present.held import sent_before
from portal.web.present.running_case import earlier_choices, repairs_page
from portal.web.present.steps import role_label
from portal.web.render import page
from portal.web.views.here import crumbs, dossier_address, who
from portal.web.views.ziekmelding import FIELDS, INTRO, START, six_items

bp = Blueprint("running_case", __name__)

BREAKS = FormField(
    case.ROWS,
    "Was de medewerker tussendoor helemaal hersteld?",
    "rows",
    hint="Alleen als het korter dan vier weken was: dan loopt hetzelfde geval door. Vul per keer beide dagen in.",
    columns=(
        FormField("hersteld_vanaf", "Eerste dag weer aan het werk", "date", required=False),
        FormField("weer_ziek_vanaf", "Eerste dag weer ziek", "date", required=False),
    ),
    row="Onderbreking",
    required=False,
)
KINDS = "Een Word-bestand (.docx), een PDF, of een foto of scan (.jpg, .png), hooguit 10 MB."
FILE = FormField(
    "bestand",
    "Bestand",
    "file",
    hint=f"{KINDS} Zonder bestand staat overal dat het stuk op papier is.",
    accept=".docx,.pdf,.png,.jpg,.jpeg",
    required=False,
)
DECLARATION = declaration("dit bestand")


@bp.route("/ziekmelding/<int:medewerker_id>/lopend", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="leidinggevende")
def enter_running_case(medewerker_id: int) -> Response:
    """The absences of a case that ran outside the portal until today."""
    medewerker = own_employee(medewerker_id, current_user.person_id, today())
    return answer_form(
        (*FIELDS[:2], BREAKS, *FIELDS[2:]),
        title=f"Lopend geval overnemen: {medewerker.name}",
        tab="Lopend geval overnemen",
        intro=f"Vul in hoe het verzuim tot nu toe liep, zonder de stukken: die voegt u daarna toe. {INTRO}",
        submit="Geval overnemen",
        start=START,
        act=lambda sheet: _enter(sheet, medewerker_id),
        also=_wrong_absences,
        then=lambda: _repairs_of(medewerker_id),
        notice="Het geval staat in het portaal. Voeg nu toe wat er al is; hieronder ziet u wat er ontbreekt.",
        employer=medewerker.organisation_id,
        cancel=url_for("ziekmelding.team"),
    )


def _repairs_of(medewerker_id: int) -> str:
    found = dossier_of(medewerker_id)
    return url_for("running_case.read_repairs", number=found.number) if found else ""


def _enter(sheet: Sheet, medewerker_id: int) -> None:
    sheet.values[case.ROWS] = filled_rows(sheet.values[case.ROWS])
    dossier_id = case.enter_running_case(
        medewerker_id=medewerker_id,
        actor=current_user.person_id,
        now=now(),
        eerste_ziektedag=sheet.day("eerste_ziektedag"),
        gemeld_op=sheet.day("gemeld_op"),
        items=six_items(sheet),
        breaks=[case.Break(*_days(row, index)) for index, row in enumerate(sheet.values[case.ROWS])],
    )
    wrote_in(dossier_id, "record_ziekmelding")


def _wrong_absences(sheet: Sheet) -> Iterator[Rejected]:
    """What is wrong with the days of the absences, as far as they can be read."""
    first, told = sheet.day_read("eerste_ziektedag"), sheet.day_read("gemeld_op")
    if first and told:
        yield from refusals(lambda: check_report(first, told, today()))
    if any((problem.field or "").startswith(f"{case.ROWS}.") for problem in sheet.problems):
        return
    rows = sheet.values[case.ROWS] = filled_rows(sheet.values[case.ROWS])
    empty = list(refusals(*(partial(_days, row, index) for index, row in enumerate(rows))))
    yield from empty
    if told and not empty:
        breaks = [case.Break(*_days(row, index)) for index, row in enumerate(rows)]
        yield from refusals(lambda: case.check_breaks(breaks, told, today()))


def _days(row: dict[str, str], index: int) -> tuple[date, date]:
    """Both days of a break. Raises RejectedForm for one that is empty."""
    names = ("hersteld_vanaf", "weer_ziek_vanaf")
    empty = [Rejected("field_empty", field=f"{case.ROWS}.{index}.{name}") for name in names if not row[name]]
    if empty:
        raise RejectedForm(tuple(empty))
    back_on, ill_on = (date.fromisoformat(row[name]) for name in names)
    return back_on, ill_on


@bp.get("/dossiers/<number>/ontbreekt")
@guarded("read_repairs")
def read_repairs(number: str) -> Response:
    """What is missing in the dossier, and the least that mends it; of a case that was taken over also what to add."""
    return page("repairs.html", crumbs=crumbs(), **repairs_page(g.dossier))


@bp.route("/dossiers/<number>/eerdere-stukken/<kind>", methods=["GET", "POST"])
@guarded("file_earlier_paper")
def file_earlier_paper(number: str, kind: str) -> Response:
    """A paper of before the take-over: its day, who drew it up and signed it, and its file if there is one."""
    entry = next((one for one in earlier.earlier_kinds() if one.key == kind), None)
    if entry is None:
        raise Invisible(kind)
    fields = (
        FormField("op", "Datum van het stuk", "date", hint="De dag die op het stuk staat."),
        FormField(
            "opgesteld_door", "Wie heeft het opgesteld?", hint=f"De naam van de {role_label(entry.written_by[0])}."
        ),
        *(_signed_field(role) for role in entry.signed_by),
        *(
            replace(form_field(one, entry), required=earlier.must_be_told(one, entry))
            for one in told_fields(g.dossier, entry)
        ),
        FILE,
        *_missing(entry),
        replace(DECLARATION, required=None),
    )
    address = url_for("running_case.read_repairs", number=number)
    maker = involved(g.dossier, *entry.written_by)
    return answer_form(
        fields,
        title=f"{entry.title} toevoegen",
        intro=f"Van vóór de overname, over {g.dossier.row.medewerker_name}. Wie zo’n stuk mag lezen, kan ook dit zien.",
        submit="Stuk toevoegen",
        start={"opgesteld_door": maker.name if maker else "", **sent_before("file_earlier_paper", kind)},
        act=lambda sheet: send(sheet, "file_earlier_paper", kind, who()),
        also=lambda sheet: chain(_undeclared(sheet), _wrong_days(sheet, entry)),
        waits=True,
        then=lambda: address,
        notice=f"{entry.title}: het stuk staat in het dossier.",
        cancel=address,
        crumbs=crumbs({"label": "Wat ontbreekt er?", "href": address}),
    )


def _wrong_days(sheet: Sheet, entry: PaperKind) -> Iterator[Rejected]:
    days = {role: sheet.day_read(f"getekend_{role}") for role in entry.signed_by}
    signed = {role: day for role, day in days.items() if day}
    mends = bool(sheet.files) and earlier.paper_to_mend(g.dossier, entry.key) is not None
    return earlier.wrong_earlier(g.dossier, entry, sheet.day_read("op"), signed, mends=mends)


def _undeclared(sheet: Sheet) -> list[Rejected]:
    """Without a file there is nothing to declare."""
    needed = sheet.files and not sheet.ticked(DECLARATION.name)
    return [Rejected(DECLARATION.if_empty, field=DECLARATION.name)] if needed else []


def _missing(entry: PaperKind) -> tuple[FormField, ...]:
    """What a file may lack, but for its signatures: those are asked by day."""
    return missing_fields({key: words for key, words in can_lack(g.dossier, entry).items() if key != "handtekening"})


def _signed_field(role: str) -> FormField:
    hint = "Laat leeg als deze handtekening ontbreekt."
    return FormField(
        f"getekend_{role}", f"Ondertekend door de {role_label(role)} op", "date", hint=hint, required=False
    )


@bp.route("/dossiers/<number>/papieren/<int:paper_id>/bestand-toevoegen", methods=["GET", "POST"])
@guarded("file_earlier_paper")
def add_scan(number: str, paper_id: int) -> Response:
    """The file of a paper of before the take-over that was on paper only until now."""
    state = earlier.paper_without_file(g.dossier, paper_id)
    title = state.title
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    return answer_form(
        (
            replace(FILE, hint=KINDS, required=True),
            *_missing(catalogue()[state.kind]),
            DECLARATION,
        ),
        title=f"{title}: bestand toevoegen",
        intro="Van het papieren stuk. Wie het stuk mag lezen, kan daarna ook het bestand lezen.",
        submit="Bestand toevoegen",
        act=lambda sheet: send(sheet, "add_scan", state.kind, who(), papier=paper_id),
        waits=True,
        then=lambda: address,
        notice="Het bestand staat bij het stuk.",
        cancel=address,
        crumbs=crumbs({"label": title, "href": address}),
    )


@bp.route("/dossiers/<number>/eerder-gedaan", methods=["GET", "POST"])
@guarded("tick_earlier_step")
def tick_earlier_step(number: str) -> Response:
    """What was done before the take-over without a paper, with its day."""
    address = url_for("running_case.read_repairs", number=number)
    fields = (
        FormField("stap", "Wat is er gedaan?", "choice", options=earlier_choices(g.dossier)),
        FormField("op", "Op welke dag?", "date", hint="Bij een spreekuur: de dag van het spreekuur."),
        FormField(
            "toelichting", "Toelichting", "long_text", hint=f"Bijvoorbeeld het kenmerk. {NO_ILLNESS}", required=False
        ),
    )
    return answer_form(
        fields,
        title="Eerder gedaan, zonder stuk",
        intro="Zo staat vast wat er vóór de overname al is gedaan, door u of door een ander.",
        submit="Vastleggen",
        start={"stap": request.args.get("stap", "")},
        act=lambda sheet: ticking.tick_earlier_step(
            **who(), key=sheet.text("stap"), on=sheet.day("op"), note=sheet.text("toelichting")
        ),
        also=lambda sheet: sheet.wrong_day(
            "op", lambda day: ticking.check_earlier_tick(g.dossier, sheet.text("stap"), day)
        ),
        then=lambda: address,
        notice="Het staat in het dossier.",
        cancel=address,
        crumbs=crumbs({"label": "Wat ontbreekt er?", "href": address}),
    )


@bp.route("/dossiers/<number>/papieren/<int:paper_id>/op-papier/<role>", methods=["GET", "POST"])
@guarded("sign_on_paper", proof=IN_FORM)
def sign_on_paper(number: str, paper_id: int, role: str) -> Response:
    """An answer that someone gave on a paper of before the take-over."""
    state = earlier.paper_to_sign(g.dossier, paper_id, role)
    title = catalogue()[state.kind].title
    return answer_form(
        (
            FormField("uitkomst", "Wat is het antwoord?", "radio", options=tuple(SIGNATURE.items())),
            FormField("op", "Op welke dag?", "date"),
            FormField(
                "toelichting",
                "Eigen kijk of reden",
                "long_text",
                hint=f"Nodig als het antwoord niet akkoord is, of als er niet is ondertekend. {NO_ILLNESS}",
                required=False,
            ),
        ),
        title=f"{title}: handtekening van de {role_label(role)}",
        intro="Het stuk is op papier. Laat het daar ondertekenen en leg hier vast wat het antwoord was.",
        submit="Vastleggen",
        act=lambda sheet: earlier.sign_on_paper(
            **who(),
            paper_id=paper_id,
            role=role,
            on=sheet.day("op"),
            outcome=sheet.text("uitkomst"),
            note=sheet.text("toelichting"),
        ),
        also=lambda sheet: chain(
            sheet.wrong_day("op", lambda day: earlier.check_answer_day(g.dossier, state, day)),
            refusals(lambda: earlier.check_answer_note(sheet.text("uitkomst"), sheet.text("toelichting"))),
        ),
        then=dossier_address,
        notice="Het antwoord staat in het dossier.",
        cancel=dossier_address(),
        crumbs=crumbs(),
    )
