"""Everything about one person in one ZIP, with a list of what is in it."""

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

MANIFEST: Final = "manifest.sha256"


def export(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files by name, with a manifest that `sha256sum --check` holds them against.

    Each line is the SHA-256 of a file in hexadecimal digits, two spaces and its name.
    """
    manifest = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, MANIFEST: manifest.encode()}.items():
            archive.writestr(name, content)
    return buffer.getvalue()
