"""Whether an uploaded file is the paper that was expected: people upload the wrong file now and then."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from portal.documents.content_controls import Control, find_controls
from portal.documents.outline import Line, outline, shown
from portal.documents.package import opened, stories
from portal.documents.properties import Identity, identity_in
from portal.documents.wordml import Element

State: TypeAlias = Literal[
    "expected", "other_dossier", "other_form", "older_version", "newer_version", "unnamed", "no_form"
]
Source: TypeAlias = Literal["properties", "text"]

_DOSSIER: Final = "dossier.nummer"
_VERSION: Final = "papier.versie"
# The footer of every paper: «Dossier 0042 · Plan van aanpak · versie 2    pagina 1 van 3».
_FOOTER: Final = re.compile(r"Dossier\s+([^·\t\n]{1,64}?)\s*·\s*([^·\t\n]{1,120}?)\s*·\s*versie\s+([0-9]{1,6})\b")
_NUMBER: Final = re.compile(r"[0-9]{1,6}\b")
_NO_MAPPING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which paper a file is, beside the one that was expected.

    `state`: "expected"; "other_dossier", "other_form", "older_version" or "newer_version" of what was expected,
    the most telling difference first; "unnamed" when it may be the paper but does not say so (ask the person);
    "no_form" when nothing in it points at a form of ours. `found` is what the file says of itself, as far as
    it does: an empty `kind` or `template` is one that it does not tell. `source` is where that stood.
    """

    state: State
    found: Identity | None
    source: Source | None


def recognise(returned: bytes, expected: Identity, *, titles: Mapping[str, str] = _NO_MAPPING) -> Recognition:
    """Return whether `returned` is the paper `expected`, by its properties, else by the text in its footer.

    `titles` has the title of each kind of paper, by which a footer is understood; without it the title is taken
    for the name of the kind. Like `identity`, this keeps mistakes out, no bad will. Raises
    RefusedFile("file_damaged").
    """
    with opened(returned) as archive:
        found = identity_in(archive)
        roots = [root for _, root in stories(archive)]
    if found is not None:
        return Recognition(_state(found, expected), found, "properties")
    controls = [control for root in roots for control in find_controls(root)]
    found = identity_in_text(roots, controls, titles)
    if found is not None:
        return Recognition(_state(found, expected), found, "text")
    named = any(control.tag for control in controls)
    return Recognition("unnamed" if named else "no_form", None, None)


def _state(found: Identity, expected: Identity) -> State:
    if found.dossier != expected.dossier:
        return "other_dossier"
    if not found.kind:
        return "unnamed"
    if found.kind != expected.kind:
        return "other_form"
    if found.version != expected.version:
        return "older_version" if found.version < expected.version else "newer_version"
    return "expected"


def identity_in_text(
    roots: Sequence[Element], controls: Sequence[Control], titles: Mapping[str, str]
) -> Identity | None:
    """Return which paper the text says that this is: its footer, else the controls that kept their names.

    `titles` is what `recognise` takes.
    """
    named = {control.tag: shown(control).strip() for control in reversed(controls)}
    for text in _edge_lines(roots):
        if found := _FOOTER.search(text):
            return Identity(found[1], _kind(found[2], titles), int(found[3]), "")
    version = _NUMBER.match(named.get(_VERSION, ""))
    if version and named.get(_DOSSIER):
        return Identity(named[_DOSSIER], "", int(version[0]), "")
    return None


def _edge_lines(roots: Sequence[Element]) -> Iterator[str]:
    for block in outline(roots[1:], ()):
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (row.text.replace("\t", " ") for row in block.rows)


def _kind(title: str, titles: Mapping[str, str]) -> str:
    words = " ".join(title.split()).casefold()
    for kind, known in titles.items():
        if words == known.casefold():
            return kind
    return "" if titles else re.sub(r"[^a-z0-9]+", "_", words).strip("_")
