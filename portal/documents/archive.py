"""Writing zip files out of members that are already compressed.

The standard library can only compress again; a filled paper differs from its template in a few members, so
the others are copied as they are. Every date is 1 January 1980: the same members give the same bytes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_UTF8_NAME: Final = 0x800
_MIDNIGHT: Final = 0
_FIRST_OF_JANUARY_1980: Final = 33
_LEVEL: Final = 6
_SMALL: Final = 2048


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a zip in its compressed form; `method` is 0 (stored) or 8 (deflated)."""

    name: str
    method: int
    crc: int
    packed: bytes
    size: int


def pack(name: str, content: bytes) -> Member:
    """Compress `content` into a member."""
    packed = zlib.compress(content, _LEVEL, -zlib.MAX_WBITS)
    return Member(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), packed, len(content))


def pack_fast(name: str, content: bytes) -> Member:
    """Compress `content` into a member; a small one is stored, because setting up costs more than it saves."""
    if len(content) >= _SMALL:
        return pack(name, content)
    return Member(name, zipfile.ZIP_STORED, zlib.crc32(content), content, len(content))


def raw_member(data: bytes, info: zipfile.ZipInfo) -> Member:
    """Return the compressed bytes of a member of the zip `data`.

    Raises zipfile.BadZipFile when its local header is not where, or not what, the directory says.
    """
    start = info.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + _LOCAL.size:
        raise zipfile.BadZipFile(info.filename)
    name_length, extra_length = struct.unpack_from("<2H", data, start + 26)
    start += _LOCAL.size + name_length + extra_length
    packed = data[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise zipfile.BadZipFile(info.filename)
    return Member(info.filename, info.compress_type, info.CRC, packed, info.file_size)


class PartialZip:
    """The unchanging first part of a zip, to which each file adds its own members."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._body, self._directory, self._count = _written(members, 0)

    def completed(self, members: Iterable[Member]) -> bytes:
        """Return the whole zip with `members` added."""
        body, directory, count = _written(members, len(self._body))
        directory = self._directory + directory
        count += self._count
        start = len(self._body) + len(body)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
        return b"".join((self._body, body, directory, end))


def _written(members: Iterable[Member], offset: int) -> tuple[bytes, bytes, int]:
    body = bytearray()
    directory = bytearray()
    count = 0
    for member in members:
        name = member.name.encode()
        about = (
            0 if name.isascii() else _UTF8_NAME,
            member.method,
            _MIDNIGHT,
            _FIRST_OF_JANUARY_1980,
            member.crc,
            len(member.packed),
            member.size,
            len(name),
            0,
        )
        place = offset + len(body)
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *about, 0, 0, 0, 0, place) + name
        body += _LOCAL.pack(b"PK\x03\x04", _VERSION, *about) + name + member.packed
        count += 1
    return bytes(body), bytes(directory), count
