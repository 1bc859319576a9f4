"""Write the minutes of a sociaal-medisch overleg: what was discussed and decided, without anyone's case."""

from datetime import datetime

from portal.actions.smo_seats import attended
from portal.rules.errors import Rejected
from portal.storage.database import transaction
from portal.storage.writing.smo import keep_minutes


def write_minutes(*, actor: int, now: datetime, smo_id: int, verslag: str, besluiten: str) -> None:
    """Keep the minutes; only participants read them. Whoever wrote them first also changes them.

    Raises Invisible for who was not invited, Rejected before the day of the overleg or when another wrote them.
    """
    with transaction():
        row, _ = attended(smo_id, actor, now.date())
        if row.on > now.date():
            raise Rejected("smo_not_yet", on=row.on)
        if row.writer_id not in (None, actor):
            raise Rejected("smo_other_writer", name=row.writer_name)
        keep_minutes(smo_id, verslag.strip(), besluiten.strip(), actor, now)
