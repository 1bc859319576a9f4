"""Who may be asked to help in a dossier, and how people name them: one sentence says why someone cannot be."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.rules.access import ARBO
from portal.rules.errors import Rejected, refusals
from portal.rules.granted import FRESH_EYES
from portal.storage.reading.colleagues import Colleague, colleagues
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.involvements import people_of
from portal.storage.reading.people import employee_known_as, organisation_named

FRESH_FUNCTIONS = frozenset({"bedrijfsarts", "re_integratiedeskundige"})
"""Besides another leidinggevende these look with fresh eyes (Verzuimprotocol 4.7.5)."""


KEPT_APART = frozenset({"beheerder", "medezeggenschap"})
"""Functions whose holder sees no dossier: who gives the rights, and who reads the figures of all."""

MOST_OFFERED = 8
"""In a longer list nobody finds a name."""


def the_one_of(found: Sequence[Colleague], field: str, check: Callable[[Colleague], None]) -> Colleague:
    """The one person who was found, if they have an account and pass `check`, which raises Rejected for who does not.

    Of several nobody is chosen, and only who can be chosen is offered: a piece of a name may mean anybody.
    Raises Rejected: colleague_unknown, colleague_unclear (with whom to choose from), colleague_only, colleague_none,
    colleague_without_account, and what `check` raises.
    """

    def checked(one: Colleague) -> None:
        check(one)
        if not one.has_account:
            raise Rejected("colleague_without_account", field=field, name=one.name)

    match found:
        case []:
            raise Rejected("colleague_unknown", field=field)
        case [one]:
            checked(one)
            return one
    fit = [one.shown for one in found if not any(refusals(partial(checked, one)))]
    code = {0: "colleague_none", 1: "colleague_only"}.get(len(fit), "colleague_unclear")
    raise Rejected(code, field=field, found=fit[:MOST_OFFERED])


def asked_for(dossier: OpenDossier, text: str, what: str, field: str, answers: Mapping[str, Any]) -> Colleague:
    """The colleague meant by `text`, if they may be asked for this (one of COLLEAGUES) in the dossier.

    The `answers` beside it say which function someone of the arbodienst must have, or in which organisation the
    employee is looked for. Raises Rejected.
    """
    if what == "zelf_daar":
        return _employee_there(dossier, text, field, answers.get("organisatie", ""))
    involved = people_of(dossier.row.id, dossier.today)

    def check(found: Colleague) -> None:
        roles = {row.role for row in involved if row.person_id == found.id}
        if found.is_also(dossier.row.medewerker_id):
            raise Rejected("colleague_is_medewerker", field=field)
        match what:
            case "casemanager":
                _check_casemanager(dossier, found, roles, field)
            case "frisse_blik":
                _check_fresh(dossier, found, roles, field)
            case "arbodienst":
                _check_arbo(dossier, found, roles, field, answers.get("functie", ""))

    return the_one_of(colleagues([dossier.row.organisation_id], text, dossier.today), field, check)


def _employee_there(dossier: OpenDossier, text: str, field: str, organisation: str) -> Colleague:
    """The employee as the other organisation knows them, free to have this dossier.

    The name must be the same, or a slip in a number would hand the dossier to a stranger.
    """
    there = organisation_named(organisation)
    found = employee_known_as(there.id, text) if there else None
    if there is None or found is None or there.id == dossier.row.organisation_id:
        raise Rejected("employee_unknown_there", field=field, organisation=organisation or "Deze organisatie")
    if found.name.casefold() != dossier.row.medewerker_name.casefold():
        raise Rejected("employee_of_other_name", field=field)
    check_free(found.id, field, organisation)
    return Colleague(found.id, found.name, found.job, found.personnel_number or found.email, there.id, False, False)


def check_free(person_id: int, field: str, organisation: str) -> None:
    """Raise Rejected for an employment that has a dossier of its own: two cases cannot become one."""
    if dossier_of(person_id):
        raise Rejected("employee_has_dossier", field=field, organisation=organisation)


def _check_casemanager(dossier: OpenDossier, found: Colleague, roles: set[str], field: str) -> None:
    """Someone of the organisation itself, not kept apart: never a delegate of the bedrijfsarts.

    Source: AP, «De zieke werknemer».
    """
    if found.organisation_id != dossier.row.organisation_id or _arbo(found):
        raise Rejected("casemanager_of_arbodienst", field=field)
    if any(role in KEPT_APART for role, _ in found.functions):
        raise Rejected("casemanager_keeps_apart", field=field)
    if "leidinggevende" in roles:
        raise Rejected("casemanager_already", field=field)


def _check_fresh(dossier: OpenDossier, found: Colleague, roles: set[str], field: str) -> None:
    """Another leidinggevende, bedrijfsarts or re-integratiedeskundige, who does not know the case yet.

    Who reads along already does so by the request that is corrected here: nobody asks for a second reader meanwhile.
    """
    here = dossier.row.organisation_id
    functions = {role for role, organisation in found.functions if organisation == here}
    if not found.leads and not functions & FRESH_FUNCTIONS:
        raise Rejected("reader_of_other_function", field=field)
    if roles - {FRESH_EYES}:
        raise Rejected("reader_not_fresh", field=field)


def _check_arbo(dossier: OpenDossier, found: Colleague, roles: set[str], field: str, function: str) -> None:
    """Someone with the same function for this organisation, who does not have the dossier in it yet."""
    if (function, dossier.row.organisation_id) not in found.functions:
        raise Rejected("arbo_of_other_function", field=field)
    if function in roles:
        raise Rejected("arbo_already", field=field, name=found.name)


def _arbo(found: Colleague) -> bool:
    return any(role in ARBO for role, _ in found.functions)
