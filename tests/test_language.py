"""The portal's own words: short sentences, and one word for one thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import ROOT
from tests.language import HARD, MOST_WORDS, SAME, in_code, in_data, in_form, in_template, on_page, wrong

SHOWN = frozenset(
    {
        "title",
        "rule",
        "why",
        "intro",
        "text",
        "day",
        "label",
        "hint",
        "notice",
        "submit",
        "options",
        "says",
        "guide",
        "enclosures",
    }
)
DATA = [*(ROOT / "portal" / "protocols").rglob("*.toml"), ROOT / "docx_templates" / "catalogue.toml"]
CODE = [path for room in ("web", "rules", "actions") for path in (ROOT / "portal" / room).rglob("*.py")]
CODE += (ROOT / "portal" / "documents").glob("template*.py")  # what it says of a form that someone changed
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORMS = sorted((ROOT / "docx_templates").glob("*.docx"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def texts(path: Path) -> Iterator[str]:
    match path.suffix:
        case ".html":
            return in_template(path.read_text(encoding="utf-8"))
        case ".docx":
            return in_form(path)
        case ".py":
            return in_code(path)
        case _:
            return in_data(path, SHOWN)


@pytest.mark.parametrize("path", [*DATA, *CODE, *TEMPLATES, *FORMS], ids=name)
def test_every_text_is_short_and_calls_a_thing_by_its_one_name(path: Path) -> None:
    assert not wrong(texts(path))


def test_a_long_sentence_and_a_second_word_are_found_wherever_they_stand(tmp_path: Path) -> None:
    long = "Dit " + "is " * MOST_WORDS + "lang."
    data, code = tmp_path / "a.toml", tmp_path / "a.py"
    data.write_text(f'[[step]]\nrule = "Plan een consult. {long}"\nkey = "consult"\n', encoding="utf-8")
    code.write_text(f'"""{long}"""\nsaid = f"{{x}} op het consult. {long}"\n', encoding="utf-8")
    page = f'<p>Kort.</p>{{# {long} #}}<ul><li>Een <b>consult</b></li></ul>{{{{ alert("{long}") }}}}'
    for found in (wrong(in_data(data, SHOWN)), wrong(in_code(code)), wrong(in_template(page))):
        assert len(found) == 2, found
    assert not wrong(["Kort. " * MOST_WORDS, "consult_gepland", "/dossiers/consult"])


def test_a_hard_word_is_found_wherever_it_stands_and_what_goes_out_is_read_as_one_sees_it() -> None:
    page = '<p>Een <b>stuk</b>,</p><a title="Indien nodig">Reeds</a><textarea>thans</textarea><p>Het dient te</p>'
    assert [found.split()[0] for found in wrong(on_page(page))] == ["«Indien»", "«Reeds»", "«dient"]
    joined = f"<td>{'Wel ' * MOST_WORDS}</td><td>niet</td><p>{'Wel ' * MOST_WORDS}<b>niet</b></p>"
    assert len(wrong(on_page(joined))) == 1


def test_the_word_that_is_chosen_is_itself_no_second_and_no_hard_word() -> None:
    assert not wrong([*SAME.values(), *HARD.values()])
