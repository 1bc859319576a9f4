"""The files that say what the papers are: the catalogue and the templates as delivered."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.rules.papers import PaperKind, parse_catalogue

FOLDER = Path(__file__).resolve().parents[2] / "docx_templates"


@cache
def catalogue() -> Mapping[str, PaperKind]:
    """Every kind of paper, by key."""
    return parse_catalogue((FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


@cache
def template_bytes(kind: str) -> bytes:
    """The current template of a kind. KeyError: there is no such kind."""
    return (FOLDER / catalogue()[kind].template).read_bytes()
