"""The stored steps of a dossier are what its facts say, whatever was stored before."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.storage.database import connection, transaction
from portal.storage.reading.steps import steps_of
from portal.storage.writing.steps import replace_steps
from tests.rules.drawing import PROTOCOLS, STORIES
from tests.rules.stories import Line, facts_from
from tests.staging import Stage, set_stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    found = set_stage(tmp_path_factory.mktemp("steps"), "analysed")
    with connection():
        yield found


@settings(max_examples=25, deadline=None)
@given(STORIES, STORIES, PROTOCOLS)
def test_a_rebuilt_projection_equals_the_stored_one(
    stage: Stage, before: list[Line], after: list[Line], rules: Any
) -> None:
    for story in (before, after):
        steps = plan(fold(facts_from(story)), rules)
        with transaction():
            replace_steps(stage.dossier_id, steps)
        assert steps_of(stage.dossier_id) == steps
