"""The BSN: given by the employee or for them, or taken from the personnel file; written nowhere but in the packet."""

from datetime import datetime

from portal.actions.dossier import opened
from portal.rules.bsn import bsn
from portal.rules.errors import Rejected, check_all
from portal.storage.reading.bsn import bsn_of
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


def enter_bsn(*, dossier_id: int, actor: int, now: datetime, number: str, reason: str) -> None:
    """Keep the BSN that the employer knows of an employee who cannot be reached, with the reason.

    The employee reads who did so and why, and can change it or take it away. Raises Rejected: "bsn_wrong",
    "bsn_reason_missing" (RejectedForm for both), and "bsn_given" when the employee gave it.
    """
    with opened(dossier_id, "enter_bsn", actor=actor, now=now) as dossier:
        known = bsn_of(dossier.row.id)
        if known and known.own:
            raise Rejected("bsn_given")
        check_all(lambda: bsn(number), lambda: _check_reason(reason))
        keep_bsn(dossier.row.id, bsn(number), now, imported=False, entered_by=actor, reason=reason.strip())


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Rejected("bsn_reason_missing", field="reden")
