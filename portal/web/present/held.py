"""What someone sent while the virus scanner gave no answer: that it waits, or why it was refused after all."""

from collections.abc import Iterable
from typing import Any

from flask import g, url_for
from flask_login import current_user

from portal.actions.send_file import refused_before
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.storage.catalogue import catalogue
from portal.storage.reading.held_files import NOT_CONFIRMED, HeldRow
from portal.web.clock import HERE
from portal.web.messages import sentence

WAITS = "Ontvangen, wordt nog nagekeken op virussen. Tot die tijd staat het niet in het dossier. U hoeft niets te doen."


def held_lines(rows: Iterable[HeldRow]) -> list[dict[str, str]]:
    """Each file as its sender sees it: what it was, what becomes of it, and where to send it again or let it go."""
    return [
        {
            "title": f"{catalogue()[row.kind].title}, dossier {row.number}",
            "day": long_date(row.sent_at.astimezone(HERE).date()),
            "text": sentence(Rejected(row.problem)) if row.problem else WAITS,
            "again": _again(row) if row.problem else "",
            "button": "Verder met deze scan" if row.problem == NOT_CONFIRMED else "Opnieuw versturen",
            "forget": "Weggooien" if row.problem == NOT_CONFIRMED else "Ik weet het",
            "seen": url_for("inbox.forget_refused", held_id=row.id) if row.problem else "",
        }
        for row in rows
    ]


def sent_before(action: str, kind: str) -> dict[str, Any]:
    """The answers in the form of a file that was refused, to begin with when it is sent again; else none.

    What was declared of that file must be declared anew of another.
    """
    found = refused_before(g.dossier.row.id, current_user.person_id, action, kind)
    return {name: answer for name, answer in found[-1].answers.items() if name != "verklaring"} if found else {}


def waiting_for_scan(rows: Iterable[HeldRow], roles: frozenset[str]) -> list[dict[str, str]]:
    """The files that wait in a dossier, for who may read what they are to become; they open for nobody."""
    kinds = catalogue()
    return [
        {"title": kinds[row.kind].title, "day": long_date(row.sent_at.astimezone(HERE).date())}
        for row in rows
        if not row.problem and kinds[row.kind].readable_by(roles)
    ]


def _again(row: HeldRow) -> str:
    if row.action == "attach_advice":
        return url_for("papers.attach", number=row.number, kind=row.kind)
    if row.action == "file_signed_paper" and row.problem == NOT_CONFIRMED:
        return url_for("on_paper.confirm", number=row.number, paper_id=row.answers["papier"])
    if row.action == "file_signed_paper":
        return url_for("on_paper.box")
    if row.action == "add_scan":
        return url_for("running_case.add_scan", number=row.number, paper_id=row.answers["papier"])
    return url_for("running_case.file_earlier_paper", number=row.number, kind=row.kind)
