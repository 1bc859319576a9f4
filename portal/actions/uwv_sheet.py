"""The sheet for week 42: what the personele dienst types over into the form of UWV."""

from datetime import datetime

from portal.actions.dossier import looked_at
from portal.actions.paper_values import filled_now
from portal.actions.word_forms import form_in_use
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
    form, title = form_in_use(dossier, KIND), catalogue()[KIND].title
    return filled_now(dossier, form, 1, title=title, author=dossier.row.organisation_name)
