"""The web application: settings in, a guarded Flask app out."""

import gc
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from itsdangerous import Signer
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from portal.settings import ROOT, Settings
from portal.storage.database import connect_to, connection
from portal.storage.keyring import is_sealed
from portal.storage.sealing import ring
from portal.web import present
from portal.web.guard import READING, check_every_route, guard, guarded, policy_of, write_look_down
from portal.web.held import Csrf
from portal.web.present.words import Prose
from portal.web.refusals import refuse_with_sentences
from portal.web.render import htmx
from portal.web.same_site import came_from_here
from portal.web.sent import Sent
from portal.web.sessions import login_manager
from portal.web.static_files import static_file, static_url
from portal.web.views import BLUEPRINTS

MEBIBYTE = 1024 * 1024

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

KEPT = ("static", "about.theme")
"""What a browser may keep: files with a fingerprint in their address."""

ONLY_HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
"""Said in production, which runs behind https: from then on browsers ask for nothing else, for two years."""


class Templates(Environment):
    """What reads the templates.

    What they show are mostly dicts. Jinja asks a dict for an attribute first, which fails thousands of times a page;
    here its key goes first.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` in a template stands for."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class SignedCookie(SecureCookieSessionInterface):
    """The cookie, signed with HMAC-SHA-256 instead of SHA-1."""

    digest_method = staticmethod(sha256)


# The token of a form is signed with the default of this library: Flask-WTF lets nobody choose.
Signer.default_digest_method = staticmethod(sha256)


class Id(IntegerConverter):
    """A whole number in an address, small enough for the database; a longer one is an address that is not there."""

    regex = "[0-9]{1,15}"


def create_app(settings: Settings) -> Flask:
    """The portal with these settings.

    Raises MissingPolicy when a route has no policy, and KeyProblem when the key does not fit the database.
    """
    app = _configured(settings)
    open_database(settings)
    htmx.init_app(app)
    csrf = Csrf(app)
    login_manager.init_app(app)
    _around_every_request(app, settings)
    refuse_with_sentences(app)
    app.view_functions["static"] = guarded("public")(static_file)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Comes from the identity provider itself, with a signature instead of a cookie.
    csrf.exempt(app.view_functions["sign_on.ended"])
    check_every_route(app)
    gc.freeze()
    return app


def _configured(settings: Settings) -> Flask:
    """The bare application: its cookies and limits, where its files stand and how its templates are read."""
    app = Flask("portal", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    secure = settings.mode == "production"
    app.config.update(
        PORTAL=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-portaal" if secure else "portaal",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        # Sent again with every answer, a slow one would put back the token from before a proof in another tab.
        SESSION_REFRESH_EACH_REQUEST=False,
        # Nobody is remembered after a login: a cookie without a name is never read.
        REMEMBER_COOKIE_NAME="",
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=12 * MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEBIBYTE,
        MAX_FORM_PARTS=4000,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.session_interface = SignedCookie()
    app.request_class = Sent
    app.url_map.converters["int"] = Id
    if settings.proxies:
        # Without this every visitor has the address of the proxy, and shares its wrong tries at the login.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(static_url=static_url, prose=Prose)
    app.jinja_env.filters.update(present.FILTERS)
    return app


def open_database(settings: Settings) -> None:
    """Point the portal at the database of these settings. Raises KeyProblem when the key does not fit it."""
    connect_to(settings.database, settings.keys)
    if settings.database.exists():
        # A key that does not fit is found out now, and not by the first visitor.
        with connection():
            if is_sealed():
                ring()


def _around_every_request(app: Flask, settings: Settings) -> None:
    # First of all, before CSRF protection or a view can want the database.
    def open_connection() -> None:
        g.demo = settings.mode == "demo"
        if request.endpoint == "static":
            return
        g.connections = ExitStack()
        g.connections.enter_context(connection(keep=True))

    def check() -> Response | None:
        if request.method not in READING and not came_from_here(request):
            raise CSRFError("sent from another site")
        if request.method in READING and "connections" in g and not _writes(app):
            # Who asks is found out now, also for a public page: it notes that the login is in use.
            current_user.is_authenticated  # noqa: B018
            # From here on a GET only reads: a view that would write is stopped by the database itself.
            g.connections.enter_context(connection(read_only=True))
        return guard(app)

    app.before_request_funcs.setdefault(None, []).insert(0, open_connection)
    app.before_request(check)

    @app.teardown_request
    def close_connection(_: BaseException | None) -> None:
        if "connections" in g:
            g.connections.close()

    # After the headers (the last one runs first): a look that cannot be written down gives a page without content.
    app.after_request(write_look_down)

    app.after_request(partial(_with_headers, HEADERS | ONLY_HTTPS if settings.mode == "production" else HEADERS))


def _writes(app: Flask) -> bool:
    return request.endpoint is not None and policy_of(app, request.endpoint).writes


def _with_headers(headers: Mapping[str, str], response: Response) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in KEPT or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response
