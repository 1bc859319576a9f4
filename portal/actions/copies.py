"""The copies of a paper: to whom each went, whether it was seen, and the receipt for it.

A copy is sent by settling the paper: from then on it stands in the portal for whoever holds a role on the copy list
of its kind (see the catalogue), and it follows that role to the next holder. What became of it is read from the read
log (shown, downloaded) and from the facts (confirmed, given on paper).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.actions.dossier import ON_BEHALF_OF, OpenDossier, opened
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.errors import Forbidden, Invisible, Rejected
from portal.rules.facts import COPY_RECEIVED, ON_PAPER, Fact, withdrawn_papers
from portal.rules.terms import ROLE
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import InvolvedRow, people_of
from portal.storage.reading.papers import PaperRow, paper
from portal.storage.reading.people import person
from portal.storage.reading.read_log import ReaderRow, readers_in

CONFIRMED = "bevestigd"
UNSEEN = "nog niet gezien, "
HANDED_OVER = "wia_overdracht"
"""Has a receipt of its own, which settles a step (see actions/hand_over.py)."""


@dataclass(frozen=True)
class Copy:
    """One copy: in which role someone got it and when, and on which days it was seen, downloaded and received.

    `person` is None and `name` empty while nobody holds the role. `former`: who had the role before, and did get it.
    `given_by` names who gave it on paper.
    """

    role: str
    person: int | None
    name: str
    sent_on: date
    seen_on: date | None = None
    downloaded_on: date | None = None
    confirmed_on: date | None = None
    on_paper_on: date | None = None
    given_by: str = ""
    former: bool = False

    @property
    def received(self) -> bool:
        """Whether there is a receipt that someone gave: more than that the portal saw it opened."""
        return bool(self.confirmed_on or self.on_paper_on)

    @property
    def words(self) -> str:
        """What became of it, as one reads it on the page of the paper and on the cover of the packet."""
        told = [
            f"ontvangst bevestigd op {long_date(self.confirmed_on)}" if self.confirmed_on else "",
            f"op papier gegeven op {long_date(self.on_paper_on)} door {self.given_by}" if self.on_paper_on else "",
            f"gedownload op {long_date(self.downloaded_on)}" if self.downloaded_on else "",
            f"gezien op {long_date(self.seen_on)}" if self.seen_on and not self.downloaded_on else "",
        ]
        known = [one for one in told if one]
        if known:
            return ", ".join(known)
        return f"{UNSEEN}staat klaar sinds {long_date(self.sent_on)}"


def copies_of(dossier: OpenDossier, rows: Iterable[PaperRow]) -> Mapping[int, tuple[Copy, ...]]:
    """The copies of each of these papers, by its id, in the order of its copy list; former holders come last."""
    people = [one for one in people_of(dossier.row.id, dossier.today) if not one.on_behalf_of]
    readers = readers_in(dossier.row.id)
    receipts = [fact for fact in dossier.standing if fact.kind in (COPY_RECEIVED, "ontvangen", "ondertekend")]
    return {
        row.id: tuple(
            _copies(
                row,
                people,
                [one for one in readers if one.paper_id == row.id],
                [fact for fact in receipts if fact.data["papier"] == row.id],
            )
        )
        for row in rows
    }


def new_for(dossier: OpenDossier, rows: Iterable[PaperRow]) -> tuple[PaperRow, ...]:
    """The papers of which the actor got a copy that they neither opened nor received yet, the oldest first."""
    mine = copied_to(dossier, rows)
    copies = copies_of(dossier, mine)
    return tuple(
        row
        for row in mine
        if any(copy.person == _holder(dossier) and not (copy.seen_on or copy.received) for copy in copies[row.id])
    )


def copied_to(dossier: OpenDossier, rows: Iterable[PaperRow]) -> tuple[PaperRow, ...]:
    """The papers that count and of which a role of the actor gets a copy."""
    gone = withdrawn_papers(dossier.facts)
    open_to = (row for row in rows if not row.recalled_at and row.id not in gone)
    return tuple(row for row in open_to if not dossier.roles.isdisjoint(catalogue()[row.kind].copy_to))


def confirm_copy(*, dossier_id: int, paper_id: int, actor: int, now: datetime) -> int:
    """Append that the actor has their copy of a paper; returns the fact's number.

    Raises Invisible for a paper that they may not read, Forbidden without a copy of it, Rejected when it was received.
    """
    with opened(dossier_id, "confirm_copy", actor=actor, now=now) as dossier:
        row = _read_by(dossier, paper_id)
        mine = (copy for copy in copies_of(dossier, [row])[row.id] if copy.person == _holder(dossier))
        own = [copy for copy in mine if not copy.former]
        if not own or row.kind == HANDED_OVER:
            raise Forbidden(paper_id)
        if own[0].confirmed_on:
            raise Rejected("copy_received")
        said = {"papier": paper_id, "soort": row.kind, "rol": own[0].role, "wijze": CONFIRMED}
        return dossier.append(COPY_RECEIVED, dossier.today, said)


def give_on_paper(*, dossier_id: int, paper_id: int, actor: int, now: datetime, role: str, on: date) -> int:
    """Append that who holds `role` got their copy on paper on a day; returns the fact's number.

    Raises Invisible as `confirm_copy`, and Rejected for a role without a copy, for one that is the actor's own, and
    for a day that lies ahead or before the paper.
    """
    with opened(dossier_id, "give_on_paper", actor=actor, now=now) as dossier:
        row = _read_by(dossier, paper_id)
        to = next((copy for copy in givable(dossier, row) if copy.role == role), None)
        if to is None:
            raise Rejected("choice_unknown", field="aan")
        check_given(dossier, row, on)
        return dossier.append(
            COPY_RECEIVED, on, {"papier": paper_id, "soort": row.kind, "rol": role, "wijze": ON_PAPER, "aan": to.person}
        )


def check_given(dossier: OpenDossier, row: PaperRow, on: date) -> None:
    """Raise Rejected for a day on which nobody can have given this paper: one to come, or of before it."""
    if on > dossier.today:
        raise Rejected("day_in_future", field="op")
    if on < row.on:
        raise Rejected("day_before_paper", field="op", paper_on=row.on)


def givable(dossier: OpenDossier, row: PaperRow) -> tuple[Copy, ...]:
    """The copies that the actor can still record as given on paper: those of others, one for each role."""
    gives = may(dossier.roles, "hand_over") or dossier.actor == row.author_id
    if not gives or row.recalled_at:
        return ()
    open_ones = [
        copy
        for copy in copies_of(dossier, [row])[row.id]
        if copy.person not in (None, dossier.actor) and not copy.received and not copy.former
    ]
    return tuple({copy.role: copy for copy in reversed(open_ones)}.values())[::-1]


def confirmable(dossier: OpenDossier, copies: Iterable[Copy]) -> bool:
    """Whether one of these copies is the actor's, and waits for their word that they have it."""
    return any(c.person == _holder(dossier) and not c.confirmed_on and not c.former for c in copies)


def _holder(dossier: OpenDossier) -> int:
    """The person in whose place the actor works, or the actor."""
    return dossier.actor if dossier.on_behalf_of is None else dossier.on_behalf_of


def _read_by(dossier: OpenDossier, paper_id: int) -> PaperRow:
    row = paper(paper_id)
    if row is None or row.dossier_id != dossier.row.id or not catalogue()[row.kind].readable_by(dossier.roles):
        raise Invisible(paper_id)
    if row.recalled_at:
        raise Rejected("paper_recalled")
    return row


def _copies(
    row: PaperRow, people: Iterable[InvolvedRow], readers: Sequence[ReaderRow], receipts: Sequence[Fact]
) -> Iterator[Copy]:
    kind = catalogue()[row.kind]
    former = []
    for role in kind.copy_to:
        holders = [one for one in people if one.role == role]
        # A signature of one's own says that the paper was seen.
        given = [f for f in receipts if f.data.get("rol", "medewerker") == role and not _by_another(f)]
        for one in holders:
            if one.person_id == row.author_id:
                continue
            # There is one employee, though perhaps in more than one employment.
            own = [look for look in readers if one.person_id == look.person_id or role == look.role == "medewerker"]
            theirs = [fact for fact in given if _receiver(fact) == one.person_id or role == "medewerker"]
            yield _copy(role, one.person_id, one.name, max(row.settled_at.date(), one.from_on), own, theirs)
        if not holders:
            yield Copy(role, None, "", row.settled_at.date())
        if role != "medewerker":
            gone = {look.person_id for look in readers if look.role == role} | {_receiver(fact) for fact in given}
            for person_id in gone - {one.person_id for one in holders} - {row.author_id}:
                own = [look for look in readers if (look.person_id, look.role) == (person_id, role)]
                theirs = [fact for fact in given if _receiver(fact) == person_id]
                copy = _copy(role, person_id, _name(person_id), row.settled_at.date(), own, theirs, former=True)
                former.append(copy)
    yield from sorted(former, key=lambda copy: (kind.copy_to.index(copy.role), copy.name))


def _copy(
    role: str,
    person_id: int,
    name: str,
    sent_on: date,
    looks: Sequence[ReaderRow],
    receipts: Sequence[Fact],
    former: bool = False,
) -> Copy:
    on_paper = next((fact for fact in receipts if fact.data.get("wijze") == ON_PAPER), None)
    confirmed = next((f for f in receipts if f.kind != "ondertekend" and f.data.get("wijze") != ON_PAPER), None)
    seen = [look.seen.date() for look in looks] + [fact.on for fact in receipts if fact.kind == "ondertekend"]
    return Copy(
        role=role,
        person=person_id,
        name=name,
        sent_on=sent_on,
        seen_on=min(seen, default=None),
        downloaded_on=min((look.downloaded.date() for look in looks if look.downloaded), default=None),
        confirmed_on=confirmed.on if confirmed else None,
        on_paper_on=on_paper.on if on_paper else None,
        given_by=_name(on_paper.author) if on_paper else "",
        former=former,
    )


def _by_another(fact: Fact) -> bool:
    """Whether it is the word of someone else that a paper was not signed, or was signed with a pen."""
    return fact.kind == "ondertekend" and (fact.data["uitkomst"] == "niet_ondertekend" or bool(fact.data.get(ON_PAPER)))


def _receiver(fact: Fact) -> int:
    """Whose copy a receipt is about: whom it was given on paper, or who confirmed it."""
    return int(fact.data.get("aan") or fact.data.get(ON_BEHALF_OF) or fact.author)


def _name(person_id: int) -> str:
    found = person(person_id)
    return found.name if found else ROLE["medewerker"].label
