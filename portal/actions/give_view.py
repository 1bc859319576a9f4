"""The employee writes down the own view on a paper that the manager is making."""

from collections.abc import Mapping
from datetime import datetime

from portal.actions.dossier import looked_at
from portal.actions.paper_checks import check_place_in_plan
from portal.actions.start_paper import view_fields
from portal.actions.word_forms import form_in_use, unfinished
from portal.rules.access import may
from portal.rules.errors import Forbidden, Invisible, Rejected, RejectedForm
from portal.storage.catalogue import catalogue
from portal.storage.database import transaction
from portal.storage.writing.papers import drop_draft, save_draft


def give_view(*, dossier_id: int, kind: str, values: Mapping[str, str], actor: int, now: datetime) -> None:
    """Keep the employee's own words for a paper of `kind` that is not settled yet.

    The manager can read them and cannot change them: since 1 July 2023 the plan, its adjustments and the
    first-year evaluation hold the views of both (Regeling procesgang, artikel 4). With nothing but empty
    `values` the words are taken back. Raises Invisible, Forbidden, and Rejected when the paper is settled
    already: then the view is given at signing.
    """
    with transaction():
        dossier = looked_at(dossier_id, actor=actor, now=now)
        entry = catalogue().get(kind)
        if entry is None:
            raise Invisible(kind)
        names = {field.name for field in view_fields(entry, form_in_use(dossier, kind))}
        if not may(dossier.roles, "give_view") or not names:
            raise Forbidden(kind)
        unknown = tuple(Rejected("field_unknown", field=name) for name in sorted(set(values) - names))
        if unknown:
            raise RejectedForm(unknown)
        if unfinished(dossier, kind):
            raise Rejected("view_at_signing")
        check_place_in_plan(dossier, entry)
        words = {name: text.strip() for name, text in values.items() if text.strip()}
        if words:
            save_draft(dossier_id, kind, actor, words, now)
        else:
            drop_draft(dossier_id, kind, actor)
