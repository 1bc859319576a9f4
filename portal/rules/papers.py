"""The kinds of paper and what the catalogue says of each: who writes, signs, reads, and where it belongs."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.rules.access import ROLES
from portal.rules.paper_code import PaperCode, read_code

PORTAL_PREFIXES = (
    "medewerker.",
    "werkgever.",
    "leidinggevende.",
    "bedrijfsarts.",
    "dossier.",
    "papier.",
    "ondertekening.",
)
"""Fields whose names begin like this are filled by the portal; every other field of a template is asked."""

LONGEST_TEXT = 20_000
"""So many characters an answer may have."""

MOST_ROWS = 100
"""So many rows a list may have."""


def is_asked(name: str) -> bool:
    """Whether a person fills this field of a template in."""
    return not name.startswith(PORTAL_PREFIXES)


class CatalogueError(ValueError):
    """The catalogue of papers names something that does not exist."""


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    `required` names fields that may not be empty at settlement; `a|b` means that one of the two is enough.
    `report_order` is its place in the re-integration report, 0 when it is no part of it. `tells` names the
    values that the dossier's facts repeat, because a rule depends on them. A new paper takes a field of
    `starts_from` from the newest paper of the kinds named there that has it, begins a day of `starts_on` with that of
    the newest paper of that kind, and looks back on the agreements
    of the newest paper of `looks_back_on`; while it is written, the newest papers of `beside` can be read.

    Days at settlement: those in `future` are not before that day, those in `past` not after it, those of
    `within_weeks` at most so many weeks later; of each pair `in_order` the first is not after the second, and
    the pair spans at most `most_weeks` of its second, or the `fewer_weeks` of an answer «other=a», together with the
    periods of earlier papers from which it `goes_on` (same answer to that question). A day of `on_step` is the last day
    of that step. `needs` gives a field the answer «other=a|b» that makes it necessary, `only` the answer without
    which it stays empty; `late_reason` may not be empty when the paper is settled after its last day. Before week
    `from_week` of the illness it cannot be made, nor settled before there is a paper of kind `after`. `intro` is
    what its writer must know first, `guide` are questions for who does not know how to begin, `enclosures` what
    is sent along with it; that it was sent on is told with a record of kind `told_with`. A field of `audience` is for
    those of the readers alone who have one of its roles. `slot` names the kind in the code on a paper that is signed
    with a pen.
    """

    key: str
    title: str
    template: str
    written_by: tuple[str, ...]
    signed_by: tuple[str, ...]
    copy_to: tuple[str, ...]
    readers: tuple[str, ...]
    required: tuple[str, ...]
    report_order: int
    parent: str
    source: str
    tells: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    looks_back_on: tuple[str, ...] = ()
    starts_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts_on: Mapping[str, str] = field(default_factory=dict)
    future: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    within_weeks: Mapping[str, int] = field(default_factory=dict)
    in_order: tuple[tuple[str, str], ...] = ()
    most_weeks: Mapping[str, int] = field(default_factory=dict)
    fewer_weeks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    goes_on: Mapping[str, str] = field(default_factory=dict)
    on_step: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    late_reason: str = ""
    intro: str = ""
    guide: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    told_with: str = ""
    from_week: int = 0
    audience: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slot: str = ""

    def hidden_from(self, roles: Iterable[str]) -> frozenset[str]:
        """The fields that someone with these roles does not get to see, though they may read the paper."""
        held = frozenset(roles)
        return frozenset(name for name, known_to in self.audience.items() if held.isdisjoint(known_to))

    def empty_of(self, values: Mapping[str, object]) -> tuple[str, ...]:
        """The required fields that `values` leaves empty; of alternatives `a|b` the first is named."""
        return tuple(
            names.split("|")[0]
            for names in self.required
            if all(values.get(name) in (None, "", False, []) for name in names.split("|"))
        )

    def readable_by(self, roles: Iterable[str]) -> bool:
        """Whether someone with these roles in the dossier may open a settled paper of this kind."""
        return not set(self.readers).isdisjoint(roles)

    def writable_by(self, roles: Iterable[str]) -> bool:
        """Whether someone with these roles may fill and settle it."""
        return not set(self.written_by).isdisjoint(roles)


def parse_catalogue(text: str) -> Mapping[str, PaperKind]:
    """The kinds of paper in the catalogue's text, by key, in its order.

    Raises CatalogueError for an unknown role or kind, for a writer or signer who is not a reader, and for a field that
    the employee or its own writer would not get to see.
    """
    kinds = {}
    for key, raw in tomllib.loads(text).items():
        lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
        starts = {name: tuple(value) for name, value in raw.get("starts_from", {}).items()}
        audience = {name: tuple(roles) for name, roles in raw.get("audience", {}).items()}
        pairs = tuple((first, last) for first, last in raw.get("in_order", ()))
        made = {"key": key, "starts_from": starts, "in_order": pairs, "audience": audience}
        kinds[key] = PaperKind(**{**raw, **lists, **made})
    for kind in kinds.values():
        _check(kind, kinds)
    slots = [kind.slot for kind in kinds.values() if kind.slot]
    if len(set(slots)) < len(slots):
        raise CatalogueError("two kinds have the same slot")
    return kinds


def _check(kind: PaperKind, kinds: Mapping[str, PaperKind]) -> None:
    named = {*kind.written_by, *kind.signed_by, *kind.copy_to}
    unknown = {*named, *kind.readers} - set(ROLES)
    if unknown:
        raise CatalogueError(f"{kind.key}: unknown roles {sorted(unknown)}")
    if not named <= set(kind.readers):
        raise CatalogueError(f"{kind.key}: {sorted(named - set(kind.readers))} may not read it")
    if kind.slot and read_code(f"D1-{kind.slot}-1") != PaperCode("0001", kind.slot, 1, 1):
        raise CatalogueError(f"{kind.key}: {kind.slot} cannot be read back from a code")
    for name, known_to in kind.audience.items():
        # The employee sees the own dossier whole, and nobody can write what they may not read.
        needed = {"medewerker", *(kind.written_by if is_asked(name) else ())} & set(kind.readers)
        if not needed <= set(known_to) <= set(kind.readers):
            raise CatalogueError(f"{kind.key}: {name} is for {sorted(needed)} and for no others than its readers")
    sources = {source for sources in kind.starts_from.values() for source in sources}
    unknown = {kind.parent, kind.after, *kind.beside, *kind.looks_back_on, *kind.starts_on.values(), *sources} - {
        "",
        *kinds,
    }
    if unknown:
        raise CatalogueError(f"{kind.key}: unknown kinds {sorted(unknown)}")
