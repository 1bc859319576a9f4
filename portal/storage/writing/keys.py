"""Making, renewing and dropping keys, and sealing rows anew."""

from binascii import a2b_base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.storage.database import forget_old_pages, key_file, transaction
from portal.storage.keyfile import Key, keep_only, make_keys, put_in_front, read_keys
from portal.storage.keyring import data_keys, key_number, wrap
from portal.storage.models import TABLES, DataKey, Fact
from portal.storage.models.base import SealedBytes, SealedText
from portal.storage.sealing import opened, opened_text, read_anew, ring, seal, seal_text

BATCH = 50
"""Rows that are sealed anew in one transaction: others can write in between, and after a stop little is done twice."""


@dataclass(frozen=True)
class Rotation:
    """The name of the key that now wraps the data keys, those it took over from, and how many data keys there are."""

    key: str
    before: tuple[str, ...]
    data_keys: int


def first_data_key(now: datetime) -> None:
    """The first data key of a database, wrapped with the newest key in the file.

    A file is made when there is none; in production the settings refused before that.
    """
    path = key_file()
    if not path.exists():
        make_keys(path)
    _add_data_key(read_keys(path)[0], 1, now)


def rotate(now: datetime) -> Rotation:
    """Renew the key outside the database, and the data key for what is sealed from now on.

    First the new key goes into the file, above the old one; then, in one transaction, every data key is wrapped
    anew. Broken off in between, both keys are there and everything opens; a next time goes on with the new key.
    Raises KeyProblem when the keys in the file do not fit, and OSError when the file cannot be written.
    """
    path = key_file()
    found = data_keys(path)
    with transaction():
        before = tuple(row.wrapped_by for row in DataKey.select(DataKey.wrapped_by).distinct())
        newest = read_keys(path)[0]
        if newest.name in before:
            newest = put_in_front(path)
        for number, secret in found.items():
            wrapped = wrap(secret, number, newest)
            DataKey.update(wrapped=wrapped, wrapped_by=newest.name).where(DataKey.id == number).execute()
        _add_data_key(newest, max(found) + 1, now)
    forget_old_pages()
    # Every data key is opened once with what is in the file now.
    read_anew()
    return Rotation(newest.name, tuple(name for name in before if name != newest.name), len(found) + 1)


def drop_old_keys() -> tuple[str, ...]:
    """Take the keys out of the file that no data key is wrapped with any more; returns their names.

    Backups from before the rotation cannot be opened without them.
    """
    path = key_file()
    data_keys(path)
    with transaction():
        needed = frozenset(row.wrapped_by for row in DataKey.select(DataKey.wrapped_by))
        return keep_only(path, needed)


def reseal() -> int:
    """Seal with the newest data key whatever was sealed with an older one; returns how many values.

    Facts stay as they are: they are never written anew, and their chain of hashes runs over what stands there.
    Can be broken off and done again, while the portal runs.
    """
    count = sum(
        _reseal(table, column)
        for table in TABLES
        if table is not Fact
        for column in table._meta.sorted_fields
        if isinstance(column, SealedText | SealedBytes)
    )
    forget_old_pages()
    return count


def _reseal(table: Any, column: Any) -> int:
    name = f"{table._meta.table_name}.{column.column_name}"
    places = [table._meta.columns[one] for one in column.place]
    key = table._meta.primary_key
    count, last = 0, 0
    while True:
        with transaction():
            found = table.select(key, *places).where(key > last).order_by(key).limit(BATCH).tuples()
            for row_id, *place in found:
                count += _reseal_one(table, column, row_id, (name, *place))
                last = row_id
        if not found:
            return count


def _reseal_one(table: Any, column: Any, row_id: int, place: tuple[int | str, ...]) -> bool:
    here = table._meta.primary_key == row_id
    [(stored,)] = table.select(column).where(here).tuples()
    text = isinstance(column, SealedText)
    if not stored or key_number(a2b_base64(stored) if text else stored) == ring().newest:
        return False
    anew = seal_text(opened_text(stored, *place), *place) if text else seal(opened(stored, *place), *place)
    table.update({column: anew}).where(here).execute()
    return True


def _add_data_key(key: Key, number: int, now: datetime) -> None:
    wrapped = wrap(AESGCM.generate_key(256), number, key)
    DataKey.insert(id=number, wrapped=wrapped, wrapped_by=key.name, made_at=now.astimezone(UTC)).execute()
