"""Accounts, and who is signed in."""

from peewee import AutoField, BooleanField, ForeignKeyField, TextField

from portal.storage.models.base import Moment, Table
from portal.storage.models.organisation import Person


class Account(Table):
    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    login = TextField(unique=True)
    password_hash = TextField()
    active = BooleanField(default=True)


class Session(Table):
    """A login. The cookie holds only the token, so ending the row ends the login everywhere."""

    token_hash = TextField(primary_key=True)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    created_at = Moment()
    seen_at = Moment()


class LoginFailure(Table):
    """One failed login, counted per account and per address to slow guessing down."""

    id = AutoField()
    subject = TextField(index=True)
    at = Moment()
