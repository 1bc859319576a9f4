"""A closed room for programs that open files of others: without network, with little memory and time, and alone.

LibreOffice and poppler are large programs that read whatever someone sent in. Each run gets a folder that is
thrown away, an environment with nothing of ours in it, and limits that the system keeps, also when the portal
itself is gone.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from portal.documents.errors import RefusedFile

MEBIBYTE: Final = 1024 * 1024

# Nobody listens on the discard port: what asks for a proxy there is refused at once.
NOWHERE: Final = "127.0.0.1", 9

# As root a network of one's own is allowed as it is; anyone else needs to be root in a world of their own first.
_WITHOUT_NETWORK: Final = (
    ("unshare", "--net", "--"),
    ("unshare", "--map-root-user", "--net", "--"),
    ("bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--"),
)
# ulimit takes kibibytes for memory; for the size of a file POSIX says blocks of 512 bytes.
_LIMITED: Final = 'ulimit -c 0; ulimit -v {memory}; ulimit -t {seconds}; ulimit -f {file}; exec "$@"'


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: seconds on the clock and of the processor, bytes of memory, bytes in one file."""

    seconds: int
    memory: int
    file: int


def run(command: Sequence[str], folder: Path, limits: Limits) -> None:
    """Run `command` in `folder` and wait for it; nothing that it started is left running.

    What it prints is thrown away, because it may quote the paper. Raises RefusedFile("preview_too_slow") when it
    was stopped, and RefusedFile("preview_failed") when it gave up.
    """
    limit = _LIMITED.format(memory=limits.memory // 1024, seconds=limits.seconds, file=limits.file // 512)
    process = subprocess.Popen(
        [*without_network(), *_stopped_after(limits.seconds), "sh", "-c", limit, "sh", *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        raise RefusedFile("preview_too_slow") from None
    finally:
        # The whole group: what LibreOffice started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        raise RefusedFile("preview_failed")


@cache
def without_network() -> tuple[str, ...]:
    """The words before a command that take the network away from it; empty where the machine allows none of them.

    Then only the settings of LibreOffice and a proxy that refuses stand in the way.
    """
    for words in _WITHOUT_NETWORK:
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    return ()


def _stopped_after(seconds: int) -> tuple[str, ...]:
    """Stop by itself as well: the portal may be stopped while this runs. A little later, so that we are first."""
    return ("timeout", "--signal=KILL", str(seconds + 5)) if shutil.which("timeout") else ()


def _environment(folder: Path) -> Mapping[str, str]:
    proxy = "http://{}:{}".format(*NOWHERE)
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), proxy),
    }
