"""The sheet for week 42: what the personele dienst types over into the form of UWV."""

from datetime import datetime

from portal.actions.dossier import looked_at
from portal.actions.paper_values import acting, author_values, complete, known_values
from portal.actions.word_forms import form_in_use
from portal.documents.filling import Properties, fill
from portal.rules.access import may
from portal.rules.errors import Forbidden
from portal.storage.catalogue import catalogue

KIND = "uwv_meldingsblad"


def uwv_sheet(*, dossier_id: int, actor: int, now: datetime) -> bytes:
    """The sheet as it is today, as a Word file. It is not stored: the proof is UWV's reference, recorded later.

    Source: Verzuimprotocol 4.7.3. Raises Invisible or Forbidden.
    """
    dossier = looked_at(dossier_id, actor=actor, now=now)
    if not may(dossier.roles, "report_to_uwv"):
        raise Forbidden(dossier_id)
    template = form_in_use(dossier, KIND).template
    values = {**known_values(dossier, template), **author_values(acting(dossier), dossier.today, 1)}
    properties = Properties(
        title=f"{catalogue()[KIND].title} {dossier.row.medewerker_name}",
        author=dossier.row.organisation_name,
        created=now,
        dossier=dossier.row.number,
        kind=KIND,
        version=1,
    )
    return fill(template, complete(template, values), properties, show_hints=True)
