"""What people do of their own accord, because something happened. The portal may refuse it: not everything fits."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from portal.actions.attach_advice import attach_advice
from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.dossier import looked_at
from portal.actions.give_view import give_view
from portal.actions.record import record
from portal.actions.settle_paper import settle_paper
from portal.demonstration.simulation.asked import Case, do
from portal.demonstration.simulation.forms import paper_values
from portal.rules.access import ROLES
from portal.rules.errors import Rejected
from portal.rules.facts import Fact, effective
from portal.storage.reading.facts import facts_of

# A whole PDF as far as the guard looks: it begins and it ends.
PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
WEEK = timedelta(weeks=1)


def happen(case: Case, what: str, now: datetime) -> None:
    """Someone does it. Raises NobodyActs, Forbidden, Rejected or RejectedForm."""
    HAPPENINGS[what](case, now)


def _note(kind: str, role: str, days_ahead: int | None = None, **answers: str) -> Callable[[Case, datetime], None]:
    def act(case: Case, now: datetime) -> None:
        on = now.date() + timedelta(days=days_ahead) if days_ahead is not None else None
        actor = case.holder(role, now.date())
        record(dossier_id=case.dossier_id, kind=kind, actor=actor, now=now, on=on, answers=answers)

    return act


def _elsewhere(case: Case, now: datetime) -> None:
    until = (now.date() + case.chance.randint(1, 5) * WEEK).isoformat()
    _note("ander_verblijf", "medewerker", 1, adres="Zeeweg 1\n1759 GX Callantsoog", tot=until)(case, now)


def _holiday(case: Case, now: datetime) -> None:
    first = now.date() + 2 * WEEK
    last = (first + WEEK).isoformat()
    _note("vakantie_gevraagd", "medewerker", van=first.isoformat(), tot=last)(case, now)


def _ill_on_holiday(case: Case, now: datetime) -> None:
    until = (now.date() + case.chance.randint(0, 2) * WEEK).isoformat()
    there = {"tot": until, "adres": "Camping Sur Mer, Frankrijk", "telefoon": "+33 5 55 01 01"}
    _note("ziek_op_vakantie", "medewerker", 0, **there)(case, now)


def _leave(case: Case, now: datetime) -> None:
    weeks = 20 if case.chance.random() < 0.05 else 16
    first = now.date() + WEEK
    last = (first + weeks * WEEK - timedelta(days=1)).isoformat()
    _note("verlof", "personele_dienst", 7, laatste_dag=last)(case, now)


def _later(case: Case, now: datetime) -> None:
    movable = ("plan_van_aanpak", "periodieke_evaluatie", "spreekuur", "advies_week_13", "eerstejaarsevaluatie")
    steps = [s for s in case.steps if s.key in movable and s.state == "open" and s.due_on >= now.date()]
    if not steps:
        raise Rejected("nothing_to_move")
    step = min(steps, key=lambda one: one.due_on)
    until = (step.due_on + case.chance.randint(1, 3) * WEEK).isoformat()
    which = f"{step.key}#{step.round}"
    _note("latere_datum", "leidinggevende", stap=which, tot=until, reden="Het team verhuist.")(case, now)


def _opinion(case: Case, now: datetime) -> None:
    role = case.chance.choice(("medewerker", "medewerker", "leidinggevende"))
    question = case.chance.choice(("eigen_werk", "passend_werk", "inzet_werkgever", "inzet_werknemer"))
    _note("deskundigenoordeel_gevraagd", role, 0, vraag=question)(case, now)


def _sanction(case: Case, now: datetime) -> None:
    until = (case.last_day + case.chance.choice((26, 52)) * WEEK).isoformat()
    kind = case.chance.choice(("administratief", "inhoudelijk"))
    _note("loonsanctie_opgelegd", "personele_dienst", 0, soort=kind, tot=until)(case, now)


def _shortened(case: Case, now: datetime) -> None:
    until = (now.date() + 6 * WEEK).isoformat()
    _note("loonsanctie_bekort", "leidinggevende", 0, tot=until)(case, now)


def _paper(kind: str, role: str) -> Callable[[Case, datetime], None]:
    def act(case: Case, now: datetime) -> None:
        values = paper_values(kind, now.date(), case.chance, late=False, last_day=case.last_day)
        actor = case.holder(role, now.date())
        settle_paper(dossier_id=case.dossier_id, kind=kind, values=values, actor=actor, now=now, no_medical_data=True)

    return act


def _attached(case: Case, now: datetime) -> None:
    attach_advice(
        dossier_id=case.dossier_id,
        kind="advies_arbodienst",
        actor=case.holder("bedrijfsarts", now.date()),
        now=now,
        on=now.date(),
        filename="Advies.pdf",
        content=PDF,
        no_medical_data=True,
        tells={},
    )


def _own_view(case: Case, now: datetime) -> None:
    step = next((s for s in case.steps if s.key == "periodieke_evaluatie" and s.state == "open"), None)
    if step is None:
        raise Rejected("nothing_to_view")
    give_view(
        dossier_id=case.dossier_id,
        kind=step.paper,
        values={"zienswijze_medewerker": "Ik wil meer thuis werken."},
        actor=case.holder("medewerker", now.date()),
        now=now,
    )


def _new_version(case: Case, now: datetime) -> None:
    """The plan is made anew while a signature is still missing."""
    waiting = next((s for s in case.steps if s.key == "plan_van_aanpak" and s.state == "waiting"), None)
    if waiting is None or not set(waiting.waits_for) <= set(ROLES):
        raise Rejected("nothing_to_make_anew")
    do(case, waiting, now)


def _extra_question(case: Case, now: datetime) -> None:
    step = next((s for s in case.steps if s.key == "afstemming_arbodienst"), None)
    if step is None:
        raise Rejected("nothing_to_ask")
    do(case, step, now)


def _corrected_report(case: Case, now: datetime) -> None:
    """The first sick day turns out to lie some days earlier."""
    fact = _newest(case, "ziekmelding")
    actor = case.holder("leidinggevende", now.date())
    if fact.author != actor:
        raise Rejected("nothing_to_correct")
    correct_fact(
        dossier_id=case.dossier_id,
        seq=fact.seq,
        actor=actor,
        now=now,
        on=fact.on - timedelta(days=case.chance.randint(1, 3)),
        changes={},
        reason="De medewerker was eerder ziek dan gemeld.",
    )


def _withdrawn_contact(case: Case, now: datetime) -> None:
    fact = _newest(case, "contact")
    actor = case.holder("leidinggevende", now.date())
    withdraw_fact(dossier_id=case.dossier_id, seq=fact.seq, actor=actor, now=now, reason="Hoort bij een ander.")


def _newest(case: Case, kind: str) -> Fact:
    found = [fact for fact in effective(facts_of(case.dossier_id)) if fact.kind == kind]
    if not found:
        raise Rejected("nothing_to_correct")
    return max(found, key=lambda fact: fact.seq)


def _back_soon(case: Case, now: datetime) -> None:
    situation = looked_at(case.dossier_id, actor=case.person_id, now=now).situation
    if situation.hersteld_op is not None:
        raise Rejected("not_ill")
    _note("hersteld_gemeld", "medewerker", 1, geheel="ja")(case, now)


HAPPENINGS: Mapping[str, Callable[[Case, datetime], None]] = {
    "ander_verblijf": _elsewhere,
    "vakantie_gevraagd": _holiday,
    "ziek_op_vakantie": _ill_on_holiday,
    "verlof": _leave,
    "extra_vraag": _extra_question,
    "oneens_met_probleemanalyse": _note(
        "oneens_met_probleemanalyse", "leidinggevende", toelichting="Het aantal uren past niet bij het werk."
    ),
    "latere_datum": _later,
    "bijstelling_probleemanalyse": _paper("bijstelling_probleemanalyse", "bedrijfsarts"),
    "bijgevoegd_advies": _attached,
    "bijstelling_plan_van_aanpak": _paper("bijstelling_plan_van_aanpak", "leidinggevende"),
    "gespreksverslag": _paper("gespreksverslag", "leidinggevende"),
    "eigen_kijk": _own_view,
    "deskundigenoordeel_gevraagd": _opinion,
    "vervroegd_aangevraagd": _note("vervroegd_aangevraagd", "medewerker", 0),
    "advies_uitstel_wia": _paper("advies_uitstel_wia", "bedrijfsarts"),
    "verzoek_uitstel_wia": _paper("verzoek_uitstel_wia", "leidinggevende"),
    "loonsanctie_opgelegd": _sanction,
    "loonsanctie_bekort": _shortened,
    "gecorrigeerde_ziekmelding": _corrected_report,
    "ingetrokken_contact": _withdrawn_contact,
    "nieuwe_versie": _new_version,
    "hersteld_gemeld": _back_soon,
    "uit_dienst": _note("uit_dienst", "personele_dienst", 14),
    "overleden": _note("overleden", "leidinggevende", 0),
}
"""Everything that can happen beside what the steps ask for."""
