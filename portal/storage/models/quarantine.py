"""Files that wait until they can be looked at for viruses."""

from peewee import AutoField, ForeignKeyField, TextField

from portal.storage.models.base import Moment, SealedBytes, SealedText, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Person


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
