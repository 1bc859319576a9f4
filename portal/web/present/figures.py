"""Figures about absence as a page shows them: tables with a picture beside them, and no name in them."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from portal.actions.directorate_figures import Readable
from portal.rules.calendar import long_date
from portal.rules.small_counts import SMALLEST
from portal.rules.terms import ROLE
from portal.rules.trends import Cell, Quarter, Stuck, Trends
from portal.storage.reading.people import UnitNode
from portal.web.present.steps import role_label

HIDDEN = "te weinig mensen"
LENGTHS = {
    "kort": "Kort (tot en met 7 dagen)",
    "middellang": "Middellang (8 tot en met 42 dagen)",
    "lang": "Lang (meer dan 42 dagen)",
}
PICTURES = (
    ("percentage", "Verzuimpercentage", "procent van de dagen in dienst"),
    ("frequency", "Meldingsfrequentie", "meldingen per medewerker per jaar"),
    ("duration", "Gemiddelde duur", "dagen, van wat in het kwartaal eindigde"),
)


def figures(unit: UnitNode, found: Trends) -> dict[str, Any]:
    """The figures of a directorate, without what stands around them."""
    return {
        "intro": f"{unit.name} en wat eronder valt: {found.employees} medewerkers.",
        "smallest": SMALLEST,
        "running_on": long_date(found.on),
        "late_on": long_date(found.late_on),
        "running": [[LENGTHS[name], number(cell, 0)] for name, cell in found.running.items()],
        "pictures": [_picture(name, title, about, found.quarters) for name, title, about in PICTURES],
        "columns": ["Kwartaal", *(title for _, title, _ in PICTURES)],
        "quarters": [
            [_quarter(one), *(number(getattr(one, name)) for name, _, _ in PICTURES)] for one in found.quarters
        ],
        "kinds": [[one.title, role_label(one.role), str(one.count), _days(one)] for one in found.kinds],
        "roles": [[ROLE[one.role].label, str(one.count), _days(one)] for one in found.roles],
        "own_cases": [],
        "parts": [],
    }


def to_read(where: Readable, others: Iterable[Readable], found: Trends) -> dict[str, Any]:
    """The page of who is appointed to read the figures, with the way to the other parts of the organisation."""
    return figures(where.unit, found) | {
        "title": f"Verzuim in cijfers: {where.unit.name}",
        "crumbs": [],
        "parts": [
            {"label": one.unit.name, "href": url_for("figures.directorate", unit_id=one.unit.id)}
            for one in others
            if one != where
        ],
    }


def number(cell: Cell, decimals: int = 1) -> str:
    """A figure as the Dutch write it; words when it is hidden or there is nothing to count."""
    if cell.value is None:
        return HIDDEN if cell.hidden else "geen"
    return f"{cell.value:.{decimals}f}".replace(".", ",")


def _picture(name: str, title: str, about: str, quarters: tuple[Quarter, ...]) -> dict[str, Any]:
    """Bars for one figure, each as a share of the highest; None where there is no figure, which is not a zero."""
    cells = [getattr(one, name) for one in quarters]
    top = max((cell.value or 0 for cell in cells), default=0)
    return {
        "title": title,
        "about": about,
        "bars": [
            {
                "label": _quarter(one),
                "text": number(cell),
                "share": None if cell.value is None else round(100 * cell.value / top, 1) if top else 0,
            }
            for one, cell in zip(quarters, cells, strict=True)
        ],
    }


def _quarter(one: Quarter) -> str:
    return f"kwartaal {(one.first.month + 2) // 3} van {one.first.year}"


def _days(one: Stuck) -> str:
    return f"{one.mean_days:.0f}"
