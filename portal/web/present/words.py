"""The words of the trade on a page, with what they mean: where each first stands, and together at the end."""

import re
from functools import cache, cached_property
from typing import NamedTuple

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
UNSEEN = re.compile(r'class="[^"]*\bvisually-hidden\b|aria-hidden="true"|\shidden[\s>]|role="status"')
# Where one is in a long form names its bar, and the parts are named as buttons are. What needs no translating either is
# the name of an account, which may be a word of the trade.
NAMES = re.compile(r'\sid="stap"|class="form-steps"|\stranslate="no"')


class _Tag(NamedTuple):
    """A tag: the name of its element, by how much it takes us deeper into such elements, and whether it is `closed`:
    what stands in it is read as one piece, or is not to be changed."""

    name: str
    deeper: int
    closed: bool


class Prose:
    """A piece of a page, cut at its tags once to look for the words of the glossary and to explain them."""

    def __init__(self, html: str) -> None:
        self._pieces = TAG.split(html)

    @cached_property
    def words(self) -> list[dict[str, str]]:
        """The words of the glossary that stand in its text, in the order of the glossary."""
        # A long page says the same in many places, and a word does not run over a tag.
        text = "\n".join(dict.fromkeys(self._pieces[::2]))
        lower = _lower(text)
        return [
            {"key": key, "label": word.label, "value": word.meaning}
            for key, word in EXPLAINED.items()
            if _found(_letters(word.label), text, lower)
        ]

    def explained(self) -> Markup:
        """The same with each word as a button where it first stands in running text.

        The button opens what the word means (see parts/_words.html), by the browser itself. A word that stands only in
        links, headings and labels is explained at the end of the page alone.
        """
        waiting = {one["key"]: _letters(one["label"]) for one in self.words}
        # A long page has thousands of tags and texts, of which only a few hundred differ.
        tags, looked_at = _Tags(), {""}
        pieces, inside, depth = self._pieces.copy(), "", 0
        for place, (text, behind) in enumerate(zip(pieces[::2], [*pieces[1::2], ""], strict=True)):
            if not waiting:
                break
            if not inside and text not in looked_at:
                looked_at.add(text)
                pieces[2 * place] = _with_buttons(text, waiting)
            tag = tags[behind]
            if inside:
                depth += tag.deeper if tag.name == inside else 0
                inside = inside if depth else ""
            elif tag.closed:
                inside, depth = tag.name, 1
        return Markup("".join(pieces))


class _Tags(dict[str, _Tag]):
    """The tags of a page, each looked at once."""

    def __missing__(self, tag: str) -> _Tag:
        # A comment has no name and changes nothing.
        closes, name = found.groups() if (found := NAME.match(tag)) else ("", "")
        closed = not closes and bool(name in WHOLE or UNSEEN.search(tag) or NAMES.search(tag))
        self[tag] = _Tag(name, -1 if closes else 1, closed)
        return self[tag]


def _with_buttons(text: str, waiting: dict[str, str]) -> str:
    """A piece of text in which the words that wait are buttons, each once; they wait no longer.

    `waiting` holds the letters of each word.
    """
    lower = _lower(text)
    for key, letters in list(waiting.items()):
        if not (found := _found(letters, text, lower)):
            continue
        del waiting[key]
        before, word, after = text[: found.start()], text[found.start() : found.end()], text[found.end() :]
        button = f'<button type="button" class="term" popovertarget="woord-{key}">{word}</button>'
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


def _lower(text: str) -> str:
    """The text in small letters, each where it stood: «İ» alone would become two."""
    return text.replace("İ", "i").lower()


def _letters(label: str) -> str:
    """How a word is looked for: in small letters, but for an abbreviation, which is one only in capitals."""
    return label if label.isupper() else label.lower()


def _found(letters: str, text: str, lower: str) -> re.Match[str] | None:
    """Where a word first stands in a text, given as it is and in small letters; None where it does not.

    Looking for the letters is much quicker than for the word, and most texts have only a few.
    """
    where = text if letters.isupper() else lower
    place = where.find(letters)
    while place >= 0:
        if found := _whole(letters).match(where, place):
            return found
        place = where.find(letters, place + 1)
    return None


@cache
def _whole(letters: str) -> re.Pattern[str]:
    """These letters as a word of its own, also in the plural. Not in a mail address."""
    return re.compile(rf"(?<![@.])\b{re.escape(letters)}(e?n|s)?\b(?!@)")
