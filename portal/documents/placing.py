"""Where in the text of a paragraph each field stands, when the controls are gone: what a person sees, too.

The issued paper says which fixed text goes around a field: «Dossier 0042 · versie 2» is read with
«Dossier … · versie …».
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

from portal.documents.content_controls import Control, choices_of
from portal.documents.outline import Line, shown
from portal.documents.reading_values import TICKED, UNTICKED

Placed: TypeAlias = tuple[Control, str]

# Enough of a fixed text to recognise it by when its far end changed, such as a page number.
_PART: Final = 8


def placed(line: Line, text: str) -> list[Placed] | None:
    """Return the text that stands for each field of the issued `line` in `text`; None when it is another line."""
    found: list[Placed] = []
    waiting: list[Control] = []
    place = 0
    for number, piece in enumerate(line.pieces):
        if isinstance(piece, Control):
            waiting.append(piece)
            continue
        begin, end = _found(piece, text, place, last=number == len(line.pieces) - 1, after_field=bool(waiting))
        divided = None if begin < 0 else _divided(waiting, text[place:begin])
        if divided is None:
            return None
        found += divided
        waiting, place = [], end
    divided = _divided(waiting, text[place:])
    return None if divided is None else found + divided


def _found(fixed: str, text: str, start: int, *, last: bool, after_field: bool) -> tuple[int, int]:
    """Return begin and end of the fixed text, or (-1, -1)."""
    for part in (fixed, fixed[:_PART] if after_field else fixed[-_PART:]):
        begin = text.rfind(part, start) if last and after_field else text.find(part, start)
        if begin >= 0:
            return begin, len(text) if last and part != fixed else begin + len(part)
    return -1, -1


def _divided(controls: Sequence[Control], text: str) -> list[Placed] | None:
    """Divide a text over fields with nothing between them; None when nobody can tell where one ends."""
    found: list[Placed] = []
    for control in controls[:-1]:
        length = _length(control, text)
        if length is None:
            return None
        found.append((control, text[:length]))
        text = text[length:]
    if controls:
        found.append((controls[-1], text))
    elif text.strip():
        return None
    return found


def _length(control: Control, text: str) -> int | None:
    if control.kind == "tick":
        return 1 if text[:1] in TICKED | UNTICKED else 0
    words = [shown(control), *(choice.label for choice in choices_of(control.element))]
    return next((len(word) for word in words if word and text.startswith(word)), None)
