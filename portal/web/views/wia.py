"""The end of the two years: the report, handing it over, and sending the application."""

from flask import Blueprint, Response, g, request, url_for

from portal.actions.download_packet import download_packet, packet_papers
from portal.actions.fact_checks import check_fact
from portal.actions.give_bsn import enter_bsn, give_bsn
from portal.actions.hand_over import (
    came_since,
    check_accepted,
    check_something_to_hand_over,
    confirm_receipt,
    hand_over,
    handed_over,
    report_papers,
)
from portal.actions.mark_sent import mark_sent
from portal.rules.bsn import bsn as check_bsn
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected, refusals
from portal.rules.step import Step
from portal.rules.wia import prepared_from
from portal.storage.database import ask_together
from portal.storage.reading.involvements import people_asked
from portal.storage.reading.papers import papers_asked
from portal.storage.reading.read_log import readers_asked
from portal.web.attachment import attachment
from portal.web.forms.answer import answer_form, said_next
from portal.web.forms.form import FormField
from portal.web.forms.illness import NO_ILLNESS
from portal.web.guard import IN_FORM, guarded, log_papers
from portal.web.present.explanation import beside_form
from portal.web.present.meter import gap_rows, summary
from portal.web.present.packet import bsn_kept, bsn_known
from portal.web.present.report import bsn_lacks, countdowns, papers_table, report_page
from portal.web.present.wia import is_asked, own_page
from portal.web.render import go_to, page
from portal.web.views.here import came_from, crumbs, who
from portal.web.views.not_now import not_now, refused_beforehand

bp = Blueprint("wia", __name__, url_prefix="/dossiers/<number>")

OWN_PAGE = "Mijn WIA-aanvraag"


@bp.get("/wia-aanvraag", endpoint="own")
@guarded("prepare_wia")
def own_application(number: str) -> Response:
    """The employee's own page of the application, from week 80 on."""
    begin = prepared_from(g.dossier.situation)
    if begin is None:
        return not_now(OWN_PAGE, Rejected("not_ill"))
    if g.dossier.today < begin and is_asked(g.dossier):
        return not_now(OWN_PAGE, Rejected("step_not_open", opens_on=begin))
    return page("wia.html", crumbs=crumbs(), **own_page(g.dossier))


@bp.get("/rapport/downloaden", endpoint="download")
@guarded("download_packet")
def download(number: str) -> Response:
    """Before the download: what the report still lacks and who is to see to that. It holds nobody back."""
    back = {"label": "Re-integratieverslag", "href": url_for("wia.report", number=number)}
    return page(
        "report_download.html",
        crumbs=crumbs(back),
        meter=summary(g.dossier),
        missing=gap_rows(g.dossier, g.dossier.meter.known_to(g.dossier.roles)),
        packet_href=url_for("wia.packet", number=number) if report_papers(g.dossier) else "",
        pdf_href=url_for("packet.pdfs", number=number),
        bsn=bsn_lacks(g.dossier, request.path),
    )


@bp.get("/rapport")
@guarded("download_packet")
def report(number: str) -> Response:
    """The re-integration report as it stands: what is there, what is missing, and the days that are left."""
    row = g.dossier.row
    ask_together(papers_asked(row.id), people_asked(row.id, g.dossier.today), readers_asked(row.id))
    return page("report.html", crumbs=crumbs(), **report_page(g.dossier))


@bp.get("/rapport.zip")
@guarded("download_packet")
def packet(number: str) -> Response:
    """All papers of the report in one ZIP."""
    content = download_packet(**who())
    log_papers(row.id for row in packet_papers(g.dossier))
    return attachment(content, f"re-integratieverslag-{number}-{g.dossier.today.isoformat()}.zip")


@bp.route("/bsn", methods=["GET", "POST"], endpoint="bsn")
@guarded("give_bsn")
def own_bsn(number: str) -> Response:
    """The employee's BSN: to fill in, to change, or to take away."""
    report_address = url_for("wia.report", number=number)
    address = came_from(report_address)
    return answer_form(
        (
            FormField(
                "bsn",
                "Burgerservicenummer (BSN)",
                hint=f"Negen cijfers. {bsn_kept(g.dossier)} Laat leeg om niets te bewaren.",
                required=False,
                autocomplete="off",
            ),
        ),
        title="Uw burgerservicenummer",
        intro="Op elk stuk voor UWV moet uw BSN staan. Het portaal zet het in de stukken die u of uw leidinggevende "
        "als verslag downloadt, en nergens anders. Het staat versleuteld in de database. Niemand kan het hier lezen. "
        "Liever niet? Dan schrijft u het zelf op de stukken.",
        submit="Bewaren",
        act=lambda sheet: give_bsn(**who(), number=sheet.text("bsn")),
        then=lambda: address,
        notice="Uw keuze is bewaard.",
        cancel=address,
        crumbs=crumbs({"label": "Re-integratieverslag", "href": report_address}),
    )


@bp.route("/bsn/namens-medewerker", methods=["GET", "POST"])
@guarded("enter_bsn")
def bsn_for_employee(number: str) -> Response:
    """The BSN of an employee who cannot be reached, filled in by who knows it."""
    address = came_from()
    return answer_form(
        (
            FormField("bsn", "Burgerservicenummer (BSN)", hint="Negen cijfers.", autocomplete="off"),
            FormField(
                "reden",
                "Waarom vult u dit voor de medewerker in?",
                "long_text",
                hint=f"Bijvoorbeeld: de medewerker is niet bereikbaar. De medewerker leest dit. {NO_ILLNESS}",
            ),
        ),
        title="BSN invullen voor de medewerker",
        intro=f"Op elk stuk voor UWV moet het BSN staan. {bsn_known(g.dossier)} Vraag het eerst aan de medewerker. "
        "Lukt dat niet? Dan mag u het overnemen uit de personeelsadministratie. Het komt alleen in het verslag dat "
        "iemand downloadt, en u ziet het hier niet terug.",
        submit="Bewaren",
        act=lambda sheet: enter_bsn(**who(), number=sheet.text("bsn"), reason=sheet.text("reden")),
        also=lambda sheet: refusals(lambda: check_bsn(sheet.text("bsn"))),
        then=lambda: address,
        notice="Het BSN is bewaard. De medewerker kan zien dat u het hebt ingevuld, en waarom.",
        cancel=address,
        crumbs=crumbs(),
    )


@bp.route("/wia-overdracht", methods=["GET", "POST"], endpoint="hand_over")
@guarded("hand_over", proof=IN_FORM)
def hand_over_papers(number: str) -> Response:
    """Hand the papers over to the employee."""
    address = url_for("wia.report", number=number)
    refusal = refused_beforehand(
        "WIA-overdracht",
        lambda: check_something_to_hand_over(g.dossier),
        [{"label": "Het verslag tot nu toe", "href": address}],
    )
    if refusal:
        return go_to(address) if handed_over(g.dossier) else refusal
    gaps = g.dossier.meter.of_employer
    fields = [
        FormField(
            "toelichting",
            "Toelichting voor de medewerker",
            "long_text",
            hint=f"Wat de medewerker nog moet weten over deze stukken. {NO_ILLNESS}",
            required=False,
        )
    ]
    if gaps:
        fields.append(FormField("onvolledig", _accepting(len(gaps)), "tick", required=False))
    return answer_form(
        fields,
        title="Stukken overdragen voor de WIA",
        submit="Overdragen",
        act=lambda sheet: hand_over(**who(), note=sheet.text("toelichting"), accepts_gaps=sheet.ticked("onvolledig")),
        also=lambda sheet: refusals(lambda: check_accepted(g.dossier, accepts_gaps=sheet.ticked("onvolledig"))),
        then=lambda: address,
        notice="De stukken zijn overgedragen. De medewerker ziet ze nu staan en bevestigt de ontvangst.",
        cancel=address,
        crumbs=crumbs({"label": "Re-integratieverslag", "href": address}),
        template="hand_over.html",
        medewerker=g.dossier.row.medewerker_name,
        countdowns=countdowns(g.dossier)[:1],
        table=papers_table(g.dossier),
        missing=gap_rows(g.dossier, gaps),
        came_since=[row.title for row in came_since(g.dossier)],
        paragraph=beside_form(g.dossier, "hand_over"),
    )


def _accepting(count: int) -> str:
    lack = "ontbreekt er nog 1 onderdeel" if count == 1 else f"ontbreken er nog {count} onderdelen"
    return f"Ik draag nu over, ook al {lack}. Wat later komt, draag ik dan nog een keer over."


@bp.post("/ontvangst")
@guarded("confirm_receipt", proof=True)
def receipt(number: str) -> Response:
    """Confirm that the papers are there."""
    confirm_receipt(**who())
    return go_to(url_for("wia.report", number=number), "U hebt de ontvangst bevestigd.", said_next())


@bp.route("/aanvraag-verstuurd", methods=["GET", "POST"])
@guarded("mark_sent", proof=IN_FORM)
def sent(number: str) -> Response:
    """Tell that the application was sent to UWV."""
    address = url_for("wia.own", number=number)
    step = _step("wia_aanvraag")
    if step is None and request.method == "GET":
        return not_now("WIA-aanvraag versturen", Rejected("not_ill"))
    if step and step.state == "done" and request.method == "GET":
        return go_to(address)
    last = f" Dat doet u uiterlijk op {long_date(step.due_on)}." if step else ""
    return answer_form(
        (FormField("op", "Op welke dag hebt u de aanvraag verstuurd?", "date"),),
        title="WIA-aanvraag verstuurd",
        intro=f"U vraagt de WIA zelf aan bij UWV, met alle stukken uit uw verslag.{last} Leg dat hier vast.",
        submit="Vastleggen",
        start={"op": g.dossier.today.isoformat()},
        act=lambda sheet: mark_sent(**who(), on=sheet.day("op")),
        also=lambda sheet: sheet.wrong_day("op", lambda day: check_fact(g.dossier, "wia_verstuurd", day, {})),
        then=lambda: address,
        notice="Vastgelegd: u hebt de WIA-aanvraag verstuurd.",
        paragraph=beside_form(g.dossier, "mark_sent"),
        cancel=address,
        crumbs=crumbs({"label": OWN_PAGE, "href": address}),
    )


def _step(key: str) -> Step | None:
    return next((step for step in g.dossier.steps if step.key == key), None)
