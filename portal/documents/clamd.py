"""Ask ClamAV whether a file holds something harmful, over the socket of its daemon (clamd)."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from struct import pack

from portal.documents.errors import RefusedFile

CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 30.0
"""Seconds. A file of 10 MB takes clamd a second or two."""
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
LIMIT = "size limit exceeded"
"""What clamd answers to more than its own StreamMaxLength."""


class ScannerDown(Exception):
    """There is no scanner at this address, or it gave no answer: nothing is known of the file."""


def found_in(content: bytes, clamd: str) -> str:
    """The name of what clamd found in these bytes; empty when it found nothing.

    Raises ScannerDown, and RefusedFile("file_not_scanned") for more bytes than clamd is set to look at.

    `clamd` is the path of its unix socket, or host:port.
    """
    answer = _ask(clamd, b"zINSTREAM\0", *_chunks(content)).removeprefix("stream: ")
    if answer == "OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND")
    if LIMIT in answer:
        raise RefusedFile("file_not_scanned")
    raise ScannerDown(answer)


def answers(clamd: str) -> bool:
    """Whether there is a scanner at this address."""
    try:
        return _ask(clamd, b"zPING\0") == "PONG"
    except ScannerDown:
        return False


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        yield pack("!L", len(chunk)) + chunk
    yield pack("!L", 0)


def _ask(clamd: str, *messages: bytes) -> str:
    answer = b""
    try:
        with _connected(clamd) as daemon:
            daemon.settimeout(ANSWER_WITHIN)
            # Who gets more than it takes says so, and hangs up before all was sent.
            with suppress(BrokenPipeError, ConnectionResetError):
                for message in messages:
                    daemon.sendall(message)
            while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := daemon.recv(CHUNK)):
                answer += more
    except (OSError, ValueError) as error:
        raise ScannerDown(str(error)) from error
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected(clamd: str) -> socket.socket:
    if not clamd.startswith("/"):
        host, _, port = clamd.rpartition(":")
        return socket.create_connection((host, int(port)), CONNECT_WITHIN)
    daemon = socket.socket(socket.AF_UNIX)
    try:
        daemon.settimeout(CONNECT_WITHIN)
        daemon.connect(clamd)
    except OSError:
        daemon.close()
        raise
    return daemon
