"""What the overview of the report says: the papers with their signatures and receipts, and how the case went."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.actions.copies import copies_of
from portal.actions.dossier import OpenDossier
from portal.actions.hand_over import (
    NO_DEVIATIONS,
    NOTHING_MISSING,
    OWN_JUDGEMENT,
    deviations,
    drawn_up_by,
    gap_row,
    on_paper,
)
from portal.actions.paper_values import answers_on
from portal.actions.signed_words import reason_of
from portal.documents.packet import PacketEntry
from portal.rules.calendar import long_date
from portal.rules.facts import Fact, PaperState, effective
from portal.rules.terms import CONTACT, ROLE, SIGNATURE
from portal.storage.reading.facts import authors_of
from portal.storage.reading.papers import PaperRow, rendering_of, scans_of

KIND = "overzicht_verslag"
MOST_BYTES = 10 * 1024 * 1024
"""UWV takes no file above this."""

NO_REMARKS = {"stuk": "Niets", "wat": "Alle bestanden zijn in orde."}
NO_HOURS = {"vanaf": "", "uren": "Geen", "hersteld": "", "toelichting": "Er is nog geen herstel vastgelegd."}
NO_CONTACT = {"datum": "", "wijze": "Er is geen contact vastgelegd.", "door": ""}
NO_COPIES = {"stuk": "Geen", "voor": "", "ontvangst": "Van deze stukken gaan geen afschriften rond."}

Row = dict[str, str]


def cover_values(
    dossier: OpenDossier, rows: Sequence[PaperRow], remarks: Sequence[Row], pages: Sequence[str] = ()
) -> dict[str, Any]:
    """What the portal fills into the overview about the papers `rows`, numbered from 1.

    `pages` says of each on which page of the book it begins.
    """
    return {
        "papier.stukken": [
            {**_paper(dossier, number, row), "bladzijde": pages[number - 1] if pages else ""}
            for number, row in enumerate(rows, 1)
        ],
        "papier.ontbreekt": _missing(dossier),
        "papier.afwijkingen": deviations(dossier) or [NO_DEVIATIONS],
        "papier.opmerkingen": list(remarks) or [NO_REMARKS],
        "papier.afschriften": _copies(dossier, rows) or [NO_COPIES],
        "papier.uren": _hours(dossier) or [NO_HOURS],
        "papier.contacten": _contacts(dossier) or [NO_CONTACT],
        "papier.controle": [{"nummer": str(n), "getal": _hash(row)} for n, row in enumerate(rows, 1)],
    }


def file_remarks(
    rows: Sequence[PaperRow], entries: Sequence[PacketEntry], large: Sequence[int], *, has_bsn: bool
) -> list[Row]:
    """What someone still has to do with a file before it can go to UWV; `large` has the size of what is too large."""
    remarks = []
    if not has_bsn:
        remarks.append({"stuk": "Alle stukken", "wat": "Het BSN is niet bekend. Schrijf het op elk stuk."})
    for row, entry, size in zip(rows, entries, large, strict=True):
        if entry.data is None:
            remarks.append({"stuk": row.title, "wat": "Dit stuk is er alleen op papier. Voeg het zelf toe."})
        elif has_bsn and not row.template_sha256:
            remarks.append({"stuk": row.title, "wat": "Dit bestand is niet in het portaal gemaakt. Zet het BSN erop."})
        if has_bsn and scans_of(row.id):
            remarks.append(
                {"stuk": f"{row.title}, scan", "wat": "De scan is een beeld van het papier. Zet het BSN erop."}
            )
        if size:
            remarks.append({"stuk": row.title, "wat": too_large(size)})
    return remarks


def too_large(size: int) -> str:
    """What to do with a file that UWV does not take."""
    megabytes = f"{size / 1024 / 1024:.1f}".replace(".", ",")
    return f"Dit bestand is {megabytes} MB en UWV neemt hooguit 10 MB aan. Splits het, of scan het met minder punten."


def _missing(dossier: OpenDossier) -> list[Row]:
    """What the papers in the packet lack; the own judgement is missing in the packet of the employee alone."""
    own = [gap for gap in dossier.meter.known_to(dossier.roles) if gap.place == OWN_JUDGEMENT]
    return [gap_row(gap) for gap in (*dossier.meter.of_employer, *own)] or [NOTHING_MISSING]


def _paper(dossier: OpenDossier, number: int, row: PaperRow) -> Row:
    state = next(one for one in dossier.situation.papers if one.paper == row.id)
    return {
        "nummer": str(number),
        "stuk": f"{row.title}{f' {row.number}' if row.number > 1 else ''}{on_paper(state)}{_scan(row)}",
        "datum": row.on.isoformat(),
        "opgesteld_door": drawn_up_by(row, state),
        "ondertekend_door": _signed(state, answers_on(row.id, dossier.facts)),
    }


def _scan(row: PaperRow) -> str:
    return " (getekend met de pen, de scan zit erbij)" if scans_of(row.id) else ""


def _signed(state: PaperState, answers: Mapping[str, Fact]) -> str:
    """Who signed a paper, how and on which day; of who did not the reason, and who gave it."""
    lines = [_answer(role, answers.get(role)) for role in state.signers]
    return "; ".join(lines) or "Niet nodig"


def _answer(role: str, fact: Fact | None) -> str:
    label = ROLE[role].label.lower()
    if fact is None:
        return f"Nog niet door {label}"
    outcome = fact.data["uitkomst"]
    who = f"{fact.data['naam'] or label}, {long_date(fact.on)}"
    if outcome == "akkoord":
        return who
    why = f"; {reason_of(fact)}" if outcome == "niet_ondertekend" else ""
    return f"{who}: {SIGNATURE[outcome].lower()}{why}"


def _copies(dossier: OpenDossier, rows: Sequence[PaperRow]) -> list[Row]:
    found = copies_of(dossier, rows)
    return [
        {
            "stuk": row.title,
            "voor": f"{copy.name}, {ROLE[copy.role].label.lower()}{' (eerder)' if copy.former else ''}",
            "ontvangst": f"{copy.words[0].upper()}{copy.words[1:]}",
        }
        for row in rows
        for copy in found[row.id]
        if copy.name
    ]


def _hours(dossier: OpenDossier) -> list[Row]:
    """The hours actually worked, as each recovery of the running case said them."""
    return [_worked(fact) for fact in _of_case(dossier, "herstelmelding")]


def _worked(fact: Fact) -> Row:
    data = fact.data
    if data["percentage"] >= 100:
        return {
            "vanaf": fact.on.isoformat(),
            "uren": "Alle uren",
            "hersteld": "100 %",
            "toelichting": "Hersteld gemeld",
        }
    hours = f"{_comma(data['uren'])} van {_comma(data['contracturen'])}"
    if data.get("arbeidstherapie"):
        how = "Op arbeidstherapeutische basis; telt niet als hersteld"
    else:
        how = f"Waarde van het werk {_comma(round(100 * data['loonwaarde'], 2))} %"
        how += f", beoordeeld door {data['beoordeeld_door']}" if data.get("beoordeeld_door") else ""
    share = 0 if data.get("arbeidstherapie") else data["percentage"]
    return {"vanaf": fact.on.isoformat(), "uren": hours, "hersteld": f"{_comma(share)} %", "toelichting": how}


def _contacts(dossier: OpenDossier) -> list[Row]:
    """Every contact of the running case: the day, the way and by whom. What was said stays in the portal."""
    found = _of_case(dossier, "contact")
    names = authors_of(found) if found else {}
    return [
        {
            "datum": fact.on.isoformat(),
            "wijze": CONTACT.get(fact.data["wijze"], fact.data["wijze"]),
            "door": names.get(fact.author, ""),
        }
        for fact in found
    ]


def _of_case(dossier: OpenDossier, kind: str) -> list[Fact]:
    first = dossier.situation.eerste_ziektedag
    return [fact for fact in effective(dossier.facts) if fact.kind == kind and (first is None or fact.on >= first)]


def _hash(row: PaperRow) -> str:
    found = rendering_of(row.id)
    return found[1] if found else "alleen op papier"


def _comma(number: float) -> str:
    return f"{number:g}".replace(".", ",")
