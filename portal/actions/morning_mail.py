"""The mail of the morning: on a working day, when something waits, one quiet mail to each person.

It says how much waits and where, and nothing of what it is or about whom. Who leads one level up reads in the same mail
how many steps of others are so late that the rules say they must know; the first time that a step is among them is
written down. The mail is put in the outbox in the transaction that notes the day, so it is there once, whoever stops
or works beside; and what was not sent on its own day is never sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.actions.mail import post, take_back_mails
from portal.actions.undelivered import MORNING as KEY
from portal.actions.waiting import waiting
from portal.rules.access import NAASTHOGERE, acting_roles
from portal.rules.calendar import is_working_day
from portal.rules.errors import Rejected
from portal.rules.escalation import escalated
from portal.rules.fold import fold
from portal.storage.database import transaction
from portal.storage.protocols import protocol
from portal.storage.reading.facts import facts_of
from portal.storage.reading.involvements import roles_of
from portal.storage.reading.progress import followed, open_steps
from portal.storage.reading.reminders import (
    DAILY,
    WEEKLY,
    WISHES,
    MailReader,
    dossiers_of_dead,
    mail_reader,
    told_of,
)
from portal.storage.writing.reminders import forget_mail, keep_wish, note_mail, note_told

FROM, UNTIL = time(7), time(18)
"""Between these hours it goes out: in the morning, or later on a day on which the worker was down then."""

SUBJECT = "Taken in het portaal"
Late = tuple[int, str, int, date]
"""A late step: its dossier, key, round and last day."""


@dataclass(frozen=True)
class Morning:
    """What there is to say to someone: how much waits, how much of it is late, and the late steps of others.

    `new` are those of `late_of_others` of which this person was not told before.
    """

    count: int
    late: int
    late_of_others: frozenset[Late]
    new: frozenset[Late]


def goes_out(now: datetime) -> bool:
    """Whether the mail of the morning may go out at this moment of the Dutch clock and calendar."""
    return is_working_day(now.date()) and FROM <= now.time() < UNTIL


def choose_wish(*, person_id: int, wish: str) -> None:
    """Someone chooses how often they get the mail. Raises Rejected for another word than one of WISHES."""
    if wish not in WISHES:
        raise Rejected("choice_unknown", field="mail")
    with transaction():
        keep_wish(person_id, wish)


def take_back_old(today: date) -> None:
    """Take back the mails of other days that were not sent: today's says how it stands now, and tells it as new."""
    with transaction():
        for key in take_back_mails(f"{KEY}:", but=f"{KEY}:{today}:"):
            _, day, person_id = key.split(":")
            forget_mail(int(person_id), date.fromisoformat(day))


def mail_morning(person_id: int, portal: str, now: datetime) -> bool:
    """Put the mail of this day for someone in the outbox; returns whether there is one to send.

    `portal` is where the portal stands (https://…). A second time on a day nothing happens.
    """
    # Looking first: a transaction would make writers wait, for nothing with most people.
    if _unless_done(person_id, now.date()) is None:
        return False
    with transaction():
        found = _unless_done(person_id, now.date())
        if found is None:
            return False
        reader, morning = found
        key = f"{KEY}:{now.date()}:{person_id}"
        post(to=reader.email, subject=SUBJECT, text=words(morning, portal), key=key, now=now)
        note_mail(person_id, now.date())
        note_told(person_id, sorted(morning.new), now)
    return True


def morning_of(person_id: int, today: date) -> tuple[MailReader, Morning] | None:
    """What the mail of this day says to someone, and to which address; None when there is none for them."""
    reader = mail_reader(person_id)
    if reader is None or _has_died(person_id):
        return None
    waits = waiting(person_id, today)
    others = late_of_others(person_id, today)
    morning = Morning(waits.count, waits.late, others, others - told_of(person_id) if others else others)
    return (reader, morning) if _is_wanted(reader, morning, today) else None


def late_of_others(person_id: int, today: date) -> frozenset[Late]:
    """The steps of others, in dossiers that someone follows one level up, that are so late that they are told of."""
    dossiers = {row.id: protocol(row.protocol) for row in followed(person_id, NAASTHOGERE, today)}
    found = set()
    for dossier_id, asked in open_steps(dossiers, today).items():
        own = acting_roles(roles_of(person_id, dossier_id, today))
        late = escalated((one.step for one in asked), dossiers[dossier_id], today, own)
        found |= {(dossier_id, step.key, step.round, step.due_on) for step in late}
    return frozenset(found)


def words(morning: Morning, portal: str) -> str:
    """The text of the mail."""
    parts = []
    if morning.count:
        many = "Er wacht 1 taak op u" if morning.count == 1 else f"Er wachten {morning.count} taken op u"
        late = "die te laat is" if morning.count == 1 else f"waarvan {morning.late} te laat"
        parts.append(f"{many}{f', {late}' if morning.late else ''}:\n\n{portal}/")
    if count := len(morning.late_of_others):
        late = "is 1 taak van een ander" if count == 1 else f"zijn {count} taken van anderen"
        parts.append(
            f"Waar u de voortgang volgt, {late} al zo lang te laat dat u het moet weten:\n\n{portal}/voortgang"
        )
    parts.append(f"Liever minder mail? Dat kiest u hier:\n\n{portal}/instellingen")
    return "\n\n".join(parts) + "\n"


def _unless_done(person_id: int, today: date) -> tuple[MailReader, Morning] | None:
    reader = mail_reader(person_id)
    return None if reader is None or reader.last_on == today else morning_of(person_id, today)


def _is_wanted(reader: MailReader, morning: Morning, today: date) -> bool:
    """A late step of others is told at once, however seldom someone wants mail; it is told of as new only once."""
    if morning.new:
        return True
    monday = today - timedelta(days=today.weekday())
    this_week = reader.last_on is not None and reader.last_on >= monday
    return morning.count > 0 and (reader.wish == DAILY or (reader.wish == WEEKLY and not this_week))


def _has_died(person_id: int) -> bool:
    """Whether a death stands in a dossier about this person; that they have an account still may be so for weeks."""
    endings = (fold(facts_of(dossier_id)).ending for dossier_id in dossiers_of_dead(person_id))
    return any(ending is not None and ending.kind == "overleden" for ending in endings)
