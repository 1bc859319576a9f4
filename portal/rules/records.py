"""The kinds of fact that are recorded by answering a few questions, as data.

The main road of a case has forms of its own; the side roads (a request for leave, an opinion of UWV, the end of
the employment) all go this one way. What follows from a record is in the rule files, as for everything else.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal, get_args

from portal.rules.access import ACCESS, ROLES, STANDS_IN_FOR
from portal.rules.conditions import CONDITIONS, in_leven
from portal.rules.facts import Situation
from portal.rules.terms import FACT

COLLEAGUES = ("casemanager", "frisse_blik", "arbodienst", "zelf_daar")
"""What a colleague can be asked for; see actions/colleagues.py."""

OPTIONS_FROM = ("movable_steps", "consults", "opinions", "organisations")
CONTRACT_HOURS = "contract_hours"

QuestionKind = Literal["text", "long_text", "date", "choice", "number", "colleague"]

DAY = "op"
"""The name under which a form asks for the day that a record holds."""


class RecordsError(ValueError):
    """The file of records says something that cannot be meant."""


@dataclass(frozen=True)
class Question:
    """One question of a record.

    `options` are (value, label) of a choice; with `options_from` they are those of this case: `movable_steps`,
    `consults`, the `opinions` that UWV was asked for and did not give yet, or the other `organisations`. `after` is
    the name of another day (`op` is the record's own) that this one may not lie before, and `most_days` how many
    days the two may span, both counted; with `after_step` it may not lie before the last day of that step, and
    spans them from there. With `shortens` it lies before the day that the newest record of that kind gives under
    the same name. `who` says for a colleague what they are asked for: one of COLLEAGUES. `needed_when` gives
    «other=a|b»: only with one of those answers it may not stay empty. A number lies from `least` to `most`, or to
    what `most_from` names in this case where that is known: the hours a week of the contract.
    """

    name: str
    label: str
    kind: QuestionKind = "text"
    hint: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    options_from: str = ""
    after: str = ""
    after_step: str = ""
    shortens: str = ""
    most_days: int = 0
    who: str = ""
    needed_when: str = ""
    least: float = 0
    most: float = 0
    most_from: str = ""


@dataclass(frozen=True)
class RecordKind:
    """One kind of record.

    `day` is the question for the day it holds; empty when that is the day on which it is recorded. That day is at
    most `ahead` days in the future, and with `from_today` not in the past. `written_by` may record it, `readers` may
    read its answers (everyone who may read the dossier sees that it is there). `when` are conditions. `for_step` is
    the key of the step that it answers: it can be recorded only while that step is open. `weeks` are the first and
    last week of the illness in which its day must lie. Its day is not before the one on which step `from_step`
    opens. `one_at_a_time` lets nobody record another while one waits for its answer, or with
    `one_for_each`, the name of a question, another with the same answer to that. `says` are the sentences of the log,
    with the answers by name in braces; one with an empty answer is left out.
    """

    key: str
    title: str
    written_by: tuple[str, ...]
    readers: tuple[str, ...]
    intro: str
    notice: str
    source: str
    says: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    day: str = ""
    ahead: int = 0
    from_today: bool = False
    when: tuple[str, ...] = ("ziek",)
    for_step: str = ""
    weeks: tuple[int, int] = (0, 0)
    one_at_a_time: bool = False
    one_for_each: str = ""
    from_step: str = ""

    def writable_by(self, roles: Iterable[str]) -> bool:
        """Whether someone with these roles in the dossier may record it.

        Who stands in for another does that other's steps; a record is theirs only where it names their own role. So
        a casemanager does not propose the next one: on that leidinggevende and employee agree (Verzuimprotocol 4.6.3).
        """
        held = set(roles)
        return not set(self.written_by).isdisjoint(held - {STANDS_IN_FOR[role] for role in held & STANDS_IN_FOR.keys()})

    def readable_by(self, roles: Iterable[str]) -> bool:
        """Whether someone with these roles may read the answers."""
        return not set(self.readers).isdisjoint(roles)

    def has_place(self, situation: Situation) -> bool:
        """Whether the case is such that this can be recorded."""
        return bool(situation.spells) and in_leven(situation) and all(CONDITIONS[name](situation) for name in self.when)

    def sentence(self, shown: Mapping[str, str]) -> str:
        """What the log says of a record; `shown` has every answer as people read it, empty for none."""
        told = [
            one for one in self.says if all(shown.get(name, "") for _, name, _, _ in Formatter().parse(one) if name)
        ]
        return " ".join(sentence.format_map(shown) for sentence in told)


def _names(sentence: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(sentence) if name]


def parse_records(text: str) -> Mapping[str, RecordKind]:
    """The kinds in the file's text, by key, in its order.

    Raises RecordsError for an unknown role, condition or kind of question, a key without a name in `terms.FACT`,
    and a writer who may not read.
    """
    kinds = {}
    for key, raw in tomllib.loads(text).items():
        questions = tuple(_question(key, one) for one in raw.get("question", ()))
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()
        }
        kinds[key] = RecordKind(
            **{**{n: v for n, v in given.items() if n != "question"}, "key": key, "questions": questions}
        )
        _check(kinds[key])
    return kinds


def _question(key: str, raw: Mapping[str, Any]) -> Question:
    found = Question(**{**raw, "options": tuple((value, label) for value, label in raw.get("options", ()))})
    has_options = bool(found.options) or found.options_from in OPTIONS_FROM
    wrong = (found.kind == "choice") != has_options or (found.kind == "colleague") != (found.who in COLLEAGUES)
    # Without a highest figure a slip of the pen is taken for an answer.
    wrong = (
        wrong or (found.kind == "number") != (found.most > found.least) or found.most_from not in ("", CONTRACT_HOURS)
    )
    if found.kind not in get_args(QuestionKind) or wrong:
        raise RecordsError(f"{key}: {found.name} is no question")
    return found


def _check(kind: RecordKind) -> None:
    unknown = {*kind.written_by, *kind.readers} - set(ROLES)
    unknown |= set(kind.when) - set(CONDITIONS)
    unknown |= {kind.key, *(q.shortens for q in kind.questions if q.shortens)} - set(FACT)
    names = {question.name for question in kind.questions} | {DAY}
    unknown |= {q.after for q in kind.questions if q.after} - names
    unknown |= {q.needed_when.split("=")[0] for q in kind.questions if q.needed_when} - names
    unknown |= {kind.one_for_each} - {"", *names}
    unknown |= {name for sentence in kind.says for name in _names(sentence)} - names
    if unknown:
        raise RecordsError(f"{kind.key}: unknown {sorted(unknown)}")
    if not set(kind.written_by) <= set(kind.readers):
        raise RecordsError(f"{kind.key}: who records it may read it")
    if not set(kind.written_by) <= ACCESS["record"]:
        raise RecordsError(f"{kind.key}: not everyone who records it may record anything")
