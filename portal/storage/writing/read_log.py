"""Writing down who looked at what. Through a connection of its own, before anything is shown."""

from datetime import datetime

from portal.storage import models


def record_look(
    *,
    at: datetime,
    person_id: int | None,
    action: str,
    dossier_id: int | None,
    paper_id: int | None,
    result: str,
    origin: str,
    absent: int | None = None,
) -> None:
    """One line: `result` is allowed, refused or invisible; `origin` the address it came from.

    `absent` is the id of the person in whose place was looked.
    """
    models.ReadLog.insert(
        at=at,
        person=person_id,
        action=action,
        dossier=dossier_id,
        paper=paper_id,
        result=result,
        origin=origin,
        absent=absent,
    ).execute()
