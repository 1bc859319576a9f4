"""What is of others stands here as they made it, and is used."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest

from portal.settings import ROOT

STATIC = ROOT / "static"
PART = re.compile(r"^/\* (@utrecht/([\w-]+)-css) ([\d.]+) (\S+) \*/\n(.*?)\n(?=/\* @utrecht/|\Z)", re.M | re.S)
ENTRY = re.compile(r"^((?:vendor|fonts)/\S+)\n  \S+ [\d.]+ \(\S+\)\n  sha256 (\w{64})$", re.M)


def vendored() -> str:
    return (STATIC / "VENDORED").read_text(encoding="utf-8")


def components() -> list[tuple[str, ...]]:
    """Package, name, version, file and text of each component in the file of Utrecht."""
    return PART.findall((STATIC / "vendor" / "utrecht.css").read_bytes().decode())


def templates() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))


def theme_tokens() -> list[str]:
    return re.findall(r"^\s+(--utrecht-[\w-]+):", (STATIC / "theme.css").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize(("name", "digest"), ENTRY.findall(vendored()))
def test_a_file_is_as_its_makers_made_it(name: str, digest: str) -> None:
    assert sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_each_component_is_as_its_makers_made_it() -> None:
    said = {
        f"  {package} {version} ({file})\n  sha256 {sha256(text.encode()).hexdigest()}\n"
        for package, _, version, file, text in components()
    }
    assert len(said) == vendored().count("  @utrecht/") > 0
    assert {line for line in said if line not in vendored()} == set()


def test_no_component_is_there_for_nothing() -> None:
    used = templates()
    links = {"link"}  # drawn by its element, without a class
    assert [name for _, name, *_ in components() if name not in links and f"utrecht-{name}" not in used] == []


def test_no_token_is_there_for_nothing() -> None:
    """A token that no component asks for is a misspelling, or a component that went."""
    asked = {name for *_, text in components() for name in re.findall(r"--utrecht-[\w-]+", text)}
    assert theme_tokens()
    assert [name for name in theme_tokens() if name not in asked] == []


def unknown_classes(markup: str) -> Iterator[str]:
    """The classes of Utrecht in our templates that no component has."""
    known = {name for *_, text in components() for name in re.findall(r"\.(utrecht-[\w-]+)", text)}
    yield from sorted(set(re.findall(r"\butrecht-[a-z][\w-]*\b(?!\.css)", markup)) - known)


def test_every_class_that_we_name_is_drawn() -> None:
    assert list(unknown_classes(templates())) == []


def test_a_class_that_nobody_draws_is_found() -> None:
    assert list(unknown_classes('<a class="utrecht-button utrecht-buton--subtle">')) == ["utrecht-buton--subtle"]
