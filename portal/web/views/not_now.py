"""What cannot be done now: a sentence that says why, and the way on."""

from collections.abc import Callable, Iterable, Iterator

from flask import Response, g, request

from portal.rules.errors import Rejected
from portal.rules.step import Step
from portal.web.messages import sentence
from portal.web.present.places import explanation_of, place_of
from portal.web.present.steps import role_label, title_of
from portal.web.render import go_to, page, wants_part
from portal.web.views.here import crumbs, dossier_address

Way = dict[str, str]


def not_now(title: str, refusal: Rejected, ways: Iterable[Way] = ()) -> Response:
    """The page that refuses; `ways` are {label, href} of what can be done instead, besides going back.

    Where the form was to open beside its link, one is sent on to the page.
    """
    if wants_part():
        return go_to(request.full_path.rstrip("?"))
    return page(
        "paper_not_now.html",
        status=422,
        title=title,
        text=sentence(refusal),
        crumbs=crumbs(),
        dossier_href=dossier_address(),
        ways=list(ways),
    )


def refused_beforehand(title: str, check: Callable[[], None], ways: Iterable[Way] = ()) -> Response | None:
    """The page that refuses when a form is opened that cannot be sent now; what was sent is answered in the form."""
    if request.method != "GET":
        return None
    try:
        check()
    except Rejected as refusal:
        return not_now(title, refusal, ways)
    return None


def first_to_do(paper: str, parent: str = "") -> Iterator[Way]:
    """What must be done before this kind of paper, or the `parent` that it adjusts: where, or by whom and when."""
    undone = [step for step in g.dossier.steps if step.paper in (paper, parent or paper) and step.done_on is None]
    yield from first_of(undone[:1])


def first_of(steps: Iterable[Step]) -> Iterator[Way]:
    """What must be done before these steps, or the steps themselves: where, or by whom and when."""
    for step in _first(steps):
        if step.owner in g.dossier.roles and step.asked_on(g.dossier.today):
            href, _ = place_of(step, g.dossier.row.number)
            yield {"label": f"Eerst: {title_of(step)}", "href": href}
        else:
            label = f"Wanneer is dit aan de beurt? {title_of(step)}, {role_label(step.owner)}"
            yield {"label": label, "href": explanation_of(step, dossier_address())}


def _first(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps that these wait for in the end, or the steps themselves."""
    for step in steps:
        before = [one for one in g.dossier.steps if one.key in step.waits_for and one.done_on is None]
        yield from _first(before) if before else (step,)
