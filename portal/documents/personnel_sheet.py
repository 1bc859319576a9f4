"""An Excel workbook read as the CSV that Excel would have saved: the values of its first sheet."""

import csv
import io
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from portal.documents.errors import RefusedFile
from portal.documents.guard import check_xlsx

MOST_ROWS = 100_000
MOST_COLUMNS = 200


def sheet_as_csv(content: bytes) -> str:
    """The cells of the first sheet as CSV with `;`, a formula by the value that Excel kept of it.

    Days come out as 2026-11-28, numbers without a needless `.0` and with the zeros in front that their cell shows.
    Raises RefusedFile, with the codes of `check_xlsx`.
    """
    check_xlsx(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next(iter(book.worksheets))
        cells = list(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS))
    # Whatever openpyxl stumbles over in a file that was made by hand.
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration) as error:
        raise RefusedFile("file_damaged") from error
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([_text(cell) for cell in row] for row in cells)
    return text.getvalue()


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return _whole(int(value), cell.number_format)
        case int() if not isinstance(value, bool):
            return _whole(value, cell.number_format)
        case _:
            return str(value)


def _whole(value: int, form: str) -> str:
    return str(value).zfill(len(form)) if set(form) == {"0"} else str(value)
