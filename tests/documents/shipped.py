"""The delivered Word templates and their catalogue."""

import tomllib
import zipfile
from collections.abc import Iterator

from lxml import etree
from papers import TEMPLATES

from portal.documents.content_controls import Field
from portal.documents.template import Template
from portal.rules.papers import PORTAL_PREFIXES

CATALOGUE = tomllib.loads((TEMPLATES / "catalogue.toml").read_text(encoding="utf-8"))
KINDS = sorted(CATALOGUE)


def delivered(kind: str) -> bytes:
    return (TEMPLATES / CATALOGUE[kind]["template"]).read_bytes()


def asked_in(kind: str) -> list[Field]:
    fields = Template.open(delivered(kind)).fields
    return [field for field in fields if not field.name.startswith(PORTAL_PREFIXES)]


def with_columns(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.columns


def tree(kind: str, part: str) -> etree._Element:
    with zipfile.ZipFile(TEMPLATES / CATALOGUE[kind]["template"]) as archive:
        return etree.fromstring(archive.read(part))
