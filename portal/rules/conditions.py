"""The named predicates that a rule file may use in `when`. All named ones must hold for a step to exist."""

from collections.abc import Callable, Mapping
from datetime import date

from portal.rules.facts import Situation

ADVISED_IN = "probleemanalyse"
"""The paper, with its bijstellingen, in which the bedrijfsarts says whether return to work is possible."""


def ziek(situation: Situation) -> bool:
    """The person is not fully at work. Partial recovery does not interrupt (art. 7:629 lid 10 BW)."""
    return situation.hersteld_op is None


def hersteld(situation: Situation) -> bool:
    """The person is fully at work again."""
    return situation.hersteld_op is not None


def terugkeer_mogelijk(situation: Situation) -> bool:
    """The newest advice does not say that return to work is impossible (Verzuimprotocol 4.6).

    Only a plain «nee» takes the plan away: while it cannot be said yet, the plan stays due, the strict side.
    """
    return bool(situation.told(ADVISED_IN, "terugkeer_mogelijk") != "nee")


def terugkeer_mogelijk_sinds(situation: Situation) -> tuple[date, ...]:
    """The days on which the advice began to allow a return: at first, and after each «nee» taken back."""
    days: list[date] = []
    possible = False
    for day, word in situation.words(ADVISED_IN, "terugkeer_mogelijk"):
        if word != "nee" and not possible:
            days.append(day)
        possible = word != "nee"
    return tuple(days)


def terugkeer_niet_in_zicht(situation: Situation) -> bool:
    """The first-year evaluation does not choose track 1 alone, that is return in the own organisation.

    Source: Werkwijzer Poortwachter UWV; the tracks: Verzuimprotocol 1.2.
    """
    return bool(situation.told("eerstejaarsevaluatie", "spoor") != "spoor_1")


CONDITIONS: Mapping[str, Callable[[Situation], bool]] = {
    predicate.__name__: predicate for predicate in (ziek, hersteld, terugkeer_mogelijk, terugkeer_niet_in_zicht)
}
