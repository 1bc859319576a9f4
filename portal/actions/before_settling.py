"""Whether a paper can be settled: everything that stands in the way, for its writer to read before it is refused."""

from collections.abc import Mapping
from typing import Any

from portal.actions.dossier import OpenDossier
from portal.actions.paper_checks import unfit, wrong_values
from portal.actions.start_paper import changed_words
from portal.actions.word_forms import WordForm
from portal.rules.errors import Rejected
from portal.rules.papers import PaperKind


def stands_in_the_way(
    dossier: OpenDossier, entry: PaperKind, form: WordForm, values: Mapping[str, Any]
) -> tuple[Rejected, ...]:
    """Everything for which a paper with these tidy `values` is refused when it is settled now.

    The form asks this before, and settling asks it again. An emptied list that holds the words of another is named for
    those words alone: filling it with something else does not help.
    """
    changed = tuple(changed_words(dossier, entry, form, values))
    named = {problem.field for problem in changed}
    wrong = (
        problem for problem in wrong_values(entry, form, values, today=dossier.today) if problem.field not in named
    )
    return (*changed, *wrong, *unfit(dossier, entry, values))
