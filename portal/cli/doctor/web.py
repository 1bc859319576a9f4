"""What visitors meet: the address, and how they are kept signed in."""

from collections.abc import Iterator
from pathlib import Path

from portal.actions.identity_provider import address_to_log_out, provider_of
from portal.actions.mail import uncertain_mails
from portal.actions.passwords import is_breached
from portal.cli.doctor.finding import Finding, good, mind, wrong
from portal.rules.errors import Rejected
from portal.settings import Settings, problems_with
from portal.storage.database import connect_to, connection, table_exists
from portal.web.app import create_app

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
LONGEST_LOGIN = 12
"""Hours: longer than anybody's day."""


def check_address(settings: Settings) -> Iterator[Finding]:
    """Whether the portal answers to its own names only, behind something that does https."""
    if settings.mode != "production":
        return
    loose = [host for host in settings.trusted_hosts if "*" in host or host.startswith(".")]
    if loose:
        yield wrong(f"Zet in trusted_hosts hele namen, zonder {', '.join(loose)}.")
    elif settings.trusted_hosts:
        yield good(f"Het portaal antwoordt alleen op {', '.join(settings.trusted_hosts)}.")
    if settings.address and not settings.address.startswith("https://"):
        yield wrong("Instelling address moet met https:// beginnen.")
    if not settings.proxies:
        yield mind("proxies is 0. Staat er een proxy voor het portaal die https doet, zet dan proxies op 1.")


def check_mail(settings: Settings) -> Iterator[Finding]:
    """Whether mail can leave, sealed on the way, and whether any got stuck."""
    if not settings.sends_mail:
        yield mind(
            "Het portaal verstuurt geen mail: zet smtp_host en mail_from voor uitnodigingen en vergeten wachtwoorden."
        )
        return
    if settings.smtp_security == "none" and settings.smtp_host not in OWN_MACHINE:
        yield wrong("Mail reist open en bloot naar de mailserver, met links naar wachtwoorden erin. Zet smtp_security.")
    else:
        yield good(f"Mail gaat via {settings.smtp_host}.")
    if not settings.database.exists():
        return
    connect_to(settings.database, settings.keys)
    with connection(read_only=True):
        unsure = uncertain_mails() if table_exists("job") else 0
    if unsure:
        yield mind(f"Van {unsure} mails is niet zeker of ze zijn aangekomen: het portaal stopte tijdens het versturen.")


def check_sign_on(settings: Settings) -> Iterator[Finding]:
    """Whether the identity provider answers, as itself, and its logins are strong enough."""
    if not settings.signs_on:
        yield good("Inloggen gebeurt alleen hier: er is geen identityprovider ingesteld.")
        return
    try:
        address_to_log_out(provider_of(settings), settings.origin)
    except Rejected as refusal:
        if refusal.code != "sign_on_stays":
            yield wrong(f"De identityprovider {settings.oidc_issuer} antwoordt niet, of met een andere naam.")
            return
        yield mind("Wie hier uitlogt, blijft ingelogd bij de identityprovider: die biedt geen uitgang.")
    yield good(f"De identityprovider {settings.oidc_issuer} antwoordt.")
    if not settings.oidc_acr:
        yield mind("oidc_acr is leeg: hoe sterk iemand bij de identityprovider inlogde, wordt niet bekeken.")
    if settings.oidc_link_by:
        yield mind(f"Wie nieuw is, wordt herkend aan {settings.oidc_link_by}. De identityprovider staat daarvoor in.")


def _check_breached(file: Path | None) -> Iterator[Finding]:
    if file is None:
        yield mind("Nieuwe wachtwoorden worden niet met een lijst van gelekte vergeleken. Zet breached_passwords.")
    elif is_breached("password", file):
        yield good(f"Een nieuw wachtwoord mag niet op de lijst van gelekte staan: {file}.")
    else:
        yield wrong(f"{file} is geen lijst van gelekte wachtwoorden: daarin staan hun SHA-1, op volgorde.")


def check_logins(settings: Settings) -> Iterator[Finding]:
    """Whether the cookie travels over https only and no script can read it, and whether a login ends by itself."""
    if any(problems_with(settings)):
        yield mind("Pas na te kijken als de instellingen kloppen.")
        return
    config = create_app(settings).config
    if settings.mode == "production" and not (
        config["SESSION_COOKIE_SECURE"] and config["SESSION_COOKIE_NAME"].startswith("__Host-")
    ):
        yield wrong("De cookie reist ook zonder https.")
    if not config["SESSION_COOKIE_HTTPONLY"] or config["SESSION_COOKIE_SAMESITE"] not in ("Lax", "Strict"):
        yield wrong("De cookie is te lezen door scripts of reist mee van andere sites.")
    if settings.needs_second_factor:
        yield good("Niemand komt binnen met alleen een wachtwoord.")
    elif settings.mode == "production":
        yield wrong("Met alleen een wachtwoord komt iemand binnen. Haal second_factor uit de instellingen.")
    yield from _check_breached(settings.breached_list)
    ends = f"{settings.idle_minutes} minuten stilte, en altijd na {settings.session_hours} uur"
    if settings.session_hours > LONGEST_LOGIN:
        yield wrong(f"Een login eindigt na {ends}: dat is te lang. Zet session_hours op {LONGEST_LOGIN} of minder.")
    else:
        yield good(f"Een login eindigt na {ends}.")
