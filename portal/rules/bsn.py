"""The burgerservicenummer: nine digits that pass the elfproef.

Source: Wet algemene bepalingen burgerservicenummer; each paper of the re-integration report carries it (Beleidsregels
vorm- en herkenbaarheidsvereisten).
"""

from portal.rules.errors import Rejected

LENGTH = 9
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bsn(text: str, field: str = "bsn") -> str:
    """The number that was typed, as nine digits; spaces and dots between them do not matter.

    A number of eight digits gets the zero that lists leave out. Raises Rejected("bsn_wrong") for what is no BSN.
    """
    digits = text.translate(str.maketrans("", "", " .-\u00a0"))
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (LENGTH - 1, LENGTH):
        raise Rejected("bsn_wrong", field=field)
    digits = digits.zfill(LENGTH)
    proof = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    if proof % 11 or not int(digits):
        raise Rejected("bsn_wrong", field=field)
    return digits
