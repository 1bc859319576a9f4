"""Someone's terms in a calendar elsewhere."""

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Day, Moment, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Person


class CalendarFeed(Table):
    """The secret address of a calendar; only a hash of it is kept. `fetched_on` is the last day it was asked for."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    token_hash = TextField(unique=True)
    since = Moment()
    fetched_on = Day(null=True)


class CalendarEntry(Table):
    """A step as a calendar elsewhere knows it. The `uid` says nothing and stays as long as the entry."""

    id = AutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE", index=False)
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    key = TextField()
    round = IntegerField()
    uid = TextField(unique=True)
    day = Day()
    sequence = IntegerField()
    cancelled = BooleanField()
    changed_at = Moment()

    class Meta:
        indexes = ((("person", "dossier", "key", "round"), True),)
