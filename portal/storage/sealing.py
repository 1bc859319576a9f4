"""Sealing: papers and free text go into the database and come out of it through here, and nowhere else.

What is sealed is bound to its place: the table, and the columns that the model names (`SealedText`, `SealedBytes`).
Callers give the values of those columns; a row that was moved or altered does not open. Not to be searched by SQL:
what must be found or joined on gets a column of its own, or is looked for in what was opened.
"""

from binascii import a2b_base64, b2a_base64
from typing import Any

from portal.storage.database import key_file, opened_database
from portal.storage.keyring import CannotOpen, Ring, UnknownDataKey, load_ring

_kept: tuple[Any, Ring] | None = None
"""The ring in use, with the database it belongs to."""


def ring() -> Ring:
    """The data keys of the database that is open, read once. Raises KeyProblem when the key outside it does not fit."""
    if _kept and _kept[0] is opened_database():
        return _kept[1]
    return read_anew()


def read_anew() -> Ring:
    """The data keys as they are now, after some were added or wrapped anew. Raises KeyProblem and CannotOpen."""
    global _kept
    _kept = (opened_database(), load_ring(key_file()))
    return _kept[1]


def seal(content: bytes, *place: int | str) -> bytes:
    """Bytes as they may stand at `place`: the table and the values of the columns named in its model."""
    return ring().seal(content, place)


def opened(sealed: bytes, *place: int | str) -> bytes:
    """The bytes that were sealed for `place`. Raises CannotOpen when they were not."""
    try:
        return ring().open(sealed, place)
    except UnknownDataKey:
        # `portal rotate-key` adds data keys while the portal runs.
        return read_anew().open(sealed, place)


def seal_text(text: str, *place: int | str) -> str:
    """Text as it may stand at `place`."""
    return b2a_base64(seal(text.encode(), *place), newline=False).decode("ascii")


def opened_text(sealed: str, *place: int | str) -> str:
    """The text that was sealed for `place`. Raises CannotOpen when it was not."""
    try:
        return opened(a2b_base64(sealed), *place).decode()
    except ValueError:
        raise CannotOpen(f"no seal at all: {'/'.join(map(str, place))}") from None
