"""A dossier in which everything was written that is sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.storage.database import connection
from tests.staging import Stage, set_stage
from tests.storage.written import Written


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = set_stage(tmp_path, "analysed")
    with connection():
        yield found


@pytest.fixture
def written(stage: Stage) -> Written:
    return Written(stage)
