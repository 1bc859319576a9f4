"""Before a text that the employer reads is taken in: whether words about illness stand in it.

The employee's own words are left alone: nobody else may change them. To whoever else writes, the form comes back with
what is allowed instead. Who has a reason gives it and goes on; the employee can read it.
"""

from collections.abc import Iterator, Sequence

from flask import g, request
from flask_login import current_user

from portal.actions.illness_words import go_on, illness_words
from portal.documents.text import clean_text
from portal.rules.access import WARNED
from portal.rules.errors import Rejected, RejectedForm
from portal.rules.illness_words import Hit, IllnessWords
from portal.web.clock import now
from portal.web.forms.form import FormField, Sheet

NO_ILLNESS = "Schrijf niets over de aard, de oorzaak of de behandeling van de ziekte."
"""What stands by a question to which someone might answer with what the employer may not know."""

REASON = FormField(
    "toch_doorgaan",
    "Waarom moet dit er toch in staan?",
    "line",
    hint="Alleen als u het niet anders kunt zeggen. Gaat het over een medewerker, dan kan die uw reden lezen.",
    required=False,
)
LONGEST_REASON = 500
TEXTS = ("text", "line", "long_text")


def may_be_taken_in(sheet: Sheet, *, employer: int | None = None) -> bool:
    """Whether the texts of a form may be taken in; otherwise the problems and a question for the reason are on it.

    In a dossier the roles say whether someone is warned. Elsewhere `employer` is the organisation for
    which it is written, whoever writes: its list holds. None: not for an employer.
    """
    organisation = _organisation(employer)
    if organisation is None:
        return True
    words = illness_words(organisation)
    found = [(place, hits) for place, text in _texts(sheet) if (hits := words.found_in(text))]
    if not found:
        return True
    reason = _reason()
    if reason and _is_reason(reason, words):
        g.went_on = (sum(len(hits) for _, hits in found), reason)
        if sheet.problems:  # it comes back for something else: the reason stays in it
            ask_reason(sheet)
        return True
    sheet.note(_said_of(place, hits) for place, hits in found)
    ask_reason(sheet)
    if reason:
        sheet.reject(Rejected("illness_reason", field=REASON.name))
    return False


def _said_of(place: str, hits: Sequence[Hit]) -> Rejected:
    said = ", ".join(f"«{hit.word}»" for hit in hits)
    return Rejected("illness_words", field=place, words=said, instead=hits[0].instead)


def ask_reason(sheet: Sheet) -> None:
    """Put the question for the reason on the form, with what was answered."""
    if REASON not in sheet.fields:
        sheet.fields = (*sheet.fields, REASON)
        sheet.values[REASON.name] = _reason()


def refuse(sheet: Sheet, error: Rejected | RejectedForm) -> None:
    """Put on the form what an action found wrong, and the reason with which someone went on, to be sent again."""
    sheet.reject(error)
    if "went_on" in g:
        ask_reason(sheet)


def write_going_on_down(place: str) -> None:
    """Write down that someone went on, once the text has been taken in; `place` says in which form."""
    if "went_on" in g:
        words, reason = g.went_on
        dossier_id = g.look.dossier_id if "look" in g else None
        go_on(actor=current_user.person_id, now=now(), dossier_id=dossier_id, place=place, words=words, reason=reason)


def _organisation(employer: int | None) -> int | None:
    """The organisation whose words hold for what is typed now; None for who is not warned."""
    if "dossier" in g:
        opened = g.dossier
        return None if WARNED.isdisjoint(opened.roles) else int(opened.row.organisation_id)
    return employer


def _texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for one in sheet.fields:
        if one.kind in TEXTS:
            yield one.name, sheet.text(one.name)
        for index, row in enumerate(sheet.values.get(one.name) or () if one.kind == "rows" else ()):
            for column in one.columns:
                if column.kind in TEXTS:
                    yield f"{one.name}.{index}.{column.name}", str(row.get(column.name) or "")


def _reason() -> str:
    return clean_text(request.form.get(REASON.name, "")).strip()[:LONGEST_REASON]


def _is_reason(reason: str, words: IllnessWords) -> bool:
    """A reason is a sentence, and holds no such words itself: it is kept."""
    return len(reason.split()) > 1 and not words.found_in(reason)
