"""Verder in Word: taking a paper along, bringing it back, and choosing what to take over."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from portal.actions.continue_in_word import FILE, bring_back, take_along, word_kind
from portal.actions.settle_paper import place_of_next
from portal.actions.start_paper import own_words
from portal.actions.take_over import CONFIRMED, Comparison, take_over
from portal.actions.take_over import compare as compared
from portal.actions.word_forms import form_to_fill
from portal.documents.differences import Question, questions
from portal.rules.errors import Changed, Rejected, RejectedForm
from portal.rules.papers import PaperKind
from portal.storage.catalogue import catalogue
from portal.storage.database import ask_together
from portal.storage.reading.papers import draft_asked, papers_asked
from portal.web.attachment import attachment
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import guarded
from portal.web.present.differences import ANSWER, LEFT, TICK, comparison_page, options_of
from portal.web.render import go_to, page
from portal.web.views.filling import paper_not_now
from portal.web.views.here import crumbs, who

bp = Blueprint("word", __name__, url_prefix="/dossiers/<number>/papieren/<kind>/word")

UPLOAD = FormField(FILE, "Uw bestand", "file", hint="Een Word-bestand (.docx), hooguit 10 MB.", accept=".docx")


@bp.route("", methods=["GET", "POST"])
@guarded("settle_paper")
def start(number: str, kind: str) -> Response:
    """What to do in three steps; the last is to bring the file back."""
    try:
        entry = word_kind(g.dossier, kind)
    except Rejected as refusal:
        return paper_not_now(catalogue()[kind], refusal)
    received: list[int] = []
    return answer_form(
        (UPLOAD,),
        title=f"{entry.title} in Word",
        submit="Versturen en vergelijken",
        act=lambda sheet: received.append(_bring_back(sheet, kind)),
        then=lambda: url_for("word.compare", number=number, kind=kind, received_id=received[0]),
        notice="",
        cancel=_form_address(number, kind),
        template="word.html",
        **_steps(entry),
    )


@bp.post("/downloaden")
@guarded("settle_paper")
def download(number: str, kind: str) -> Response:
    """The paper in progress as a Word file. It is a POST because a copy is kept to compare with."""
    copy = take_along(**who(), kind=kind)
    return attachment(copy.content, f"{kind.replace('_', '-')}-{number}-v{copy.version}-concept.docx")


@bp.route("/<int:received_id>", methods=["GET", "POST"])
@guarded("settle_paper")
def compare(number: str, kind: str, received_id: int) -> Response:
    """What the file that came back says otherwise than the draft, to be ticked and taken over."""
    ask_together(papers_asked(g.dossier.row.id), draft_asked(g.dossier.row.id, kind, g.dossier.actor))
    found = compared(g.dossier, kind, received_id)
    if request.method == "GET":
        return _comparison(found)
    try:
        count = _take_over(found)
    except Changed:
        return _comparison(compared(g.dossier, kind, received_id), status=409)
    except RejectedForm as refusal:
        return _comparison(found, status=422, refusal=refusal)
    return go_to(_form_address(number, kind), _taken_notice(count))


def _steps(entry: PaperKind) -> dict[str, Any]:
    """What the page with the three steps shows around its form."""
    number, kind = g.dossier.row.number, entry.key
    return {
        "crumbs": _crumbs(number, entry),
        "download": url_for("word.download", number=number, kind=kind),
        "medewerker": g.dossier.row.medewerker_name,
        "version": place_of_next(g.dossier, kind)[1],
        "own_words": bool(own_words(g.dossier, entry, form_to_fill(g.dossier, kind))),
    }


def _bring_back(sheet: Sheet, kind: str) -> int:
    file = sheet.files[FILE]
    return bring_back(**who(), kind=kind, file_name=file.filename or "", content=file.read())


def _take_over(found: Comparison) -> int:
    return take_over(
        **who(),
        kind=found.entry.key,
        received_id=found.received.id,
        accepted=frozenset(request.form.getlist(TICK)),
        answers=_answers(found),
        seen=request.form.get("gezien", ""),
        confirmed=CONFIRMED in request.form,
    )


def _answers(found: Comparison) -> dict[str, object]:
    """What was answered, by the key of the question; a question that was skipped is not in it."""
    answers: dict[str, object] = {}
    for one in found.differences:
        for question in questions(one):
            answers |= _answer(question)
    return answers


def _answer(question: Question) -> dict[str, object]:
    given = request.form.get(f"{ANSWER}.{question.key}", "").strip()
    left = given == LEFT or f"{LEFT}.{question.key}" in request.form
    if question.code == "unreadable_date":
        # A day and the tick to leave it contradict each other.
        return {} if bool(given) == left else {question.key: None if left else given}
    values = {code: value for code, _, value in options_of(question)}
    return {question.key: None} if left else {question.key: values[given]} if given in values else {}


def _comparison(found: Comparison, *, status: int = 200, refusal: RejectedForm | None = None) -> Response:
    number, entry = g.dossier.row.number, found.entry
    sent = request.form if refusal else None
    return page(
        "word_compare.html",
        status=status,
        title=f"{entry.title}: vergelijken met Word",
        crumbs=_crumbs(number, entry, {"label": "Verder in Word", "href": _start_address(number, entry.key)}),
        medewerker=g.dossier.row.medewerker_name,
        cancel=_form_address(number, entry.key),
        again=_start_address(number, entry.key),
        changed=status == 409,
        has_errors=refusal is not None,
        **comparison_page(found, sent, refusal.problems if refusal else ()),
    )


def _taken_notice(count: int) -> str:
    if not count:
        return "Er is niets overgenomen. Uw concept is niet veranderd."
    what = "1 wijziging" if count == 1 else f"{count} wijzigingen"
    return f"Uit Word overgenomen in uw concept: {what}. Kijk het formulier na en stel het stuk dan vast."


def _crumbs(number: str, entry: PaperKind, *more: dict[str, str]) -> list[dict[str, str]]:
    return crumbs({"label": entry.title, "href": _form_address(number, entry.key)}, *more)


def _form_address(number: str, kind: str) -> str:
    return url_for("papers.fill", number=number, kind=kind)


def _start_address(number: str, kind: str) -> str:
    return url_for("word.start", number=number, kind=kind)
