import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portal.documents.dates import MONTHS, dutch_date, iso_date, long_date
from portal.documents.text import _CONTROLS, _LINE_BREAKS, clean_text

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]))


@pytest.mark.asvs("1.3.3")
@given(ANY_TEXT)
def test_clean_text_can_always_stand_in_xml(text: str) -> None:
    element = etree.Element("a")
    element.text = clean_text(text)
    assert etree.fromstring(etree.tostring(element)).text == (element.text or None)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_what_counts_as_printable_holds_nothing_that_must_go() -> None:
    printable = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isprintable())
    assert _CONTROLS.search(printable) is None
    assert _LINE_BREAKS.search(printable) is None


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00\x07\x1b\x7f\ud800\ufffe\uffffb", "ab"),
        ("\tצהריים 👩🏽‍⚕️ \u200f«é» {{x}} <&>\"'", "\tצהריים 👩🏽‍⚕️ \u200f«é» {{x}} <&>\"'"),
    ],
)
def test_clean_text_keeps_what_people_type(given_text: str, expected: str) -> None:
    assert clean_text(given_text) == expected


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_long_date_reads_back(day: date) -> None:
    assert dutch_date(long_date(day)) == day
    assert iso_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "5 januari 2026",
        "maandag 5 jan. 2026",
        "5-1-2026",
        "5-1-26",
        "05/01/2026",
        "5.1.2026",
        " 5  Januari\n2026",
        "2026-01-05",
    ],
)
def test_dates_as_people_type_them(text: str) -> None:
    assert dutch_date(text) == date(2026, 1, 5)


@pytest.mark.parametrize("text", ["", "volgende week", "31-2-2026", "5 brumaire 2026", "2026-1-5", "٥-1-2026"])
def test_what_is_no_date(text: str) -> None:
    assert dutch_date(text) is None


def test_iso_date_takes_one_form_only() -> None:
    assert [iso_date(text) for text in ("20260105", "2026-W02-1", "5-1-2026", "2026-02-30")] == [None] * 4


def test_every_month_has_its_name() -> None:
    assert [dutch_date(f"1 {name} 2026") for name in MONTHS] == [date(2026, month, 1) for month in range(1, 13)]
