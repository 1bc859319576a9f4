"""The employee's own page of the WIA application: what it is, what comes when, and what is with whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.hand_over import KIND as HAND_OVER
from portal.actions.hand_over import OWN_JUDGEMENT, handed_over, report_papers
from portal.actions.own_application import APPLICATION, is_prepared
from portal.actions.paper_checks import check_place_in_plan
from portal.rules.access import may
from portal.rules.calendar import counted_days, long_date
from portal.rules.counting import length_of
from portal.rules.delay import is_held_back, refusal
from portal.rules.errors import Rejected
from portal.rules.facts import Situation
from portal.rules.spells import joins_until
from portal.rules.step import Step
from portal.rules.wia import prepared_from
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import drafts_of
from portal.web.messages import sentence
from portal.web.present.course import course
from portal.web.present.explanation import STANDING
from portal.web.present.meter import with_name
from portal.web.present.places import explanation_of, place_of
from portal.web.present.report import countdown, own_judgement
from portal.web.present.steps import is_milestone, standing, title_of, waits_for_signature

MEDICAL = "medische_stukken_ontvangen"
LETTER = "uwv_formulieren_ontvangen"
ROAD = (
    "actueel_oordeel",
    "eindevaluatie",
    LETTER,
    "wia_overdracht",
    "ontvangst_bevestigen",
    MEDICAL,
    OWN_JUDGEMENT,
    APPLICATION,
    "uwv_beslissing",
    "einde_wachttijd",
    "einde_loonsanctie",
    "einde_bekorte_loonsanctie",
)
"""The steps from the last papers to what UWV decides."""

AFTER = ("uwv_beslissing", "einde_wachttijd")
"""What comes after the application is sent, as far as the protocol of the dossier has it."""


def own_page(dossier: OpenDossier) -> dict[str, Any]:
    """Everything on the page «Mijn WIA-aanvraag»."""
    steps = {step.key: step for step in dossier.steps}
    application = steps.get(APPLICATION)
    road = [steps[key] for key in ROAD if key in steps] if application else []
    return {
        "week": course(dossier.situation, dossier.today, content=True)["week"],
        "stands": list(_stands(dossier)),
        "countdown": countdown(application, dossier) if application else None,
        "road": [_stop(dossier, step) for step in road],
        "tasks": [_task(dossier, step) for step in dossier.steps if _mine_now(dossier, step)] if application else [],
        "judgement": _judgement(dossier) if application else None,
        "medical": _told(dossier, steps.get(MEDICAL), ("gedaan", MEDICAL)),
        "sent": _told(dossier, application, ("wia_verstuurd", None)),
        "after": {key: long_date(steps[key].due_on) if key in steps else "" for key in AFTER},
        "download_href": url_for("wia.download", number=dossier.row.number),
        "report_href": url_for("wia.report", number=dossier.row.number),
    }


def own_line(dossier: OpenDossier) -> dict[str, str] | None:
    """The line about this page on the page of the dossier: where it is, or from when; None where it says nothing."""
    begin = prepared_from(dossier.situation)
    if begin is None or "medewerker" not in dossier.roles or not is_asked(dossier):
        return None
    if dossier.today < begin:
        return {
            "text": f"Bent u dan nog ziek? Vanaf {long_date(begin)} (week 80) bereidt u hier uw WIA-aanvraag voor.",
            "href": "",
        }
    return {"text": "Mijn WIA-aanvraag", "href": url_for("wia.own", number=dossier.row.number)}


def own_report(dossier: OpenDossier) -> dict[str, str] | None:
    """The line on the first page about the report: where it is downloaded and who hands it over, or from when it is.

    None while there is nothing of it, and where no application is asked.
    """
    begin, steps = prepared_from(dossier.situation), {step.key: step for step in dossier.steps}
    if begin is None or APPLICATION not in steps or not report_papers(dossier):
        return None
    if dossier.today < begin:
        return {"text": f"Bent u dan nog ziek? Vanaf {long_date(begin)} (week 80) downloadt u het hier.", "href": ""}
    handed, step = handed_over(dossier), steps.get(HAND_OVER)
    text = "U kunt downloaden wat er is."
    if handed:
        text = f"Aan u overgedragen op {long_date(handed.on)}."
    elif step:
        by = with_name(dossier, step.owner)
        text = f"{by} draagt het aan u over, uiterlijk op {long_date(step.due_on)}. U kunt al downloaden wat er is."
    return {"text": text, "href": url_for("wia.download", number=dossier.row.number)}


def report_now(dossier: OpenDossier) -> dict[str, str] | None:
    """Where the report is, on top of the dossier, for who needs it now: from week 80 on, as soon as there is one."""
    near = is_prepared(dossier) and is_asked(dossier)
    if not near or not may(dossier.roles, "download_packet") or not report_papers(dossier):
        return None
    number = dossier.row.number
    if "medewerker" in dossier.roles:
        return {"text": "Re-integratieverslag downloaden", "href": url_for("wia.download", number=number)}
    return {"text": "Re-integratieverslag bekijken en downloaden", "href": url_for("wia.report", number=number)}


def is_asked(dossier: OpenDossier) -> bool:
    """Whether the application is a step of this case: not after recovery, nor when the case ended otherwise."""
    return any(step.key == APPLICATION for step in dossier.steps)


def _stands(dossier: OpenDossier) -> Iterator[dict[str, str]]:
    """What makes this case another than the usual one, each as a title with a sentence."""
    situation = dossier.situation
    if situation.hersteld_op:
        yield _recovered(situation)
    elif situation.ending:
        yield _ended(situation)
    else:
        yield from _early(situation)
        yield from _paused(dossier)
        yield from _put_off(situation)
        yield from _sanctioned(situation)


def _put_off(situation: Situation) -> Iterator[dict[str, str]]:
    """The delay that both asked for, and what UWV said to it (Wet WIA art. 24)."""
    if situation.delay:
        answered = all(one.answered for one in situation.delays)
        yield _stand(
            "De aanvraag is uitgesteld" if answered else "U hebt samen om uitstel gevraagd",
            f"U en uw werkgever stelden de aanvraag samen {length_of(situation.delay)} uit. "
            "De dagen op deze pagina zijn de nieuwe dagen."
            + (
                "" if answered else " UWV moet nog antwoorden. Wijst UWV het uitstel af, dan gelden de oude dagen weer."
            ),
        )
    if no := refusal(situation):
        yield _stand(
            "UWV geeft geen uitstel",
            f"UWV wees uw verzoek af op {long_date(no.on)}. "
            "De dagen op deze pagina zijn die van voor dat verzoek. "
            "Is de dag om aan te vragen al voorbij? Vraag de uitkering dan meteen aan.",
        )
    if is_held_back(situation):
        yield _stand(
            "UWV moet nog antwoorden op uw latere verzoek",
            "Dat verzoek gaat verder op uitstel dat UWV niet gaf. Het telt pas als UWV daar ja op zegt.",
        )


def _stand(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def _recovered(situation: Situation) -> dict[str, str]:
    assert situation.hersteld_op
    last = joins_until(situation.hersteld_op, situation.leaves)
    return _stand(
        f"U bent hersteld gemeld vanaf {long_date(situation.hersteld_op)}",
        f"Een WIA-aanvraag is nu niet nodig. Wordt u tot en met {long_date(last)} opnieuw ziek, "
        "dan gaat dezelfde periode verder en staan de nieuwe dagen weer hier.",
    )


def _ended(situation: Situation) -> dict[str, str]:
    assert situation.ending
    day = long_date(situation.ending.on)
    if situation.ending.kind == "vervroegd":
        return _stand(
            "UWV kende de vervroegde uitkering toe",
            f"Het besluit is van {day}. De gewone aanvraag hoeft u niet meer te doen.",
        )
    return _stand(
        f"De laatste dag van uw dienstverband is {day}",
        "Bent u daarna nog ziek, dan begeleidt UWV u verder. UWV schrijft u wanneer en hoe u de WIA aanvraagt.",
    )


def _early(situation: Situation) -> Iterator[dict[str, str]]:
    """An early application on which UWV did not decide yet, or which it turned down."""
    asked, decided = (situation.events.get(f"vervroegd_{word}", ()) for word in ("aangevraagd", "besloten"))
    if len(asked) > len(decided):
        yield _stand(
            "U vroeg een vervroegde uitkering aan",
            f"U deed dat op {long_date(asked[-1].on)}. Tot UWV toekent, blijven de dagen op deze pagina gelden.",
        )
    elif decided:
        yield _stand(
            "UWV wees de vervroegde aanvraag af",
            f"Het besluit is van {long_date(decided[-1].on)}. De gewone aanvraag doet u dus wel.",
        )


def _paused(dossier: OpenDossier) -> Iterator[dict[str, str]]:
    """Days that did not count, or do not count now."""
    situation, today = dossier.situation, dossier.today
    now = next((p for p in situation.pauses if p.first <= today < p.until and p.cause == "verlof"), None)
    if now:
        yield _stand(
            f"U bent met verlof tot en met {long_date(now.until - timedelta(days=1))}",
            "De dagen van dit verlof tellen niet mee. De dagen op deze pagina zijn daarom al later gezet. "
            "U hoeft tijdens uw verlof niets te doen.",
        )
        return
    first = situation.eerste_ziektedag
    before = (today - first).days - counted_days(first, today, situation.pauses) if first else 0
    if before:
        yield _stand(
            "De dagen zijn opgeschoven",
            f"{before} dagen van herstel of verlof tellen niet mee. Alle dagen op deze pagina liggen daarom later.",
        )


def _sanctioned(situation: Situation) -> Iterator[dict[str, str]]:
    given = situation.events.get("loonsanctie_opgelegd", ())
    if not given:
        return
    newest = max((*given, *situation.events.get("loonsanctie_bekort", ())), key=lambda event: (event.on, event.seq))
    until = f" tot en met {long_date(date.fromisoformat(newest.data['tot']))}" if newest.data.get("tot") else ""
    yield _stand(
        "Uw werkgever betaalt langer loon",
        f"UWV legde op {long_date(given[-1].on)} een loonsanctie op: uw loon loopt door{until}. "
        "Over uw uitkering beslist UWV pas daarna. UWV schrijft u wat u dan moet doen.",
    )


def _stop(dossier: OpenDossier, step: Step) -> dict[str, Any]:
    """A step on the road: done, or with whom it lies and until when by the protocol and by the law."""
    state = standing(step, dossier.today)
    line = f"gedaan op {long_date(step.done_on)}" if step.done_on else f"{_who(dossier, step)}{_days(step)}"
    return {
        "state": "later" if state == "lapsed" else state,
        "title": step.title,
        "line": line,
        "href": explanation_of(step, url_for("dossiers.dossier", number=dossier.row.number)),
    }


def _days(step: Step) -> str:
    if step.statutory_on in (None, step.due_on):
        return f"uiterlijk {long_date(step.due_on)}"
    return f"uiterlijk {long_date(step.due_on)} (protocol) of {long_date(step.statutory_on)} (wet)"


def _who(dossier: OpenDossier, step: Step) -> str:
    """With whom a step lies; of a paper that waits for signatures, with who has still to sign."""
    if is_milestone(step):
        return ""
    roles = step.waits_for if waits_for_signature(step) else (step.owner,)
    names = " en ".join("u" if role in dossier.roles else with_name(dossier, role) for role in roles)
    return f"bij {names}, "


def _mine_now(dossier: OpenDossier, step: Step) -> bool:
    """Whether the employee can do a step of the road now, or sign a paper on it."""
    on_road = step.key in ROAD or step.action == "sign_paper"
    return on_road and step.owner in dossier.roles and step.asked_on(dossier.today)


def _task(dossier: OpenDossier, step: Step) -> dict[str, str]:
    state, words = STANDING[standing(step, dossier.today)]
    return {
        "label": title_of(step),
        "href": place_of(step, dossier.row.number)[0],
        "state": state,
        "badge_text": words,
        "text": f"uiterlijk {long_date(step.due_on)}",
    }


def _judgement(dossier: OpenDossier) -> dict[str, str]:
    """The own judgement: handed in, begun, to be begun, or when that can be."""
    done = own_judgement(dossier)
    if done:
        return {**done, "state": "done", "text": ""}
    href = url_for("papers.fill", number=dossier.row.number, kind=OWN_JUDGEMENT)
    if OWN_JUDGEMENT in drafts_of(dossier.row.id, dossier.actor):
        return {"state": "begun", "href": href, "text": ""}
    try:
        check_place_in_plan(dossier, catalogue()[OWN_JUDGEMENT])
    except Rejected as refusal:
        return {"state": "later", "href": "", "text": sentence(refusal)}
    return {"state": "open", "href": href, "text": ""}


def _told(dossier: OpenDossier, step: Step | None, as_fact: tuple[str, str | None]) -> dict[str, str] | None:
    """A step of which the employee tells that it is done: the day and where that is put right, or where it is told.

    `as_fact` is the kind of fact that tells it, with the step that it names.
    """
    if step is None:
        return None
    if step.done_on:
        told = [fact for fact in dossier.standing if (fact.kind, fact.data.get("stap")) == as_fact]
        return {"done": long_date(step.done_on), **_put_right(dossier, told[-1].seq)}
    href = place_of(step, dossier.row.number)[0] if step.asked_on(dossier.today) else ""
    return {"done": "", "href": href, "opens": long_date(step.opens_on), "due": long_date(step.due_on)}


def _put_right(dossier: OpenDossier, seq: int) -> dict[str, str]:
    return {
        "correct": url_for("corrections.correct", number=dossier.row.number, seq=seq),
        "withdraw": url_for("corrections.withdraw", number=dossier.row.number, seq=seq),
    }
