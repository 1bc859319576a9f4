"""Who leads one level up is told of a step when it is late by the days of its rule, and of some steps never."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.rules.escalation import escalated, escalates_on
from portal.rules.step import Step
from portal.storage.protocols import protocol, protocol_keys

DUE = date(2026, 2, 16)
STEP = Step(
    "tweede_spoor", 1, "leidinggevende", "Stap", "open", DUE, DUE, DUE, None, None, None, "", "", (), "", "", ("",)
)
WVP = protocol("wvp_2023")


def named(key: str) -> Step:
    return STEP._replace(key=key)


@pytest.mark.parametrize("key", protocol_keys())
@pytest.mark.parametrize(("step", "days"), [("tweede_spoor", 7), ("plan_van_aanpak", 3), ("wia_overdracht", 1)])
def test_it_is_told_so_many_days_after_the_last_day(key: str, step: str, days: int) -> None:
    rules, late = protocol(key), named(step)
    assert escalates_on(late, rules) == DUE + timedelta(days=days)
    assert not escalated([late], rules, DUE + timedelta(days=days - 1))
    assert escalated([late], rules, DUE + timedelta(days=days)) == (late,)


@pytest.mark.parametrize("key", protocol_keys())
def test_a_signature_that_is_missing_goes_by_the_days_of_the_protocol(key: str) -> None:
    signing = named("ondertekenen:plan_van_aanpak:leidinggevende")
    assert escalates_on(signing, protocol(key)) == DUE + timedelta(days=7)


def test_of_an_employee_who_is_ill_nothing_is_told() -> None:
    assert escalates_on(STEP._replace(owner="medewerker"), WVP) is None


def test_what_says_too_much_for_who_follows_the_progress_is_not_told() -> None:
    private = [named(key) for key in sorted(WVP.private)]
    assert private
    assert not escalated(private, WVP, date.max)


def test_what_a_manager_must_do_stands_in_the_own_inbox() -> None:
    late = DUE + timedelta(days=30)
    assert escalated([STEP], WVP, late, own={"naasthogere_leidinggevende"}) == (STEP,)
    assert not escalated([STEP], WVP, late, own={"casemanager", "leidinggevende"})
    assert not escalated([STEP._replace(owner="naasthogere_leidinggevende")], WVP, late)


def test_a_protocol_that_says_nothing_of_it_tells_nothing() -> None:
    assert escalates_on(STEP, replace(WVP, escalation=None)) is None


@pytest.mark.parametrize("key", protocol_keys())
def test_the_days_say_where_they_come_from(key: str) -> None:
    found = protocol(key).escalation
    assert found
    assert "keuze van het portaal" in found.source
