"""The dossier: its facts, the steps that follow from them, and who holds which role in it."""

from peewee import SQL, AutoField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from portal.storage.models.base import Day, Moment, SealedText, Table
from portal.storage.models.organisation import Organisation, Person


class Dossier(Table):
    id = AutoField()
    number = TextField(unique=True)
    organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
    medewerker = ForeignKeyField(Person, unique=True, on_delete="RESTRICT")
    protocol = TextField()
    opened_on = Day()
    # From that day it belongs to the organisation of that employment; empty once it has been carried out.
    moves_as = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    moves_on = Day(null=True)
    # Follows from the facts, as the steps do.
    ill = BooleanField(constraints=[SQL("DEFAULT 0")])


class Bsn(Table):
    """The burgerservicenummer of the employee, which goes with the dossier and nowhere but into the packet."""

    dossier = ForeignKeyField(Dossier, primary_key=True, on_delete="CASCADE")
    number = SealedText("dossier_id")
    imported = BooleanField()
    given_at = Moment()
    # Of an employee who cannot be reached: who filled it in, and why.
    entered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+", index=False)
    reason = SealedText("dossier_id", null=True)


class Involvement(Table):
    """Who holds which role in a dossier, and when. `origin` tells the derived rows from the agreed ones."""

    id = AutoField()
    dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE", index=False)
    role = TextField()
    from_on = Day()
    until_on = Day(null=True)
    origin = TextField()

    class Meta:
        indexes = ((("person", "role", "dossier", "from_on", "until_on"), False), (("dossier", "role"), False))


class Deputy(Table):
    """Who acts for an absent person, in one dossier or in all of theirs. The view `person_role` makes roles of it."""

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
    items_json = SealedText("id")
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
    data = SealedText("dossier_id", "seq")
    corrects = IntegerField(null=True)
    previous_hash = TextField()
    hash = TextField()

    class Meta:
        indexes = ((("dossier", "seq"), True),)


class FactHead(Table):
    """The number and hash of a dossier's newest fact, so that its last facts cannot be cut off unseen.

    The hash is sealed for that dossier and number: who has the database but not its key cannot make another head.
    """

    dossier = ForeignKeyField(Dossier, primary_key=True, on_delete="CASCADE")
    seq = IntegerField()
    hash = SealedText("dossier_id", "seq")


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
    done_on = Day(null=True, index=True)
    action = TextField()
    paper = TextField(default="")
    waits_for = TextField(default="")
    rule = TextField()
    source = TextField()
    why = TextField()
    idle = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("dossier", "key", "round")


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
