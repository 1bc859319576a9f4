"""How far someone has recovered, counted in hours and in the value of the work."""

from dataclasses import dataclass

from portal.rules.errors import Rejected

ALMOST = 99.9
"""The most that a partial recovery comes to. From 100 a spell ends, so a rounding must not reach it."""


def wage_value(tasks: float, pace: float, quality: float) -> float:
    """Loonwaarde as a share (0–1) of full value: share of the tasks × pace × quality of the work."""
    return _share(tasks, "taken") * _share(pace, "tempo") * _share(quality, "kwaliteit")


@dataclass(frozen=True)
class Worth:
    """What the work is worth: the share (0–1) of the tasks that is done, the pace and the quality.

    Work as therapy (arbeidstherapie) has no wage value, whatever is done (Verzuimprotocol 4.6.1).
    """

    tasks: float = 1.0
    pace: float = 1.0
    quality: float = 1.0
    therapy: bool = False

    @property
    def value(self) -> float:
        """The wage value as a share (0–1). Raises Rejected when a part lies outside 0–1."""
        return 0.0 if self.therapy else round(wage_value(self.tasks, self.pace, self.quality), 4)


FULL = Worth()


def recovered_percentage(hours_worked: float, contract_hours: float, value: float) -> float:
    """The recovered percentage: hours × wage value, rounded to one decimal.

    `hours_worked` and `contract_hours` are hours a week, `value` the wage value as a share (0–1). Work
    without wage value (arbeidstherapie) counts as fully ill (Verzuimprotocol 4.2.1, 4.6.1). Only all hours at
    full value make 100: what falls a little short is never rounded up to a full recovery. Raises Rejected
    when the hours exceed the contract or a share lies outside 0–1.
    """
    if contract_hours <= 0:
        raise Rejected("no_contract_hours", field="uren")
    if not 0 <= hours_worked <= contract_hours:
        raise Rejected("hours_outside_contract", field="uren", contract=contract_hours)
    percentage = round(100 * hours_worked / contract_hours * _share(value, "loonwaarde"), 1)
    whole = hours_worked == contract_hours and value == 1
    return 100.0 if whole else min(percentage, ALMOST)


def _share(value: float, field: str) -> float:
    if not 0 <= value <= 1:
        raise Rejected("share_outside_range", field=field)
    return value
