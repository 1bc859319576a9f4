"""The check of a template, and accepting what it offers."""

from typing import Any

import word_forms as forms
from word_forms import word_file

from portal.documents.content_controls import Field
from portal.documents.findings import Finding
from portal.documents.template import Template
from portal.documents.template_mending import mended
from portal.documents.template_review import check_template

KNOWN = {field.name: field for field in Template.open(forms.every_kind()).fields}


def check(body: str, known: dict[str, Field] | None = None, required: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    return check_template(word_file(body), KNOWN if known is None else known, required)


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def only_error(body: str, **about: Any) -> Finding:
    (finding,) = errors(check(body, **about))
    return finding


def repaired(body: str, known: dict[str, Field] | None = None) -> Template:
    """Accept every offer until nothing is wrong any more."""
    data = word_file(body)
    for _ in range(3):
        found = errors(check_template(data, KNOWN if known is None else known, ()))
        if not found:
            break
        assert all(finding.offer for finding in found), found
        data = mended(data, {finding.offer for finding in found})
    return Template.open(data)
