"""A step's day and everything behind it, in words.

Decided here: who may read the dossier, or must do the step, sees how its day was counted. Who only follows the
progress sees the rule, the day and whose turn it is: days of recovery and leave are content of the dossier.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.record import recordables
from portal.actions.record_options import options_of
from portal.rules.access import may
from portal.rules.calendar import Pause, counted_days, long_date
from portal.rules.escalation import escalates_on
from portal.rules.explanation import Explanation, Move
from portal.rules.facts import Fact
from portal.rules.paragraphs import paragraph_of
from portal.rules.step import Step
from portal.rules.terms import FACT
from portal.rules.turns import Turn
from portal.storage.catalogue import catalogue
from portal.storage.protocols import paragraphs
from portal.storage.reading.reminders import EscalationRow
from portal.web.clock import HERE
from portal.web.present import distance
from portal.web.present.places import explanation_of
from portal.web.present.steps import SIGNING, other_day, standing, title_of
from portal.web.present.turns import turn_line
from portal.web.render import weekday_date

LATER = "latere_datum"
PAUSES = {"hersteld": "weer volledig aan het werk", "verlof": "verlof dat niet meetelt"}
MOST_MOVES = 12
STANDING = {
    "done": ("done", "Gedaan"),
    "late": ("late", "Te laat"),
    "next": ("soon", "Aan de beurt"),
    "soon": ("later", "Binnenkort"),
    "waiting": ("waiting", "Wacht op een handtekening"),
    "later": ("later", "Later"),
    "lapsed": ("neutral", "Niet vastgelegd"),
}


def explained(dossier: OpenDossier, found: Explanation, turns: Iterable[Turn]) -> dict[str, Any]:
    """Everything on the page that explains one step; `turns` are those of the whole dossier."""
    step = found.step
    reads = may(dossier.roles, "read_dossier")
    content = reads or step.owner in dossier.roles
    state, words = STANDING[standing(step, dossier.today)]
    paragraph = paragraph_of(paragraphs(), step.key)
    own = [turn for turn in turns if _belongs(turn.step, step)]
    return {
        "title": title_of(step),
        "state": state,
        "state_text": words,
        "outcome": _outcome(found, dossier.today, content),
        "days": _days(dossier, found, content),
        "rule": step.rule,
        "source": step.source,
        "paragraph": paragraph,
        "content": content,
        "count": _count(dossier, found) if content else [],
        "convention": dossier.protocol.convention,
        "why": [sentence for sentence in step.why if sentence] if content else [],
        "pauses": [_pause(pause) for pause in found.pauses] if content else [],
        "moves": [_move(dossier, move, reads) for move in found.moves[-MOST_MOVES:]] if content else [],
        "lead": _lead(dossier, found.leads),
        "turns": [turn_line(turn) for turn in own],
    }


def escalation(dossier: OpenDossier, step: Step, told: Iterable[EscalationRow]) -> dict[str, Any] | None:
    """When the manager one level up is told that a step is late, and who was told so far; None: that never happens."""
    day, asks = escalates_on(step, dossier.protocol), dossier.protocol.escalation
    lines = [
        f"Gemeld aan {row.name} op {long_date(row.at.astimezone(HERE).date())}."
        for row in told
        if (row.key, row.round) == (step.key, step.round)
    ]
    ahead = day if step.done_on is None and step.state != "expected" and not lines else None
    if asks is None or not (ahead or lines):
        return None
    return {"day": long_date(ahead) if ahead else "", "told": lines, "source": asks.source}


def later_day(dossier: OpenDossier, step: Step) -> str:
    """Where this person can propose a later day for a step, with the step chosen; "" when that cannot be now."""
    kind = next((one for one in recordables(dossier) if one.key == LATER), None)
    value = f"{step.key}#{step.round}"
    for question in kind.questions if kind else ():
        if value in dict(options_of(dossier, question)):
            chosen: dict[str, Any] = {question.name: value}
            return url_for("record.record_kind", number=dossier.row.number, kind=LATER, **chosen)
    return ""


def beside_form(dossier: OpenDossier, action: str, paper: str = "", key: str = "") -> dict[str, Any] | None:
    """The explanation to show beside the form that settles a step; None when the plan does not ask for it now.

    The step is the first one with this action, and with this paper or key where the action has more than one.
    """
    fitting = [
        step
        for step in dossier.steps
        if step.action == action and paper in ("", step.paper) and key in ("", step.key) and step.done_on is None
    ]
    step = min(fitting, key=lambda one: (one.state == "expected", one.due_on), default=None)
    if step is None:
        return None
    return {
        "title": title_of(step),
        "rule": step.rule,
        "source": step.source,
        "due": f"uiterlijk {long_date(step.due_on)} ({distance(step.due_on, dossier.today, step.idle)})",
        "statutory": other_day(step),
        "paragraph": paragraph_of(paragraphs(), step.key),
        "href": explanation_of(step, url_for("dossiers.dossier", number=dossier.row.number)),
    }


def _belongs(other: Step, step: Step) -> bool:
    """Whether a turn is about a step: its own, or that of someone who signs the paper of it."""
    if (other.key, other.round) == (step.key, step.round):
        return True
    signs = other.action == "sign_paper" and other.key.split(":")[1] == step.paper
    return bool(signs and step.paper and not step.key.endswith(SIGNING) and other.round == step.round)


def _outcome(found: Explanation, today: date, content: bool) -> list[str]:
    """How the step stands against its day, in one or two sentences."""
    step = found.step
    sentences = []
    if step.done_on and found.late_by:
        sentences.append(f"Gedaan op {long_date(step.done_on)}: {_days_word(found.late_by)} te laat.")
        if content and step.paper in catalogue() and catalogue()[step.paper].late_reason:
            sentences.append("De reden staat in het stuk.")
    elif step.done_on:
        sentences.append(f"Gedaan op {long_date(step.done_on)}: op tijd.")
    elif step.asked_on(today):
        sentences.append(f"Nu aan de beurt: {distance(step.due_on, today, step.idle)}.")
    last = step.done_on or (today if step.asked_on(today) else step.due_on)
    if content and any(pause.first <= last for pause in step.idle) and last > step.due_on:
        sentences.append("Op dagen van herstel of verlof telt «te laat» niet door.")
    if found.agreed_on:
        sentences.append("Later, met reden: medewerker en leidinggevende hebben samen een latere dag afgesproken.")
    return sentences


def _days(dossier: OpenDossier, found: Explanation, content: bool) -> list[dict[str, str]]:
    """The protocol's day next to the law's, and what has to be done before the step can be."""
    step, counted = found.step, found.counted
    own_day = counted.day if counted else step.due_on
    law = long_date(step.statutory_on) if step.statutory_on and step.statutory_on != own_day else ""
    rows = [
        ("Uiterste dag", weekday_date(step.due_on)),
        ("Volgens dit protocol", f"{long_date(own_day)} ({dossier.protocol.title})"),
        ("Volgens de wet", law or ("" if found.agreed_on else "geen andere dag")),
        ("Afgesproken latere dag", long_date(found.agreed_on) if found.agreed_on else ""),
        ("Kan vanaf", long_date(step.opens_on)),
        ("Eerst", ", ".join(_before(dossier, step)) if content else ""),
        ("Wordt gevraagd tot en met", long_date(step.until_on) if step.until_on else ""),
        ("Gedaan op", long_date(step.done_on) if step.done_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _before(dossier: OpenDossier, step: Step) -> list[str]:
    """The names of what is to be done before a step, each once."""
    first = [one for one in dossier.steps if one.key in step.waits_for and one.done_on is None]
    return list(dict.fromkeys(title_of(one) for one in first))


def _count(dossier: OpenDossier, found: Explanation) -> list[dict[str, str]]:
    """The sum: from which day, how far, what does not count, and where that ends."""
    first, counted = dossier.situation.eerste_ziektedag, found.counted
    rows = [("Eerste ziektedag", long_date(first) if first else "")]
    if counted and counted.begin:
        skipped = sum(pause.days for pause in found.pauses)
        rows += [
            ("Geteld vanaf", long_date(counted.begin)),
            ("Termijn", _term(counted.days, counted.working_days)),
            ("Dagen die niet meetellen", _days_word(skipped) if skipped else "geen"),
            ("Uitstel van de WIA-aanvraag", _term(counted.delay, 0) if counted.delay else ""),
        ]
    # The sum is that of the term; a later day that both agreed on stands below it, because nobody counted it.
    end = counted.day if counted else found.step.due_on
    rows.append(("Dat is", f"{long_date(end)}{_in_weeks(dossier, end)}"))
    if found.agreed_on:
        agreed = f"{long_date(found.agreed_on)}{_in_weeks(dossier, found.agreed_on)}"
        rows.append(("Samen afgesproken, met reden", agreed))
    return [{"label": label, "value": value} for label, value in rows if value]


def _in_weeks(dossier: OpenDossier, day: date) -> str:
    """Where a day lies in the illness: D is day 1, so after whole weeks a new week begins."""
    first = dossier.situation.eerste_ziektedag
    if first is None or day < first:
        return ""
    weeks, rest = divmod(counted_days(first, day, dossier.situation.pauses), 7)
    return f", na {weeks} volle weken" if weeks > 1 and not rest else f", in week {weeks + 1} van het verzuim"


def _term(days: int, working_days: int) -> str:
    if working_days:
        return "1 werkdag" if working_days == 1 else f"{working_days} werkdagen"
    if days and days % 7 == 0:
        return f"{'1 week' if days == 7 else f'{days // 7} weken'} ({_days_word(days)})"
    return _days_word(days) if days else "dezelfde dag"


def _days_word(days: int) -> str:
    return "1 dag" if days == 1 else f"{days} dagen"


def _pause(pause: Pause) -> str:
    last = long_date(pause.until - timedelta(days=1))
    return f"{long_date(pause.first)} tot en met {last}: {_days_word(pause.days)} ({PAUSES[pause.cause]})"


def _move(dossier: OpenDossier, move: Move, reads: bool) -> dict[str, str]:
    """What moved the day: named for who may read the dossier, for others only when and how far."""
    what = _what(dossier, move.fact) if reads else "Vermelding in het dossier"
    if move.before is None:
        effect = f"De stap kwam in het plan, uiterlijk {long_date(move.after)}."
    else:
        way = "later" if move.days > 0 else "eerder"
        effect = f"Van {long_date(move.before)} naar {long_date(move.after)}: {_days_word(abs(move.days))} {way}."
    return {"at": long_date(move.fact.at.astimezone(HERE).date()), "what": what, "effect": effect}


def _what(dossier: OpenDossier, fact: Fact) -> str:
    """A fact by its name and day, never by what someone wrote in it."""
    earlier = next((one for one in dossier.facts if one.seq == fact.corrects), None)
    if fact.kind == "intrekking" and earlier:
        return f"Ingetrokken: {_named(dossier, earlier)}"
    return f"Verbeterd: {_named(dossier, fact)}" if earlier else _named(dossier, fact)


def _named(dossier: OpenDossier, fact: Fact) -> str:
    return f"{_name(dossier, fact)}, {long_date(fact.on)}"


def _name(dossier: OpenDossier, fact: Fact) -> str:
    settled = [one for one in dossier.facts if one.kind == "papier_vastgesteld"]
    paper = next((one for one in settled if one.data["papier"] == fact.data.get("papier")), None)
    if paper:
        kind = catalogue()[paper.data["soort"]]
        title = kind.title if kind.readable_by(dossier.roles) else "Stuk"
        return f"{title} {'ondertekend' if fact.kind == 'ondertekend' else 'vastgesteld'}"
    rule = dossier.protocol.rule(fact.data["stap"]) if fact.kind == "gedaan" else None
    return f"{rule.title} gedaan" if rule else FACT[fact.kind]


def _lead(dossier: OpenDossier, lead: Step | None) -> dict[str, str] | None:
    if lead is None:
        return None
    address = url_for("dossiers.dossier", number=dossier.row.number)
    return {"title": title_of(lead), "href": explanation_of(lead, address)}
