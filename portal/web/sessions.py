"""Who is signed in. The cookie holds a token; the login itself is a row that can be ended anywhere."""

from dataclasses import dataclass
from datetime import timedelta

from flask_login import LoginManager

from portal.storage.reading.accounts import SessionRow, session_person
from portal.storage.writing.accounts import touch
from portal.web.clock import now

login_manager = LoginManager()

TOUCH_AFTER = timedelta(minutes=1)


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

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def signed_in(token: str) -> SignedIn | None:
    """The person of a session that has not ended; None sends them to the login page."""
    moment = now()
    row = session_person(token, moment)
    if row is None:
        return None
    if moment - row.seen_at > TOUCH_AFTER:
        touch(token, moment)
    return SignedIn(token, row)
