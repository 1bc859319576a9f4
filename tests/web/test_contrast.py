"""The colours of theme.css stand out from each other, light and dark (WCAG 2.2, 1.4.3 and 1.4.11).

Words need 4.5:1 on what lies under them. The border of a control, a marker and a ring of focus need 3:1. The thin lines
around cards and between rows say nothing that is not there without them; those may be pale.
"""

import re
from collections.abc import Iterator, Mapping

import pytest

from portal.settings import ROOT
from tests.contrast import contrast

STATIC = ROOT / "static"
DARK = "@media screen and (prefers-color-scheme: dark)"
TOKEN = re.compile(r"--basis-((?:color|focus)-[\w-]+):\s*#([0-9a-f]{3,6});")
COMPONENT = re.compile(r"--utrecht-([\w-]+): var\(--basis-([\w-]+)\);")
RULE = re.compile(r"\{([^{}]*)\}")
WORDS, SHAPES = 4.5, 3.0

STATES = ("color-negative", "color-warning", "color-positive", "color-info", "color-accent-2")
PAGE, SURFACE, TINT, HOVER = (f"color-default-bg-{name}" for name in ("subtle", "document", "default", "hover"))
SOFT = tuple(f"{state}-bg-default" for state in STATES)
SOLID = tuple(f"{state}-inverse-bg-default" for state in STATES)
GROUNDS = (PAGE, SURFACE, TINT, HOVER, *SOFT)
TEXT, MUTED, BORDER = "color-default-color-document", "color-default-color-subtle", "color-default-border-default"
LINK, LINK_HOVER, LINK_GROUND = (f"color-action-1-{name}" for name in ("color-default", "color-hover", "bg-default"))
BUTTON, BUTTON_HOVER = (f"color-action-1-inverse-bg-{name}" for name in ("default", "hover"))
BAR, BAR_ACTIVE = (f"color-accent-1-inverse-bg-{name}" for name in ("default", "active"))
ON_SOLID, HIGHLIGHT = "color-default-inverse-color-default", "color-highlight-bg-default"
RING, RING_IN_BAR = "focus-outline-color", "focus-inverse-outline-color"

TEXT_PAIRS = {
    *((text, ground) for text in (TEXT, MUTED, LINK, LINK_HOVER) for ground in GROUNDS),
    *((text, LINK_GROUND) for text in (TEXT, LINK, LINK_HOVER)),
    *(("color-action-1-inverse-color-default", ground) for ground in (BUTTON, BUTTON_HOVER)),
    *(("color-accent-1-inverse-color-default", ground) for ground in (BAR, BAR_ACTIVE)),
    *((f"{state}-color-default", ground) for state in STATES for ground in (f"{state}-bg-default", SURFACE, PAGE)),
    ("color-negative-color-default", HOVER),
    *((ON_SOLID, ground) for ground in (*SOLID, "color-negative-color-default")),
}
SHAPE_PAIRS = {
    *((BORDER, ground) for ground in (PAGE, SURFACE, TINT)),
    *((solid, ground) for solid in SOLID for ground in (PAGE, SURFACE, HOVER)),
    *((f"{state}-inverse-bg-default", f"{state}-bg-default") for state in STATES),
    *((BUTTON, ground) for ground in (PAGE, SURFACE)),
    ("color-info-inverse-bg-default", TINT),
    *((RING, ground) for ground in (*GROUNDS, LINK_GROUND)),
    *((mark, ground) for mark in (RING_IN_BAR, HIGHLIGHT) for ground in (BAR, BAR_ACTIVE)),
}
PALE = {"color-default-border-subtle", *(f"{state}-border-subtle" for state in STATES)}


def tokens(css: str) -> dict[str, dict[str, str]]:
    """The colours of a theme as RRGGBB, by their names without `--basis-`: by day and in the dark."""
    light, dark = css.split(DARK)
    by_day = dict(TOKEN.findall(light))
    found = {"light": by_day, "dark": by_day | dict(TOKEN.findall(dark))}
    return {scheme: {name: _long(value) for name, value in colours.items()} for scheme, colours in found.items()}


def _long(value: str) -> str:
    return "".join(digit * 2 for digit in value) if len(value) == 3 else value


def too_close(colours: Mapping[str, str]) -> list[str]:
    """The pairs that do not stand out, in sentences."""
    asked = [(pair, WORDS) for pair in sorted(TEXT_PAIRS)] + [(pair, SHAPES) for pair in sorted(SHAPE_PAIRS)]
    measured = [(pair, least, contrast(colours[pair[0]], colours[pair[1]])) for pair, least in asked]
    return [f"{one} on {other}: {ratio:.2f}, not {least}" for (one, other), least, ratio in measured if ratio < least]


def named_pairs(css: str) -> Iterator[tuple[str, str]]:
    """The words and the ground that one rule of a style sheet names together."""
    for body in RULE.findall(css):
        text = re.search(r"(?<![\w-])color: var\(--basis-([\w-]+)\)", body)
        ground = re.search(r"(?<![\w-])background(?:-color)?: var\(--basis-([\w-]+)\)", body)
        if text and ground:
            yield text[1], ground[1]


def component_pairs(css: str) -> Iterator[tuple[str, str]]:
    """The words and the ground that a theme gives to one component, or to one state of it."""
    given = dict(COMPONENT.findall(css))
    for name, ground in given.items():
        if name.endswith("-background-color"):
            own = name.replace("background-color", "color")
            text = given.get(own) or given.get(own.replace("hover-", ""))
            if text:
                yield text, ground


def theme() -> str:
    return (STATIC / "theme.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_stands_out(scheme: str) -> None:
    assert too_close(tokens(theme())[scheme]) == []


def test_every_colour_is_measured_or_may_be_pale() -> None:
    measured = {name for pair in TEXT_PAIRS | SHAPE_PAIRS for name in pair}
    assert set(tokens(theme())["light"]) == measured | PALE
    assert not measured & PALE


@pytest.mark.parametrize("name", ["frame.css", "portal.css"])
def test_what_a_rule_names_together_is_measured(name: str) -> None:
    found = set(named_pairs((STATIC / name).read_text(encoding="utf-8")))
    assert found
    assert found - TEXT_PAIRS == set()


def test_what_the_theme_gives_a_component_is_measured() -> None:
    found = set(component_pairs(theme()))
    assert len(found) > len(STATES)
    assert found - TEXT_PAIRS == set()


def test_a_pale_word_and_a_pale_border_are_found() -> None:
    pale = theme().replace("subtle: #4a5968", "subtle: #8a99a8").replace("default: #66768a", "default: #c0c8d0")
    found = too_close(tokens(pale)["light"])
    assert f"{MUTED} on {SURFACE}: 2.92, not 4.5" in found
    assert f"{BORDER} on {PAGE}: 1.55, not 3.0" in found
    assert too_close(tokens(pale)["dark"]) == []


def test_a_pair_that_nobody_measures_is_found() -> None:
    css = ".x { background: var(--basis-color-a); border-color: var(--basis-color-b); color: var(--basis-color-c); }"
    assert list(named_pairs(css)) == [("color-c", "color-a")]
