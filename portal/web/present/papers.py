"""A paper as one reads it: what it says, who made and signed it, and what this person can do with it."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.paper_copies import rendering_seen
from portal.actions.paper_values import UNSIGNED, answers_on, known_values
from portal.actions.preview import SHOWN
from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.actions.sign_paper import not_signed_since, signing_role
from portal.actions.signed_words import mark_words, reason_of, version_words, way_of
from portal.actions.start_paper import papers_beside
from portal.actions.withdraw_paper import may_be_withdrawn
from portal.actions.word_forms import WordForm, form_of
from portal.documents.content_controls import Field
from portal.documents.dates import iso_date
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.facts import ADJUSTS, Fact, PaperState, withdrawn_papers
from portal.rules.papers import PaperKind, is_asked
from portal.rules.terms import SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, hash_as_settled, papers_of
from portal.web.present.after_settling import told_with, unanswered, way_on, with_a_pen
from portal.web.present.binder import paper_title
from portal.web.present.consult import off
from portal.web.present.copies import copies_card
from portal.web.present.steps import in_sentence, role_label

ABOUT_PAPER = "papier."
NOT_SHOWN = ("papier.datum", "papier.versie", "papier.bsn", "papier.opsteller_naam", "papier.opsteller_functie")
"""What stands around the text of a paper, and so is not repeated in it."""

SIGN_BADGES = {"akkoord": "done", "gezien_niet_akkoord": "soon", "niet_ondertekend": "neutral"}


def title_of_paper(row: PaperRow, rows: Iterable[PaperRow]) -> str:
    """The paper's name, with its number when the dossier holds more of its kind."""
    return paper_title(row.title, row.number, len({other.number for other in rows if other.kind == row.kind}) > 1)


def contents(row: PaperRow, roles: Iterable[str], *, blanks: bool = True) -> list[dict[str, Any]]:
    """What a paper says to these roles, in parts under its headings; `blanks`: with the names of what was left open.

    Each part has `heading`, `items` ({label, value} or {label, columns, rows}) and `open`. An uploaded file only
    has what its sender told of it.
    """
    parts = []
    for heading, found in _sections(row, roles):
        filled = [item for item in found if item["value"] or item["rows"]]
        empty = [item["label"] for item in found if item not in filled] if blanks else []
        if (heading or not row.template_sha256) and (filled or empty):
            parts.append({"heading": heading, "items": filled, "open": empty})
    return parts


def _sections(row: PaperRow, roles: Iterable[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    hidden = catalogue()[row.kind].hidden_from(roles)
    shown = (field for field in form_of(row).template.fields if field.name not in hidden and _is_shown(field, row))
    fields = {field.name: field for field in shown}
    return [
        (section.heading, [answer_item(fields[name], row.values.get(name)) for name in section.names if name in fields])
        for section in form_of(row).sections
    ]


def known_facts(dossier: OpenDossier, form: WordForm) -> list[dict[str, str]]:
    """What the portal will fill into the text of a new paper, for its writer to see: {name, label, value}."""
    values = known_values(dossier, form.template)
    return [
        {"name": field.name, "label": field.label, "value": str(_value(field, values[field.name]))}
        for field in form.template.fields
        if field.name in values and field.name.startswith(ABOUT_PAPER) and field.name not in NOT_SHOWN
    ]


def beside(dossier: OpenDossier, kind: PaperKind) -> list[dict[str, Any]]:
    """The earlier papers that help to fill in this kind of form, as far as this person may read them."""
    kinds = catalogue()
    number = dossier.row.number
    return [
        {
            "id": row.id,
            "title": row.title,
            "line": f"{long_date(row.on)}, {row.author_name}",
            "href": url_for("papers.paper", number=number, paper_id=row.id),
            "uploaded": not row.template_sha256,
            "parts": contents(row, dossier.roles, blanks=False),
        }
        for row in papers_beside(dossier, kind)
        if kinds[row.kind].readable_by(dossier.roles)
    ]


def signatures(row: PaperRow, kind: PaperKind, facts: tuple[Fact, ...], earlier: bool = False) -> list[dict[str, str]]:
    """Every signature asked for: who, how they answered and when, with their own view or the reason.

    `earlier`: of a paper of before the take-over of a running case; a file that was attached has them inside.
    """
    answers = answers_on(row.id, facts)
    signers = kind.signed_by if row.template_sha256 or earlier else ()
    return [_signature(role, answers.get(role)) for role in signers]


def paper_page(dossier: OpenDossier, row: PaperRow) -> dict[str, Any]:
    """Everything on the page of a settled paper."""
    kind = catalogue()[row.kind]
    rows = papers_of(dossier.row.id)
    state = next((one for one in dossier.situation.papers if one.paper == row.id), None)
    earlier = earlier_paper(dossier, row)
    return {
        "title": title_of_paper(row, rows),
        "about": _about(row, rows, dossier.roles, earlier.data["opgesteld_door"] if earlier else ""),
        "earlier_paper": earlier is not None,
        "only_on_paper": earlier is not None and rendering_seen(dossier, row) is None,
        "withdrawn": row.id in withdrawn_papers(dossier.facts),
        "off": off(dossier, row.id),
        "parts": contents(row, dossier.roles),
        "uploaded": not row.template_sha256,
        "signatures": signatures(row, kind, dossier.standing, earlier is not None),
        **copies_card(dossier, row),
        **with_a_pen(dossier, row, state),
        "way_on": way_on(dossier, state),
        "answer_with": unanswered(dossier, row, rows),
        "download": url_for("papers.download", number=dossier.row.number, paper_id=row.id),
        "preview": _preview(dossier, row),
        "replaced_by": _replaced_by(dossier, row, rows),
        "earlier": _earlier(dossier, row, rows),
        **_adjustments(dossier, row, rows),
        **_actions(dossier, row, kind, state),
    }


def earlier_paper(dossier: OpenDossier, row: PaperRow) -> Fact | None:
    """The fact by which a paper of before the take-over of a running case came here; None for any other paper."""
    return next((f for f in dossier.facts if f.data.get("papier") == row.id and f.data.get("opgesteld_door")), None)


def file_name(row: PaperRow, dossier_number: str, extension: str) -> str:
    """A name for the downloaded file that every computer can read: kind, dossier, day and version."""
    return f"{row.kind.replace('_', '-')}-{dossier_number}-{row.on.isoformat()}-v{row.version}.{extension}"


def _about(row: PaperRow, rows: Iterable[PaperRow], roles: Iterable[str], drawn_up_by: str) -> list[dict[str, str]]:
    kind = catalogue()[row.kind]
    about = [
        {"label": "Datum", "value": long_date(row.on)},
        {"label": "Opgesteld door", "value": f"{drawn_up_by or row.author_name}, {role_label(row.author_role)}"},
        {"label": "Toegevoegd door", "value": row.author_name}
        if drawn_up_by
        else {"label": "Versie", "value": version_words(row, rows).removeprefix("Versie ")},
    ]
    # What stands above the first heading of the paper: the days it builds on.
    above = [item for heading, found in _sections(row, roles) if not heading and row.template_sha256 for item in found]
    about += [{"label": item["label"], "value": item["value"]} for item in above if item["value"]]
    if kind.signed_by and row.template_sha256:
        about.append({"label": "Kenmerk (SHA-256)", "value": mark_words(hash_as_settled(row.id))})
    if kind.copy_to:
        about.append({"label": "Afschrift voor", "value": ", ".join(role_label(role) for role in kind.copy_to)})
    return about


def _actions(dossier: OpenDossier, row: PaperRow, kind: PaperKind, state: PaperState | None) -> dict[str, Any]:
    """What this person can do with the paper now: addresses, empty when they cannot."""
    roles, number = dossier.roles, dossier.row.number
    ill = dossier.situation.hersteld_op is None
    can_write = ill and kind.key not in MADE_ELSEWHERE and kind.writable_by(roles)
    adjusting = catalogue().get(ADJUSTS + kind.key)
    can_sign = state is not None and may(roles, "sign_paper") and signing_role(state, roles) is not None
    is_party = state is not None and may(roles, "record_not_signed") and not roles.isdisjoint(state.signers)
    on_paper = state is not None and bool(state.drawn_up_by)
    others = [role for role in state.unsigned if on_paper or role not in roles] if state and is_party else []
    return {
        "recall_href": url_for("recall.recall", number=number, paper_id=row.id) if may(roles, "recall_paper") else "",
        "scan_href": url_for("running_case.add_scan", number=number, paper_id=row.id)
        if state is not None and state.only_on_paper and may(roles, "file_earlier_paper")
        else "",
        "sign_href": url_for("papers.sign", number=number, paper_id=row.id) if can_sign else "",
        "not_signed": [
            _not_signed(dossier, state, role)
            for role in others
            if state and (not on_paper or may(roles, "sign_on_paper"))
        ],
        "remake_href": url_for("papers.fill", number=number, kind=kind.key)
        if can_write and state is not None and state.unsigned
        else "",
        "withdraw_href": url_for("papers.withdraw", number=number, paper_id=row.id)
        if state is not None and may(roles, "withdraw_paper") and kind.writable_by(roles) and may_be_withdrawn(state)
        else "",
        "told_with": told_with(dossier, row),
        "adjust": {"label": adjusting.title, "href": url_for("papers.fill", number=number, kind=adjusting.key)}
        if adjusting and ill and state is not None and not state.unsigned and adjusting.writable_by(roles)
        else None,
    }


def _not_signed(dossier: OpenDossier, state: PaperState, role: str) -> dict[str, str]:
    """Where to record that this party does not sign, or signed on paper; without address before that can be done."""
    label, place = f"Vastleggen dat de {role_label(role)} niet ondertekent", "papers.not_signed"
    if state.drawn_up_by:
        label, place = f"Vastleggen: {role_label(role)}, handtekening op papier", "running_case.sign_on_paper"
    elif dossier.today < not_signed_since(state):
        since = long_date(not_signed_since(state))
        return {"label": f"Ondertekent de {role_label(role)} niet? Dat kunt u vastleggen vanaf {since}.", "href": ""}
    return {"label": label, "href": url_for(place, number=dossier.row.number, paper_id=state.paper, role=role)}


def _preview(dossier: OpenDossier, row: PaperRow) -> str:
    """Where the pages of a paper can be seen; empty for a file that is a picture itself."""
    rendering = rendering_seen(dossier, row)
    if rendering is None or rendering[0] not in SHOWN:
        return ""
    return url_for("preview.preview", number=dossier.row.number, paper_id=row.id)


def _replaced_by(dossier: OpenDossier, row: PaperRow, rows: Iterable[PaperRow]) -> dict[str, str] | None:
    gone = withdrawn_papers(dossier.facts)
    later = [o for o in rows if _same_paper(o, row) and o.version > row.version and o.id not in gone]
    return _link(dossier, later[-1]) if later else None


def _earlier(dossier: OpenDossier, row: PaperRow, rows: Iterable[PaperRow]) -> list[dict[str, str]]:
    return [_link(dossier, other) for other in rows if _same_paper(other, row) and other.version < row.version]


def _adjustments(dossier: OpenDossier, row: PaperRow, rows: tuple[PaperRow, ...]) -> dict[str, Any]:
    """What this paper adjusts and what adjusted it since, as far as the person may read it.

    Every adjustment belongs to the paper itself, not to the adjustment before it.
    """
    counts = {state.paper for state in dossier.situation.papers}
    mine = [one for one in rows if one.id in counts and catalogue()[one.kind].readable_by(dossier.roles)]
    parent = next((one for one in mine if one.id == row.parent_id), None)
    since = row.number if row.parent_id else 0
    later = [one for one in mine if one.parent_id == (row.parent_id or row.id) and one.number > since]
    return {
        "belongs_to": _named(dossier, parent, rows) if parent else None,
        "adjusted": "Er is een latere bijstelling" if parent else "Dit stuk is bijgesteld",
        "adjusted_by": [_named(dossier, one, rows) for one in later],
    }


def _named(dossier: OpenDossier, row: PaperRow, rows: tuple[PaperRow, ...]) -> dict[str, str]:
    return {**_link(dossier, row), "label": f"{title_of_paper(row, rows)} van {long_date(row.on)}"}


def _same_paper(other: PaperRow, row: PaperRow) -> bool:
    return (other.kind, other.number) == (row.kind, row.number)


def _link(dossier: OpenDossier, row: PaperRow) -> dict[str, str]:
    return {
        "label": f"Versie {row.version} van {long_date(row.on)}",
        "href": url_for("papers.paper", number=dossier.row.number, paper_id=row.id),
    }


def _signature(role: str, answer: Fact | None) -> dict[str, str]:
    label = role_label(role)
    label = label[0].upper() + label[1:]
    if answer is None:
        return {
            "role": label,
            "state": "waiting",
            "outcome": UNSIGNED,
            "line": "",
            "way": "",
            "words": "",
        }
    data = answer.data
    reason = reason_of(answer) if data["uitkomst"] == "niet_ondertekend" else ""
    return {
        "role": label,
        "state": SIGN_BADGES[data["uitkomst"]],
        "outcome": SIGNATURE[data["uitkomst"]],
        "line": f"{data['naam']}, {data['functie'] or in_sentence(label)}, {long_date(answer.on)}",
        "way": way_of(answer),
        "words": data.get("zienswijze") or f"{reason[:1].upper()}{reason[1:]}",
    }


def _is_shown(field: Field, row: PaperRow) -> bool:
    if not row.template_sha256:
        return field.name in row.values
    return is_asked(field.name) or (field.name.startswith(ABOUT_PAPER) and field.name not in NOT_SHOWN)


def answer_item(field: Field, value: Any) -> dict[str, Any]:
    """An answer as one reads it in a paper: {label, value}, or for a list {label, columns, rows}."""
    rows = field.kind == "rows"
    return {
        "label": field.label,
        "value": "" if rows else _value(field, value),
        "columns": [column.label for column in field.columns],
        "rows": [[_value(column, row.get(column.name)) or "–" for column in field.columns] for row in value or []]
        if rows
        else [],
    }


def _value(field: Field, value: Any) -> str:
    match field.kind:
        case "tick":
            return "Ja" if value else "Nee"
        case "date":
            day = iso_date(str(value or ""))
            return long_date(day) if day else str(value or "")
        case "choice":
            return {choice.value: choice.label for choice in field.choices}.get(value, "")
        case _:
            return str(value or "")
