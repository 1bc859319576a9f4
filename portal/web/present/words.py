"""The words of the trade on a page, with what they mean: where each first stands, and together at the end."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from markupsafe import Markup

from portal.rules.glossary import EXPLAINED

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"<(/?)([a-z0-9]+)")
# In a link, a button or a label another button has no place; a heading or a title of a table is read as one piece.
WHOLE = frozenset(
    {"a", "button", "label", "legend", "summary", "select", "textarea", "svg", "caption", "th", "dt"}
    | {"h1", "h2", "h3", "h4", "dialog", "nav", "output"}
)
SIGNS = re.compile(r"(?:&(?:#\d+|\w+);|[^\s\w&<])+")
"""What stands right behind a word without being one: «?», «).»."""
SIGNS_BEFORE = re.compile(r"(?:&(?:#\d+|\w+);|[^\s\w&;>])+$")
"""And right before it: «(», «««; looked for in the last NEAR characters alone, as someone may type a long line."""
NEAR = 20
SHIFTED = 100
UNSEEN = re.compile(r'class="[^"]*\bvisually-hidden\b|aria-hidden="true"|\shidden[\s>]|role="status"')
# Where one is in a long form names its bar, and the parts are named as buttons are. What needs no translating either is
# the name of an account, which may be a word of the trade.
NAMES = re.compile(r'\sid="stap"|class="form-steps"|\stranslate="no"')


def words_in(html: str) -> list[dict[str, str]]:
    """The words of the glossary that stand in the text of this piece of a page, in the order of the glossary."""
    text = TAG.sub(" ", html)
    lower = text.lower()
    return [
        {"key": key, "label": word.label, "value": word.meaning}
        for key, word in EXPLAINED.items()
        if _stands(word.label, text, lower)
    ]


def _stands(label: str, text: str, lower: str) -> bool:
    """Whether a word stands in a text, given as it is and in small letters.

    Looking for the letters is much quicker than for the word, and most pages have only a few. A letter such as İ is
    two in small letters, so the word may begin a little before.
    """
    first = text.find(label) if label.isupper() else lower.find(label.lower())
    return first >= 0 and bool(_whole(label).search(text, max(first - SHIFTED, 0)))


def explained(html: str, words: Iterable[dict[str, str]]) -> Markup:
    """The same piece of a page with each word as a button where it first stands in running text.

    The button opens what the word means (see parts/_words.html), by the browser itself. A word that stands only in
    links, headings and labels is explained at the end of the page alone.
    """
    waiting = {one["key"]: one["label"] for one in words}
    pieces, inside, depth = TAG.split(html), "", 0
    for place, piece in enumerate(pieces):
        if not waiting:
            break
        if place % 2 == 0:
            if not inside and piece.strip():
                pieces[place] = _with_buttons(piece, waiting)
            continue
        closes, name = found.groups() if (found := NAME.match(piece)) else ("", "")
        if inside:
            depth += (-1 if closes else 1) if name == inside else 0
            inside = inside if depth else ""
        elif not closes and (name in WHOLE or UNSEEN.search(piece) or NAMES.search(piece)):
            inside, depth = name, 1
    return Markup("".join(pieces))


def _with_buttons(text: str, waiting: dict[str, str]) -> str:
    """A piece of text in which the words that wait are buttons, each once; they wait no longer."""
    lower = text.lower()
    for key, label in list(waiting.items()):
        if label.lower() not in lower or not (found := _whole(label).search(text)):
            continue
        del waiting[key]
        before, after = text[: found.start()], text[found.end() :]
        button = f'<button type="button" class="term" popovertarget="woord-{key}">{found[0]}</button>'
        # A button may be cut off from a sign beside it: «arbodienst» here and «?» on the next line.
        sign, opening = SIGNS.match(after), SIGNS_BEFORE.search(before, max(len(before) - NEAR, 0))
        if opening:
            button, before = opening[0] + button, before[: opening.start()]
        if sign:
            button, after = button + sign[0], after[sign.end() :]
        if opening or sign:
            button = f'<span class="nowrap">{button}</span>'
        return _with_buttons(before, waiting) + button + _with_buttons(after, waiting)
    return text


@cache
def _whole(label: str) -> Any:
    """The label as a word of its own, also in the plural; an abbreviation only in capitals. Not in a mail address."""
    return re.compile(rf"(?<![@.])\b{re.escape(label)}(e?n|s)?\b(?!@)", 0 if label.isupper() else re.IGNORECASE)
