"""A form that arrives after its login ended: nothing is done with it, and what was typed waits in the page itself."""

from flask import Response, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect, ValidationError, validate_csrf

from portal.web.render import htmx, page
from portal.web.same_site import surely_from_here
from portal.web.sessions import HELD

SECRET = ("csrf_token", "wachtwoord", "nogmaals", "huidig", "code", "passkey", "bewijs_")
"""How the names begin of what is not sent back to the browser."""


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Lets a form that was held through, once its sender has logged in in the same browser."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Raise CSRFError for a form without a token of this login, or of the one that ended in this browser."""
        try:
            super().protect(apply_exemptions)
        except CSRFError:
            if not _was_held():
                raise


def _was_held() -> bool:
    if not current_user.is_authenticated or not surely_from_here(request):
        return False
    try:
        validate_csrf(request.form.get("csrf_token"), token_key=HELD)
    except ValidationError:
        return False
    return True


def typed() -> list[tuple[str, str]]:
    """What the form that was sent holds, by the names of its fields; no secrets, and no files."""
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(SECRET)]


def hold(status: int) -> Response:
    """The page that holds what was typed: until the person has logged in, in another tab, or else to be sent again.

    What htmx sent, such as a draft, comes back in the place of the whole page; sent again it asks for a page.
    """
    if not current_user.is_authenticated and "csrf_token" in session:
        session[HELD] = session["csrf_token"]
    response = page(
        "held.html",
        status=status,
        kept=typed(),
        address=request.path if htmx else request.full_path.rstrip("?"),
        login_address="" if current_user.is_authenticated else url_for("login.login"),
    )
    if htmx:
        response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return response
