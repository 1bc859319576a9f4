"""Tick what one agreed to do in a sociaal-medisch overleg."""

from datetime import datetime

from portal.rules.errors import Invisible, Rejected
from portal.storage.database import transaction
from portal.storage.reading.smo import action
from portal.storage.writing.smo import end_action


def finish_action(*, actor: int, now: datetime, action_id: int) -> None:
    """It was done. Raises Invisible for what another must do, Rejected when it was done or taken back already."""
    with transaction():
        found = action(action_id)
        if found is None or found.person_id != actor:
            raise Invisible(action_id)
        if found.state != "open":
            raise Rejected("smo_action_over")
        end_action(action_id, "done", now)
