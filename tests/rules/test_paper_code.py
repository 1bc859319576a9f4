"""The code on a paper that is signed with a pen: read back however one types it."""

import pytest

from portal.rules.paper_code import PaperCode, read_code

PLAN = PaperCode("0042", "PVA", 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "D0042-PVA-2",
        "d0042-pva-2",
        " D0042 PVA 2 ",
        "DOO42-PVA-2",
        "D42PVA2",
        "d0042_pva_2.pdf",
        "scan 2026-03-03 D0042-PVA-2 (1).jpg",
        "D0042–PVA–2",
        "Getekend.D0042-PVA-2.png",
        "C:\\scans\\D0042-PVA-2.pdf",
    ],
)
def test_it_is_read_however_it_is_written(text: str) -> None:
    assert read_code(text) == PLAN


def test_a_later_version_has_a_code_of_its_own() -> None:
    assert read_code("d0042-pva-2-v3") == PaperCode("0042", "PVA", 2, 3)
    assert str(PaperCode("0042", "PVA", 2, 3)) == "D0042-PVA-2-V3"
    assert str(PLAN) == "D0042-PVA-2"


@pytest.mark.parametrize(
    "text", ["", "PVA-2", "0042-PVA-2", "scan.pdf", "IMG_20260303_101112.jpg", "D0042-2", "D-PVA-2"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None
