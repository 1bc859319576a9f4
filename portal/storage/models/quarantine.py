"""Files that wait until they can be looked at for viruses."""

from peewee import AutoField, BooleanField, ForeignKeyField, TextField

from portal.storage.models.base import Moment, SealedBytes, SealedText, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Person


class LooseScan(Table):
    """The scan of a signed paper of which the code was not right: for its sender to try again, for a day at most.

    Nobody can open it, and each person has one at most.
    """

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    file_name = SealedText("person_id")
    content = SealedBytes("person_id")
    # Whether it was looked at for viruses.
    scanned = BooleanField()
    sent_at = Moment()


class HeldFile(Table):
    """A file that came in while the virus scanner gave no answer, with what was asked about it. Nobody can open it.

    `action` and `kind` say what it is to become. Once it was scanned it becomes that and this row goes; or it is
    destroyed, `content` is empty, and `problem` tells its sender why. One that its sender must still say something
    about waits with `problem` «not_confirmed», and keeps its content.
    """

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    action = TextField()
    kind = TextField()
    answers_json = SealedText("id")
    file_name = SealedText("id")
    content = SealedBytes("id")
    sent_at = Moment()
    tried_at = Moment(null=True)
    problem = TextField(default="")

    class Meta:
        indexes = ((("problem", "tried_at"), False),)
