"""Filling in the form of a paper: keeping what was typed, going from part to part, settling it."""

from dataclasses import replace
from functools import partial
from secrets import token_hex

from flask import Response, g, request, url_for

from portal.actions.before_settling import stands_in_the_way
from portal.actions.dossier import looked_at
from portal.actions.keep_draft import fingerprint, keep_draft, settled_since
from portal.actions.paper_checks import check_after, check_place_in_plan, must_declare, tidy
from portal.actions.settle_paper import settle_paper, stored
from portal.actions.start_paper import own_words, start_values
from portal.actions.word_forms import form_to_fill
from portal.rules.access import may
from portal.rules.errors import Changed, Invisible, Rejected, RejectedForm
from portal.rules.papers import PaperKind
from portal.storage.database import ask_together
from portal.storage.reading.involvements import people_asked
from portal.storage.reading.papers import draft_about, draft_asked, newest, papers_asked
from portal.storage.reading.templates import templates_asked
from portal.web.clock import now
from portal.web.forms.illness import may_be_taken_in, refuse, write_going_on_down
from portal.web.forms.paper_form import PaperForm, paper_form
from portal.web.present.steps import role_label
from portal.web.proof import prove_first
from portal.web.render import go_to, part
from portal.web.views.filling_page import DECLARATION, Filling, Screen, declared, form_page, signs_alone
from portal.web.views.here import who
from portal.web.views.not_now import first_to_do, not_now

NOT_KEPT = "Niet bewaard: uw concept is in een ander venster of met Word veranderd. Kies «Concept bewaren»."


CHECK = -1
"""The place where the answers are checked, whichever number it has in a form."""


def ask_for_form(kind: str) -> None:
    """Ask the database in one statement what the form of a paper asks for."""
    row = g.dossier.row
    ask_together(
        papers_asked(row.id),
        people_asked(row.id, g.dossier.today),
        draft_asked(row.id, kind, g.dossier.actor),
        templates_asked(row.organisation_id, g.dossier.today),
    )


def writers_form(entry: PaperKind, place: int | None = None) -> Response:
    """The form for whoever writes this kind of paper: shown, or taken in.

    `place`: the part of it, from 1, or CHECK. None: all of it when it is sent, and else where its writer left it; a
    long form begins at its first part. Raises Invisible when there is no such part.
    """
    word_form = form_to_fill(g.dossier, entry.key, request.form.get("sjabloon", ""))
    refused = partial(stands_in_the_way, g.dossier, entry, word_form)
    form = paper_form(entry, word_form, own_words(g.dossier, entry, word_form), refused)
    if place is not None and not place < form.last:
        raise Invisible(place)
    at = form.last if place == CHECK else place or 0
    if request.method == "POST":
        return taken_in(_sent(form, at))
    refusal = refusal_now(entry)
    if refusal:
        return paper_not_now(entry, refusal)
    begun = start_values(g.dossier, entry)
    seen = g.dossier.situation.last_seq
    filling = Filling(form, form.begun(begun), at, seen, Screen(token_hex(8), fingerprint(begun)))
    if place is None:
        left_at = _left_at(form)
        return go_to(replace(filling, place=left_at).address) if left_at else form_page(filling)
    if filling.mends:
        _show_what_is_wrong(filling)
    return form_page(filling)


def _left_at(form: PaperForm) -> int:
    """The place at which the form opens."""
    if "alles" in request.args:
        return 0
    about = draft_about(g.dossier.row.id, form.kind.key, g.dossier.actor)
    return min(about.place, form.last) if about else int(form.is_long)


def _show_what_is_wrong(filling: Filling) -> None:
    """Note on a part what keeps the paper from being settled: its writer came to mend that."""
    form, sheet = filling.form, filling.sheet
    form.check(sheet)
    may_be_taken_in(sheet)
    sheet.problems = [problem for problem in sheet.problems if form.place_of(problem) == filling.place]


def _sent(form: PaperForm, place: int) -> Filling:
    kept = start_values(g.dossier, form.kind) if place else {}
    screen = Screen(request.form.get("scherm", ""), request.form.get("begon_als", ""))
    return Filling(form, form.sent(request.form, place, kept), place, request.form.get("gezien", 0, type=int), screen)


def taken_in(filling: Filling) -> Response:
    """Keep what was typed, whatever happens next; then do what the button says."""
    kind = filling.form.kind
    button = request.form.get("knop") or request.args.get("knop", "")
    focus = filling.sheet.change_rows(button)
    onward = _onward(filling, button)
    unseen = button == "vaststellen" and _changed_since_checked(filling)
    try:
        _keep(filling, onward.place)
        if unseen:
            raise Rejected("answers_changed")
    except Changed:
        return _changed(filling)
    except Rejected as refusal:
        return _kept_elsewhere(filling, refusal, button)
    if button == "autosave":
        return part("_paper_autosave.html", url=filling.autosave_url, text=f"Concept bewaard om {now():%H.%M} uur")
    if button == "vaststellen":
        return _settle(filling)
    if button.startswith("rij-"):
        return form_page(filling, focus=focus)
    if button == "word":
        return go_to(url_for("word.start", number=g.dossier.row.number, kind=kind.key))
    if filling.sheet.problems:
        return form_page(filling, status=422)
    if onward.place == filling.place:
        return go_to(filling.address, "Uw concept is bewaard. U kunt later verdergaan.")
    return go_to(onward.begin)


def _changed_since_checked(filling: Filling) -> bool:
    """Whether the answers are others than those that its writer checked before settling them."""
    return filling.is_check and filling.screen.began_as != fingerprint(start_values(g.dossier, filling.form.kind))


def _onward(filling: Filling, button: str) -> Filling:
    """Where the form goes on: at another part, or behind this one if nothing in it is wrong.

    From Word it comes back to the form as a whole.
    """
    form, place = filling.form, filling.place
    act, _, to = button.partition(":")
    if act == "word":
        return replace(filling, place=0)
    if act == "ga" and to.isdecimal() and len(to) < 4:
        return replace(filling, place=min(int(to), form.last))
    if act == "volgende" and form.check_given(filling.sheet, place):
        return replace(filling, place=form.last if filling.mends else min(place + 1, form.last))
    return filling


def _keep(filling: Filling, place: int) -> None:
    """Keep what was typed; where the answers are only checked, what stands there already."""
    kept = start_values(g.dossier, filling.form.kind) if filling.is_check else filling.sheet.values
    keep_draft(
        **who(),
        kind=filling.form.kind.key,
        values=kept,
        seen=filling.seen,
        begun_with=filling.form.word_form.sha256,
        screen=filling.screen.name,
        began_as=filling.screen.began_as,
        place=place,
    )


def _kept_elsewhere(filling: Filling, refusal: Rejected, button: str) -> Response:
    """Nothing is kept and nothing lost: what was typed is still there, and counts when it is sent once more."""
    if button == "autosave":
        return part("_paper_autosave.html", url=filling.autosave_url, text=NOT_KEPT)
    filling.sheet.problems.append(refusal)
    screen = Screen(filling.screen.name, fingerprint(start_values(g.dossier, filling.form.kind)))
    return form_page(replace(filling, screen=screen), status=409)


def _settle(filling: Filling) -> Response:
    form, sheet = filling.form, filling.sheet
    form.check(sheet)
    if must_declare(g.dossier, form.kind) and not declared():
        sheet.problems.append(Rejected(DECLARATION.if_empty, field=DECLARATION.name))
    if may_be_taken_in(sheet) and not sheet.problems:
        # Settling a paper that one signs alone is signing it; what is still missing comes before the proof.
        asked = prove_first() if signs_alone(form.kind) else None
        if asked:
            return asked
        try:
            paper_id = settle_paper(
                **who(), kind=form.kind.key, values=sheet.values, seen=filling.seen, no_medical_data=declared()
            )
        except Changed:
            return _changed(filling)
        except (Rejected, RejectedForm) as error:
            refuse(sheet, error)
        else:
            write_going_on_down(form.kind.title)
            return go_to(_settled_address(paper_id), _settled_notice(form))
    return form_page(filling, status=422)


def _changed(filling: Filling) -> Response:
    """Whoever pressed twice settled the paper already and gets to see it; for others the form comes back.

    So it does when the second time something else was typed, in another window: that is kept as a draft.
    """
    form, sheet = filling.form, filling.sheet
    fresh = looked_at(**who())
    mine = settled_since(fresh, form.kind.key, filling.seen)
    if mine is not None and (filling.is_check or _says_the_same(filling, mine)):
        return go_to(_settled_address(mine))
    if mine is not None:
        keep_draft(
            **who(), kind=form.kind.key, values=sheet.values, begun_with=form.word_form.sha256, place=filling.place
        )
    sheet.problems.append(Rejected("dossier_changed" if mine is None else "settled_otherwise"))
    return form_page(replace(filling, seen=fresh.situation.last_seq), status=409)


def _says_the_same(filling: Filling, paper_id: int) -> bool:
    """Whether what was typed stands in that paper too; the employee's own words are not the writer's."""
    values, said = stored(paper_id).values, filling.form.said
    return all(values.get(name) == value for name, value in tidy(filling.sheet.values).items() if name not in said)


def _settled_notice(form: PaperForm) -> str:
    title = form.kind.title
    if not form.kind.signed_by:
        return f"{title}: het stuk is vastgesteld."
    if signs_alone(form.kind):
        return f"{title}: het stuk is vastgesteld en ondertekend."
    who = " en ".join(role_label(role) for role in form.kind.signed_by)
    own = " De eigen woorden van de medewerker staan erin." if form.said else ""
    return f"{title}: het stuk is vastgesteld. Nu ondertekenen {who}.{own}"


def refusal_now(entry: PaperKind) -> Rejected | None:
    """Why this paper cannot be made now, or None when it can."""
    try:
        check_place_in_plan(g.dossier, entry)
        check_after(g.dossier, entry)
    except Rejected as refusal:
        return refusal
    return None


def paper_not_now(entry: PaperKind, refusal: Rejected) -> Response:
    """The page that says why this kind of paper cannot be made now, and leads to what comes first or was made last."""
    row = newest(g.dossier.row.id, entry.key) if entry.readable_by(g.dossier.roles) else None
    last = [{"label": "Open het laatste stuk", "href": _paper_address(row.id)}] if row else []
    asks = refusal.code == "paper_needed_first" and may(g.dossier.roles, "ask_arbodienst")
    ask = [{"label": "Vraag stellen aan de arbodienst", "href": url_for("case.question", number=g.dossier.row.number)}]
    return not_now(entry.title, refusal, [*first_to_do(entry.key, entry.parent), *(ask if asks else []), *last])


def _paper_address(paper_id: int) -> str:
    return url_for("papers.paper", number=g.dossier.row.number, paper_id=paper_id)


def _settled_address(paper_id: int) -> str:
    return url_for("papers.settled", number=g.dossier.row.number, paper_id=paper_id)
