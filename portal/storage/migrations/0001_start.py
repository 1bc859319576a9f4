"""The first tables, facts that cannot be altered, and the index that makes the inbox one quick look-up.

The classes are a copy of the tables as they were at first, on purpose: a later change to the models is a later
migration, and must not change what this one makes.
"""

from peewee import BlobField, BooleanField, CompositeKey, FloatField, ForeignKeyField, IntegerField, Model, TextField

FACTS_STAND = """
CREATE TRIGGER fact_no_{verb} BEFORE {verb} ON fact
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END
"""
OPEN_STEPS = "CREATE INDEX step_open ON step (dossier_id, owner, due_on) WHERE state = 'open'"


class Frozen(Model):
    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class Organisation(Frozen):
        name = TextField(unique=True)
        protocol = TextField()

        class Meta:
            database = db
            table_name = "organisation"

    db.create_tables([Organisation])

    class Unit(Frozen):
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        code = TextField()
        name = TextField()
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "unit"
            indexes = ((("organisation", "code"), True),)

    db.create_tables([Unit])

    class Person(Frozen):
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        personnel_number = TextField(null=True)
        name = TextField()
        email = TextField()
        job = TextField(default="")
        hours = FloatField(null=True)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        leidinggevende = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "person"
            indexes = ((("organisation", "personnel_number"), True),)

    db.create_tables([Person])

    class Account(Frozen):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        login = TextField(unique=True)
        password_hash = TextField()
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "account"

    db.create_tables([Account])

    class Appointment(Frozen):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        role = TextField()
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        from_on = TextField()
        until_on = TextField(null=True)

        class Meta:
            database = db
            table_name = "appointment"
            indexes = ((("organisation", "role"), False), (("person",), False))

    db.create_tables([Appointment])

    class Dossier(Frozen):
        number = TextField(unique=True)
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        medewerker = ForeignKeyField(Person, unique=True, on_delete="RESTRICT")
        protocol = TextField()
        opened_on = TextField()

        class Meta:
            database = db
            table_name = "dossier"

    db.create_tables([Dossier])

    class Draft(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        kind = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        values_json = TextField()
        saved_at = TextField()

        class Meta:
            database = db
            table_name = "draft"
            indexes = ((("dossier", "kind", "person"), True),)

    db.create_tables([Draft])

    class Fact(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="RESTRICT")
        seq = IntegerField()
        kind = TextField()
        on_day = TextField()
        at = TextField()
        author = ForeignKeyField(Person, on_delete="RESTRICT")
        data = TextField()
        corrects = IntegerField(null=True)
        previous_hash = TextField()
        hash = TextField()

        class Meta:
            database = db
            table_name = "fact"
            indexes = ((("dossier", "seq"), True),)

    db.create_tables([Fact])

    class Involvement(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        role = TextField()
        from_on = TextField()
        until_on = TextField(null=True)
        origin = TextField()

        class Meta:
            database = db
            table_name = "involvement"
            indexes = ((("person", "role", "dossier"), False), (("dossier", "role"), False))

    db.create_tables([Involvement])

    class LoginFailure(Frozen):
        subject = TextField(index=True)
        at = TextField()

        class Meta:
            database = db
            table_name = "login_failure"

    db.create_tables([LoginFailure])

    class Paper(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="RESTRICT")
        kind = TextField()
        number = IntegerField()
        version = IntegerField()
        title = TextField()
        on_day = TextField()
        settled_at = TextField()
        author = ForeignKeyField(Person, on_delete="RESTRICT")
        author_role = TextField()
        template_sha256 = TextField(null=True)
        values_json = TextField()
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "paper"
            indexes = ((("dossier", "kind", "number", "version"), True),)

    db.create_tables([Paper])

    class PaperFile(Frozen):
        paper = ForeignKeyField(Paper, on_delete="RESTRICT")
        seq = IntegerField()
        media = TextField()
        content = BlobField()
        sha256 = TextField()
        stored_at = TextField()

        class Meta:
            database = db
            table_name = "paper_file"
            indexes = ((("paper", "seq"), True),)

    db.create_tables([PaperFile])

    class ReadLog(Frozen):
        at = TextField()
        person = IntegerField(null=True)
        action = TextField()
        dossier = IntegerField(index=True, null=True)
        paper = IntegerField(null=True)
        result = TextField()
        origin = TextField()

        class Meta:
            database = db
            table_name = "read_log"

    db.create_tables([ReadLog])

    class Session(Frozen):
        token_hash = TextField(primary_key=True)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        created_at = TextField()
        seen_at = TextField()

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class Step(Frozen):
        dossier = ForeignKeyField(Dossier, on_delete="CASCADE", index=False)
        key = TextField()
        round = IntegerField()
        position = IntegerField()
        owner = TextField()
        title = TextField()
        state = TextField()
        opens_on = TextField()
        due_on = TextField()
        soon_on = TextField()
        until_on = TextField(null=True)
        statutory_on = TextField(null=True)
        done_on = TextField(null=True)
        action = TextField()
        paper = TextField(default="")
        waits_for = TextField(default="")
        rule = TextField()
        source = TextField()
        why = TextField()

        class Meta:
            database = db
            table_name = "step"
            primary_key = CompositeKey("dossier", "key", "round")

    db.create_tables([Step])

    class TemplateFile(Frozen):
        sha256 = TextField(primary_key=True)
        kind = TextField()
        content = BlobField()

        class Meta:
            database = db
            table_name = "template_file"

    db.create_tables([TemplateFile])

    db.execute_sql(OPEN_STEPS)
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(FACTS_STAND.format(verb=verb))
