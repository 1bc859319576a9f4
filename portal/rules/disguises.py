"""Ways to write a word that a list of words does not find, though whoever reads it sees the word.

Letters of another alphabet that look the same (Unicode Technical Standard 39 has the whole list; here are those that
look like a small letter or capital from a to z), letters apart, signs between them, digits for letters, and letters
that stand there twice.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

# Accents, and what a text from Word or a PDF brings along unseen: soft hyphens, joiners, marks of direction.
_UNSEEN = frozenset({"Mn", "Me", "Cf"})

# Capitals that look otherwise than the small letter that they become.
_CAPITALS = str.maketrans("ΗΝΜΥΡΒΧ", "HNMYPBX")
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("авеікмнорсстухһԁԛԝѕјьӏєүѵгп", "abeikmhopcctyxhdqwsjbleyvrn", strict=True)),
        **dict(zip("αβγεηικνορςτυχωϲϳμ", "abyenikvopstuxwcju", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **dict(zip("ıɑɡɩłøđħŧօոսհց", "iagilodhtonuhg", strict=True)),
        # White letters in a black circle or square, and those that flags are made of.
        **{chr(start + place): chr(ord("a") + place) for start in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)},
        "æ": "ae",
        "œ": "oe",
        "‐": "-",
    }
)

_SIGNS = str.maketrans("@$€!|", "aseil")
_DIGITS = tuple(str.maketrans("0134578", f"o{one}eastb") for one in "il")
_SHORTEST_WITH_DIGITS = 5
_FEWEST_LETTERS = 3

_LETTERS = re.compile(r"[a-z0-9]+")
# On either side of a slash stands another word, as in «en/of».
_PIECE = re.compile(r"[^\s/]+")
_AFTER_WORD = "!|.,;:?)"
# One or two letters at a time: as many as one after another are no words of their own.
_SPELLED = re.compile(r"(?<![a-z0-9])[a-z0-9]{1,2}(?:[^a-z0-9]{1,3}[a-z0-9]{1,2}){2,}(?![a-z0-9])")
_TWICE = re.compile(r"(.)\1+")


def bare(text: str) -> str:
    """A text in small letters from a to z as far as it looks so, without accents and what cannot be seen."""
    parts = unicodedata.normalize("NFKD", text).translate(_CAPITALS)
    parts = unicodedata.normalize("NFKD", parts.casefold())
    seen = parts if parts.isascii() else "".join(one for one in parts if unicodedata.category(one) not in _UNSEEN)
    return seen.translate(_LOOK_ALIKES)


def once(word: str) -> str:
    """A word with each letter once where it stands there several times in a row."""
    return _TWICE.sub(r"\1", word)


def in_one_piece(written: str) -> Iterator[tuple[str, str]]:
    """The pieces of a bare text that may be a word with signs in it, each with a word that it may be."""
    for piece in _PIECE.findall(written):
        cut = piece.rstrip(_AFTER_WORD)
        if cut.isalpha():
            continue
        plain, signed = ("".join(_LETTERS.findall(one)) for one in (cut, cut.translate(_SIGNS)))
        for word in dict.fromkeys(chain([plain, signed], _as_letters(plain), _as_letters(signed))):
            yield piece, word


def spelled(written: str) -> Iterator[str]:
    """What a bare text spells letter by letter."""
    for found in _SPELLED.finditer(written.translate(_SIGNS)):
        plain = "".join(_LETTERS.findall(found[0]))
        yield from dict.fromkeys((plain, *_as_letters(plain)))


def _as_letters(word: str) -> Iterator[str]:
    digits = sum(map(str.isdigit, word))
    if digits and len(word) >= _SHORTEST_WITH_DIGITS and len(word) - digits >= _FEWEST_LETTERS:
        for table in _DIGITS:
            yield word.translate(table)
