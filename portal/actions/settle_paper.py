"""Settle a paper: from a filled-in form to a Word file in the dossier that can be signed."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from portal.actions.before_settling import stands_in_the_way
from portal.actions.dossier import OpenDossier, opened, with_what_came
from portal.actions.paper_checks import (
    DECLARED,
    check_place_in_plan,
    must_declare,
    tidy,
    writable_kind,
)
from portal.actions.paper_values import (
    acting,
    author_values,
    known_values,
    rendered,
)
from portal.actions.start_paper import own_words
from portal.actions.word_forms import WordForm, form_to_fill
from portal.documents.errors import FillError
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm
from portal.rules.facts import PaperState
from portal.rules.papers import PaperKind
from portal.storage.reading.involvements import InvolvedRow
from portal.storage.reading.papers import PaperRow, hash_as_settled, paper
from portal.storage.writing.papers import add_file, add_paper, drop_draft
from portal.storage.writing.templates import keep_template

MADE_ELSEWHERE = (
    "wia_overdracht",
    "uitnodiging_consult",
    "vraagstelling_arbodienst",
    "uwv_meldingsblad",
    "overzicht_verslag",
)
"""Papers that come with another action: hand-over, planning a consult, asking the arbodienst, reporting to UWV, making
the packet."""


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
    not the actor's to write, Rejected when the protocol does not allow it yet, RejectedForm for everything that
    stands in the way, Changed as `opened` does.
    """
    with opened(dossier_id, "settle_paper", actor=actor, now=now, seen=seen) as dossier:
        entry = writable_kind(dossier, kind)
        if kind in MADE_ELSEWHERE:
            raise Forbidden(kind)
        check_place_in_plan(dossier, entry)
        form = form_to_fill(dossier, kind)
        whole = {**tidy(values), **own_words(dossier, entry, form)}
        declared = must_declare(dossier, entry)
        undeclared = (Rejected("declaration_missing", field=DECLARED),) if declared and not no_medical_data else ()
        if problems := (*stands_in_the_way(dossier, entry, form, whole), *undeclared):
            raise RejectedForm(problems)
        paper_id = store_paper(dossier, entry, whole, form=form, declared=declared)
        drop_draft(dossier_id, kind, actor)
        return paper_id


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
    number, version = place_of_next(dossier, entry.key)
    known = {**known_values(dossier, form.template), **author_values(author, dossier.today, version)}
    paper_id = add_paper(
        dossier_id=dossier.row.id,
        kind=entry.key,
        title=entry.title,
        on=dossier.today,
        at=dossier.now,
        author=dossier.actor,
        author_role=role,
        number=number,
        version=version,
        values={**known, **values, **(portal_values or {})},
        template_sha256=keep_template(entry.key, form.content),
        parent=_parent(dossier, entry),
    )
    row = stored(paper_id)
    record_settled(dossier, entry, row, dossier.today, replaced, declared=declared)
    store_rendering(dossier, entry, row)
    if entry.signed_by == (role,) and author:
        signed = signature(paper_id, role, "akkoord", author.name, author.job)
        dossier.append("ondertekend", dossier.today, {**signed, "wijze": "vastgesteld"})
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
    lacks: Collection[str] | None = None,
) -> int:
    """Append the fact that a paper was settled on day `on`; returns its number.

    `earlier` says of a paper of before the take-over of a running case who drew it up (`opgesteld_door`) and whether
    it is on paper only (`op_papier`). `declared`: its writer declared that it holds nothing medical. `lacks` names
    what the report needs and a file that was sent in does not hold; of a paper made here its values tell.
    """
    asked = dossier.protocol.report
    if lacks is None:
        lacks = asked.lacking(entry.key, row.values) if asked else ()
    return dossier.append(
        "papier_vastgesteld",
        on,
        {
            **(earlier or {}),
            **({DECLARED: True} if declared else {}),
            **({"mist": sorted(lacks)} if lacks else {}),
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
    """The data of a fact that someone answered the request to sign, with the hash of what was settled."""
    return {
        "papier": paper_id,
        "rol": role,
        "uitkomst": outcome,
        "naam": name,
        "functie": function,
        "zienswijze": view,
        "reden": reason,
        "sha256": hash_as_settled(paper_id),
    }


def store_rendering(dossier: OpenDossier, entry: PaperKind, row: PaperRow) -> None:
    """Make the Word file anew with the signatures as they now are, and keep it beside the earlier ones.

    Of a recalled paper nothing is known to make it with: it keeps the file that it had.
    """
    if row.recalled_at:
        return
    try:
        content = rendered(dossier, entry, row, with_what_came(dossier).facts)
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


def place_of_next(dossier: OpenDossier, kind: str) -> tuple[int, int]:
    """Number and version of the paper of a kind that is made next.

    It takes the place of one that waits (`Situation.to_replace`), or of one that its maker withdrew.
    """
    settled = [f for f in dossier.facts if f.kind == "papier_vastgesteld" and f.data["soort"] == kind]
    replaced = dossier.situation.to_replace(kind)
    standing = {f.data["nummer"] for f in dossier.standing if f in settled}
    withdrawn = {f.data["nummer"] for f in settled if not f.data.get("opgesteld_door")} - standing
    number = replaced.number if replaced else max(withdrawn, default=next_number(dossier, kind))
    return number, 1 + max((int(f.data["versie"]) for f in settled if f.data["nummer"] == number), default=0)


def next_number(dossier: OpenDossier, kind: str) -> int:
    """The number of the next paper of a kind in the dossier, counted from 1."""
    settled = [f for f in dossier.facts if f.kind == "papier_vastgesteld" and f.data["soort"] == kind]
    return 1 + max((int(fact.data["nummer"]) for fact in settled), default=0)


def _place(name: str) -> str:
    """«adviezen[2].antwoord» as forms call it, counting rows from 0: «adviezen.1.antwoord»."""
    found = _IN_ROW.fullmatch(name)
    return f"{found[1]}.{int(found[2]) - 1}.{found[3]}" if found else name


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
