"""The named predicates that a rule file may use in `when`. All named ones must hold for a step to exist."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from portal.rules.calendar import counted_days
from portal.rules.facts import Situation
from portal.rules.pairing import paired

SIX_WEEKS = 42
NEVER = (date.min, 0)

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


def in_dienst(situation: Situation) -> bool:
    """The employment has no last day."""
    return situation.ending is None


def uit_dienst(situation: Situation) -> bool:
    """The employment ends, or ended, while the person is ill."""
    return situation.ending is not None and situation.ending.kind == "uit_dienst"


def zes_weken_ziek_bij_uit_dienst(situation: Situation) -> bool:
    """On the last day of the employment, that day included, the illness has lasted six weeks (Ziektewet art. 38)."""
    first, ending = situation.eerste_ziektedag, situation.ending
    if first is None or ending is None:
        return False
    return counted_days(first, ending.on + timedelta(days=1), situation.pauses) >= SIX_WEEKS


def probleemanalyse_gemaakt(situation: Situation) -> bool:
    """There is a probleemanalyse to agree or disagree with."""
    return bool(situation.events.get("papier:probleemanalyse"))


def deskundigenoordeel_loopt(situation: Situation) -> bool:
    """UWV was asked for an opinion that it did not give since."""
    asked, given = (situation.events.get(f"deskundigenoordeel_{word}", ()) for word in ("gevraagd", "ontvangen"))
    return any(answer is None for _, answer in paired(asked, given))


def consult_staat_gepland(situation: Situation) -> bool:
    """There is a consult that was not called off."""
    return bool(situation.events.get("consult_staat_gepland"))


def in_leven(situation: Situation) -> bool:
    """The person did not die."""
    return situation.ending is None or situation.ending.kind != "overleden"


def loonsanctie_loopt(situation: Situation) -> bool:
    """UWV made the employer pay on, and did not shorten that."""
    return bool(situation.events.get("loonsanctie_opgelegd")) and not situation.events.get("loonsanctie_bekort")


def casemanager_aangewezen(situation: Situation) -> bool:
    """Both parties agreed on a casemanager, and nobody ended that."""
    agreed = [e for e in situation.events.get("casemanager_antwoord", ()) if e.data.get("antwoord") == "ja"]
    ended = situation.events.get("casemanager_beeindigd", ())
    return bool(agreed) and max((e.on, e.seq) for e in agreed) > max(((e.on, e.seq) for e in ended), default=NEVER)


def geen_casemanager(situation: Situation) -> bool:
    """The leidinggevende is still the casemanager: nobody else was agreed on (Verzuimprotocol 4.6.3)."""
    return not casemanager_aangewezen(situation)


CONDITIONS: Mapping[str, Callable[[Situation], bool]] = {
    predicate.__name__: predicate
    for predicate in (
        ziek,
        hersteld,
        terugkeer_mogelijk,
        terugkeer_niet_in_zicht,
        in_dienst,
        uit_dienst,
        zes_weken_ziek_bij_uit_dienst,
        probleemanalyse_gemaakt,
        deskundigenoordeel_loopt,
        consult_staat_gepland,
        in_leven,
        loonsanctie_loopt,
        casemanager_aangewezen,
        geen_casemanager,
    )
}
