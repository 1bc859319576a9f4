"""Which paragraph, table or row of one document is which of the other, when the two differ a little."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final, TypeVar

_A = TypeVar("_A")
_B = TypeVar("_B")

# So many comparisons take about half a second; two papers of one form stay far below it.
_MAX_COMPARISONS: Final = 150_000


def aligned(
    first: Sequence[_A],
    second: Sequence[_B],
    score: Callable[[_A, _B], float],
    key_of_first: Callable[[_A], Hashable | None],
    key_of_second: Callable[[_B], Hashable | None],
) -> list[tuple[int, int]]:
    """Return pairs of indexes, rising in both, with the highest sum of scores.

    What has the same key, and a key that occurs once on both sides, is paired beforehand (None: no key);
    between such pairs everything is compared with everything. `score` is 0 for what is no pair. Stretches
    that are too long to compare are left without pairs.
    """
    found: list[tuple[int, int]] = []
    start_a = start_b = 0
    room = _MAX_COMPARISONS
    fixed = _unique_pairs([key_of_first(one) for one in first], [key_of_second(one) for one in second])
    for end_a, end_b in [*fixed, (len(first), len(second))]:
        room -= (end_a - start_a) * (end_b - start_b)
        if room >= 0:
            pairs = _best_pairs(first[start_a:end_a], second[start_b:end_b], score)
            found += [(start_a + a, start_b + b) for a, b in pairs]
        if end_a < len(first):
            found.append((end_a, end_b))
        start_a, start_b = end_a + 1, end_b + 1
    return found


def _unique_pairs(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pair the keys that occur once on both sides, in the longest way that does not cross itself."""
    counts = (Counter(first), Counter(second))
    place = {key: index for index, key in enumerate(second)}
    pairs = [
        (index, place[key])
        for index, key in enumerate(first)
        if key is not None and counts[0][key] == 1 and counts[1][key] == 1
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` in which the second numbers rise (patience sorting)."""
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        at_end[length : length + 1] = [index]
    chosen = []
    index = at_end[-1] if at_end else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _best_pairs(
    first: Sequence[_A], second: Sequence[_B], score: Callable[[_A, _B], float]
) -> Iterator[tuple[int, int]]:
    scores = [[score(a, b) for b in second] for a in first]
    # best[a][b] is the highest sum for first[a:] and second[b:].
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for a in reversed(range(len(first))):
        for b in reversed(range(len(second))):
            paired = scores[a][b] + best[a + 1][b + 1] if scores[a][b] else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    a = b = 0
    while a < len(first) and b < len(second):
        if scores[a][b] and best[a][b] == scores[a][b] + best[a + 1][b + 1]:
            yield a, b
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
