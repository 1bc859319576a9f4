"""Accounts, how their people prove who they are, and who is signed in."""

from peewee import AutoField, BlobField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Moment, SealedText, Table
from portal.storage.models.organisation import Person


class Account(Table):
    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    login = TextField(unique=True)
    password_hash = TextField()
    active = BooleanField(default=True)


class CodeApp(Table):
    """The app on someone's phone that makes a code every half minute; `last_step` is the half minute last used."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    secret = SealedText("person_id")
    last_step = IntegerField()
    since = Moment()


class Passkey(Table):
    """A key that stays in someone's device; here is the half that only checks. `handle` is the person, to a device."""

    id = AutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    handle = TextField()
    credential = TextField(unique=True)
    public_key = BlobField()
    sign_count = IntegerField()
    name = TextField()
    since = Moment()
    used_at = Moment(null=True)


class RecoveryCode(Table):
    """A code on paper for who lost their phone; only its hash is kept, and it works once."""

    id = AutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    code_hash = TextField(unique=True)
    used_at = Moment(null=True)


class Session(Table):
    """A login. The cookie holds only the token, so ending the row ends the login everywhere.

    `proof` says how the person last proved who they are, at `proved_at`; `functions` are those held at the start.
    """

    id = AutoField()
    token_hash = TextField(unique=True)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    created_at = Moment()
    seen_at = Moment()
    proof = TextField()
    proved_at = Moment()
    functions = TextField()
    origin = TextField()
    device = TextField()


class KnownBrowser(Table):
    """A browser in which someone logged in, by a token of its own; it only says which wrong tries are counted apart."""

    token_hash = TextField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    since = Moment()

    class Meta:
        primary_key = CompositeKey("token_hash", "person")


class LoginChallenge(Table):
    """What the portal asked one browser and still waits for: a passkey, a code. It is answered once, and soon.

    Its content is sealed for its token; it is gone before keys are dropped, so nothing seals it anew.
    """

    token_hash = TextField(primary_key=True)
    kind = TextField()
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    content = TextField()
    at = Moment()


class LoginFailure(Table):
    """One failed login, counted per account and per address to slow guessing down."""

    id = AutoField()
    subject = TextField(index=True)
    at = Moment()


class RequestCount(Table):
    """How often someone asked something of the portal in a minute (since 1970), as far as processes told."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    minute = IntegerField()
    count = IntegerField()


class LoginEvent(Table):
    """What happened with a login: of whom, by whom (when that is someone else), and what became of it."""

    id = AutoField()
    at = Moment()
    what = TextField()
    result = TextField()
    proof = TextField()
    person = IntegerField(null=True, index=True)
    by = IntegerField(null=True)
    origin = TextField()


class PasswordLink(Table):
    """A link in a mail with which someone chooses a password, once and before `until`: an invitation or a reset."""

    token_hash = TextField(primary_key=True)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    kind = TextField()
    at = Moment()
    until = Moment()


class SignOnSubject(Table):
    """Who someone is to the organisation that signs them in elsewhere: its address and its name for them."""

    issuer = TextField()
    subject = TextField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    since = Moment()

    class Meta:
        primary_key = CompositeKey("issuer", "subject")


class SignOnSession(Table):
    """A login that began elsewhere, and what it is called there, so that it ends here when it ends there.

    `id_token` is the word from there by which it began: a hint for when it ends there too.
    """

    session = ForeignKeyField(Session, primary_key=True, on_delete="CASCADE")
    issuer = TextField()
    subject = TextField()
    sid = TextField()
    id_token = SealedText("session_id", null=True)


class LogoutToken(Table):
    """The word from elsewhere that a login ended, which counts once."""

    token_hash = TextField(primary_key=True)
    at = Moment()
