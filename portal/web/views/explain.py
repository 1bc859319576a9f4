"""Why a step falls on its day, the same case by another version of the protocol, and reminding who must act."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from portal.actions.dossier import OpenDossier
from portal.actions.remind import remind
from portal.rules.access import may
from portal.rules.errors import Invisible
from portal.rules.explanation import explain
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.rules.turns import turns
from portal.storage.protocols import protocol, protocol_keys
from portal.storage.reading.nudges import nudges_of
from portal.storage.reading.reminders import escalations_of
from portal.web.guard import guarded
from portal.web.present.explanation import escalation, explained, later_day
from portal.web.present.nudges import may_again, sent
from portal.web.present.progress import line_id
from portal.web.present.steps import title_of
from portal.web.present.versions import compared
from portal.web.render import go_to, page
from portal.web.views.here import crumbs, dossier_address, who

bp = Blueprint("explain", __name__, url_prefix="/dossiers/<number>")

PROGRESS = "voortgang"


@bp.get("/stappen/<key>/<int:round>/uitleg")
@guarded("read_progress")
def step(number: str, key: str, round: int) -> Response:
    """The reasoning behind the day of one step."""
    dossier = g.dossier
    known = any((one.key, one.round) == (key, round) for one in dossier.shown_steps)
    found = explain(dossier.facts, dossier.situation, dossier.steps, dossier.protocol, (key, round))
    if found is None or not known:
        raise Invisible(key)
    every = turns(dossier.steps, dossier.situation, dossier.protocol, dossier.today, dossier.row.opened_on)
    last = next((row for row in nudges_of(dossier.row.id) if (row.key, row.round) == (key, round)), None)
    running = any(turn.until is None and turn.step == found.step for turn in every)
    own = found.step.owner in dossier.roles
    asks = may(dossier.roles, "remind") and running and not own and may_again(last, dossier.today)
    return page(
        "explanation.html",
        crumbs=crumbs(),
        number=number,
        versions_href=url_for("explain.versions", number=number),
        reminded=sent(last, current_user.person_id),
        remind_href=url_for("explain.remind_step", number=number, key=key, round=round) if asks else "",
        later_href=later_day(dossier, found.step),
        escalation=escalation(dossier, found.step, escalations_of(dossier.row.id)),
        **explained(dossier, found, every),
    )


@bp.get("/regels")
@guarded("read_progress")
def versions(number: str) -> Response:
    """The case by its own protocol and by another version, side by side; `?met=` names the other one."""
    dossier = g.dossier
    others = [key for key in protocol_keys() if key != dossier.protocol.key]
    asked = request.args.get("met", "")
    chosen = protocol(asked if asked in others else others[0])
    lines: dict[str, Any] = compared(dossier.shown_steps, _shown(dossier, plan(dossier.situation, chosen)))
    return page(
        "versions.html",
        crumbs=crumbs(),
        own=dossier.protocol,
        other=chosen,
        others=[
            {"title": protocol(key).title, "href": url_for("explain.versions", number=number, met=key)}
            for key in others
            if key != chosen.key
        ],
        opened_on=dossier.row.opened_on,
        **lines,
    )


def _shown(dossier: OpenDossier, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Of the steps by another protocol those that this person may know of by the own one."""
    hidden = {step.key for step in dossier.steps} - {step.key for step in dossier.shown_steps}
    return tuple(step for step in steps if step.key not in hidden)


@bp.post("/stappen/<key>/<int:round>/herinneren")
@guarded("remind")
def remind_step(number: str, key: str, round: int) -> Response:
    """Remind whoever must do a step."""
    names = remind(**who(), key=key, round=round)
    title = next(title_of(one) for one in g.dossier.steps if (one.key, one.round) == (key, round))
    return go_to(
        _where_reminded(key, round),
        f"Herinnerd: {' en '.join(names)}, aan «{title}». Het staat bij de taak.",
    )


def _where_reminded(key: str, round: int) -> str:
    """Where the button stood: the dossier, or the line of the step on its page of the progress."""
    if request.form.get("terug") != PROGRESS:
        return dossier_address()
    leaf, team = request.form.get("pagina", 1, type=int), request.form.get("team", "")
    line = line_id(g.dossier.row.number, key, round)
    return url_for("progress.progress", pagina=leaf if leaf > 1 else None, team=team or None, _anchor=line)
