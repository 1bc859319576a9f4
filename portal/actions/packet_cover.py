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
from portal.actions.packet_pieces import Piece, inventory_numbers, paper_name, scan_line, unbroken, who_signed
from portal.rules.facts import Fact
from portal.rules.terms import CONTACT, ROLE
from portal.storage.reading.facts import authors_of
from portal.storage.reading.papers import PaperRow, rendering_of

KIND = "overzicht_verslag"
MOST_BYTES = 10 * 1024 * 1024
"""UWV takes no file above this."""

NO_REMARKS = {"stuk": "Niets", "wat": "Alle bestanden zijn in orde."}
NO_HOURS = {"vanaf": "", "uren": "Geen", "hersteld": "", "toelichting": "Er is nog geen herstel vastgelegd."}
NO_CONTACT = {"datum": "", "wijze": "Er is geen contact vastgelegd.", "door": ""}
NO_COPIES = {"stuk": "Geen", "voor": "", "ontvangst": "Van deze stukken gaan geen afschriften rond."}

Row = dict[str, str]


def cover_values(
    dossier: OpenDossier, pieces: Sequence[Piece], remarks: Sequence[Row], pages: Sequence[str] = ()
) -> dict[str, Any]:
    """What the portal fills into the overview about the pieces, under their numbers.

    `pages` says of each where it stands in the book.
    """
    names = inventory_numbers(piece.entry for piece in pieces)
    places = pages or [""] * len(pieces)
    listed = list(zip(names, pieces, places, strict=True))
    found: dict[str, list[Row]] = {
        "papier.stukken": [{**_listed(dossier, name, piece), "bladzijde": place} for name, piece, place in listed],
        "papier.ontbreekt": _missing(dossier),
        "papier.afwijkingen": deviations(dossier) or [NO_DEVIATIONS],
        "papier.opmerkingen": list(remarks) or [NO_REMARKS],
        "papier.afschriften": _copies(dossier, [one.row for one in pieces if not one.scan]) or [NO_COPIES],
        "papier.uren": _hours(dossier) or [NO_HOURS],
        "papier.contacten": _contacts(dossier) or [NO_CONTACT],
        "papier.controle": [{"nummer": name, "getal": _hash(piece)} for name, piece, _ in listed],
    }
    return {name: unbroken(lines) for name, lines in found.items()}


def file_remarks(pieces: Sequence[Piece], *, has_bsn: bool, foreign: Mapping[int, str] | None = None) -> list[Row]:
    """What someone still has to do with a file before it can go to UWV, or must know about it.

    `foreign` says by the place of a piece what form a file has that was not made here.
    """
    remarks = []
    if not has_bsn:
        remarks.append({"stuk": "Alle stukken", "wat": "Het BSN is niet bekend. Schrijf het op elk stuk."})
    names = inventory_numbers(piece.entry for piece in pieces)
    for place, piece in enumerate(pieces):
        entry = piece.entry
        found = []
        if entry.data is None:
            found.append("Dit stuk is er alleen op papier. Voeg het zelf toe.")
        elif not entry.lines:
            found.append("Het portaal kan niet in dit bestand schrijven. Zet het BSN en de naam er zelf op.")
        if foreign and place in foreign:
            found.append(foreign[place])
        if entry.data and len(entry.data) > MOST_BYTES:
            found.append(too_large(len(entry.data)))
        remarks += [{"stuk": f"{names[place]}. {entry.title}", "wat": words} for words in found]
    return remarks


def too_large(size: int) -> str:
    """What to do with a file that UWV does not take."""
    megabytes = f"{size / 1024 / 1024:.1f}".replace(".", ",")
    return f"Dit bestand is {megabytes} MB en UWV neemt hooguit 10 MB aan. Splits het, of scan het met minder punten."


def _missing(dossier: OpenDossier) -> list[Row]:
    """What the papers in the packet lack; the own judgement is missing in the packet of the employee alone."""
    own = [gap for gap in dossier.meter.known_to(dossier.roles) if gap.place == OWN_JUDGEMENT]
    return [gap_row(gap) for gap in (*dossier.meter.of_employer, *own)] or [NOTHING_MISSING]


def _listed(dossier: OpenDossier, name: str, piece: Piece) -> Row:
    if piece.scan:
        return scan_line(dossier, piece, name)
    row = piece.row
    state = next(one for one in dossier.situation.papers if one.paper == row.id)
    return {
        "nummer": name,
        "stuk": f"{paper_name(dossier, row)}{on_paper(state)}",
        "datum": row.on.isoformat(),
        "opgesteld_door": drawn_up_by(row, state),
        "ondertekend_door": who_signed(dossier, piece),
    }


def _copies(dossier: OpenDossier, rows: Sequence[PaperRow]) -> list[Row]:
    found = copies_of(dossier, rows)
    return [
        {
            "stuk": paper_name(dossier, row),
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
    return [fact for fact in dossier.standing if fact.kind == kind and (first is None or fact.on >= first)]


def _hash(piece: Piece) -> str:
    """The hash of the file as it is stored, which the copy in the packet does not have."""
    if piece.scan:
        return piece.scan.file.sha256
    found = rendering_of(piece.row.id)
    return found[1] if found else "alleen op papier"


def _comma(number: float) -> str:
    return f"{number:g}".replace(".", ",")
