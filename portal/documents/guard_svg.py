"""Drawings (SVG) in a file from outside: they may point within themselves, and at nothing else.

LibreOffice draws a picture that stands on the server when a drawing asks for it.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Final

from portal.documents.errors import RefusedFile
from portal.documents.guard_pictures import check_picture, is_raster

SVG_NS: Final = "http://www.w3.org/2000/svg"

# Those of a drawing program are some thousands of signs.
MAX_STYLE: Final = 512 * 1024

_REFUSED: Final = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler", "tref"})
_ADDRESSES: Final = frozenset({"href", "src"})
_CALLS: Final = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)|@import|\\|image-set\(|\bsrc\(", re.IGNORECASE)
_LETTERS_DATA: Final = re.compile(r"data:(?:font/|application/(?:x-)?font)[\w.+-]*[;,]", re.IGNORECASE)
_PICTURE_DATA: Final = re.compile(r"data:image/(?:png|jpe?g|gif|bmp|webp);base64,", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n]+")


def check_element(name: str, attributes: Sequence[str]) -> None:
    """Refuse an element (local name, and names and values of its attributes in turn) that asks for something else."""
    if name in _REFUSED:
        raise RefusedFile("file_fetches_content")
    for long_name, value in zip(attributes[::2], attributes[1::2], strict=True):
        attribute = long_name.rpartition(" ")[2]
        if attribute in _ADDRESSES:
            _check_address(value.strip())
        elif attribute == "base" or (attribute == "attributeName" and value.lower().endswith("href")):
            raise RefusedFile("file_fetches_content")
        elif "(" in value or attribute == "style":
            check_style(value)


def check_style(style: str) -> None:
    """Refuse a style that asks for something outside the drawing, or that writes its words in a covered way."""
    if len(style) > MAX_STYLE:
        raise RefusedFile("file_unpacks_too_large")
    for call in _CALLS.finditer(style):
        target = call[1]
        if target is None:
            raise RefusedFile("file_fetches_content")
        if not _LETTERS_DATA.match(target):
            _check_address(target.strip())


def _check_address(address: str) -> None:
    """Refuse what is no place in the drawing and no picture of dots in the address itself."""
    if not address or address.startswith("#"):
        return
    picture = _PICTURE_DATA.match(address)
    if not picture:
        raise RefusedFile("file_fetches_content")
    try:
        content = base64.b64decode(_SPACE.sub("", address[picture.end() :]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedFile("file_fetches_content") from error
    # A drawing in a drawing could point outside again.
    if not is_raster(content):
        raise RefusedFile("file_fetches_content")
    check_picture(content)
