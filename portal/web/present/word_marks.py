"""Two texts side by side with the words marked that went and that came, for the eye and for the ear."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

# Words with the space behind them: a space alone would match everywhere.
_PIECES = re.compile(r"\S+\s*|\s+")

MOST_PIECES = 5000
"""Texts with more words than this together are shown without marks: comparing them would take too long."""

ALIKE = 0.35
"""Texts that have less than this in common are two texts; marking nearly every word would only hinder reading."""

_GONE = Markup('<del><span class="visually-hidden">[vervallen: </span>{}<span class="visually-hidden">]</span></del>{}')
_CAME = Markup('<ins><span class="visually-hidden">[nieuw: </span>{}<span class="visually-hidden">]</span></ins>{}')


def marked(old: str, new: str) -> tuple[Markup, Markup]:
    """The two texts as HTML, with what is only in the old one as `del` and what is only in the new one as `ins`."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if not before or not after or len(before) + len(after) > MOST_PIECES:
        return escape(old), escape(new)
    # What stands behind a word is no part of it: the last word of a line is the same word elsewhere.
    matcher = SequenceMatcher(None, [one.rstrip() for one in before], [one.rstrip() for one in after])
    if matcher.ratio() < ALIKE:
        return escape(old), escape(new)
    left, right = Markup(), Markup()
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, came = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        left += escape(gone) if kind == "equal" else _mark(_GONE, gone)
        right += escape(came) if kind == "equal" else _mark(_CAME, came)
    return left, right


def _mark(mark: Markup, text: str) -> Markup:
    """The text inside the mark, but for the space behind it; nothing when there is no text."""
    words = text.rstrip()
    return mark.format(words, text[len(words) :]) if words else escape(text)
