"""Which papers still name an earlier first sick day, after it was corrected, and how each is put right."""

from collections.abc import Iterable

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.rules.access import LEIDING
from portal.rules.calendar import long_date
from portal.rules.facts import ADJUSTS, PaperState
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow
from portal.web.present.steps import role_label

FIRST_DAY = "dossier.eerste_ziektedag"


def to_renew(dossier: OpenDossier, papers: Iterable[PaperRow]) -> list[dict[str, str]]:
    """The newest papers of the re-integration report that name another first sick day than the dossier now has.

    For who can make one of them anew, and for the leidinggevende, who keeps the dossier: title, what to do, by whom,
    and where for who may. One that was adjusted since, in a paper with the right day, is put right. A letter that was
    sent long ago does not matter. Source: the first sick day is part of the report (Regeling procesgang art. 6).
    """
    first = dossier.situation.eerste_ziektedag
    if first is None:
        return []
    said = {row.id: row.values.get(FIRST_DAY) for row in papers}
    standing = [(state, said.get(state.paper)) for state in _newest(dossier.situation.papers)]
    right = {state.kind for state, day in standing if day == first.isoformat()}
    return [
        _line(dossier, state)
        for state, day in standing
        if day not in (None, "", first.isoformat()) and _matters(dossier, state) and ADJUSTS + state.kind not in right
    ]


def _newest(papers: Iterable[PaperState]) -> list[PaperState]:
    """The newest version of the newest paper of each kind."""
    return list({state.kind: state for state in papers}.values())


def _matters(dossier: OpenDossier, state: PaperState) -> bool:
    kind = catalogue()[state.kind]
    concerned = kind.writable_by(dossier.roles) or not LEIDING.isdisjoint(dossier.roles)
    return bool(kind.report_order) and kind.readable_by(dossier.roles) and concerned


def _line(dossier: OpenDossier, state: PaperState) -> dict[str, str]:
    """A paper that waits for signatures is made again, and a signed one adjusted where there is a form for that."""
    kind = catalogue()[state.kind]
    adjusting = catalogue().get(ADJUSTS + state.kind, kind if kind.parent else None)
    again = kind if state.unsigned else adjusting
    found = {"title": f"{state.title} van {long_date(state.on)}", "who": role_label(kind.written_by[0]), "href": ""}
    if again is None:
        return {**found, "what": "noem de juiste dag in de toelichting bij de WIA-overdracht"}
    if again.writable_by(dossier.roles):
        found["href"] = url_for("papers.fill", number=dossier.row.number, kind=again.key)
    return {**found, "what": "maak een nieuwe versie" if state.unsigned else f"maak een {_small(again.title)}"}


def _small(title: str) -> str:
    return title[0].lower() + title[1:]
