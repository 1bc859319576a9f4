"""The BSN: given by the employee or taken from the personnel file, and written nowhere but in the packet."""

from datetime import datetime

from portal.actions.dossier import opened
from portal.rules.bsn import bsn
from portal.storage.writing.bsn import forget_bsn, keep_bsn


def give_bsn(*, dossier_id: int, actor: int, now: datetime, number: str) -> None:
    """Keep the BSN that the employee typed; an empty one takes away what was kept. Raises Rejected("bsn_wrong").

    It is no fact: it must be possible to take it away without a trace of the number.
    """
    with opened(dossier_id, "give_bsn", actor=actor, now=now) as dossier:
        if number.strip():
            keep_bsn(dossier.row.id, bsn(number), now, imported=False)
        else:
            forget_bsn(dossier.row.id)
