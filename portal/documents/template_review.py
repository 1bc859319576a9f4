"""Checking a template that someone made or changed in Word, beside what the portal knows of the form."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import chain, count
from typing import Final

from portal.documents.content_controls import MAX_CONTROLS, Choice, Control, Field, Kind, choices_of, find_controls
from portal.documents.errors import RefusedFile
from portal.documents.findings import Finding, nearby_text, place_of, question_above, quoted, words_before
from portal.documents.guard import Admitted, admitted
from portal.documents.package import CONTENT_TYPES, main_part, opened, stories
from portal.documents.template_check import MAX_NAME, is_name, strict_finding, structure
from portal.documents.template_filled import dossier_in, filled_findings
from portal.documents.template_lists import lost_lists, rows_without_list
from portal.documents.template_mending import mended
from portal.documents.template_package import TEMPLATE_TYPE, content_type
from portal.documents.template_trial import tried
from portal.documents.wordml import SDT, Element, w
from portal.rules.papers import is_asked

OWN: Final = "eigen."

_MAX_ITEMS: Final = 5000
_ITEM: Final = w("listItem")
_CLOSE: Final = 0.6
_SAME: Final = 0.95
_KINDS: Final[Mapping[Kind, str]] = {
    "text": "tekst",
    "long_text": "tekst",
    "date": "een datum",
    "choice": "een keuzelijst",
    "tick": "een vakje om aan te kruisen",
    "rows": "een lijst met rijen",
}
_TYPED: Final = ("text", "long_text", "date")
_NOTICES: Final = {
    "template_link_dropped": (
        "Het bestand verwijst naar een huissjabloon buiten het bestand. Die verwijzing halen wij eruit.",
        "U hoeft niets te doen.",
    ),
    "picture_link_dropped": (
        "Het bestand verwijst naar een plaatje dat ergens anders staat. Die verwijzing halen wij eruit.",
        "Wilt u het plaatje houden? Voeg het dan in Word in het bestand zelf in.",
    ),
}


def check_template(data: bytes, known: Mapping[str, Field], required: Collection[str]) -> tuple[Finding, ...]:
    """Return everything to say about the template `data`, errors first; without errors it can be used.

    `known` has the fields of this form that the portal knows, by name; empty: any name will do. Names that
    begin with «eigen.» are new fields and always fine. `required` names the fields that may not be missing;
    "a|b" asks for one of them. Raises RefusedFile as `guard.admitted` does, except for the strict form, which
    is a finding.
    """
    try:
        found = admitted(data, template=True)
    except RefusedFile as error:
        if error.code == "file_is_strict":
            return (strict_finding(),)
        raise
    findings = _of_way_in(found)
    with opened(found.data) as archive:
        roots = [root for _, root in stories(archive)]
    if (number := sum(1 for root in roots for _ in root.iter(SDT))) > 4 * MAX_CONTROLS:
        return (_too_many(number),)
    controls = [control for root in roots for control in find_controls(root)]
    if len(controls) > MAX_CONTROLS:
        return (_too_many(len(controls)),)
    items = sum(1 for root in roots for _ in root.iter(_ITEM))
    if items > _MAX_ITEMS:
        return (_too_many_choices(items),)
    review = _Review(roots, controls, known)
    findings += review.findings(required)
    hints = {name: field.hint for name, field in names_of(known).items()}
    findings += filled_findings(dossier_in(found.data), controls, hints)
    if all(finding.severity == "notice" for finding in findings):
        converted = any(finding.code == "converted_dotx" for finding in findings)
        findings += tried(mended(data, ()) if converted else found.data)
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != "error"))


def controls_in(data: bytes) -> int:
    """Return how many content controls stand in a .docx that was admitted, also those without a name."""
    with opened(data) as archive:
        return sum(1 for _, root in stories(archive) for _ in root.iter(SDT))


def changed_on_the_way(data: bytes) -> tuple[Finding, ...]:
    """Return what the portal takes out of a template, or changes in it, before keeping it.

    Nobody can read that off the file that is kept. Raises RefusedFile as `guard.admitted` does.
    """
    return tuple(_of_way_in(admitted(data, template=True)))


def _of_way_in(found: Admitted) -> list[Finding]:
    with opened(found.data) as archive:
        is_dotx = content_type(archive.read(CONTENT_TYPES), main_part(archive)) == TEMPLATE_TYPE
    notices = [Finding("notice", code, "", *_NOTICES[code]) for code in found.notices]
    return [*notices, _dotx()] if is_dotx else notices


def _too_many(number: int) -> Finding:
    sentence = f"Dit formulier heeft {number} invulvelden. Het portaal kan er hooguit {MAX_CONTROLS} aan."
    return Finding("error", "too_many", "", sentence, "Gebruik herhalende rijen in plaats van losse invulvelden.")


def _too_many_choices(number: int) -> Finding:
    sentence = f"De keuzelijsten in dit formulier hebben samen {number} keuzes. Het portaal kan er {_MAX_ITEMS} aan."
    return Finding("error", "too_many_choices", "", sentence, "Haal keuzes weg, of vraag het met gewone tekst.")


def _dotx() -> Finding:
    sentence = "Dit is een Word-sjabloon (.dotx). Wij maken er een gewoon Word-document (.docx) van."
    return Finding("notice", "converted_dotx", "", sentence, "U hoeft niets te doen.")


def names_of(known: Mapping[str, Field]) -> dict[str, Field]:
    """Return fields and, as `list.column`, columns by their tag in Word."""
    found: dict[str, Field] = {}
    for name, field in known.items():
        found[name] = field
        found |= {f"{name}.{column.name}": column for column in field.columns}
    return found


class _Review:
    def __init__(self, roots: Sequence[Element], controls: Sequence[Control], known: Mapping[str, Field]) -> None:
        self._roots, self._controls, self._known = roots, controls, known
        self._names = names_of(known)
        self._present = {control.tag for control in controls if control.tag}
        # Names that no control has yet; a name that was proposed once is not proposed again.
        self._free = [name for name in self._names if name not in self._present]
        self._proposed: set[str] = set()

    def findings(self, required: Collection[str]) -> Iterator[Finding]:
        """Yield what is wrong, without and with knowledge of the form."""
        yield from lost_lists(self._controls, self._known)
        for finding in structure(self._roots, self._controls, unnamed=False):
            yield self._with_title(finding)
        for number, control in enumerate(self._controls):
            if not control.tag:
                yield self._unnamed(number, control)
            elif control.tag in self._names:
                yield from self._differing(number, control, self._names[control.tag])
                yield from _other_question(number, control, self._names[control.tag])
            elif self._known and not control.tag.startswith(OWN):
                yield self._unknown(number, control)
        yield from self._missing(required)

    def _with_title(self, finding: Finding) -> Finding:
        """Offer the title that the portal knows."""
        number = finding.offer.partition(":")[2].partition(":")[0]
        if finding.code != "no_title" or not number:
            return finding
        known = self._names.get(self._controls[int(number)].tag)
        if known is None:
            return finding
        return replace(finding, proposal=f"Titel: «{known.label}».", offer=f"title:{number}:{known.label}")

    def _unnamed(self, number: int, control: Control) -> Finding:
        before = words_before(control.element)
        near = [text for text in (control.label, *before) if text]
        around = before or [nearby_text(control.element)]
        place, where = place_of(control.element, around), (near or around)[0]
        sentence = f"Een invulveld heeft geen naam (tag). Het staat bij «{where[:60]}»."
        name = "" if control.element.find(f".//{SDT}") is not None else self._name_for(control, near)
        if name:
            return Finding("error", "no_name", place, sentence, f"Noem het «{name}».", f"name:{number}:{name}")
        proposal = "Haal dit invulveld weg. Wat erin staat, blijft staan."
        return Finding("error", "no_name", place, sentence, proposal, f"drop:{number}")

    def _name_for(self, control: Control, near: Sequence[str]) -> str:
        """Return the name that fits the words around a control: one that is still free, else a new one."""
        best = self._likeliest(self._free, control, near, _CLOSE)
        if best:
            self._propose(best)
            return best
        # A field may stand in a template twice.
        single = [name for name, field in self._known.items() if field.kind != "rows"]
        again = self._likeliest(single, control, near, _SAME)
        return again or (_own_name(near[0], self._present) if near else "")

    def _propose(self, name: str) -> None:
        self._free.remove(name)
        self._proposed |= {name, name.rpartition(".")[0]}

    def _likeliest(self, names: Sequence[str], control: Control, near: Sequence[str], least: float) -> str:
        best, best_score = "", least
        for name in names:
            field = self._names[name]
            if field.kind == "rows" or (control.kind is not None and _differ(control.kind, field.kind)):
                continue
            bonus = _CLOSE / 2 if control.within and name.startswith(f"{control.within}.") else 0.0
            score = bonus + max((_likeness(text, field.label, best_score - bonus) for text in near), default=0.0)
            if score > best_score:
                best, best_score = name, score
        return best

    def _differing(self, number: int, control: Control, known: Field) -> Iterator[Finding]:
        name = f"Het invulveld «{control.tag}»"
        if control.kind is not None and _differ(control.kind, known.kind):
            sentence = f"{name} is in het portaal {_KINDS[known.kind]}, en in dit formulier {_KINDS[control.kind]}."
            offer = f"kind:{number}:{known.kind}" if {control.kind, known.kind} <= set(_TYPED) else ""
            proposal = f"Maak er {_KINDS[known.kind]} van."
            yield Finding("error", "other_kind", place_of(control.element), sentence, proposal, offer)
        elif (control.kind, known.kind) == ("text", "long_text"):
            sentence = f"{name} vraagt in het portaal een lange tekst, en heeft hier maar één regel."
            proposal = "Laat het meer regels toe (de eigenschap «Regeleinden toestaan»)."
            yield Finding(
                "notice", "one_line", place_of(control.element), sentence, proposal, f"kind:{number}:long_text"
            )
        elif control.kind == "choice":
            yield from self._other_choices(number, control, known)

    def _other_choices(self, number: int, control: Control, known: Field) -> Iterator[Finding]:
        here, there = choices_of(control.element), known.choices
        if here == there or not here:
            return
        offer = f"choices:{number}:{json.dumps([[one.value, one.label] for one in there])}"
        place, name = place_of(control.element), f"De keuzelijst «{control.tag}»"
        if {one.value for one in here} == {one.value for one in there}:
            sentence = f"{name} heeft dezelfde keuzes als in het portaal, met andere woorden of in een andere volgorde."
            yield Finding("notice", "other_words", place, sentence, "Dat mag. U hoeft niets te doen.", offer)
            return
        parts = [
            f"{words} {quoted([one.label for one in choices])}."
            for words, choices in (
                ("Te veel:", _without(here, there)),
                ("Er ontbreekt:", _without(there, here)),
            )
            if choices
        ]
        sentence = " ".join([f"{name} heeft andere keuzes dan het portaal kent.", *parts])
        yield Finding("error", "other_choices", place, sentence, "Neem de keuzes van het portaal over.", offer)

    def _unknown(self, number: int, control: Control) -> Finding:
        place, sentence = place_of(control.element), f"Het portaal kent geen invulveld «{control.tag}»."
        close = get_close_matches(control.tag[:MAX_NAME], self._free, 1, _CLOSE)
        if close:
            self._propose(close[0])
            proposal = f"Bedoelt u «{close[0]}» ({self._names[close[0]].label})?"
            return Finding("error", "unknown_name", place, sentence, proposal, f"name:{number}:{close[0]}")
        own = _own_name(control.tag, self._present)
        proposal = f"Is dit een nieuwe vraag? Noem het dan «{own}»."
        offer = "" if control.within or control.kind == "rows" else f"name:{number}:{own}"
        return Finding("error", "unknown_name", place, sentence, proposal, offer)

    def _missing(self, required: Collection[str]) -> Iterator[Finding]:
        asked = {name for requirement in required for name in requirement.split("|")}
        # A list that lost its row is there, and has a finding of its own.
        present = self._present | rows_without_list(self._controls).keys() | self._proposed
        for requirement in required:
            names = requirement.split("|")
            if present.isdisjoint(names):
                sentence = f"Het verplichte invulveld {' of '.join(quoted([name]) for name in names)} ontbreekt."
                labels = [self._names[name].label for name in names if name in self._names]
                question = f" De vraag is: {quoted(labels)}." if labels else ""
                yield Finding("error", "missing_name", "", sentence, f"Zet dit invulveld in het formulier.{question}")
        lost = [name for name in self._known if name not in present | asked and is_asked(name)]
        if lost:
            sentence = f"Deze invulvelden staan niet in dit formulier: {quoted(lost)}."
            proposal = "Wilt u ze niet gebruiken? Dan hoeft u niets te doen."
            yield Finding("notice", "unused_names", "", sentence, proposal)


def _other_question(number: int, control: Control, known: Field) -> Iterator[Finding]:
    """Yield that the words beside a field were changed, and its title was not: the web form asks the title.

    The words of a box to tick are beside it, and a column is not asked by its row.
    """
    asked = (
        is_asked(control.tag)
        and not control.within
        and control.label == known.label
        and control.kind not in ("tick", "rows")
    )
    before = question_above(control.element) if asked else []
    if not before or known.label in before:
        return
    place = place_of(control.element, before)
    sentence = f"Bij het invulveld «{control.tag}» staat «{before[0]}». Het webformulier vraagt nog «{known.label}»."
    proposal = f"Is dit de nieuwe vraag? Neem haar dan over als titel: «{before[0]}»."
    yield Finding("notice", "other_question", place, sentence, proposal, f"title:{number}:{before[0]}")


def _differ(here: Kind, there: Kind) -> bool:
    """Return whether two kinds are not the same; one line and several lines of text are."""
    return here != there and {here, there} != {"text", "long_text"}


def _without(choices: Sequence[Choice], others: Sequence[Choice]) -> list[Choice]:
    values = {one.value for one in others}
    return [one for one in choices if one.value not in values]


def _likeness(first: str, second: str, least: float) -> float:
    """Return from 0 to 1 how much two texts are alike; 0 for less than `least`, which is found out sooner."""
    matcher = SequenceMatcher(None, first.casefold()[:100], second.casefold()[:100])
    return matcher.ratio() if matcher.real_quick_ratio() > least and matcher.quick_ratio() > least else 0.0


def _own_name(words: str, taken: Collection[str]) -> str:
    """Return a free name for a new field, made of the words of its question."""
    plain = re.sub(r"[^a-z0-9]+", "_", words.removeprefix(OWN)[:200].casefold()).strip("_")[: MAX_NAME - len(OWN) - 10]
    plain = plain if plain[:1].isalpha() else f"veld_{plain}".strip("_")
    names = chain([f"{OWN}{plain}"], (f"{OWN}{plain}_{number}" for number in count(2)))
    return next(name for name in names if name not in taken and is_name(name))
