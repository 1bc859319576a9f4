"""The projection of steps: thrown away and written anew, never edited."""

from collections.abc import Iterable

from portal.rules.step import Step
from portal.storage import models


def replace_steps(dossier_id: int, steps: Iterable[Step]) -> None:
    """Make the stored steps of a dossier exactly these."""
    models.Step.delete().where(models.Step.dossier == dossier_id).execute()
    found = [_columns(dossier_id, position, step) for position, step in enumerate(steps)]
    if found:
        models.Step.insert_many(found).execute()


def _columns(dossier_id: int, position: int, step: Step) -> dict[str, object]:
    return {
        "dossier": dossier_id,
        "position": position,
        "key": step.key,
        "round": step.round,
        "owner": step.owner,
        "title": step.title,
        "state": step.state,
        "opens_on": step.opens_on,
        "due_on": step.due_on,
        "soon_on": step.soon_on,
        "until_on": step.until_on,
        "statutory_on": step.statutory_on,
        "done_on": step.done_on,
        "action": step.action,
        "paper": step.paper,
        "waits_for": " ".join(step.waits_for),
        "rule": step.rule,
        "source": step.source,
        "why": "\n".join(step.why),
    }
