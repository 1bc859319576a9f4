"""A PDF from outside, looked at without opening it: whole, and with nothing in it that runs or carries along.

No tree is built: what acts in a PDF names itself (ISO 32000-1, 12.6 and 7.11), and those names are looked for in
the bytes of the file and in its object streams, in which newer programs pack their objects.
"""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from portal.documents.errors import RefusedFile
from portal.documents.guard_pdf_names import named
from portal.documents.guard_pdf_opening import all_show_a_place, at_opening

# Reports of hundreds of pages have some 130,000.
MAX_NAMES: Final = 300_000
MAX_STREAMS: Final = 20_000
MAX_OBJECT_BYTES: Final = 24 * 1024 * 1024

_HEAD: Final = 4096
_CHUNK: Final = 64 * 1024
_TASTE: Final = 256
_ZLIB_HEAD: Final = 2
_MAX_SECONDS: Final = 0.12
_MAX_DOUBTS: Final = 1000
_STRING: Final = 1000
_BREAKS_STRING: Final = re.compile(rb"[()<>\\\r\n]|obj")


# Long enough never to stand in a picture by chance. Every action with a script is of the kind JavaScript or Rendition.
# A sound, and a drawing that turns, come with a player of their own; a thread of articles may lie in another file.
# A link into another file (GoToR, GoToE) may name one on a server: opening it tells that server who opens it.
_ACTIVE: Final = named(
    *("JavaScript", "Rendition", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia", "XFA"),
    *("GoToR", "GoToE", "SubmitForm", "ImportData", "Movie"),
    *("Thread", "Sound", "U3D", "3DD", "GoTo3DView"),
)
# Too short to look for in pictures: a script, and what must happen at an event (opening, closing, printing).
_SCRIPT: Final = named("JS", "AA")
_ADDRESS: Final = named("URI")
_ENCRYPTED: Final = named("Encrypt")
_OBJECT_STREAM: Final = named("ObjStm", "First")
_UNUSUAL: Final = named("Filter", "Predictor")
_WORD: Final = b"stream"
_LINE_END: Final = re.compile(rb"[ \t]*(?:\r\n?|\n)")
# A file that was added to ends more than once: behind each end come the objects that were added, or a remark.
_END: Final = re.compile(rb"startxref[\0\s]+\d+[\0\s]+%%EOF")
_GOES_ON: Final = re.compile(rb"%%EOF[\0\s]*(?!\Z|[\0\s]|\d+[\0\s]+\d+[\0\s]+obj|xref|%)")
# An object stream begins with numbers: which object begins where.
_NUMBERS: Final = re.compile(rb"[\s\0]*[\d%]")


def check_pdf(data: bytes) -> None:
    """Return when `data` is a whole PDF that holds nothing but text and pictures.

    Raises RefusedFile with code pdf_damaged (its end is missing), pdf_goes_on (something else stands behind its end),
    pdf_protected (a password) or file_has_active_content: a script, a program to start, an embedded file, a film, a
    sound, a drawing in space, a link into another file, what happens by itself, a form that sends or fetches its
    answers or is a program (XFA); also when that cannot be found out.
    """
    _check_end(data)
    room = _room(MAX_NAMES, data)
    if _ENCRYPTED.search(data):
        raise RefusedFile("pdf_protected")
    _refuse_named(_ACTIVE, data)
    deadline = time.thread_time() + _MAX_SECONDS
    leads = bool(_ADDRESS.search(data))
    openings = set(at_opening(data))
    for _, objects in _packed_objects(data, deadline):
        room = _room(room, objects)
        _refuse_named(_ACTIVE, objects)
        _refuse_named(_SCRIPT, objects)
        openings.update(at_opening(objects))
        leads = leads or bool(_ADDRESS.search(objects))
    # Nothing that is left can do harm by itself but go to an address.
    if openings and leads and not all_show_a_place(openings, data, _packed_objects(data, deadline)):
        raise RefusedFile("file_has_active_content")


def _check_end(data: bytes) -> None:
    """Refuse what has no end, or more behind it: a page of a website or a zip, for a program that looks there."""
    # Some programs fill up their last block.
    filled = data.rstrip(b"\0 \t\r\n")
    if not _END.fullmatch(filled, max(0, filled.rfind(b"startxref"))):
        raise RefusedFile("pdf_goes_on" if _END.search(filled) else "pdf_damaged")
    if _GOES_ON.search(data) or (zipfile.is_zipfile(io.BytesIO(data)) and b"PK\x01\x02" in data):
        raise RefusedFile("pdf_goes_on")


def _room(room: int, data: bytes) -> int:
    """Return how many names may still come after those of `data`."""
    room -= data.count(b"/")
    if room < 0:
        raise RefusedFile("file_has_active_content")
    return room


def _refuse_named(names: re.Pattern[bytes], data: bytes) -> None:
    for number, found in enumerate(names.finditer(data)):
        if number == _MAX_DOUBTS or not _in_string(data, found):
            raise RefusedFile("file_has_active_content")


def _in_string(data: bytes, found: re.Match[bytes]) -> bool:
    """Return whether a name stands in a short text without marks, such as an address: there it is no name.

    Even where a reader begins to read elsewhere, no object can begin in such a text.
    """
    start = data.rfind(b"(", max(0, found.start() - _STRING), found.start())
    end = data.find(b")", found.end(), found.end() + _STRING)
    return min(start, end) >= 0 and not _BREAKS_STRING.search(data[start + 1 : end])


def _packed_objects(data: bytes, deadline: float) -> Iterator[tuple[bytes, bytes]]:
    """Yield what may be objects in a packed stream, whatever the file says of that stream, and what stands before it.

    Raises RefusedFile for objects packed in another way than every program packs them, and for a script outside.
    """
    room = MAX_OBJECT_BYTES
    for outside, start in _streams(data):
        if time.thread_time() > deadline:
            raise RefusedFile("file_has_active_content")
        # The longer names were looked for in the whole file.
        _refuse_named(_SCRIPT, outside)
        if _NUMBERS.match(_first_bytes(data, start)):
            content = _inflated(data, start, room, deadline)
            room -= len(content)
            yield outside, content
        else:
            about = outside[-_HEAD:].rpartition(b"endobj")[2]
            if _OBJECT_STREAM.search(about) and _UNUSUAL.search(about):
                raise RefusedFile("file_has_active_content")


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield what comes before each stream, from the end of the one before it, and where its bytes begin.

    What comes after the last one has no such place: there the place is the end of the file.
    """
    outside = 0
    place = data.find(_WORD)
    for _ in range(MAX_STREAMS * 2):
        if place < 0:
            yield data[outside:], len(data)
            return
        after = place + len(_WORD)
        line_end = _LINE_END.match(data, after)
        if data.startswith(b"end", max(0, place - 3)):
            outside = after
        elif line_end:
            yield data[outside:place], line_end.end()
            outside = place
        place = data.find(_WORD, after)
    raise RefusedFile("file_has_active_content")


def _first_bytes(data: bytes, start: int) -> bytes:
    """Return some of what is packed from `start`: nothing when it is packed in another way or not at all."""
    try:
        return zlib.decompressobj().decompress(data[start : start + _TASTE], _TASTE)
    except zlib.error:
        content, inflate = b"", zlib.decompressobj()
    # What comes before a fault, as readers show it.
    with suppress(zlib.error):
        for place in range(start, min(start + _TASTE, len(data))):
            content += inflate.decompress(data[place : place + 1])
    return content


def _inflated(data: bytes, start: int, room: int, deadline: float) -> bytes:
    """Return what is packed from `start`. Raises RefusedFile when it is too much, slow or faulty."""
    content = bytearray()
    # Without the sum at the end, which some programs get wrong.
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    view = memoryview(data)
    start += _ZLIB_HEAD
    try:
        while not inflate.eof and (piece := inflate.unconsumed_tail or view[start : start + _CHUNK]):
            start += 0 if inflate.unconsumed_tail else _CHUNK
            content += inflate.decompress(piece, _CHUNK)
            if len(content) > room or time.thread_time() > deadline:
                raise RefusedFile("file_has_active_content")
    except zlib.error as error:
        raise RefusedFile("file_has_active_content") from error
    return bytes(content)
