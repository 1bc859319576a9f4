"""What every table has in common.

Days and moments are stored as ISO text. That reads the same on SQLite and PostgreSQL, compares in the right
order, and costs nothing to select.
"""

from datetime import date, datetime

from peewee import BlobField, DatabaseProxy, Field, Model, TextField

database = DatabaseProxy()
log_database = DatabaseProxy()


class Day(Field):
    """A calendar day, kept as `2026-01-05`."""

    field_type = "TEXT"

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None


class Moment(Field):
    """A moment with its offset, kept as ISO text in UTC."""

    field_type = "TEXT"

    def db_value(self, value: datetime | str | None) -> str | None:
        return value.isoformat() if isinstance(value, datetime) else value

    def python_value(self, value: str | None) -> datetime | None:
        return datetime.fromisoformat(value) if value else None


class SealedText(TextField):
    """Text that stands in the database sealed. `place` are the columns of its row that the seal is bound to.

    Nothing is sealed here, because a field does not see its row: `storage/sealing.py` does, where rows are written
    and read.
    """

    def __init__(self, *place: str, **options: object) -> None:
        self.place = place
        super().__init__(**options)


class SealedBytes(BlobField):
    """Bytes that stand in the database sealed, as SealedText does."""

    def __init__(self, *place: str, **options: object) -> None:
        self.place = place
        super().__init__(**options)


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
