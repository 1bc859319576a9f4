"""Word fields in a file from outside: what they are told to do, pieced together as a reader would.

A field is three marks (begin, separate, end) with pieces of text between the first two, spread over runs. One that
fetches or starts something has a name that says so (ISO/IEC 29500-1, 17.16.5; DDE is of older versions).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from portal.documents.errors import RefusedFile
from portal.documents.guard_links import check_link, refuse_link

# The instructions of one part together, in signs. Those of a reference manager can be long.
MAX_INSTRUCTIONS: Final = 2 * 1024 * 1024

_NO_LETTERS: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
# So long that they stand in no honest instruction, whatever stands around them.
_UNMISTAKABLE: Final = (b"DDEAUTO", b"INCLUDEPICTURE", b"INCLUDETEXT")
_FIRST_LETTERS: Final = (b"DDE", b"INCLUDE")
_FIRST_WORD: Final = re.compile(rb"[^A-Z]*(LINK|IMPORT|DATABASE|RD)(?![A-Z0-9_])")
_ANYWHERE: Final = re.compile(rb"(?<![A-Z0-9_])DDE(?![A-Z0-9_])")
# An address or the data of a reference manager may have any word in it, and does not become a field.
_LINK: Final = b"HYPERLINK"
_WITH_ANY_WORD: Final = (_LINK, b"ADDIN")
# The words behind that name: in quotation marks or not, or a switch. One with a word of its own takes the next.
_AFTER_LINK: Final = re.compile(r'[\s"]*HYPERLINK(?![A-Za-z0-9_])"?(.*)', re.DOTALL | re.IGNORECASE)
_AFTER_NAME: Final = re.compile(r'"([^"]*)"?|(\\\\[^\s"]*)|\\(.)|([^\s"\\][^\s"]*)', re.DOTALL)
_WITH_A_WORD: Final = frozenset("lLoOtT*")
_QUOTATION_MARKS: Final = str.maketrans("“”„", '"""')


def refuse_fetching(instruction: str) -> None:
    """Raise RefusedFile("file_fetches_content") for an instruction that fetches or starts something."""
    # What is no ASCII, such as a space without width, is in no name.
    words = instruction.upper().encode("ascii", "ignore")
    letters = words.translate(None, _NO_LETTERS)
    if letters.startswith(_FIRST_LETTERS) or any(name in letters for name in _UNMISTAKABLE):
        raise RefusedFile("file_fetches_content")
    if letters.startswith(_LINK):
        _check_link_field(instruction)
    if _FIRST_WORD.match(words) or (not letters.startswith(_WITH_ANY_WORD) and _ANYWHERE.search(words)):
        raise RefusedFile("file_fetches_content")


def _check_link_field(instruction: str) -> None:
    """Refuse a link in a field that leads to anything else than `check_link` lets through."""
    found = _AFTER_LINK.fullmatch(instruction.translate(_QUOTATION_MARKS))
    if not found:
        # Its name is written as no program writes it.
        refuse_link(instruction)
    taken = False
    for quoted, share, switch, bare in _AFTER_NAME.findall(found[1]):
        if not (taken or switch):
            check_link(quoted or share or bare)
        taken = switch in _WITH_A_WORD


@dataclass(slots=True)
class _Field:
    """A field that began: its instruction, the same as far as it was deleted, and whether its result began.

    `made` says that another field writes a part of the instruction, so that nobody knows what it will be.
    """

    told: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    separated: bool = False
    made: bool = False


class Fields:
    """The fields of one part, from its marks in order. Every method raises RefusedFile for one that fetches."""

    def __init__(self) -> None:
        self._open = [_Field()]
        # What stands in one of two alternatives is a text of its own: how many fields were open where it begins.
        self._floors = [1]
        self._all: list[str] = []
        self._length = 0

    def mark(self, kind: str) -> None:
        """Take a mark: "begin", "separate" or "end"."""
        above = len(self._open) > self._floors[-1]
        if kind == "begin":
            outer = self._open[-1]
            # The name of a field cannot be left to another field.
            if above and not (outer.separated or outer.told or outer.deleted):
                raise RefusedFile("file_fetches_content")
            outer.made |= not outer.separated
            self._open.append(_Field())
        elif kind == "separate" and above:
            self._open[-1].separated = True
        elif kind == "end" and above:
            _check(self._open.pop())

    def piece(self, text: str, *, deleted: bool) -> None:
        """Take a piece of an instruction."""
        self._length += len(text)
        if self._length > MAX_INSTRUCTIONS:
            raise RefusedFile("file_unpacks_too_large")
        inner = self._open[-1]
        # A piece for a field that began outside: who reads the other alternative, reads another field.
        if len(self._floors) > 1 and len(self._open) == self._floors[-1] > 1 and not inner.separated:
            raise RefusedFile("file_fetches_content")
        (inner.deleted if deleted else inner.told).append(text)
        self._all.append(text)

    def simple(self, instruction: str) -> None:
        """Take a field that has its instruction in an attribute."""
        refuse_fetching(instruction)

    def alternative(self) -> None:
        """One of two alternatives begins."""
        self._floors.append(len(self._open))

    def alternative_ends(self) -> None:
        """The alternative that began last is over, with every field that began in it."""
        if len(self._floors) > 1:
            floor = self._floors.pop()
            for one in self._open[floor:]:
                _check(one)
            del self._open[floor:]

    def finish(self) -> None:
        """The part is over."""
        for one in self._open:
            _check(one)
        # However a program pairs the marks: these names are not made of pieces that follow each other.
        letters = "".join(self._all).upper().encode("ascii", "ignore").translate(None, _NO_LETTERS)
        if any(name in letters for name in _UNMISTAKABLE):
            raise RefusedFile("file_fetches_content")


def _check(one: _Field) -> None:
    for pieces in (one.told, one.deleted):
        if pieces:
            refuse_fetching("".join(pieces))
            if one.made and _AFTER_LINK.match("".join(pieces)):
                refuse_link("".join(pieces))
