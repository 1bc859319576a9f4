"""What is wrong with a Word template as a form, in Dutch sentences for whoever made it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from portal.documents.content_controls import ITEM, SECTION, WRAPPING, Control, choices_of, property_of
from portal.documents.wordml import SDT, SDT_CONTENT, SDT_PR, TR, W_NS, Element, P, text_of, w

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", re.ASCII)
_MAX_NAME: Final = 64
_IN_A_LINE: Final = (P, w("hyperlink"), w("smartTag"))
_TRACKED: Final = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))


def template_problems(roots: Sequence[Element], controls: Sequence[Control]) -> tuple[str, ...]:
    """Return why the parts `roots` with their `controls` are no form; empty when they are one."""
    strange = [root for root in roots if root.nsmap.get("w") != W_NS]
    if strange:
        return ("Dit bestand is in een andere Word-vorm opgeslagen. Sla het op als «Word-document (.docx)».",)
    problems = [problem for control in controls for problem in _control_problems(control)]
    problems += _id_problems(roots)
    problems += _lost_columns(controls)
    problems += [problem for root in roots for problem in _leftovers(root)]
    return tuple(dict.fromkeys(problems))


def _control_problems(control: Control) -> Iterator[str]:
    if not control.tag:
        yield f"Een invulveld heeft geen naam (tag). Het staat bij «{_nearby(control.element)}»."
        return
    name = f"Het invulveld «{control.tag}»"
    if not _NAME.fullmatch(control.tag) or len(control.tag) > _MAX_NAME:
        yield (
            f"{name} heeft een naam die niet kan. Gebruik kleine letters, cijfers, _ en punten,"
            f" en niet meer dan {_MAX_NAME} tekens."
        )
    if not control.label:
        yield f"{name} heeft geen titel. De titel is de vraag in het webformulier."
    if control.kind is None:
        yield (
            f"{name} is van een soort die het portaal niet kent."
            " Kies tekst zonder opmaak, datum, vervolgkeuzelijst, selectievakje of herhalende sectie."
        )
    elif control.kind == "rows":
        yield from _list_problems(control, name)
    else:
        yield from _place_problems(control, name)
        yield from _choice_problems(control, name)


def _place_problems(control: Control, name: str) -> Iterator[str]:
    sdt = control.element
    if next(sdt.iterancestors(w("txbxContent")), None) is not None:
        yield f"{name} staat in een tekstvak. Zet het in de gewone tekst of in een tabel."
    outer = [found for found in sdt.iterancestors(SDT) if _holds_one_value(found)]
    if outer:
        yield f"{name} staat binnen het invulveld «{property_of(outer[0], 'tag')}». Dat kan niet."
    elif sdt.getparent().tag not in _IN_A_LINE or sdt.find(f".//{P}") is not None:
        yield f"{name} staat om een hele alinea of cel heen. Zet het binnen een alinea, in de regel zelf."
    if control.within and control.column is None:
        yield f"{name} staat in de lijst «{control.within}». Noem het «{control.within}.…»."


def _holds_one_value(sdt: Element) -> bool:
    properties = sdt.find(SDT_PR)
    return properties is None or not any(child.tag in WRAPPING or child.tag == SECTION for child in properties)


def _choice_problems(control: Control, name: str) -> Iterator[str]:
    if control.kind != "choice":
        return
    choices = choices_of(control.element)
    if not choices:
        yield f"{name} is een keuzelijst zonder keuzes."
    if len({choice.value for choice in choices}) + len({choice.label for choice in choices}) < 2 * len(choices):
        yield f"{name} is een keuzelijst waarin een keuze twee keer staat."


def _list_problems(control: Control, name: str) -> Iterator[str]:
    sdt = control.element
    if sdt.getparent().tag != w("tbl") or control.within:
        yield f"De lijst «{control.tag}» moet om één rij van een tabel staan, niet in een andere lijst."
        return
    content = sdt.find(SDT_CONTENT)
    items = [] if content is None else list(content)
    if len(items) != 1 or items[0].find(f"{SDT_PR}/{ITEM}") is None:
        yield f"De lijst «{control.tag}» moet precies één voorbeeldrij hebben."
    elif [child.tag for child in items[0].find(SDT_CONTENT)] != [TR]:
        yield f"Het voorbeeld in de lijst «{control.tag}» moet precies één rij van de tabel zijn."
    elif all(_holds_one_value(found) is False for found in content.iter(SDT)):
        yield f"De lijst «{control.tag}» heeft geen invulvelden."


def _id_problems(roots: Sequence[Element]) -> Iterator[str]:
    tags: dict[str, list[str]] = {}
    for root in roots:
        for sdt in root.iter(SDT):
            tags.setdefault(property_of(sdt, "id"), []).append(property_of(sdt, "tag") or "zonder naam")
    for number, names in tags.items():
        if not number:
            yield f"Deze invulvelden hebben geen nummer (w:id): {_quoted(names)}."
        elif len(names) > 1:
            yield f"Deze invulvelden hebben hetzelfde nummer (w:id {number}): {_quoted(names)}."


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _lost_columns(controls: Sequence[Control]) -> Iterator[str]:
    lists = Counter(control.tag for control in controls if control.kind == "rows")
    for control in controls:
        owner = control.tag.rpartition(".")[0]
        if owner in lists and control.within != owner:
            yield f"Het invulveld «{control.tag}» hoort in de lijst «{owner}», maar staat erbuiten."


def _leftovers(root: Element) -> Iterator[str]:
    if next(root.iter(*_TRACKED), None) is not None:
        yield "Het sjabloon bevat bijgehouden wijzigingen. Accepteer of verwerp ze eerst."
    text = text_of(root)
    if "{{" in text or "}}" in text:
        yield "In de tekst staat nog {{ of }}. Gebruik invulvelden van Word."
    instructions = "".join(found.text or "" for found in root.iter(w("instrText")))
    instructions += "".join(found.get(w("instr"), "") for found in root.iter(w("fldSimple")))
    if "MERGEFIELD" in instructions:
        yield "Het sjabloon bevat samenvoegvelden (MERGEFIELD). Gebruik invulvelden van Word."


def _nearby(sdt: Element) -> str:
    """Return text by which a person can find the control in Word."""
    for outer in sdt.iterancestors():
        text = " ".join(text_of(outer).split())
        if text:
            return text[:60]
    return "een lege alinea"
