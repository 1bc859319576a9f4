"""A real clamd for the tests, that knows one harmful text: made up here."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from portal.documents.clamd import answers

HARMFUL = b"Waterland-proefvirus-3f9c2e"
CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"


class Scanner:
    """A clamd that can be started and stopped; it listens at `address`."""

    def __init__(self, folder: Path, **more: str) -> None:
        if not Path(CLAMD).exists():
            pytest.skip("clamd is not installed (Debian: clamav-daemon)")
        self.address = str(folder / "s")
        self._config = folder / "clamd.conf"
        self._daemon: subprocess.Popen[bytes] | None = None
        (folder / "proef.ndb").write_text(f"Proef.Waterland:0:*:{HARMFUL.hex()}\n")
        settings = {
            "LocalSocket": self.address,
            "DatabaseDirectory": folder,
            "Foreground": "yes",
            "User": "root",
        } | more
        self._config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._daemon = subprocess.Popen([CLAMD, f"--config-file={self._config}"], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not answers(self.address):
            assert self._daemon.poll() is None, "clamd stopped"
            assert time.monotonic() < until, "clamd did not start"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._daemon:
            self._daemon.terminate()
            self._daemon.wait()
            self._daemon = None
