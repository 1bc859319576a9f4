"""A photograph or scan that someone sends in: written anew from the parts that draw it, and from nothing else.

A picture carries more than it shows: where and by whom it was taken, a smaller version of what was cut away, a second
file behind its end. What does not draw is left out; what is left is the same to the dot. Nothing is drawn here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from portal.documents.errors import RefusedFile
from portal.documents.guard_pictures import FRAMES, MAX_PIXELS, numbers_of_tiff

_CHUNK: Final = 64 * 1024
# Sixteen bits for each of four colours of the largest picture would take a second; a scan of A4 takes 26 MB.
MAX_DRAWN_BYTES: Final = 200 * 1024 * 1024

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD: Final = struct.Struct(">2L5B")
# Those that say how the dots look. Profiles, words, days and what programs add of their own do not draw.
_DRAWS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"})
# How many bytes they hold (11.2 and 11.3); with more, words stand in them. The dots are counted.
_SIZES: Final = {
    **{b"IHDR": (13,), b"PLTE": range(3, 769, 3), b"IEND": (0,), b"tRNS": range(1, 257)},
    **{b"gAMA": (4,), b"cHRM": (32,), b"sRGB": (1,), b"pHYs": (9,)},
}
# How many numbers there are for a dot, by colour type, and with how many bits (PNG specification, 11.2.1).
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# The seven rounds of an interlaced picture: first column, first row, and the steps to the next ones (8.2).
_ROUNDS: Final = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)

_START, _END, _SCAN = b"\xff\xd8", 0xD9, 0xDA
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
_CODES, _STEPS, _INTERVAL = 0xC4, 0xDB, 0xDD
_TABLES: Final = frozenset({_CODES, 0xCC, _STEPS, _INTERVAL})
_ADOBE_SIZE: Final = 12
_LEFT_OUT: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
_AFTER_DOTS: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
# A photograph that comes in slowly has some ten; each makes a program go through the whole picture again.
_MAX_SCANS: Final = 50
_MAX_MARKS: Final = 5000
_ORIENTATION: Final = 0x112
_FIRST: Final = 1024


def clean_png(data: bytes) -> bytes:
    """Return the PNG with nothing but what draws it.

    Raises RefusedFile with code picture_damaged (also for anything behind its end or its dots),
    file_unpacks_too_large or file_has_embedded_files.
    """
    kept = [(name, content) for name, content in _chunks(data) if name in _DRAWS]
    names = [name for name, _ in kept]
    dots = b"".join(content for name, content in kept if name == b"IDAT")
    once = [name for name in names if name != b"IDAT"]
    if names[:1] != [b"IHDR"] or len(once) != len(set(once)) or not dots:
        raise RefusedFile("picture_damaged")
    if not all(name == b"IDAT" or len(content) in _SIZES[name] for name, content in kept):
        raise RefusedFile("picture_damaged")
    _check_dots(dots, _drawn_bytes(kept[0][1]))
    return _no_other_file(_PNG + b"".join(_written(name, content) for name, content in kept))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    name = b""
    while name != b"IEND":
        if len(data) < place + 12:
            raise RefusedFile("picture_damaged")
        size, name = struct.unpack_from(">L4s", data, place)
        content = data[place + 8 : place + 8 + size]
        end = place + 12 + size
        # A capital: a program that does not know this part cannot draw the picture.
        unknown = name[:1].isupper() and name not in _DRAWS
        if unknown or len(data) < end or _written(name, content) != data[place:end]:
            raise RefusedFile("picture_damaged")
        yield name, content
        place = end
    if place != len(data):
        raise RefusedFile("picture_damaged")


def _written(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def _drawn_bytes(head: bytes) -> int:
    """Return how many bytes the dots take, by what the picture says of itself."""
    if len(head) != _PNG_HEAD.size:
        raise RefusedFile("picture_damaged")
    wide, high, depth, colour, packing, filtering, interlaced = _PNG_HEAD.unpack(head)
    if not wide or not high or depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise RefusedFile("picture_damaged")
    _check_size(wide, high)
    bits = depth * _CHANNELS[colour]
    rounds = _ROUNDS if interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(wide - x) // across), -(-(high - y) // down)) for x, y, across, down in rounds]
    # Each row begins with a byte that says how it is written.
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def _check_dots(packed: bytes, size: int) -> None:
    """Refuse dots that are more or fewer than the picture has, or that have something behind them."""
    if size > MAX_DRAWN_BYTES:
        raise RefusedFile("file_unpacks_too_large")
    inflate = zlib.decompressobj()
    count = 0
    rest = memoryview(packed)
    try:
        while not inflate.eof and count <= size and (piece := inflate.unconsumed_tail or rest[:_CHUNK]):
            rest = rest if inflate.unconsumed_tail else rest[_CHUNK:]
            count += len(inflate.decompress(piece, _CHUNK))
    except zlib.error as error:
        raise RefusedFile("picture_damaged") from error
    if not inflate.eof or count != size or inflate.unused_data or len(rest):
        raise RefusedFile("picture_damaged")


def clean_jpeg(data: bytes) -> bytes:
    """Return the JPEG with nothing but what draws it, and the way up.

    Telephones put a second picture or a film behind the end: what stands there is left out too. Raises RefusedFile
    with code picture_damaged, file_unpacks_too_large or file_has_embedded_files.
    """
    written = [_START]
    frames = scans = 0
    for mark, content, dots in _segments(data):
        if mark in FRAMES:
            _check_frame(content)
            frames += 1
        scans += mark == _SCAN
        written += (_kept_segment(mark, content), dots)
    if frames != 1 or not 1 <= scans <= _MAX_SCANS:
        raise RefusedFile("picture_damaged")
    return _no_other_file(b"".join(written) + bytes((0xFF, _END)))


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each part up to the end: its mark, what it holds, and the dots that come behind it."""
    place = len(_START)
    for _ in range(_MAX_MARKS):
        filled = re.compile(rb"\xff+").match(data, place)
        if not filled or len(data) < filled.end() + 1:
            break
        mark, place = data[filled.end()], filled.end() + 1
        if mark == _END:
            return
        size = int.from_bytes(data[place : place + 2], "big")
        if size < 2 or len(data) < place + size:
            break
        content, place = data[place + 2 : place + size], place + size
        after = _AFTER_DOTS.search(data, place) if mark == _SCAN else None
        if mark == _SCAN and not after:
            break
        end = after.start() if after else place
        yield mark, content, data[place:end]
        place = end
    raise RefusedFile("picture_damaged")


def _check_frame(content: bytes) -> None:
    if len(content) < 6:
        raise RefusedFile("picture_damaged")
    high, wide = struct.unpack_from(">2H", content, 1)
    if not high or not wide or content[5] not in (1, 3, 4):
        raise RefusedFile("picture_damaged")
    _check_size(wide, high)


def _kept_segment(mark: int, content: bytes) -> bytes:
    """Return a part as it is written anew; nothing for one that does not draw."""
    if mark == _JFIF and content.startswith(b"JFIF\0"):
        # How large a dot is; behind that a small picture of the whole may stand.
        return _segment(mark, content[:12] + b"\0\0")
    if mark == _EXIF and content.startswith(b"Exif\0\0"):
        return _way_up(content[6:])
    if mark == _ADOBE and content.startswith(b"Adobe"):
        return _segment(mark, content[:_ADOBE_SIZE])
    if mark in FRAMES | _TABLES | {_SCAN}:
        if not _is_full(mark, content):
            raise RefusedFile("picture_damaged")
        return _segment(mark, content)
    if mark in _LEFT_OUT:
        return b""
    raise RefusedFile("picture_damaged")


def _is_full(mark: int, content: bytes) -> bool:
    """Whether a part is as long as it says, or as the tables in it say: behind those, words may stand (T.81, B.2)."""
    if mark == _INTERVAL:
        return len(content) == 2
    if mark in FRAMES:
        return len(content) == 6 + 3 * content[5]
    if mark == _SCAN:
        return len(content) > 4 and len(content) == 4 + 2 * content[0]
    place = 0
    while place < len(content):
        if mark == _STEPS:
            place += 129 if content[place] >> 4 else 65
        else:
            place += 17 + sum(content[place + 1 : place + 17]) if mark == _CODES else 2
    return place == len(content)


def way_up(picture: bytes) -> int:
    """Return which side of a photograph is up, as its camera noted: 1 to 8 (TIFF 6.0, Orientation); else 1.

    Raises RefusedFile("picture_damaged").
    """
    if not picture.startswith(_START):
        return 1
    notes = (content[6:] for mark, content, _ in _segments(picture) if mark == _EXIF and content.startswith(b"Exif"))
    return next((_orientation(tiff) for tiff in notes), 1) or 1


def _orientation(tiff: bytes) -> int:
    try:
        return int(numbers_of_tiff(tiff, _ORIENTATION)[_ORIENTATION])
    except struct.error:
        return 0


def _way_up(tiff: bytes) -> bytes:
    """Return what says which side of the photograph is up, and nothing else of what the camera noted."""
    way = _orientation(tiff)
    if not 2 <= way <= 8:
        return b""
    entry = struct.pack(">2HL2H", _ORIENTATION, 3, 1, way, 0)
    return _segment(_EXIF, b"Exif\0\0MM\0*" + struct.pack(">LH", 8, 1) + entry + bytes(4))


def _segment(mark: int, content: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


def _check_size(wide: int, high: int) -> None:
    if wide * high > MAX_PIXELS:
        raise RefusedFile("file_unpacks_too_large")


def _no_other_file(data: bytes) -> bytes:
    """Refuse a picture that programs for PDF or zip files take for one of theirs, whatever its dots look like."""
    if b"%PDF-" in data[:_FIRST] or zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedFile("file_has_embedded_files")
    return data
