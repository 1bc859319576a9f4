"""What must hold for every dossier, whatever was played in it. Each check returns a sentence for each thing wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from portal.demonstration.simulation.expected import Expected, Role, expected_roles
from portal.demonstration.simulation.organisation import Organisation
from portal.documents.errors import RefusedFile
from portal.documents.guard import check_upload
from portal.documents.reading import Identity, identity
from portal.rules.access import acting_roles, may
from portal.rules.facts import Situation
from portal.rules.fold import fold
from portal.rules.plan import plan
from portal.rules.step import Step
from portal.storage.catalogue import catalogue
from portal.storage.hashing import sha256
from portal.storage.keyring import CannotOpen
from portal.storage.protocols import protocol, records
from portal.storage.reading.dossiers import DossierRow, Sought, visible_dossiers
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.involvements import everyone_in, people_of, roles_of
from portal.storage.reading.papers import PaperRow, files_of, papers_of
from portal.storage.reading.people import person
from portal.storage.reading.steps import steps_of

UNLIMITED = 1_000_000


@dataclass
class Subject:
    """One dossier under examination, of the employee with this personnel number, as it is on `today`."""

    row: DossierRow
    number: str
    today: date
    organisation: Organisation
    outsiders: tuple[int, ...] = ()
    active: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def situation(self) -> Situation:
        """What its facts come down to."""
        return fold(facts_of(self.row.id))

    @cached_property
    def planned(self) -> tuple[Step, ...]:
        """The plan, made from the facts here and now."""
        return plan(self.situation, protocol(self.row.protocol))

    @cached_property
    def stored(self) -> tuple[Step, ...]:
        """The steps as the inbox sees them."""
        return steps_of(self.row.id)

    @cached_property
    def asked(self) -> tuple[Step, ...]:
        """The stored steps that someone must still do, today or later."""
        return tuple(s for s in self.stored if s.state == "open" and (s.until_on is None or s.until_on >= self.today))

    @cached_property
    def holders(self) -> Mapping[str, tuple[int, ...]]:
        """Who holds each role today."""
        held: dict[str, list[int]] = {}
        for one in people_of(self.row.id, self.today):
            held.setdefault(one.role, []).append(one.person_id)
        return {role: tuple(people) for role, people in held.items()}

    @cached_property
    def papers(self) -> tuple[PaperRow, ...]:
        """Its settled papers, oldest first."""
        return papers_of(self.row.id)

    @cached_property
    def expected(self) -> Expected:
        """Who must hold which role, by the organisation."""
        return expected_roles(self.organisation, self.number, self.today)

    def works(self, person_id: int) -> bool:
        """Whether someone still works here: who has left cannot sign in."""
        if person_id not in self.active:
            found = person(person_id)
            self.active[person_id] = bool(found and found.active)
        return self.active[person_id]


def next_step(subject: Subject) -> Iterator[str]:
    """Every dossier has a next step or is closed; and what waits, waits for something that is asked of someone.

    Once the application was sent, UWV has the next step.
    """
    situation = subject.situation
    end = next((step.due_on for step in subject.planned if step.key == "einde_wachttijd"), None)
    closed = situation.hersteld_op is not None or situation.ending is not None
    closed = closed or (end is not None and end < subject.today)
    sent = any(step.key == "wia_aanvraag" and step.done_on for step in subject.planned)
    if not closed and not sent and not subject.asked:
        yield "geen volgende stap en niet gesloten"
    asked = {step.key for step in subject.asked} | {
        f"{step.owner}@{step.paper}" for step in subject.asked if step.action == "sign_paper"
    }
    waiting = {step.key for step in subject.stored if step.state == "waiting"}
    over = {step.key for step in subject.stored if step.until_on and step.until_on < subject.today}
    if closed:
        return
    for step in subject.stored:
        if step.state == "waiting" and not (step.until_on and step.until_on < subject.today):
            for name in step.waits_for:
                signing = any(key == f"ondertekenen:{step.paper}:{name}" for key in asked)
                if not signing and name not in asked | waiting | over:
                    yield f"{step.key} wacht op {name}, en dat wordt niemand gevraagd"


def opens_in_time(subject: Subject) -> Iterator[str]:
    """Nothing is due before it opens, nor reminded of after it is due."""
    for step in subject.stored:
        if step.opens_on > step.due_on:
            yield f"{step.key} ronde {step.round} is uiterlijk {step.due_on} en kan pas vanaf {step.opens_on}"
        if step.soon_on > step.due_on:
            yield f"{step.key} ronde {step.round} komt in beeld na de uiterste dag"


def someone_can_act(subject: Subject) -> Iterator[str]:
    """Every step that is asked has an owner who works here, and whom the access table allows to do it."""
    for step in subject.asked:
        people = [one for one in subject.holders.get(step.owner, ()) if subject.works(one)]
        if not people:
            yield f"{step.key} wordt gevraagd van {step.owner}, en dat is niemand"
        for one in people:
            roles = acting_roles(roles_of(one, subject.row.id, subject.today))
            if not allowed(step, roles):
                yield f"{step.key}: persoon {one} ({', '.join(sorted(roles))}) mag {step.action} niet doen"


def allowed(step: Step, roles: Iterable[str]) -> bool:
    """Whether someone with these roles may do what a step asks, by every table that says so."""
    roles = frozenset(roles)
    if not may(roles, step.action) or step.owner not in roles:
        return False
    if step.action in ("settle_paper", "hand_over"):
        return catalogue()[step.paper].writable_by(roles)
    if step.action == "record":
        return records()[step.paper].writable_by(roles)
    return True


def steps_follow(subject: Subject) -> Iterator[str]:
    """The stored steps are exactly those that follow from the facts."""
    if subject.stored != subject.planned:
        stored = {(step.key, step.round): step for step in subject.stored}
        planned = {(step.key, step.round): step for step in subject.planned}
        keys = sorted({place for place in stored.keys() | planned.keys() if stored.get(place) != planned.get(place)})
        names = ", ".join(f"{key}#{number}" for key, number in keys[:5])
        yield f"de opgeslagen stappen volgen niet uit de feiten: {names or 'andere volgorde'}"


def chain_is_whole(subject: Subject) -> Iterator[str]:
    """No fact was changed or taken out after it was written."""
    broken = broken_links(subject.row.id)
    if broken:
        yield f"de keten van feiten is gebroken bij {', '.join(map(str, broken))}"


def roles_are_right(subject: Subject) -> Iterator[str]:
    """The people in the dossier are those whom the organisation puts there."""
    held = frozenset((one, role) for role, people in subject.holders.items() for one in people)
    yield from subject.expected.differences(held)


def papers_reach(subject: Subject) -> Iterator[str]:
    """Every paper can be opened by everyone who must be able to, and by nobody else."""
    if not subject.papers:
        return
    known = {one for one, _ in subject.expected.certain} | set().union(*subject.expected.one_of.values())
    people = sorted({*everyone_in(subject.row.id), *known, *subject.outsiders})
    seen = {one: acting_roles(roles_of(one, subject.row.id, subject.today)) for one in people}
    may_hold = _may_hold(subject)
    for kind in sorted({paper.kind for paper in subject.papers}):
        entry = catalogue()[kind]
        for one, roles in seen.items():
            reads = may(roles, "read_dossier") and entry.readable_by(roles)
            readers = {role for role in entry.readers if role in may_hold.get(one, ())}
            if reads and not readers:
                yield f"{kind}: persoon {one} kan het openen en hoort dat niet te kunnen"
            if not reads and any((one, role) in subject.expected.certain for role in entry.readers):
                yield f"{kind}: persoon {one} kan het niet openen en hoort dat te kunnen"
        for role in {*entry.readers, *entry.signed_by, *entry.copy_to} & set(subject.expected.one_of):
            if not any(may(seen[one], "read_dossier") and entry.readable_by(seen[one]) for one in _holding(seen, role)):
                yield f"{kind}: er is geen {role} die het kan openen"


def _may_hold(subject: Subject) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = {}
    pairs: set[Role] = set(subject.expected.certain)
    pairs |= {(one, role) for role, people in subject.expected.one_of.items() for one in people}
    for one, role in pairs:
        found.setdefault(one, set()).add(role)
    return found


def _holding(seen: Mapping[int, frozenset[str]], role: str) -> list[int]:
    return [one for one, roles in seen.items() if role in roles]


def files_are_right(subject: Subject) -> Iterator[str]:
    """Every paper has a file that opens, was not changed since, and says itself which paper it is."""
    for paper in subject.papers:
        try:
            files = files_of(paper.id)
        except CannotOpen:
            yield f"{paper.title}: het bestand past niet bij zijn zegel"
            continue
        if not files:
            yield f"{paper.title} heeft geen bestand"
        for file in files:
            if sha256(file.content) != file.sha256:
                yield f"{paper.title}: het bestand is later veranderd"
            yield from _wrong_identity(subject, paper, file.media, file.content)


def _wrong_identity(subject: Subject, paper: PaperRow, media: str, content: bytes) -> Iterator[str]:
    try:
        if not paper.template_sha256:
            check_upload(f"stuk.{media}", content)
            return
        found = identity(content)
    except RefusedFile as refusal:
        yield f"{paper.title}: het bestand gaat niet open ({refusal.code})"
        return
    wanted = Identity(subject.row.number, paper.kind, paper.version, paper.template_sha256)
    if found != wanted:
        yield f"{paper.title}: het bestand zegt {found} en hoort te zeggen {wanted}"


INVARIANTS: Mapping[str, Callable[[Subject], Iterable[str]]] = {
    "elk dossier heeft een volgende stap of is gesloten": next_step,
    "niets is uiterlijk vóór het kan": opens_in_time,
    "elke gevraagde stap heeft iemand die hem kan en mag doen": someone_can_act,
    "de opgeslagen stappen volgen uit de feiten": steps_follow,
    "de keten van feiten is heel": chain_is_whole,
    "de rollen zijn die van de organisatie": roles_are_right,
    "elk stuk bereikt wie het moet en niemand anders": papers_reach,
    "elk bestand gaat open en zegt welk stuk het is": files_are_right,
}
"""What is checked for every dossier, by what it comes down to."""


def visible_to(person_id: int, today: date) -> frozenset[int]:
    """The dossiers of which someone may read the content today, as the portal lists them."""
    found = visible_dossiers(person_id, today, Sought(action="read_dossier", limit=UNLIMITED))
    return frozenset(row.id for row in found)
