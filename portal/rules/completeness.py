"""What the re-integration report still lacks."""

from dataclasses import dataclass
from typing import Literal

from portal.rules.conditions import terugkeer_mogelijk
from portal.rules.facts import ADJUSTS, PaperState, Situation
from portal.rules.recalling import to_make_again

Lack = Literal["missing", "recalled", "unsigned"]

REPORT: tuple[tuple[str, str], ...] = (
    ("probleemanalyse", "bedrijfsarts"),
    ("plan_van_aanpak", "leidinggevende"),
    ("eerstejaarsevaluatie", "leidinggevende"),
    ("actueel_oordeel", "bedrijfsarts"),
    ("eindevaluatie", "leidinggevende"),
)
"""The employer's papers of the report, with who must make each.

Source: Verzuimprotocol 4.8; Regeling procesgang art. 6.
"""


@dataclass(frozen=True)
class Gap:
    """A paper that is missing, recalled or unsigned, and the roles from whom it must come."""

    kind: str
    lack: Lack
    owners: tuple[str, ...]


def report_gaps(situation: Situation) -> tuple[Gap, ...]:
    """The gaps in the employer's part of the report, in its order, a bijstelling after its parent.

    Without a possible return there is no plan van aanpak: the reason stands in the probleemanalyse
    (Verzuimprotocol 4.6), so then it is not missing. A kind of which one paper is complete has no gap when
    a later one still waits for signatures; of the bijstellingen the report needs every one. A recalled paper is
    missing until there is a new version of it.
    """
    gaps: list[Gap] = []
    no_return = not terugkeer_mogelijk(situation)
    for kind, owner in REPORT:
        papers = [paper for paper in situation.readable_papers if paper.kind == kind]
        recalled = [paper for paper in to_make_again(situation) if paper.kind == kind]
        if not papers and recalled:
            gaps.append(Gap(kind, "recalled", (owner,)))
        elif not papers and not (no_return and kind == "plan_van_aanpak"):
            gaps.append(Gap(kind, "missing", (owner,)))
        elif papers and all(paper.unsigned for paper in papers):
            gaps.append(_unsigned(papers[-1]))
        adjusting = ADJUSTS + kind
        gaps += [Gap(adjusting, "recalled", (owner,)) for paper in to_make_again(situation) if paper.kind == adjusting]
        gaps += [_unsigned(p) for p in situation.readable_papers if p.kind == adjusting and p.unsigned]
    return tuple(gaps)


def _unsigned(paper: PaperState) -> Gap:
    return Gap(paper.kind, "unsigned", paper.unsigned)
