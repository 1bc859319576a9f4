"""A machine on which nearly nothing is installed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.documents import office_room


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with hardly any programs: the folder in which they are looked for."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "env"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for answer in (office_room.without_network, office_room.own_disk):
        answer.cache_clear()
    monkeypatch.setenv("PATH", str(folder))
    yield folder
    for answer in (office_room.without_network, office_room.own_disk):
        answer.cache_clear()
