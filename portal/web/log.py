"""The log of the process, on standard error: one line of JSON for each event, for whatever reads logs.

It is kept outside the portal, so it says nothing about anyone's health: of an error its kind and its place, never its
text; of a message from a library the sentence, not what was filled in there. What someone sent cannot begin a line.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from portal.rules.errors import told_for_log

OURS = "portal"


class Line(logging.Formatter):
    """An event as one line. What belongs to it comes along as `extra={"told": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        """The moment is in UTC; JSON leaves no line break and no control character as it is."""
        ours = record.name.partition(".")[0] == OURS
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.getMessage() if ours else str(record.msg),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = told_for_log(record.exc_info[1])
        return json.dumps(line, default=str)


def log_in_lines() -> None:
    """Write warnings and errors of this process in lines, from here on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
