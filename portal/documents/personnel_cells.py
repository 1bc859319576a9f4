"""The headings and cells of a personnel file: which column is which, and what a cell says."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

LONGEST_CELL = 200
MOST_HOURS = 60.0

# What the columns are called in the exports we know, most telling heading first: `eenheidscode` is rather the
# code than `eenheid`, which may be its name. A heading serves one column, so the order of columns counts too.
HEADINGS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split(", "))
    for column, names in {
        "number": (
            "personeelsnummer, personeelsnr, persnr, pers nr, medewerkernummer, medewerkernr, "
            "medewerker nummer, nummer medewerker, werknemersnummer, werknemernummer, personeels nummer"
        ),
        "manager": (
            "personeelsnummer leidinggevende, leidinggevende personeelsnummer, persnr leidinggevende, "
            "leidinggevende persnr, medewerkernummer leidinggevende, leidinggevende nummer, "
            "nummer leidinggevende, leidinggevende, direct leidinggevende, manager"
        ),
        "name": "naam, volledige naam, naam medewerker, medewerkernaam, weergavenaam, medewerker",
        "first_name": "roepnaam, voornaam, voornamen, voorletters, initialen",
        "infix": "tussenvoegsel, tussenvoegsels, voorvoegsel, voorvoegsels",
        "last_name": "achternaam, geboortenaam, familienaam",
        "email": "e mail, email, e mailadres, emailadres, e mail adres, e mail werk, email werk, mail",
        "job": (
            "functieomschrijving, functie omschrijving, omschrijving functie, functienaam, "
            "functie naam, functie, functietitel"
        ),
        "hours": (
            "uren, uren per week, contracturen, contracturen per week, aantal uren per week, "
            "aantal uren, uren p w, uren pw, arbeidsduur per week, arbeidsduur"
        ),
        "unit": (
            "eenheidscode, eenheid code, code eenheid, afdelingscode, afdeling code, code afdeling, "
            "org eenheid code, organisatie eenheid code, eenheid, afdeling, organisatorische eenheid, "
            "organisatie eenheid, org eenheid"
        ),
        "unit_name": (
            "eenheidsnaam, naam eenheid, eenheid naam, afdelingsnaam, naam afdeling, afdeling naam, "
            "eenheid omschrijving, omschrijving eenheid, afdelingsomschrijving, omschrijving afdeling, "
            "eenheid, afdeling"
        ),
        "parent": (
            "bovenliggende eenheidscode, bovenliggende eenheid code, code bovenliggende eenheid, "
            "bovenliggende eenheid, bovenliggende afdeling, hogere eenheid"
        ),
        "parent_name": (
            "naam bovenliggende eenheid, bovenliggende eenheidsnaam, bovenliggende eenheid naam, bovenliggende eenheid"
        ),
        "from_on": (
            "in dienst, indienst, in dienst per, indienst per, datum in dienst, datum indienst, "
            "indiensttreding, datum indiensttreding, indienstdatum, in dienst sinds"
        ),
        "until_on": (
            "uit dienst, uitdienst, uit dienst per, uitdienst per, datum uit dienst, datum uitdienst, "
            "uitdiensttreding, datum uitdiensttreding, uitdienstdatum"
        ),
        "bsn": "bsn, burgerservicenummer, bsn nummer, sofinummer",
        "organisation": "organisatie, organisatienaam, naam organisatie, werkgever",
    }.items()
}
# What a column is called in a sentence when the file has no such heading.
LABELS = {
    "number": "personeelsnummer",
    "name": "naam",
    "email": "e-mail",
    "job": "functie",
    "hours": "uren",
    "unit": "eenheid",
    "manager": "leidinggevende",
}

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,31}")
_ROUNDED = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
_HOURS = re.compile(r"\d{1,3}([.,]\d{1,4})?")
_DUTCH_DAY = re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})")
_ISO_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
# What é, ë, ’ … look like after UTF-8 was read as cp1252; no name holds these pairs.
_MISREAD = re.compile("Ã[\x80-¿‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ]|â€|\ufffd")


def columns_of(heading: Sequence[str]) -> dict[str, int]:
    """Which cell holds which column, for the headings that are known."""
    places: dict[str, int] = {}
    for place, cell in enumerate(heading):
        places.setdefault(_plain(cell), place)
    columns: dict[str, int] = {}
    for column, names in HEADINGS.items():
        found = next((places[n] for n in names if n in places and places[n] not in columns.values()), None)
        if found is not None:
            columns[column] = found
    return columns


def columns_missing(columns: Mapping[str, int]) -> list[str]:
    """The Dutch labels of the columns that a personnel file cannot do without."""
    has_name = "name" in columns or "last_name" in columns
    return [label for key, label in LABELS.items() if key not in columns and not (key == "name" and has_name)]


def headings_twice(heading: Sequence[str]) -> list[str]:
    """Known headings that stand in the file more than once, so that nobody can tell which column counts."""
    known = {name for names in HEADINGS.values() for name in names}
    plain = [_plain(cell) for cell in heading]
    return sorted({name for name in plain if name in known and plain.count(name) > 1})


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", clean(heading).casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


@lru_cache(maxsize=4096)
def clean(cell: str) -> str:
    """The cell without control characters, invisible marks and needless white space; one form for accents."""
    formula = _TEXT_FORMULA.fullmatch(cell)
    text = formula[1] if formula else cell
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cn", "Co", "Cs") else letter


def misread(text: str) -> bool:
    """Whether accents in the text were read with the wrong encoding somewhere on its way."""
    return bool(_MISREAD.search(text))


def number_error(number: str) -> str:
    """What is wrong with a personnel number; empty when nothing is."""
    if _ROUNDED.fullmatch(number):
        return f"«{number}» is door Excel afgerond. Maak de kolom in Excel eerst op als tekst."
    if not _NUMBER.fullmatch(number):
        return f"«{number}» is geen personeelsnummer. Gebruik alleen letters, cijfers, punten en streepjes."
    return ""


def email_error(email: str) -> str:
    """What is wrong with a lower-case e-mail address; empty when nothing is."""
    local, _, host = email.partition("@")
    dots_wrong = ".." in email or local[:1] == "." or local[-1:] == "." or host[:1] == "-"
    if len(email) > 254 or dots_wrong or not _EMAIL.fullmatch(email):
        return f"«{email}» is geen e-mailadres. Een voorbeeld: j.jansen@voorbeeld.nl."
    return ""


def hours_of(text: str) -> float:
    """Contract hours a week from `36`, `36,5` or `36.50`; ValueError with a sentence otherwise."""
    if not _HOURS.fullmatch(text):
        raise ValueError(f"«{text}» is geen aantal uren. Een voorbeeld: 36 of 31,5.")
    hours = float(text.replace(",", "."))
    if hours > MOST_HOURS:
        raise ValueError(f"{text} uur per week kan niet. Vul 0 tot en met 60 in.")
    return hours


def day_of(text: str) -> date | None:
    """A day from `5-1-2026`, `05/01/2026` or `2026-01-05`; None for an empty `00.00.0000`."""
    bare = _MIDNIGHT.sub("", text)
    match = _DUTCH_DAY.fullmatch(bare) or _ISO_DAY.fullmatch(bare)
    if not match:
        raise ValueError(f"«{text}» is geen datum. Een voorbeeld: 5-1-2026.")
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if year == month == day == 0:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"De datum «{text}» bestaat niet. Schrijf eerst de dag, dan de maand.") from None
