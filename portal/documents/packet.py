"""Papers in one ZIP, in order and under names that every computer can read."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_EXTENSION: Final = re.compile(r"[a-z0-9]{1,5}")
_MAX_TITLE: Final = 60
_NO_TITLE: Final = "papier"
_PLAIN_FILE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class PacketEntry:
    """One paper: `title` becomes part of its file name; `day` is its date, or None when it has none.

    Without `data` it is a paper that is elsewhere: it takes up a number, and no file. One with a `letter` belongs to
    the paper before it, and has its number with that letter: 2a. `lines` are for a copy of it, above each page.
    """

    title: str
    day: date | None
    extension: str
    data: bytes | None
    letter: str = ""
    lines: tuple[str, ...] = ()


def packet(entries: Sequence[PacketEntry], first: int = 1) -> bytes:
    """Return a ZIP of the papers in the order given, named like «01-probleemanalyse-2026-02-10.docx».

    Numbers begin at `first`: 0 when a cover goes before what is numbered from 1. The same entries give the
    same bytes. Raises ValueError when an extension is not a few small letters.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, entry in zip(file_names(entries, first), entries, strict=True):
            if entry.data is None:
                continue
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = _PLAIN_FILE
            # Papers are compressed already; storing them keeps the bytes the same in every zlib.
            archive.writestr(info, entry.data, zipfile.ZIP_STORED)
    return buffer.getvalue()


def file_names(entries: Sequence[PacketEntry], first: int = 1) -> list[str]:
    """Return the file name of each paper: numbered from `first`, so never twice the same, and in plain ASCII."""
    width = max(2, len(str(len(entries))))
    return [_file_name(number, width, entry) for number, entry in zip(numbers(entries, first), entries, strict=True)]


def numbers(entries: Iterable[PacketEntry], first: int = 1) -> list[int]:
    """Return the number of each entry; one with a letter has that of the entry before it."""
    found: list[int] = []
    for entry in entries:
        first += bool(found) and not entry.letter
        found.append(first)
    return found


def _file_name(number: int, width: int, entry: PacketEntry) -> str:
    if not _EXTENSION.fullmatch(entry.extension):
        raise ValueError(f"not an extension: {entry.extension!r}")
    words = [f"{number:0{width}}{entry.letter}", _plain(entry.title), entry.day.isoformat() if entry.day else ""]
    return f"{'-'.join(word for word in words if word)}.{entry.extension}"


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_MAX_TITLE].strip("-") or _NO_TITLE
