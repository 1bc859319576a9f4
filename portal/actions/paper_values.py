"""What the portal itself knows and writes into a paper: people, days, the plan so far, signatures."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.actions.signed_words import in_the_paper, version_words
from portal.actions.word_forms import WordForm, form_of
from portal.documents.filling import Properties, fill
from portal.documents.template import Template
from portal.rules.calendar import long_date
from portal.rules.facts import NOTHING, Fact, day_of, effective
from portal.rules.papers import PaperKind
from portal.rules.terms import ROLE
from portal.storage.reading.involvements import InvolvedRow, people_of
from portal.storage.reading.papers import PaperRow, papers_of
from portal.storage.reading.people import person

Values = Mapping[str, Any]

PLANS = ("plan_van_aanpak", "bijstelling_plan_van_aanpak", "eerstejaarsevaluatie")
"""The papers that set the goal of the re-integration."""

UNSIGNED = "Nog niet ondertekend"
NO_BSN = "vult de medewerker in bij de aanvraag"


def rendered(dossier: OpenDossier, kind: PaperKind, paper: PaperRow, facts: tuple[Fact, ...]) -> bytes:
    """The Word file of a settled paper with the signatures that `facts` hold.

    Made with the template version that the paper was settled with and the values of that day, so neither a
    later template nor a later manager changes it.
    """
    template = form_of(paper).template
    properties = Properties(
        title=f"{paper.title} {dossier.row.medewerker_name}",
        author=paper.author_name,
        created=paper.settled_at,
        dossier=dossier.row.number,
        kind=kind.key,
        version=paper.version,
    )
    return fill(template, complete(template, {**_signatures(kind, paper, facts), **paper.values}), properties)


def filled_now(
    dossier: OpenDossier,
    form: WordForm,
    version: int,
    *,
    title: str,
    author: str,
    values: Values = NOTHING,
    show_hints: bool = True,
) -> bytes:
    """A Word file that is not stored: what the portal knows today, drawn up by who acts, and `values` over that.

    `author` is whom the file itself names as its maker. Raises FillError.
    """
    made = author_values(acting(dossier), dossier.today, version)
    properties = Properties(
        title=f"{title} {dossier.row.medewerker_name}",
        author=author,
        created=dossier.now,
        dossier=dossier.row.number,
        kind=form.kind,
        version=version,
    )
    whole = complete(form.template, {**known_values(dossier, form.template), **made, **values})
    return fill(form.template, whole, properties, show_hints=show_hints)


def author_values(author: InvolvedRow | None, on: date, version: int) -> dict[str, Any]:
    """The values that every paper carries of its own making: day, version, and who drew it up in what function."""
    return {
        "papier.datum": on.isoformat(),
        "papier.versie": str(version),
        "papier.opsteller_naam": author.name if author else "",
        "papier.opsteller_functie": function_of(author),
    }


def known_values(dossier: OpenDossier, template: Template) -> dict[str, Any]:
    """What the portal fills into this template today, but for the paper's own making and its signatures."""
    known = {**_about_people(dossier), **_about_papers(dossier), **_about_case(dossier)}
    return {field.name: known[field.name] for field in template.fields if field.name in known}


def complete(template: Template, values: Values) -> dict[str, Any]:
    """A value for every field of the template and no others; what nobody filled in stays empty."""
    empty: Mapping[str, Any] = {"rows": [], "tick": False}
    return {field.name: values.get(field.name, empty.get(field.kind, "")) for field in template.fields}


def involved(dossier: OpenDossier, *roles: str) -> InvolvedRow | None:
    """The first person who holds one of the roles in the dossier, in the order of the roles."""
    people = people_of(dossier.row.id, dossier.today)
    return next((p for role in roles for p in people if p.role == role), None)


def acting(dossier: OpenDossier) -> InvolvedRow | None:
    """The person who acts, as involved in this dossier."""
    people = people_of(dossier.row.id, dossier.today)
    return next((p for p in people if p.person_id == dossier.actor), None)


def answers_on(paper_id: int, facts: tuple[Fact, ...]) -> dict[str, Fact]:
    """Each role's answer to the request to sign this paper: the own one goes before what another said of it."""
    found: dict[str, Fact] = {}
    for fact in effective(facts):
        if fact.kind == "ondertekend" and fact.data["papier"] == paper_id:
            known = found.get(fact.data["rol"])
            if known is None or known.data["uitkomst"] == "niet_ondertekend":
                found[fact.data["rol"]] = fact
    return found


def function_of(row: InvolvedRow | None) -> str:
    if row is None:
        return ""
    function = row.job or ROLE[row.role].label
    return f"{function}, namens {row.on_behalf_of}" if row.on_behalf_of else function


def _about_people(dossier: OpenDossier) -> dict[str, Any]:
    row = dossier.row
    leidinggevende = involved(dossier, "leidinggevende")
    bedrijfsarts = involved(dossier, "bedrijfsarts")
    first = dossier.situation.eerste_ziektedag
    return {
        "medewerker.naam": row.medewerker_name,
        "medewerker.personeelsnummer": row.personnel_number,
        "medewerker.functie": row.job,
        "medewerker.uren": f"{row.hours:g}".replace(".", ",") if row.hours else "",
        "medewerker.eenheid": row.unit_name,
        "medewerker.adres": _address(dossier),
        "werkgever.naam": row.organisation_name,
        "werkgever.eenheid": row.unit_name,
        "leidinggevende.naam": leidinggevende.name if leidinggevende else "",
        "leidinggevende.functie": function_of(leidinggevende),
        "bedrijfsarts.naam": bedrijfsarts.name if bedrijfsarts else "",
        "dossier.nummer": row.number,
        "dossier.eerste_ziektedag": first.isoformat() if first else "",
        "papier.bsn": NO_BSN,
    }


def _about_papers(dossier: OpenDossier) -> dict[str, Any]:
    """The days of the papers that a new one builds on, and the goal that holds so far."""
    counting = {state.paper for state in dossier.situation.papers}
    rows = [row for row in papers_of(dossier.row.id) if row.id in counting]
    days = {row.kind: row.on.isoformat() for row in rows}
    goals = [row for row in rows if row.kind in PLANS and row.values.get("doel")]
    return {
        "papier.probleemanalyse_datum": days.get("probleemanalyse", ""),
        "papier.plan_datum": days.get("plan_van_aanpak", ""),
        "papier.doel": _goal(goals[-1]) if goals else "",
    }


def _about_case(dossier: OpenDossier) -> dict[str, Any]:
    """The last days that a paper names, and the absences of the case."""
    days = {step.key: step.due_on.isoformat() for step in dossier.steps}
    return {
        "papier.aanvraag_uiterlijk": days.get("wia_aanvraag", ""),
        "papier.einde_wachttijd": days.get("einde_wachttijd", ""),
        "papier.uwv_melding_uiterlijk": days.get("uwv_melding_week_42", ""),
        "papier.verzuimperioden": [
            {
                "eerste_dag": spell.first.isoformat(),
                "laatste_dag": (spell.back_on - timedelta(days=1)).isoformat() if spell.back_on else "",
            }
            for spell in dossier.situation.spells
        ],
    }


def _goal(row: PaperRow) -> str:
    choices = {c.value: c.label for f in form_of(row).template.fields if f.name == "doel" for c in f.choices}
    return choices.get(row.values["doel"], "")


ELSEWHERE = ("ander_verblijf", "ziek_op_vakantie")
"""The kinds of fact that give another address for a while."""


def _address(dossier: OpenDossier) -> str:
    """Where the employee is today: elsewhere for a while, or at the address that was told last; empty when none was.

    A stay without a last day ends with the absence in which it was told.
    """
    facts = dossier.standing
    reports = [fact for fact in facts if fact.kind == "ziekmelding"]
    begun = reports[-1].on if reports else date.min
    stays = [fact for fact in facts if fact.kind in ELSEWHERE and fact.on <= dossier.today]
    elsewhere = [
        fact for fact in stays if dossier.today <= day_of(fact, "tot", date.max if fact.on >= begun else fact.on)
    ]
    told = [str(fact.data.get("adres", "")) for fact in (*reports, *elsewhere)]
    return next((one for one in reversed(told) if one), "")


def _signatures(kind: PaperKind, paper: PaperRow, facts: tuple[Fact, ...]) -> dict[str, Any]:
    """The signature block: for every signer the answer, or that it has not come yet."""
    version = version_words(paper, papers_of(paper.dossier_id))
    waits = f"{UNSIGNED}\n{version}" if paper.version > 1 else UNSIGNED
    values: dict[str, Any] = {f"ondertekening.{role}.uitkomst": waits for role in kind.signed_by}
    for role in kind.signed_by:
        # Who will sign is known already: the row then has a name beside «nog niet ondertekend».
        parts = {part: paper.values.get(f"{role}.{part}", "") for part in ("naam", "functie")}
        values |= {f"ondertekening.{role}.{part}": value for part, value in parts.items() if value}
    for role, fact in answers_on(paper.id, facts).items():
        values |= _block(role, fact.data["naam"], fact.data["functie"], fact.on, in_the_paper(fact, version))
    for fact in effective(facts):
        if fact.kind == "ontvangen" and fact.data["papier"] == paper.id:
            signer = person(fact.author)
            name, job = (signer.name, signer.job) if signer else ("", "")
            values |= _block("medewerker", name, job, fact.on, f"Ontvangen op {long_date(fact.on)}")
    return values


def _block(role: str, name: str, function: str, on: date, outcome: str) -> dict[str, str]:
    parts = {"naam": name, "functie": function, "datum": on.isoformat(), "uitkomst": outcome}
    return {f"ondertekening.{role}.{part}": value for part, value in parts.items()}
