"""Guessing is slowed down, also when it is done with many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.actions.tries import TRIES, WAIT, begin_try, count_asking, forget_tries
from portal.rules.errors import Rejected
from portal.storage.database import connection, rows
from portal.storage.writing.logins import ask

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def let_in(login: str | None, origin: str = "192.0.2.1", after: timedelta = timedelta()) -> bool:
    """Whether a try may be judged now; it stays counted, as a wrong one does."""
    try:
        begin_try("login", login=login, origin=origin, now=NOW + after)
    except Rejected:
        return False
    return True


@pytest.mark.asvs("6.3.1")
def test_many_tries_at_once_are_no_more_than_one_after_another(database: Path) -> None:
    def one(_: int) -> bool:
        with connection():
            return let_in("hanna")

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(one, range(36))) == TRIES["account"]


@pytest.mark.asvs("6.3.1")
def test_one_address_tries_many_accounts_only_so_often(database: Path) -> None:
    assert sum(let_in(f"naam{number}") for number in range(40)) == TRIES["adres"]
    assert let_in("naam1", "192.0.2.2")


@pytest.mark.asvs("6.3.1")
def test_a_network_of_ipv6_is_one_address(database: Path) -> None:
    """Any visitor has 2^64 addresses there, and could try one password on everyone from as many."""
    assert sum(let_in(f"naam{number}", f"2001:db8::{number:x}") for number in range(40)) == TRIES["adres"]
    assert let_in("naam1", "2001:db8:0:1::1")
    assert let_in("naam1", "::ffff:192.0.2.1")
    assert sum(let_in(f"ander{number}", "192.0.2.1") for number in range(40)) == TRIES["adres"] - 1


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("address", ["192.0.2.1:{}", "[2001:db8::1]:{}"])
def test_the_port_that_a_proxy_tells_is_no_part_of_the_address(database: Path, address: str) -> None:
    assert sum(let_in(f"naam{port}", address.format(40_000 + port)) for port in range(40)) == TRIES["adres"]


@pytest.mark.asvs("6.1.1")
def test_strangers_who_guess_keep_nobody_who_is_in_from_proving_it(database: Path) -> None:
    for number in range(TRIES["adres"]):
        let_in("hanna" if number < TRIES["account"] else f"naam{number}")
    assert not let_in("hanna")
    assert not let_in("iemand")
    for _ in range(TRIES["account"]):
        begin_try("proof", login="hanna", origin="192.0.2.1", now=NOW)
    with pytest.raises(Rejected, match="login_throttled"):
        begin_try("proof", login="hanna", origin="192.0.2.9", now=NOW)
    with pytest.raises(Rejected, match="login_throttled"):
        begin_try("password_changed", login="Hanna", origin="192.0.2.9", now=NOW)
    forget_tries("hanna")
    begin_try("proof", login="hanna", origin="192.0.2.1", now=NOW)


@pytest.mark.asvs("6.1.1")
def test_the_wait_ends_and_a_name_that_nobody_has_waits_just_as_long(database: Path) -> None:
    for login in ("hanna", "niemand"):
        assert [let_in(login, f"192.0.2.{number}") for number in range(6)] == [True] * 5 + [False]
        assert not let_in(login, after=WAIT)
        assert let_in(login, after=WAIT + timedelta(seconds=1))


def test_capitals_and_spaces_make_no_other_account(database: Path) -> None:
    for login in ("hanna", "Hanna", " HANNA ", "hanna ", "hannA"):
        assert let_in(login)
    assert not let_in("hanna")
    forget_tries("Hanna")
    assert let_in("hanna")


def test_a_right_try_is_given_back_and_earlier_wrong_ones_stay(database: Path) -> None:
    for _ in range(4):
        assert let_in("hanna")
    for _ in range(3):
        begin_try("login", login="hanna", origin="192.0.2.1", now=NOW).right()
    assert let_in("hanna")
    assert not let_in("hanna")


@pytest.mark.asvs("2.4.1")
def test_questions_to_strangers_do_not_pile_up(database: Path) -> None:
    def begin(origin: str, after: timedelta = timedelta()) -> bool:
        try:
            count_asking(origin, NOW + after, most=3)
        except Rejected:
            return False
        ask("sign_on", "{}", NOW + after)
        return True

    assert [begin("192.0.2.1") for _ in range(5)] == [True] * 3 + [False] * 2
    assert begin("192.0.2.2")
    assert kept() == (4, 4)
    assert begin("192.0.2.1", WAIT + timedelta(seconds=1))
    assert kept() == (1, 1)


def kept() -> tuple[int, int]:
    """How many questions are kept, and how many counts."""
    return tuple(rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in ("login_challenge", "login_failure"))  # type: ignore[return-value]
