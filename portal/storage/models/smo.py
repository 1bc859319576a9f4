"""The sociaal-medisch overleg: the meetings of a directorate, who was invited, and what was agreed."""

from peewee import AutoField, ForeignKeyField, TextField

from portal.storage.models.base import Day, Moment, SealedText, Table
from portal.storage.models.organisation import Person, Unit


class Smo(Table):
    """A meeting. `verslag` and `besluiten` are empty until `writer` wrote them."""

    id = AutoField()
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    on_day = Day()
    planned_by = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    called_off_at = Moment(null=True)
    verslag = SealedText("id", default="")
    besluiten = SealedText("id", default="")
    writer = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    written_at = Moment(null=True)

    class Meta:
        indexes = ((("unit", "on_day"), False),)


class SmoParticipant(Table):
    id = AutoField()
    smo = ForeignKeyField(Smo, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")

    class Meta:
        indexes = ((("smo", "person"), True),)


class SmoAction(Table):
    """What a participant will do, and by when. `ended_at` is when it was done, or taken back."""

    id = AutoField()
    smo = ForeignKeyField(Smo, on_delete="CASCADE")
    what = SealedText("id")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    due_on = Day()
    state = TextField()
    ended_at = Moment(null=True)

    class Meta:
        indexes = ((("person", "state"), False),)
