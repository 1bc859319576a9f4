"""The answer to the question with which someone in each function comes to the first page, besides their tasks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.record_options import waiting
from portal.rules.access import ADVISEURS
from portal.rules.calendar import long_date
from portal.rules.facts import Fact
from portal.rules.fold import fold
from portal.rules.step import SIGNING, Step
from portal.storage.database import Question
from portal.storage.protocols import protocol, records
from portal.storage.reading.consults import planned_asked, planned_for
from portal.storage.reading.dossiers import Sought, visible_asked, visible_dossiers
from portal.storage.reading.people import employment_place
from portal.storage.reading.progress import course_of, followed, followed_asked, open_steps, public
from portal.web.clock import HERE
from portal.web.present.consult import consults_ahead, next_consult
from portal.web.present.course import course
from portal.web.present.dossier_list import first_step
from portal.web.present.inbox import Reader
from portal.web.present.possible import OWN_RETURN, own_views
from portal.web.present.progress import FOLLOWER, standings
from portal.web.present.steps import is_past, term, title_of, waits_for_signature
from portal.web.present.wia import own_report

MOST_STUCK = 5
STUCK = Sought(standing="late", limit=MOST_STUCK + 1)
STUCK_FOR = "hrm_adviseur"


def standing(opened: Iterable[OpenDossier], reader: Reader) -> list[dict[str, Any]]:
    """Where someone stands in their own case, what comes next, and where they read who looked.

    For who has other work too: as long as the case runs.
    """
    shown = [one for one in opened if one.situation.spells and (reader.employee or one.situation.hersteld_op is None)]
    title = "Waar u staat" if reader.employee else "Waar u zelf staat"
    return [{"title": title, **_standing(one, len(shown) > 1)} for one in shown]


def _standing(dossier: OpenDossier, several: bool) -> dict[str, Any]:
    today, number = dossier.today, dossier.row.number
    now = course(dossier.situation, today, content=True)
    consult = next_consult(dossier.facts, today) if dossier.situation.keeps_consults else None
    ahead = _next(dossier.shown_steps, today)
    facts = [{"label": "Stand", "value": ", ".join(p for p in (now["text"], now["since"], now["week"]) if p)}]
    if several:
        facts.insert(0, {"label": "Dienstverband", "value": employment_place(dossier.row.unit_name, dossier.row.job)})
    if consult:
        facts.append({"label": "Uw spreekuur", "value": consult.sentence})
    if ahead:
        facts.append({"label": "Wat er komt", "value": f"{title_of(ahead)}, {term(ahead, today)['date']}"})
    report = own_report(dossier)
    if report:
        facts.append({"label": "Re-integratieverslag", "value": report["text"]})
    back = _back_to_work(dossier)
    if back and back["told"]:
        facts.append({"label": "Weer werken", "value": back["told"]})
    return {
        "facts": facts,
        "report": report["href"] if report else "",
        "dossier": url_for("dossiers.dossier", number=number),
        "looks": url_for("dossiers.read_log", number=number),
        "back": back,
        "views": [{**one, "label": f"Uw kijk geven: {one['label']}"} for one in own_views(dossier)],
    }


def _back_to_work(dossier: OpenDossier) -> dict[str, str] | None:
    """Where the employee reports being better, as long as they are ill.

    Once they did, where they take that back; `told` then says what it waits for.
    """
    kind, number = records()[OWN_RETURN], dossier.row.number
    ill = dossier.situation.hersteld_op is None and not dossier.situation.ended_before(dossier.today)
    if not ill or not kind.writable_by(dossier.roles) or not kind.has_place(dossier.situation):
        return None
    waits = waiting(dossier, kind)
    told = next((fact for fact in dossier.facts if waits and fact.seq == waits[0].seq), None)
    if told is None:
        return {"label": kind.title, "href": url_for("record.record_kind", number=number, kind=kind.key), "told": ""}
    href = url_for("corrections.withdraw", number=number, seq=told.seq, terug=url_for("inbox.inbox"))
    return {"label": "Uw melding intrekken", "href": href, "told": _waits(told)}


def _waits(told: Fact) -> str:
    since = long_date(told.at.astimezone(HERE).date())
    return (
        f"U meldde op {since} dat u vanaf {long_date(told.on)} weer werkt. "
        "Uw leidinggevende moet dat nog vastleggen. Tot dan bent u nog ziek gemeld."
    )


def _next(steps: Sequence[Step], today: date) -> Step | None:
    """The step that comes next; none that waits for a signature for which nobody is asked any more, as once better."""
    signed = {step.key.split(":")[1] for step in steps if step.key.startswith(SIGNING) and step.state == "open"}
    asked = (step for step in steps if step.state != "done" and not is_past(step, today))
    ahead = [step for step in asked if step.due_on >= today and (step.paper in signed or not waits_for_signature(step))]
    return min(ahead, key=lambda step: step.due_on, default=None)


def asked_of_work(reader: Reader, today: date) -> Iterator[Question]:
    """What is going to be asked for what stands beside the tasks."""
    if not ADVISEURS.isdisjoint(reader.functions):
        yield planned_asked(reader.person_id, today)
    if STUCK_FOR in reader.functions:
        yield visible_asked(reader.person_id, today, STUCK)
    if FOLLOWER in reader.functions:
        yield followed_asked(reader.person_id, (FOLLOWER,), today)


def seen_today(reader: Reader, today: date) -> list[dict[str, str]] | None:
    """For who holds consults: whom they see today. None for everyone else."""
    if ADVISEURS.isdisjoint(reader.functions):
        return None
    planned = planned_for(reader.person_id, today)
    now = [
        (consult.time, one.name, one.number, consult.place, dossier_id)
        for dossier_id, one in planned.items()
        for consult in consults_ahead(one.facts, today)
        if consult.day == today and consult.host in reader.functions
    ]
    ill = {key for key, facts in course_of({key for *_, key in now}).items() if fold(facts).keeps_consults}
    return [
        {
            "label": f"{time} {name}",
            "href": url_for("dossiers.dossier", number=number),
            "text": f"dossier {number}, {place}",
        }
        for time, name, number, place, dossier_id in sorted(now)
        if dossier_id in ill
    ]


def stuck(reader: Reader, today: date) -> dict[str, Any] | None:
    """For who advises on the dossiers of others: where something is late, the longest first. None for everyone else."""
    if STUCK_FOR not in reader.functions:
        return None
    rows = visible_dossiers(reader.person_id, today, STUCK)
    protocols = {row.id: protocol(row.protocol) for row in rows}
    # Only what anyone may know who follows the progress: which of these one may read does not matter here.
    steps: Mapping[int, Any] = public(open_steps([row.id for row in rows[:MOST_STUCK]], today), protocols)
    return {
        "items": [
            {
                "label": row.medewerker_name,
                "href": url_for("dossiers.dossier", number=row.number),
                "text": f"dossier {row.number}: {_late(first)}",
            }
            for row in rows[:MOST_STUCK]
            if (first := first_step(steps.get(row.id, ()), today))
        ],
        "all_href": url_for("dossiers.dossiers", toon="te-laat") if len(rows) > MOST_STUCK else "",
    }


def late_teams(reader: Reader, today: date) -> list[dict[str, str]] | None:
    """For who follows teams: how each stands, most late first. None for everyone else, and while there is no case."""
    if FOLLOWER not in reader.functions:
        return None
    dossiers = followed(reader.person_id, (FOLLOWER,), today)
    steps = public(
        open_steps([row.id for row in dossiers], today), {row.id: protocol(row.protocol) for row in dossiers}
    )
    return standings(dossiers, steps, today)[:MOST_STUCK] or None


def _late(first: Mapping[str, Any]) -> str:
    return f"{first['title']}, {first['term']['distance']}, aan zet is {first['who']['name']} ({first['who']['role']})"
