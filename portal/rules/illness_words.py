"""Words that give away that a text is about the illness itself, which an employer may not record.

Source: art. 30 UAVG; policy rules of the Autoriteit Persoonsgegevens, «De zieke werknemer». A list can only warn:
it neither finds everything nor judges what was meant, so whoever has a reason may go on.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

SHORTEST_TO_MISSPELL = 7
"""From so many letters on one slip is recognised; in a shorter word it is too often another word."""

ENDINGS = ("", "s", "en", "n", "e", "es", "je", "jes", "tje", "tjes", "t")
ALLOWED = "wel"

# Accents, and what a text from Word or a PDF brings along unseen: soft hyphens, joiners, marks of direction.
_UNSEEN = frozenset({"Mn", "Me", "Cf"})

_WORD = re.compile(r"[a-z0-9]+")
# What stands between parts of one word: burn-out is burnout, and so is one that was broken off at the end of a line.
_JOINS = re.compile(r"(?<=[a-z])(?:['’-]|-\s*\n\s*)(?=[a-z])")


class IllnessWordsError(ValueError):
    """The list of words cannot be read."""


@dataclass(frozen=True)
class Hit:
    """A word in a text, as it was written, and what to write instead."""

    word: str
    instead: str


@dataclass(frozen=True)
class IllnessWords:
    """The words by what they may be replaced with, and the words that may always be written."""

    groups: Mapping[str, frozenset[str]]
    allowed: frozenset[str] = field(default_factory=frozenset)

    def changed(self, added: Iterable[str], off: Iterable[str], instead: str) -> "IllnessWords":
        """The same with words `added`, and without those that were put `off`."""
        off = {plain(word, "*") for word in off}
        groups = {advice: words - off for advice, words in self.groups.items()}
        more = frozenset(plain(word, "*") for word in added) - off
        return IllnessWords({**groups, instead: groups.get(instead, frozenset()) | more}, self.allowed)

    def found_in(self, text: str) -> tuple[Hit, ...]:
        """The words of the text that are on the list, each once, in the order of the text."""
        written = _JOINS.sub("", _bare(text))
        words = _WORD.findall(written)
        hits: dict[str, Hit] = {}
        for index, word in enumerate(words):
            pair = f"{word} {words[index + 1]}" if index + 1 < len(words) else word
            for candidate in (pair, word):
                instead = self._instead(candidate)
                if instead and candidate not in self.allowed:
                    hits.setdefault(candidate, Hit(candidate, instead))
        return tuple(hits.values())

    def _instead(self, word: str) -> str:
        if word in self.allowed:
            return ""
        whole = self._whole.get(word) or self._misspelt(word)
        return whole or next((advice for pattern, advice in self._patterns if pattern.fullmatch(word)), "")

    @cached_property
    def _whole(self) -> Mapping[str, str]:
        return {
            f"{word}{ending}": advice
            for advice, words in self.groups.items()
            for word in words
            if "*" not in word
            for ending in ENDINGS
        }

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """One pattern for each advice: every word with a star in it."""
        found = []
        for advice, words in self.groups.items():
            starred = [re.escape(word).replace(r"\*", "[a-z]*").replace(r"\ ", " ") for word in words if "*" in word]
            if starred:
                found.append((re.compile("|".join(sorted(starred))), advice))
        return tuple(found)

    @cached_property
    def _by_start_and_length(self) -> Mapping[tuple[str, int], tuple[tuple[str, str], ...]]:
        """The words that are long enough to misspell, by first letter and length."""
        found: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for advice, words in self.groups.items():
            for word in words:
                if "*" not in word and len(word) >= SHORTEST_TO_MISSPELL:
                    found.setdefault((word[0], len(word)), []).append((word, advice))
        return {key: tuple(words) for key, words in found.items()}

    def _misspelt(self, word: str) -> str:
        for length in (len(word) - 1, len(word), len(word) + 1):
            for known, advice in self._by_start_and_length.get((word[:1], length), ()):
                if one_slip(known, word):
                    return advice
        return ""


def parse_illness_words(text: str) -> IllnessWords:
    """The words in the file's text. Raises IllnessWordsError for a group without words or without advice."""
    raw = tomllib.loads(text)
    allowed = raw.pop(ALLOWED, [])
    for name, group in raw.items():
        if not group.get("words") or not group.get("instead"):
            raise IllnessWordsError(name)
    groups = {group["instead"]: frozenset(plain(word, "*") for word in group["words"]) for group in raw.values()}
    return IllnessWords(groups, frozenset(plain(word) for word in allowed))


def plain(word: str, keep: str = "") -> str:
    """A word as it is compared: small letters, no accents, hyphens or double spaces; `keep` names signs that stay."""
    bare = _JOINS.sub("", _bare(word))
    return " ".join(re.findall(rf"[a-z0-9{re.escape(keep)}]+", bare))


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ in one letter that is other, missing, extra, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if unicodedata.category(letter) not in _UNSEEN).replace("\u2010", "-")
