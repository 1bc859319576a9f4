"""The file with the keys of an installation. It lies outside the database, and nothing of it ever goes in there.

One key on a line, the newest first: 32 random bytes in base64. Older keys stand below it as long as they are needed.
"""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

KEY_FILE = "keys"
"""The usual name of the file, beside the database."""
KEY_BYTES = 32
FEWEST_DIFFERENT = 16
"""Different bytes in a key. Random ones have some thirty, and fewer than sixteen never; typed ones hardly have any."""

HEADER = "# Sleutels van het re-integratieportaal, de nieuwste bovenaan. Bewaar een kopie apart van de back-ups.\n"


class KeyProblem(RuntimeError):
    """The key is missing or does not fit; the text says which and what to do, and never holds the key."""


@dataclass(frozen=True)
class Key:
    """A key; `name` tells it from others without giving it away."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Eight characters that stand for the key in the database and in sentences."""
        return hashlib.sha256(b"portal key name\n" + self.secret).hexdigest()[:8]


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in a file, the newest first. Raises KeyProblem when there is none, or one that cannot be a key."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise KeyProblem(
            f"Het sleutelbestand {path} is er niet. Zet het terug uit de kluis; maak het voor een nieuw portaal met "
            "`portal make-key`."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(f"Het sleutelbestand {path} kan niet worden gelezen: {type(error).__name__}.") from None
    keys = tuple(_key(path, line.strip()) for line in lines if line.strip() and not line.startswith("#"))
    if not keys:
        raise KeyProblem(f"In het sleutelbestand {path} staat geen sleutel. Zet het terug uit de kluis.")
    return keys


def make_keys(path: Path) -> Key:
    """A new file with one key, only for its owner to read. Raises FileExistsError when there is a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = _random()
    # The whole file is there at once, so that another process never reads half of it.
    with _written_beside(path, (key,)) as new:
        os.link(new, path)
    return key


def put_in_front(path: Path) -> Key:
    """Add a new key above the others, which stay. The file is the old or the new one at any moment."""
    key = _random()
    _replace(path, (key, *read_keys(path)))
    return key


def keep_only(path: Path, names: frozenset[str]) -> tuple[str, ...]:
    """Take the keys with other names out of the file; returns the names that went."""
    keys = read_keys(path)
    kept = tuple(key for key in keys if key.name in names)
    gone = tuple(key.name for key in keys if key.name not in names)
    if kept and gone:
        _replace(path, kept)
    return gone if kept else ()


def _random() -> Key:
    return Key(secrets.token_bytes(KEY_BYTES))


def _key(path: Path, line: str) -> Key:
    try:
        secret = base64.b64decode(line, validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != KEY_BYTES or len(set(secret)) < FEWEST_DIFFERENT:
        raise KeyProblem(
            f"In het sleutelbestand {path} staat een regel die geen sleutel is: nodig zijn {KEY_BYTES} willekeurige "
            "bytes in base64, zoals `portal make-key` ze maakt."
        )
    return Key(secret)


def _replace(path: Path, keys: tuple[Key, ...]) -> None:
    with _written_beside(path, keys) as new:
        os.replace(new, path)


@contextmanager
def _written_beside(path: Path, keys: tuple[Key, ...]) -> Iterator[Path]:
    """A whole file with these keys beside `path`, on the disk before it is used; what is left of it goes."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    lines = "".join(f"{base64.b64encode(key.secret).decode()}\n" for key in keys)
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(HEADER + lines)
            file.flush()
            os.fsync(file.fileno())
        yield new
        # The name in the folder must last as well, before a database counts on the key.
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        new.unlink(missing_ok=True)
