"""Keep what someone has typed so far in the form of a paper."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from portal.actions.dossier import OpenDossier, looked_at
from portal.actions.paper_checks import writable_kind
from portal.actions.start_paper import start_values
from portal.actions.word_forms import form_to_fill
from portal.rules.access import may
from portal.rules.errors import Changed, Forbidden, Rejected
from portal.rules.papers import PaperKind
from portal.storage.database import transaction
from portal.storage.hashing import sha256
from portal.storage.reading.papers import draft_about
from portal.storage.writing.papers import save_draft
from portal.storage.writing.templates import keep_template


def keep_draft(
    *,
    dossier_id: int,
    kind: str,
    values: Mapping[str, Any],
    actor: int,
    now: datetime,
    seen: int | None = None,
    begun_with: str = "",
    screen: str = "",
    began_as: str = "",
    place: int = 0,
) -> None:
    """Keep what someone has typed so far in a form that is theirs to write.

    `seen` is the number of the last fact that the person saw, `begun_with` the SHA-256 of the template that
    was on the screen. `screen` names the screen, `began_as` is the `fingerprint` of what stood on it at first:
    without them whatever is kept gives way. `place` is the part of the form to go on at, from 1; 0: the whole.

    Raises Forbidden or Invisible; Changed when the actor settled this paper meanwhile, because a draft of what
    is settled would come back in the next one; Rejected("draft_changed") when what is kept came from another
    screen or from Word after this screen was opened.
    """
    with transaction():
        dossier = looked_at(dossier_id, actor=actor, now=now)
        if not may(dossier.roles, "settle_paper"):
            raise Forbidden(kind)
        entry = writable_kind(dossier, kind)
        if seen is not None and settled_since(dossier, kind, seen) is not None:
            raise Changed(dossier_id)
        if screen and _is_newer(dossier, entry, screen, (began_as, fingerprint(values))):
            raise Rejected("draft_changed")
        form = form_to_fill(dossier, kind, begun_with)
        save_draft(dossier_id, kind, actor, values, now, keep_template(kind, form.content), screen, place)


def _is_newer(dossier: OpenDossier, entry: PaperKind, screen: str, known: Collection[str]) -> bool:
    """Whether another screen, or Word, left a draft that this screen does not know."""
    about = draft_about(dossier.row.id, entry.key, dossier.actor)
    if about is None or about.screen == screen:
        return False
    return fingerprint(start_values(dossier, entry)) not in known


def fingerprint(values: Mapping[str, Any]) -> str:
    """A few characters that differ when what stands in a form differs."""
    return sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode())


def settled_since(dossier: OpenDossier, kind: str, seen: int) -> int | None:
    """The id of the paper of this kind that the actor settled after fact `seen`, or None."""
    found = [f for f in dossier.facts if f.kind == "papier_vastgesteld" and f.data["soort"] == kind]
    mine = [int(f.data["papier"]) for f in found if f.seq > seen and f.author == dossier.actor]
    return mine[-1] if mine else None
