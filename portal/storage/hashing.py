"""One way to hash: SHA-256 over canonical JSON for facts, over the bytes for papers."""

import hashlib
import json


def chain_hash(previous: str, dossier_id: int, *said: int | str | None) -> str:
    """The hash of a fact: over the hash before it, its dossier and all that it says."""
    canonical = json.dumps([previous, dossier_id, *said], ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode())


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
