"""The keys with which papers and free text are sealed."""

from peewee import BlobField, IntegerField, TextField

from portal.storage.models.base import Moment, Table


class DataKey(Table):
    """A key that rows are sealed with, wrapped with the key outside the database that `wrapped_by` names.

    Rows are sealed with the newest; the older ones stay, because facts are never written anew.
    """

    id = IntegerField(primary_key=True)
    wrapped = BlobField()
    wrapped_by = TextField()
    made_at = Moment()
