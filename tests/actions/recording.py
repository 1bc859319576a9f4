"""What the tests on records ask and record with."""

from datetime import time
from typing import Any

from portal.actions.plan_consult import plan_consult
from portal.actions.record import record, recordables
from portal.rules.facts import planned_consults
from portal.rules.step import Step
from tests.staging import Stage


def step(stage: Stage, key: str, days: int, login: str = "teamleider") -> Step:
    return next(s for s in stage.seen_by(login, days).steps if s.key == key)


def keys(stage: Stage, login: str, days: int) -> set[str]:
    return {kind.key for kind in recordables(stage.seen_by(login, days))}


def away(stage: Stage, login: str, days: int, **answers: Any) -> int:
    """Someone records another address."""
    given = {"adres": "Zeeweg 1\n1759 GX Callantsoog", **answers}
    return record(**stage.who(login, days), kind="ander_verblijf", on=stage.day(days), answers=given)


def consult(stage: Stage, days: int = 50) -> int:
    """A consult with the bedrijfsarts, by default on day 50, planned on day 45; the number of the fact."""
    plan_consult(
        **stage.who("arbo-secretariaat", 45),
        day=stage.day(days),
        at=time(10, 0),
        place="Spreekkamer 2",
        with_role="bedrijfsarts",
        values={"afzeggen_via": "020 123 45 67"},
    )
    return planned_consults(stage.seen_by("arbo-secretariaat", 45).facts)[-1].seq


def casemanager(stage: Stage, person: str, days: int) -> None:
    """Leidinggevende and employee agree on this colleague as casemanager, from that day on."""
    record(**stage.who("teamleider", days), kind="casemanager_voorgesteld", answers={"persoon": person})
    record(**stage.who("medewerker", days), kind="casemanager_antwoord", answers={"antwoord": "ja"})


def delayed(stage: Stage, on: int = 602, begin: int = 728) -> None:
    """From day `on` both put the application off by half a year, from day `begin` on (Verzuimprotocol 4.10)."""
    days = {"uitstel_vanaf": stage.day(begin).isoformat(), "uitstel_tot": stage.day(begin + 182).isoformat()}
    advice = {
        "spreekuur_datum": stage.day(on - 2).isoformat(),
        "verwachting": "eigen_werk",
        "verwachting_toelichting": "De opbouw gaat goed.",
        "advies": "uitstel",
        "advies_toelichting": "Uitstel past bij de opbouw.",
    }
    stage.settle("bedrijfsarts", on, "advies_uitstel_wia", advice | days)
    request = {
        "reden": "De medewerker werkt bijna volledig.",
        "verwacht_resultaat": "Volledig aan het werk.",
        "advies_datum": stage.day(on).isoformat(),
        "advies": "uitstel",
        "gevolgen_bekend": True,
    }
    stage.settle_and_sign(on + 1, "verzoek_uitstel_wia", request | days)
