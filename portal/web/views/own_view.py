"""The employee's own words in a paper that another writes."""

from dataclasses import replace

from flask import Response, g, request, url_for

from portal.actions.give_view import give_view
from portal.actions.start_paper import own_words, view_fields
from portal.actions.word_forms import form_in_use, unfinished
from portal.rules.access import may
from portal.rules.errors import Forbidden
from portal.rules.papers import PaperKind
from portal.web.forms.answer import answer_form
from portal.web.forms.paper_form import form_field
from portal.web.present.explanation import beside_form
from portal.web.render import go_to
from portal.web.views.filling import paper_not_now, refusal_now
from portal.web.views.filling_page import papers_to_read
from portal.web.views.here import crumbs, dossier_address, who

KEPT = "Uw eigen kijk is bewaard. Uw leidinggevende kan die nu lezen."
NOTHING = "U vulde niets in. Er staat nu geen eigen kijk van u in het dossier."
"""Said when every field is empty: give_view then takes back what stood there."""


def own_view(entry: PaperKind) -> Response:
    """The fields of another's paper that are this person's own words."""
    word_form = form_in_use(g.dossier, entry.key)
    asked = view_fields(entry, word_form)
    fields = tuple(replace(form_field(one, entry), required=False, hint="") for one in asked)
    if not fields or not may(g.dossier.roles, "give_view"):
        raise Forbidden(entry.key)
    waiting = unfinished(g.dossier, entry.key)
    if waiting and request.method == "GET":
        return go_to(url_for("papers.paper", number=g.dossier.row.number, paper_id=waiting.id))
    refusal = refusal_now(entry) if request.method == "GET" else None
    if refusal:
        return paper_not_now(entry, refusal)
    address = dossier_address()
    return answer_form(
        fields,
        title=f"Uw eigen kijk: {entry.title[0].lower()}{entry.title[1:]}",
        intro="U schrijft dit zelf, in uw eigen woorden. In het stuk heet uw kijk «zienswijze». Uw leidinggevende kan "
        "het lezen zodra u het bewaart, maar kan er niets aan veranderen. Het komt zo in het stuk te staan.",
        submit="Bewaren en delen",
        start=own_words(g.dossier, entry, word_form),
        act=lambda sheet: give_view(**who(), kind=entry.key, values={one.name: sheet.text(one.name) for one in fields}),
        then=lambda: address,
        notice=lambda sheet: KEPT if any(sheet.text(one.name) for one in fields) else NOTHING,
        cancel=address,
        crumbs=crumbs(),
        template="own_view.html",
        beside=papers_to_read(entry),
        paragraph=beside_form(g.dossier, "settle_paper", entry.key),
    )
