"""Settle a paper: from a filled-in form to a Word file in the dossier that can be signed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from portal.actions.dossier import OpenDossier, facts_now, opened
from portal.actions.paper_values import (
    acting,
    author_values,
    known_values,
    rendered,
)
from portal.actions.start_paper import own_words
from portal.actions.word_forms import WordForm, form_to_fill
from portal.documents.errors import FillError
from portal.rules.access import ARBO
from portal.rules.calendar import add_counted_days
from portal.rules.conditions import in_leven
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm
from portal.rules.facts import PaperState
from portal.rules.paper_days import impossible_days, unmet_needs
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import InvolvedRow
from portal.storage.reading.papers import PaperRow, paper
from portal.storage.writing.papers import add_file, add_paper, drop_draft
from portal.storage.writing.templates import keep_template

MADE_ELSEWHERE = ("wia_overdracht", "uitnodiging_consult", "vraagstelling_arbodienst", "uwv_meldingsblad")
"""Papers that come with another action: hand-over, planning a consult, asking the arbodienst, reporting to UWV."""

EARLY = timedelta(weeks=6)
"""How long before its step opens a paper may be made that is made once: six weeks. Choice of the portal.

One that comes back every round may not be made before its step opens: several on one day would evaluate nothing.
"""

DECLARED = "verklaring"
"""Under which name a form asks for the declaration that a paper holds nothing medical, and its fact remembers it."""

ADVICE = "adviezen"
"""The list with the advice of the bedrijfsarts, and in the papers of the others their answer to each."""

_IN_ROW = re.compile(r"(.+)\[(\d+)\]\.(.+)")


def settle_paper(
    *,
    dossier_id: int,
    kind: str,
    values: Mapping[str, Any],
    actor: int,
    now: datetime,
    seen: int | None = None,
    no_medical_data: bool = False,
) -> int:
    """Settle a paper of `kind` with the asked `values`; returns the paper's id.

    Who writes it for the arbodienst declares with `no_medical_data` that it holds no nature, cause or treatment of an
    illness; without that nothing is stored.

    The paper is dated today. What the employee wrote as the own view goes before what `values` say there.
    Where its writer is the only one to sign, settling it is signing it. Raises Forbidden for a kind that is
    not the actor's to write, Rejected when the protocol does not allow it yet, RejectedForm for every field
    that is empty or cannot be read, Changed as `opened` does.
    """
    with opened(dossier_id, "settle_paper", actor=actor, now=now, seen=seen) as dossier:
        entry = writable_kind(dossier, kind)
        if kind in MADE_ELSEWHERE:
            raise Forbidden(kind)
        check_place_in_plan(dossier, entry)
        form = form_to_fill(dossier, kind)
        whole = {**tidy(values), **own_words(dossier, entry, form)}
        check_values(entry, form, whole, today=dossier.today)
        _check_before(dossier, entry, whole)
        _check_late(dossier, entry, whole)
        declared = must_declare(dossier, entry)
        if declared and not no_medical_data:
            raise Rejected("declaration_missing", field=DECLARED)
        paper_id = store_paper(dossier, entry, whole, form=form, declared=declared)
        drop_draft(dossier_id, kind, actor)
        return paper_id


def must_declare(dossier: OpenDossier, entry: PaperKind) -> bool:
    """Whether the actor writes such a paper for the arbodienst, which knows what may not be in it (DOMAIN §6)."""
    return not ARBO.isdisjoint(dossier.roles.intersection(entry.written_by))


def writable_kind(dossier: OpenDossier, kind: str) -> PaperKind:
    """The catalogue's entry, if the actor may write such a paper here. Raises Invisible or Forbidden."""
    entry = catalogue().get(kind)
    if entry is None:
        raise Invisible(kind)
    if not entry.writable_by(dossier.roles):
        raise Forbidden(kind)
    return entry


def check_place_in_plan(dossier: OpenDossier, entry: PaperKind) -> None:
    """Raise Rejected when the protocol has no place for this paper now, or asks for something else first.

    A paper that no step asks for and that adjusts nothing, such as a report of a conversation, always has one.
    """
    if not dossier.situation.spells:
        raise Rejected("not_ill")
    if not in_leven(dossier.situation):
        raise Rejected("dossier_closed")
    _check_week(dossier, entry)
    planned = dossier.protocol.has_place_for(entry.key)
    if not planned and not entry.parent:
        return
    if dossier.situation.hersteld_op is not None:
        raise Rejected("not_ill")
    if entry.parent and not any(p.kind == entry.parent for p in dossier.situation.papers):
        raise Rejected("parent_missing", parent=catalogue()[entry.parent].title)
    if planned and not is_recalled(dossier, entry):
        _check_step(dossier, entry)


def is_recalled(dossier: OpenDossier, entry: PaperKind) -> bool:
    """Whether a new paper of this kind takes the place of one that was recalled: that can be made at once."""
    replaced = dossier.situation.to_replace(entry.key)
    return replaced is not None and replaced.recalled_on is not None


def _check_week(dossier: OpenDossier, entry: PaperKind) -> None:
    first = dossier.situation.eerste_ziektedag
    if first and entry.from_week:
        begin = add_counted_days(first, 7 * (entry.from_week - 1), dossier.situation.pauses)
        if dossier.today < begin:
            raise Rejected("paper_too_early", opens_on=begin)


def _check_step(dossier: OpenDossier, entry: PaperKind) -> None:
    steps = [step for step in dossier.steps if step.paper == entry.key]
    undone = next((step for step in steps if step.state != "done"), None)
    if not steps:
        raise Rejected("paper_not_in_plan")
    if undone is None:
        raise Rejected("paper_settled", title=entry.title)
    titles = {rule.key: rule.title for rule in dossier.protocol.rules}
    waits_for = [titles[key] for key in undone.waits_for if key in titles]
    if undone.state == "waiting" and waits_for:
        raise Rejected("step_waits", waits_for=waits_for)
    rule = dossier.protocol.rule(undone.key)
    early = timedelta() if rule and rule.per == "period" else EARLY
    if dossier.today < undone.opens_on - early:
        raise Rejected("paper_too_early", opens_on=undone.opens_on)


def _check_before(dossier: OpenDossier, entry: PaperKind, values: Mapping[str, Any]) -> None:
    """Raise Rejected for a paper that must be there first, RejectedForm for a day that the plan says otherwise."""
    if entry.after and not any(paper.kind == entry.after for paper in dossier.situation.papers):
        raise Rejected("paper_needed_first", paper=catalogue()[entry.after].title)
    last_days = {step.key: step.due_on for step in dossier.steps}
    wrong = tuple(
        Rejected("day_of_step", field=name, title=_rule_title(dossier, key), day=last_days[key])
        for name, key in entry.on_step.items()
        if values.get(name) and key in last_days and values[name] != last_days[key].isoformat()
    )
    if wrong:
        raise RejectedForm(wrong)


def _rule_title(dossier: OpenDossier, key: str) -> str:
    rule = dossier.protocol.rule(key)
    return rule.title if rule else key


def _check_late(dossier: OpenDossier, entry: PaperKind, values: Mapping[str, Any]) -> None:
    """Raise RejectedForm when the paper comes after its last day without the reason that its kind then asks."""
    if not entry.late_reason or values.get(entry.late_reason):
        return
    undone = next((step for step in dossier.steps if step.paper == entry.key and step.state != "done"), None)
    before = dossier.situation.to_replace(entry.key)
    first_made = before.on if before else dossier.today
    if undone and first_made > undone.due_on:
        raise RejectedForm((Rejected("late_unexplained", field=entry.late_reason, due_on=undone.due_on),))


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without spaces around texts and without rows in which nothing stands."""
    return {name: _tidy(value) for name, value in values.items()}


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        rows = [tidy(row) if isinstance(row, Mapping) else row for row in value]
        return [row for row in rows if not isinstance(row, Mapping) or any(row.values())]
    return value


def check_values(entry: PaperKind, form: WordForm, values: Mapping[str, Any], *, today: date | None = None) -> None:
    """Raise RejectedForm naming every required field that is empty and every unknown one.

    With `today`, the day of settlement, also every day that cannot be right then.
    """
    known = [field.name for field in form.asked]
    empty = set(entry.empty_of(values))
    one_of = {names.split("|")[0] for names in entry.required if "|" in names}
    problems = [
        Rejected("one_of_empty" if name in one_of else "field_empty", field=name) for name in known if name in empty
    ]
    problems += [Rejected("field_unknown", field=name) for name in sorted(set(values) - set(known))]
    problems += [*_unanswered(values), *unmet_needs(entry, values)]
    if today is not None:
        problems += impossible_days(entry, values, today)
    if problems:
        raise RejectedForm(tuple(problems))


def _unanswered(values: Mapping[str, Any]) -> list[Rejected]:
    """Every advice that is taken over gets an answer, and a deviation its reason (Verzuimprotocol 4.6.2)."""
    problems = []
    for index, row in enumerate(values.get(ADVICE) or []):
        if row.get("advies") and row.get("antwoord", "volgen") == "":
            problems.append(Rejected("advice_unanswered", field=f"{ADVICE}.{index}.antwoord"))
        if row.get("antwoord") == "afwijken" and not row.get("toelichting"):
            problems.append(Rejected("deviation_unexplained", field=f"{ADVICE}.{index}.toelichting"))
    return problems


def store_paper(
    dossier: OpenDossier,
    entry: PaperKind,
    values: Mapping[str, Any],
    *,
    form: WordForm,
    portal_values: Mapping[str, Any] | None = None,
    declared: bool = False,
) -> int:
    """Fill, store and record a paper; returns its id. `portal_values` are what the portal fills in just here.

    A version that not everyone had signed yet gives way to this one, and so does one that was recalled.
    """
    replaced = dossier.situation.to_replace(entry.key)
    author = acting(dossier)
    role = _author_role(dossier, entry, author)
    version = replaced.version + 1 if replaced else 1
    known = {**known_values(dossier, form.template), **author_values(author, dossier.today, version)}
    paper_id = add_paper(
        dossier_id=dossier.row.id,
        kind=entry.key,
        title=entry.title,
        on=dossier.today,
        at=dossier.now,
        author=dossier.actor,
        author_role=role,
        number=_number(dossier, entry, replaced),
        version=version,
        values={**known, **values, **(portal_values or {})},
        template_sha256=keep_template(entry.key, form.content),
        parent=_parent(dossier, entry),
    )
    row = stored(paper_id)
    record_settled(dossier, entry, row, dossier.today, replaced, declared=declared)
    if entry.signed_by == (role,) and author:
        dossier.append("ondertekend", dossier.today, signature(paper_id, role, "akkoord", author.name, author.job))
    store_rendering(dossier, entry, row)
    return paper_id


def record_settled(
    dossier: OpenDossier,
    entry: PaperKind,
    row: PaperRow,
    on: date,
    replaced: PaperState | None = None,
    earlier: Mapping[str, Any] | None = None,
    declared: bool = False,
) -> int:
    """Append the fact that a paper was settled on day `on`; returns its number.

    `earlier` says of a paper of before the take-over of a running case who drew it up (`opgesteld_door`) and whether
    it is on paper only (`op_papier`). `declared`: its writer declared that it holds nothing medical.
    """
    return dossier.append(
        "papier_vastgesteld",
        on,
        {
            **(earlier or {}),
            **({DECLARED: True} if declared else {}),
            "papier": row.id,
            "soort": entry.key,
            "titel": entry.title,
            "nummer": row.number,
            "versie": row.version,
            "door": row.author_role,
            "ondertekenaars": list(entry.signed_by) if row.template_sha256 or earlier else [],
            "vervangt": replaced.paper if replaced else None,
            "zegt": {name: _told(row.values, name) for name in entry.tells},
        },
    )


def _told(values: Mapping[str, Any], name: str) -> Any:
    """A value by its name; of «list.column» that column of every row."""
    rows, _, column = name.partition(".")
    return [row.get(column) for row in values.get(rows) or []] if column else values.get(name)


def signature(
    paper_id: int, role: str, outcome: str, name: str, function: str, *, view: str = "", reason: str = ""
) -> dict[str, Any]:
    """The data of a fact that someone answered the request to sign."""
    return {
        "papier": paper_id,
        "rol": role,
        "uitkomst": outcome,
        "naam": name,
        "functie": function,
        "zienswijze": view,
        "reden": reason,
    }


def store_rendering(dossier: OpenDossier, entry: PaperKind, row: PaperRow) -> None:
    """Make the Word file anew with the signatures as they now are, and keep it beside the earlier ones.

    Of a recalled paper nothing is known to make it with: it keeps the file that it had.
    """
    if row.recalled_at:
        return
    try:
        content = rendered(dossier, entry, row, facts_now(dossier))
    except FillError as error:
        wrong = tuple(Rejected("field_wrong", field=_place(name)) for name in (*error.wrong, *error.missing))
        raise RejectedForm(wrong) from error
    add_file(row.id, content, "docx", dossier.now)


def stored(paper_id: int) -> PaperRow:
    """A paper that is known to exist. Raises Invisible when it does not after all."""
    row = paper(paper_id)
    if row is None:
        raise Invisible(paper_id)
    return row


def next_number(dossier: OpenDossier, kind: str) -> int:
    """The number of the next paper of a kind in the dossier, counted from 1."""
    settled = [f for f in dossier.facts if f.kind == "papier_vastgesteld" and f.data["soort"] == kind]
    return 1 + max((int(fact.data["nummer"]) for fact in settled), default=0)


def _place(name: str) -> str:
    """«adviezen[2].antwoord» as forms call it, counting rows from 0: «adviezen.1.antwoord»."""
    found = _IN_ROW.fullmatch(name)
    return f"{found[1]}.{int(found[2]) - 1}.{found[3]}" if found else name


def _number(dossier: OpenDossier, entry: PaperKind, replaced: PaperState | None) -> int:
    return replaced.number if replaced else next_number(dossier, entry.key)


def _parent(dossier: OpenDossier, entry: PaperKind) -> int | None:
    papers = [p.paper for p in dossier.situation.papers if p.kind == entry.parent]
    return papers[-1] if papers else None


def _author_role(dossier: OpenDossier, entry: PaperKind, author: InvolvedRow | None) -> str:
    """The role in which the author writes: the own one, or that of whom they stand in for.

    Raises Forbidden when none of their roles writes this kind.
    """
    if author and author.role in entry.written_by:
        return author.role
    role = next((role for role in entry.written_by if role in dossier.roles), None)
    if role is None:
        raise Forbidden(entry.key)
    return role
