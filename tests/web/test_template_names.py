"""Own forms of one day are told apart by a number."""

from pathlib import Path

import pytest

from tests.template_edits import with_question
from tests.web.scene import Scene
from tests.web.workshop import ORIGINAL, OWN, TODAY, place, send


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, "analysed")


def test_own_forms_are_numbered_per_kind(scene: Scene) -> None:
    keeper = scene.open("beheerder", TODAY)
    other = with_question(ORIGINAL, tag="eigen.thuiswerk", label="Thuiswerk")
    pages = [send(keeper, OWN), send(keeper, other), send(keeper, OWN, kind="eindevaluatie")]
    names = [" ".join(page.soup.h1.get_text().split()) for page in pages]
    assert ["eigen formulier 1, " in names[0], "eigen formulier 2, " in names[1]] == [True, True]
    assert "eigen formulier 1, " in names[2]
    assert "Eigen formulier 2, " in keeper.get(place()).text
