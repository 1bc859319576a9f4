"""Pictures in a file from outside: of a kind that only shows something, and no larger than a program can hold.

What a picture is, its first bytes say; LibreOffice goes by those too, whatever the name is.
"""

import struct
from collections.abc import Iterator
from typing import Final

from portal.documents.errors import RefusedFile

MAX_PIXELS: Final = 50_000_000

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_TIFF: Final = (b"II*\0", b"MM\0*")
_RASTER: Final = (_PNG, _JPEG, b"GIF87a", b"GIF89a", b"BM", b"RIFF")
# Those of Windows: EMF, WMF with and without its size; the photograph of Windows; an icon.
_OTHER: Final = (b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0", b"II\xbc", b"\0\0\x01\0")
# In a row of JPEG marks, those that begin a picture; the others with such numbers are tables.
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKS: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
# An honest photograph has some dozens.
_MAX_MARKS: Final = 5000
_MAX_ENTRIES: Final = 200


def is_picture(content: bytes) -> bool:
    """Return whether these are the first bytes of a picture that Word itself puts in a file, other than SVG."""
    return content.startswith((*_RASTER, *_TIFF, *_OTHER))


def is_raster(content: bytes) -> bool:
    """Return whether these are the first bytes of a picture of dots."""
    return content.startswith(_RASTER)


def size_stands_further_on(content: bytes) -> bool:
    """Return whether these are the first bytes of a picture that says only later how large it is."""
    return content.startswith((_JPEG, *_TIFF))


def check_picture(content: bytes) -> None:
    """Refuse a picture of more than MAX_PIXELS, by what it says of itself; nothing is drawn."""
    try:
        wide, high = _size(content)
    except (struct.error, IndexError):
        # Cut off before its size: no program shows it.
        return
    if wide * high > MAX_PIXELS:
        raise RefusedFile("file_unpacks_too_large")


def _size(content: bytes) -> tuple[int, int]:
    if content.startswith(_PNG):
        return struct.unpack_from(">2L", content, 16)
    if content.startswith(_JPEG):
        return _size_of_jpeg(content)
    if content.startswith(_TIFF):
        return _size_of_tiff(content)
    if content.startswith(b"GIF8"):
        return _size_of_gif(content)
    if content.startswith(b"BM"):
        if struct.unpack_from("<L", content, 14) == (12,):
            return struct.unpack_from("<2H", content, 18)
        wide, high = struct.unpack_from("<2l", content, 18)
        return abs(wide), abs(high)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _size_of_webp(content)
    return 0, 0


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    place = 2
    for _ in range(_MAX_MARKS):
        # As libjpeg looks for the next mark: what stands between is skipped.
        place = content.find(b"\xff", place)
        if place < 0:
            return 0, 0
        while content[place] == 0xFF:
            place += 1
        mark = content[place]
        place += 1
        if mark in FRAMES:
            high, wide = struct.unpack_from(">2H", content, place + 3)
            return wide, high
        if mark == _SCAN:
            return 0, 0
        if mark and mark not in _BARE_MARKS:
            place += struct.unpack_from(">H", content, place)[0]
    raise RefusedFile("file_damaged")


def _size_of_tiff(content: bytes) -> tuple[int, int]:
    found = numbers_of_tiff(content, 256, 257)
    return found[256], found[257]


def numbers_of_tiff(content: bytes, *tags: int) -> dict[int, int]:
    """Return what the first list of a TIFF says under these tags, 0 for none. Raises struct.error when cut off."""
    order = "<" if content.startswith(b"II") else ">"
    found = dict.fromkeys(tags, 0)
    (place,) = struct.unpack_from(f"{order}L", content, 4)
    (count,) = struct.unpack_from(f"{order}H", content, place)
    for number in range(min(count, _MAX_ENTRIES)):
        at = place + 2 + 12 * number
        tag, kind = struct.unpack_from(f"{order}2H", content, at)
        if tag in found:
            (found[tag],) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'L'}", content, at + 8)
    return found


def _size_of_gif(content: bytes) -> tuple[int, int]:
    """Return the larger of the screen and of the pictures that are in sight of the beginning."""
    sizes = [struct.unpack_from("<2H", content, 6), *_frames_of_gif(content)]
    return max(sizes, key=lambda size: size[0] * size[1])


def _frames_of_gif(content: bytes) -> Iterator[tuple[int, int]]:
    about = content[10]
    place = 13 + (3 << (about & 7) + 1 if about & 0x80 else 0)
    for _ in range(_MAX_MARKS):
        block = content[place : place + 1]
        if block == b"!":
            place += 2
        elif block == b"," and len(content) > place + 10:
            yield struct.unpack_from("<2H", content, place + 5)
            about = content[place + 9]
            place += 11 + (3 << (about & 7) + 1 if about & 0x80 else 0)
        else:
            return
        while content[place : place + 1] not in (b"", b"\0"):
            place += 1 + content[place]
        place += 1


def _size_of_webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        wide, high = (int.from_bytes(content[place : place + 3], "little") for place in (24, 27))
        return wide + 1, high + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<L", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack_from("<2H", content, 26)
    return wide & 0x3FFF, high & 0x3FFF
