"""How long dossiers are kept, and which are destroyed."""

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Day, Moment, SealedText, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Organisation, Person


class RetentionTerm(Table):
    """For how many years an organisation keeps its dossiers, from which day on, and by which law or list."""

    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    from_on = Day()
    short_years = IntegerField()
    long_years = IntegerField()
    objection_days = IntegerField()
    basis = TextField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Moment()


class RetentionHold(Table):
    """What keeps a dossier: an order to keep it (`bewaarplicht`), or an objection (`bezwaar`) of the employee."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    kind = TextField()
    reason = SealedText("id")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Moment()
    ended_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    ended_at = Moment(null=True)
    end_reason = SealedText("id", default="")


class Destruction(Table):
    """What is left of a dossier: that it was there, and why it is gone. It refers to nothing that is destroyed.

    `state` is listed, destroying (inside the transaction that destroys) or destroyed. `first_hash` is the hash of the
    first fact: by it the same dossier is known again when it comes back with an old backup. Of a dossier that was
    only read of in the file beside the database nothing but that is known.
    """

    id = AutoField()
    dossier = IntegerField(unique=True)
    number = TextField(unique=True)
    first_hash = TextField()
    organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
    ended_on = Day(null=True)
    keep_until = Day(null=True)
    listed_on = Day(null=True)
    objection_until = Day(null=True)
    basis = TextField()
    state = TextField()
    destroyed_at = Moment(null=True)
    counts_json = TextField(default="{}")
