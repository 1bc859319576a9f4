"""Reporting sick oneself, and the manager who confirms it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from portal.actions.fact_checks import check_report
from portal.actions.record_ziekmelding import SixItems
from portal.actions.report_sick import (
    check_explained,
    confirm_report,
    confirmable,
    ill_since,
    report_sick,
    withdraw_report,
)
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected, refusals
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.employments import employments
from portal.storage.reading.people import PersonRow
from portal.storage.reading.sick_reports import ReportRow, waiting_report_of
from portal.web.clock import HERE, now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import SIGNED_IN, guarded, wrote_in
from portal.web.render import go_to, page
from portal.web.views.ziekmelding import FIELDS, INTRO, RECORDED, recorded_address, six_items

bp = Blueprint("report_sick", __name__)

OWN_INTRO = (
    "Bel ook uw leidinggevende, op de eerste dag voor negen uur. Wat u hebt en waardoor dat komt, hoeft u niet te "
    "zeggen: schrijf daar niets over op. De melding telt zodra uw leidinggevende haar bevestigt."
)
CONFIRM_INTRO = "Kijk na of de eerste ziektedag klopt."
CONFIRM_POINTS = (
    "Is de melding een vergissing? Bel de medewerker: die kan haar intrekken.",
    "Twijfelt u of iemand ziek is? Bevestig de melding en vraag het aan de arbodienst: dat oordeel is niet aan u.",
    INTRO,
)
SEVERAL_INTRO = (
    "U hebt meer dan één dienstverband. Iedere leidinggevende die het aangaat, krijgt een melding en ziet wat u hier "
    "invult. Wilt u iets maar aan één van hen zeggen? Meld u dan twee keer ziek, elke keer voor één dienstverband."
)
ALSO = "ook"
"""In the address: someone who is ill in one employment reports sick in the other one as well."""
NO = {"vangnet": "nee", "arbeidsongeval": "nee", "verkeersongeval_derde": "nee"}


@bp.route("/ziek-melden", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="medewerker")
def own() -> Response:
    """The employee's own report: the form, or how the report stands; with several employments, in each of them."""
    standings = [_standing(one) for one in employments(current_user.person_id)]
    free = [one.employment for one in standings if not one.reported]
    if not free or (len(free) < len(standings) and request.method == "GET" and ALSO not in request.args):
        return _standings(standings)
    ticks = {f"dienstverband_{one.id}": one for one in free} if len(standings) > 1 else {}
    address = url_for("report_sick.own")
    return answer_form(
        (*_employment_fields(ticks), *(field for field in FIELDS if field.name != "gemeld_op")),
        title="Ziek melden",
        intro=f"{OWN_INTRO} {SEVERAL_INTRO if ticks else ''}".strip(),
        submit="Ziek melden",
        start={"eerste_ziektedag": today().isoformat(), **NO, **dict.fromkeys(ticks, True)},
        act=lambda sheet: _report(sheet, ticks),
        also=lambda sheet: chain(
            refusals(lambda: _check_chosen(sheet, ticks)),
            sheet.wrong_day("eerste_ziektedag", lambda day: check_report(day, today(), today())),
        ),
        then=lambda: address,
        notice="Uw melding ligt bij uw leidinggevende.",
        employer=free[0].organisation_id,  # the employer takes these words in when the leidinggevende confirms them
        cancel=url_for("inbox.inbox"),
    )


def _employment_fields(ticks: Mapping[str, PersonRow]) -> Iterator[FormField]:
    for name, employment in ticks.items():
        label = f"Voor uw dienstverband bij {employment.place}"
        yield FormField(name, label, "tick", required=False, if_empty="employment_not_chosen")


def _check_chosen(sheet: Sheet, ticks: Mapping[str, PersonRow]) -> None:
    if ticks and not any(sheet.ticked(name) for name in ticks):
        raise Rejected("employment_not_chosen", field=next(iter(ticks)))


def _report(sheet: Sheet, ticks: Mapping[str, PersonRow]) -> None:
    _check_chosen(sheet, ticks)
    chosen = [one.id for name, one in ticks.items() if sheet.ticked(name)]
    report_sick(
        actor=current_user.person_id,
        now=now(),
        eerste_ziektedag=sheet.day("eerste_ziektedag"),
        items=six_items(sheet),
        employments=chosen,
    )


@bp.post("/ziek-melden/intrekken")
@guarded(SIGNED_IN, function="medewerker")
def withdraw() -> Response:
    """Take the own report back; `?dienstverband=` says of which employment."""
    employment = request.args.get("dienstverband", type=int)
    withdraw_report(actor=current_user.person_id, now=now(), employment=employment)
    return go_to(url_for("inbox.inbox"), "Uw melding is ingetrokken.")


@bp.route("/ziekmelding/bevestigen/<int:report_id>", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="leidinggevende")
def confirm(report_id: int) -> Response:
    """What the employee wrote, to confirm as the ziekmelding."""
    report = confirmable(report_id, current_user.person_id, today())
    first, *others = (field for field in FIELDS if field.name != "gemeld_op")
    reason = FormField(
        "reden",
        "Waarom is de eerste ziektedag een andere?",
        "long_text",
        hint="Alleen nodig als u een andere dag invult dan de medewerker. Schrijf niets over de ziekte.",
        required=None,
    )
    fields = (first, reason, *others)
    return answer_form(
        fields,
        title=f"Ziekmelding van {report.medewerker_name} bevestigen",
        tab="Ziekmelding bevestigen",
        intro=f"Gemeld door de medewerker zelf, op {_moment(report)}. {CONFIRM_INTRO}",
        points=CONFIRM_POINTS,
        submit="Ziekmelding bevestigen",
        start=_start(report),
        act=lambda sheet: _confirm(report, sheet),
        also=lambda sheet: sheet.wrong_day(
            "eerste_ziektedag",
            lambda day: check_report(day, report.reported_at.astimezone(HERE).date(), today()),
            lambda day: check_explained(report, day, sheet.text("reden")),
        ),
        then=lambda: recorded_address(report.medewerker_id),
        notice=RECORDED,
        employer=report.organisation_id,
        cancel=url_for("inbox.inbox"),
    )


def _confirm(report: ReportRow, sheet: Sheet) -> None:
    dossier_id = confirm_report(
        actor=current_user.person_id,
        now=now(),
        report_id=report.id,
        eerste_ziektedag=sheet.day("eerste_ziektedag"),
        items=six_items(sheet),
        reason=sheet.text("reden"),
    )
    wrote_in(dossier_id, "record_ziekmelding")


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


@dataclass(frozen=True)
class _Standing:
    """How someone's own report stands in one employment: it waits, it counts since a day, or there is none."""

    employment: PersonRow
    report: ReportRow | None
    since: date | None

    @property
    def reported(self) -> bool:
        """Whether there is nothing to report here now."""
        return self.report is not None or self.since is not None


def _standing(employment: PersonRow) -> _Standing:
    return _Standing(employment, waiting_report_of(employment.id), ill_since(employment.id))


def _standings(standings: list[_Standing]) -> Response:
    """How the own report stands, in each employment."""
    several = len(standings) > 1
    waits = any(one.report for one in standings)
    return page(
        "sick_report.html",
        heading="Uw ziekmelding wacht op bevestiging" if waits else "U bent ziek gemeld",
        reports=[_shown(one, several) for one in standings],
    )


def _shown(standing: _Standing, several: bool) -> dict[str, str]:
    report, employment = standing.report, standing.employment
    return {
        "place": f"Uw dienstverband bij {employment.place}" if several else "",
        "told": f"U meldde u ziek op {_moment(report)}. Eerste ziektedag: {long_date(report.eerste_ziektedag)}."
        if report
        else "",
        "leader": employment.leidinggevende_name or "uw leidinggevende",
        "since": long_date(standing.since) if standing.since else "",
        "dossier_href": _dossier_of(employment.id),
        "withdraw_href": url_for("report_sick.withdraw", dienstverband=employment.id if several else None)
        if report
        else "",
        "also_href": "" if standing.reported else f"{url_for('report_sick.own')}?{ALSO}=ja",
    }


def _dossier_of(medewerker_id: int) -> str:
    found = dossier_of(medewerker_id)
    return url_for("dossiers.dossier", number=found.number) if found else ""
