"""Logins in words: with what, from where, and what happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for

from portal.rules.calendar import long_date
from portal.storage.reading.factors import FactorsRow, PasskeyRow
from portal.storage.reading.logins import EventRow, RunningSession, UndeliveredRow
from portal.web.clock import HERE

PROOFS = {
    "password": "met wachtwoord",
    "password+code": "met wachtwoord en code",
    "password+recovery": "met wachtwoord en herstelcode",
    "passkey": "met passkey",
    "sign_on": "via uw organisatie",
    # Of a mail that did not arrive: which one.
    "link": "uitnodiging of link voor een ander wachtwoord",
    "wachtwoord": "bericht dat het wachtwoord is veranderd",
    "weggehaald": "bericht dat app, passkeys en codes zijn weggehaald",
    "voorstel": "verzoek om een functie te bevestigen",
    "functie": "bericht dat een functie is gegeven",
    "ochtend": "taken in het portaal",
    "lijst": "bericht over het bewaren van een dossier",
}
EVENTS = {
    "login": "Ingelogd",
    "proof": "Bevestigd dat u het bent",
    "logout": "Uitgelogd",
    "sessions_ended": "Inlog beëindigd",
    "password_changed": "Wachtwoord veranderd",
    "app_added": "App toegevoegd",
    "app_removed": "App weggehaald",
    "passkey_added": "Passkey toegevoegd",
    "passkey_removed": "Passkey weggehaald",
    "codes_renewed": "Nieuwe herstelcodes gemaakt",
    "linked": "Inloggen via uw organisatie gekoppeld",
    "unlinked": "Inloggen via uw organisatie ontkoppeld",
    "invited": "Uitnodiging gestuurd",
    "link_sent": "Link voor een ander wachtwoord gemaild",
    "password_chosen": "Wachtwoord gekozen met een link",
    "blocked": "Account geblokkeerd",
    "unblocked": "Account weer toegelaten",
    "mail_refused": "Mail kwam niet aan",
    "function_proposed": "Functie voorgesteld",
    "function_given": "Functie gegeven",
    "function_refused": "Functie geweigerd",
    "function_withdrawn": "Voorstel voor een functie ingetrokken",
    "function_ended": "Functie beëindigd",
    "feed_made": "Adres van de agenda gemaakt",
    "feed_ended": "Adres van de agenda vervallen",
    "factors_taken": "App, passkeys en herstelcodes weggehaald",
}
TRIED = {"login": "Inloggen", "proof": "Bevestigen dat u het bent"}
"""What is said of these when they failed: nobody is «ingelogd» then."""
RESULTS = {"done": "", "refused": "mislukt", "throttled": "mislukt, daarna een kwartier wachten"}
"""How it ended. Not «geblokkeerd»: that is what a beheerder does with an account."""

# The order matters: every browser also claims to be an older one.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """The browser and what it runs on, as far as it says so: «Firefox op Windows»."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " op ".join(word for word in (browser, system) if word) or "Onbekend apparaat"


def session_rows(running: Iterable[RunningSession], own: int) -> list[dict[str, Any]]:
    """The logins of someone; `own` is the id of the one that asks."""
    return [
        {
            "id": one.id,
            "device": one.device,
            "proof": PROOFS.get(one.proof, ""),
            "since": moment_words(one.created_at),
            "seen": moment_words(one.seen_at),
            "origin": one.origin,
            "own": one.id == own,
        }
        for one in running
    ]


def event_rows(events: Iterable[EventRow]) -> list[dict[str, str]]:
    """What happened with the logins of someone."""
    return [
        {
            "at": moment_words(one.at),
            "what": (EVENTS if one.result == "done" else EVENTS | TRIED).get(one.what, one.what),
            "how": ", ".join(w for w in (RESULTS.get(one.result, ""), PROOFS.get(one.proof, ""), _by(one)) if w),
            "origin": one.origin,
        }
        for one in events
    ]


def undelivered_rows(found: Iterable[UndeliveredRow]) -> list[dict[str, str]]:
    """Whose mail did not arrive, for the beheerder."""
    return [
        {
            "label": one.name,
            "href": url_for("beheer.account", person_id=one.person_id) if one.has_account else "",
            "text": f"{one.email}, {one.times} keer, het laatst op {moment_words(one.last)}",
        }
        for one in found
    ]


def passkey_rows(keys: Iterable[PasskeyRow]) -> list[dict[str, Any]]:
    """The passkeys of someone."""
    return [
        {
            "id": key.id,
            "name": key.name,
            "since": moment_words(key.since),
            "used": moment_words(key.used_at) if key.used_at else "nog niet",
        }
        for key in keys
    ]


def factor_words(factors: FactorsRow) -> str:
    """What someone has besides a password: «een app, 2 passkeys en nog 9 herstelcodes»; empty when nothing."""
    if not factors.any:
        return ""
    keys = "1 passkey" if factors.passkeys == 1 else f"{factors.passkeys} passkeys"
    words = ["een app"] * (factors.app_since is not None) + [keys] * (factors.passkeys > 0)
    return f"{', '.join(words)} en nog {factors.codes_left} herstelcodes"


def moment_words(moment: datetime) -> str:
    """«5 januari 2026 om 09.30 uur»."""
    local = moment.astimezone(HERE)
    return f"{long_date(local.date())} om {local:%H.%M} uur"


def _by(event: EventRow) -> str:
    return f"door {event.by}" if event.by else ""
