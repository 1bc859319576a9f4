"""One content control taken apart: its XML for every state, with the variable places cut out."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final, cast

from lxml import etree

from portal.documents.content_controls import Control, Kind, choices_of, hint_of, shows_hint, type_element
from portal.documents.text import clean_text
from portal.documents.wordml import RPR, SDT_CONTENT, SDT_PR, VAL, Element, R, character, w, w14, w15

FRESH_ID: Final = b"<?portaal id?>"
"""Stands where the id of a control goes in a row that is copied."""

NOTHING: Final = "–"
"""Printed for an empty field; a control whose run is empty stops reacting in Word on the web."""

_TEXT: Final = "<?portaal text?>"
_RUN: Final = "<?portaal run?>"
_DAY: Final = "<?portaal day?>"
_FULL_DATE: Final = 'fullDate="'
_MIDNIGHT: Final = "T00:00:00Z"
_TEXT_START: Final = '<w:t xml:space="preserve">'
_LINE_BREAK: Final = "<w:br/>"
LINE_BREAK: Final = _LINE_BREAK.encode()
_EMPTY_TEXT: Final = f"{_TEXT_START}</w:t>"
_HINT_STYLE: Final = "PlaceholderText"
# A bound control shows what its XML store says, not what we write; a temporary one vanishes once edited.
_DROPPED: Final = (w("showingPlcHdr"), w("dataBinding"), w15("dataBinding"), w("temporary"))
_FIRST: Final = (RPR, w("alias"), w("tag"))
_TICKS: Final = {True: ("1", "checkedState", "☒"), False: ("0", "uncheckedState", "☐")}


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """The XML of one control, as bytes: joining bytes costs half of joining texts.

    `name` is the field, or the column within a list. `fixed` holds the whole control per state of a tick, and
    the text per item of a choice. For all but ticks `parts` is the control cut at its variable places: one for
    text and for an item, two for a date (ISO day and text). `blank` and `hint` are the control without a value.
    `parts_of_lines` takes the place of `parts` for a text with line breaks: there the control has no type,
    which makes it a rich-text control, because LibreOffice 7.4 moves the breaks in a plain-text control to
    before its text.
    """

    name: str
    kind: Kind
    fixed: Mapping[str | bool, bytes]
    parts: tuple[bytes, ...]
    parts_of_lines: tuple[bytes, ...]
    blank: bytes
    hint: bytes


def mark(name: str) -> Element:
    """Return a processing instruction that marks a place in a tree; it is written as `<?portaal name?>`.

    Templates are parsed without processing instructions, and values are escaped: only we can write one.
    """
    return etree.PI("portaal", name)


def run_text(text: str) -> bytes:
    """Return the inside of a run: `text` cleaned and escaped, with tabs and line breaks as Word writes them.

    Empty when nothing is left of the text.
    """
    if text.isprintable():
        xml = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"{_TEXT_START}{xml}</w:t>".encode() if text else b""
    return _run_text(text).encode() if clean_text(text) else b""


def _run_text(text: str) -> str:
    xml = clean_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    xml = f"{_TEXT_START}{xml}</w:t>"
    if "\n" in xml or "\t" in xml:
        xml = xml.replace("\n", f"</w:t>{_LINE_BREAK}{_TEXT_START}").replace("\t", f"</w:t><w:tab/>{_TEXT_START}")
        xml = xml.replace(_EMPTY_TEXT, "")
    return xml


def id_xml(number: int) -> bytes:
    """Return what goes in the place of FRESH_ID."""
    return b'<w:id w:val="%d"/>' % number


def compiled_slot(control: Control, root: Element) -> Slot:
    """Take `control`, still in its tree under `root`, apart. Its element is no longer usable afterwards."""
    assert control.kind is not None
    draft = _Draft(control, root)
    fixed: dict[str | bool, bytes] = {}
    parts: tuple[bytes, ...] = ()
    parts_of_lines: tuple[bytes, ...] = ()
    blank = hint = b""
    if control.kind != "tick":
        blank, hint = draft.empty(NOTHING, hint=False).encode(), draft.empty(draft.hint, hint=True).encode()
    match control.kind:
        case "tick":
            fixed = {True: draft.ticked(True).encode(), False: draft.ticked(False).encode()}
        case "choice":
            choices = choices_of(control.element)
            # The items stand in every state of the control: writing each out whole would take their square.
            fixed = {choice.value: _run_text(choice.label).encode() for choice in choices}
            parts = _encoded(*draft.filled(_TEXT).split(_TEXT))
        case "date":
            parts = _encoded(*draft.dated())
        case _:
            parts = _encoded(*draft.filled(_TEXT).split(_TEXT))
            draft.drop_type()
            parts_of_lines = _encoded(*draft.filled(_TEXT).split(_TEXT))
    return Slot(control.column or control.tag, control.kind, fixed, parts, parts_of_lines, blank, hint)


def _encoded(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def without_head(slot: Slot) -> tuple[bytes, Slot]:
    """Return what comes before the id of a slot in a row, and the slot that goes on after it."""
    head = slot.fixed[True] if slot.kind == "tick" else slot.blank
    head = head[: head.index(FRESH_ID)]

    def after(xml: bytes) -> bytes:
        assert xml.startswith(head + FRESH_ID)
        return xml[len(head) + len(FRESH_ID) :]

    first, lines = slot.parts[:1], slot.parts_of_lines[:1]
    return head, replace(
        slot,
        fixed={value: after(xml) for value, xml in slot.fixed.items()} if slot.kind == "tick" else slot.fixed,
        parts=(*map(after, first), *slot.parts[1:]),
        parts_of_lines=(*map(after, lines), *slot.parts_of_lines[1:]),
        blank=after(slot.blank) if slot.blank else b"",
        hint=after(slot.hint) if slot.hint else b"",
    )


def give_fresh_ids(sdt: Element) -> None:
    """Mark the id of a control that is copied, and drop paragraph ids and bookmarks, which must be unique."""
    properties = sdt.find(SDT_PR)
    properties.remove(properties.find(w("id")))
    # After what comes first by the standard, so that what comes before it is the same for every value.
    first = list(takewhile(lambda child: child.tag in _FIRST, properties))
    properties.insert(len(first), mark("id"))
    for name in ("bookmarkStart", "bookmarkEnd"):
        for found in list(sdt.iter(w(name))):
            found.getparent().remove(found)
    for paragraph in sdt.iter(w("p"), w("tr")):
        for name in ("paraId", "textId"):
            paragraph.attrib.pop(w14(name), None)


def markup(element: Element, root: Element) -> str:
    """Return the XML of `element` as it would stand inside `root`, without repeating namespaces."""
    head, end, rest = cast(str, etree.tostring(element, encoding="unicode", with_tail=False)).partition(">")
    for prefix, uri in root.nsmap.items():
        head = head.replace(f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"', "")
    return head + end + rest


class _Draft:
    """A control in its tree, put in one state after another and written out each time."""

    def __init__(self, control: Control, root: Element) -> None:
        sdt = control.element
        self._sdt, self._root = sdt, root
        self._type = cast(Element, type_element(sdt))
        self._content = sdt.find(SDT_CONTENT)
        if self._content is None:
            self._content = etree.SubElement(sdt, SDT_CONTENT)
        was_hint = shows_hint(sdt)
        self.hint = hint_of(sdt) or control.label
        look = next(self._content.iter(R), etree.Element(R)).find(RPR)
        self._value_look, self._hint_look = _looks(look, sdt.find(f"{SDT_PR}/{RPR}"), was_hint)
        properties = sdt.find(SDT_PR)
        for found in [child for child in properties if child.tag in _DROPPED]:
            properties.remove(found)
        self._type.attrib.pop(w("lastValue"), None)

    def filled(self, run: str) -> str:
        """Return the control with a value; `run` is XML."""
        return self._written(run, self._value_look)

    def drop_type(self) -> None:
        """Make this a control for any content."""
        self._type.getparent().remove(self._type)

    def dated(self) -> tuple[str, str, str]:
        """Return a date control cut where the ISO day goes, and where the text goes."""
        # Set anew it is the last attribute, and the mark comes right after it: a title may hold any words.
        self._type.attrib.pop(w("fullDate"), None)
        self._type.set(w("fullDate"), _MIDNIGHT)
        day = mark("day")
        self._type.insert(0, day)
        xml = self._written(_TEXT, self._value_look)
        self._type.remove(day)
        before, _, rest = xml.partition(_DAY)
        head, _, time = before.rpartition(_FULL_DATE)
        between, _, after = rest.partition(_TEXT)
        return head + _FULL_DATE, time + between, after

    def ticked(self, on: bool) -> str:
        """Return a checkbox in one of its states, with the character and font that it has for it."""
        state, name, glyph = _TICKS[on]
        checked = self._type.find(w14("checked"))
        if checked is None:
            checked = etree.Element(w14("checked"))
            self._type.insert(0, checked)
        checked.set(w14("val"), state)
        sign = self._type.find(w14(name))
        look = deepcopy(self._value_look)
        own = "" if sign is None else character(sign.get(w14("val"))).strip()
        if own:
            glyph = own
            _set_font(look, sign.get(w14("font"), ""))
        return self._written(_run_text(glyph), look)

    def empty(self, text: str, *, hint: bool) -> str:
        """Return the control without a value, showing `text`, in the look of a hint or of a value."""
        self._type.attrib.pop(w("fullDate"), None)
        showing = etree.Element(w("showingPlcHdr"))
        self._type.addprevious(showing)
        xml = self._written(_run_text(text), self._hint_look if hint else self._value_look)
        showing.getparent().remove(showing)
        return xml

    def _written(self, run: str, look: Element) -> str:
        for child in list(self._content):
            self._content.remove(child)
        element = etree.SubElement(self._content, R)
        if len(look):
            element.append(deepcopy(look))
        element.append(mark("run"))
        return markup(self._sdt, self._root).replace(_RUN, run)


def _looks(run: Element | None, of_control: Element | None, was_hint: bool) -> tuple[Element, Element]:
    """Return the run properties for a value and for a hint."""
    found = deepcopy(run) if run is not None else etree.Element(RPR)
    value = deepcopy(found if of_control is None else of_control)
    style = value.find(w("rStyle"))
    if was_hint and of_control is None and style is not None:
        value.remove(style)
    if was_hint:
        return value, found
    hint = deepcopy(value)
    for style in hint.findall(w("rStyle")):
        hint.remove(style)
    etree.SubElement(hint, w("rStyle")).set(VAL, _HINT_STYLE)
    hint.insert(0, hint[-1])
    return value, hint


def _set_font(look: Element, font: str) -> None:
    if not font:
        return
    fonts = look.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        look.insert(1 if look.find(w("rStyle")) is not None else 0, fonts)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(w(name), font)
