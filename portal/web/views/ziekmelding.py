"""Reporting an employee sick."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions.record_ziekmelding import SixItems, own_employee, record_ziekmelding
from portal.actions.report_sick import ill_since, reports_to_confirm
from portal.rules.conditions import in_leven
from portal.rules.errors import Rejected
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.storage.reading.deputies import absent_for
from portal.storage.reading.dossiers import DossierRow, dossier_of, dossiers_of
from portal.storage.reading.employments import employments
from portal.storage.reading.people import PersonRow, team_of
from portal.storage.reading.progress import COURSE, course_of
from portal.storage.reading.sick_reports import waiting_report_of
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import SIGNED_IN, guarded, wrote_in
from portal.web.messages import sentence
from portal.web.present.pages import leafed
from portal.web.present.what_comes import after_report
from portal.web.render import go_to, page
from portal.web.views.here import crumbs, dossier_address

bp = Blueprint("ziekmelding", __name__)

PAGE_SIZE = 50
YES_NO = (("nee", "Nee"), ("ja", "Ja"))
START = {"vangnet": "nee", "arbeidsongeval": "nee", "verkeersongeval_derde": "nee"}

FIELDS = (
    FormField(
        "eerste_ziektedag",
        "Eerste ziektedag",
        "date",
        hint="De eerste werkdag waarop niet is gewerkt. Alle termijnen tellen vanaf deze dag.",
    ),
    FormField("gemeld_op", "Dag van de melding", "date", hint="Dit kan een latere dag zijn dan de eerste ziektedag."),
    FormField("telefoon", "Telefoonnummer tijdens het verzuim", required=False),
    FormField(
        "adres",
        "Adres tijdens het verzuim",
        "long_text",
        hint="Straat en huisnummer, postcode en plaats. Ook een verpleegadres: alleen het adres, niet de reden.",
        required=False,
    ),
    FormField(
        "verwachte_duur",
        "Hoe lang gaat het waarschijnlijk duren?",
        "line",
        hint="Bijvoorbeeld: ongeveer een week.",
        required=False,
    ),
    FormField(
        "lopende_zaken",
        "Lopende afspraken en werkzaamheden",
        "long_text",
        hint="Wat moet worden overgenomen of afgezegd?",
        required=False,
    ),
    FormField(
        "vangnet",
        "Geldt een vangnetbepaling van de Ziektewet?",
        "radio",
        hint="UWV betaalt dan ziekengeld. Alleen ja of nee: welke het is, hoort hier niet.",
        options=YES_NO,
    ),
    FormField(
        "arbeidsongeval",
        "Is het verzuim het gevolg van een arbeidsongeval?",
        "radio",
        hint="Een ongeval tijdens het werk of door het werk.",
        options=YES_NO,
    ),
    FormField(
        "verkeersongeval_derde",
        "Gaat het om een verkeersongeval waarvoor een ander aansprakelijk kan zijn?",
        "radio",
        hint="Die ander moet dan misschien de schade betalen.",
        options=YES_NO,
    ),
)
RECORDED = "De ziekmelding staat in het dossier."
INTRO = (
    "U mag bij een ziekmelding alleen deze zaken vastleggen. Vraag niet naar de aard of de oorzaak van de ziekte, "
    "en schrijf daar ook niets over op."
)


@bp.get("/ziekmelding")
@guarded(SIGNED_IN, function="leidinggevende")
def team() -> Response:
    """The people of the manager, and of whom they act for, to choose who is ill."""
    leaders = (current_user.person_id, *sorted(absent_for(current_user.person_id, today())))
    members = [member for leader in leaders for member in team_of(leader) if member.id != current_user.person_id]
    reported = {report.medewerker_id: report.id for report in reports_to_confirm(current_user.person_id, today())}
    dossiers = dossiers_of([member.id for member in members])
    facts = course_of([row.id for row in dossiers.values()], (*COURSE, "overleden"))
    people = [_member(one, dossiers.get(one.id), facts, reported.get(one.id)) for one in members]
    shown, pages = leafed([one for one in people if one["alive"]], PAGE_SIZE)
    return page("team.html", people=shown, pages=pages)


@bp.route("/ziekmelding/<int:medewerker_id>", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="leidinggevende")
def new(medewerker_id: int) -> Response:
    """The ziekmelding itself: two days and the six items an employer may record.

    What the employee reported already is there to be confirmed instead.
    """
    medewerker = own_employee(medewerker_id, current_user.person_id, today())
    if request.method == "GET":
        if own := waiting_report_of(medewerker_id):
            return go_to(url_for("report_sick.confirm", report_id=own.id))
        if since := ill_since(medewerker_id):
            return _ill_already(medewerker_id, since)
    day = today().isoformat()
    return answer_form(
        FIELDS,
        title=f"Ziekmelding van {medewerker.name}",
        tab="Ziekmelding vastleggen",
        intro=f"{INTRO} {_about_other_employment(medewerker)}".strip(),
        submit="Ziekmelding vastleggen",
        start={"eerste_ziektedag": day, "gemeld_op": day, **START},
        act=lambda sheet: _record(sheet, medewerker_id),
        then=lambda: recorded_address(medewerker_id),
        notice=RECORDED,
        employer=medewerker.organisation_id,
        cancel=url_for("ziekmelding.team"),
        template="ziekmelding.html",
        running_href=url_for("running_case.enter_running_case", medewerker_id=medewerker_id),
    )


def _ill_already(medewerker_id: int, since: date) -> Response:
    """That this person was reported sick already, with the way to the dossier and to the recovery that comes first."""
    found = dossier_of(medewerker_id)
    number = found.number if found else ""
    return page(
        "paper_not_now.html",
        status=422,
        title="Ziek melden",
        text=sentence(Rejected("already_ill", since=since)),
        crumbs=[{"label": "Wie is er ziek?", "href": url_for("ziekmelding.team")}],
        dossier_href=url_for("dossiers.dossier", number=number),
        ways=[{"label": "Herstel melden", "href": url_for("recovery.new", number=number)}],
    )


@bp.get("/dossiers/<number>/ziek-gemeld")
@guarded("record_relapse")
def recorded(number: str) -> Response:
    """A ziekmelding was recorded: what to do today, which days come first, what the employee hears."""
    if not g.dossier.situation.is_ill:
        return go_to(dossier_address())
    return page("sick_reported.html", crumbs=crumbs(), **after_report(g.dossier))


def _about_other_employment(medewerker: PersonRow) -> str:
    """That there is another employment, not where: what its leidinggevende hears, the employee decides."""
    if len(employments(medewerker.id)) < 2:
        return ""
    return (
        f"{medewerker.name} heeft nog een dienstverband. Deze melding geldt alleen voor het werk bij u. De andere "
        "leidinggevende hoort er van u en van het portaal niets over: alleen de medewerker zelf meldt zich daar ziek."
    )


def _record(sheet: Sheet, medewerker_id: int) -> None:
    dossier_id = record_ziekmelding(
        medewerker_id=medewerker_id,
        actor=current_user.person_id,
        now=now(),
        eerste_ziektedag=sheet.day("eerste_ziektedag"),
        gemeld_op=sheet.day("gemeld_op"),
        items=six_items(sheet),
    )
    wrote_in(dossier_id, "record_ziekmelding")


def six_items(sheet: Sheet) -> SixItems:
    """The six items as they were filled in."""
    return SixItems(
        telefoon=sheet.text("telefoon"),
        adres=sheet.text("adres"),
        verwachte_duur=sheet.text("verwachte_duur"),
        lopende_zaken=sheet.text("lopende_zaken"),
        vangnet=sheet.ticked("vangnet"),
        arbeidsongeval=sheet.ticked("arbeidsongeval"),
        verkeersongeval_derde=sheet.ticked("verkeersongeval_derde"),
    )


def _member(
    member: PersonRow, found: DossierRow | None, facts: Mapping[int, tuple[Fact, ...]], report_id: int | None
) -> dict[str, Any]:
    """Someone of the team: whoever is ill already cannot be reported again, an own report waits to be confirmed."""
    situation = fold(facts.get(found.id, ())) if found else None
    return {
        "name": member.name,
        "job": member.job,
        "href": url_for("ziekmelding.new", medewerker_id=member.id),
        "running": url_for("running_case.enter_running_case", medewerker_id=member.id),
        "dossier": url_for("dossiers.dossier", number=found.number) if found else "",
        "alive": situation is None or in_leven(situation),
        "confirm": url_for("report_sick.confirm", report_id=report_id) if report_id else "",
        "ill": situation is not None and situation.is_ill,
    }


def recorded_address(medewerker_id: int) -> str:
    """The page that says what comes after the ziekmelding of this person."""
    found = dossier_of(medewerker_id)
    return url_for("ziekmelding.recorded", number=found.number) if found else ""
