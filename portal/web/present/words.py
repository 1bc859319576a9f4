"""The words of the trade on a page, with what they mean."""

import re
from functools import cache
from typing import Any

from portal.rules.terms import GLOSSARY

TAG = re.compile(r"<[^>]*>")


def words_in(html: str) -> list[dict[str, str]]:
    """The words of the glossary that stand in the text of this piece of a page, in the order of the glossary."""
    text = TAG.sub(" ", html)
    lower = text.lower()
    # Looking for the letters is much quicker than for the word, and most pages have only a few.
    return [
        {"label": word.label, "value": word.meaning}
        for word in GLOSSARY.values()
        if word.label.lower() in lower and _whole(word.label).search(text)
    ]


@cache
def _whole(label: str) -> Any:
    """The label as a word of its own, also in the plural; an abbreviation only in capitals."""
    return re.compile(rf"\b{re.escape(label)}(e?n|s)?\b", 0 if label.isupper() else re.IGNORECASE)
