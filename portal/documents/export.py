"""Everything about one person in one ZIP, with a list of what is in it."""

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

MANIFEST: Final = "manifest.json"


def export(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files by name, with a manifest that gives the SHA-256 of each."""
    hashes = {name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()}
    manifest = json.dumps({"bestanden": hashes}, ensure_ascii=False, indent=2).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, MANIFEST: manifest}.items():
            archive.writestr(name, content)
    return buffer.getvalue()
