"""How long it takes to plan a two-year dossier anew: `python bench/plan.py`. The goal is under 5 ms.

The dossier has about 120 facts: a relapse, a leave, every contact and consult, signed papers and evaluations
every six weeks, and some corrections. Prints fold and plan together, and each alone.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.storage.protocols import protocol

GOAL_MS = 5.0
ROUNDS = 400
START = date(2026, 1, 5)
MOMENT = datetime(2026, 1, 5, tzinfo=UTC)
BOTH = ["medewerker", "leidinggevende"]


class Telling:
    """Collects facts in the order in which they are registered."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def add(self, day: int, kind: str, corrects: int | None = None, **data: Any) -> int:
        """Append a fact for the `day`-th day of the case; returns its number."""
        seq = len(self.facts) + 1
        on = START + timedelta(days=day)
        self.facts.append(Fact(seq, kind, on, MOMENT, author=1, data=data, corrects=corrects))
        return seq

    def paper(self, day: int, kind: str, number: int = 1, signers: list[str] | None = None) -> None:
        """Append a settled paper and the answer of each signer, a day apart."""
        paper = len(self.facts) + 1
        said: dict[str, Any] = {"papier": paper, "soort": kind, "titel": kind, "nummer": number, "versie": 1}
        self.add(day, "papier_vastgesteld", **said, ondertekenaars=signers or [], vervangt=None, zegt={})
        for later, role in enumerate(signers or [], start=1):
            self.add(day + later, "ondertekend", papier=paper, rol=role, uitkomst="akkoord", naam="Naam")


def dossier() -> tuple[Fact, ...]:
    """Two years of one case, told to the end."""
    told = Telling()
    report = told.add(0, "ziekmelding", gemeld_op=START.isoformat())
    told.add(1, "ziekmelding", corrects=report, gemeld_op=START.isoformat())
    told.add(1, "gedaan", stap="registratie_sap", ronde=1)
    told.add(20, "consult_gepland", dag=(START + timedelta(days=38)).isoformat())
    told.paper(30, "probleemanalyse_intake")
    told.paper(40, "probleemanalyse", signers=["bedrijfsarts"])
    told.paper(52, "plan_van_aanpak", signers=BOTH)
    told.add(120, "herstelmelding", percentage=100.0)
    told.add(135, "ziekmelding", gemeld_op=(START + timedelta(days=135)).isoformat())
    told.add(200, "verlof", laatste_dag=(START + timedelta(days=311)).isoformat())
    for number, day in enumerate(range(90, 700, 42), start=1):
        told.paper(day, "periodieke_evaluatie", number, BOTH)
        told.add(day - 20, "consult_gepland", dag=(START + timedelta(days=day - 5)).isoformat())
        told.add(day + 10, "herstelmelding", percentage=40.0)
    for day in range(3, 700, 25):
        told.add(day, "contact", wijze="telefoon", verslag="Gesproken over de afspraken.")
    told.add(410, "uwv_gemeld", kenmerk="1")
    told.paper(480, "eerstejaarsevaluatie", signers=BOTH)
    for kind in ("actueel_oordeel", "eindevaluatie"):
        told.paper(730, kind, signers=["leidinggevende"])
    told.paper(740, "wia_overdracht")
    return tuple(told.facts)


def milliseconds(work: Callable[[], object]) -> str:
    """The median time of one run and the shortest, in milliseconds; on a busy machine they lie far apart."""
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(1000 * (perf_counter() - begin))
    return f"{median(times):.2f} ms median, {min(times):.2f} ms shortest"


def main() -> None:
    """Print the figures."""
    facts, rules = dossier(), protocol("wvp_2023")
    situation = fold(facts)
    print(f"{len(facts)} facts, {len(plan(situation, rules))} steps, {ROUNDS} runs")
    print(f"fold + plan  {milliseconds(lambda: plan(fold(facts), rules))}  (goal: under {GOAL_MS:.0f} ms)")
    print(f"fold         {milliseconds(lambda: fold(facts))}")
    print(f"plan         {milliseconds(lambda: plan(situation, rules))}")


if __name__ == "__main__":
    main()
