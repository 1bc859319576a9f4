"""The dated rule files as delivered with the portal."""

from functools import cache
from pathlib import Path

from portal.rules.protocol import Protocol, ProtocolError, parse_protocol

FOLDER = Path(__file__).resolve().parents[1] / "protocols"


@cache
def protocol_keys() -> tuple[str, ...]:
    """The keys of every rule set there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def protocol(key: str) -> Protocol:
    """The rule set with this key, read once.

    KeyError: there is none (the error names those there are). ProtocolError: its file says something that
    cannot be meant, or calls itself by another key than its name.
    """
    if key not in protocol_keys():
        raise KeyError(f"unknown protocol {key!r}; known are {', '.join(protocol_keys())}")
    found = parse_protocol((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    if found.key != key:
        raise ProtocolError(f"{key}.toml: calls itself {found.key!r}")
    return found
