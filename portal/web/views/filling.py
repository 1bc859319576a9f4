"""Filling in the form of a paper: showing it, keeping what was typed, settling it."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from flask import Response, g, request, url_for

from portal.actions.dossier import looked_at
from portal.actions.give_view import give_view
from portal.actions.keep_draft import fingerprint, keep_draft, settled_since
from portal.actions.paper_checks import DECLARED, check_place_in_plan, is_recalled, must_declare, tidy
from portal.actions.settle_paper import settle_paper, stored
from portal.actions.start_paper import own_words, start_values, view_fields
from portal.actions.word_forms import form_in_use, form_to_fill, unfinished
from portal.rules.access import may
from portal.rules.errors import Changed, Forbidden, Rejected, RejectedForm
from portal.rules.papers import PaperKind
from portal.storage.reading.papers import draft, newest
from portal.web.clock import now
from portal.web.forms.answer import answer_form, presented
from portal.web.forms.form import FormField, Sheet
from portal.web.forms.illness import REASON, ask_reason, may_be_taken_in, write_going_on_down
from portal.web.forms.paper_form import PaperForm, form_field, paper_form
from portal.web.guard import log_papers
from portal.web.present.explanation import beside_form
from portal.web.present.papers import beside, known_facts
from portal.web.present.steps import role_label
from portal.web.proof import prove_first
from portal.web.render import go_to, page, part, wants_part
from portal.web.views.here import crumbs, dossier_address, who
from portal.web.views.not_now import first_to_do, not_now

NOT_KEPT = "Niet bewaard: uw concept is in een ander venster of met Word veranderd. Kies «Concept bewaren»."


DECLARATION = FormField(
    DECLARED, "Ik verklaar dat dit stuk geen aard, oorzaak of behandeling van de ziekte bevat.", "tick", required=False
)
LAST = (REASON.name, DECLARATION.name)
"""What is asked below the form itself, and is no part of the paper."""


def _declared() -> bool:
    return request.form.get(DECLARATION.name) == "ja"


def writers_form(entry: PaperKind) -> Response:
    """The form for whoever writes this kind of paper: shown, or taken in."""
    word_form = form_to_fill(g.dossier, entry.key, request.form.get("sjabloon", ""))
    form = paper_form(entry, word_form, own_words(g.dossier, entry, word_form))
    if request.method == "POST":
        return taken_in(form)
    refusal = refusal_now(entry)
    if refusal:
        return paper_not_now(entry, refusal)
    begun = start_values(g.dossier, entry)
    return form_page(form, form.begun(begun), screen=_Screen(token_hex(8), fingerprint(begun)))


def taken_in(form: PaperForm) -> Response:
    """Keep what was typed, whatever happens next; then do what the button says."""
    sheet = form.sent(request.form)
    button, _, row = (request.form.get("knop") or request.args.get("knop", "")).partition(":")
    focus = _change_rows(form, sheet, button, row)
    seen = request.form.get("gezien", 0, type=int)
    try:
        _keep(form, sheet, seen)
    except Changed:
        return _changed(form, sheet, seen)
    except Rejected as refusal:
        return _kept_elsewhere(form, sheet, seen, refusal, button)
    if button == "autosave":
        return part("_paper_autosave.html", url=_autosave_url(form.kind), text=f"Concept bewaard om {now():%H:%M}")
    if button == "vaststellen":
        # Settling a paper that one signs alone is signing it.
        asked = prove_first() if _signs_alone(form.kind) else None
        return asked or _settle(form, sheet, seen)
    if button.startswith("rij-"):
        return form_page(form, sheet, seen=seen, focus=focus)
    if button == "word":
        return go_to(url_for("word.start", number=g.dossier.row.number, kind=form.kind.key))
    return go_to(_fill_url(form.kind), "Uw concept is bewaard. U kunt later verdergaan.")


@dataclass(frozen=True)
class _Screen:
    """One form on someone's screen: its name, and the fingerprint of what stood in it at first."""

    name: str
    began_as: str


def _screen() -> _Screen:
    """The screen that the form was sent from."""
    return _Screen(request.form.get("scherm", ""), request.form.get("begon_als", ""))


def _keep(form: PaperForm, sheet: Sheet, seen: int) -> None:
    screen = _screen()
    keep_draft(
        **who(),
        kind=form.kind.key,
        values=sheet.values,
        seen=seen,
        begun_with=form.word_form.sha256,
        screen=screen.name,
        began_as=screen.began_as,
    )


def _kept_elsewhere(form: PaperForm, sheet: Sheet, seen: int, refusal: Rejected, button: str) -> Response:
    """Nothing is kept and nothing lost: what was typed is still there, and counts when it is sent once more."""
    if button == "autosave":
        return part("_paper_autosave.html", url=_autosave_url(form.kind), text=NOT_KEPT)
    sheet.problems.append(refusal)
    kept = draft(g.dossier.row.id, form.kind.key, g.dossier.actor) or {}
    screen = _Screen(_screen().name, fingerprint(kept))
    return form_page(form, sheet, status=409, seen=seen, screen=screen)


def _change_rows(form: PaperForm, sheet: Sheet, button: str, row: str) -> dict[str, int]:
    """Add or remove the row that a button names; where the focus goes then."""
    if button == "rij-erbij":
        index = form.add_row(sheet, row)
        return {} if index is None else {row: index}
    name, _, index_text = row.rpartition(":")
    if button == "rij-weg" and index_text.isdecimal() and form.remove_row(sheet, name, int(index_text)):
        return {name: -1}
    return {}


def _settle(form: PaperForm, sheet: Sheet, seen: int) -> Response:
    if form.check(sheet) and may_be_taken_in(sheet):
        try:
            paper_id = settle_paper(
                **who(), kind=form.kind.key, values=sheet.values, seen=seen, no_medical_data=_declared()
            )
        except Changed:
            return _changed(form, sheet, seen)
        except (Rejected, RejectedForm) as error:
            sheet.reject(error)
            if "went_on" in g:
                ask_reason(sheet)
        else:
            write_going_on_down(form.kind.title)
            return go_to(_paper_url(paper_id), _settled_notice(form))
    return form_page(form, sheet, status=422, seen=seen)


def _changed(form: PaperForm, sheet: Sheet, seen: int) -> Response:
    """Whoever pressed twice settled the paper already and gets to see it; for others the form comes back.

    So it does when the second time something else was typed, in another window: that is kept as a draft.
    """
    fresh = looked_at(**who())
    mine = settled_since(fresh, form.kind.key, seen)
    if mine is not None and _says_the_same(form, sheet, mine):
        return go_to(_paper_url(mine))
    if mine is not None:
        keep_draft(**who(), kind=form.kind.key, values=sheet.values, begun_with=form.word_form.sha256)
    sheet.problems.append(Rejected("dossier_changed" if mine is None else "settled_otherwise"))
    return form_page(form, sheet, status=409, seen=fresh.situation.last_seq)


def _says_the_same(form: PaperForm, sheet: Sheet, paper_id: int) -> bool:
    """Whether what was typed stands in that paper too; the employee's own words are not the writer's."""
    values = stored(paper_id).values
    return all(values.get(name) == value for name, value in tidy(sheet.values).items() if name not in form.said)


def _settled_notice(form: PaperForm) -> str:
    title = form.kind.title
    if not form.kind.signed_by:
        return f"{title}: het stuk is vastgesteld."
    if _signs_alone(form.kind):
        return f"{title}: het stuk is vastgesteld en ondertekend."
    who = " en ".join(role_label(role) for role in form.kind.signed_by)
    own = " De eigen woorden van de medewerker staan erin." if form.said else ""
    return f"{title}: het stuk is vastgesteld. Nu ondertekenen {who}.{own}"


def form_page(
    form: PaperForm,
    sheet: Sheet,
    *,
    status: int = 200,
    seen: int | None = None,
    focus: dict[str, int] | None = None,
    screen: _Screen | None = None,
) -> Response:
    """The form of a paper: the whole page, or for htmx the form alone."""
    row = g.dossier.row
    screen = screen or _screen()
    if must_declare(g.dossier, form.kind):
        sheet.fields = (*sheet.fields, DECLARATION)
        sheet.values[DECLARATION.name] = _declared()
    values: dict[str, Any] = {
        "kind": form.kind.key,
        "address": _fill_url(form.kind),
        "autosave_url": _autosave_url(form.kind),
        "parts": form.parts(sheet, known_facts(g.dossier, form.word_form)),
        "errors": presented(sheet)["errors"],
        "reason": [one for one in presented(sheet)["fields"] if one["name"] in LAST],
        "word_form": form.word_form.sha256,
        "screen": screen.name,
        "began_as": screen.began_as,
        "seen": g.dossier.situation.last_seq if seen is None else seen,
        "focus": focus or {},
        "submit": "Vaststellen en ondertekenen" if _signs_alone(form.kind) else "Vaststellen",
        "after": _after(form.kind),
        "cancel": dossier_address(),
    }
    if wants_part():
        return part("_paper_form.html", status=status, **values)
    attach = may(g.dossier.roles, "attach_advice")
    waiting = unfinished(g.dossier, form.kind.key)
    return page(
        "paper_form.html",
        status=status,
        title=form.kind.title,
        crumbs=crumbs(),
        medewerker=row.medewerker_name,
        about=form.kind.intro,
        guide=form.kind.guide,
        beside=_beside(form.kind),
        paragraph=beside_form(g.dossier, "settle_paper", form.kind.key),
        attach_href=url_for("papers.attach", number=row.number, kind=form.kind.key) if attach else "",
        waiting_version=waiting.version if waiting else 0,
        recalled=is_recalled(g.dossier, form.kind),
        has_errors=bool(sheet.problems),
        **values,
    )


def _after(kind: PaperKind) -> str:
    """What happens once the paper is settled, in one or two sentences."""
    if not kind.signed_by:
        return "Na het vaststellen staat het stuk in het dossier. Het hoeft niet te worden ondertekend."
    if _signs_alone(kind):
        return "Met vaststellen ondertekent u het stuk. Daarna kunt u het niet meer veranderen."
    return (
        "Na het vaststellen ondertekenen de medewerker en de leidinggevende, ieder met een eigen antwoord. "
        "Tot beiden dat hebben gedaan, kunt u een nieuwe versie maken."
    )


def own_view(entry: PaperKind) -> Response:
    """The fields of another's paper that are this person's own words."""
    word_form = form_in_use(g.dossier, entry.key)
    asked = view_fields(entry, word_form)
    fields = tuple(replace(form_field(one, entry), required=False, hint="") for one in asked)
    if not fields or not may(g.dossier.roles, "give_view"):
        raise Forbidden(entry.key)
    waiting = unfinished(g.dossier, entry.key)
    if waiting and request.method == "GET":
        return go_to(_paper_url(waiting.id))
    refusal = refusal_now(entry) if request.method == "GET" else None
    if refusal:
        return paper_not_now(entry, refusal)
    address = dossier_address()
    return answer_form(
        fields,
        title=f"Uw eigen kijk: {entry.title[0].lower()}{entry.title[1:]}",
        intro="U schrijft dit zelf, in uw eigen woorden. Uw leidinggevende kan het lezen zodra u het bewaart, maar "
        "kan er niets aan veranderen. Het komt zo in het stuk te staan.",
        submit="Bewaren en delen",
        start=own_words(g.dossier, entry, word_form),
        act=lambda sheet: give_view(**who(), kind=entry.key, values={one.name: sheet.text(one.name) for one in fields}),
        then=lambda: address,
        notice="Uw eigen kijk is bewaard. Uw leidinggevende kan die nu lezen.",
        cancel=address,
        crumbs=crumbs(),
        template="own_view.html",
        beside=_beside(entry),
        paragraph=beside_form(g.dossier, "settle_paper", entry.key),
    )


def _beside(entry: PaperKind) -> list[dict[str, Any]]:
    """The earlier papers that can be read beside the form. Opening the form is a look at each of them."""
    found = beside(g.dossier, entry)
    if request.method == "GET":
        log_papers(one["id"] for one in found)
    return found


def refusal_now(entry: PaperKind) -> Rejected | None:
    """Why this paper cannot be made now, or None when it can."""
    try:
        check_place_in_plan(g.dossier, entry)
    except Rejected as refusal:
        return refusal
    return None


def paper_not_now(entry: PaperKind, refusal: Rejected) -> Response:
    """The page that says why this kind of paper cannot be made now, and leads to what comes first or was made last."""
    row = newest(g.dossier.row.id, entry.key) if entry.readable_by(g.dossier.roles) else None
    last = [{"label": "Open het laatste stuk", "href": _paper_url(row.id)}] if row else []
    return not_now(entry.title, refusal, [*first_to_do(entry.key, entry.parent), *last])


def _signs_alone(kind: PaperKind) -> bool:
    return len(kind.signed_by) == 1 and kind.writable_by(kind.signed_by)


def _paper_url(paper_id: int) -> str:
    return url_for("papers.paper", number=g.dossier.row.number, paper_id=paper_id)


def _fill_url(kind: PaperKind) -> str:
    return url_for("papers.fill", number=g.dossier.row.number, kind=kind.key)


def _autosave_url(kind: PaperKind) -> str:
    return url_for("papers.fill", number=g.dossier.row.number, kind=kind.key, knop="autosave")
