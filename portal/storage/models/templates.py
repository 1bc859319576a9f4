"""The Word templates that papers are made with."""

from peewee import AutoField, BlobField, CompositeKey, ForeignKeyField, TextField

from portal.storage.models.base import Day, Moment, Table
from portal.storage.models.organisation import Organisation, Person


class TemplateFile(Table):
    """Every version of a template that a paper was ever made with, so that it can be made again."""

    sha256 = TextField()
    kind = TextField()
    content = BlobField()

    class Meta:
        # By kind as well: the same file may be sent in for two kinds, once by mistake.
        primary_key = CompositeKey("sha256", "kind")


class TemplateVersion(Table):
    """A template that an organisation made of its own. `from_on` is empty until it is published."""

    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    kind = TextField()
    # Empty: back to the template that comes with the portal.
    template_sha256 = TextField()
    file_name = TextField()
    uploaded_by = ForeignKeyField(Person, on_delete="RESTRICT")
    uploaded_at = Moment()
    from_on = Day(null=True)
    published_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    published_at = Moment(null=True)

    class Meta:
        indexes = ((("organisation", "kind", "from_on"), False),)
