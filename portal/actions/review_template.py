"""Review a template: what the check says of it, and what it asks otherwise than the one in use."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from portal.actions.known_fields import known_fields
from portal.actions.settle_paper import MADE_ELSEWHERE
from portal.documents.content_controls import Field
from portal.documents.findings import Finding
from portal.documents.template import compiled
from portal.documents.template_names import lost_names
from portal.documents.template_review import OWN, check_template
from portal.rules.papers import is_asked


@dataclass(frozen=True)
class Review:
    """The findings about a template, beside another.

    `lost` counts the fields without a name that the other has with one. Without errors there are also the fields
    that come and go: `new` and `gone` are asked, `unfilled` is what the portal no longer fills in; and in
    `hinted`, as they are in this template, the asked fields whose hint reads otherwise.
    """

    findings: tuple[Finding, ...]
    lost: int = 0
    new: tuple[Field, ...] = ()
    gone: tuple[Field, ...] = ()
    unfilled: tuple[Field, ...] = ()
    hinted: tuple[Field, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings keep the template from being used."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def offers(self) -> frozenset[str]:
        """What the portal can mend by itself."""
        return frozenset(finding.offer for finding in self.findings if finding.offer)


# Every page about a version reviews it again, with a trial of the whole template.
@lru_cache(maxsize=32)
def review_template(kind: str, content: bytes, beside: bytes) -> Review:
    """Check a template of this kind, and compare what it asks with the template `beside` it.

    Columns of a list count as questions of their own. Raises RefusedFile as `check_template` does.
    """
    review = Review(check_template(content, *known_fields(kind)))
    if any(finding.code == "no_name" for finding in review.findings):
        review = replace(review, lost=lost_names(content, beside))
    if review.errors:
        return review
    unasked = tuple(_unasked(kind, compiled(content).fields))
    if unasked:
        return replace(review, findings=(*unasked, *review.findings))
    here, there = _by_name(compiled(content).fields), _by_name(compiled(beside).fields)
    gone = [field for name, field in there.items() if name not in here]
    return replace(
        review,
        new=tuple(field for name, field in here.items() if name not in there and is_asked(name)),
        gone=tuple(field for field in gone if is_asked(field.name)),
        unfilled=tuple(field for field in gone if not is_asked(field.name)),
        hinted=tuple(
            field for name, field in here.items() if name in there and is_asked(name) and field.hint != there[name].hint
        ),
    )


def _unasked(kind: str, fields: Iterable[Field]) -> Iterator[Finding]:
    """Yield a finding for each new question that nobody would get to answer.

    The papers of MADE_ELSEWHERE come with another form, in which no list fits; that of the WIA-overdracht asks
    nothing but the explanation, and the overview of the report nothing.
    """
    for field in fields:
        if kind not in MADE_ELSEWHERE or not field.name.startswith(OWN):
            continue
        if kind in ("wia_overdracht", "overzicht_verslag"):
            sentence = f"Het portaal vraagt het nieuwe veld «{field.label}» niet: dit stuk maakt het portaal zelf."
            yield Finding("error", "not_asked", "", sentence, "Haal het veld weg. Gewone tekst mag wel.")
        elif field.kind == "rows":
            sentence = f"In dit stuk kan het portaal geen nieuwe lijst vragen: «{field.label}»."
            yield Finding("error", "no_list_here", "", sentence, "Gebruik een veld met gewone tekst.")


def _by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """The fields and, as fields of their own, the columns of the lists; each under its name in Word."""
    found: dict[str, Field] = {}
    for field in fields:
        found[field.name] = field
        for column in field.columns:
            name = f"{field.name}.{column.name}"
            found[name] = replace(column, name=name, label=f"{field.label}: {column.label}")
    return found
