"""What the re-integration report still lacks."""

from dataclasses import dataclass
from typing import Literal

from portal.rules.facts import Situation

Lack = Literal["missing", "unsigned"]

REPORT: tuple[tuple[str, str], ...] = (
    ("probleemanalyse", "bedrijfsarts"),
    ("plan_van_aanpak", "leidinggevende"),
    ("eerstejaarsevaluatie", "leidinggevende"),
    ("actueel_oordeel", "bedrijfsarts"),
    ("eindevaluatie", "leidinggevende"),
)
"""The employer's papers of the report, with who must make each (Verzuimprotocol 4.8; Regeling procesgang art. 6)."""


@dataclass(frozen=True)
class Gap:
    """A paper that is missing or unsigned, and the roles from whom it must come."""

    kind: str
    lack: Lack
    owners: tuple[str, ...]


def report_gaps(situation: Situation) -> tuple[Gap, ...]:
    """The gaps in the employer's part of the report, in the order of the report.

    Without a possible return there is no plan van aanpak: the reason stands in the probleemanalyse
    (Verzuimprotocol 4.6), so then it is not missing.
    """
    gaps = []
    no_plan = situation.told("probleemanalyse", "terugkeer_mogelijk") == "nee"
    for kind, owner in REPORT:
        papers = [paper for paper in situation.papers if paper.kind == kind]
        if not papers:
            if not (no_plan and kind == "plan_van_aanpak"):
                gaps.append(Gap(kind, "missing", (owner,)))
        elif papers[-1].unsigned:
            gaps.append(Gap(kind, "unsigned", papers[-1].unsigned))
    return tuple(gaps)
