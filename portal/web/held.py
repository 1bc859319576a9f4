"""A form that arrives after its login ended: nothing is done with it, and what was typed waits in the page itself."""

from flask import Response, request, url_for
from flask_login import current_user

from portal.web.render import page

SECRET = ("csrf_token", "wachtwoord", "nogmaals", "huidig", "code", "passkey", "bewijs_")
"""How the names begin of what is not sent back to the browser."""


def typed() -> list[tuple[str, str]]:
    """What the form that was sent holds, by the names of its fields; no secrets, and no files."""
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(SECRET)]


def hold(status: int) -> Response:
    """The page that holds what was typed: until the person has logged in, in another tab, or else to be sent again."""
    return page(
        "held.html",
        status=status,
        kept=typed(),
        address=request.full_path.rstrip("?"),
        login_address="" if current_user.is_authenticated else url_for("login.login"),
    )
