"""The pieces of the report: each paper and each scan under its number, and the lines that stand above its pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from portal.actions.dossier import OpenDossier
from portal.actions.paper_values import answers_on
from portal.actions.signed_words import reason_of
from portal.documents.packet import PacketEntry, numbers
from portal.rules.calendar import MONTHS, long_date
from portal.rules.facts import ON_PAPER, SCAN_ADDED, Fact, PaperState
from portal.rules.terms import ROLE, SIGNATURE
from portal.storage.reading.facts import authors_of
from portal.storage.reading.papers import PaperRow, ScanRow, scans_of

DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Scan:
    """A scan of a paper that was signed with a pen; `fact` says who handed it in, `roles` who signed on it."""

    file: ScanRow
    fact: Fact | None
    roles: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """A file of the packet: of a stored paper, or with `scan` of that paper as it was signed with a pen."""

    row: PaperRow
    entry: PacketEntry
    scan: Scan | None = None


def inventory_numbers(entries: Iterable[PacketEntry]) -> list[str]:
    """What each is called in the inventory: 1, 2, 2a."""
    entries = tuple(entries)
    return [f"{number}{entry.letter}" for number, entry in zip(numbers(entries), entries, strict=True)]


def scan_pieces(dossier: OpenDossier, row: PaperRow) -> list[Piece]:
    """The scans of a paper, in the order in which they were handed in."""
    found = scans_of(row.id)
    told = [f for f in dossier.facts if f.kind == SCAN_ADDED and f.data["papier"] == row.id and f.data.get("getekend")]
    ends = [*(fact.seq for fact in told[1:]), len(dossier.facts) + 1]
    scans = [
        Scan(file, told[place], _signed_between(dossier.facts, row.id, told[place].seq, ends[place]))
        if place < len(told)
        else Scan(file, None, frozenset())
        for place, file in enumerate(found)
    ]
    return [
        Piece(row, PacketEntry(f"{row.title}, scan", row.on, one.file.media, one.file.content, _letter(place)), one)
        for place, one in enumerate(scans)
    ]


def _signed_between(facts: Sequence[Fact], paper_id: int, first: int, end: int) -> frozenset[str]:
    """The roles whose answer was written down with the scan of fact `first`."""
    return frozenset(
        fact.data["rol"]
        for fact in facts
        if fact.kind == "ondertekend" and fact.data["papier"] == paper_id and first < fact.seq < end
        if fact.data.get(ON_PAPER)
    )


def _letter(place: int) -> str:
    return ascii_lowercase[place % 26] * (place // 26 + 1)


def paper_name(dossier: OpenDossier, row: PaperRow) -> str:
    """The title of a paper, with its number as soon as there are several of its kind: the first is then 1."""
    several = any(paper.kind == row.kind and paper.number > 1 for paper in dossier.situation.papers)
    return f"{row.title} {row.number}" if several or row.number > 1 else row.title


def unbroken(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of a table in which no day in words is broken over two lines, however narrow its column is."""
    return [
        {name: DAY.sub(lambda day: day[0].replace(" ", NO_BREAK), said) for name, said in row.items()} for row in rows
    ]


def lines_of(dossier: OpenDossier, piece: Piece, number: str, bsn: str) -> tuple[str, ...]:
    """What stands above each page: the number and the name; then who it is about, and when it was signed."""
    name = f"{paper_name(dossier, piece.row)}{', scan' if piece.scan else ''}"
    about = (dossier.row.medewerker_name, f"BSN {bsn}" if bsn else "", _when_signed(dossier, piece))
    return f"Re-integratieverslag, stuk {number}: {name}", " · ".join(word for word in about if word)


def answers_to(dossier: OpenDossier, piece: Piece) -> Mapping[str, Fact]:
    """The answers to the request to sign by role; of a scan those that stand on it."""
    answers = answers_on(piece.row.id, dossier.facts)
    if piece.scan is None:
        return answers
    return {role: fact for role, fact in answers.items() if role in piece.scan.roles and fact.data.get(ON_PAPER)}


def who_signed(dossier: OpenDossier, piece: Piece) -> str:
    """Who signed, how and on which day, one to a line; of who did not the reason, and who gave it."""
    answers = answers_to(dossier, piece)
    roles = [role for role in _state(dossier, piece).signers if role in answers or piece.scan is None]
    nobody = "Niet nodig" if piece.row.template_sha256 else "In het bestand"
    return "\n".join(_answer(role, answers.get(role)) for role in roles) or nobody


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


def scan_line(dossier: OpenDossier, piece: Piece, name: str) -> dict[str, str]:
    """The line of a scan in an inventory, under its name there: when it came, from whom, and who signed on it."""
    fact = piece.scan and piece.scan.fact
    return {
        "nummer": name,
        "stuk": f"{paper_name(dossier, piece.row)}, scan van het papier",
        "datum": (fact.on if fact else piece.row.on).isoformat(),
        "opgesteld_door": f"Ingeleverd door {authors_of([fact]).get(fact.author, '')}" if fact else "",
        "ondertekend_door": who_signed(dossier, piece),
    }


def _when_signed(dossier: OpenDossier, piece: Piece) -> str:
    answers = answers_to(dossier, piece)
    signed = [fact.on for fact in answers.values() if fact.data["uitkomst"] != "niet_ondertekend"]
    asked = set(_state(dossier, piece).signers) if piece.scan is None else set(answers)
    if not asked:
        return f"van {long_date(piece.row.on)}"
    if not signed:
        return f"van {long_date(piece.row.on)}, niet ondertekend"
    rest = "" if len(signed) == len(asked) else ", nog niet door iedereen"
    return f"ondertekend op {_days(signed)}{rest}"


def _days(days: Iterable[date]) -> str:
    return " en ".join(long_date(day) for day in sorted(set(days)))


def _state(dossier: OpenDossier, piece: Piece) -> PaperState:
    return next(one for one in dossier.situation.papers if one.paper == piece.row.id)
