import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.alignment import aligned

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def same(first: str, second: str) -> float:
    return float(first == second)


def no_key(_one: str) -> None:
    return None


def key(one: str) -> str:
    return one


def longest_common(first: list[str], second: list[str]) -> int:
    """The textbook way, as what ours is compared with."""
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for a, one in enumerate(first, 1):
        for b, other in enumerate(second, 1):
            best[a][b] = best[a - 1][b - 1] + 1 if one == other else max(best[a - 1][b], best[a][b - 1])
    return best[-1][-1]


@given(WORDS, WORDS)
def test_pairs_rise_and_are_as_many_as_can_be(first: list[str], second: list[str]) -> None:
    pairs = aligned(first, second, same, no_key, no_key)
    assert len(pairs) == longest_common(first, second)
    assert all(first[a] == second[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


@given(WORDS, WORDS)
def test_with_keys_pairs_rise_too(first: list[str], second: list[str]) -> None:
    pairs = aligned(first, second, same, key, key)
    assert all(first[a] == second[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


@given(WORDS)
def test_the_same_with_the_same_pairs_everything(words: list[str]) -> None:
    assert aligned(words, words, same, key, key) == [(n, n) for n in range(len(words))]


def test_the_better_pair_wins() -> None:
    scores = {("a", "x"): 1.0, ("a", "y"): 3.0, ("b", "y"): 1.0}
    pairs = aligned("ab", "xy", lambda a, b: scores.get((a, b), 0.0), no_key, no_key)
    assert pairs == [(0, 1)]


def test_what_is_too_long_to_compare_is_left_without_pairs() -> None:
    started = time.process_time()
    assert aligned(["a"] * 5_000, ["a"] * 5_000, same, no_key, no_key) == []
    assert time.process_time() - started < 1
