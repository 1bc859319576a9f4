"""The moment that a Word file says it was first made: by it we know which of our copies it was once."""

from datetime import UTC, datetime
from typing import Final

from portal.documents.package import opened, relationships
from portal.documents.wordml import parse

_CREATED: Final = "{http://purl.org/dc/terms/}created"


def made_at(data: bytes) -> datetime | None:
    """Return the moment in the properties of a .docx, in whole seconds; None when there is none that can be read.

    `fill` writes it, and Word and LibreOffice leave it alone. Raises RefusedFile("file_damaged").
    """
    with opened(data) as archive:
        for part in relationships(archive, ""):
            if part.kind == "core-properties" and not part.external:
                return _moment(parse(archive.read(part.target)).findtext(_CREATED) or "")
    return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        # On the first and last day of the calendar there are moments that UTC does not have.
        return None
