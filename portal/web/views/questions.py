"""A long form a part at a time: each part a page of its own, and a page to check the answers. Without a script too."""

from flask import Blueprint, Response, g

from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.rules.errors import Forbidden, Invisible
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.web.guard import guarded
from portal.web.views.filling import CHECK, ask_for_form, writers_form

bp = Blueprint("questions", __name__, url_prefix="/dossiers/<number>/papieren/<kind>/invullen")


@bp.route("/vraag/<int(min=1):place>", methods=["GET", "POST"])
@guarded("settle_paper", one_look=True)
def question(number: str, kind: str, place: int) -> Response:
    """One part of the form."""
    return writers_form(_written_here(kind), place)


@bp.route("/controleren", methods=["GET", "POST"])
@guarded("settle_paper", one_look=True)
def check(number: str, kind: str) -> Response:
    """The answers, to be checked before the paper is settled."""
    return writers_form(_written_here(kind), CHECK)


def _written_here(kind: str) -> PaperKind:
    """The kind of paper, if who acts fills in its form here; what its form asks for is at hand then."""
    entry = catalogue().get(kind)
    if entry is None:
        raise Invisible(kind)
    if kind in MADE_ELSEWHERE or not entry.writable_by(g.dossier.roles):
        raise Forbidden(kind)
    ask_for_form(kind)
    return entry
