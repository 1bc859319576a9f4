"""Papers of a dossier, their files, and what is being written."""

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Day, Moment, SealedBytes, SealedText, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Person


class Paper(Table):
    """A paper of the dossier. Its values are frozen at settlement; a signature gives it a new rendering only."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="RESTRICT", index=True)
    kind = TextField()
    # The nth of its kind in the dossier; `version` counts how often this one was made anew before it was signed.
    number = IntegerField()
    version = IntegerField()
    title = TextField()
    on_day = Day()
    settled_at = Moment()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    author_role = TextField()
    template_sha256 = TextField(null=True)
    values_json = SealedText("dossier_id", "kind", "number", "version")
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    # Since then nobody can open it; kept in line with the facts. What it said stays sealed here, to be given back
    # when the recall was a mistake.
    recalled_at = Moment(null=True)

    class Meta:
        indexes = ((("dossier", "kind", "number", "version"), True),)


class PaperFile(Table):
    """The bytes of a paper as they stood after settlement, and again after each signature."""

    id = AutoField()
    paper = ForeignKeyField(Paper, on_delete="RESTRICT")
    seq = IntegerField()
    media = TextField()
    # 1 for a scan of the paper signed with a pen, which is kept beside what the portal made.
    is_scan = IntegerField(null=True)
    content = SealedBytes("paper_id", "seq")
    sha256 = TextField()
    stored_at = Moment()

    class Meta:
        indexes = ((("paper", "seq"), True),)


class Draft(Table):
    """What someone has typed so far in a form, kept until it is settled or thrown away."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    kind = TextField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    values_json = SealedText("dossier_id", "kind", "person_id")
    saved_at = Moment()
    # A paper in progress keeps the template with which it was begun; empty for the employee's own words.
    template_sha256 = TextField(null=True)
    # Which screen wrote it last: what is typed on another one must not overwrite it unseen.
    screen = TextField(null=True)
    # At which part of the form it was left, from 1; empty for the form as a whole.
    place = IntegerField(null=True)

    class Meta:
        indexes = ((("dossier", "kind", "person"), True),)


class WordCopy(Table):
    """A paper in progress as someone took it along to Word, with which the returned file is compared."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    kind = TextField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    # The paper to come: the nth of its kind, in its nth version.
    number = IntegerField()
    version = IntegerField()
    template_sha256 = TextField()
    content = SealedBytes("id")
    issued_at = Moment()

    class Meta:
        indexes = ((("dossier", "kind", "person"), False),)


class ReceivedFile(Table):
    """A file that came back from Word, untouched."""

    id = AutoField()
    copy = ForeignKeyField(WordCopy, on_delete="CASCADE")
    file_name = SealedText("id")
    content = SealedBytes("id")
    sha256 = TextField()
    received_at = Moment()
    taken_over_at = Moment(null=True)
