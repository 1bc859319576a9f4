"""The WIA-overdracht: hand all papers to the employee, with an inventory and a receipt."""

from datetime import date, datetime
from typing import Any

from portal.actions.dossier import OpenDossier, opened
from portal.actions.packet_pieces import paper_name, scan_line, scan_pieces, unbroken
from portal.actions.settle_paper import store_paper, store_rendering, stored
from portal.actions.word_forms import form_in_use
from portal.rules.calendar import long_date
from portal.rules.completeness import Gap
from portal.rules.errors import Rejected
from portal.rules.facts import PaperState
from portal.rules.side_roads import agreements
from portal.rules.terms import LACK, ROLE
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, papers_of

KIND = "wia_overdracht"
OWN_JUDGEMENT = "oordeel_werknemer"
ONLY_ON_PAPER = "op papier, niet in het portaal"
LACKS = {
    "ontbreekt": "ontbreekt, te maken",
    "teruggeroepen": "teruggeroepen, opnieuw te maken",
    "niet_ondertekend": "nog niet ondertekend",
}
NO_DEVIATIONS = {"stap": "Geen", "eerst": "", "later": "", "reden": "Er zijn geen latere dagen afgesproken."}
NOTHING_MISSING = {"stuk": "Niets", "toelichting": "Alle stukken van de werkgever en de bedrijfsarts zijn er."}


def hand_over(*, dossier_id: int, actor: int, now: datetime, note: str, accepts_gaps: bool) -> int:
    """Make the WIA-overdracht and put the report in the employee's hands; returns the paper's id.

    While papers are missing or not as UWV asks this needs `accepts_gaps`: handing over what there is in time is better
    than nothing, but it must be a choice. It can be done again for papers that came after the last time.
    Raises Rejected before the step opens, or when everything was handed over.
    """
    with opened(dossier_id, "hand_over", actor=actor, now=now) as dossier:
        check_something_to_hand_over(dossier)
        check_accepted(dossier, accepts_gaps=accepts_gaps)
        return store_paper(
            dossier,
            catalogue()[KIND],
            {"toelichting": note.strip()},
            form=form_in_use(dossier, KIND),
            portal_values=overdracht_values(dossier),
        )


def check_accepted(dossier: OpenDossier, *, accepts_gaps: bool) -> None:
    """Raise Rejected when something is missing and that is not accepted."""
    gaps = dossier.meter.of_employer
    if gaps and not accepts_gaps:
        raise Rejected("report_incomplete", field="onvolledig", count=len(gaps))


def check_something_to_hand_over(dossier: OpenDossier) -> None:
    """Raise Rejected before the step opens, and when everything was handed over.

    What came after the first hand-over can be handed over at once: a delay of the application does not keep it back.
    """
    step = next((s for s in dossier.steps if s.key == KIND), None)
    if step is None:
        raise Rejected("not_ill")
    handed = handed_over(dossier)
    if handed and not came_since(dossier):
        raise Rejected("already_handed_over")
    if not handed and dossier.today < step.opens_on:
        raise Rejected("step_not_open", opens_on=step.opens_on)


def confirm_receipt(*, dossier_id: int, actor: int, now: datetime) -> int:
    """Append that the employee has the papers of the last WIA-overdracht; returns the fact's number.

    The dated receipt decides who must repair a paper that is missing at UWV. Raises Rejected.
    """
    with opened(dossier_id, "confirm_receipt", actor=actor, now=now) as dossier:
        handed = handed_over(dossier)
        if handed is None:
            raise Rejected("not_handed_over")
        if received(dossier, handed.paper):
            raise Rejected("step_done")
        row = stored(handed.paper)
        seq = dossier.append("ontvangen", dossier.today, {"soort": KIND, "papier": row.id})
        store_rendering(dossier, catalogue()[KIND], row)
        return seq


def handed_over(dossier: OpenDossier) -> PaperState | None:
    """The last WIA-overdracht of the running case, or None."""
    found = [p for p in dossier.situation.readable_papers if p.kind == KIND]
    return max(found, key=lambda p: p.seq) if found else None


def received(dossier: OpenDossier, paper_id: int) -> bool:
    """Whether the employee confirmed to have this paper."""
    return any(f.kind == "ontvangen" and f.data["papier"] == paper_id for f in dossier.standing)


def came_since(dossier: OpenDossier) -> tuple[PaperRow, ...]:
    """The papers of the report that were made after the last hand-over, and are not in its inventory."""
    handed = handed_over(dossier)
    if handed is None:
        return ()
    later = {p.paper for p in dossier.situation.papers if p.seq > handed.seq}
    return tuple(row for row in report_papers(dossier) if row.id in later)


def report_papers(dossier: OpenDossier) -> tuple[PaperRow, ...]:
    """The employer's papers of the report, in UWV's order. The employee's own judgement is not among them."""
    counting = {p.paper for p in dossier.situation.readable_papers}
    kinds = catalogue()
    rows = [
        row
        for row in papers_of(dossier.row.id)
        if row.id in counting and kinds[row.kind].report_order and row.kind != OWN_JUDGEMENT
    ]
    return tuple(sorted(rows, key=lambda row: (kinds[row.kind].report_order, row.on, row.id)))


def overdracht_values(dossier: OpenDossier) -> dict[str, Any]:
    """What the portal fills into the WIA-overdracht: the inventory and what is missing."""
    found: dict[str, list[dict[str, str]]] = {
        "papier.inventaris": inventory(dossier),
        "papier.ontbreekt": [gap_row(gap) for gap in dossier.meter.of_employer] or [NOTHING_MISSING],
        "papier.afwijkingen": deviations(dossier) or [NO_DEVIATIONS],
    }
    return {name: unbroken(lines) for name, lines in found.items()}


def deviations(dossier: OpenDossier) -> list[dict[str, str]]:
    """Each term from which both parties deviated: its own day, the later one they agreed on, and their reason.

    Source: Regeling procesgang eerste en tweede ziektejaar; UWV judges the reason.
    """
    agreed_on = agreements(dossier.situation)
    return [
        {
            "stap": step.title if step.round == 1 else f"{step.title} ({step.round})",
            "eerst": long_date(step.statutory_on) if step.statutory_on else "",
            "later": long_date(date.fromisoformat(agreed.data["tot"])),
            "reden": str(agreed.data.get("reden", "")),
        }
        for step in dossier.steps
        if step.agreed_later and (agreed := agreed_on[step.key, step.round])
    ]


def inventory(dossier: OpenDossier) -> list[dict[str, str]]:
    """The papers of the report that the employer holds, in UWV's order, with who drew them up and who signed.

    Each scan of one that was signed with a pen has a line of its own behind it, as in the packet: 2a.
    """
    states = {p.paper: p for p in dossier.situation.papers}
    found = []
    for number, row in enumerate(report_papers(dossier), start=1):
        found.append(
            {
                "nummer": str(number),
                "stuk": f"{paper_name(dossier, row)}{on_paper(states[row.id])}",
                "datum": row.on.isoformat(),
                "opgesteld_door": drawn_up_by(row, states[row.id]),
                "ondertekend_door": signed_by(states[row.id]),
            }
        )
        scans = scan_pieces(dossier, row)
        found += [scan_line(dossier, piece, f"{number}{piece.entry.letter}") for piece in scans]
    return found


def on_paper(state: PaperState) -> str:
    """What stands behind the title of a paper of which there is no file here; empty for any other."""
    return f" ({ONLY_ON_PAPER})" if state.only_on_paper else ""


def drawn_up_by(row: PaperRow, state: PaperState) -> str:
    """The name and role of who made a paper, which the author of its fact did not when it was made elsewhere."""
    return f"{state.drawn_up_by or row.author_name}, {ROLE[row.author_role].label.lower()}"


def signed_by(state: PaperState) -> str:
    """Who signed a paper, who did not and who has still to do so, in words."""
    signed = {s.role: s.name for s in state.signatures if s.outcome != "niet_ondertekend"}
    signed |= {
        s.role: f"{s.name} (gezien, niet akkoord)" for s in state.signatures if s.outcome == "gezien_niet_akkoord"
    }
    names = [signed[role] for role in state.signers if role in signed]
    refused = [s.role for s in state.signatures if s.role not in signed]
    words = [f"niet door {ROLE[role].label.lower()}" for role in refused]
    words += [f"nog niet door {ROLE[role].label.lower()}" for role in state.unsigned]
    return ", ".join([*names, *words])


def gap_sentence(gap: Gap) -> str:
    """Why a paper is missing in the report, and from whom it must come."""
    roles = " en ".join(ROLE[role].label.lower() for role in gap.owners)
    return f"{LACKS.get(gap.lack) or f'{LACK[gap.lack].lower()}, aan te vullen'} door {roles}"


def gap_row(gap: Gap) -> dict[str, str]:
    """A line of «Wat nog ontbreekt»."""
    return {"stuk": gap.title, "toelichting": gap_sentence(gap)}
