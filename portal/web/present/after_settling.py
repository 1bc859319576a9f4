"""What becomes of a paper once it is settled: it is signed, with a pen too, and one can disagree with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.paper_checks import ADVICE
from portal.actions.pen_copy import code_of, open_roles
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.facts import PaperState
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records
from portal.storage.reading.papers import PaperRow, scans_listed
from portal.web.clock import HERE

WAYS_ON: Mapping[str, tuple[str, tuple[tuple[str, Mapping[str, Any], str], ...]]] = {
    "medewerker": (
        "Praat eerst samen over het verschil. Komt u er niet uit? Vraag dan advies aan de arbodienst: bel zelf, of "
        "laat uw leidinggevende de vraag stellen. Helpt dat niet, dan kunt u UWV om een deskundigenoordeel vragen.",
        (("papers.fill", {"kind": "aanvraag_deskundigenoordeel_werknemer"}, "Deskundigenoordeel voorbereiden"),),
    ),
    "leidinggevende": (
        "Praat eerst samen over het verschil. Komt u er niet uit? Vraag dan advies aan de arbodienst. Helpt dat niet, "
        "dan kunt u UWV om een deskundigenoordeel vragen. De medewerker kan dat ook.",
        (
            ("case.question", {}, "Vraag stellen aan de arbodienst"),
            ("papers.fill", {"kind": "aanvraag_deskundigenoordeel_werkgever"}, "Deskundigenoordeel voorbereiden"),
        ),
    ),
}
"""The road of disagreement for each party (Verzuimprotocol 4.9)."""

CHOICES = (
    ("Bespreek het verschil met uw leidinggevende. Die heeft daarvoor ook een taak.", None),
    ("Vraag de arbodienst om advies. Bel zelf, of laat uw leidinggevende de vraag stellen.", None),
    ("Vraag UWV om een deskundigenoordeel.", WAYS_ON["medewerker"][1][0]),
    ("Laat het zoals het is. Uw eigen kijk blijft in het stuk staan.", None),
)
"""What the employee who does not agree chooses from, and where one begins with it; doing nothing is one of them."""


def with_a_pen(dossier: OpenDossier, row: PaperRow, state: PaperState | None) -> dict[str, Any]:
    """The paper to print, where to hand in its scan, and the scans that there are; empty for who may not."""
    number = dossier.row.number
    signs = bool(open_roles(state)) and may(dossier.roles, "file_signed_paper")
    code = str(code_of(number, row)) if signs else ""
    return {
        "pen_code": code,
        "print_href": url_for("on_paper.to_print", number=number, paper_id=row.id) if signs else "",
        "print_pdf_href": url_for("on_paper.to_see", number=number, paper_id=row.id) if signs else "",
        "box_href": url_for("on_paper.box", code=code) if signs else "",
        "scans": [
            {
                "label": f"Scan van {long_date(scan.stored_at.astimezone(HERE).date())} ({scan.media})",
                "href": url_for("on_paper.scan", number=number, paper_id=row.id, seq=scan.seq),
            }
            for scan in scans_listed(row.id)
        ],
    }


def way_on(dossier: OpenDossier, state: PaperState | None) -> dict[str, Any] | None:
    """What each party can do now that someone does not agree with a paper; None when that is not so, or not theirs."""
    if state is None or dossier.situation.hersteld_op is not None:
        return None
    role = next((one for one in WAYS_ON if one in dossier.roles), None)
    if role is None or all(answer.outcome != "gezien_niet_akkoord" for answer in state.signatures):
        return None
    words, places = WAYS_ON[role]
    number = dossier.row.number
    return {
        "words": words,
        "links": [{"href": url_for(place, number=number, **more), "label": label} for place, more, label in places],
    }


def choices(dossier: OpenDossier) -> list[dict[str, str]]:
    """What to choose from after a disagreement: {words, href, label}; the last two empty where nothing begins here."""
    number = dossier.row.number
    return [
        {
            "words": words,
            "href": url_for(begin[0], number=number, **begin[1]) if begin else "",
            "label": begin[2] if begin else "",
        }
        for words, begin in CHOICES
    ]


def told_with(dossier: OpenDossier, row: PaperRow) -> str:
    """Where who made a paper tells that it was sent on, with what it already says; empty for others and other papers.

    The portal sends nothing to UWV, and asks for the ruling only once it knows that there was a request.
    """
    kind = catalogue()[row.kind].told_with
    if not kind or row.author_id != dossier.actor:
        return ""
    questions = records()[kind].questions
    said = {one.name: row.values[one.name] for one in questions if row.values.get(one.name) in dict(one.options)}
    return url_for("record.record_kind", number=dossier.row.number, kind=kind, **said)


def unanswered(dossier: OpenDossier, row: PaperRow, rows: Iterable[PaperRow]) -> dict[str, str] | None:
    """The adjustment that changed advice gives occasion to, for who can make it: {label, href}.

    None once a plan or an adjustment came after the advice, and while there is no plan (Verzuimprotocol 4.7.1).
    """
    if dossier.situation.hersteld_op is not None:
        return None
    counts = {state.paper for state in dossier.situation.papers}
    for kind in catalogue().values():
        if kind.parent and row.kind in kind.starts_from.get(ADVICE, ()) and kind.writable_by(dossier.roles):
            plans = [one.id for one in rows if one.id in counts and one.kind in (kind.key, kind.parent)]
            if row.id in counts and plans and max(plans) < row.id:
                return {"label": kind.title, "href": url_for("papers.fill", number=dossier.row.number, kind=kind.key)}
    return None
