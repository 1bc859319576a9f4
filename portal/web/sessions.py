"""Who is signed in. The cookie holds a token; the login itself is a row that can be ended anywhere."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, after_this_request, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user

from portal.actions.dossier import carry_out_moves
from portal.actions.log_in import PASSWORD_ONLY, Visit
from portal.actions.passkeys import Question
from portal.actions.passwords import Hashing, hashing_of
from portal.actions.tries import KNOWN
from portal.rules.errors import Rejected
from portal.settings import Settings
from portal.storage.reading.logins import SessionRow, session_person
from portal.storage.writing.logins import TOKEN_BYTES, end_session, touch
from portal.web.clock import HERE, now
from portal.web.present.logins import device_words

login_manager = LoginManager()

TOUCH_AFTER = timedelta(minutes=1)
BROWSER = re.compile(r"[\w-]{43}", re.ASCII)
"""What the token of a browser looks like."""
ASKED = "passkey_gevraagd"
"""What the cookie calls the question for a passkey."""
LEAVING = "organisatie_verlaten"
"""What the cookie calls the login at the identity provider that ended here, until it ends there too."""

HELD = "vastgehouden"
"""What the cookie calls that by which a form that is held (see web/held.py) is known after logging in."""


@dataclass(frozen=True)
class SignedIn:
    """A person with a running session, as flask-login wants to know them."""

    token: str
    row: SessionRow

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def person_id(self) -> int:
        """The person's id."""
        return self.row.person_id

    @property
    def name(self) -> str:
        """The person's name."""
        return self.row.name

    @property
    def login(self) -> str:
        """The name the person signs in with."""
        return self.row.login

    @property
    def functions(self) -> frozenset[str]:
        """The functions the person holds today, in any dossier or organisation."""
        return self.row.functions

    @property
    def several(self) -> bool:
        """Whether the person has, or had, another employment as well."""
        return self.row.several

    @property
    def must_enrol(self) -> bool:
        """Whether the person came in with a password alone, where that is not enough."""
        return self.row.proof == PASSWORD_ONLY and settings().needs_second_factor

    @property
    def ends_at(self) -> datetime:
        """When the login ends if nothing more is asked."""
        return min(now() + idle(), self.lasts_until).astimezone(HERE)

    @property
    def lasts_until(self) -> datetime:
        """When the login ends whatever is asked."""
        return self.row.created_at + absolute()

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def signed_in(token: str) -> SignedIn | None:
    """The person of a session that has not ended; None sends them to the login page."""
    moment = now()
    row = session_person(token, moment, idle(), absolute())
    if row is None:
        # What has ended stays ended, also when the function that was lost comes back.
        end_session(token)
        return None
    if moment - row.seen_at > TOUCH_AFTER and not _only_watches():
        touch(token, moment)
        carry_out_moves(moment.date())
    return SignedIn(token, row)


def _only_watches() -> bool:
    """Whether the page itself asks, and nobody behind it."""
    view = current_app.view_functions.get(request.endpoint or "")
    policy = getattr(view, "policy", None)
    return policy is not None and bool(policy.watching)


def enter(token: str) -> None:
    """Sign the browser in with a login that has just begun.

    What was in the cookie before does not survive it, and neither does an earlier login of this browser. Only a form
    that is held is still known by its token, which is of no use in another browser.
    """
    if current_user.is_authenticated:
        end_session(current_user.get_id())
    held = session.get(HELD)
    session.clear()
    if held:
        session[HELD] = held
    session.permanent = True
    after_this_request(_known_from_now)
    carry_out_moves(now().date())
    go_on_with(token)


def go_on_with(token: str) -> None:
    """Let the browser go on with a login that has another token now."""
    row = session_person(token, now(), idle(), absolute())
    if row is None:
        raise Rejected("login_refused")
    login_user(SignedIn(token, row))


def asked_of_device(question: Question) -> Response:
    """A question for a passkey, as the script of the page passes it on; the cookie keeps what it is found back by."""
    session[ASKED] = question.token
    return Response(question.options, mimetype="application/json")


def device_asked() -> str:
    """By what the question that this browser answers is found back; it is answered once."""
    return str(session.pop(ASKED, ""))


def visit() -> Visit:
    """Where this request comes from."""
    return Visit(request.remote_addr or "", device_words(request.user_agent.string), _browser())


def _browser() -> str:
    """The token by which this browser is known again; a new one when it brings none that we can have made."""
    if "browser" not in g:
        brought = request.cookies.get(_browser_cookie(), "")
        g.browser = brought if BROWSER.fullmatch(brought) else secrets.token_urlsafe(TOKEN_BYTES)
    return str(g.browser)


def _known_from_now(response: Response) -> Response:
    """Let the browser keep its token, which opens nothing: it only parts its wrong tries from those of strangers."""
    response.set_cookie(
        _browser_cookie(),
        _browser(),
        max_age=KNOWN,
        secure=settings().mode == "production",
        httponly=True,
        samesite="Lax",
    )
    return response


def _browser_cookie() -> str:
    return "__Host-browser" if settings().mode == "production" else "browser"


def hashing() -> Hashing:
    """What a hash costs here, and what no password may be."""
    return hashing_of(settings())


def settings() -> Settings:
    """The settings of this portal."""
    found: Settings = current_app.config["PORTAL"]
    return found


def idle() -> timedelta:
    """How long a login may be unused."""
    return timedelta(minutes=settings().idle_minutes)


def absolute() -> timedelta:
    """How long a login lasts at most."""
    return timedelta(hours=settings().session_hours)
