"""What most tests of actions begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.storage.database import connection
from tests.staging import Stage, set_stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A dossier with a probleemanalyse of day 38, and a connection that is open."""
    found = set_stage(tmp_path, "analysed")
    with connection():
        yield found
