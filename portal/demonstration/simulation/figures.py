"""The statistics of absence that a played organisation comes to, counted from the facts in its dossiers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from portal.rules.facts import Fact, effective
from portal.rules.fold import fold

KORT, MIDDELLANG = 7, 42
"""The longest days of a short absence and of one of medium length (Verzuimprotocol 1.2)."""


FEW_YEARS = 50


@dataclass(frozen=True)
class Counted:
    """What one employee adds up to: days ill and employed, weighted by part-time factor and share of illness.

    `ended` are the lengths of the absences that ended in the period, `begun` is how many began in it.
    """

    ill: float
    employed: float
    begun: int = 0
    ended: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Absence in percent, reports a year for each employee, and days for each absence that ended."""

    percentage: float
    frequency: float
    mean_days: float
    absences: int
    short: float
    long: float

    def lines(self) -> list[str]:
        """The figures as sentences."""
        return [
            f"Verzuimpercentage {self.percentage:.1f} %, meldingsfrequentie {self.frequency:.2f} per jaar, "
            f"gemiddelde duur {self.mean_days:.1f} dagen ({self.absences} meldingen).",
            f"Van de beëindigde meldingen was {self.short:.0f} % kort (tot en met {KORT} dagen) "
            f"en {self.long:.0f} % lang (meer dan {MIDDELLANG} dagen).",
        ]


def counted(facts: Iterable[Fact], begin: date, end: date, factor: float, employed_until: date) -> Counted:
    """What an employee with these facts adds to the figures of the days `begin` to `end`, both included.

    `factor` is the part-time factor, `employed_until` the last day employed. Source: the absence percentage is
    the days ill × part-time factor × ill fraction over the days employed × part-time factor.
    """
    facts = tuple(facts)
    situation = fold(facts)
    last = min(end, employed_until)
    employed = max(0, (last - begin).days + 1) * factor
    shares = [(f.on, f.data["percentage"]) for f in effective(facts) if f.kind == "herstelmelding"]
    ill, begun, ended = 0.0, 0, []
    for spell in situation.all_spells:
        until = min(spell.back_on or date.max, last + timedelta(days=1))
        ill += sum(_ill_days(max(spell.first, begin), until, shares)) * factor
        begun += begin <= spell.first <= end
        if spell.back_on and begin <= spell.back_on <= end:
            ended.append((spell.back_on - spell.first).days)
    return Counted(ill, employed, begun, tuple(ended))


def _ill_days(first: date, until: date, shares: Iterable[tuple[date, float]]) -> Iterator[float]:
    """The days from `first` up to `until`, each stretch times the share that someone was ill."""
    marks = [(day, 1 - percentage / 100) for day, percentage in shares if first <= day < until and percentage < 100]
    stretches = [(first, 1.0), *marks, (until, 0.0)]
    for (begin, share), (end, _) in pairwise(stretches):
        yield max(0, (end - begin).days) * share


def figures(employees: Iterable[Counted], days: int, headcount: float) -> Figures:
    """The figures over everyone; `days` is the length of the period, `headcount` the average number employed."""
    everyone = tuple(employees)
    ended = [length for one in everyone for length in one.ended]
    begun = sum(one.begun for one in everyone)
    return Figures(
        percentage=100 * sum(one.ill for one in everyone) / max(1.0, sum(one.employed for one in everyone)),
        frequency=begun / max(1.0, headcount) / (days / 365.25),
        mean_days=sum(ended) / max(1, len(ended)),
        absences=begun,
        short=100 * sum(length <= KORT for length in ended) / max(1, len(ended)),
        long=100 * sum(length > MIDDELLANG for length in ended) / max(1, len(ended)),
    )


def implausible(found: Figures, years_worked: float) -> list[str]:
    """What in the figures cannot be: the fewer years were played, the more room chance gets.

    Fewer than `FEW_YEARS` years of work tell nothing, and are not judged.
    """
    if years_worked < FEW_YEARS:
        return []
    room = 1 + 15 / years_worked**0.5
    bounds = (
        ("verzuimpercentage", found.percentage, 4.0 / room, 7.0 * room),
        ("meldingsfrequentie", found.frequency, 0.9 / room, 1.3 * room),
        ("gemiddelde duur", found.mean_days, 10.0 / room, 24.0 * room),
    )
    return [
        f"{name} {value:.2f} ligt niet tussen {low:.2f} en {high:.2f}"
        for name, value, low, high in bounds
        if not low <= value <= high
    ]
