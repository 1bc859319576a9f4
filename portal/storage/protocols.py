"""The dated rule files as delivered with the portal, what can be recorded besides, and the words that explain them."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from portal.rules import fold
from portal.rules.illness_words import IllnessWords, parse_illness_words
from portal.rules.paragraphs import Paragraph, parse_paragraphs
from portal.rules.protocol import Protocol
from portal.rules.protocol_file import ProtocolError, parse_protocol
from portal.rules.records import RecordKind, parse_records
from portal.rules.report import Report, parse_report
from portal.storage.catalogue import catalogue

FOLDER = Path(__file__).resolve().parents[1] / "protocols"
SIDE_ROADS = FOLDER / "zijwegen" / "zijwegen.toml"
RECORDS = FOLDER / "zijwegen" / "vastleggen.toml"
PARAGRAPHS = FOLDER / "zijwegen" / "toelichting.toml"
GUIDES = FOLDER / "uitleg" / "rollen.toml"
REPORT = FOLDER / "verslag" / "uwv_2023.toml"
ILLNESS_WORDS = FOLDER / "privacy" / "ziektewoorden.toml"


@cache
def protocol_keys() -> tuple[str, ...]:
    """The keys of every rule set there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def protocol(key: str) -> Protocol:
    """The rule set with this key, read once.

    KeyError: there is none (the error names those there are). ProtocolError: its file says something that
    cannot be meant, or calls itself by another key than its name.
    """
    if key not in protocol_keys():
        raise KeyError(f"unknown protocol {key!r}; known are {', '.join(protocol_keys())}")
    text = (FOLDER / f"{key}.toml").read_text(encoding="utf-8")
    found = parse_protocol(text, SIDE_ROADS.read_text(encoding="utf-8"), report_rules())
    if found.key != key:
        raise ProtocolError(f"{key}.toml: calls itself {found.key!r}")
    own = frozenset(kind.key for kind in catalogue().values() if set(kind.readers) == {"medewerker"})
    return replace(found, own_papers=own)


@cache
def rules_mark() -> int:
    """A number of 28 bits that is another one for other rules: the rule files, and the code that reads them."""
    code = Path(fold.__file__).parent.glob("*.py")
    digest = hashlib.sha256()
    for path in sorted((*FOLDER.rglob("*.toml"), *code), key=lambda path: path.name):
        digest.update(path.read_bytes())
    return int(digest.hexdigest()[:7], 16)


@cache
def own_steps() -> frozenset[str]:
    """The steps, by any rule set, that nobody but the employee may know of."""
    return frozenset(key for name in protocol_keys() for key in protocol(name).own)


@cache
def report_rules() -> Report:
    """What UWV asks of the report. ReportError: the file says something that cannot be meant."""
    return parse_report(REPORT.read_text(encoding="utf-8"))


@cache
def records() -> Mapping[str, RecordKind]:
    """Every kind of record, by key. RecordsError: the file says something that cannot be meant."""
    return parse_records(RECORDS.read_text(encoding="utf-8"))


@cache
def paragraphs() -> Mapping[str, Paragraph]:
    """The explanation of each step in our own words, by key. ParagraphsError: the file says what cannot be meant."""
    return parse_paragraphs(PARAGRAPHS.read_text(encoding="utf-8"))


@cache
def guides() -> Mapping[str, Paragraph]:
    """What each function is for, in our own words, by role. ParagraphsError: the file says what cannot be meant."""
    return parse_paragraphs(GUIDES.read_text(encoding="utf-8"))


@cache
def delivered_illness_words() -> IllnessWords:
    """The words about illness as delivered. IllnessWordsError: the file says something that cannot be meant."""
    return parse_illness_words(ILLNESS_WORDS.read_text(encoding="utf-8"))
