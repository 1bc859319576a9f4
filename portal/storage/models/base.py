"""What every table has in common.

Days and moments are stored as ISO text. That reads the same on SQLite and PostgreSQL, compares in the right
order, and costs nothing to select.
"""

from datetime import date, datetime

from peewee import DatabaseProxy, Field, Model

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


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
