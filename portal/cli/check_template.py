"""`portal check-template FILE.docx`: what is wrong with a Word template, in sentences with a proposal."""

import argparse
import sys
from pathlib import Path
from typing import Any

from portal.actions.known_fields import known_fields
from portal.actions.review_template import review_template
from portal.documents.errors import RefusedFile
from portal.documents.findings import Finding
from portal.documents.template_mending import mended
from portal.documents.template_review import check_template
from portal.storage.catalogue import catalogue
from portal.web.messages import sentence

_WORDS = {"error": "Fout", "notice": "Let op"}


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("check-template", help="controleer een Word-sjabloon en zeg wat er beter moet")
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", help="soort stuk in de catalogus; anders de naam van het bestand")
    parser.add_argument("--repair", type=Path, metavar="OUT", help="voer alle voorstellen uit en schrijf het resultaat")
    parser.set_defaults(answer=_answer)


def _answer(chosen: argparse.Namespace) -> int:
    """Print the findings; 1 when the template cannot be used as it is."""
    kind = chosen.kind or chosen.file.stem
    if chosen.kind and kind not in catalogue():
        print(f"Deze soort stuk is er niet: {kind}.", file=sys.stderr)
        return 1
    try:
        data = chosen.file.read_bytes()
        findings = _findings(kind, data)
        if chosen.repair:
            offers = {finding.offer for finding in findings if finding.severity == "error" and finding.offer}
            chosen.repair.write_bytes(mended(data, offers))
    except OSError as error:
        print(f"Het bestand {error.filename} kan niet worden gelezen of geschreven.", file=sys.stderr)
        return 1
    except RefusedFile as error:
        print(sentence(error), file=sys.stderr)
        return 1
    for finding in findings:
        print(_shown(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    print(
        f"{errors} {'fout' if errors == 1 else 'fouten'} gevonden." if errors else "Dit sjabloon kan worden gebruikt."
    )
    return 1 if errors else 0


def _findings(kind: str, data: bytes) -> tuple[Finding, ...]:
    """What the workshop would say; of a kind that is not in the catalogue what holds for every template."""
    if kind in catalogue():
        return review_template(kind, data, data).findings
    return check_template(data, *known_fields(kind))


def _shown(finding: Finding) -> str:
    place = f" Waar: {finding.place}." if finding.place else ""
    proposal = f" Voorstel: {finding.proposal}" if finding.proposal else ""
    return f"{_WORDS[finding.severity]}: {finding.sentence}{place}{proposal}"
