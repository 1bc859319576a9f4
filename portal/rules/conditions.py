"""The named predicates that a rule file may use in `when`. All named ones must hold for a step to exist."""

from collections.abc import Callable, Mapping

from portal.rules.facts import Situation


def ziek(situation: Situation) -> bool:
    """The person is not fully at work. Partial recovery does not interrupt (art. 7:629 lid 10 BW)."""
    return situation.hersteld_op is None


def hersteld(situation: Situation) -> bool:
    """The person is fully at work again."""
    return situation.hersteld_op is not None


def terugkeer_mogelijk(situation: Situation) -> bool:
    """The probleemanalyse does not say that return to work is impossible (Verzuimprotocol 4.6)."""
    return situation.told("probleemanalyse", "terugkeer_mogelijk") != "nee"


def terugkeer_niet_in_zicht(situation: Situation) -> bool:
    """The first-year evaluation does not say that return in the own organisation is in sight (werkwijzer UWV)."""
    return situation.told("eerstejaarsevaluatie", "terugkeer_eigen_organisatie_in_zicht") != "ja"


CONDITIONS: Mapping[str, Callable[[Situation], bool]] = {
    predicate.__name__: predicate
    for predicate in (ziek, hersteld, terugkeer_mogelijk, terugkeer_niet_in_zicht)
}
