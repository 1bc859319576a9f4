"""Answer the request to sign a paper, in one of three honest ways."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from portal.actions.dossier import OpenDossier, opened
from portal.actions.paper_values import acting, answers_on, function_of, involved
from portal.actions.settle_paper import signature, store_rendering
from portal.rules.errors import Forbidden, Invisible, PortalError, Rejected, RejectedForm, check_all
from portal.rules.facts import Fact, PaperState
from portal.rules.terms import SIGNATURE
from portal.storage.catalogue import catalogue
from portal.storage.reading.involvements import InvolvedRow
from portal.storage.reading.papers import PaperRow, paper
from portal.storage.writing.papers import drop_draft

TIME_TO_SIGN = timedelta(days=7)
"""How long the other party has before one may record that they did not sign. Choice of the portal."""


def sign_paper(
    *, dossier_id: int, paper_id: int, actor: int, now: datetime, outcome: str, name: str, view: str = ""
) -> int:
    """Append that the actor signed: `akkoord`, or `gezien_niet_akkoord` with the own `view`.

    `name` is typed by the person and must be their own; a `view` comes into the paper with either outcome.
    Whoever was recorded as not signing may still sign. Returns the fact's number. Raises Forbidden for who is
    not asked to sign, Rejected for a second answer (`signed_otherwise` when it is another than the one that stands),
    RejectedForm for a missing name or view.
    """
    with opened(dossier_id, "sign_paper", actor=actor, now=now) as dossier:
        row, state = _open_paper(dossier, paper_id)
        role = signing_role(state, dossier.roles)
        if role is None:
            raise _second_answer(dossier, state, outcome, view)
        author = acting(dossier)
        problems = tuple(wrong_answer(author, outcome, name, view))
        if author is None or problems:
            raise RejectedForm(problems)
        data = signature(paper_id, role, outcome, author.name, function_of(author), view=view.strip())
        return _append(dossier, row, state, {**data, "wijze": "getypt"}, dossier.today)


def wrong_answer(author: InvolvedRow | None, outcome: str, name: str, view: str) -> Iterator[Rejected]:
    """Everything for which this answer of the author would be refused."""
    if outcome not in ("akkoord", "gezien_niet_akkoord"):
        yield Rejected("choice_unknown", field="uitkomst")
    if outcome == "gezien_niet_akkoord" and not view.strip():
        yield Rejected("view_missing", field="zienswijze")
    if author is None or _plain(name) != _plain(author.name):
        yield Rejected("name_differs", field="naam", name=author.name if author else "")


def is_another_answer(answer: Fact, outcome: str, view: str) -> bool:
    """Whether someone says something else than the answer that stands: the outcome, or a view of their own."""
    said = view.strip()
    return outcome != answer.data["uitkomst"] or (said != "" and said != answer.data.get("zienswijze", ""))


def standing_answer(dossier: OpenDossier, paper_id: int) -> Fact | None:
    """How a role of the actor answered the request to sign; None while none did."""
    answers = answers_on(paper_id, dossier.facts)
    return next((fact for role, fact in answers.items() if role in dossier.roles), None)


def _second_answer(dossier: OpenDossier, state: PaperState, outcome: str, view: str) -> PortalError:
    """What is wrong with an answer of who cannot sign now."""
    if dossier.roles.isdisjoint(state.signers):
        return Forbidden(state.paper)
    stands = standing_answer(dossier, state.paper)
    if stands is None or not is_another_answer(stands, outcome, view):
        return Rejected("already_signed")
    words = SIGNATURE[stands.data["uitkomst"]]
    return Rejected("signed_otherwise", answer=words, name=stands.data["naam"], on=stands.on)


def record_not_signed(
    *, dossier_id: int, paper_id: int, role: str, actor: int, now: datetime, reason: str, on: date
) -> int:
    """Append that the holder of `role` did not sign, with the reason that the other party gives.

    Returns the fact's number. Raises Forbidden when the actor is no party to the paper or means themselves,
    Rejected when the other party has had less than `TIME_TO_SIGN`, RejectedForm when there is no reason either.
    """
    with opened(dossier_id, "record_not_signed", actor=actor, now=now) as dossier:
        row, state = _open_paper(dossier, paper_id)
        if role in dossier.roles or dossier.roles.isdisjoint(state.signers):
            raise Forbidden(paper_id)
        if role not in state.unsigned:
            raise Rejected("already_signed")
        check_all(lambda: _check_reason(reason), lambda: check_not_signed(dossier, state, on))
        other = involved(dossier, role)
        who = (other.name, other.job) if other else ("", "")
        data = signature(paper_id, role, "niet_ondertekend", *who, reason=reason.strip())
        return _append(dossier, row, state, data, on)


def not_signed_since(state: PaperState) -> date:
    """The first day on which one may record that the other party did not sign."""
    return state.on + TIME_TO_SIGN


def check_not_signed(dossier: OpenDossier, state: PaperState, on: date) -> None:
    """Raise Rejected for a day before the paper, on which the other party could still sign it, or that lies ahead."""
    if on < state.on:
        raise Rejected("day_before_paper", field="op", paper_on=state.on)
    if on < not_signed_since(state):
        raise Rejected("not_signed_too_soon", field="op", since=not_signed_since(state))
    dossier.check_day(on, "op")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Rejected("field_empty", field="reden")


def signing_role(state: PaperState, roles: Iterable[str]) -> str | None:
    """In which of these roles someone can sign now: not twice in person, nor what is on paper or was recalled."""
    if state.drawn_up_by or state.recalled_on:
        return None
    held = frozenset(roles)
    return next((role for role in state.to_sign if role in held), None)


def _append(dossier: OpenDossier, row: PaperRow, state: PaperState, data: dict[str, object], on: date) -> int:
    entry = catalogue()[row.kind]
    seq = dossier.append("ondertekend", on, data)
    store_rendering(dossier, entry, row)
    if set(state.unsigned) <= {data["rol"]}:
        # From here on the employee's own words stand in the paper for good; the next paper asks anew.
        drop_draft(dossier.row.id, row.kind, dossier.row.medewerker_id)
    return seq


def _open_paper(dossier: OpenDossier, paper_id: int) -> tuple[PaperRow, PaperState]:
    """The paper and how it stands. Raises Invisible, and Rejected for one that no longer counts."""
    row = paper(paper_id)
    if row is None or row.dossier_id != dossier.row.id or not catalogue()[row.kind].readable_by(dossier.roles):
        raise Invisible(paper_id)
    state = next((p for p in dossier.situation.papers if p.paper == paper_id), None)
    if state is None:
        raise Rejected("paper_replaced")
    if state.drawn_up_by:
        raise Rejected("signed_on_paper")
    if state.recalled_on:
        raise Rejected("paper_recalled")
    return row, state


def _plain(name: str) -> str:
    """A name as one compares it: without regard for capitals and spaces."""
    return " ".join(name.split()).casefold()
