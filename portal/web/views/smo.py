"""The sociaal-medisch overleg: the directorates in which one has a seat, their figures, meetings and agreements."""

from itertools import chain

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.agree_action import agree_action, check_due, withdraw_action
from portal.actions.directorate_figures import smo_figures
from portal.actions.finish_action import finish_action
from portal.actions.plan_smo import call_off_smo, check_meeting_day, plan_smo
from portal.actions.smo_seats import attended, own_directorates, seated
from portal.actions.write_minutes import write_minutes
from portal.rules.errors import Rejected
from portal.rules.smo import SEATED
from portal.rules.terms import ROLE
from portal.storage.reading.smo import actions_of, invited_to, meeting_days, meetings_of, names_of
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Group, Sheet
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present import smo as shown
from portal.web.present.pages import leafed
from portal.web.render import go_to, page

bp = Blueprint("smo", __name__)

PAGE_SIZE = 50
NO_CASES = "Schrijf over de aanpak, niet over personen: geen namen van medewerkers, niets over ziekte of behandeling."
INVITED = "deelnemer_"
WHO_COMES = Group("Wie komt er nog meer?", "Haal het vinkje weg bij wie niet komt.")


@bp.get("/smo")
@guarded(SIGNED_IN, function=SEATED)
def directorates() -> Response:
    """The directorates in whose overleg the person has a seat, and how far the year is."""
    day, actor = today(), current_user.person_id
    units, pages = leafed(own_directorates(actor, day), PAGE_SIZE)
    days = meeting_days([unit.id for unit in units])
    lines = [shown.directorate(unit, days[unit.id], day) for unit in units]
    return page("smo_units.html", units=lines, pages=pages)


@bp.get("/smo/<int:unit_id>")
@guarded(SIGNED_IN, function=SEATED)
def directorate(unit_id: int) -> Response:
    """The meetings of one directorate, and when the next one must be."""
    day, actor = today(), current_user.person_id
    overleg = seated(unit_id, actor, day)
    meetings, invited = meetings_of(unit_id), invited_to(actor, unit_id)
    held, held_pages = leafed(meetings, PAGE_SIZE, name="overleg", anchor="overleggen")
    people, people_pages = leafed(
        shown.seats(names_of(tuple(overleg.people)), overleg.people), PAGE_SIZE, name="leden", anchor="leden"
    )
    return page(
        "smo_unit.html",
        crumbs=shown.crumbs(overleg.unit)[:1],
        unit=shown.directorate(overleg.unit, [one.on for one in meetings], day),
        meetings=[shown.meeting_line(one, one.id in invited, day) for one in held],
        people=people,
        pages={"meetings": held_pages, "people": people_pages},
    )


@bp.get("/smo/<int:unit_id>/voorbereiding")
@guarded(SIGNED_IN, function=SEATED)
def prepare(unit_id: int) -> Response:
    """Trends and stuck steps, without names; a case is looked at where the reader may see it."""
    overleg = seated(unit_id, current_user.person_id, today())
    found = smo_figures(overleg, today())
    return page("figures.html", **shown.prepared(overleg.unit, found, current_user.functions))


@bp.route("/smo/<int:unit_id>/plannen", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=SEATED)
def plan(unit_id: int) -> Response:
    """Plan a meeting and choose who is invited."""
    overleg = seated(unit_id, current_user.person_id, today())
    names = names_of(tuple(overleg.people))
    address = url_for("smo.directorate", unit_id=unit_id)
    return answer_form(
        (
            FormField("dag", "Op welke dag?", "date", hint="Is het overleg al geweest? Vul dan die dag in."),
            *(
                FormField(
                    f"{INVITED}{key}",
                    name,
                    "tick",
                    hint=ROLE[overleg.people[key]].label,
                    required=False,
                    if_empty="smo_alone",
                    group=WHO_COMES,
                )
                for key, name in names.items()
                if key != current_user.person_id
            ),
        ),
        title=f"SMO plannen: {overleg.unit.name}",
        intro="U bent er zelf bij. Alleen wie hier staat, leest het verslag.",
        submit="Overleg plannen",
        cancel=address,
        start={f"{INVITED}{key}": True for key in names},
        act=lambda sheet: _plan(unit_id, sheet),
        also=lambda sheet: chain(
            sheet.wrong_day("dag", lambda day: check_meeting_day(unit_id, day, today())), _alone(sheet)
        ),
        then=lambda: address,
        notice="Het overleg staat gepland.",
        crumbs=shown.crumbs(overleg.unit),
    )


@bp.get("/smo/overleg/<int:smo_id>")
@guarded(SIGNED_IN, function=SEATED)
def meeting(smo_id: int) -> Response:
    """One meeting: who is invited, the minutes and what was agreed; only for who was invited."""
    day, actor = today(), current_user.person_id
    row, people = attended(smo_id, actor, day)
    return page("smo_meeting.html", **shown.meeting_page(row, people, actions_of(smo_id), actor, day))


@bp.post("/smo/overleg/<int:smo_id>/afzeggen")
@guarded(SIGNED_IN, function=SEATED)
def call_off(smo_id: int) -> Response:
    """The meeting does not take place."""
    unit_id = call_off_smo(actor=current_user.person_id, now=now(), smo_id=smo_id)
    return go_to(url_for("smo.directorate", unit_id=unit_id), "Het overleg is afgezegd.")


@bp.route("/smo/overleg/<int:smo_id>/verslag", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=SEATED)
def minutes(smo_id: int) -> Response:
    """Write the minutes, or change the own ones."""
    row, _ = attended(smo_id, current_user.person_id, today())
    address = url_for("smo.meeting", smo_id=smo_id)
    return answer_form(
        (
            FormField("verslag", "Wat is er besproken?", "long_text", hint=NO_CASES),
            FormField(
                "besluiten",
                "Welke besluiten zijn genomen?",
                "long_text",
                hint=f"Eén besluit op een regel. {NO_CASES}",
                required=False,
            ),
        ),
        title="Verslag van het SMO",
        submit="Verslag bewaren",
        cancel=address,
        start={"verslag": row.verslag, "besluiten": row.besluiten},
        act=lambda sheet: write_minutes(
            actor=current_user.person_id,
            now=now(),
            smo_id=smo_id,
            verslag=sheet.text("verslag"),
            besluiten=sheet.text("besluiten"),
        ),
        then=lambda: address,
        employer=row.organisation_id,
        notice="Het verslag is bewaard. Alleen wie was uitgenodigd, kan het lezen.",
        crumbs=shown.crumbs_of(row),
    )


@bp.route("/smo/overleg/<int:smo_id>/afspraak", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=SEATED)
def agree(smo_id: int) -> Response:
    """Write down who does what by when."""
    row, people = attended(smo_id, current_user.person_id, today())
    address = url_for("smo.meeting", smo_id=smo_id)
    return answer_form(
        (
            FormField("wat", "Wat is afgesproken?", "line", hint=NO_CASES),
            FormField("wie", "Wie doet het?", "choice", options=tuple((str(key), one) for key, one in people.items())),
            FormField("uiterlijk", "Uiterlijk op welke dag?", "date"),
        ),
        title="Afspraak uit het SMO",
        submit="Afspraak vastleggen",
        cancel=address,
        act=lambda sheet: agree_action(
            actor=current_user.person_id,
            now=now(),
            smo_id=smo_id,
            what=sheet.text("wat"),
            person=int(sheet.text("wie")),
            due_on=sheet.day("uiterlijk"),
        ),
        also=lambda sheet: sheet.wrong_day("uiterlijk", lambda day: check_due(day, today())),
        then=lambda: address,
        employer=row.organisation_id,
        notice="De afspraak staat vast. Wie hem nakomt, ziet hem in de werkvoorraad.",
        crumbs=shown.crumbs_of(row),
    )


@bp.post("/smo/afspraak/<int:action_id>/intrekken")
@guarded(SIGNED_IN, function=SEATED)
def withdraw(action_id: int) -> Response:
    """What was agreed no longer holds."""
    smo_id = withdraw_action(actor=current_user.person_id, now=now(), action_id=action_id)
    return go_to(url_for("smo.meeting", smo_id=smo_id), "De afspraak is ingetrokken.")


@bp.post("/smo/afspraak/<int:action_id>/gedaan")
@guarded(SIGNED_IN)
def finish(action_id: int) -> Response:
    """Tick what one agreed to do; who no longer has the function can still tick it."""
    finish_action(actor=current_user.person_id, now=now(), action_id=action_id)
    return go_to(url_for("inbox.inbox"), "De afspraak is gedaan.")


def _alone(sheet: Sheet) -> list[Rejected]:
    """That nobody else is invited, at the first who can be."""
    others = [one.name for one in sheet.fields if one.name.startswith(INVITED)]
    alone = others and not any(sheet.ticked(name) for name in others)
    return [Rejected("smo_alone", field=others[0])] if alone else []


def _plan(unit_id: int, sheet: Sheet) -> None:
    plan_smo(
        actor=current_user.person_id,
        now=now(),
        unit_id=unit_id,
        on=sheet.day("dag"),
        people=[int(one.name.removeprefix(INVITED)) for one in sheet.fields if sheet.ticked(one.name)],
    )
