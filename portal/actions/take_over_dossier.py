"""The new leidinggevende takes a dossier over: what was promised, what is open, and one confirmation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.actions.dossier import OpenDossier, opened
from portal.actions.follow_chart import MANAGER_CHANGED
from portal.actions.start_paper import agreements
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.rules.facts import Fact, PaperState
from portal.rules.moves import moves
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, drafts_of, papers_of

PROMISED_IN = frozenset(
    {"plan_van_aanpak", "bijstelling_plan_van_aanpak", "periodieke_evaluatie", "eerstejaarsevaluatie"}
)
LAST_CONTACTS = 5
TEMPORARY = {"tijdelijk_ander_werk": "Tijdelijk ander werk", "arbeidstherapie": "Arbeidstherapie"}


@dataclass(frozen=True)
class TakeOver:
    """What whoever takes over must know: who had it before, or on which day it came from another organisation.

    `promises` are the agreements of the newest paper that has any (`promised_in`). `drafts` names the papers that
    the one before had begun: that they are there, never what is in them.
    """

    change: Fact | None
    moved_on: date | None
    promised_in: PaperRow | None
    promises: tuple[str, ...]
    unsigned: tuple[PaperState, ...]
    drafts: tuple[str, ...]
    contacts: tuple[Fact, ...]
    asked: bool


def take_over(*, dossier_id: int, actor: int, now: datetime) -> None:
    """Append that the new leidinggevende knows what was agreed and what is open.

    One confirmation is enough when the leidinggevende changed more than once. Raises Rejected when nothing is asked.
    """
    with opened(dossier_id, "take_over", actor=actor, now=now) as dossier:
        asked = _asked(dossier)
        if not asked:
            raise Rejected("nothing_to_take_over")
        for _ in asked:
            dossier.append("overdracht_bevestigd", dossier.today, {})


def taking_over(dossier: OpenDossier) -> TakeOver:
    """What the hand-over page of a dossier tells."""
    facts = dossier.standing
    changes = [fact for fact in facts if fact.kind == MANAGER_CHANGED]
    moved = moves(dossier.facts)
    promised_in, promises = _promises(dossier)
    contacts = sorted((f for f in facts if f.kind == "contact"), key=lambda f: (f.on, f.seq), reverse=True)
    return TakeOver(
        change=changes[-1] if changes else None,
        moved_on=moved[-1].from_on if moved and moved[-1].from_on <= dossier.today else None,
        promised_in=promised_in,
        promises=promises,
        unsigned=tuple(paper for paper in dossier.situation.readable_papers if paper.unsigned),
        drafts=_drafts(dossier, changes),
        contacts=tuple(contacts[:LAST_CONTACTS]),
        asked=bool(_asked(dossier)),
    )


def _asked(dossier: OpenDossier) -> list[Step]:
    return [step for step in dossier.steps if step.action == "take_over" and step.asked_on(dossier.today)]


def _promises(dossier: OpenDossier) -> tuple[PaperRow | None, tuple[str, ...]]:
    """The agreements of the newest paper of the running case that holds any, the temporary work that runs first."""
    counting = {state.paper: (state.on, state.seq) for state in dossier.situation.papers}
    found = [row for row in papers_of(dossier.row.id) if row.id in counting and row.kind in PROMISED_IN]
    newest = sorted(found, key=lambda row: counting[row.id], reverse=True)
    for row in newest:
        if lines := agreements(row.values):
            return row, (*_temporary_work(newest, dossier.today), *lines)
    return None, ()


def _temporary_work(newest: Iterable[PaperRow], today: date) -> Iterator[str]:
    """The temporary work of the newest paper that says whether there is any, until its last day (protocol 4.6.1).

    A paper of before a take-over may say no more than its last day.
    """
    said = next((row.values for row in newest if row.values.get("tijdelijk_werk")), {})
    kind, until = TEMPORARY.get(said.get("tijdelijk_werk", "")), said.get("tijdelijk_werk_tot")
    if kind is None or not until or date.fromisoformat(until) < today:
        return
    since = (
        f" van {long_date(date.fromisoformat(said['tijdelijk_werk_vanaf']))}"
        if said.get("tijdelijk_werk_vanaf")
        else ""
    )
    effort = f": {said['tijdelijk_werk_inzet']}" if said.get("tijdelijk_werk_inzet") else ""
    yield f"{kind}{since} tot en met {long_date(date.fromisoformat(until))}{effort}"


def _drafts(dossier: OpenDossier, changes: Iterable[Fact]) -> tuple[str, ...]:
    """The titles of what earlier managers began. A draft is private: it is said that there was one, no more."""
    earlier = {int(fact.data["van"]) for fact in changes} - {dossier.actor}
    kinds = {kind for person in earlier for kind in drafts_of(dossier.row.id, person)}
    return tuple(catalogue()[kind].title for kind in sorted(kinds))
