"""What every page of a dossier wants to know: who acts, the way back, and what its forms have in common."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, g, request, url_for
from flask_login import current_user

from portal.actions.dossier import looked_at
from portal.rules.errors import Invisible
from portal.storage.reading.papers import papers_of
from portal.web.clock import now
from portal.web.forms.answer import Notice, answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.next_address import page_inside
from portal.web.present.papers import title_of_paper


class ProofOwed(RuntimeError):
    """Something was about to be done without the proof that the guard left to its form."""


def who() -> dict[str, Any]:
    """The arguments that every action on the dossier in the address takes. Raises ProofOwed while a proof is owed."""
    return {"dossier_id": g.dossier.row.id, "actor": acting(), "now": now()}


def acting() -> int:
    """Who does this. Raises ProofOwed while a proof is owed."""
    if "owes_proof" in g:
        raise ProofOwed(request.endpoint)
    return int(current_user.person_id)


def still_here() -> bool:
    """Whether the dossier in the address is still there for who acts: handing it over can end that."""
    try:
        looked_at(**who())
    except Invisible:
        return False
    return True


def dossier_address() -> str:
    """The page of the dossier in the address."""
    return url_for("dossiers.dossier", number=g.dossier.row.number)


def came_from(otherwise: str = "") -> str:
    """The page from which one came to a form, by `?terug=`, where one goes on after it; else that of the dossier."""
    return page_inside(request.args.get("terug", "")) or otherwise or dossier_address()


def way_to_dossier() -> list[dict[str, str]]:
    """For who does not come back at the dossier: where it is. Without the name: a notice is kept in the cookie."""
    here = dossier_address()
    return [] if came_from() == here else [{"label": f"Open dossier {g.dossier.row.number}", "href": here}]


def paper_name() -> str:
    """What the paper in the address is called in its dossier: with its number when there are more of its kind."""
    return title_of_paper(g.paper, papers_of(g.dossier.row.id))


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way back up from a page in this dossier; `more` lies between the dossier and the page."""
    return [
        {"label": "Dossiers", "href": url_for("dossiers.dossiers")},
        {"label": f"Dossier {g.dossier.row.number}, {g.dossier.row.medewerker_name}", "href": dossier_address()},
        *more,
    ]


def form_here(
    fields: Iterable[FormField],
    *,
    title: str,
    act: Callable[[Sheet], object],
    notice: Notice,
    submit: str = "Vastleggen",
    address: str = "",
    **more: Any,
) -> Response:
    """A form on the dossier in the address; afterwards one is back at the dossier, or at another `address`."""
    address = address or dossier_address()
    return answer_form(
        fields,
        title=title,
        submit=submit,
        act=act,
        then=lambda: address,
        notice=notice,
        cancel=address,
        crumbs=crumbs(),
        **more,
    )
