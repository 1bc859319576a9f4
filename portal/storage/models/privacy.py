"""What keeps health data out of the portal."""

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Moment, SealedText, Table
from portal.storage.models.dossiers import Dossier
from portal.storage.models.organisation import Organisation, Person


class IllnessWord(Table):
    """A word that an organisation put on the list of illness words, or took off the delivered list (`off`)."""

    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
    word = TextField()
    off = BooleanField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Moment()

    class Meta:
        indexes = ((("organisation", "word"), True),)


class WentOn(Table):
    """Someone kept words of the list in a text, and why. The words themselves are not written down again."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Moment()
    place = TextField()
    words = IntegerField()
    reason = SealedText("id")


class RightsReview(Table):
    """The yearly review of who may do what in an organisation: that it was done, by whom, and what was found."""

    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Moment()
    note = TextField()
