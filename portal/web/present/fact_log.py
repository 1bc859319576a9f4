"""The facts of a dossier as a log, newest first: what, which day, by whom, and what was corrected later.

Who reads what, decided here. The line itself (kind, day, author) is for everyone who may read the dossier, but that
of a record for those whom its kind names.
What a line says in someone's own words is for the readers of the paper that holds such words: a contact, or the note
with a ziekmelding, for the readers of a gespreksverslag, a question for those of a vraagstelling, a record for those
whom its kind names; those with a tick of the employee's own step are for the employee alone. The six items of a
ziekmelding have a rule of their own, and a paper shows itself only to its readers. Authors always read their own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from portal.actions.correct_fact import correctable
from portal.actions.dossier import ON_BEHALF_OF, OpenDossier
from portal.actions.follow_chart import MANAGER_CHANGED
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.errors import PortalError
from portal.rules.facts import ANSWERS_TO, COPY_RECEIVED, REASON, RECALLED, Fact, day_of
from portal.rules.terms import FACT
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records
from portal.web.clock import HERE
from portal.web.present.binder import paper_title
from portal.web.present.fact_words import OWN_WORDS, SIX_ITEMS, Told
from portal.web.present.steps import in_sentence

WORDS_LIKE = {
    "contact": "gespreksverslag",
    "ziekmelding": "gespreksverslag",
    "gedaan": "gespreksverslag",
    "vraagstelling": "vraagstelling_arbodienst",
}
"""The kinds of fact that hold someone's own words, each with the paper that has the same readers."""

ANEW = ("consult_gepland", "papier_vastgesteld", "ondertekend", RECALLED, COPY_RECEIVED)
"""What is withdrawn and made anew, never corrected: the letter with a consult has gone out, a paper is what it is."""

Line = dict[str, Any]


@dataclass(frozen=True)
class FactLog:
    """The log of a dossier for the person who has it open; `names` are the authors by id."""

    dossier: OpenDossier
    names: Mapping[int, str]

    def own_lines(self) -> list[Line]:
        """All that is shown to who may not read the dossier: what they may record too, such as a leave, so that
        nobody does it twice, and what they recorded themselves and may still correct."""
        seen = self.seen()
        theirs = {fact.seq for fact in seen if fact.author != self.dossier.actor and self._may_record(fact)}
        own = [fact for fact in seen if fact.seq in theirs or fact.author == self.dossier.actor]
        return [line for line in self.lines(own) if line["seq"] in theirs or line["change"]]

    def _may_record(self, fact: Fact) -> bool:
        kind = records().get(fact.kind)
        return kind is not None and kind.writable_by(self.dossier.roles) and kind.readable_by(self.dossier.roles)

    def news(self, since: int) -> dict[str, Any] | None:
        """The newest fact after this one that someone else recorded: its number, who and when. None when none is."""
        seen = (fact for fact in self.seen() if fact.seq > since and fact.author != self.dossier.actor)
        newest = next(seen, None)
        return _about(newest, self.names) if newest else None

    def as_data(self) -> list[Line]:
        """Every fact that the person may know of as plain data, without what they may not read of it."""
        return [
            {
                "nummer": fact.seq,
                "soort": fact.kind,
                "dag": fact.on.isoformat(),
                "vastgelegd_op": fact.at.isoformat(),
                "door": _author(fact, self.names),
                "verbetert": fact.corrects,
                "inhoud": {name: value for name, value in fact.data.items() if name not in self._unread(fact)},
            }
            for fact in reversed(self.seen())
        ]

    def _unread(self, fact: Fact) -> frozenset[str]:
        """Where a fact says what the person may not read."""
        old = self._corrected(fact) or fact
        hidden = set(OWN_WORDS) if not self._may_read_words(fact) else set()
        if not self._may_read_words(old):
            hidden |= {"reden", REASON}
        if fact.kind == "ziekmelding" and not may(self.dossier.roles, "read_six_items"):
            hidden |= SIX_ITEMS.keys()
        return frozenset(hidden)

    def seen(self) -> list[Fact]:
        """The facts of which the person may know that they are there, the newest first."""
        kinds = {fact.data["papier"]: fact.data["soort"] for fact in _settled(self.dossier)}
        found = [
            fact
            for fact in self.dossier.facts
            if (paper := fact.data.get("papier")) not in kinds
            or catalogue()[kinds[paper]].readable_by(self.dossier.roles)
        ]
        return sorted(filter(self._may_know, found), key=lambda fact: fact.seq, reverse=True)

    def _may_know(self, fact: Fact) -> bool:
        """Of a record even that it is there is for its readers: a title such as that of a leave says enough.

        That a step of the employee's own was ticked, or that this was taken back, is for the employee.
        """
        told = self._corrected(fact) or fact
        if told.data.get("stap") in self.dossier.protocol.own and "medewerker" not in self.dossier.roles:
            return False
        kind = records().get(fact.kind)
        return kind is None or fact.author == self.dossier.actor or kind.readable_by(self.dossier.roles)

    def lines(self, facts: Iterable[Fact]) -> list[Line]:
        """These facts as lines of the log; they are some of `seen`."""
        told = teller(self.dossier)
        later = {fact.corrects: fact for fact in self.dossier.facts if fact.corrects is not None}
        six_items = may(self.dossier.roles, "read_six_items")
        return [
            {
                **_about(fact, self.names),
                "sentence": told.sentence(fact),
                "words": self._words(fact, told) if self._may_read_words(fact) else "",
                "facts": told.six_items(fact) if six_items and fact.kind == "ziekmelding" else [],
                "struck": _struck(later.get(fact.seq)),
                "corrects": self._corrects(fact),
                "change": self._change(fact) if fact.seq not in later else None,
            }
            for fact in facts
        ]

    def _words(self, fact: Fact, told: Told) -> str:
        """What the author wrote; of an answer also what it was given to, for who may read that.

        Two proposals of one day are told apart by it.
        """
        words = told.answers(fact) or told.own_words(fact)
        asked = self._by_number.get(fact.data.get(ANSWERS_TO, 0))
        said = told.answers(asked) if asked and self._may_read_words(asked) else ""
        return f"{words} Op: {said}".strip() if said else words

    def _may_read_words(self, fact: Fact) -> bool:
        if fact.author == self.dossier.actor:
            return True
        if self._is_own_tick(fact):
            return "medewerker" in self.dossier.roles
        kind = WORDS_LIKE.get(fact.kind)
        holder = catalogue()[kind] if kind else records().get(fact.kind)
        return holder is None or holder.readable_by(self.dossier.roles)

    def _is_own_tick(self, fact: Fact) -> bool:
        """Whether the fact ticks a step of the employee, such as having received the medical papers."""
        rule = self.dossier.protocol.rule(fact.data["stap"]) if fact.kind == "gedaan" else None
        return rule is not None and rule.owner == "medewerker"

    @cached_property
    def _by_number(self) -> Mapping[int, Fact]:
        return {fact.seq: fact for fact in self.dossier.facts}

    def _corrected(self, fact: Fact) -> Fact | None:
        """What a fact corrects or withdraws; None for one that does neither."""
        return self._by_number.get(fact.corrects) if fact.corrects is not None else None

    def _corrects(self, fact: Fact) -> str:
        """What a correction or withdrawal takes the place of, and why for who may read the words of that."""
        old = self._corrected(fact)
        if old is None:
            return ""
        withdraws = fact.kind == "intrekking"
        reason = fact.data.get("reden" if withdraws else "reden_correctie", "") if self._may_read_words(old) else ""
        verb = "Trekt in" if withdraws else "Verbetert"
        return f"{verb}: {_name(old)}. {reason}".strip()

    def _change(self, fact: Fact) -> dict[str, str] | None:
        """Where the person corrects or withdraws a fact; None when it is not theirs to change."""
        try:
            correctable(self.dossier, fact.seq)
        except PortalError:
            return None
        number = self.dossier.row.number
        return {
            "correct": "" if fact.kind in ANEW else url_for("corrections.correct", number=number, seq=fact.seq),
            "withdraw": url_for("corrections.withdraw", number=number, seq=fact.seq),
            "context": _name(fact),
        }


def teller(dossier: OpenDossier) -> Told:
    """Tells the facts of this dossier, each paper by the name that it has in the list of papers."""
    settled = _settled(dossier)
    repeated = {fact.data["soort"] for fact in settled if fact.data["nummer"] > 1}
    return Told(
        titles={rule.key: rule.title for rule in dossier.protocol.rules},
        consults={str(f.seq): day_of(f, "dag") for f in dossier.facts if f.kind == "consult_gepland"},
        papers={
            fact.data["papier"]: paper_title(fact.data["titel"], fact.data["nummer"], fact.data["soort"] in repeated)
            for fact in settled
        },
    )


def _settled(dossier: OpenDossier) -> list[Fact]:
    return [fact for fact in dossier.facts if fact.kind == "papier_vastgesteld"]


def _about(fact: Fact, names: Mapping[int, str]) -> Line:
    moment = fact.at.astimezone(HERE)
    return {
        "seq": fact.seq,
        "title": FACT[fact.kind],
        "day": long_date(fact.on),
        "at": f"{long_date(moment.date())} om {moment:%H.%M} uur",
        "author": _author(fact, names),
    }


def _author(fact: Fact, names: Mapping[int, str]) -> str:
    if fact.kind == MANAGER_CHANGED:
        return "Uit de personeelslijst"  # nobody typed it; the chain of facts needs an author, which is the new one
    absent = names.get(fact.data.get(ON_BEHALF_OF, 0), "")
    name = names.get(fact.author, "")
    return f"{name}, namens {absent}" if absent else name


def _name(fact: Fact) -> str:
    return f"{in_sentence(FACT[fact.kind])} van {long_date(fact.on)}"


def _struck(later: Fact | None) -> str:
    if later is None:
        return ""
    return "ingetrokken" if later.kind == "intrekking" else "verbeterd"
