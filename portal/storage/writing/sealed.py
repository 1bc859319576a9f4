"""Rows whose sealed columns are bound to their id, which is only known once the row is there."""

from typing import Any

from portal.storage.database import transaction
from portal.storage.models.base import SealedBytes, SealedText
from portal.storage.sealing import seal, seal_text


def add_sealed(table: Any, **values: Any) -> int:
    """Add a row, with the columns sealed that its model says are; returns its id.

    They are empty until the id is known; nobody sees that, and nothing of it is ever plain on the disk.
    """
    fields = [table._meta.fields[name] for name in values]
    secret = {field: values[field.name] for field in fields if isinstance(field, SealedBytes | SealedText)}
    with transaction():
        empty = {field.name: type(plain)() for field, plain in secret.items()}
        row_id = int(table.insert(**values | empty).execute())
        name = table._meta.table_name
        sealed = {
            field.name: (seal_text if isinstance(plain, str) else seal)(plain, f"{name}.{field.column_name}", row_id)
            for field, plain in secret.items()
        }
        table.update(**sealed).where(table.id == row_id).execute()
    return row_id
