"""Before a file that someone sent is taken in: whether ClamAV finds something in it, where that is set up.

It is asked before anything is opened or stored, and outside every transaction, because it takes time.
"""

import logging

from flask import current_app

from portal.documents.clamd import ScannerDown, found_in
from portal.rules.errors import Rejected, told_for_log
from portal.web.forms.form import Sheet

log = logging.getLogger(__name__)


def scanned(sheet: Sheet) -> bool:
    """Whether the files of a form may be taken in; otherwise the problem is at their question.

    While the scanner gives no answer no file is taken in: the sender is asked to try again later.
    """
    clamd = current_app.config["PORTAL"].clamd
    for name, file in sheet.files.items() if clamd else ():
        content = file.read()
        file.seek(0)
        try:
            found = found_in(content, clamd)
        except ScannerDown as error:
            log.error("clamd gave no answer: %s", told_for_log(error))
            sheet.reject(Rejected("scanner_down", field=name))
            continue
        if found:
            log.warning("clamd found %s in an upload", found)
            sheet.reject(Rejected("file_infected", field=name))
    return not sheet.problems
