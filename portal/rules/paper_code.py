"""The code on the page that one signs with a pen, such as «D0042-PVA-2»: by it a scan finds its way back.

It names the dossier, the kind of paper and its number, and from the second version on the version («D0042-PVA-2-V3»):
who signed an older one did not sign this. It says nothing about a person.
"""

import re
from dataclasses import dataclass

ALIKE = str.maketrans("OIL", "011")
"""Letters that one reads as digits; no kind of paper has them in its code."""

_DIGITS = r"[0-9OIL]{1,9}"
_GAP = r"[\s_.\-–—]*"
_CODE = re.compile(
    rf"(?<![A-Z0-9])D{_GAP}({_DIGITS}){_GAP}([A-HJKMNP-Z]{{2,5}}){_GAP}({_DIGITS})(?:{_GAP}V{_GAP}({_DIGITS}))?(?![A-Z0-9])"
)


@dataclass(frozen=True)
class PaperCode:
    """What a code names: the number of the dossier, the slot of the kind (see the catalogue), number and version."""

    dossier: str
    slot: str
    number: int
    version: int

    def __str__(self) -> str:
        later = f"-V{self.version}" if self.version > 1 else ""
        return f"D{self.dossier}-{self.slot}-{self.number}{later}"


def read_code(text: str) -> PaperCode | None:
    """The first code in what someone typed, or in the name of a file; None when there is none.

    Capitals, spaces and dashes do not matter, nor an O that was meant as a nought.
    """
    found = _CODE.search(text.upper())
    if found is None:
        return None
    dossier, slot, number, version = found.groups()
    return PaperCode(f"{_number(dossier):04}", slot, _number(number), _number(version or "1"))


def _number(digits: str) -> int:
    return int(digits.translate(ALIKE))
