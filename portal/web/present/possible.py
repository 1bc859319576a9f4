"""What someone may do with a dossier now: the tasks first, then everything else that has its place."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.paper_checks import check_place_in_plan
from portal.actions.record import recordables
from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.actions.start_paper import view_fields
from portal.actions.word_forms import form_in_use
from portal.rules.access import may
from portal.rules.conditions import in_leven
from portal.rules.errors import Rejected
from portal.rules.papers import PaperKind
from portal.rules.step import Step
from portal.rules.wia import prepared_from
from portal.storage.catalogue import catalogue
from portal.storage.reading.bsn import bsn_of
from portal.storage.reading.involvements import InvolvedRow
from portal.web.present.places import place_of
from portal.web.present.steps import term, title_of

Possibility = dict[str, Any]

OWN_RETURN = "hersteld_gemeld"
"""What an employee records who goes back to work: too much asked for to lie behind a list of rare things."""


def possibilities(
    dossier: OpenDossier,
    steps: tuple[Step, ...],
    people: Iterable[InvolvedRow],
    *,
    drafts: frozenset[str],
    report: bool,
) -> list[dict[str, Any]]:
    """Everything this person may do in this state, in groups of {title, items}; each place stands there once.

    `drafts` are the kinds of paper the person has begun, `report` whether there is a paper of the report to read.
    """
    asked = [step for step in steps if step.asked_on(dossier.today)]
    writes = may(dossier.roles, "settle_paper")
    groups = (
        ("Uw taken", _tasks(dossier, asked)),
        ("Vastleggen", (*_acts(dossier), *_again_ill(dossier, people))),
        ("Een stuk maken", _papers(dossier, steps, asked, drafts) if writes else ()),
        (
            "Uw eigen kijk",
            _views(dossier, steps, asked, drafts, catalogue().values()) if may(dossier.roles, "give_view") else (),
        ),
        ("Bekijken", _reading(dossier, report)),
    )
    seen: set[str] = set()
    found = []
    for title, items in groups:
        fresh = [item for item in items if item["href"] not in seen]
        seen |= {item["href"] for item in fresh}
        if fresh:
            found.append({"title": title, "items": fresh})
    return found


def own_views(dossier: OpenDossier) -> list[Possibility]:
    """The papers that others must make now and in which the employee's own words have a place."""
    if not may(dossier.roles, "give_view"):
        return []
    asked = [step for step in dossier.shown_steps if step.asked_on(dossier.today)]
    now = [kind for kind in catalogue().values() if any(step.paper == kind.key for step in asked)]
    return list(_views(dossier, dossier.shown_steps, asked, frozenset(), now))


def _tasks(dossier: OpenDossier, asked: list[Step]) -> Iterator[Possibility]:
    for step in sorted(asked, key=lambda step: step.due_on):
        if step.owner in dossier.roles:
            href, _ = place_of(step, dossier.row.number)
            day = term(step, dossier.today)
            yield {"label": title_of(step), "href": href, "state": day["state"], "badge_text": day["distance"]}


def _papers(
    dossier: OpenDossier, steps: tuple[Step, ...], asked: list[Step], drafts: frozenset[str]
) -> Iterator[Possibility]:
    for kind in catalogue().values():
        if kind.key in MADE_ELSEWHERE or not kind.writable_by(dossier.roles):
            continue
        text = _place_now(dossier, kind, steps, asked)
        if text is None:
            continue
        begun = "U hebt een concept bewaard." if kind.key in drafts else ""
        yield {
            "label": kind.title,
            "href": url_for("papers.fill", number=dossier.row.number, kind=kind.key),
            "text": begun or text,
        }
        if may(dossier.roles, "attach_advice"):
            yield {
                "label": f"{kind.title} als bestand bijvoegen",
                "href": url_for("papers.attach", number=dossier.row.number, kind=kind.key),
            }


def _views(
    dossier: OpenDossier,
    steps: tuple[Step, ...],
    asked: list[Step],
    drafts: frozenset[str],
    kinds: Iterable[PaperKind],
) -> Iterator[Possibility]:
    """The papers of others in which the employee's own words have a place, until they are settled."""
    for kind in kinds:
        if kind.writable_by(dossier.roles) or kind.key in MADE_ELSEWHERE or _unsigned(dossier, kind):
            continue
        if _place_now(dossier, kind, steps, asked) is not None and view_fields(kind, form_in_use(dossier, kind.key)):
            yield {
                "label": kind.title,
                "href": url_for("papers.fill", number=dossier.row.number, kind=kind.key),
                "text": "Uw woorden staan klaar voor in het stuk."
                if kind.key in drafts
                else "Schrijf zelf op hoe u het ziet. Het komt zo in het stuk.",
            }


def _place_now(dossier: OpenDossier, kind: PaperKind, steps: tuple[Step, ...], asked: list[Step]) -> str | None:
    """What to say of a paper that can be made now; None when its step is not there or not yet asked for."""
    if any(step.paper == kind.key for step in asked):
        return ""
    if any(step.paper == kind.key and step.state == "waiting" and step.done_on is None for step in steps):
        again = "Zolang niet iedereen heeft ondertekend, kan er een nieuwe versie komen."
        return again if _unsigned(dossier, kind) else None
    if dossier.protocol.has_place_for(kind.key):
        return None
    try:
        check_place_in_plan(dossier, kind)
    except Rejected:
        return None
    made = not kind.after or any(state.kind == kind.after for state in dossier.situation.papers)
    return "" if made else f"Eerst nodig: {catalogue()[kind.after].title}."


def _unsigned(dossier: OpenDossier, kind: PaperKind) -> bool:
    """Whether a paper of this kind waits for signatures."""
    return any(state.kind == kind.key and state.unsigned for state in dossier.situation.readable_papers)


def _acts(dossier: OpenDossier) -> Iterator[Possibility]:
    """What may be recorded besides the tasks."""
    alive = in_leven(dossier.situation)
    ill = dossier.situation.is_ill and not dossier.situation.ended_before(dossier.today)
    acts = (
        ("record_contact", "case.contact", "Contact vastleggen", alive),
        ("ask_arbodienst", "case.question", "Vraag stellen aan de arbodienst", ill),
        ("plan_consult", "case.consult", "Spreekuur plannen", ill),
        ("record_recovery", "recovery.new", "Herstel melden", ill),
    )
    for action, endpoint, label, possible in acts:
        if possible and may(dossier.roles, action):
            yield {"label": label, "href": url_for(endpoint, number=dossier.row.number)}
    prepared = prepared_from(dossier.situation)
    near = prepared is not None and prepared <= dossier.today
    if ill and near and may(dossier.roles, "enter_bsn") and bsn_of(dossier.row.id) is None:
        yield {
            "label": "BSN invullen voor de medewerker",
            "href": url_for("wia.bsn_for_employee", number=dossier.row.number),
            "text": "Alleen als de medewerker niet bereikbaar is.",
        }
    recordable = recordables(dossier)
    for kind in recordable:
        if kind.key == OWN_RETURN and ill:
            href = url_for("record.record_kind", number=dossier.row.number, kind=kind.key)
            yield {"label": kind.title, "href": href, "text": "Geheel of voor een deel. Zo meldt u zich beter."}
    if recordable:
        yield {"label": "Iets anders vastleggen", "href": url_for("record.choose", number=dossier.row.number)}


def _again_ill(dossier: OpenDossier, people: Iterable[InvolvedRow]) -> Iterator[Possibility]:
    """A new report after recovery is for the employee's own leidinggevende, not for who stands in."""
    own = any(row.person_id == dossier.actor and row.role == "leidinggevende" for row in people)
    if own and dossier.situation.hersteld_op is not None and may(dossier.roles, "record_relapse"):
        href = url_for("ziekmelding.new", medewerker_id=dossier.row.medewerker_id)
        yield {"label": "Opnieuw ziek melden", "href": href}


def _reading(dossier: OpenDossier, report: bool) -> Iterator[Possibility]:
    runs = dossier.situation.is_ill and in_leven(dossier.situation)
    if may(dossier.roles, "read_repairs") and runs:
        taken_over = dossier.situation.taken_over_on
        yield {
            "label": "Wat ontbreekt er?",
            "href": url_for("running_case.read_repairs", number=dossier.row.number),
            "text": "En toevoegen wat er vóór de overname al was." if taken_over else "",
        }
    if report and may(dossier.roles, "download_packet"):
        yield {
            "label": "Re-integratieverslag bekijken en downloaden",
            "href": url_for("wia.report", number=dossier.row.number),
        }
    if may(dossier.roles, "read_read_log"):
        yield {
            "label": "Wie keek er in mijn dossier?",
            "href": url_for("dossiers.read_log", number=dossier.row.number),
        }
    if may(dossier.roles, "export_dossier"):
        own = may(dossier.roles, "read_read_log")
        yield {
            "label": "Al mijn gegevens downloaden" if own else "Alle gegevens downloaden",
            "href": url_for("export.export_dossier", number=dossier.row.number),
            "text": "Een ZIP-bestand dat u zonder internet kunt lezen.",
        }
