"""The yearly review of rights, for the beheerder: a list, the same as a file, and a form to say that it was done."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.review_rights import review_rights, reviews, rights_to_review
from portal.documents.table_csv import table_csv
from portal.web.attachment import attachment
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.pages import Leaf
from portal.web.present.rights import HEADING, cells, done_lines, due_line, shown

bp = Blueprint("rights", __name__, url_prefix="/beheer/rechten/<int:organisation_id>")

PAGE_SIZE = 50
FIELDS = (
    FormField(
        "bevinding",
        "Wat hebt u gevonden en veranderd?",
        "long_text",
        hint="Bijvoorbeeld: alles klopt. Of: de functie van een vertrokken adviseur is beëindigd.",
    ),
)


@bp.route("", methods=["GET", "POST"])
@guarded(SIGNED_IN, function="beheerder")
def review(organisation_id: int) -> Response:
    """Who may do what, and the form that says that someone went through it."""
    leaf = Leaf.asked(PAGE_SIZE)
    found = rights_to_review(**_who(organisation_id), limit=leaf.limit, offset=leaf.offset)
    people = [shown(row) for row in leaf.shown(found)]
    done = reviews(**_who(organisation_id))
    return answer_form(
        FIELDS,
        title="Rechten nalopen",
        intro="Loop elk jaar na of iedereen nog de juiste rechten heeft. Dossiers ziet u hier niet.",
        submit="Ik heb de lijst nagelopen",
        act=lambda sheet: review_rights(**_who(organisation_id), note=sheet.text("bevinding")),
        then=lambda: url_for("beheer.accounts"),
        notice="De controle van de rechten staat vast. Over een jaar vraagt het portaal er weer om.",
        template="rights.html",
        crumbs=[{"label": "Beheer", "href": url_for("beheer.accounts")}],
        people=[one for one in people if one["may"]],
        only_own=[one for one in people if not one["may"]],
        pages=leaf.links(
            len(found), lambda number: url_for("rights.review", organisation_id=organisation_id, pagina=number)
        ),
        due=due_line(done, today()),
        done=done_lines(done),
        download=url_for("rights.download", organisation_id=organisation_id),
    )


@bp.get("/rechten.csv")
@guarded(SIGNED_IN, function="beheerder")
def download(organisation_id: int) -> Response:
    """The list as a file for a spreadsheet."""
    found = rights_to_review(**_who(organisation_id))
    return attachment(table_csv(HEADING, [cells(row) for row in found]), f"rechten-{today().isoformat()}.csv")


def _who(organisation_id: int) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "actor": current_user.person_id, "now": now()}
