"""Reading the values back out of a Word paper that someone may have changed in Word or LibreOffice."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.documents.content_controls import Field, live_controls
from portal.documents.package import opened, stories
from portal.documents.properties import Identity, identity_in
from portal.documents.read_back import ReadBack, ReadValue, read_back
from portal.documents.reading_rows import Tier
from portal.documents.reading_tags import Tagged
from portal.documents.reading_values import Conflict, empty_row, says_something

__all__ = [
    "Conflict",
    "Identity",
    "ReadBack",
    "ReadValue",
    "Reading",
    "Tier",
    "identity",
    "read",
    "read_back",
    "read_paper",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paper says.

    `values` holds a value per field that was found (a field whose control is gone is not in it);
    `conflicts` holds the different values of a field that stands in the paper more than once and does not
    say the same everywhere (`values` then has the first).
    """

    values: Mapping[str, object]
    conflicts: Mapping[str, tuple[object, ...]]


def read(data: bytes, fields: tuple[Field, ...] | None = None) -> Mapping[str, object]:
    """Return the values in a .docx by the names of its controls, in the same form as `fill` takes them.

    `fields`, the fields of the template, limits the answer to those and helps where a program changed a
    control (a list whose repeating section is gone is only recognised with it). A date or choice that
    nobody can understand comes back as it was typed. A row in which everything is empty is no row.
    Check an uploaded file with `guard.check_docx` first. Raises RefusedFile("file_damaged").
    """
    return read_paper(data, fields).values


def read_paper(data: bytes, fields: tuple[Field, ...] | None = None) -> Reading:
    """Return what `read` does, and where the paper contradicts itself."""
    with opened(data) as archive:
        roots = [root for _, root in stories(archive)]
    tagged = Tagged((control for root in roots for control in live_controls(root)), fields)
    values: dict[str, object] = {name: found[0] for name, found in tagged.single.items()}
    known = {field.name: field for field in fields or ()}
    for name, rows in tagged.rows.items():
        empty = empty_row(known[name]) if name in known else {}
        values[name] = [empty | row for row in rows.values() if says_something(row)]
    distinct = {name: tuple(dict.fromkeys(found)) for name, found in tagged.single.items()}
    return Reading(values, {name: found for name, found in distinct.items() if len(found) > 1})


def identity(data: bytes) -> Identity | None:
    """Return which paper this file is by what `fill` wrote in it; None when it is not one of ours.

    Anyone can write such a thing into a file: it says what to compare with, and proves nothing.
    """
    with opened(data) as archive:
        return identity_in(archive)
