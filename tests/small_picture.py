"""The smallest pictures that are whole: a PNG of any size, made here, and a JPEG of 16 by 8 dots."""

import struct
import zlib
from base64 import b64decode

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqm"
    "x5moq6T/wAALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAQL/xAAdEAACAgIDAQAAAAAAAAAAAAABAgMRABIEIXGC/9oACAEBAAA/AIC8ORQEEURu"
    "9kCE+dscWUw7MhjeMVRuPY/IU5//2Q=="
)


def png(
    *extra: tuple[bytes, bytes], wide: int = 3, high: int = 2, dots: bytes | None = None, interlaced: int = 0
) -> bytes:
    """A grey picture with `extra` parts behind its head; `dots` are its rows as they are packed."""
    head = struct.pack(">2L5B", wide, high, 8, 0, 0, 0, interlaced)
    rows = bytes(high * (1 + wide)) if dots is None else dots
    parts = ((b"IHDR", head), *extra, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(name: bytes, content: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def segment(mark: int, content: bytes) -> bytes:
    """One part of a JPEG."""
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


def jpeg(*extra: bytes) -> bytes:
    """The JPEG with more parts behind its beginning."""
    return JPEG[:2] + b"".join(extra) + JPEG[2:]
