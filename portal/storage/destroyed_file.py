"""The file beside the database that remembers what was destroyed: `vernietigd.txt`, a number and a hash on each line.

A backup brings back what was destroyed after it was made; this file is not in it, and says what must go again. The
hash is that of the first fact of the dossier, over what was sealed: it tells nothing, and no other dossier has it.
"""

import os
import re
from pathlib import Path

from portal.storage.database import opened_database

NAME = "vernietigd.txt"
_LINE = re.compile(r"([0-9]{4,15}) ([0-9a-f]{64})")


def remembered() -> tuple[tuple[str, str], ...]:
    """The number and hash of each dossier of which the file says that it was destroyed."""
    try:
        text = _path().read_text(encoding="ascii")
    except FileNotFoundError:
        return ()
    return tuple((found[1], found[2]) for line in text.splitlines() if (found := _LINE.fullmatch(line.strip())))


def remember(destroyed: tuple[tuple[str, str], ...]) -> None:
    """Add what the file does not say yet. On the disk before this returns."""
    known = set(remembered())
    new = [f"{number} {digest}\n" for number, digest in destroyed if digest and (number, digest) not in known]
    if not new:
        return
    handle = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, "".join(new).encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _path() -> Path:
    return Path(opened_database().database).with_name(NAME)
