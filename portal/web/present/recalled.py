"""A recalled paper: the notice in its place, who had opened it, and the draft of a report of the data leak.

Nothing here says what the paper said: it is not known here (see storage/reading/papers.py).
"""

from typing import Any

from flask import url_for

from portal.actions.correct_fact import correctable
from portal.actions.dossier import OpenDossier
from portal.actions.recall_paper import Recall, recall_of, sees_openers
from portal.rules.calendar import long_date
from portal.rules.errors import PortalError
from portal.rules.facts import Fact
from portal.rules.terms import ROLE
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, papers_of
from portal.storage.reading.read_log import OpenerRow
from portal.web.clock import HERE
from portal.web.present.looks import name_of
from portal.web.present.papers import title_of_paper
from portal.web.present.steps import role_label


def recalled_page(dossier: OpenDossier, row: PaperRow) -> dict[str, Any]:
    """What stands in the place of a recalled paper: that it was, by whom and when, and how it goes on."""
    recall, rows, number = recall_of(dossier, row), papers_of(dossier.row.id), dossier.row.number
    assert recall, "the page is shown for recalled papers only"
    newer = [o for o in rows if (o.kind, o.number) == (row.kind, row.number) and o.version > row.version]
    again = dossier.situation.to_replace(row.kind)
    asked = again is not None and again.paper == row.id and again.remade_by in dossier.roles
    here: dict[str, Any] = {"number": number, "paper_id": row.id}
    return {
        "title": title_of_paper(row, rows),
        "by": recall.by,
        "at": _moment(recall.fact),
        "again_href": url_for("papers.fill", number=number, kind=row.kind) if asked else "",
        "again_by": role_label(recall.fact.data["opnieuw_door"]) if recall.fact.data["opnieuw_door"] else "",
        "newer_href": url_for("papers.paper", number=number, paper_id=newer[-1].id) if newer else "",
        "openers_href": url_for("recall.openers", **here) if sees_openers(dossier, row, recall) else "",
        "withdraw_href": url_for("corrections.withdraw", number=number, seq=recall.fact.seq)
        if _may_withdraw(dossier, recall.fact)
        else "",
    }


def openers_page(dossier: OpenDossier, row: PaperRow, recall: Recall) -> dict[str, Any]:
    """Who had opened a recalled paper, and the draft of the report, to be copied or downloaded."""
    return {
        "title": f"Wie heeft dit stuk geopend? {title_of_paper(row, papers_of(dossier.row.id))}",
        "reason": recall.fact.data["reden"],
        "by": recall.by,
        "at": _moment(recall.fact),
        "openers": [
            {"name": name_of(one.name, one.origin), "job": _as_what(one), "when": _when(one)} for one in recall.openers
        ],
        "note": leak_note(dossier, row, recall),
        "download": url_for("recall.note", number=dossier.row.number, paper_id=row.id),
    }


def leak_note(dossier: OpenDossier, row: PaperRow, recall: Recall) -> str:
    """The draft of a report of a data leak, as plain text, for the functionaris gegevensbescherming.

    What it must tell is in art. 33 lid 3 AVG; the term of 72 hours is that of lid 1. It names the kind of paper and
    who opened it, never what it said, nor whom the dossier is about: the number is enough for who must know.
    """
    readers = ", ".join(role_label(role) for role in catalogue()[row.kind].readers)
    seen = [f"- {name_of(one.name, one.origin)}, {_as_what(one)}: {_when(one)}." for one in recall.openers]
    return "\n".join(
        (
            "CONCEPT: MELDING VAN EEN DATALEK (art. 33 AVG)",
            "Voor de functionaris gegevensbescherming. Vul aan wat ontbreekt, maar niet wat in het stuk stond.",
            "",
            "1. Wat is er gebeurd?",
            f"In dossier {dossier.row.number} ({dossier.row.organisation_name}) stond een stuk met gegevens over "
            "gezondheid die niet in dit portaal horen.",
            f"Soort stuk: {row.title}, versie {row.version}, van {long_date(row.on)}.",
            f"Opgesteld door: {row.author_name}, {role_label(row.author_role)}.",
            f"Reden van het terugroepen: {recall.fact.data['reden']}",
            "",
            "2. Wanneer?",
            f"In het dossier sinds: {_of(row.settled_at)}.",
            f"Ontdekt en teruggeroepen: {_moment(recall.fact)}, door {recall.by}.",
            "",
            "3. Om wie en om welke gegevens gaat het?",
            "Eén medewerker. Bijzondere persoonsgegevens: gegevens over gezondheid (art. 9 AVG).",
            "",
            "4. Wie kon het stuk lezen, en wie heeft het geopend?",
            f"Konden het lezen: {readers}.",
            f"Volgens het inzagelogboek {'hebben deze mensen' if seen else 'heeft niemand'} het geopend of gedownload.",
            *seen,
            "Wie het stuk schreef, kent de inhoud ook. Een bestand dat is gedownload, staat buiten het portaal.",
            "",
            "5. Wat is er gedaan?",
            "Het stuk is in het portaal meteen gesloten: niemand kan het nog openen, downloaden of ondertekenen.",
            "Wie het maakte, is gevraagd het opnieuw te maken zonder deze gegevens."
            if recall.fact.data["opnieuw_door"]
            else "Het stuk wordt niet opnieuw gemaakt.",
            "Nog te doen: vraag wie het stuk downloadde het bestand te verwijderen, en kijk of dezelfde gegevens in "
            "andere stukken zijn overgenomen.",
            "",
            "6. Wat moet de functionaris gegevensbescherming beslissen?",
            "Binnen 72 uur na de ontdekking: moet dit aan de Autoriteit Persoonsgegevens worden gemeld? Dat hoeft niet "
            "als een risico voor de medewerker onwaarschijnlijk is.",
            "Moet de medewerker het weten (art. 34 AVG)? Dat moet bij een hoog risico.",
            "In elk geval: leg het vast in het register van datalekken (art. 33 lid 5 AVG).",
            "",
            "Besluit: ................................................  Datum: ....................",
        )
    )


def _may_withdraw(dossier: OpenDossier, fact: Fact) -> bool:
    try:
        correctable(dossier, fact.seq)
    except PortalError:
        return False
    return True


def _as_what(one: OpenerRow) -> str:
    role = role_label(one.basis) if one.basis in ROLE else one.job
    return f"{role}, namens {one.on_behalf_of}" if one.on_behalf_of else role


def _when(one: OpenerRow) -> str:
    times = "1 keer" if one.times == 1 else f"{one.times} keer"
    since = _of(one.first) if one.times == 1 else f"van {_of(one.first)} tot en met {_of(one.last)}"
    return f"{times}, {since}{', ook in het verslag als ZIP' if one.packet else ''}"


def _moment(fact: Fact) -> str:
    return _of(fact.at)


def _of(at: Any) -> str:
    moment = at.astimezone(HERE)
    return f"{long_date(moment.date())} om {moment:%H.%M} uur"
