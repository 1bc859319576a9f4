"""What a check comes to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from portal.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One sentence about the state of the portal, and how bad it is: only a FOUT makes the whole wrong."""

    level: Literal["goed", "let op", "FOUT"]
    sentence: str


Check = Callable[[Settings], Iterable[Finding]]
"""Looks at one subject and says what it finds. It changes nothing."""


def good(sentence: str) -> Finding:
    """It is as it should be."""
    return Finding("goed", sentence)


def mind(sentence: str) -> Finding:
    """It works, but someone has to know this or decide about it."""
    return Finding("let op", sentence)


def wrong(sentence: str) -> Finding:
    """It is not safe like this; the sentence says what to do."""
    return Finding("FOUT", sentence)
