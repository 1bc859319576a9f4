"""The names in a PDF that say what a thing is, however they are written (ISO 32000-1, 7.3.5)."""

import re
from collections.abc import Iterable


def named(*names: str) -> re.Pattern[bytes]:
    """A pattern for each of the names, of which every letter may also be written as «#» and two digits."""
    starts = "".join(sorted({name[0] for name in names})).encode()
    return re.compile(rb"/(?=[#" + starts + rb"])(?:" + _spelled(names) + rb")(?=[\0\s()<>\[\]{}/%]|\Z)")


def _spelled(names: Iterable[str]) -> bytes:
    return b"|".join(b"".join(map(_letter, name)) for name in names)


def _letter(letter: str) -> bytes:
    code = re.sub("[a-f]", lambda digit: f"[{digit[0]}{digit[0].upper()}]", f"{ord(letter):02x}")
    return f"(?:{letter}|#{code})".encode()
