"""The zip around a Word file: one that every program reads in the same way, unpacked with a limit.

Where the list at the end and the members themselves tell different stories, one program checks one file and
another opens another. So the members fill the zip from its first byte to its last, and both say the same.
"""

import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from portal.documents.archive import raw_member
from portal.documents.errors import RefusedFile
from portal.documents.package import CONTENT_TYPES

MAX_UNPACKED_BYTES: Final = 32 * 1024 * 1024
MAX_NAME: Final = 255

_CHUNK: Final = 64 * 1024
# Enough of a member to see what it is.
_TASTE: Final = 4096
# Unpacking 10 MB of pictures takes 0.05 s; data made to unpack slowly takes seconds.
_MAX_SECONDS: Final = 0.12

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END: Final = struct.Struct("<4s4H2LH")
_LARGE_END: Final = struct.Struct("<4sQ2H2L4Q")
_LARGE_PLACE: Final = struct.Struct("<4sLQL")
_EXTRA: Final = struct.Struct("<2H")
_SECOND_NAME: Final = 0x7075
_UTF8_NAME: Final = 0x800
_SIZES_AFTER: Final = 0x8
_ELSEWHERE: Final = 0xFFFFFFFF
# After a member that was sent while it was made: sum and sizes, with or without a mark, of 4 or of 8 bytes each.
_AFTER_SIZES: Final = (12, 16, 20, 24)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_STRANGE_NAME: Final = re.compile(r"^/|^$|[\\:\x00-\x1f]|(^|/)\.\.?(/|$)")
# Relationships are looked for under one spelling only.
_RELATIONSHIPS: Final = re.compile(r"(^|/)_rels/[^/]*\.rels$")
_RELATIONSHIPS_ANYHOW: Final = re.compile(r"\.rels$", re.IGNORECASE)
_OPEN_DOCUMENT: Final = re.compile(r"mimetype$|META-INF/manifest\.xml$", re.IGNORECASE)
_MACRO_NAME: Final = re.compile(r"(^|/)vba(project|data)[^/]*$", re.IGNORECASE)
_EMBEDDED_NAME: Final = re.compile(r"(^|/)(embeddings|activex)/", re.IGNORECASE)


def check_names(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse members that are locked, that have a strange name, or whose name says what must not be in the file."""
    names = [info.filename for info in infos]
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise RefusedFile("file_protected")
    if max(map(len, names), default=0) > MAX_NAME or len({name.lower() for name in names}) < len(names):
        raise RefusedFile("file_has_strange_names")
    if any(map(_STRANGE_NAME.search, names)) or any(_has_second_name(info.extra) for info in infos):
        raise RefusedFile("file_has_strange_names")
    if any(_RELATIONSHIPS_ANYHOW.search(name) and not _RELATIONSHIPS.search(name) for name in names):
        raise RefusedFile("file_has_strange_names")
    if any(map(_MACRO_NAME.search, names)):
        raise RefusedFile("file_has_macros")
    if any(map(_EMBEDDED_NAME.search, names)):
        raise RefusedFile("file_has_embedded_files")
    # LibreOffice takes a zip with these for an OpenDocument, and then reads other members of it.
    if CONTENT_TYPES not in names or any(map(_OPEN_DOCUMENT.match, names)):
        raise RefusedFile("not_a_docx")


def check_whole(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse a zip with anything before, between or behind its members, or a member that is called two names."""
    ends = [(0, False)]
    starts = []
    for info in sorted(infos, key=lambda info: info.header_offset):
        starts.append(info.header_offset)
        ends.append((_checked_end(data, info), bool(info.flag_bits & _SIZES_AFTER)))
    for start, (end, sizes_after) in zip([*starts, _directory(data)], ends, strict=True):
        if start - end not in (_AFTER_SIZES if sizes_after else (0,)):
            raise RefusedFile("file_damaged")


def _checked_end(data: bytes, info: zipfile.ZipInfo) -> int:
    """Return where the bytes of a member end; refuse it when it says otherwise of itself than the list does."""
    start = info.header_offset
    if len(data) < start + _LOCAL.size:
        raise RefusedFile("file_damaged")
    name_length: int
    extra_length: int
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(data, start)
    name = data[start + _LOCAL.size : start + _LOCAL.size + name_length]
    if mark != b"PK\x03\x04" or method != info.compress_type:
        raise RefusedFile("file_damaged")
    if flags & _ENCRYPTED:
        raise RefusedFile("file_protected")
    if (flags ^ info.flag_bits) & _SIZES_AFTER or name != _name(info):
        raise RefusedFile("file_damaged")
    told = ((crc, info.CRC), (packed, info.compress_size), (size, info.file_size))
    extra = start + _LOCAL.size + name_length
    if _has_second_name(data[extra : extra + extra_length]):
        raise RefusedFile("file_has_strange_names")
    if not flags & _SIZES_AFTER and any(here not in (there, _ELSEWHERE) for here, there in told):
        raise RefusedFile("file_damaged")
    return extra + extra_length + info.compress_size


def _has_second_name(extra: bytes) -> bool:
    """Return whether a member has a name in Unicode besides its own: newer Pythons take that one, and Word does not."""
    while len(extra) >= _EXTRA.size:
        kind, size = _EXTRA.unpack_from(extra)
        if kind == _SECOND_NAME:
            return True
        extra = extra[_EXTRA.size + size :]
    return False


def _name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _directory(data: bytes) -> int:
    """Return where the list of members begins; refuse bytes behind it, also a remark."""
    end = len(data) - _END.size
    if end < 0:
        raise RefusedFile("file_damaged")
    start: int
    mark, disk, first_disk, here, count, size, start, remark = _END.unpack_from(data, end)
    if mark != b"PK\x05\x06" or remark or disk or first_disk or here != count:
        raise RefusedFile("file_damaged")
    if start + size == end:
        return start
    # A list that has room for four gigabytes is followed by its own end, and by where that is.
    large = end - _LARGE_PLACE.size - _LARGE_END.size
    if start + size != large:
        raise RefusedFile("file_damaged")
    about = _LARGE_END.unpack_from(data, large)
    place = _LARGE_PLACE.unpack_from(data, large + _LARGE_END.size)
    if about[0] != b"PK\x06\x06" or about[4:] != (0, 0, count, count, size, start) or place[2] != large:
        raise RefusedFile("file_damaged")
    return start


def unpacked(
    data: bytes, infos: Sequence[zipfile.ZipInfo], whole: Callable[[str, bytes], bool]
) -> Iterator[tuple[str, bytes]]:
    """Yield each member, of those that `whole` does not want only the beginning, counting what really comes out.

    What the zip says of itself is believed of nothing. `whole` gets the name and some thousands of bytes.
    """
    room = MAX_UNPACKED_BYTES
    seconds = _MAX_SECONDS
    for info in infos:
        started = time.thread_time()
        content = bytearray()
        kept = True
        size = crc = 0
        for piece in _pieces(data, info):
            size += len(piece)
            if size > room or time.thread_time() - started > seconds:
                raise RefusedFile("file_unpacks_too_large")
            crc = zlib.crc32(piece, crc)
            if kept:
                tasted = len(content) >= _TASTE
                content += piece
                kept = tasted or len(content) < _TASTE or whole(info.filename, bytes(content[:_TASTE]))
        if size != info.file_size or crc != info.CRC:
            raise RefusedFile("file_damaged")
        room -= size
        seconds -= time.thread_time() - started
        yield info.filename, bytes(content)


def _pieces(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    packed = raw_member(data, info).packed
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusedFile("file_damaged")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        yield inflate.decompress(packed[start : start + _CHUNK], _CHUNK)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
        if inflate.eof:
            break
    if not inflate.eof or inflate.unused_data or start + _CHUNK < len(packed):
        raise RefusedFile("file_damaged")
