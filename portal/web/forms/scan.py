"""Before a file that someone sent is taken in: whether ClamAV finds something in it, where that is set up.

It is asked before anything is opened or stored, and outside every transaction, because it takes time.
"""

import logging
from collections.abc import Mapping
from typing import Any

from flask import current_app

from portal.actions.send_file import Sending, hold, take_in
from portal.documents.clamd import ScannerDown, found_in
from portal.rules.errors import Rejected
from portal.web.forms.form import Sheet

HELD = "Uw bestand is ontvangen en wordt nog nagekeken op virussen. U hoeft niets te doen."

log = logging.getLogger(__name__)


def scanned(sheet: Sheet, *, may_wait: bool = False) -> bool:
    """Whether the files of a form may be taken in; otherwise the problem is at their question.

    While the scanner gives no answer no file is taken in: it waits (`sheet.unscanned`), or where that may not be the
    sender is asked to try again later.
    """
    clamd = current_app.config["PORTAL"].clamd
    for name, file in sheet.files.items() if clamd else ():
        content = file.read()
        file.seek(0)
        try:
            found = found_in(content, clamd)
        except ScannerDown as error:
            log.error("clamd gave no answer: %s", error)
            sheet.unscanned = True
            if not may_wait:
                sheet.reject(Rejected("scanner_down", field=name))
            continue
        except Rejected as refusal:
            sheet.reject(Rejected(refusal.code, field=name))
            continue
        if found:
            log.warning("clamd found %s in an upload", found)
            sheet.reject(Rejected("file_infected", field=name))
    return not sheet.problems


def send(sheet: Sheet, action: str, kind: str, who: Mapping[str, Any], **more: int) -> None:
    """Take in what `who` sends with a form about a kind of paper, or hold its file while that could not be scanned."""
    file = sheet.files.get("bestand")
    name, content = (file.filename or "", file.read()) if file else ("", b"")
    sending = Sending(action, kind, {**sheet.values, **more}, name, content)
    (hold if sheet.unscanned else take_in)(sending, **who)
