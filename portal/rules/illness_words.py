"""Words that give away that a text is about the illness itself, which an employer may not record.

Source: art. 30 UAVG; policy rules of the Autoriteit Persoonsgegevens, «De zieke werknemer». A list can only warn:
it neither finds everything nor judges what was meant, so whoever has a reason may go on.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.rules.disguises import bare, in_one_piece, once, spelled

SHORTEST_TO_MISSPELL = 7
"""From so many letters on one slip is recognised; in a shorter word it is too often another word."""
SHORTEST_IN_DISGUISE = 5
"""From so many letters on a word is recognised among letters that are spelled, and when letters are doubled."""

ENDINGS = ("", "s", "en", "n", "e", "es", "je", "jes", "tje", "tjes", "t")
ALLOWED = "wel"

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
        """The words of the text that are on the list, each once: as they stand there, and then those in disguise."""
        written = _JOINS.sub("", bare(text))
        words = _WORD.findall(written)
        hits: dict[str, Hit] = {}
        for index, word in enumerate(words):
            pair = f"{word} {words[index + 1]}" if index + 1 < len(words) else word
            for candidate in (pair, word):
                instead = self._instead(candidate)
                if instead and candidate not in self.allowed:
                    hits.setdefault(candidate, Hit(candidate, instead))
        for word, instead in self._in_disguise(written, words, frozenset(hits)):
            hits.setdefault(word, Hit(word, instead))
        return tuple(hits.values())

    def _in_disguise(self, written: str, words: Iterable[str], hits: frozenset[str]) -> Iterator[tuple[str, str]]:
        for piece, word in in_one_piece(written):
            if (instead := self._known(word)) and hits.isdisjoint(_WORD.findall(piece)):
                yield word, instead
        for word in words:
            single = once(word)
            if single != word and word not in hits and (instead := self._written_once._known(single)):
                yield word, instead
        for letters in spelled(written):
            if instead := self._known(letters) or self._within(letters) or self._written_once._within(once(letters)):
                yield letters, instead

    def _instead(self, word: str) -> str:
        return self._known(word) or self._misspelt(word)

    def _known(self, word: str) -> str:
        """What to write instead of a word that is on the list letter by letter."""
        if word in self.allowed:
            return ""
        return self._whole.get(word) or next((to for pattern, to in self._patterns if pattern.fullmatch(word)), "")

    def _within(self, letters: str) -> str:
        return next((to for pattern, to in self._anywhere if pattern.search(letters)), "")

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
    def _anywhere(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """One pattern for each advice: every single word that is long enough, as it may stand among other letters."""
        bare_words = [(to, {word.replace("*", "") for word in words}) for to, words in self.groups.items()]
        long = [
            (to, sorted(w for w in words if len(w) >= SHORTEST_IN_DISGUISE and " " not in w))
            for to, words in bare_words
        ]
        return tuple((re.compile("|".join(words)), to) for to, words in long if words)

    @cached_property
    def _written_once(self) -> "IllnessWords":
        """The words that are long enough, with each letter once, to compare with one in which letters are doubled."""
        groups = {
            to: frozenset(once(word) for word in words if len(once(word).replace("*", "")) >= SHORTEST_IN_DISGUISE)
            for to, words in self.groups.items()
        }
        return IllnessWords(groups, frozenset(map(once, self.allowed)))

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
        if word in self.allowed:
            return ""
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
    joined = _JOINS.sub("", bare(word))
    return " ".join(re.findall(rf"[a-z0-9{re.escape(keep)}]+", joined))


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ in one letter that is other, missing, extra, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
