"""The tables. Private to `storage`: outside it only frozen rows are seen.

Days and moments are stored as ISO text. That reads the same on SQLite and PostgreSQL, compares in the right
order, and costs nothing to select.
"""

from datetime import date, datetime
from typing import Any

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CompositeKey,
    DatabaseProxy,
    Field,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

database = DatabaseProxy()
log_database = DatabaseProxy()


class Day(Field):
    """A calendar day, kept as `2026-01-05`."""

    field_type = "TEXT"

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None


class Moment(Field):
    """A moment with its offset, kept as ISO text in UTC."""

    field_type = "TEXT"

    def db_value(self, value: datetime | str | None) -> str | None:
        return value.isoformat() if isinstance(value, datetime) else value

    def python_value(self, value: str | None) -> datetime | None:
        return datetime.fromisoformat(value) if value else None


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Organisation(Table):
    id = AutoField()
    name = TextField(unique=True)
    # A dossier keeps the protocol it began with, so a later choice never reaches back.
    protocol = TextField()


class Unit(Table):
    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    code = TextField()
    name = TextField()
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("organisation", "code"), True),)


class Person(Table):
    """Everyone the portal knows: employees (with a personnel number) and people of the arbodienst (without)."""

    id = AutoField()
    organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
    personnel_number = TextField(null=True)
    name = TextField()
    email = TextField()
    job = TextField(default="")
    hours = FloatField(null=True)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    leidinggevende = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="team")
    active = BooleanField(default=True)

    class Meta:
        indexes = ((("organisation", "personnel_number"), True),)


class Account(Table):
    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    login = TextField(unique=True)
    password_hash = TextField()
    active = BooleanField(default=True)


class Appointment(Table):
    """A function someone holds in an organisation, or in one unit of it: bedrijfsarts, hrm_adviseur, beheerder …"""

    id = AutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    role = TextField()
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    from_on = Day()
    until_on = Day(null=True)

    class Meta:
        indexes = ((("organisation", "role"), False), (("person",), False))


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


class Dossier(Table):
    id = AutoField()
    number = TextField(unique=True)
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    medewerker = ForeignKeyField(Person, unique=True, on_delete="RESTRICT")
    protocol = TextField()
    opened_on = Day()


class Involvement(Table):
    """Who holds which role in a dossier, and when. `origin` tells the derived rows from the granted ones."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    role = TextField()
    from_on = Day()
    until_on = Day(null=True)
    origin = TextField()

    class Meta:
        indexes = ((("person", "role", "dossier"), False), (("dossier", "role"), False))


class Deputy(Table):
    """Who acts for an absent person, in one dossier or in all of theirs. The view `held_role` makes roles of it."""

    id = AutoField()
    absent = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    deputy = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    dossier = ForeignKeyField(Dossier, null=True, on_delete="CASCADE")
    from_on = Day()
    until_on = Day()
    named_at = Moment()
    ended_at = Moment(null=True)


class SickReport(Table):
    """What an employee reported, until the manager confirms it: no fact, because nothing is official yet.

    `state` is waiting, confirmed or withdrawn. Once it no longer waits its items are emptied: what was confirmed
    stands in the dossier.
    """

    id = AutoField()
    medewerker = ForeignKeyField(Person, on_delete="CASCADE")
    eerste_ziektedag = Day()
    reported_at = Moment()
    items_json = TextField()
    state = TextField()
    decided_at = Moment(null=True)
    decided_by = ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")

    class Meta:
        indexes = ((("medewerker", "state"), False),)


class Fact(Table):
    """One line of the dossier's story. Never changed, never deleted; see the triggers in the first migration."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="RESTRICT")
    seq = IntegerField()
    kind = TextField()
    on_day = Day()
    at = Moment()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    data = TextField()
    corrects = IntegerField(null=True)
    previous_hash = TextField()
    hash = TextField()

    class Meta:
        indexes = ((("dossier", "seq"), True),)


class Step(Table):
    """A projection of facts × protocol. Replaced whole at each new fact; nothing refers to it."""

    # No index of its own: the key begins with it, and the planner would take it instead of the one on open steps.
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE", index=False)
    key = TextField()
    round = IntegerField()
    position = IntegerField()
    owner = TextField()
    title = TextField()
    state = TextField()
    opens_on = Day()
    due_on = Day()
    soon_on = Day()
    until_on = Day(null=True)
    statutory_on = Day(null=True)
    done_on = Day(null=True)
    action = TextField()
    paper = TextField(default="")
    waits_for = TextField(default="")
    rule = TextField()
    source = TextField()
    why = TextField()

    class Meta:
        primary_key = CompositeKey("dossier", "key", "round")


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
    values_json = TextField()
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("dossier", "kind", "number", "version"), True),)


class PaperFile(Table):
    """The bytes of a paper as they stood after settlement, and again after each signature."""

    id = AutoField()
    paper = ForeignKeyField(Paper, on_delete="RESTRICT")
    seq = IntegerField()
    media = TextField()
    content = BlobField()
    sha256 = TextField()
    stored_at = Moment()

    class Meta:
        indexes = ((("paper", "seq"), True),)


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


class Draft(Table):
    """What someone has typed so far in a form, kept until it is settled or thrown away."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    kind = TextField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    values_json = TextField()
    saved_at = Moment()
    # A paper in progress keeps the template with which it was begun; empty for the employee's own words.
    template_sha256 = TextField(null=True)
    # Which screen wrote it last: what is typed on another one must not overwrite it unseen.
    screen = TextField(null=True)

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
    content = BlobField()
    issued_at = Moment()

    class Meta:
        indexes = ((("dossier", "kind", "person"), False),)


class ReceivedFile(Table):
    """A file that came back from Word, untouched."""

    id = AutoField()
    copy = ForeignKeyField(WordCopy, on_delete="CASCADE")
    file_name = TextField()
    content = BlobField()
    sha256 = TextField()
    received_at = Moment()
    taken_over_at = Moment(null=True)


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

    class Meta:
        indexes = ((("kind", "subject"), True), (("state", "asked_at"), False))


class JobFile(Table):
    """What a job works on, and what it made."""

    id = AutoField()
    job = ForeignKeyField(Job, on_delete="CASCADE")
    name = TextField()
    content = BlobField()

    class Meta:
        indexes = ((("job", "name"), True),)


class Nudge(Table):
    """A reminder to whoever must do a step, from the manager one level up. It names the step and nothing else."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    key = TextField()
    round = IntegerField()
    owner = TextField()
    sender = ForeignKeyField(Person, on_delete="RESTRICT")
    on_day = Day()
    at = Moment()

    class Meta:
        indexes = ((("dossier", "key", "round", "on_day"), True),)


class ReadLog(Table):
    """Who looked at what, allowed or refused. Written through a connection of its own."""

    id = AutoField()
    at = Moment()
    person = IntegerField(null=True)
    action = TextField()
    dossier = IntegerField(null=True, index=True)
    paper = IntegerField(null=True)
    result = TextField()
    origin = TextField()
    # In whose place the person looked.
    absent = IntegerField(null=True)

    class Meta:
        database = log_database


TABLES: tuple[Any, ...] = (
    Organisation,
    Unit,
    Person,
    Account,
    Appointment,
    Session,
    LoginFailure,
    Dossier,
    Involvement,
    Deputy,
    SickReport,
    Fact,
    Step,
    Paper,
    PaperFile,
    TemplateFile,
    TemplateVersion,
    Draft,
    WordCopy,
    ReceivedFile,
    Job,
    JobFile,
    Nudge,
    ReadLog,
)
