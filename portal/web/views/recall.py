"""Recalling a paper with health data: stopping it, who had opened it, and the draft of a report."""

from flask import Blueprint, Response, g, url_for

from portal.actions.recall_paper import recall_paper, recall_to_see
from portal.web.attachment import attachment
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField
from portal.web.guard import guarded
from portal.web.present.recalled import leak_note, openers_page
from portal.web.render import go_to, page
from portal.web.views.here import crumbs, paper_name, who

bp = Blueprint("recall", __name__, url_prefix="/dossiers/<number>/papieren/<int:paper_id>")

REASON = FormField(
    "reden",
    "Waarom roept u dit stuk terug?",
    "long_text",
    hint="Zeg waar het staat, bijvoorbeeld: de derde zin bij het doel. Neem niet over wat er staat.",
)


@bp.route("/terugroepen", methods=["GET", "POST"], endpoint="recall")
@guarded("recall_paper")
def recall_one(number: str, paper_id: int) -> Response:
    """Let a paper open for nobody from now on, and say why."""
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    if g.paper.recalled_at:
        return go_to(address)
    title = paper_name()
    return answer_form(
        (REASON,),
        title=f"{title} terugroepen",
        intro="Staat er in dit stuk iets over de aard, de oorzaak of de behandeling van de ziekte? Roep het dan terug. "
        "Niemand kan het daarna nog openen of downloaden, ook u niet. De eerdere versies ervan sluiten mee. "
        "De termijnen veranderen niet. Wie het stuk maakte, maakt het opnieuw.",
        submit="Terugroepen",
        act=lambda sheet: recall_paper(**who(), paper_id=paper_id, reason=sheet.text("reden")),
        then=lambda: address,
        notice="Het stuk is teruggeroepen. Niemand kan het nog openen.",
        cancel=address,
        crumbs=crumbs({"label": title, "href": address}),
    )


@bp.get("/geopend")
@guarded("recall_paper")
def openers(number: str, paper_id: int) -> Response:
    """Who had opened a recalled paper, with the draft of a report of the data leak."""
    found = recall_to_see(g.dossier, g.paper)
    address = url_for("papers.paper", number=number, paper_id=paper_id)
    back = crumbs({"label": paper_name(), "href": address})
    return page("paper_openers.html", crumbs=back, **openers_page(g.dossier, g.paper, found))


@bp.get("/datalekmelding.txt")
@guarded("recall_paper")
def note(number: str, paper_id: int) -> Response:
    """The draft of the report as a file."""
    text = leak_note(g.dossier, g.paper, recall_to_see(g.dossier, g.paper))
    return attachment(text.encode(), f"datalekmelding-{number}-{g.dossier.today.isoformat()}.txt")
