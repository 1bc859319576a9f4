"""A table as a CSV file that a spreadsheet opens, without a cell in it that runs."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def table_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows under their heading, with semicolons and a byte order mark, as a Dutch spreadsheet expects.

    A cell that looks like a formula gets an apostrophe before it: it is shown and not worked out.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
