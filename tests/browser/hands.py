"""What people do on a page: press, follow, type, choose, fill in a form. Everything is found by its words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from portal.actions.word_forms import delivered_form
from portal.demonstration.people import PASSWORD
from portal.documents.content_controls import Field

MANAGER = "Karin de Boer"
EMPLOYEE = "Joost van der Meulen"
"""Who the accounts `teamleider` and `medewerker` of the demonstration belong to."""


def press(part: Page | Locator, words: str) -> None:
    """Press the button whose name begins with these words."""
    part.get_by_role("button", name=_beginning(words)).click()


def follow(part: Page | Locator, words: str) -> None:
    """Follow the link whose name begins with these words."""
    part.get_by_role("link", name=_beginning(words)).first.click()


def go_through_menu(page: Page, words: str) -> None:
    """Follow a link of the main menu, which on a phone opens with a button."""
    if page.get_by_role("button", name="Menu", exact=True).is_visible():
        press(page, "Menu")
    follow(page.get_by_role("navigation", name="Hoofdmenu"), words)


def type_in(part: Page | Locator, label: str, words: str) -> None:
    """Put words, or a day as 2026-01-05, in the field with this label."""
    field(part, label).fill(words)


def choose(part: Page | Locator, label: str, answer: str) -> None:
    """Choose an answer to a question, whether its answers stand in sight or in a list."""
    radios = part.get_by_role("radiogroup", name=_label(label))
    radios.or_(field(part, label)).first.wait_for()
    if radios.count():
        radios.get_by_label(answer, exact=True).check()
    else:
        field(part, label).select_option(label=answer)


def field(part: Page | Locator, label: str) -> Locator:
    """The field with this label; a part of the page may have the same name."""
    return part.get_by_label(_label(label)).and_(part.locator("input, select, textarea"))


def rows_of(page: Page, label: str) -> Locator:
    """The list in a form with this title."""
    return page.get_by_role("group", name=label, exact=True)


def add_row(rows: Locator) -> Locator:
    """Press the button under a list and wait for the new row, which then has the focus."""
    before = rows.get_by_role("group").count()
    rows.get_by_role("button", name=re.compile(r"^\w+ toevoegen")).click()
    row = rows.get_by_role("group").nth(before)
    expect(row.get_by_role("textbox").first).to_be_focused()
    return row


def all_on_one_page(page: Page) -> None:
    """Leave the parts of a long form for the form as a whole, once the form is there."""
    page.locator("main form.form").first.wait_for()
    if page.get_by_role("button", name="Alles op één pagina").is_visible():
        press(page, "Alles op één pagina")
        page.wait_for_url("**/invullen")


def fill_in(page: Page, kind: str, values: Mapping[str, Any]) -> None:
    """Fill in the form of a kind of paper, all of it on one page.

    `values` are by the names of the fields; they are found by their labels.
    """
    all_on_one_page(page)
    for one in delivered_form(kind).asked:
        if one.name in values:
            _fill_in_field(page, one, values[one.name])


def settle(page: Page, kind: str, values: Mapping[str, Any]) -> None:
    """Fill in the form of a paper and settle it; the arbodienst is asked to declare something first."""
    fill_in(page, kind, values)
    declaration = page.get_by_label("Ik verklaar dat dit stuk")
    if declaration.count():
        declaration.check()
    press(page, "Vaststellen")
    sees(page, "het stuk is vastgesteld")


def sign(page: Page, name: str, *, answer: str = "Akkoord", view: str = "") -> None:
    """Answer the request to sign on the page that is open."""
    choose(page, "Wat is uw antwoord?", answer)
    type_in(page, "Uw eigen kijk op dit stuk", view)
    type_in(page, "Uw naam", name)
    press(page, "Ondertekenen")
    prove_if_asked(page)
    sees(page, "Uw antwoord staat in het stuk.")


def prove_if_asked(page: Page) -> None:
    """On a slow machine the login may be older than an act of law takes: prove who one is once more."""
    page.wait_for_load_state()
    if page.get_by_role("heading", name="Bevestig dat u het bent").is_visible():
        type_in(page, "Uw wachtwoord", PASSWORD)
        press(page, "Bevestigen en verdergaan")


def sees(page: Page, *words: str) -> None:
    """Whoever looks at the page finds all these words in sight."""
    for one in words:
        expect(page.get_by_role("main").get_by_text(one).filter(visible=True).first).to_be_visible()


def sees_no(page: Page, words: str) -> None:
    """These words stand nowhere on the page."""
    expect(page.get_by_text(words)).to_have_count(0)


def is_told(page: Page, label: str, sentence: str) -> None:
    """A form came back: the summary on top has the focus and leads to the question, and there the reason stands."""
    summary = page.get_by_role("alert", name="Er is een probleem")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    follow(summary, label)
    question = page.get_by_role("radiogroup", name=_label(label)).or_(field(page, label))
    expect(question.and_(page.locator(":focus-within"))).to_be_visible()
    expect(question).to_have_accessible_description(re.compile(re.escape(sentence)))


def _fill_in_field(page: Page, one: Field, value: Any) -> None:
    if one.kind == "rows":
        _fill_in_rows(rows_of(page, one.label), one.columns, value)
    elif one.kind == "tick":
        field(page, one.label).set_checked(value)
    else:
        _answer(page, one, value)


def _fill_in_rows(rows: Locator, columns: Sequence[Field], values: Sequence[Mapping[str, str]]) -> None:
    for index, row_values in enumerate(values):
        shown = rows.get_by_role("group")
        row = shown.nth(index) if index < shown.count() else add_row(rows)
        for column in columns:
            if row_values.get(column.name):
                _answer(row, column, row_values[column.name])


def _answer(part: Page | Locator, one: Field, value: str) -> None:
    if one.kind == "choice":
        choose(part, one.label, next(choice.label for choice in one.choices if choice.value == value))
    else:
        type_in(part, one.label, value)


def _beginning(words: str) -> re.Pattern[str]:
    # A date stands on one line: its spaces are not those that are typed here.
    return re.compile(rf"^\s*{re.escape(words)}".replace(r"\ ", r"\s"))


def _label(words: str) -> re.Pattern[str]:
    """A label as it stands on the page: these words, and behind them perhaps that no answer is needed."""
    return re.compile(rf"^\s*{re.escape(words)}( \(niet verplicht\))?\s*$")
