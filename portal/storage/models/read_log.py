"""Who looked at what."""

from peewee import AutoField, IntegerField, TextField

from portal.storage.models.base import Moment, Table, log_database


class ReadLog(Table):
    """Who looked at what or changed it, allowed or refused. Written through a connection of its own.

    Each row is chained to the one before it by `hash`, which is over `digest`; that in turn is over what the row
    says. The database refuses every change but one: when a dossier is destroyed, what its rows say is emptied. Their
    digests stay, so that the chain still holds. `salt` keeps a digest from being guessed back.
    """

    id = AutoField()
    at = Moment()
    person = IntegerField(null=True)
    action = TextField()
    dossier = IntegerField(null=True, index=True)
    paper = IntegerField(null=True)
    # What else the address named: a kind of paper, a step, the number of a fact.
    object = TextField(default="")
    result = TextField()
    origin = TextField()
    # The role in the dossier that allowed it.
    basis = TextField(default="")
    # In whose place the person looked.
    absent = IntegerField(null=True)
    salt = TextField(default="")
    digest = TextField(default="")
    hash = TextField(default="")

    class Meta:
        database = log_database
        indexes = ((("person", "dossier"), False),)


class ReadLogHead(Table):
    """One row: how many rows the log has had and the hash of the last, so that a cut tail is missed.

    The hash is sealed for that number of rows: who has the database but not its key cannot make the log anew.
    """

    id = AutoField()
    looks = IntegerField()
    hash = TextField()

    class Meta:
        database = log_database
