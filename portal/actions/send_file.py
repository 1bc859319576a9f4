"""A file that someone sends for a dossier: taken in at once, or held until it has been looked at for viruses.

While the scanner gives no answer nothing is known of a file. Then it is kept sealed, is no paper and opens for nobody.
Once the scanner answers it is taken in by the same action, for the same person, with the rights of that moment.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from portal.actions.attach_advice import MISSES, attach_advice
from portal.actions.dossier import looked_at
from portal.actions.file_earlier_paper import SentFile, add_scan, file_earlier_paper
from portal.actions.file_signed_paper import OUTCOMES, PenAnswer, file_signed_paper
from portal.documents.clamd import ScannerDown, found_in
from portal.documents.errors import RefusedFile
from portal.rules.access import ACCESS, ROLES
from portal.rules.errors import Forbidden, Invisible, PortalError, Rejected, RejectedForm
from portal.storage.catalogue import catalogue
from portal.storage.database import connection, forget_old_pages, transaction
from portal.storage.reading.held_files import (
    NOT_CONFIRMED,
    HeldRow,
    held_content,
    held_file,
    held_for,
    held_since,
    next_held,
)
from portal.storage.reading.read_log import QUARANTINE
from portal.storage.writing.held_files import add_held, drop_held, mark_tried, refuse_held
from portal.storage.writing.loose_scans import drop_loose_scans_before
from portal.storage.writing.read_log import record_look

TRY_AGAIN = timedelta(minutes=1)
"""So long a file waits after the scanner was asked about it and gave no answer."""

WAITS_AT_MOST = timedelta(days=30)
"""So long a file waits for the scanner, or for what its sender must still say about it."""

LOOSE_AT_MOST = timedelta(days=1)
"""So long the scan of a signed paper waits for a code that is right."""

Who: TypeAlias = Mapping[str, Any]
"""The dossier, the actor and the moment, as every action on a dossier takes them."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sending:
    """What someone sends: what it is to become (`action`, and which `kind` of paper) and the answers in its form.

    The answers are plain, as typed: days as ISO text. Without a file `content` is empty.
    """

    action: str
    kind: str
    answers: Mapping[str, Any]
    file_name: str = ""
    content: bytes = b""

    def day(self, name: str) -> date:
        """The day that was answered."""
        return date.fromisoformat(self.answers[name])

    @property
    def tells(self) -> dict[str, str]:
        """What the protocol must know of the paper."""
        return {name: str(self.answers.get(name) or "") for name in catalogue()[self.kind].tells}

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the sender did not find in the file."""
        return tuple(
            name.removeprefix(MISSES) for name, said in self.answers.items() if name.startswith(MISSES) and said
        )

    @property
    def declared(self) -> bool:
        """Whether the sender declared that the file holds no medical data."""
        return bool(self.answers.get("verklaring"))

    @property
    def file(self) -> SentFile:
        """The file with that declaration and what was not found in it."""
        return SentFile(self.file_name, self.content, self.declared, self.lacks)


def take_in(sending: Sending, *, dossier_id: int, actor: int, now: datetime) -> int:
    """Do what was asked with the file; returns what that action does, and raises what it raises."""
    with transaction():
        done = _CARRIED_OUT[sending.action](sending, {"dossier_id": dossier_id, "actor": actor, "now": now})
        _forget_before(sending, dossier_id, actor)
        return done


def hold(sending: Sending, *, dossier_id: int, actor: int, now: datetime) -> int:
    """Keep a file that could not be scanned; returns its id.

    Whether it could be taken in now is tried first, and taken back: the sender hears at once what is wrong. Raises
    what `take_in` does, and Rejected for what waits already.
    """
    if any(_is_same(one, dossier_id, sending) for one in held_for(actor)):
        raise Rejected("already_held", field="bestand")
    try:
        with transaction():
            take_in(sending, dossier_id=dossier_id, actor=actor, now=now)
            raise _TakenBack
    except _TakenBack:
        pass
    with transaction():
        _forget_before(sending, dossier_id, actor)
        return add_held(
            dossier_id=dossier_id,
            person_id=actor,
            action=sending.action,
            kind=sending.kind,
            answers=sending.answers,
            file_name=sending.file_name,
            content=sending.content,
            at=now,
        )


class _TakenBack(Exception):
    """What was tried must not be stored."""


def refused_before(dossier_id: int, actor: int, action: str, kind: str) -> tuple[HeldRow, ...]:
    """What this person sent for the same before, and was refused after scanning."""
    same = (dossier_id, action, kind)
    refused = (one for one in held_for(actor) if one.problem not in ("", NOT_CONFIRMED))
    return tuple(one for one in refused if (one.dossier_id, one.action, one.kind) == same)


def _forget_before(sending: Sending, dossier_id: int, actor: int) -> None:
    for old in refused_before(dossier_id, actor, sending.action, sending.kind):
        drop_held(old.id)


def forget_refused(*, held_id: int, actor: int) -> None:
    """Its sender has read why a file was refused. Raises Invisible for what is not theirs, or still waits."""
    with transaction():
        held = held_file(held_id)
        if held is None or held.person_id != actor or not held.problem:
            raise Invisible(held_id)
        drop_held(held_id)


def release_next(clamd: str, clock: Callable[[], datetime]) -> bool:
    """Scan the file that waits longest, and take it in or destroy it; returns whether there was one with an answer.

    `clamd` is the address of the scanner. Opens connections of its own, and holds none while the scanner works.
    """
    with connection():
        held = next_held(clock(), TRY_AGAIN)
        if held is None:
            return False
        with transaction():
            mark_tried(held.id, clock())
        name, content = held_content(held.id)
    try:
        found = found_in(content, clamd)
    except ScannerDown as error:
        log.error("clamd gave no answer: %s", error)
        return False
    except RefusedFile as refusal:
        with connection():
            _refuse(held, refusal.code, clock())
        return True
    with connection():
        if found:
            log.warning("clamd found %s in a file that waited", found)
            _refuse(held, "file_infected", clock())
        else:
            _release(held, Sending(held.action, held.kind, held.answers, name, content), clock())
    return True


def refuse_old_held(now: datetime) -> int:
    """Destroy what waited too long; returns how many files that were. Call outside a transaction.

    Who sent one reads so at the next visit. A scan that waits for a code that is right goes after a day, unsaid.
    """
    with transaction():
        drop_loose_scans_before(now - LOOSE_AT_MOST)
    found = held_since(now - WAITS_AT_MOST)
    for held in found:
        log.warning("a file that waited too long was destroyed")
        _refuse(held, "held_too_long", now)
    if found:
        forget_old_pages()
    return len(found)


def _release(held: HeldRow, sending: Sending, now: datetime) -> None:
    """Take the file in, once: whoever removes its row does."""
    try:
        with transaction():
            if not drop_held(held.id):
                return
            take_in(sending, dossier_id=held.dossier_id, actor=held.person_id, now=now)
    except PortalError as refusal:
        log.warning("a file that waited was not taken in: %s", type(refusal).__name__)
        _refuse(held, "held_not_possible", now, "refused" if isinstance(refusal, Forbidden | Invisible) else "rejected")
    else:
        _write_down(held, "allowed", now)


def _refuse(held: HeldRow, problem: str, now: datetime, result: str = "rejected") -> None:
    with transaction():
        refuse_held(held.id, problem)
    _write_down(held, result, now)


def _write_down(held: HeldRow, result: str, now: datetime) -> None:
    """In the read log, what became of it: as done by its sender, from the quarantine."""
    policy = _POLICY.get(held.action, held.action)
    roles: frozenset[str] = frozenset()
    absent = None
    try:
        dossier = looked_at(held.dossier_id, actor=held.person_id, now=now)
        roles, absent = dossier.roles, dossier.on_behalf_of
    except Invisible:
        pass
    record_look(
        at=now,
        person_id=held.person_id,
        action=f"{policy}:POST",
        dossier_id=held.dossier_id,
        object=held.kind,
        result=result,
        origin=QUARANTINE,
        basis=next((role for role in ROLES if role in ACCESS[policy] & roles), ""),
        absent=absent,
    )


def _is_same(held: HeldRow, dossier_id: int, sending: Sending) -> bool:
    same = (held.dossier_id, held.action, held.kind) == (dossier_id, sending.action, sending.kind)
    return same and not held.problem and all(held.answers.get(n) == sending.answers.get(n) for n in ("op", "papier"))


def _attach_advice(sending: Sending, who: Who) -> int:
    return attach_advice(
        **who,
        kind=sending.kind,
        on=sending.day("op"),
        filename=sending.file_name,
        content=sending.content,
        no_medical_data=sending.declared,
        tells=sending.tells,
        lacks=sending.lacks,
    )


def _file_earlier_paper(sending: Sending, who: Who) -> int:
    days = {role: f"getekend_{role}" for role in catalogue()[sending.kind].signed_by}
    return file_earlier_paper(
        **who,
        kind=sending.kind,
        on=sending.day("op"),
        drawn_up_by=str(sending.answers["opgesteld_door"]),
        signed={role: sending.day(name) for role, name in days.items() if sending.answers.get(name)},
        tells=sending.tells,
        file=sending.file if sending.file_name else None,
    )


def _add_scan(sending: Sending, who: Who) -> int:
    return add_scan(**who, paper_id=int(sending.answers["papier"]), file=sending.file)


def without_day(kind: str, answers: Mapping[str, Any]) -> tuple[Rejected, ...]:
    """A Rejected for every signature with a pen without its day: that is no answer yet."""
    signed = _signed(kind, answers)
    return tuple(Rejected("signed_without_day", field=f"op_{role}") for role in signed if not answers[f"op_{role}"])


def _signed(kind: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """What each role that signed with a pen answered."""
    said = {role: str(answers.get(f"antwoord_{role}") or "") for role in catalogue()[kind].signed_by}
    return {role: outcome for role, outcome in said.items() if outcome in OUTCOMES}


def _file_signed_paper(sending: Sending, who: Who) -> int:
    if empty := without_day(sending.kind, sending.answers):
        raise RejectedForm(empty)
    answers = {
        role: PenAnswer(outcome, sending.day(f"op_{role}"), str(sending.answers.get(f"kijk_{role}") or ""))
        for role, outcome in _signed(sending.kind, sending.answers).items()
    }
    return file_signed_paper(**who, paper_id=int(sending.answers["papier"]), file=sending.file, answers=answers)


_CARRIED_OUT: Mapping[str, Callable[[Sending, Who], int]] = {
    "attach_advice": _attach_advice,
    "file_earlier_paper": _file_earlier_paper,
    "add_scan": _add_scan,
    "file_signed_paper": _file_signed_paper,
}
_POLICY = {"add_scan": "file_earlier_paper"}
