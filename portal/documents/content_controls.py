"""The content controls of a Word document, seen as the fields of a form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, cast

from portal.documents.text import clean_text
from portal.documents.wordml import (
    DELETED,
    FALLBACK,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    VAL,
    Element,
    is_deleted,
    is_on,
    text_of,
    w,
    w14,
    w15,
)

Kind: TypeAlias = Literal["text", "long_text", "date", "choice", "tick", "rows"]

MAX_ROWS: Final = 500
MAX_CHOICES: Final = 200
MAX_CONTROLS: Final = 500
SECTION: Final = w15("repeatingSection")
ITEM: Final = w15("repeatingSectionItem")

_TAG: Final = w("tag")
_ALIAS: Final = w("alias")
_TEXT: Final = w("text")
_MULTI_LINE: Final = w("multiLine")
_SHOWING_HINT: Final = w("showingPlcHdr")
_KINDS: Final[dict[str, Kind]] = {
    _TEXT: "text",
    w("date"): "date",
    w("dropDownList"): "choice",
    w14("checkbox"): "tick",
    SECTION: "rows",
}
# Word wraps page numbers, tables of contents and locked regions in controls of its own. They are no fields.
WRAPPING: Final = frozenset((w("docPartObj"), w("docPartList"), w("group"), ITEM))


@dataclass(frozen=True, slots=True)
class Choice:
    """One item of a list to choose from: what is stored and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `hint` is the text shown while it is empty.

    Only kind "choice" has `choices`; only kind "rows" has `columns`, whose names are those of the columns
    («wat»), not the tags in Word («activiteiten.wat»).
    """

    name: str
    label: str
    kind: Kind
    hint: str
    choices: tuple[Choice, ...] = ()
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """One content control in a tree.

    `kind` is None when we do not know it; `within` is the tag of the list around the control, or "";
    `wraps` says that it is no field but only goes around other content; `empty` that it shows its hint.
    """

    element: Element
    kind: Kind | None
    tag: str
    label: str
    within: str
    wraps: bool
    empty: bool

    @property
    def column(self) -> str | None:
        """The column name when the tag is that of a column of the list around it."""
        prefix = f"{self.within}."
        return self.tag[len(prefix) :] if self.within and self.tag.startswith(prefix) else None


def find_controls(root: Element) -> list[Control]:
    """Return the controls under `root` in document order, without those that only wrap other content."""
    found: list[Control] = []
    # Outer controls come before inner ones, so that each knows the list around it from the nearest outer one.
    list_of: dict[Element, str] = {}
    for sdt in root.iter(SDT):
        outer = next(sdt.iterancestors(SDT, FALLBACK), None)
        if outer is not None and outer not in list_of:
            continue
        control = _control(sdt, list_of.get(outer, ""))
        list_of[sdt] = control.tag if control.kind == "rows" else control.within
        if not control.wraps:
            found.append(control)
    return found


def live_controls(root: Element) -> list[Control]:
    """Return what `find_controls` does, without those in text or rows that are marked as deleted."""
    found = find_controls(root)
    if next(root.iter(*DELETED), None) is None:
        return found
    return [control for control in found if not is_deleted(control.element)]


def type_element(sdt: Element) -> Element | None:
    """Return the element of w:sdtPr that says what kind of control this is."""
    for child in sdt.iterfind(f"{SDT_PR}/*"):
        if child.tag in _KINDS:
            return child
    return None


def shows_hint(sdt: Element) -> bool:
    """Return whether the control is empty and shows its placeholder text."""
    return is_on(sdt.find(f"{SDT_PR}/{_SHOWING_HINT}"))


def hint_of(sdt: Element) -> str:
    """Return the placeholder text that an empty control shows, or ""."""
    content = sdt.find(SDT_CONTENT)
    return clean_text(text_of(content)).strip() if content is not None and shows_hint(sdt) else ""


def property_of(sdt: Element, name: str) -> str:
    """Return the w:val of a property such as "tag", "alias" or "id", or ""."""
    found = sdt.find(f"{SDT_PR}/{w(name)}")
    return "" if found is None else one_line(cast(str, found.get(VAL, "")))


def one_line(text: str) -> str:
    """Return a name, title or item as it can be shown in a line, stored, and written into a paper again."""
    if text.isprintable():
        return text.strip()
    return clean_text(text).replace("\n", " ").replace("\t", " ").strip()


def choices_of(sdt: Element) -> tuple[Choice, ...]:
    """Return the items of a dropdown list; an item without value is its «choose…» line and is left out."""
    items = sdt.iterfind(f"{SDT_PR}/{w('dropDownList')}/{w('listItem')}")
    pairs = [(one_line(item.get(w("value"), "")), one_line(item.get(w("displayText"), ""))) for item in items]
    return tuple(Choice(value, label or value) for value, label in pairs if value)


def read_fields(controls: Iterable[Control]) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """Return the distinct fields in order of appearance, and Dutch sentences about controls that disagree."""
    fields: dict[str, Field] = {}
    problems: list[str] = []
    for control in controls:
        if control.kind is None or not control.tag:
            continue
        field = _field(control)
        if control.tag in fields:
            field, problem = _merged(fields[control.tag], field)
            problems += problem
        fields[control.tag] = field
    return _nested(fields), tuple(problems)


def _control(sdt: Element, within: str) -> Control:
    found = sdt.find(SDT_PR)
    properties = {} if found is None else {child.tag: child for child in found}
    kind = next((_KINDS[tag] for tag in properties if tag in _KINDS), None)
    if kind == "text" and properties[_TEXT].get(_MULTI_LINE, "0") in ("1", "true", "on"):
        kind = "long_text"
    tag, label = (one_line(properties[name].get(VAL, "")) if name in properties else "" for name in (_TAG, _ALIAS))
    return Control(
        sdt, kind, tag, label, within, not WRAPPING.isdisjoint(properties), is_on(properties.get(_SHOWING_HINT))
    )


def _field(control: Control) -> Field:
    assert control.kind is not None
    hint = "" if control.kind in ("rows", "tick") else hint_of(control.element)
    return Field(control.tag, control.label, control.kind, hint, choices_of(control.element))


def _merged(known: Field, again: Field) -> tuple[Field, list[str]]:
    problems = []
    if known.kind != again.kind:
        problems.append(f"Het invulveld «{known.name}» komt met twee soorten voor: {known.kind} en {again.kind}.")
    elif known.kind == "rows":
        problems.append(f"De lijst «{known.name}» staat meer dan één keer in het formulier.")
    elif known.choices != again.choices:
        problems.append(f"Het invulveld «{known.name}» heeft niet overal dezelfde keuzelijst.")
    return replace(known, label=known.label or again.label, hint=known.hint or again.hint), problems


def _nested(fields: dict[str, Field]) -> tuple[Field, ...]:
    """Move the columns into their lists."""
    result: dict[str, Field] = {}
    for name, field in fields.items():
        owner, _, column = name.rpartition(".")
        if owner in result and result[owner].kind == "rows":
            outer = result[owner]
            result[owner] = replace(outer, columns=(*outer.columns, replace(field, name=column)))
        else:
            result[name] = field
    return tuple(result.values())
