"""The settings of one installation: `instance/portal.toml`, and the environment over it. Unknown keys are refused."""

import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from portal.storage.keyfile import KEY_FILE, KeyProblem, read_keys
from portal.storage.production_mark import is_of_demonstration

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "PORTAL_"
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 12
"""Different characters in a secret. Forty random ones have some thirty."""
MADE_UP = ("change", "secret", "geheim", "random", "default", "example", "voorbeeld", "wachtwoord", "password")
"""What stands in a secret that was copied from an explanation, or thought out by someone."""


MAKE_SECRET = "Maak er een met: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
ADDRESS = re.compile(r"https://[a-z0-9.-]+(?::[0-9]+)?/?|http://localhost(?::[0-9]+)?/?")


class SettingsError(ValueError):
    """The settings cannot be used; the text says which and what to do."""


ISSUER = re.compile(r"https://[^\s?#]+|http://(?:localhost|127\.0\.0\.1)(?::[0-9]+)?(?:/[^\s?#]*)?")
SENDER = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")


@dataclass(frozen=True)
class Settings:
    """What an installation can choose.

    `mode` demo seeds example data and allows `today`; test is for the test suite; production needs a secret
    and runs behind https. `today` moves the clock (demo and test only). `instance` holds database and secret.
    `file` is the database, by its name in that folder or by its path; empty for the usual one of the mode.
    `key_file` holds the keys that papers and free text are sealed with; empty for `keys` beside the database.
    `backup_folder` is where the backups go, so that `portal doctor` can see how old the last one is.
    `breached_passwords` is a list of leaked passwords that nobody may choose, in the form of Pwned Passwords (SHA-1 in
    order, `hash:count` on each line); empty for none.
    `proxies` is the number of proxies in front of the portal, whose word about the visitor's address is believed.
    `address` is where visitors find the portal (https://…), to which passkeys belong; empty for the first of
    `trusted_hosts`.
    `second_factor` says whether a password alone may be enough: required or optional; empty for required in production.
    `smtp_host` is the server that takes mail, at `smtp_port`; empty for a portal that sends none. `smtp_security` is
    starttls, tls or none; with `smtp_user` and `smtp_password` it logs in there. `mail_from` is the sender.
    `clamd` is where ClamAV listens, the path of its unix socket or host:port, to look at every file that someone sends;
    empty for a portal that does not ask.
    `oidc_issuer` is the identity provider of the organisation (https://…), which knows the portal by `oidc_client_id`
    and `oidc_client_secret`; empty for logging in here only. `oidc_acr` are the strengths of login there that are good
    enough, with spaces between; `oidc_link_by` says by which claim someone is known the first time: email,
    personnel_number, or empty for nobody.
    `requests_per_minute` is how much one person may ask; 0 for the usual, and in tests for no limit.
    `idle_minutes` is how long a login may be unused, `session_hours` how long it lasts at most.
    """

    mode: Literal["demo", "test", "production"] = "demo"
    instance: Path = ROOT / "instance"
    file: str = ""
    key_file: str = ""
    backup_folder: str = ""
    breached_passwords: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    address: str = ""
    second_factor: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    clamd: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_acr: str = ""
    oidc_link_by: str = ""
    requests_per_minute: int = 0
    idle_minutes: int = 30
    session_hours: int = 10
    today: date | None = None

    @property
    def database(self) -> Path:
        """The file that holds everything: facts, papers, accounts."""
        usual = "demonstratie.sqlite3" if self.mode == "demo" else "portaal.sqlite3"
        return self.instance / (self.file or usual)

    @property
    def keys(self) -> Path:
        """The file with the keys that the database is sealed with."""
        return self.instance / self.key_file if self.key_file else self.database.parent / KEY_FILE

    @property
    def theme(self) -> Path:
        """The folder with an organisation's own look, when there is one."""
        return self.instance / "theme"

    @property
    def breached_list(self) -> Path | None:
        """The file with leaked passwords, when there is one."""
        return self.instance / self.breached_passwords if self.breached_passwords else None

    @property
    def origin(self) -> str:
        """Where visitors find the portal: scheme, name and port, without a path."""
        usual = f"https://{self.trusted_hosts[0]}" if self.trusted_hosts else f"http://localhost:{self.port}"
        return self.address.rstrip("/") or usual

    @property
    def sends_mail(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.smtp_host)

    @property
    def signs_on(self) -> bool:
        """Whether people can log in with the identity provider of the organisation."""
        return bool(self.oidc_issuer)

    @property
    def most_requests(self) -> int:
        """How much one person may ask in a minute; 0: without end, as tests do, which hurry."""
        return self.requests_per_minute or (0 if self.mode == "test" else 300)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is never enough."""
        return self.second_factor == "required" or (not self.second_factor and self.mode == "production")


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from `portal.toml` in the instance folder, with PORTAL_… variables over them.

    Raises SettingsError for an unknown or unreadable setting, a moved clock outside demo and test mode, a
    database of production in those modes, and for a secret or a key in production that is missing, short or made up.
    """
    settings = read_settings(environment)
    for problem in problems_with(settings):
        raise SettingsError(problem)
    return settings if settings.secret_key else replace(settings, secret_key=_kept_secret(settings.instance))


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as they are written, whether the portal may start with them or not.

    Raises SettingsError for an unknown or unreadable setting.
    """
    given = {k[len(PREFIX) :].lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
    instance = Path(given.pop("instance", ROOT / "instance"))
    file = instance / "portal.toml"
    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} kan niet worden gelezen: {error}.") from error
    raw |= given
    unknown = set(raw) - {field.name for field in fields(Settings)}
    if unknown:
        raise SettingsError(f"Onbekende instelling: {', '.join(sorted(unknown))}.")
    return Settings(instance=instance, **{name: _read(name, value) for name, value in raw.items()})


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case "today":
                return value if isinstance(value, date) else date.fromisoformat(value)
            case "port" | "smtp_port" | "proxies" | "requests_per_minute" | "idle_minutes" | "session_hours":
                return int(value)
            case "trusted_hosts":
                return tuple(value.split(",")) if isinstance(value, str) else tuple(value)
            case _:
                return str(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"Instelling {name} heeft een waarde die niet kan: {value!r}.") from error


def problems_with(settings: Settings) -> Iterator[str]:
    """Why the portal may not start with these settings, in sentences that say what to do."""
    if settings.mode not in ("demo", "test", "production"):
        yield f"Instelling mode kent demo en production, niet {settings.mode!r}."
    if settings.proxies < 0:
        yield "Instelling proxies is het aantal proxy's voor het portaal: 0 of meer."
    if settings.second_factor not in ("", "required", "optional"):
        yield f"Instelling second_factor kent required en optional, niet {settings.second_factor!r}."
    if not 5 <= settings.idle_minutes <= 60 or not 1 <= settings.session_hours <= 24:
        yield "Instelling idle_minutes is 5 tot en met 60, session_hours 1 tot en met 24."
    if settings.address and not ADDRESS.fullmatch(settings.address):
        yield "Instelling address is waar het portaal staat, zonder pad: https://portaal.example.nl."
    if settings.breached_list and not settings.breached_list.is_file():
        yield f"Instelling breached_passwords noemt een bestand dat er niet is: {settings.breached_list}."
    if settings.requests_per_minute and settings.requests_per_minute < 60:
        yield "Instelling requests_per_minute is 60 of meer: een voorbeeld dat wordt gemaakt, vraagt elke seconde."
    yield from _wrong_with_mail(settings)
    yield from _wrong_with_sign_on(settings)
    if settings.mode == "production":
        yield from _not_in_production(settings)
    elif not is_of_demonstration(settings.database):
        other = "Zet mode op production, of kies met PORTAL_FILE een andere."
        yield f"{settings.database} is niet als demonstratie begonnen. {other}"


def _wrong_with_sign_on(settings: Settings) -> Iterator[str]:
    if not settings.signs_on:
        return
    if not ISSUER.fullmatch(settings.oidc_issuer):
        yield "Instelling oidc_issuer is het adres van de identityprovider, letter voor letter: https://…"
    if not settings.oidc_client_id or not settings.oidc_client_secret:
        yield "Zet bij oidc_issuer ook oidc_client_id en oidc_client_secret."
    if settings.oidc_link_by not in ("", "email", "personnel_number"):
        yield f"Instelling oidc_link_by kent email en personnel_number, niet {settings.oidc_link_by!r}."
    if settings.needs_second_factor and not settings.oidc_acr:
        # Of a login elsewhere whose strength is not told, no more can be believed than a password (ASVS 6.8.4).
        yield "Zet bij oidc_issuer ook oidc_acr: de sterkte van inloggen daar die als tweede factor telt."


def _wrong_with_mail(settings: Settings) -> Iterator[str]:
    if settings.smtp_security not in ("starttls", "tls", "none"):
        yield f"Instelling smtp_security kent starttls, tls en none, niet {settings.smtp_security!r}."
    if settings.sends_mail and not SENDER.fullmatch(settings.mail_from):
        yield "Zet bij smtp_host ook mail_from: het adres waarvan het portaal mailt."
    if settings.sends_mail and settings.smtp_security == "none" and (settings.smtp_user or settings.smtp_password):
        yield "Met smtp_security none reist het wachtwoord van de mailserver open en bloot. Kies starttls of tls."


def _not_in_production(settings: Settings) -> Iterator[str]:
    if settings.today:
        yield "PORTAL_TODAY mag alleen in een demonstratie: de klok van productie loopt vanzelf."
    secret = settings.secret_key
    if len(secret) < SHORTEST_SECRET:
        yield f"Zet in productie een secret_key van ten minste {SHORTEST_SECRET} tekens. {MAKE_SECRET}"
    elif len(set(secret)) < FEWEST_DIFFERENT or any(word in secret.lower() for word in MADE_UP):
        yield f"De secret_key is te raden: hij is bedacht of overgenomen. {MAKE_SECRET}"
    if not settings.trusted_hosts:
        yield "Zet in productie trusted_hosts: de namen waaronder het portaal bereikbaar is."
    try:
        read_keys(settings.keys)
    except KeyProblem as problem:
        yield str(problem)


def _kept_secret(instance: Path) -> str:
    """A secret for demonstration and test, made once and kept, so that a restart logs nobody out."""
    file = instance / "secret"
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
