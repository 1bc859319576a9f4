"""What a PDF does when it is opened: show a place in itself, as the programs for reports let it, or something else.

What it does stands in the list of contents of the file, or in an object that is named there by its number. That
object is looked up without building a tree, and every object with that number counts. Where a number, an object or
the stream around it is written as no program writes it, what happens is not clear, and then it is not let through.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from portal.documents.guard_pdf_names import named

MAX_OBJECTS: Final = 50_000
NO_OBJECT: Final = -1

_OPENING: Final = named("OpenAction")
_FIRST: Final = named("First")
# A place by itself, or an action that goes to one: in an array, by its name, or in another object.
_PLACE: Final = rb"(?:\[[^\[\]<>%]*\]|\([^()\\%]*\)|/[^\0\s()<>\[\]{}/%]+|\d+[\0\s]+\d+[\0\s]+R)"
_SHOWS: Final = re.compile(
    rb"[\0\s]*(?:\[|<<(?:[\0\s]*/(?:Type[\0\s]*/Action|S[\0\s]*/GoTo|S?D[\0\s]*" + _PLACE + rb"))*[\0\s]*>>)"
)
_REFERENCE: Final = re.compile(rb"[\0\s]*(\d{1,10})[\0\s]+\d{1,5}[\0\s]+R\b")
_OBJECT: Final = re.compile(rb"(?<![A-Za-z])obj(?![A-Za-z])")
_NUMBERED: Final = re.compile(rb"(?<![\d.+-])(\d{1,10})[\0\s]+\d{1,5}[\0\s]*\Z")
_NUMBER_LENGTH: Final = 40
# An object stream begins with the numbers of its objects and where they stand, from the place that it calls First.
_NUMBERS: Final = re.compile(rb"[\0\s]*((?:\d{1,10}[\0\s]+)*\d{1,10})")
_ABOUT_STREAM: Final = re.compile(rb".*\d[\0\s]+\d{1,5}[\0\s]*obj[\0\s]*<<([^%]*)>>[\0\s]*\Z", re.DOTALL)
_WHERE: Final = re.compile(rb"[\0\s]+(\d{1,10})(?=[\0\s]*[/>])")
_HEAD: Final = 4096


class _Unclear(Exception):
    """What the file does at opening cannot be found out."""


def at_opening(data: bytes) -> Iterator[int]:
    """Yield the number of the object that says what happens at opening, or NO_OBJECT; nothing for a place in the file.

    There is more than one in a file that was added to.
    """
    for found in _OPENING.finditer(data):
        if not _SHOWS.match(data, found.end()):
            reference = _REFERENCE.match(data, found.end())
            yield int(reference[1]) if reference else NO_OBJECT


def all_show_a_place(numbers: set[int], data: bytes, packed: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether it is clear that each of these objects shows a place in the file and does nothing else.

    `packed` has for each stream of objects what stands before it in the file, and what it holds.
    """
    found: set[int] = set()
    try:
        for number, where, place in _every(data, packed):
            if number in numbers:
                if not _SHOWS.match(where, place):
                    return False
                found.add(number)
    except _Unclear:
        return False
    return found == numbers


def _every(data: bytes, packed: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[int, bytes, int]]:
    for number, place in _objects(data):
        yield number, data, place
    for about, content in packed:
        for number, place in _packed(about, content):
            yield number, content, place


def _objects(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the number of each object, and where it begins."""
    for count, found in enumerate(islice(_OBJECT.finditer(data), MAX_OBJECTS + 1)):
        number = _NUMBERED.search(data, max(0, found.start() - _NUMBER_LENGTH), found.start())
        if not number or count == MAX_OBJECTS:
            raise _Unclear
        yield int(number[1]), found.end()


def _packed(about: bytes, content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the same for the objects in a stream; nothing for a stream that says nowhere where they begin."""
    stream = _ABOUT_STREAM.match(about[-_HEAD:])
    if not stream:
        raise _Unclear
    firsts = list(_FIRST.finditer(stream[1]))
    if not firsts:
        return
    where = _WHERE.match(stream[1], firsts[0].end())
    numbers = _NUMBERS.match(content)
    if len(firsts) > 1 or not where or not numbers:
        raise _Unclear
    told = numbers[1].split()
    for number, place in zip(told[::2], told[1::2], strict=False):
        yield int(number), int(where[1]) + int(place)
