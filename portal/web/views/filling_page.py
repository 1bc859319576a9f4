"""The form of a paper on the screen: all of it on one page, one part of it, or the answers to be checked."""

from dataclasses import dataclass
from typing import Any

from flask import Response, g, request, url_for

from portal.actions.paper_checks import is_recalled, must_declare
from portal.actions.word_forms import unfinished
from portal.rules.access import may
from portal.rules.calendar import long_date
from portal.rules.papers import PaperKind
from portal.storage.reading.papers import draft_about
from portal.web.clock import HERE
from portal.web.forms.answer import presented
from portal.web.forms.form import Sheet
from portal.web.forms.illness import REASON, ask_reason, may_be_taken_in
from portal.web.forms.missing import declaration
from portal.web.forms.paper_form import PaperForm
from portal.web.guard import log_papers
from portal.web.present.answers import answers, problems_with_links, progress
from portal.web.present.explanation import beside_form
from portal.web.present.papers import beside, known_facts
from portal.web.render import page, part, wants_part
from portal.web.views.here import crumbs, dossier_address

DECLARATION = declaration("dit stuk")
LAST = (REASON.name, DECLARATION.name)
"""What is asked below the form itself, and is no part of the paper."""

MENDING = "controle"
"""In the address of a part: its writer came from checking the answers, and goes back there."""


@dataclass(frozen=True)
class Screen:
    """One form on someone's screen: its name, and the fingerprint of what stood in it at first."""

    name: str
    began_as: str


@dataclass(frozen=True)
class Filling:
    """A form as someone fills it in on a screen: one part at `place`, from 1, or at 0 all of it on one page.

    Behind the last part lies the place where the answers are checked. `seen` is the number of the last fact of the
    dossier that its writer saw.
    """

    form: PaperForm
    sheet: Sheet
    place: int
    seen: int
    screen: Screen

    @property
    def is_check(self) -> bool:
        """Whether this is where the answers are checked."""
        return self.place == self.form.last

    @property
    def mends(self) -> bool:
        """Whether its writer came to this part from checking the answers."""
        return MENDING in request.args and 0 < self.place < self.form.last

    @property
    def address(self) -> str:
        """Where it stands."""
        return address_at(self.form, self.place)

    @property
    def begin(self) -> str:
        """Where its questions begin: who goes on by keyboard need not pass what stands above every part again."""
        return f"{self.address}#voortgang" if self.place else self.address

    @property
    def autosave_url(self) -> str:
        """Where it is sent to be kept while its writer types."""
        return address_at(self.form, self.place, knop="autosave")


def address_at(form: PaperForm, place: int, **more: str) -> str:
    """The address of a form at a place; `more` goes behind the question mark."""
    where: dict[str, Any] = {"number": g.dossier.row.number, "kind": form.kind.key, **more}
    if place == form.last:
        return url_for("questions.check", **where)
    return url_for("questions.question", place=place, **where) if place else url_for("papers.fill", **where)


def form_page(filling: Filling, *, status: int = 200, focus: dict[str, str] | None = None) -> Response:
    """The form at its place: the whole page, or for htmx the form alone."""
    values = _form(filling, focus or {})
    if wants_part():
        return part("_paper_form.html", status=status, **values)
    template = "paper_check.html" if filling.is_check else "paper_form.html"
    return page(template, status=status, **_around(filling), **values)


def _form(filling: Filling, focus: dict[str, str]) -> dict[str, Any]:
    """What the form itself shows, with where its buttons lead."""
    form, sheet, place = filling.form, filling.sheet, filling.place
    if must_declare(g.dossier, form.kind) and place in (0, form.last):
        sheet.fields = (*sheet.fields, DECLARATION)
        sheet.values[DECLARATION.name] = declared()
    checked = _checked(filling) if place else None
    parts = form.parts(sheet, known_facts(g.dossier, form.word_form))
    shown = presented(sheet)
    return {
        "address": address_at(form, place, **({MENDING: "ja"} if filling.mends else {})),
        "autosave_url": filling.autosave_url,
        "parts": parts[place - 1 : place] if place else parts,
        "errors": shown["errors"],
        "reason": [one for one in shown["fields"] if one["name"] in LAST],
        "hidden": {
            "gezien": filling.seen,
            "sjabloon": form.word_form.sha256,
            "scherm": filling.screen.name,
            "begon_als": filling.screen.began_as,
        },
        "focus": focus,
        "place": place,
        "last": form.last,
        "mends": filling.mends,
        "in_parts": form.is_long,
        "submit": "Vaststellen en ondertekenen" if signs_alone(form.kind) else "Vaststellen",
        "after": _after(form.kind),
        "kept": _kept(form.kind),
        "cancel": dossier_address(),
        **(progress(form, checked, place) if checked else {}),
        **(_answers(filling, parts, checked) if checked and filling.is_check else {}),
    }


def _checked(filling: Filling) -> Sheet:
    """A copy of what stands in the form, with everything noted that settling would refuse.

    Words about illness are named where the answers are checked, with the question for the reason to keep them.
    """
    found = filling.form.checked(filling.sheet)
    if filling.is_check and not may_be_taken_in(found):
        ask_reason(filling.sheet)
    return found


def _answers(filling: Filling, parts: list[dict[str, Any]], checked: Sheet) -> dict[str, Any]:
    """The answers to be checked, each with a way to change it, and what is still missing."""
    form = filling.form

    def change(place: int, field: str) -> str:
        return f"{address_at(form, place, **{MENDING: 'ja'})}#{field.replace('.', '-')}"

    return {
        "parts": answers(form, filling.sheet, parts, change),
        "errors": problems_with_links(form, filling.sheet, change),
        "missing": problems_with_links(form, checked, change),
    }


def _around(filling: Filling) -> dict[str, Any]:
    """What the page shows around the form."""
    kind, row = filling.form.kind, g.dossier.row
    attach = may(g.dossier.roles, "attach_advice") and filling.place < 2
    waiting = unfinished(g.dossier, kind.key)
    return {
        "title": kind.title,
        "crumbs": crumbs(),
        "medewerker": row.medewerker_name,
        "about": kind.intro,
        "guide": kind.guide,
        "enclosures": kind.enclosures,
        "beside": [] if filling.is_check else papers_to_read(kind),
        "paragraph": beside_form(g.dossier, "settle_paper", kind.key),
        "attach_href": url_for("papers.attach", number=row.number, kind=kind.key) if attach else "",
        "waiting_version": waiting.version if waiting else 0,
        "recalled": is_recalled(g.dossier, kind),
        "has_errors": bool(filling.sheet.problems),
    }


def _after(kind: PaperKind) -> str:
    """What happens once the paper is settled, in one or two sentences."""
    if not kind.signed_by:
        return "Na het vaststellen staat het stuk in het dossier. Het hoeft niet te worden ondertekend."
    if signs_alone(kind):
        return "Met vaststellen ondertekent u het stuk. Daarna kunt u het niet meer veranderen."
    return (
        "Na het vaststellen ondertekenen de medewerker en de leidinggevende, ieder met een eigen antwoord. "
        "Tot beiden dat hebben gedaan, kunt u een nieuwe versie maken."
    )


def _kept(kind: PaperKind) -> str:
    """When the draft was last kept, in a sentence; empty without one."""
    about = draft_about(g.dossier.row.id, kind.key, g.dossier.actor)
    if about is None:
        return ""
    at = about.saved_at.astimezone(HERE)
    return f"Concept bewaard op {long_date(at.date())} om {at:%H.%M} uur."


def papers_to_read(entry: PaperKind) -> list[dict[str, Any]]:
    """The earlier papers that can be read beside the form. Opening the form is a look at each of them."""
    found = beside(g.dossier, entry)
    if request.method == "GET":
        log_papers(one["id"] for one in found)
    return found


def declared() -> bool:
    """Whether the declaration below the form was ticked."""
    return request.form.get(DECLARATION.name) == "ja"


def signs_alone(kind: PaperKind) -> bool:
    """Whether whoever writes such a paper is the only one to sign it."""
    return len(kind.signed_by) == 1 and kind.writable_by(kind.signed_by)
