"""The data keys that seal what is stored, and how they lie in the database: each wrapped with the key in the file.

Two layers, so that the key in the file can be renewed without touching a row: then only the data keys are wrapped
anew. AES-256-GCM throughout: what was altered, or moved to another place, does not open.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.storage.database import rows, table_exists
from portal.storage.keyfile import Key, KeyProblem, read_keys

ID_BYTES, NONCE_BYTES = 4, 12
"""What stands before the sealed bytes: the number of the data key, and a nonce drawn for this once."""

Place = tuple[int | str, ...]
"""Where something stands: the table, and what tells its row from the others."""


class CannotOpen(RuntimeError):
    """What is stored was altered, stands in another place, or was sealed with a key that is not there.

    The text says where; there is nothing to show of what.
    """


class UnknownDataKey(CannotOpen):
    """It was sealed with a data key that this ring does not hold (yet)."""


@dataclass(frozen=True)
class Ring:
    """The data keys of a database by number, ready for use. What is sealed now gets the `newest`."""

    ciphers: Mapping[int, AESGCM] = field(repr=False)
    newest: int

    def seal(self, content: bytes, place: Place) -> bytes:
        """The content as it may stand at `place`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.ciphers[self.newest].encrypt(nonce, content, _bound_to(place))
        return self.newest.to_bytes(ID_BYTES, "big") + nonce + sealed

    def open(self, sealed: bytes, place: Place) -> bytes:
        """What was sealed for `place`. Raises CannotOpen, or UnknownDataKey when another ring may hold the key."""
        cipher = self.ciphers.get(key_number(sealed))
        if cipher is None:
            raise UnknownDataKey(_sentence(place))
        body = ID_BYTES + NONCE_BYTES
        try:
            return cipher.decrypt(sealed[ID_BYTES:body], sealed[body:], _bound_to(place))
        except (InvalidTag, ValueError):
            raise CannotOpen(_sentence(place)) from None


def key_number(sealed: bytes) -> int:
    """The number of the data key with which something was sealed."""
    return int.from_bytes(sealed[:ID_BYTES], "big")


def wrap(data_key: bytes, number: int, key: Key) -> bytes:
    """A data key as it may lie in the database."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, data_key, _bound_to(("data_key", number)))


def data_keys(path: Path) -> dict[int, bytes]:
    """The data keys of this database by number, opened with the keys in a file.

    Raises KeyProblem when a key that is needed is not in the file, and CannotOpen when a data key was altered.
    """
    keys = {key.name: key for key in read_keys(path)}
    found = {}
    for number, wrapped, name in rows("SELECT id, wrapped, wrapped_by FROM data_key ORDER BY id"):
        if name not in keys:
            raise KeyProblem(
                f"Deze database is verzegeld met sleutel {name}, en die staat niet in {path}. Zet de sleutel terug "
                "die bij deze database hoort; zonder haar kan niemand de stukken lezen."
            )
        try:
            cipher = AESGCM(keys[name].secret)
            place = _bound_to(("data_key", number))
            found[number] = cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            raise CannotOpen(_sentence(("data_key", number))) from None
    return found


def is_sealed() -> bool:
    """Whether this database has data keys, so that it can only be read with the key that belongs to it."""
    return table_exists("data_key")


def load_ring(path: Path) -> Ring:
    """The ring of this database, opened with the keys in a file. Raises what `data_keys` raises."""
    found = data_keys(path)
    if not found:
        raise KeyProblem("De database heeft nog geen gegevenssleutel. Voer eerst `portal migrate` uit.")
    return Ring({number: AESGCM(secret) for number, secret in found.items()}, max(found))


def _bound_to(place: Place) -> bytes:
    return "\n".join(map(str, place)).encode()


def _sentence(place: Place) -> str:
    return f"the seal does not fit: {'/'.join(map(str, place))}"
