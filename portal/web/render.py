"""Pages and parts: one way to answer, whether the whole page is asked for or one element of it."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask_htmx import HTMX
from flask_login import current_user

from portal.actions.deputies import ABSENT
from portal.actions.directorate_figures import READER
from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.own_application import is_prepared
from portal.actions.template_keepers import KEEPERS
from portal.rules.access import ARBO, may
from portal.rules.calendar import MONTHS, WEEKDAYS, long_date
from portal.rules.errors import Invisible
from portal.rules.smo import SEATED
from portal.rules.terms import ROLE
from portal.web.clock import HERE, now, today
from portal.web.present.inbox import heading_for
from portal.web.static_files import static_url
from portal.web.theme import theme_address

htmx = HTMX()

TYPED = re.compile(r"(<textarea.*?</textarea>)", re.DOTALL)
# It begins with the space itself: that is found far quicker than a place that a digit stands before.
IN_DATE = re.compile(rf" (?<=\d )({'|'.join(MONTHS)}) (?=\d{{4}}\b)(?![^<>]*>)")


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """The page made from `templates/pages/<template>`, with what every page needs around it."""
    response = make_response(unbroken(render_template(f"pages/{template}", **_frame(), **values)), status)
    response.headers["Vary"] = "HX-Request"
    return response


def part(template: str, *, status: int = 200, **values: Any) -> Response:
    """One element, made from `templates/parts/<template>`, for a request that swaps only that."""
    response = make_response(unbroken(render_template(f"parts/{template}", **values)), status)
    response.headers["Vary"] = "HX-Request"
    return response


def unbroken(html: str) -> str:
    """The same with every date on one line, apart from what was typed: that goes back as it came."""
    pieces = TYPED.split(html)
    pieces[::2] = (IN_DATE.sub("\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", piece) for piece in pieces[::2])
    return "".join(pieces)


def wants_part() -> bool:
    """Whether htmx asks for an element: not for a boosted link, nor when it restores a page of the history."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def go_to(address: str, notice: str = "", then: str = "", ways: Iterable[dict[str, str]] = ()) -> Response:
    """Send the person on after something was done, with a sentence about it on the next page, and what comes `then`.

    `ways` are {label, href} of where one can go from there.
    """
    if notice:
        session["notices"] = [{"kind": "success", "text": notice, "then": then, "ways": list(ways)}]
    if wants_part():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)  # type: ignore[return-value]


def weekday_date(day: Any) -> str:
    """«maandag 5 januari 2026»."""
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def _frame() -> dict[str, Any]:
    """What the layout shows around every page."""
    known = current_user.is_authenticated
    day = today()
    return {
        "nav": _nav() if known else [],
        "user": {"name": current_user.name, "function": _functions()} if known else None,
        "search_url": url_for("search.search") if known and current_user.row.of_others else "",
        "logout_url": url_for("login.logout") if known else "",
        "session": session_end() if known else None,
        "notices": session.pop("notices", []) if "notices" in session else [],
        "demo_today": weekday_date(day) if g.demo else "",
        "watch_url": _watch_url(),
        "footer_links": [
            {"label": "Uitleg", "href": url_for("about.uitleg")},
            {"label": "Privacy", "href": url_for("about.privacy")},
            {"label": "Toegankelijkheid", "href": url_for("about.toegankelijkheid")},
            *({"label": label, "href": url_for(endpoint)} for label, endpoint in (OWN if known else ())),
        ],
        "today": day,
        "theme_url": theme_address(_theme(), _organisation(), "thema.css"),
        "logo_url": theme_address(_theme(), _organisation(), "logo.svg") or static_url("logo.svg"),
    }


WATCHED = ("dossiers.dossier", "papers.fill", "questions.question", "questions.check")
"""The pages that say so when someone else changes the dossier meanwhile."""


def _watch_url() -> str:
    """Where the page can ask whether the dossier changed since it was made; empty when it need not."""
    dossier = g.get("dossier")
    if request.endpoint not in WATCHED or dossier is None or not may(dossier.roles, "read_dossier"):
        return ""
    since = request.form.get("gezien", dossier.reading.last, type=int)
    return url_for("changes.changed", number=dossier.row.number, vanaf=since)


def _theme() -> Path:
    folder: Path = current_app.config["PORTAL"].theme
    return folder


def _organisation() -> int:
    """The organisation whose look the page has; 0 is that of everyone."""
    return (current_user.is_authenticated and current_user.row.organisation_id) or 0


OWN = (
    ("Mijn instellingen", "own_settings.mine"),
    ("Inloggen beveiligen", "secure.overview"),
    ("Waar bent u ingelogd", "signed_in.where"),
)
"""The pages about oneself, for everyone, at the foot of every page."""


def session_end() -> dict[str, Any]:
    """When this login ends: in how many seconds without use, and in how many at most."""
    at_once = current_user.ends_at - now()
    at_most = current_user.lasts_until - now()
    return {
        "idle": int(at_once.total_seconds()),
        "longest": int(at_most.total_seconds()),
        "ends": f"{current_user.ends_at:%H.%M} uur",
        "lasts_until": f"{current_user.lasts_until.astimezone(HERE):%H.%M} uur",
        "is_last": at_most <= at_once,
    }


def _functions() -> str:
    """The person's functions in words, the employee's last: for most people that one says the least."""
    functions = sorted(current_user.functions, key=lambda role: (role == "medewerker", role))
    labels = [ROLE[role].label for role in functions if role in ROLE]
    return ", ".join(labels if len(labels) == 1 else labels[:2])


TO_REPORT_SICK = "report_sick.own"
"""The page that is of no use to who is reported ill: it comes back after full recovery."""

NAVIGATION: tuple[tuple[str, str, Collection[str]], ...] = (
    ("Spreekuren", "agenda.consults", ARBO),
    ("Ziekmelding doen", "ziekmelding.team", ("leidinggevende",)),
    ("Ondertekend stuk inleveren", "on_paper.box", ("leidinggevende",)),
    ("Voortgang teams", "progress.progress", ("naasthogere_leidinggevende",)),
    ("Sociaal-medisch overleg", "smo.directorates", SEATED),
    ("Ik ben ziek", TO_REPORT_SICK, ("medewerker",)),
    ("Vervanging", "deputies.name", ABSENT),
)
"""The pages of those who work in dossiers, behind the inbox and the dossiers, with the functions they are for."""

BESIDE: tuple[tuple[str, str, Collection[str]], ...] = (
    ("Cijfers", "figures.top", (READER,)),
    ("Formulieren", "templates.kinds", KEEPERS),
)
"""Pages without dossiers."""


def menu() -> list[tuple[str, str]]:
    """The pages in the menu of who is signed in, with the names of their views."""
    functions = current_user.functions
    if "beheerder" in functions:
        first = [("Beheer", "beheer.accounts")]
    elif functions == {READER}:
        first = []
    else:
        first = [(heading_for(functions), "inbox.inbox"), ("Dossiers", "dossiers.dossiers"), *_those_for(NAVIGATION)]
    shown = [*first, *_those_for(BESIDE)]
    return [one for one in shown if one[1] != TO_REPORT_SICK] if current_user.row.ill else shown


def _nav() -> list[dict[str, Any]]:
    return [
        *(
            {"label": label, "href": url_for(endpoint), "current": request.endpoint == endpoint}
            for label, endpoint in menu()
        ),
        *_own_wia(),
    ]


def _own_wia() -> list[dict[str, Any]]:
    """The employee's own page of the WIA application, once it is to be prepared."""
    dossier = _own_dossier(current_user.row.applying) if current_user.row.applying else None
    if dossier is None or not is_prepared(dossier):
        return []
    href = url_for("wia.own", number=dossier.row.number)
    return [{"label": "Mijn WIA-aanvraag", "href": href, "current": request.path == href}]


def _own_dossier(dossier_id: int) -> OpenDossier | None:
    """The own dossier, often the one in the address; None when it went along to another organisation today."""
    if "dossier" in g and g.dossier.row.id == dossier_id:
        return g.dossier  # type: ignore[no-any-return]
    try:
        return looked_at(dossier_id, actor=current_user.person_id, now=now())
    except Invisible:
        return None


def _those_for(pages: Iterable[tuple[str, str, Collection[str]]]) -> list[tuple[str, str]]:
    return [(label, endpoint) for label, endpoint, who in pages if not current_user.functions.isdisjoint(who)]
