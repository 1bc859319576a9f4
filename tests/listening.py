"""A real server that a test runs and stops again, in the order in which nothing of it is left behind."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from waitress import wasyncore

LONG = 60
"""Seconds. A busy machine is slow; what takes longer than this hangs."""


@contextmanager
def running(server: Any) -> Iterator[str]:
    """Let a server of waitress answer; gives its address."""
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # The workers stop before anything closes: one that is still busy would wake the server through
        # a number that by then is another file's, and write its byte there: in a database, or in the pipe to a browser.
        server.task_dispatcher.shutdown(timeout=LONG)
        busy = set(server.task_dispatcher.threads)
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(LONG)
        # The database connections of the workers lie in circles, and a number that no file has is soon gone:
        # above 1023 a server that waits with select() is dead, and its visitors wait for ever.
        gc.collect()
        assert not busy, "workers of the server do not stop"
        assert not thread.is_alive(), "the server does not stop"
