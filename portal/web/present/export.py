"""Everything of one dossier that a person may read, as files that can be read without the portal.

A page in plain words, the papers as they are, and the facts once more as data for another system. What the roles of
the person do not let them read in the portal is not in it either.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import render_template

from portal.actions.dossier import OpenDossier
from portal.actions.paper_copies import as_seen, file_seen
from portal.documents.export import export
from portal.documents.packet import PacketEntry, file_names
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.storage.catalogue import catalogue
from portal.storage.reading.accounts import account_of
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.facts import authors_of
from portal.storage.reading.held_files import held_in
from portal.storage.reading.illness_words import went_on_in
from portal.storage.reading.involvements import people_of
from portal.storage.reading.logins import events_of
from portal.storage.reading.nudges import nudges_of
from portal.storage.reading.papers import PaperRow, draft, drafts_of, papers_of, scans_of
from portal.storage.reading.people import person
from portal.storage.reading.read_log import looks_at
from portal.storage.reading.reminders import escalations_of
from portal.storage.reading.retention import holds_of
from portal.storage.reading.sick_reports import reports_of
from portal.storage.reading.word_copies import copies_by, received_from
from portal.web.clock import HERE
from portal.web.present.binder import paper_title
from portal.web.present.copies import copy_lines
from portal.web.present.fact_log import FactLog
from portal.web.present.fact_words import SIX_ITEMS, shown
from portal.web.present.held import waiting_for_scan
from portal.web.present.logins import event_rows
from portal.web.present.looks import looks, went_on
from portal.web.present.nudges import listed as reminders_listed
from portal.web.present.nudges import told_late
from portal.web.present.retention import WHAT, hold_by
from portal.web.present.steps import role_label

EVERY = 10**9
STATES = {"waiting": "wacht op de leidinggevende", "confirmed": "bevestigd", "withdrawn": "ingetrokken"}


def readable_papers(dossier: OpenDossier) -> tuple[PaperRow, ...]:
    """The papers of which the person may have the file, in every version, oldest first."""
    return tuple(row for row in papers_of(dossier.row.id) if catalogue()[row.kind].readable_by(dossier.roles))


def exported(dossier: OpenDossier, *, drafts: bool = True) -> bytes:
    """The ZIP. Call inside a request of the portal, by which links are made.

    Without `drafts` what is not finished stays out: nobody reads that but who wrote it, so it goes to no other hands.
    """
    log = FactLog(dossier, authors_of(dossier.facts))
    papers, files = _papers(dossier)
    word, word_files = _word(dossier) if drafts else ([], {})
    lines = log.lines(log.seen())
    steps = {(step.key, step.round): step for step in dossier.shown_steps}
    words: dict[str, Any] = {
        "number": dossier.row.number,
        "made": f"{long_date(dossier.today)} om {dossier.now:%H.%M} uur",
        "person": _about(dossier),
        "people": [
            {"name": one.name, "role": role_label(one.role)} for one in people_of(dossier.row.id, dossier.today)
        ],
        "papers": papers,
        "log": lines,
        "waiting": waiting_for_scan(held_in(dossier.row.id), dossier.roles),
        "drafts": _drafts(dossier) if drafts else [],
        "reminders": reminders_listed(nudges_of(dossier.row.id, EVERY), steps),
        "told_late": told_late(escalations_of(dossier.row.id), steps),
        "word": word,
        **(_own(dossier) if may(dossier.roles, "read_read_log") else {"own": False}),
    }
    texts = {
        "index.html": render_template("export/index.html", **words),
        "stijl.css": render_template("export/stijl.css"),
        "logboek.txt": render_template("export/logboek.txt", **words),
        "feiten.json": _json(log.as_data()),
        "stukken.json": _json([one["data"] for one in papers]),
        "gegevens.json": _json(_as_data(words)),
    }
    texts |= {f"concepten/{one['kind']}.json": _json(one["values"]) for one in words["drafts"]}
    return export({**{name: text.encode() for name, text in texts.items()}, **files, **word_files})


def _papers(dossier: OpenDossier) -> tuple[list[dict[str, Any]], Mapping[str, bytes]]:
    """The papers as lines of the page and as data, and their files by name."""
    rows = readable_papers(dossier)
    found = [(row, file_seen(dossier, row)) for row in rows]
    names = file_names([PacketEntry(row.title, row.on, f.media if f else "pdf", None) for row, f in found])
    places = [f"stukken/{name}" if file else "" for (_, file), name in zip(found, names, strict=True)]
    copies = copy_lines(dossier, rows)
    listed = [
        {
            "title": paper_title(row.title, row.number, False),
            "version": f"Versie {row.version}",
            "day": long_date(row.on),
            "author": row.author_name,
            "href": place,
            "why": "" if place else _no_file(row),
            "copies": copies[row.id],
            "data": _paper_as_data(dossier, row, place, copies[row.id]),
        }
        for row, place in zip(rows, places, strict=True)
    ]
    scans, scan_files = _scans(rows)
    files = {place: f.content for (_, f), place in zip(found, places, strict=True) if f}
    return [*listed, *scans], {**files, **scan_files}


def _scans(rows: Iterable[PaperRow]) -> tuple[list[dict[str, Any]], Mapping[str, bytes]]:
    """The scans of papers that were signed with a pen."""
    found = [(row, scan) for row in rows for scan in scans_of(row.id)]
    names = file_names([PacketEntry(f"{row.title} scan", row.on, scan.media, None) for row, scan in found])
    listed = [
        {
            "title": f"{paper_title(row.title, row.number, False)}, ondertekend met de pen (scan)",
            "version": f"Versie {row.version}",
            "day": long_date(scan.stored_at.astimezone(HERE).date()),
            "author": row.author_name,
            "href": f"scans/{name}",
            "why": "",
            "copies": [],
            "data": {"papier": row.id, "scan": f"scans/{name}", "dag": scan.stored_at.isoformat()},
        }
        for (row, scan), name in zip(found, names, strict=True)
    ]
    return listed, {f"scans/{name}": scan.content for (_, scan), name in zip(found, names, strict=True)}


def _paper_as_data(dossier: OpenDossier, row: PaperRow, place: str, copies: list[dict[str, str]]) -> dict[str, Any]:
    """A paper for another system; its number is what the facts call «papier»."""
    return {
        "papier": row.id,
        "soort": row.kind,
        "titel": row.title,
        "nummer": row.number,
        "versie": row.version,
        "dag": row.on.isoformat(),
        "door": row.author_name,
        "bestand": place,
        "ingevuld": as_seen(dossier, row).values,
        "afschriften": [{"wie": f"{one['name']}, {one['who']}", "wat": one["words"]} for one in copies],
    }


def _as_data(words: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the page besides facts and papers, for another system."""
    names = {
        "people": "betrokken",
        "reminders": "herinneringen",
        "told_late": "meldingen",
        "reports": "eigen_ziekmeldingen",
        "holds": "bewaren",
        "looks": "inzage",
        "went_on": "waarschuwingen",
        "logins": "inloggen",
    }
    person = {one["label"]: one["value"] for one in words["person"]}
    return {"gegevens": person, **{name: words[key] for key, name in names.items() if key in words}}


def _no_file(row: PaperRow) -> str:
    return "Teruggehaald" if row.recalled_at else "Alleen op papier"


def _about(dossier: OpenDossier) -> list[dict[str, str]]:
    """What is stored about the employee outside the dossier; of the account only for who it is of."""
    found = person(dossier.row.medewerker_id)
    about = {
        "Naam": dossier.row.medewerker_name,
        "Organisatie": dossier.row.organisation_name,
        "Afdeling": dossier.row.unit_name,
        "Functie": dossier.row.job,
        "Leidinggevende": (found and found.leidinggevende_name) or "",
        "Dossier geopend op": long_date(dossier.row.opened_on),
    }
    if dossier.actor == dossier.row.medewerker_id:
        known = bsn_of(dossier.row.id)
        entered = f"{known.entered_by}: {known.reason}" if known and known.entered_by else ""
        about |= {
            "Personeelsnummer": dossier.row.personnel_number,
            "E-mailadres": dossier.row.email,
            "Uren in de week": f"{dossier.row.hours:g}".replace(".", ",") if dossier.row.hours else "",
            "Burgerservicenummer": known.number if known else "",
            "Burgerservicenummer ingevuld door": entered,
            "Gebruikersnaam": account_of(dossier.row.medewerker_id) or "",
        }
    return [{"label": label, "value": value} for label, value in about.items() if value]


def _drafts(dossier: OpenDossier) -> list[dict[str, Any]]:
    """What the person typed and did not settle yet; nobody else's."""
    kinds = sorted(drafts_of(dossier.row.id, dossier.actor))
    values = {kind: draft(dossier.row.id, kind, dossier.actor) or {} for kind in kinds}
    return [
        {
            "kind": kind,
            "title": catalogue()[kind].title,
            "values": said,
            "lines": [
                {"label": name.replace("_", " "), "value": shown(value)} for name, value in said.items() if value
            ],
        }
        for kind, said in values.items()
    ]


def _word(dossier: OpenDossier) -> tuple[list[dict[str, str]], Mapping[str, bytes]]:
    """What the person took along to Word and what they brought back, as it was; nobody else's."""
    found: list[tuple[str, date, bytes]] = []
    for one in copies_by(dossier.actor, dossier.row.id):
        title = catalogue()[one.kind].title
        found.append((f"{title} meegenomen", one.issued_at.astimezone(HERE).date(), one.content))
        found += [(f"{title} terug", r.received_at.astimezone(HERE).date(), r.content) for r in received_from(one.id)]
    names = file_names([PacketEntry(title, day, "docx", None) for title, day, _ in found])
    listed = [
        {"title": title, "day": long_date(day), "href": f"word/{name}"}
        for (title, day, _), name in zip(found, names, strict=True)
    ]
    return listed, {f"word/{name}": content for (_, _, content), name in zip(found, names, strict=True)}


def _own(dossier: OpenDossier) -> dict[str, Any]:
    """What only the employee reads: who looked, what was kept in spite of a warning, reports, objections and logins."""
    row = dossier.row
    return {
        "own": True,
        "looks": looks(looks_at(row.id, limit=EVERY), row.medewerker_name),
        "went_on": went_on(went_on_in(row.id)),
        "logins": event_rows(events_of(row.medewerker_id, EVERY)),
        "reports": [
            {
                "day": long_date(one.eerste_ziektedag),
                "at": long_date(one.reported_at.astimezone(HERE).date()),
                "state": STATES[one.state],
                "lines": [
                    {"label": label, "value": shown(one.items[name])}
                    for name, label in SIX_ITEMS.items()
                    if one.items.get(name, "") != ""
                ],
            }
            for one in reports_of(row.medewerker_id)
        ],
        "holds": [
            {
                "what": WHAT[hold.kind],
                "by": hold_by(hold),
                "day": long_date(hold.at.astimezone(HERE).date()),
                "reason": hold.reason,
                "answer": hold.end_reason,
            }
            for hold in holds_of(row.id)
        ],
    }


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)
