"""The meter of the re-integration report in words: what UWV would send back today, whose turn it is, and until when."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.own_application import is_prepared
from portal.actions.paper_values import involved
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.completeness import FORMALITIES, Gap, Line
from portal.rules.inbox import is_late, urgency
from portal.rules.mending import MENDING
from portal.rules.step import REMAKING, SIGNING, Step
from portal.rules.terms import LACK
from portal.storage.protocols import report_rules
from portal.web.present.places import place_of
from portal.web.present.steps import role_label

READINGS = (("protocol_on", "Volgens het protocol"), ("law_on", "Volgens de wet"))
BADGES = {"late": "late", "this_week": "soon", "later": "later"}
OF_EMPLOYEE = "van de medewerker"


def summary(dossier: OpenDossier) -> dict[str, Any] | None:
    """The meter in short: how many gaps there are, and by each reading which hurt and which is the next to do so.

    None when nothing is asked for the report, and for who may not read the dossier.
    """
    if not dossier.meter.papers or not may(dossier.roles, "read_dossier"):
        return None
    gaps, own = dossier.meter.known_to(dossier.roles), "medewerker" in dossier.roles
    return {
        "count": len(gaps),
        "title": "Wat er nog ontbreekt" if own or not _hurts(dossier, gaps) else "Wat UWV vandaag zou terugsturen",
        "sentence": _sentence(dossier, gaps),
        "readings": [_reading(dossier, gaps, name, label) for name, label in READINGS],
        "href": url_for("wia.report", number=dossier.row.number) if may(dossier.roles, "download_packet") else "",
    }


def _sentence(dossier: OpenDossier, gaps: Sequence[Gap]) -> str:
    """Of what the employee adds nobody else knows, so to others the report is never said to be complete."""
    if not gaps and "medewerker" not in dossier.roles:
        return (
            "In de stukken van de werkgever en de bedrijfsarts ontbreekt niets. "
            "Wat de medewerker zelf toevoegt, ziet alleen de medewerker."
        )
    if not gaps:
        return "Er ontbreekt niets. Het verslag is compleet."
    lacks = "ontbreekt nog 1 onderdeel" if len(gaps) == 1 else f"ontbreken nog {len(gaps)} onderdelen"
    if "medewerker" in dossier.roles:
        why = "" if is_prepared(dossier) else "Dit verslag gaat mee met een WIA-aanvraag, na bijna twee jaar ziekte. "
        return f"{why}Er {lacks}. In het verslag staat wat dat is, wie het maakt en voor wanneer."
    if not _hurts(dossier, gaps):
        return f"Er {lacks}. Daar is nog tijd voor."
    return f"Kreeg UWV het verslag vandaag, dan zou UWV het terugsturen: er {lacks}."


def _hurts(dossier: OpenDossier, gaps: Iterable[Gap]) -> bool:
    """Whether it helps to hear that UWV sends back what lacks this: one is late, or the WIA application is near."""
    days = (day for gap in gaps for day in (gap.protocol_on, gap.law_on) if day)
    return any(_is_late(dossier, day) for day in days) or is_prepared(dossier)


def _is_late(dossier: OpenDossier, day: date) -> bool:
    return is_late(day, dossier.today, dossier.situation.pauses)


def _reading(dossier: OpenDossier, gaps: Iterable[Gap], name: str, label: str) -> dict[str, str]:
    """How many gaps hurt already by one reading, and the nearest day after which the next one does."""
    days = [(day, gap) for gap in gaps if (day := getattr(gap, name))]
    late = sum(_is_late(dossier, day) for day, _ in days)
    ahead = min(((day, gap) for day, gap in days if day >= dossier.today), key=lambda one: one[0], default=None)
    return {
        "label": label,
        "state": "late" if late else "later",
        "late": f"{late} te laat" if late else "niets te laat",
        "next": f"eerstvolgende: {ahead[1].title}, uiterlijk {long_date(ahead[0])}" if ahead else "",
    }


def whole(dossier: OpenDossier) -> dict[str, Any]:
    """The meter line by line: the gaps, and of the papers and of the elements of the law those without one."""
    meter = dossier.meter
    own = "medewerker" in dossier.roles
    return {
        "gaps": gap_rows(dossier, meter.known_to(dossier.roles)),
        "rest": [
            {"title": title, "rows": [_row(line, own) for line in lines if not line.gaps or (line.private and not own)]}
            for title, lines in (("De stukken", meter.papers), ("Wat er volgens de wet in staat", meter.elements))
        ],
    }


def gap_rows(dossier: OpenDossier, gaps: Iterable[Gap]) -> list[dict[str, Any]]:
    """Gaps alone, each with who must act and the button that mends it."""
    return [_gap(dossier, gap) for gap in gaps]


def _row(line: Line, own: bool) -> dict[str, str]:
    """A line without a gap; what is private is shown to the employee alone."""
    state, what, day = "done", "Aanwezig", f"van {long_date(line.on)}" if line.on else ""
    if line.private and not own:
        state, what, day = "neutral", OF_EMPLOYEE, ""
    elif not line.asked:
        state, what = "neutral", "Wordt niet gevraagd"
    elif line.comes_with:
        state, what = "later", f"Komt met: {', '.join(line.comes_with)}"
    return {"title": line.title, "source": line.source, "state": state, "what": what, "day": day}


def _gap(dossier: OpenDossier, gap: Gap) -> dict[str, Any]:
    # What came after the hand-over is there: it is only not handed over.
    later = gap.lack == "ontbreekt" or (gap.lack in FORMALITIES and not _is_of_paper(gap))
    ahead = later and gap.protocol_on is not None and gap.protocol_on >= dossier.today
    href, button = _mends(dossier, gap)
    pauses = dossier.situation.pauses
    return {
        "title": gap.title,
        "source": gap.source,
        "state": BADGES[urgency(gap.protocol_on, dossier.today, pauses)] if gap.protocol_on else "soon",
        "what": "Komt nog" if ahead else LACK[gap.lack],
        "who": ", ".join(with_name(dossier, role) for role in gap.owners),
        "protocol": long_date(gap.protocol_on) if gap.protocol_on else "",
        "law": long_date(gap.law_on) if gap.law_on else "",
        "href": href,
        "button": button,
    }


def _is_of_paper(gap: Gap) -> bool:
    """Whether it is one paper that was not handed over, and not the hand-over that was not done."""
    return gap.lack == "niet_overgedragen" and any(key.startswith(MENDING) for key, _ in gap.at)


def _mends(dossier: OpenDossier, gap: Gap) -> tuple[str, str]:
    """The place where this person mends a gap; nothing when it is another's turn, too early, or asked no longer."""
    for step in dossier.steps:
        if (step.key, step.round) in gap.at and step.asked_on(dossier.today) and step.owner in dossier.roles:
            return place_of(step, dossier.row.number)
    return "", ""


def for_report(step: Step) -> str:
    """What a step means for the report: that it lacks this paper, its signature, or something in it."""
    kind = step.key.split(":")[1] if step.key.startswith(SIGNING) else step.paper
    part = report_rules().paper_of(kind)
    if step.key.startswith(MENDING):
        return "Zonder dit stuurt UWV het re-integratieverslag terug."
    if part is None:
        return ""
    if step.key.startswith(SIGNING):
        return "Deze handtekening ontbreekt nog in het re-integratieverslag."
    return "Ontbreekt nog in het re-integratieverslag." if step.key in (part.step, f"{REMAKING}{kind}") else ""


def with_name(dossier: OpenDossier, role: str) -> str:
    """Who holds a role in the dossier, with the role; the role alone when nobody does."""
    found = involved(dossier, role)
    return f"{found.name} ({role_label(role)})" if found else role_label(role)
