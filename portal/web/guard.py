"""Who may open what. Every route names its policy; without one the portal does not start.

The guard runs before any view: it knows the person, finds the dossier and the paper that the address names,
asks the access table, and notes the look; what became of it is written down before the answer leaves. What someone
may not know about looks like what is not there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, TypeVar

from flask import Flask, Response, g, redirect, request, url_for
from flask_login import current_user

from portal.actions.dossier import as_seen
from portal.documents.text import clean_text
from portal.rules.access import ACCESS, ROLES, may
from portal.rules.errors import Forbidden, Invisible
from portal.storage.catalogue import catalogue
from portal.storage.reading.dossiers import numbered_seen_by
from portal.storage.reading.papers import papers_of
from portal.storage.reading.read_log import looked_since
from portal.storage.writing.read_log import record_look, record_search
from portal.web.clock import now, real_now
from portal.web.held import hold, typed
from portal.web.pace import keep_pace
from portal.web.proof import prove_before, prove_first
from portal.web.render import go_to
from portal.web.sessions import settings

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed_in"
READING = ("GET", "HEAD", "OPTIONS")
IN_FORM: Literal["in_form"] = "in_form"
"""A proof that the form asks for, when it is right (see web/forms/answer.py); before that `acting` refuses."""
BEFORE: Literal["before"] = "before"
"""A proof that comes before the form is shown, because a secret is typed in it."""
Proof = bool | Literal["in_form", "before"]
ONE_LOOK = timedelta(minutes=10)
LONGEST_OBJECT = 80

RESULTS = {403: "refused", 409: "changed", 422: "rejected"}
"""What became of a request that was not carried out, by the status of its answer; else it failed."""
BAD_REQUEST, NOT_FOUND = 400, 404

OUTSIDE = {"record_ziekmelding": "leidinggevende"}
"""What is done to a dossier from outside its own pages, with the role that allows it."""


@dataclass(frozen=True)
class Policy:
    """Who may use a route: everyone, everyone signed in, the holders of one of `functions`, or a dossier's people.

    `one_look`: a page asks for this route again and again, and all of that is one look at the paper
    or the dossier.
    `proof`: who does this (not: looks at it) has proved a moment ago who they are; IN_FORM and BEFORE say when that is
    asked.
    `enrolling`: open to who must add a second factor first. `writes`: a GET that stores something, because another site
    sends the browser here.
    `watching`: the page itself asks, and nobody: that is no look, and does not let a login go on.
    """

    name: str
    functions: frozenset[str] = frozenset()
    one_look: bool = False
    proof: Proof = False
    enrolling: bool = False
    writes: bool = False
    watching: bool = False

    @property
    def on_dossier(self) -> bool:
        """Whether the policy is an action of the access table, on the dossier in the address."""
        return self.name in ACCESS


class MissingPolicy(RuntimeError):
    """A route without a policy, or with one that does not exist."""


def guarded(
    name: str,
    *,
    function: str | Iterable[str] = (),
    one_look: bool = False,
    proof: Proof = False,
    enrolling: bool = False,
    writes: bool = False,
    watching: bool = False,
) -> Callable[[View], View]:
    """Give a view its policy: PUBLIC, SIGNED_IN (with or without a function), or an action of the access table.

    Of several functions one is enough. For the rest see `Policy`.
    """
    if name not in (PUBLIC, SIGNED_IN) and name not in ACCESS:
        raise MissingPolicy(name)

    functions = frozenset([function] if isinstance(function, str) else function)

    def mark(view: View) -> View:
        view.policy = Policy(name, functions, one_look, proof, enrolling, writes, watching)  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(app: Flask, endpoint: str) -> Policy:
    """The policy of a route. Raises MissingPolicy."""
    policy = getattr(app.view_functions[endpoint], "policy", None)
    if policy is None:
        raise MissingPolicy(endpoint)
    return policy  # type: ignore[no-any-return]


def check_every_route(app: Flask) -> None:
    """Refuse to start while a route has no policy, or a dossier's policy has no dossier in its address."""
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        if policy.on_dossier != ("number" in rule.arguments):
            raise MissingPolicy(f"{rule.endpoint}: {policy.name} and {rule.rule} do not belong together")


def guard(app: Flask) -> Response | None:
    """Let the request through, send the person to the login page, or raise Invisible, Forbidden, TooManyRequests.

    What was typed in a form that comes too late is held.
    """
    if request.endpoint is None:
        return None
    policy = policy_of(app, request.endpoint)
    if policy.name == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _to_login(policy)
    keep_pace(current_user.person_id, settings().most_requests, real_now(), request.remote_addr or "")
    if current_user.must_enrol and not policy.enrolling:
        return go_to(url_for("secure.overview"))
    if policy.functions and policy.functions.isdisjoint(current_user.functions):
        raise Invisible(request.endpoint)
    if policy.on_dossier:
        _open_dossier(policy)
    if policy.proof == BEFORE:
        return prove_before()
    if not policy.proof or request.method in READING:
        return None
    if policy.proof == IN_FORM:
        g.owes_proof = prove_first
        return None
    return prove_first()


def _to_login(policy: Policy) -> Response:
    if typed():
        return hold(422)
    address = url_for("login.login", verder=request.full_path.rstrip("?") if request.method == "GET" else None)
    if request.headers.get("HX-Request"):
        # What is typed on a page that only watches is not taken away.
        return Response(status=204, headers={} if policy.watching else {"HX-Redirect": address})
    return redirect(address, 303)  # type: ignore[return-value]


def _open_dossier(policy: Policy) -> None:
    arguments = request.view_args or {}
    moment = now()
    found = numbered_seen_by(current_user.person_id, moment.date(), number=arguments["number"])
    paper_id = arguments.get("paper_id")
    # What is not there is asked for and written down all the same, so that it takes as long as what is hidden.
    g.look = Look(policy, found.row.id if found else None, paper_id)
    if found is None:
        raise Invisible(arguments["number"])
    g.dossier = as_seen(found, actor=current_user.person_id, now=moment)
    if not may(g.dossier.roles, policy.name):
        raise Forbidden(policy.name)
    if paper_id is not None:
        g.paper = _paper(paper_id, found.row.id)
    g.look.let_in = True


@dataclass
class Look:
    """What this request asks of a dossier, to be written down with what became of it.

    `dossier_id` is None for a number that no dossier has. `papers` are those handed out besides the one in the address.
    Who was `let_in` may still ask for what is not there.
    """

    policy: Policy
    dossier_id: int | None
    paper_id: int | None
    papers: tuple[int, ...] = ()
    let_in: bool = False

    def result(self, status: int) -> str:
        """What became of it, by the status of the answer."""
        if status == NOT_FOUND:
            return "missing" if self.let_in else "invisible"
        return "allowed" if status < BAD_REQUEST else RESULTS.get(status, "failed")


def wrote_in(dossier_id: int, action: str) -> None:
    """Let it be written down that a form outside the dossier's own pages wrote in it, such as a ziekmelding."""
    g.look = Look(Policy(action), dossier_id, None, let_in=True)


def log_papers(paper_ids: Iterable[int]) -> None:
    """Let it be written down that these papers of the dossier in the address are handed out, one line for each."""
    g.look.papers = tuple(paper_ids)


def log_found(found: Iterable[tuple[int, str, int | None]]) -> None:
    """Let it be written down in which dossiers a search showed papers: the dossier, the role that allowed it, and the
    id of the person in whose place was looked. One line for each dossier."""
    g.found = {dossier_id: (role, absent) for dossier_id, role, absent in found}


def write_look_down(response: Response) -> Response:
    """Write down what was asked of a dossier and what became of it, before the answer leaves the portal."""
    look: Look | None = g.get("look")
    if "found" in g:
        record_search(at=now(), person_id=current_user.person_id, origin=request.remote_addr or "", shown=g.found)
    if look is None:
        return response
    result = look.result(response.status_code)
    if result != "allowed":
        _log(look, result)
    elif not look.policy.watching:
        known = _same_look(look)
        _log(look, result, [one for one in (look.paper_id, *look.papers) if one not in known])
    return response


def _paper(paper_id: int, dossier_id: int) -> Any:
    """The paper in the address, if it is this dossier's and the person is on its list of readers."""
    # Of all of them, as most pages of a paper need those beside it.
    found = next((row for row in papers_of(dossier_id) if row.id == paper_id), None)
    if found is None:
        raise Invisible(paper_id)
    if not catalogue()[found.kind].readable_by(g.dossier.roles):
        raise Invisible(paper_id)
    return found


def _same_look(look: Look) -> frozenset[int | None]:
    """The papers, or None for the dossier, of which a look was written down a moment ago that this belongs to."""
    if look.dossier_id is None or not look.policy.one_look or request.method not in READING:
        return frozenset()
    return looked_since(now() - ONE_LOOK, current_user.person_id, look.policy.name, look.dossier_id)


def _log(look: Look, result: str, papers: Sequence[int | None] = (None,)) -> None:
    opened = g.get("dossier")
    record_look(
        at=now(),
        person_id=current_user.person_id,
        action=look.policy.name if request.method in READING else f"{look.policy.name}:{request.method}",
        dossier_id=look.dossier_id,
        papers=papers,
        object=_object(),
        result=result,
        origin=request.remote_addr or "",
        basis=_basis(opened.roles, look.policy.name) if opened else OUTSIDE.get(look.policy.name, ""),
        absent=opened.on_behalf_of if opened else None,
    )


def _object() -> str:
    """What the address names besides the dossier and the paper: a kind of paper, a step, a number."""
    named = [f"{value}" for name, value in (request.view_args or {}).items() if name not in ("number", "paper_id")]
    return clean_text(" ".join(named))[:LONGEST_OBJECT]


def _basis(roles: Iterable[str], action: str) -> str:
    """The role that allows the action, the first of several."""
    held = ACCESS[action].intersection(roles)
    return next((role for role in ROLES if role in held), "")
