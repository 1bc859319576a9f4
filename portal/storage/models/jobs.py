"""Work that takes longer than a page may."""

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Moment, SealedBytes, Table


class Job(Table):
    """Work that takes longer than a page may: waiting, busy, done or failed. `subject` says what it is about."""

    id = AutoField()
    kind = TextField()
    subject = TextField()
    state = TextField()
    problem = TextField(default="")
    attempts = IntegerField(default=0)
    asked_at = Moment()
    begun_at = Moment(null=True)
    ended_at = Moment(null=True)
    # So many of so many parts are ready, for a job that tells.
    done = IntegerField(null=True)
    parts = IntegerField(null=True)

    class Meta:
        indexes = ((("kind", "subject"), True), (("state", "asked_at"), False))


class JobFile(Table):
    """What a job works on, and what it made."""

    id = AutoField()
    job = ForeignKeyField(Job, on_delete="CASCADE")
    name = TextField()
    content = SealedBytes("job_id", "name")

    class Meta:
        indexes = ((("job", "name"), True),)
