"""A closed room for programs that open files of others: without network, with little memory and time, and alone.

LibreOffice and poppler are large programs that read whatever someone sent in. Each run gets a folder that is
thrown away, a view of the disk with nothing in it but programs and that folder, an environment with nothing of
ours in it, and limits that the system keeps, also when the portal itself is gone.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from portal.documents.errors import RefusedFile

MEBIBYTE: Final = 1024 * 1024

BETWEEN_LOOKS: Final = 1.0
"""Seconds between two looks at what a program made so far."""

# Nobody listens on the discard port: what asks for a proxy there is refused at once.
NOWHERE: Final = "127.0.0.1", 9

# As root a network of one's own is allowed as it is; anyone else needs to be root in a world of their own first.
_WITHOUT_NETWORK: Final = (
    ("unshare", "--net", "--"),
    ("unshare", "--map-root-user", "--net", "--"),
    ("bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--"),
)
# What a program needs of the machine: itself, its libraries, letters to draw with. No passwords, no data.
_SHOWN: Final = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives"),
    *("/etc/libreoffice", "/var/lib/libreoffice", "/var/cache/fontconfig"),
)
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_PROGRAMS: Final = ("/usr", "/bin", "/opt")
# Builds an empty disk in the folder «room», hangs what is shown in it, and makes it the only one. The processes of
# the machine are not in its /proc, because through them one sees the disk of the machine.
_FURNISHED: Final = """
set -e
PATH=$PATH:/usr/sbin:/sbin
room=$1 folder=$2
shift 2
mount -t tmpfs -o mode=755 tmpfs "$room"
for name in {shown}; do
  [ -e "$name" ] || continue
  mkdir -p "$room${{name%/*}}"
  if [ -L "$name" ]; then
    ln -s "$(readlink "$name")" "$room$name"
  elif [ -d "$name" ]; then
    mkdir "$room$name"
    mount --rbind "$name" "$room$name"
    mount -o remount,bind,ro "$room$name" || :
  else
    : > "$room$name"
    mount --bind "$name" "$room$name"
  fi
done
mkdir -p "$room$folder" "$room/old" "$room/proc" "$room/tmp"
mount --bind "$folder" "$room$folder"
mount -t proc proc "$room/proc"
cd "$room"
pivot_root . old
umount -l /old
rmdir /old
cd "$folder"
exec "$@"
""".format(shown=" ".join((*_SHOWN, *_DEVICES)))
_OWN_WORLD: Final = (
    ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--"),
    ("unshare", "--map-root-user", "--mount", "--net", "--pid", "--fork", "--kill-child", "--"),
    ("bwrap", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent"),
)
# ulimit takes kibibytes for memory; for the size of a file POSIX says blocks of 512 bytes.
_LIMITED: Final = 'ulimit -c 0; ulimit -v {memory}; ulimit -t {seconds}; ulimit -f {file}; exec "$@"'


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: seconds on the clock and of the processor, bytes of memory, bytes in one file."""

    seconds: int
    memory: int
    file: int


def run(command: Sequence[str], folder: Path, limits: Limits, watch: Callable[[], None] | None = None) -> None:
    """Run `command` in `folder` and wait for it; nothing that it started is left running.

    `watch` is called now and then while it runs, to see what it made so far.

    What it prints is thrown away, because it may quote the paper. Raises RefusedFile("preview_too_slow") when it
    was stopped, and RefusedFile("preview_failed") when it gave up.
    """
    with TemporaryDirectory(prefix=".kamer-", dir=folder) as room:
        _run([*_room(command[0], Path(room), folder), *_limited(limits), *command], folder, limits.seconds, watch)


def _run(command: Sequence[str], folder: Path, seconds: int, watch: Callable[[], None] | None = None) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = _waited(process, seconds, watch)
    except subprocess.TimeoutExpired:
        raise RefusedFile("preview_too_slow") from None
    finally:
        # The whole group: what LibreOffice started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        raise RefusedFile("preview_failed")


def _waited(process: "subprocess.Popen[bytes]", seconds: int, watch: Callable[[], None] | None) -> int:
    """The exit code. Raises TimeoutExpired after so many seconds."""
    deadline = time.monotonic() + seconds
    while watch:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(min(BETWEEN_LOOKS, max(0.0, deadline - time.monotonic())))
        watch()
        if time.monotonic() >= deadline:
            break
    return process.wait(max(0.0, deadline - time.monotonic()))


def _limited(limits: Limits) -> Sequence[str]:
    limit = _LIMITED.format(memory=limits.memory // 1024, seconds=limits.seconds, file=limits.file // 512)
    return (*_stopped_after(limits.seconds), "sh", "-c", limit, "sh")


def _room(program: str, room: Path, folder: Path) -> Sequence[str]:
    """The words before a command that put it in a room of its own, as closed as the machine allows."""
    place = os.path.realpath(shutil.which(program) or program)
    if place.startswith(tuple(f"{shown}/" for shown in _PROGRAMS)) and own_disk():
        return _in_own_disk(own_disk(), room, folder)
    return without_network()


def _in_own_disk(words: Sequence[str], room: Path, folder: Path) -> Sequence[str]:
    if words[0] != "bwrap":
        return (*words, "sh", "-c", _FURNISHED, "sh", str(room.resolve()), str(folder.resolve()))
    place = str(folder.resolve())
    shown = [word for name in _SHOWN for word in ("--ro-bind-try", name, name)]
    made = ("--proc", "/proc", "--dev", "/dev", "--dir", "/tmp", "--bind", place, place, "--chdir", place)
    return (*words, *shown, *made, "--")


@cache
def own_disk() -> tuple[str, ...]:
    """The words with which a program gets an own view of the disk, and no network; empty where no way works.

    Then the guard alone keeps a paper from asking for files of this machine.
    """
    for words in _OWN_WORLD:
        if not shutil.which(words[0]):
            continue
        with TemporaryDirectory() as name, TemporaryDirectory(dir=name) as room:
            looked = ("sh", "-c", "[ -e /proc/self/exe ] && ! [ -e /etc/passwd ]")
            command = [*_in_own_disk(words, Path(room), Path(name)), *looked]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                return words
    return ()


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
