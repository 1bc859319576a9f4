"""Two texts side by side: what is marked, and that no letter is lost."""

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.present.word_marks import marked

words = st.text(alphabet="ab<&\n é", max_size=30)


def without_marks(html: str) -> str:
    return unescape(re.sub("<span[^>]*>[^<]*</span>|<[^>]*>", "", html))


@settings(deadline=None)
@given(words, words)
def test_both_sides_keep_their_text(old: str, new: str) -> None:
    left, right = marked(old, new)
    assert (without_marks(left), without_marks(right)) == (old, new)


def test_only_the_words_that_changed_are_marked() -> None:
    left, right = marked("Er is genoeg werk.\nTot morgen.", "Er is veel werk.\nTot morgen.")
    assert left.count("<del>") == right.count("<ins>") == 1
    assert "Er is <del>" in left
    assert "</del> werk.\nTot morgen." in left


def test_a_line_that_came_behind_a_word_does_not_mark_that_word() -> None:
    left, right = marked("Schrijven van adviezen.", "Schrijven van adviezen.\nEn overleg.")
    assert left == "Schrijven van adviezen."
    assert "adviezen.\n<ins>" in right


def test_two_texts_that_share_little_are_shown_as_they_are() -> None:
    assert marked("Rustig beginnen met schrijven.", "Volledig terug!") == (
        "Rustig beginnen met schrijven.",
        "Volledig terug!",
    )


@pytest.mark.asvs("1.2.1")
def test_html_stays_text() -> None:
    left, right = marked("<b>een</b> twee drie", "<b>een</b> twee vier")
    assert "<b>" not in left + right


def test_the_longest_texts_take_no_second() -> None:
    old = " ".join(f"woord{number % 300}" for number in range(2400))
    start = time.perf_counter()
    marked(old, old.replace("woord7", "anders"))
    assert time.perf_counter() - start < 1
