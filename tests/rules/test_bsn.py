"""The elfproef."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.bsn import bsn
from portal.rules.errors import Rejected


@pytest.mark.parametrize(
    ("typed", "number"),
    [("111222333", "111222333"), ("1112.22.333", "111222333"), (" 123456782 ", "123456782"), ("10000008", "010000008")],
)
def test_a_bsn_is_nine_digits_that_pass_the_elfproef(typed: str, number: str) -> None:
    assert bsn(typed) == number


@pytest.mark.parametrize("typed", ["", "111222334", "1234567", "1112223331", "000000000", "11122233a", "¹11222333"])
def test_what_is_no_bsn_is_refused(typed: str) -> None:
    with pytest.raises(Rejected, match="bsn_wrong"):
        bsn(typed)


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, by: int) -> None:
    right = "123456782"
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    with pytest.raises(Rejected, match="bsn_wrong"):
        bsn(wrong)
