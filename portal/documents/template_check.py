"""What is wrong with a Word template as a form, whatever the form asks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from portal.documents.content_controls import (
    ITEM,
    MAX_CHOICES,
    SECTION,
    WRAPPING,
    Control,
    choices_of,
    property_of,
)
from portal.documents.findings import Finding, nearby_text, place_of, quoted, words_before
from portal.documents.text import clean_text
from portal.documents.wordml import SDT, SDT_CONTENT, SDT_PR, TR, W_NS, Element, P, text_of, w

MAX_NAME: Final = 64
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", re.ASCII)
_IN_A_LINE: Final = (P, w("hyperlink"), w("smartTag"))
_TRACKED: Final = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_LEFTOVER: Final = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{\{|\}\}")
_COMBO_BOX: Final = w("comboBox")
_NO_PLAIN_TEXT: Final = tuple(w(name) for name in ("picture", "citation", "bibliography", "equation"))


def is_name(text: str) -> bool:
    """Return whether `text` can be the name (tag) of a field."""
    return bool(_NAME.fullmatch(text)) and len(text) <= MAX_NAME


def template_problems(roots: Sequence[Element], controls: Sequence[Control]) -> tuple[str, ...]:
    """Return why the parts `roots` with their `controls` are no form; empty when they are one."""
    found = (finding.sentence for finding in structure(roots, controls) if finding.severity == "error")
    return tuple(dict.fromkeys(found))


def structure(roots: Sequence[Element], controls: Sequence[Control], *, unnamed: bool = True) -> list[Finding]:
    """Return what is wrong with the controls themselves; the number in an offer counts `controls` from 0.

    Without `unnamed` those without a name are passed over.
    """
    if any(root.nsmap.get("w") != W_NS for root in roots):
        return [strict_finding()]
    named = [(number, control) for number, control in enumerate(controls) if unnamed or control.tag]
    found = [finding for number, control in named for finding in _of_control(number, control)]
    found += _of_ids(roots)
    found += _lost_columns(controls)
    found += _of_prefixes(roots, controls)
    return found + [finding for root in roots for finding in _leftovers(root)]


def _of_prefixes(roots: Sequence[Element], controls: Sequence[Control]) -> Iterator[Finding]:
    """Yield a finding where short names of XML mean something else than at the top: what we write there is lost."""
    meanings = {root: root.nsmap.items() for root in roots}
    for control in controls:
        root = control.element.getroottree().getroot()
        if not meanings[root] <= control.element.nsmap.items():
            sentence = f"De opbouw van het bestand klopt niet rond het invulveld «{control.tag}»."
            proposal = "Haal dit invulveld weg, sla het bestand in Word op en zet er een nieuw invulveld."
            yield _error("rebound_prefix", control, sentence, proposal)


def strict_finding() -> Finding:
    """Return the finding about a file in a form that the portal does not read."""
    sentence = "Dit bestand is in een andere Word-vorm opgeslagen. Sla het op als «Word-document (.docx)»."
    return Finding("error", "strict_format", "", sentence, "Kies in Word: Bestand, Opslaan als, Word-document (.docx).")


def _error(code: str, control: Control, sentence: str, proposal: str, offer: str = "") -> Finding:
    return Finding("error", code, place_of(control.element), sentence, proposal, offer)


def _of_control(number: int, control: Control) -> Iterator[Finding]:
    if not control.tag:
        sentence = f"Een invulveld heeft geen naam (tag). Het staat bij «{nearby_text(control.element)}»."
        yield _error("no_name", control, sentence, "Geef het in Word een naam: Ontwikkelaars, Eigenschappen, Label.")
        return
    name = f"Het invulveld «{control.tag}»"
    if not is_name(control.tag):
        sentence = (
            f"{name} heeft een naam die niet kan. Gebruik kleine letters, cijfers, _ en punten,"
            f" en niet meer dan {MAX_NAME} tekens."
        )
        yield _error("bad_name", control, sentence, "Kies een andere naam.")
    if not control.label:
        yield _no_title(number, control, name)
    if control.kind is None:
        yield _unknown_kind(number, control, name)
    elif control.kind == "rows":
        yield from _of_list(control)
        return
    yield from _of_place(number, control, name)
    yield from _of_choices(control, name)


def _no_title(number: int, control: Control, name: str) -> Finding:
    sentence = f"{name} heeft geen titel. De titel is de vraag in het webformulier."
    before = words_before(control.element)
    if not before:
        return _error(
            "no_title", control, sentence, "Schrijf de vraag als titel in de eigenschappen van het invulveld."
        )
    return _error("no_title", control, sentence, f"Titel: «{before[0]}».", f"title:{number}:{before[0]}")


def _unknown_kind(number: int, control: Control, name: str) -> Finding:
    sentence = (
        f"{name} is van een soort die het portaal niet kent."
        " Kies tekst zonder opmaak, datum, vervolgkeuzelijst, selectievakje of herhalende sectie."
    )
    properties = control.element.find(SDT_PR)
    tags = {child.tag for child in properties} if properties is not None else set()
    if _COMBO_BOX in tags:
        return _error("unknown_kind", control, sentence, "Maak er een vervolgkeuzelijst van.", f"kind:{number}:choice")
    if not tags.isdisjoint(_NO_PLAIN_TEXT):
        return _error("unknown_kind", control, sentence, "Haal het weg, of kies een andere soort.")
    return _error("unknown_kind", control, sentence, "Maak er gewone tekst van.", f"kind:{number}:long_text")


def _of_place(number: int, control: Control, name: str) -> Iterator[Finding]:
    sdt = control.element
    if next(sdt.iterancestors(w("txbxContent")), None) is not None:
        sentence = f"{name} staat in een tekstvak. Zet het in de gewone tekst of in een tabel."
        yield _error("in_text_box", control, sentence, "Knip het uit het tekstvak en plak het in de tekst.")
    outer = [found for found in sdt.iterancestors(SDT) if holds_one_value(found)]
    if outer:
        sentence = f"{name} staat binnen het invulveld «{property_of(outer[0], 'tag')}». Dat kan niet."
        proposal = "Haal het buitenste invulveld weg en houd de inhoud."
        yield _error("nested", control, sentence, proposal, f"unwrap:{number}")
    elif sdt.getparent().tag not in _IN_A_LINE or sdt.find(f".//{P}") is not None:
        sentence = f"{name} staat om een hele alinea of cel heen. Zet het binnen een alinea, in de regel zelf."
        offer = f"inline:{number}" if fits_in_line(sdt) else ""
        yield _error("around_paragraph", control, sentence, "Zet het invulveld in de regel zelf.", offer)
    if control.within and control.column is None:
        sentence = f"{name} staat in de lijst «{control.within}». Noem het «{control.within}.…»."
        yield _error("not_of_list", control, sentence, f"Laat de naam beginnen met «{control.within}.».")
    elif "." in (control.column or ""):
        column = str(control.column).replace(".", "_")
        sentence = f"{name} is een kolom van de lijst «{control.within}». De naam van een kolom heeft zelf geen punt."
        better = f"{control.within}.{column}"
        offer = f"name:{number}:{better}" if is_name(better) else ""
        yield _error("dotted_column", control, sentence, f"Noem het «{better}».", offer)


def fits_in_line(sdt: Element) -> bool:
    """Return whether a control around paragraphs or a cell can be put around the words of its first line."""
    content = sdt.find(SDT_CONTENT)
    return content is not None and content.find(f".//{P}") is not None and content.find(f".//{TR}") is None


def holds_one_value(sdt: Element) -> bool:
    """Return whether a control is a field by itself, not a list or a wrapping of Word."""
    properties = sdt.find(SDT_PR)
    return properties is None or not any(child.tag in WRAPPING or child.tag == SECTION for child in properties)


def _of_choices(control: Control, name: str) -> Iterator[Finding]:
    if control.kind != "choice":
        return
    choices = choices_of(control.element)
    if not choices:
        sentence = f"{name} is een keuzelijst zonder keuzes."
        yield _error("no_choices", control, sentence, "Zet de keuzes in de eigenschappen van het invulveld.")
    elif len(choices) > MAX_CHOICES:
        sentence = f"{name} is een keuzelijst met {len(choices)} keuzes. Het portaal kan er hooguit {MAX_CHOICES} aan."
        yield _error("too_many_choices", control, sentence, "Haal keuzes weg, of vraag het met gewone tekst.")
    if len({choice.value for choice in choices}) + len({choice.label for choice in choices}) < 2 * len(choices):
        sentence = f"{name} is een keuzelijst waarin een keuze twee keer staat."
        yield _error("double_choice", control, sentence, "Haal de dubbele keuze weg.")


def _of_list(control: Control) -> Iterator[Finding]:
    content = control.element.find(SDT_CONTENT)
    items = [] if content is None else list(content)
    name = f"De lijst «{control.tag}»"
    if control.element.getparent().tag != w("tbl") or control.within:
        sentence = f"{name} moet om één rij van een tabel staan, niet in een andere lijst."
    elif len(items) != 1 or items[0].find(f"{SDT_PR}/{ITEM}") is None:
        sentence = f"{name} moet precies één voorbeeldrij hebben."
    elif [child.tag for child in items[0].iterfind(f"{SDT_CONTENT}/*")] != [TR]:
        sentence = f"Het voorbeeld in de lijst «{control.tag}» moet precies één rij van de tabel zijn."
    elif not any(holds_one_value(found) for found in content.iter(SDT)):
        sentence = f"{name} heeft geen invulvelden."
    else:
        return
    proposal = "Kies in Word één rij van de tabel en maak daar een herhalende sectie van."
    yield _error("bad_list", control, sentence, proposal)


def _of_ids(roots: Sequence[Element]) -> Iterator[Finding]:
    tags: dict[str, list[str]] = {}
    for root in roots:
        for sdt in root.iter(SDT):
            tags.setdefault(property_of(sdt, "id"), []).append(property_of(sdt, "tag") or "zonder naam")
    for number, names in tags.items():
        if not number:
            sentence = f"Deze invulvelden hebben geen nummer (w:id): {quoted(names)}."
        elif len(names) > 1:
            sentence = f"Deze invulvelden hebben hetzelfde nummer (w:id {number}): {quoted(names)}."
        else:
            continue
        yield Finding("error", "bad_number", "", sentence, "Geef elk invulveld een eigen nummer.", "numbers")


def _lost_columns(controls: Sequence[Control]) -> Iterator[Finding]:
    lists = Counter(control.tag for control in controls if control.kind == "rows")
    for control in controls:
        owner = control.tag.rpartition(".")[0]
        if owner in lists and control.within != owner:
            sentence = f"Het invulveld «{control.tag}» hoort in de lijst «{owner}», maar staat erbuiten."
            yield _error(
                "outside_list", control, sentence, "Zet het in de rij van die lijst, of geef het een andere naam."
            )


def _leftovers(root: Element) -> Iterator[Finding]:
    tracked = next(root.iter(*_TRACKED), None)
    if tracked is not None:
        sentence = "Het formulier bevat bijgehouden wijzigingen. Accepteer of verwerp ze eerst."
        yield Finding("error", "tracked_changes", place_of(tracked), sentence, "Kies in Word: Controleren, Accepteren.")
    for paragraph in root.iter(P):
        # The text of a paragraph has that of the text boxes in it.
        if next(paragraph.iterancestors(P), None) is not None:
            continue
        text = text_of(paragraph)
        if found := _LEFTOVER.search(text):
            sentence = f"In de tekst staat nog {{{{ of }}}}: «{found[0]}». Gebruik invulvelden van Word."
            proposal = "Haal deze tekst weg en zet er een invulveld voor in de plaats."
            yield Finding("error", "leftover_braces", f"bij «{clean_text(text).strip()[:60]}»", sentence, proposal)
    instructions = "".join(found.text or "" for found in root.iter(w("instrText")))
    instructions += "".join(found.get(w("instr"), "") for found in root.iter(w("fldSimple")))
    if "MERGEFIELD" in instructions:
        names = re.findall(r"MERGEFIELD\s+\"?([^\s\"\\]{1,60})", instructions)
        sentence = "Het formulier bevat samenvoegvelden (MERGEFIELD). Gebruik invulvelden van Word."
        proposal = f"Haal ze weg: {quoted(names)}. Zet er invulvelden voor in de plaats."
        yield Finding("error", "merge_field", "", sentence, proposal)
