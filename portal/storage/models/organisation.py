"""Who works where, and in which function."""

from peewee import AutoField, BooleanField, CompositeKey, FloatField, ForeignKeyField, TextField

from portal.storage.models.base import Day, Moment, Table


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


class OtherEmployment(Table):
    """Two rows of Person that are one human being. Each pair stands here twice, from either side."""

    # No index of its own: the key begins with it.
    person = ForeignKeyField(Person, on_delete="CASCADE", index=False)
    other = ForeignKeyField(Person, on_delete="CASCADE", backref="+")

    class Meta:
        primary_key = CompositeKey("person", "other")


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


class ProposedFunction(Table):
    """A function that a beheerder proposed to give someone: waiting, or confirmed, refused or withdrawn by someone.

    What was typed is kept as it was: the account, and the person if they are new, are made when it is confirmed.
    """

    id = AutoField()
    organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
    role = TextField()
    # The code of the unit that limits it, or nothing.
    unit = TextField()
    login = TextField()
    name = TextField()
    email = TextField()
    by = ForeignKeyField(Person, on_delete="CASCADE", index=False)
    at = Moment()
    state = TextField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+", index=False)
    decided_at = Moment(null=True)
