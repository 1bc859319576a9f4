"""One way to hash: SHA-256 over canonical JSON for facts and looks, over the bytes for papers."""

import hashlib
import json


def chain_hash(previous: str, dossier_id: int, *said: int | str | None) -> str:
    """The hash of a fact: over the hash before it, its dossier and all that it says."""
    return _over(previous, dossier_id, *said)


def look_digest(salt: str, *said: int | str | None) -> str:
    """What stands for a row of the read log when its words are gone: over all that it says and its salt."""
    return _over(salt, *said)


def look_hash(previous: str, look_id: int, dossier_id: int | None, digest: str) -> str:
    """The hash of a row of the read log: over the hash before it, its number and dossier, and its digest."""
    return _over(previous, look_id, dossier_id, digest)


def _over(*said: int | str | None) -> str:
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
