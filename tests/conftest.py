"""What tests in every room share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from portal.actions.passwords import CHEAP, Hashing
from portal.storage.database import connect_to, connection, migrate
from portal.storage.keyfile import KEY_FILE

# The gate plays the same examples each time: new ones are looked for at the desk, not while landing.
hypothesis_settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("gate")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all its tables, made once and copied for every test that needs one."""
    path = tmp_path_factory.mktemp("migrated") / "portal.db"
    connect_to(path)
    migrate()
    return path


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A database of the test's own, with a connection that is open; gives the path of its file."""
    path = tmp_path / "portal.db"
    shutil.copyfile(migrated_file, path)
    shutil.copyfile(migrated_file.with_name(KEY_FILE), path.with_name(KEY_FILE))
    connect_to(path)
    with connection():
        yield path


@pytest.fixture(scope="session")
def hashing() -> Hashing:
    """The cheapest hash there is: real Argon2, without the waiting."""
    return CHEAP
