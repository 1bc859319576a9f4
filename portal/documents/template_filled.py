"""Whether a file that should be an empty form is a paper, or has text in its fields.

Someone who downloads a settled paper and makes a form of it would publish what it says of an employee.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from portal.documents.content_controls import Control, find_controls
from portal.documents.findings import Finding, place_of
from portal.documents.outline import shown
from portal.documents.package import opened, stories
from portal.documents.properties import identity_in
from portal.documents.recognition import identity_in_text
from portal.documents.slots import NOTHING
from portal.documents.text import clean_text
from portal.documents.wordml import SDT_CONTENT, Element, P
from portal.rules.papers import is_asked

_SHOWN: Final = 60
_MOST: Final = 20
_WRITTEN: Final = ("text", "long_text", "date", "choice")
# The name of an organisation is no secret, and the same on all its papers.
_EMPLOYER: Final = "werkgever."


@dataclass(frozen=True, slots=True)
class Filled:
    """A field in which something stands that is not its hint; `number` counts the controls from 0."""

    number: int
    control: Control
    text: str

    @property
    def personal(self) -> bool:
        """Whether the portal fills this in for one dossier, so that the file is a paper."""
        return not is_asked(self.control.tag) and not self.control.tag.startswith(_EMPLOYER)


def dossier_in(data: bytes) -> str:
    """Return the number of the dossier of which this file is a paper; "" when it does not say so.

    By its properties, else by its footer or its controls. Raises RefusedFile("file_damaged").
    """
    with opened(data) as archive:
        found = identity_in(archive)
        roots = [root for _, root in stories(archive)]
    if found is None:
        controls = [control for root in roots for control in find_controls(root) if not control.empty]
        found = identity_in_text(roots, controls, {})
    return clean_text(found.dossier)[:_SHOWN] if found else ""


def filled_controls(controls: Sequence[Control], hints: Mapping[str, str]) -> Iterator[Filled]:
    """Yield the fields with text in them.

    `hints` has the known hint per name: a program can forget that what stands in a field is only that.
    """
    for number, control in enumerate(controls):
        if not control.tag or control.empty or control.kind not in _WRITTEN:
            continue
        text = " ".join(clean_text(shown(control)).split())
        if text not in ("", NOTHING, control.label, " ".join(hints.get(control.tag, "").split())):
            yield Filled(number, control, text)


def personal_words(data: bytes, hints: Mapping[str, str]) -> str:
    """Return the title of the first field that was filled in for one employee; "" when there is none."""
    with opened(data) as archive:
        controls = [control for _, root in stories(archive) for control in find_controls(root)]
    found = (one.control.label or one.control.tag for one in filled_controls(controls, hints) if one.personal)
    return next(found, "")[:_SHOWN]


def filled_findings(dossier: str, controls: Sequence[Control], hints: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what to say about a form that is not empty. `dossier` is what `dossier_in` found."""
    if dossier:
        sentence = f"Dit is een ingevuld stuk van dossier {dossier}, geen leeg formulier."
        yield Finding("error", "is_paper", "", sentence, "Download het lege formulier en verander dat.")
    for one in islice(filled_controls(controls, hints), _MOST):
        yield _finding(one)


def _finding(one: Filled) -> Finding:
    label, more = one.control.label or one.control.tag, "…" if len(one.text) > _SHOWN else ""
    text = f"{one.text[:_SHOWN]}{more}"
    place = place_of(one.control.element)
    offer = f"empty:{one.number}" if _can_be_emptied(one.control.element) else ""
    if one.personal:
        sentence = f"Het veld «{label}» is al ingevuld: «{text}». Dat vult het portaal per medewerker in."
        proposal = "Begin met het lege formulier, of haal deze tekst weg."
        return Finding("error", "is_filled", place, sentence, proposal, offer)
    sentence = f"In het veld «{label}» staat al tekst: «{text}». Die tekst komt in geen enkel stuk."
    proposal = "Haal de tekst weg. Is het uitleg? Zet die dan naast het veld."
    return Finding("notice", "has_text", place, sentence, proposal, offer)


def _can_be_emptied(sdt: Element) -> bool:
    content = sdt.find(SDT_CONTENT)
    return content is not None and next(content.iter(P), None) is None
