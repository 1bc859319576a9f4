"""Previews: asked for once, made one after another, kept for a day."""

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.actions import preview
from portal.actions.preview import Preview, ask_preview, do_next_preview, preview_of, preview_page, preview_pdf
from portal.documents.office import drawing_found
from portal.storage.database import rows, transaction
from portal.storage.writing.jobs import take_job
from portal.web.clock import HERE
from tests.small_pdf import pdf_with
from tests.staging import refused

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=HERE)
BROKEN = b"%PDF-1.4\n"

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(not drawing_found(), reason="pdftoppm (poppler-utils) is not installed"),
]


def ask(content: bytes, after: timedelta = timedelta()) -> str:
    return ask_preview(content=content, media="pdf", now=NOW + after)


def make(after: timedelta = timedelta()) -> bool:
    return do_next_preview(lambda: NOW + after)


def stored() -> list[str]:
    return [name for (name,) in rows("SELECT name FROM job_file ORDER BY name")]


def test_pages_are_made_in_the_order_in_which_they_were_asked_for() -> None:
    first, second, third = (ask(pdf_with(pages)) for pages in (1, 2, 3))
    assert [preview_of(one) for one in (first, second, third)] == [Preview("waiting", ahead) for ahead in range(3)]
    assert make()
    assert [preview_of(one).state for one in (first, second, third)] == ["done", "waiting", "waiting"]
    assert preview_of(third).ahead == 1
    assert make()
    assert make()
    assert not make()
    assert [preview_of(one).pages for one in (first, second, third)] == [1, 2, 3]
    assert preview_page(second, 2)
    assert preview_page(second, 3) is None
    assert preview_page(second, 0) is None
    assert preview_pdf(second) == pdf_with(2)


def test_the_same_bytes_are_made_once() -> None:
    digest = ask(pdf_with(1))
    assert ask(pdf_with(1)) == digest
    assert make()
    made = preview_page(digest, 1)
    assert ask(pdf_with(1)) == digest
    assert preview_of(digest) == Preview("done", pages=1)
    assert preview_page(digest, 1) == made
    assert not make()


def test_what_it_worked_on_is_not_kept_beside_what_it_made() -> None:
    ask(pdf_with(1))
    assert stored() == ["bron.pdf"]
    make()
    assert stored() == ["1", "pdf"]


def test_a_failure_says_why_and_can_be_asked_for_again() -> None:
    digest = ask(BROKEN)
    assert make()
    assert preview_of(digest) == Preview("failed", problem="preview_failed")
    assert preview_pdf(digest) is None
    assert stored() == []
    ask(BROKEN)
    assert preview_of(digest) == Preview("waiting")
    assert make()


def test_after_a_day_everything_is_gone() -> None:
    first, second, third = ask(pdf_with(1)), ask(BROKEN), ask(pdf_with(3))
    assert [make() for _ in range(3)] == [True] * 3
    make(timedelta(hours=23, minutes=59))
    assert [preview_of(one).state for one in (first, second, third)] == ["done", "failed", "done"]
    make(timedelta(hours=24, minutes=1))
    assert [preview_of(one) for one in (first, second, third)] == [Preview("none")] * 3
    assert stored() == []


def test_what_nobody_made_within_a_day_is_gone_too() -> None:
    first = ask(pdf_with(1))
    ask(pdf_with(2), timedelta(hours=25))
    assert preview_of(first) == Preview("none")
    assert stored() == ["bron.pdf"]


def test_what_a_portal_that_stopped_left_is_taken_up_once_more() -> None:
    digest = ask(pdf_with(1))
    later = preview.TIME_LIMIT + timedelta(seconds=1)
    with transaction():
        assert take_job(preview.KIND, NOW, preview.TIME_LIMIT)
    assert not make(preview.TIME_LIMIT)
    assert preview_of(digest).state == "busy"
    assert make(later)
    assert preview_of(digest).state == "done"


def test_what_stopped_the_portal_twice_has_failed() -> None:
    digest = ask(pdf_with(1))
    later = preview.TIME_LIMIT + timedelta(seconds=1)
    with transaction():
        assert take_job(preview.KIND, NOW, preview.TIME_LIMIT)
        assert take_job(preview.KIND, NOW + later, preview.TIME_LIMIT)
    assert not make(2 * later)
    assert preview_of(digest) == Preview("failed", problem="preview_failed")


def test_a_fault_of_ours_ends_the_job_and_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = ask(pdf_with(1))
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with pytest.raises(OSError, match="nowhere"):
        make()
    assert preview_of(digest).state == "failed"


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A poppler that waits until it may go on; gives what lets it."""
    gate = tmp_path / "gate"
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "pdftoppm"
    program.write_text(f'#!/bin/sh\nuntil [ -e "{gate}" ]; do sleep 0.05; done\nexec "{drawing_found()}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return gate.touch


def test_others_read_and_write_while_pages_are_made(slow: Callable[[], None]) -> None:
    first = ask(pdf_with(1))
    worker = threading.Thread(target=make)
    worker.start()
    wait_for(lambda: preview_of(first).state == "busy")
    # Only one is made at a time, and writing does not wait for it.
    began = time.monotonic()
    second = ask(pdf_with(2))
    assert time.monotonic() - began < 2
    assert preview_of(second) == Preview("waiting", ahead=1)
    slow()
    worker.join(30)
    assert preview_of(first).state == "done"


def test_two_workers_never_take_the_same(database: Path, slow: Callable[[], None]) -> None:
    digests = [ask(pdf_with(pages)) for pages in (1, 2)]
    workers = [threading.Thread(target=make) for _ in range(3)]
    for worker in workers:
        worker.start()
    wait_for(lambda: [preview_of(one).state for one in digests] == ["busy", "busy"])
    slow()
    for worker in workers:
        worker.join(30)
    assert [preview_of(one).state for one in digests] == ["done", "done"]
    with sqlite3.connect(database) as direct:
        assert direct.execute("SELECT attempts FROM job").fetchall() == [(1,), (1,)]
    direct.close()


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait at most half a minute."""
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_without_the_programs_nothing_is_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert preview.needed_programs("pdf") == ("poppler-utils",)
    with refused("preview_office_missing"):
        ask(pdf_with(1))


def test_a_picture_cannot_be_shown_as_pages() -> None:
    with pytest.raises(ValueError, match="png"):
        ask_preview(content=b"\x89PNG", media="png", now=NOW)
