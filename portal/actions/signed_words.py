"""How an answer to the request to sign reads: what was answered, in which way, and what exactly was signed."""

from collections.abc import Iterable

from portal.rules.calendar import long_date
from portal.rules.facts import ON_PAPER, Fact
from portal.rules.terms import SIGNATURE
from portal.storage.reading.papers import PaperRow
from portal.storage.reading.people import person

WAYS = {
    "getypt": "Naam getypt, kort na het inloggen.",
    "vastgesteld": "Ondertekend met het vaststellen, met de eigen inlog.",
}
EIGHT = 8


def answer_sentence(fact: Fact) -> str:
    """What someone answered, with the own view, or the reason and who gave it."""
    words = SIGNATURE[fact.data["uitkomst"]]
    if fact.data["uitkomst"] == "niet_ondertekend":
        return f"{words}; {reason_of(fact)}"
    addition = fact.data.get("zienswijze")
    return f"{words}: {addition}" if addition else words


def reason_of(fact: Fact) -> str:
    """The reason why someone did not sign, with the name of who recorded it: it is the other party's word."""
    return f"reden volgens {_recorder(fact) or 'de ander'}: {fact.data.get('reden', '')}"


def way_of(fact: Fact) -> str:
    """In which way someone signed: under the own login, or with a pen, as another may have recorded.

    Empty where nobody signed, and where the fact is older than this question.
    """
    if fact.data["uitkomst"] == "niet_ondertekend":
        return ""
    if fact.data.get(ON_PAPER):
        return f"Met de pen, op papier. Vastgelegd door {_recorder(fact)}."
    return WAYS.get(fact.data.get("wijze", ""), "")


def version_words(row: PaperRow, rows: Iterable[PaperRow]) -> str:
    """«Versie 2, in plaats van versie 1 van 22 februari 2026»; `rows` are the papers of the dossier."""
    same = [o for o in rows if (o.kind, o.number) == (row.kind, row.number) and o.version < row.version]
    old = max(same, key=lambda o: o.version, default=None)
    instead = f", in plaats van versie {old.version} van {long_date(old.on)}" if old else ""
    return f"Versie {row.version}{instead}"


def mark_words(sha256: str) -> str:
    """The hash of a paper so that one can compare it by eye."""
    return " ".join(sha256[at : at + EIGHT] for at in range(0, len(sha256), EIGHT))


def content_words(version: str, sha256: str) -> str:
    """What was signed: the version, in the words of `version_words`, and its hash."""
    return f"{version}, kenmerk (SHA-256): {mark_words(sha256)}"


def in_the_paper(fact: Fact, version: str) -> str:
    """All of it, as it stands in the signature block; `version` in the words of `version_words`."""
    content = fact.data.get("sha256", "")
    signed = content_words(version, content) if content else ""
    return "\n".join(line for line in (answer_sentence(fact), way_of(fact), signed) if line)


def _recorder(fact: Fact) -> str:
    found = person(fact.author)
    return found.name if found else ""
