"""Mail in the morning: how someone wants it, and of which late steps a manager was told."""

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Day, Moment, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Person


class MorningMail(Table):
    """How often someone wants the mail of the morning (daily, weekly or escalation), and the day of the last one."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    wish = TextField(default="daily")
    last_on = Day(null=True)


class Escalation(Table):
    """A late step of which the manager one level up was told, the first time that it stood in a mail to them."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    key = TextField()
    round = IntegerField()
    due_on = Day()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    at = Moment()

    class Meta:
        indexes = ((("dossier", "key", "round", "due_on", "person"), True),)
