"""How a page is written, whatever stands on it."""

from portal.web.render import unbroken


def test_a_date_stands_on_one_line_unless_it_was_typed_or_is_no_word_of_the_page() -> None:
    shown = unbroken(
        '<p title="5 mei 2026">5 mei 2026 tot 12 mei</p><textarea rows="2">5 mei 2026</textarea> 6 mei 2026'
    )
    hard = "\N{NO-BREAK SPACE}"
    assert shown == (
        f'<p title="5 mei 2026">5{hard}mei{hard}2026 tot 12 mei</p>'
        f'<textarea rows="2">5 mei 2026</textarea> 6{hard}mei{hard}2026'
    )
