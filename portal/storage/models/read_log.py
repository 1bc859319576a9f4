"""Who looked at what."""

from peewee import AutoField, IntegerField, TextField

from portal.storage.models.base import Moment, Table, log_database


class ReadLog(Table):
    """Who looked at what, allowed or refused. Written through a connection of its own."""

    id = AutoField()
    at = Moment()
    person = IntegerField(null=True)
    action = TextField()
    dossier = IntegerField(null=True, index=True)
    paper = IntegerField(null=True)
    result = TextField()
    origin = TextField()
    # In whose place the person looked.
    absent = IntegerField(null=True)

    class Meta:
        database = log_database
