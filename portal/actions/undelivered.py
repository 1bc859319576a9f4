"""What follows when a mail server refuses a mail for good: nothing that stood in it was told to anyone.

The late steps of which a morning mail told are told of again the next day; a link in it is worth nothing; and the
beheerder sees with the person that mail does not arrive.
"""

from datetime import date, datetime

from portal.storage.reading.accounts import account_of
from portal.storage.reading.people import people_by_email
from portal.storage.writing.links import drop_links
from portal.storage.writing.logins import record_event
from portal.storage.writing.reminders import forget_told

MORNING = "ochtend"
"""How the keys of the mails of the morning begin; the day and the person follow."""
LINK = "link"
"""How the keys of mails with a link to choose a password begin."""


def note_undelivered(key: str, to: str, now: datetime) -> None:
    """Take back what the refused mail with this key would have told. Call in a transaction."""
    kind, *rest = key.split(":")
    if kind == MORNING:
        day, person_id = rest
        forget_told(int(person_id), date.fromisoformat(day))
    for one in people_by_email(to):
        if kind == LINK and account_of(one.id):
            drop_links(one.id)
        record_event("mail_refused", "done", now, origin="", proof=kind, person_id=one.id)
