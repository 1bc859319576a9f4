"""Reporting sick oneself, and the manager who confirms it."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import confirm_report, confirmable, ill_since, report_sick, withdraw_report
from portal.rules.calendar import long_date
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.people import person
from portal.storage.reading.sick_reports import ReportRow, waiting_report_of
from portal.web.clock import HERE, now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import SIGNED_IN, guarded
from portal.web.render import go_to, page
from portal.web.views.ziekmelding import FIELDS, INTRO, six_items

bp = Blueprint("report_sick", __name__)

OWN_INTRO = (
    "Bel ook uw leidinggevende, op de eerste dag voor negen uur. Wat u hebt en waardoor dat komt, hoeft u niet te "
    "zeggen: schrijf daar niets over op. De melding telt zodra uw leidinggevende haar bevestigt."
)
NO = {"vangnet": "nee", "arbeidsongeval": "nee", "verkeersongeval_derde": "nee"}


@bp.route("/ziek-melden", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="medewerker")
def own() -> Response:
    """The employee's own report: the form, or how the report stands."""
    report, since = waiting_report_of(current_user.person_id), ill_since(current_user.person_id)
    if report or since:
        return _standing(report, since)
    address = url_for("report_sick.own")
    return answer_form(
        tuple(field for field in FIELDS if field.name != "gemeld_op"),
        title="Ziek melden",
        intro=OWN_INTRO,
        submit="Ziek melden",
        start={"eerste_ziektedag": today().isoformat(), **NO},
        act=lambda sheet: report_sick(
            actor=current_user.person_id,
            now=now(),
            eerste_ziektedag=sheet.day("eerste_ziektedag"),
            items=six_items(sheet),
        ),
        then=lambda: address,
        notice="Uw melding ligt bij uw leidinggevende.",
        cancel=url_for("inbox.inbox"),
    )


@bp.post("/ziek-melden/intrekken")
@guarded(SIGNED_IN, function="medewerker")
def withdraw() -> Response:
    """Take the own report back."""
    withdraw_report(actor=current_user.person_id, now=now())
    return go_to(url_for("inbox.inbox"), "Uw melding is ingetrokken.")


@bp.route("/ziekmelding/bevestigen/<int:report_id>", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="leidinggevende")
def confirm(report_id: int) -> Response:
    """What the employee wrote, to confirm as the ziekmelding."""
    report = confirmable(report_id, current_user.person_id, today())
    fields = (
        *(field for field in FIELDS if field.name != "gemeld_op"),
        FormField(
            "reden",
            "Waarom is de eerste ziektedag een andere?",
            "long_text",
            hint="Alleen nodig als u een andere dag invult dan de medewerker. Schrijf niets over de ziekte.",
            required=False,
        ),
    )
    return answer_form(
        fields,
        title=f"Ziekmelding van {report.medewerker_name} bevestigen",
        intro=f"Gemeld door de medewerker zelf, op {_moment(report)}. Kijk na of de eerste ziektedag klopt. {INTRO}",
        submit="Ziekmelding bevestigen",
        start=_start(report),
        act=lambda sheet: _confirm(report, sheet),
        then=lambda: _dossier_of(report.medewerker_id),
        notice="De ziekmelding staat in het dossier. Hieronder ziet u wat er nu komt.",
        employer=True,
        cancel=url_for("inbox.inbox"),
    )


def _confirm(report: ReportRow, sheet: Sheet) -> None:
    confirm_report(
        actor=current_user.person_id,
        now=now(),
        report_id=report.id,
        eerste_ziektedag=sheet.day("eerste_ziektedag"),
        items=six_items(sheet),
        reason=sheet.text("reden"),
    )


def _start(report: ReportRow) -> dict[str, Any]:
    """The report as the form begins: yes and no in words."""
    items = {
        name: ("ja" if value else "nee") if isinstance(value, bool) else value
        for name, value in {**SixItems("", "", "", "", False, False, False).__dict__, **report.items}.items()
    }
    return {"eerste_ziektedag": report.eerste_ziektedag.isoformat(), **items}


def _moment(report: ReportRow) -> str:
    at = report.reported_at.astimezone(HERE)
    return f"{long_date(at.date())} om {at:%H.%M} uur"


def _standing(report: ReportRow | None, since: Any) -> Response:
    """How the own report stands: it waits, or it counts."""
    me = person(current_user.person_id)
    return page(
        "sick_report.html",
        told=f"U meldde u ziek op {_moment(report)}. Eerste ziektedag: {long_date(report.eerste_ziektedag)}."
        if report
        else "",
        leader=(me.leidinggevende_name if me else "") or "uw leidinggevende",
        since=long_date(since) if since else "",
        dossier_href=_dossier_of(current_user.person_id),
        withdraw_href=url_for("report_sick.withdraw") if report else "",
    )


def _dossier_of(medewerker_id: int) -> str:
    found = dossier_of(medewerker_id)
    return url_for("dossiers.dossier", number=found.number) if found else ""
