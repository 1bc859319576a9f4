"""Mail: put in the outbox in the transaction that gives cause for it, and sent from there by the worker.

A mail is sent once, also when the portal stops halfway. Up to the moment that the server is given the text, a stop
changes nothing: it is tried again. Whether the server has taken a text in when the portal stops right then, nobody
can know; then it is not sent a second time, and `portal doctor` says so.

No mail carries a name, a dossier's content or a hint of health: it says that something waits in the portal.
"""

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import format_datetime
from typing import Literal

from portal.actions.undelivered import MORNING, note_undelivered
from portal.rules.errors import told_for_log
from portal.storage.database import connection, transaction
from portal.storage.hashing import sha256
from portal.storage.reading.jobs import JobRow, count_jobs, job_about, job_file, jobs_to_see_to
from portal.storage.writing.jobs import ask_for_job, end_job, forget_jobs, give_back, hand_on, take_back, take_waiting
from portal.storage.writing.reminders import forget_mail

KIND = "mail"
MESSAGE = "bericht"
WAIT = timedelta(minutes=5)
"""So long after a try that failed the next one comes."""
GIVE_UP = timedelta(days=2)
"""After so long a mail says nothing that is still of use."""
BUSY = timedelta(minutes=5)
"""After so long a mail that was being sent was left by a portal that stopped."""
TIMEOUT = 30
"""Seconds that a mail server may take for one answer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MailServer:
    """Where mail goes out. `security` is none, starttls or tls; without `user` nobody logs in; `sender` is the From."""

    host: str
    port: int
    sender: str
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = ""


def post(*, to: str, subject: str, text: str, key: str, now: datetime) -> bool:
    """Put a mail in the outbox, once for each `key`; returns whether it is new. Call inside a transaction.

    Raises ValueError for a line break in an address or subject.
    """
    if job_about(KIND, key):
        return False
    message = EmailMessage(policy=policy.SMTP)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    # The same each time that this mail is tried, so that a server can tell a second copy.
    message["Message-ID"] = f"<{sha256(key.encode())[:32]}@portaal>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    ask_for_job(KIND, key, {MESSAGE: message.as_bytes()}, now)
    return True


def take_back_mails(about: str, but: str = "") -> tuple[str, ...]:
    """Take what was not sent yet out of the outbox: whose key begins with `about` and not with `but`, if given.

    Returns their keys. Call inside a transaction.
    """
    return take_back(KIND, about, but)


def take_back_morning(today: date) -> None:
    """Take back the mails of this morning that were not sent yet: they are made anew, of what waits now.

    Call inside a transaction. After a death no mail may still count a task about who died.
    """
    for key in take_back_mails(f"{MORNING}:{today}:"):
        forget_mail(int(key.rpartition(":")[2]), today)


def send_next_mail(server: MailServer, clock: Callable[[], datetime]) -> bool:
    """Send the mail that waits longest; returns whether there was one to try.

    Opens connections of its own, and holds none while the server is spoken to.
    """
    with connection():
        job = _taken(clock()) if jobs_to_see_to(KIND, clock() - GIVE_UP) else None
        content = job_file(job.id, MESSAGE) if job else None
    if job is None:
        return False
    if content is None:
        _end(job, clock, "mail_lost")
        return True
    message = message_from_bytes(content, policy=policy.SMTP)
    message["From"] = server.sender
    try:
        with _line_to(server) as line:
            _deliver(line, server.sender, message, job, clock)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server did not take a mail: %s", told_for_log(error))
        with connection(), transaction():
            give_back(job, clock())
    return True


def _deliver(line: smtplib.SMTP, sender: str, message: Message, job: JobRow, clock: Callable[[], datetime]) -> None:
    """Give the server a mail, and note what became of it before anything else can go wrong.

    A server that goes away after it was given the text says nothing about it: the mail then stays «handed».
    """
    _accepted(line.mail(sender))
    if _refused(line.rcpt(str(message["To"]))):
        _end_refused(job, str(message["To"]), clock)
        return
    with connection(), transaction():
        still_ours = hand_on(job, clock())
    if not still_ours:
        return
    code = _answer_to(line, message)
    if 400 <= code < 500:
        with connection(), transaction():
            give_back(job, clock(), state="handed")
    elif code >= 500:
        _end_refused(job, str(message["To"]), clock)
    else:
        _end(job, clock, "")


def uncertain_mails() -> int:
    """How many mails were given to the server just when the portal stopped: perhaps sent, perhaps not."""
    return count_jobs(KIND, "handed")


def _taken(now: datetime) -> JobRow | None:
    with transaction():
        forget_jobs(now - GIVE_UP, KIND)
        return take_waiting(KIND, now, wait=WAIT, busy=BUSY)


@contextmanager
def _line_to(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if server.security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with line:
        if server.security == "starttls":
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password)
        yield line


def _accepted(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, said)


def _refused(answer: tuple[int, bytes]) -> bool:
    """Whether there is no such address, for good. What is wrong with us or the server is tried again later."""
    if answer[0] >= 500:
        return True
    _accepted(answer)
    return False


def _answer_to(line: smtplib.SMTP, message: Message) -> int:
    try:
        return line.data(message.as_bytes())[0]
    except smtplib.SMTPResponseException as error:
        return error.smtp_code


def _end_refused(job: JobRow, to: str, clock: Callable[[], datetime]) -> None:
    """Nobody was told what stands in it."""
    log.warning("the mail server refused a mail for good")
    with connection(), transaction():
        end_job(job.id, {}, clock(), "mail_refused")
        note_undelivered(job.subject, to, clock())


def _end(job: JobRow, clock: Callable[[], datetime], problem: str) -> None:
    with connection(), transaction():
        end_job(job.id, {}, clock(), problem)
