"""The settings of one installation: `instance/portal.toml`, and the environment over it. Unknown keys are refused."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "PORTAL_"
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """The settings cannot be used; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """What an installation can choose.

    `mode` demo seeds example data and allows `today`; test is for the test suite; production needs a secret
    and runs behind https. `today` moves the clock (demo and test only). `instance` holds database and secret.
    `file` is the database, by its name in that folder or by its path; empty for the usual one of the mode.
    `proxies` is the number of proxies in front of the portal, whose word about the visitor's address is believed.
    """

    mode: Literal["demo", "test", "production"] = "demo"
    instance: Path = ROOT / "instance"
    file: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    today: date | None = None

    @property
    def database(self) -> Path:
        """The file that holds everything: facts, papers, accounts."""
        usual = "demonstratie.sqlite3" if self.mode == "demo" else "portaal.sqlite3"
        return self.instance / (self.file or usual)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from `portal.toml` in the instance folder, with PORTAL_… variables over them.

    Raises SettingsError for an unknown or unreadable setting, a moved clock outside demo and test mode, and a
    missing or short secret in production.
    """
    given = {k[len(PREFIX) :].lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
    instance = Path(given.pop("instance", ROOT / "instance"))
    file = instance / "portal.toml"
    raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    raw |= given
    unknown = set(raw) - {field.name for field in fields(Settings)}
    if unknown:
        raise SettingsError(f"Onbekende instelling: {', '.join(sorted(unknown))}.")
    return _checked(Settings(instance=instance, **{name: _read(name, value) for name, value in raw.items()}))


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case "today":
                return value if isinstance(value, date) else date.fromisoformat(value)
            case "port" | "proxies":
                return int(value)
            case "trusted_hosts":
                return tuple(value.split(",")) if isinstance(value, str) else tuple(value)
            case _:
                return str(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"Instelling {name} heeft een waarde die niet kan: {value!r}.") from error


def _checked(settings: Settings) -> Settings:
    if settings.mode not in ("demo", "test", "production"):
        raise SettingsError(f"Instelling mode kent demo en production, niet {settings.mode!r}.")
    if settings.proxies < 0:
        raise SettingsError("Instelling proxies is het aantal proxy's voor het portaal: 0 of meer.")
    if settings.mode == "production":
        if settings.today:
            raise SettingsError("PORTAL_TODAY mag alleen in een demonstratie: de klok van productie loopt vanzelf.")
        if len(settings.secret_key) < SHORTEST_SECRET:
            raise SettingsError(f"Zet in productie een secret_key van ten minste {SHORTEST_SECRET} tekens.")
        if not settings.trusted_hosts:
            raise SettingsError("Zet in productie trusted_hosts: de namen waaronder het portaal bereikbaar is.")
    return settings if settings.secret_key else replace(settings, secret_key=_kept_secret(settings.instance))


def _kept_secret(instance: Path) -> str:
    """A secret for demonstration and test, made once and kept, so that a restart logs nobody out."""
    file = instance / "secret"
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
