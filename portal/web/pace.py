"""How fast someone who is signed in asks: nobody reads so fast as a script that takes along all that it may.

Each process counts for itself and tells the database after every `STEP` requests, so that all processes together keep
to one limit, and who reads at the pace of a person never waits for the disk.
"""

import logging
from datetime import datetime
from threading import Lock

from werkzeug.exceptions import TooManyRequests

from portal.storage.writing.logins import count_requests

STEP = 25
MINUTE = 60
"""Seconds."""

log = logging.getLogger("portal")

_lock = Lock()
_asked: dict[int, tuple[int, int]] = {}
"""Of each person the minute (since 1970) in which they last asked something here, and how often in it."""
_stopped: dict[int, int] = {}
"""The minute in which someone was stopped."""


def keep_pace(person_id: int, most: int, now: datetime, address: str) -> None:
    """Count a request of someone, from this address. Raises TooManyRequests from `most` a minute on; 0: never."""
    minute = int(now.timestamp()) // MINUTE
    if most and _one_more(person_id, minute) % STEP == 0 and count_requests(person_id, minute, STEP) >= most:
        if _stopped.get(person_id) != minute:
            log.warning("too many requests", extra={"told": {"person": person_id, "address": address}})
        _stopped[person_id] = minute
    if _stopped.get(person_id) == minute:
        raise TooManyRequests


def _one_more(person_id: int, minute: int) -> int:
    """How many this makes in this process and minute."""
    with _lock:
        last, count = _asked.get(person_id, (minute, 0))
        _asked[person_id] = minute, count + 1 if last == minute else 1
        return _asked[person_id][1]
