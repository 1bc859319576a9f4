"""The ticks by which whoever sends in a file says what does not stand in it: nothing medical, or what UWV asks for."""

from collections.abc import Mapping

from portal.actions.attach_advice import MISSES
from portal.actions.paper_checks import DECLARED
from portal.web.forms.form import FormField, Group

MISSING = Group(
    "Wat staat er niet in?",
    "Kijk het bestand na en vink aan wat u er niet in vindt. Dan ziet iedereen wat er voor UWV nog aan ontbreekt.",
)


def declaration(thing: str) -> FormField:
    """The tick by which someone declares that what they hand in (`thing`, with its article) holds nothing medical."""
    said = f"Ik verklaar dat {thing} geen aard, oorzaak of behandeling van de ziekte bevat."
    return FormField(DECLARED, said, "tick", if_empty="declaration_missing")


def missing_fields(words: Mapping[str, str]) -> tuple[FormField, ...]:
    """One tick for each thing that can be missing, by key."""
    return tuple(
        FormField(f"{MISSES}{key}", f"{label[:1].upper()}{label[1:]}", "tick", required=False, group=MISSING)
        for key, label in words.items()
    )
