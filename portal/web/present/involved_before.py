"""Who else may work in a dossier or read it by agreement, and until when: also those whose time is over."""

from collections.abc import Iterable, Mapping

from portal.actions.dossier import OpenDossier
from portal.rules.calendar import long_date
from portal.rules.facts import Fact
from portal.rules.granted import CASEMANAGER, REASSIGNED, Grant, grants
from portal.web.present.steps import role_label

COLUMNS = ("Wie", "Rol", "Vanaf", "Tot en met", "Hoe afgesproken")


def agreed_roles(dossier: OpenDossier, names: Mapping[int, str]) -> list[list[str]]:
    """A row of COLUMNS for every role that was agreed in this dossier; `names` are the authors of facts by id."""
    facts = {fact.seq: fact for fact in dossier.facts}
    return [_row(grant, facts, names) for grant in _newest_first(grants(dossier.facts, dossier.situation))]


def _newest_first(found: Iterable[Grant]) -> list[Grant]:
    return sorted(found, key=lambda grant: (grant.from_on, grant.agreed), reverse=True)


def _row(grant: Grant, facts: Mapping[int, Fact], names: Mapping[int, str]) -> list[str]:
    asked, agreed = facts[grant.asked], facts[grant.agreed]
    how = f"{'Overgedragen' if asked.kind == REASSIGNED else 'Gevraagd'} door {names[asked.author]}."
    if grant.role == CASEMANAGER:
        how = (
            f"Voorgesteld door {names[asked.author]} op {long_date(asked.on)}. "
            f"Akkoord: {names[agreed.author]}, op {long_date(agreed.on)}."
        )
    return [
        grant.name.rpartition(" (")[0] or grant.name,
        role_label(grant.role),
        long_date(grant.from_on),
        long_date(grant.until_on) if grant.until_on else "loopt",
        how,
    ]
