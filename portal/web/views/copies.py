"""The receipts for the copies of a paper."""

from flask import Blueprint, Response, g, url_for

from portal.actions import copies
from portal.rules.errors import Rejected
from portal.storage.database import ask_together
from portal.storage.reading.involvements import people_asked
from portal.storage.reading.read_log import readers_asked
from portal.web.forms.answer import answer_form, said_next
from portal.web.forms.form import FormField
from portal.web.guard import guarded
from portal.web.present.steps import role_label
from portal.web.render import go_to
from portal.web.views.here import crumbs, paper_name, who
from portal.web.views.not_now import not_now

bp = Blueprint("copies", __name__, url_prefix="/dossiers/<number>/papieren/<int:paper_id>")


@bp.post("/afschrift-ontvangen")
@guarded("confirm_copy")
def confirm_copy(number: str, paper_id: int) -> Response:
    """Confirm that one has the own copy."""
    copies.confirm_copy(**who(), paper_id=paper_id)
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    return go_to(address, "U hebt de ontvangst bevestigd.", said_next())


@bp.route("/afschrift-op-papier", methods=["GET", "POST"])
@guarded("give_on_paper")
def give_on_paper(number: str, paper_id: int) -> Response:
    """Record that someone got their copy on paper."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    title = paper_name()
    ask_together(people_asked(g.dossier.row.id, g.dossier.today), readers_asked(g.dossier.row.id))
    waiting = copies.givable(g.dossier, g.paper)
    if not waiting:
        return not_now(title, Rejected("copies_all_received"), [{"label": title, "href": address}])
    options = tuple((copy.role, f"{copy.name} ({role_label(copy.role)})") for copy in waiting)
    return answer_form(
        (
            FormField("aan", "Aan wie hebt u het gegeven?", "radio", options=options),
            FormField("op", "Op welke dag?", "date", hint="De dag waarop u het gaf of verstuurde."),
        ),
        title=f"{title}: op papier gegeven",
        intro="Leest iemand niet in het portaal? Leg dan vast dat u het op papier gaf of per post verstuurde.",
        submit="Vastleggen",
        start={"op": g.dossier.today.isoformat()},
        act=lambda sheet: copies.give_on_paper(**who(), paper_id=paper_id, role=sheet.text("aan"), on=sheet.day("op")),
        also=lambda sheet: sheet.wrong_day("op", lambda day: copies.check_given(g.dossier, g.paper, day)),
        then=lambda: address,
        notice="Het staat bij het stuk.",
        cancel=address,
        crumbs=crumbs({"label": title, "href": address}),
    )
