"""`portal check-template FILE.docx`: what is wrong with a Word template, in sentences with a proposal."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portal.actions.restore_names import named_as
from portal.actions.review_template import review_template
from portal.cli.given import given
from portal.documents.content_controls import find_controls
from portal.documents.errors import RefusedFile
from portal.documents.findings import Finding
from portal.documents.guard import admitted
from portal.documents.package import opened, stories
from portal.documents.template import compiled
from portal.documents.template_mending import mended
from portal.documents.template_names import lost_names
from portal.documents.template_review import names_of
from portal.rules.papers import is_asked
from portal.storage.catalogue import catalogue, template_bytes
from portal.web.messages import sentence

_WORDS = {"error": "Fout", "notice": "Let op"}
_ROUNDS = 3


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("check-template", help="controleer een Word-sjabloon en zeg wat er beter moet")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--kind", help="soort stuk in de catalogus; anders wat de naam of de velden van het bestand zijn"
    )
    parser.add_argument("--repair", type=Path, metavar="OUT", help="voer alle voorstellen uit en schrijf het resultaat")
    parser.set_defaults(answer=_answer)


def _answer(chosen: argparse.Namespace) -> int:
    """Print the findings; 1 when the template, repaired if that was asked, cannot be used."""
    if chosen.kind and chosen.kind not in catalogue():
        print(f"Dit soort stuk is er niet: {chosen.kind}. {_kinds()}", file=sys.stderr)
        return 1
    try:
        data = given(chosen.file)
        kind = chosen.kind or _kind_of(chosen.file.stem, data)
        if not kind:
            print(f"Wij herkennen niet welk soort stuk dit is. Gebruik --kind. {_kinds()}", file=sys.stderr)
            return 1
        if chosen.repair:
            data = _repaired(kind, data)
            chosen.repair.write_bytes(data)
    except OSError as error:
        print(f"Het bestand {error.filename} kan niet worden gelezen of geschreven.", file=sys.stderr)
        return 1
    except RefusedFile as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return _verdict(_findings(kind, data), repaired=bool(chosen.repair))


def _kinds() -> str:
    return f"Kies uit: {', '.join(catalogue())}."


def _kind_of(name: str, data: bytes) -> str:
    """Return the kind that the file is named after, else the one whose fields it has most of; "" for none."""
    if name in catalogue():
        return name
    clean = admitted(data, template=True).data
    with opened(clean) as archive:
        tags = {control.tag for _, root in stories(archive) for control in find_controls(root)}
    likeness = {kind: _shared(kind, tags) for kind in catalogue()}
    if not any(tags):
        likeness = {kind: float(lost_names(clean, template_bytes(kind))) for kind in catalogue()}
    best = max(likeness, key=lambda kind: likeness[kind])
    if not likeness[best]:
        return ""
    print(f"Wij lezen dit als «{catalogue()[best].title}». Is dat niet zo? Gebruik --kind.")
    return best


def _shared(kind: str, tags: set[str]) -> float:
    """Return which part of the questions in a file and in a form of this kind the two share.

    Where neither asks anything, which part of the fields that the portal fills in.
    """
    names, here = set(names_of({field.name: field for field in compiled(template_bytes(kind)).fields})), tags - {""}
    asked = {name for name in names | here if is_asked(name)} or names | here
    return len(names & here & asked) / len(asked) if asked else 0.0


def _repaired(kind: str, data: bytes) -> bytes:
    """Carry out everything that is offered for what is wrong, and say what that is."""
    clean, beside = mended(data, ()), template_bytes(kind)
    if number := lost_names(clean, beside):
        clean = named_as(kind, clean, beside)
        print(f"Hersteld: {number} {'naam' if number == 1 else 'namen'} van invulvelden teruggezet.")
    # One repair can show the next fault.
    for _ in range(_ROUNDS):
        offered = [one for one in _findings(kind, clean) if one.severity == "error" and one.offer]
        if not offered:
            break
        clean = mended(clean, {one.offer for one in offered})
        for finding in offered:
            print(f"Hersteld: {finding.sentence} {finding.proposal}")
    return clean


def _findings(kind: str, data: bytes) -> tuple[Finding, ...]:
    return review_template(kind, data, data).findings


def _verdict(findings: Sequence[Finding], *, repaired: bool) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    if repaired and errors:
        print("Dit blijft over:")
    for finding in findings:
        print(_shown(finding))
    number = f"{errors} {'fout' if errors == 1 else 'fouten'}"
    if errors:
        print(f"{number} {'over' if repaired else 'gevonden'}.")
    else:
        print("Het herstelde sjabloon kan worden gebruikt." if repaired else "Dit sjabloon kan worden gebruikt.")
    return 1 if errors else 0


def _shown(finding: Finding) -> str:
    place = f" Waar: {finding.place}." if finding.place else ""
    proposal = f" Voorstel: {finding.proposal}" if finding.proposal else ""
    return f"{_WORDS[finding.severity]}: {finding.sentence}{place}{proposal}"
