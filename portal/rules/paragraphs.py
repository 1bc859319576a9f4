"""The longer explanation of each step in our own words, as data: what is expected, why, and what to watch out for."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

SIGNING = "ondertekenen"
"""The one explanation for every request to sign."""


class ParagraphsError(ValueError):
    """The file of explanations says something that cannot be meant."""


@dataclass(frozen=True)
class Paragraph:
    """The explanation of one step: `text` is two to five sentences, `source` the law or paragraph it rests on."""

    text: str
    source: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text."""
        return tuple(re.split(r"(?<=[.?!])\s+", self.text))


def parse_paragraphs(text: str) -> Mapping[str, Paragraph]:
    """The explanations in a file's text, by the key of their step.

    Raises ParagraphsError for an entry with other words than `text` and `source` or `same_as`, and for one that is
    the same as an entry which is not there.
    """
    raw = tomllib.loads(text)
    return {key: _paragraph(key, entry, raw) for key, entry in raw.items()}


def paragraph_of(paragraphs: Mapping[str, Paragraph], key: str) -> Paragraph | None:
    """The explanation of a step of a plan, requests to sign included; None when nobody wrote it yet."""
    return paragraphs.get(key.partition(":")[0])


def _paragraph(key: str, entry: Mapping[str, str], raw: Mapping[str, Mapping[str, str]]) -> Paragraph:
    if set(entry) == {"same_as"}:
        entry = raw.get(entry["same_as"], {})
    if set(entry) != {"text", "source"}:
        raise ParagraphsError(f"{key}: an explanation has a text and a source, or is the same as one that has")
    return Paragraph(entry["text"], entry["source"])
