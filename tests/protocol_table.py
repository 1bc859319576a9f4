"""The table of docs/protocol.md, made from docs/protocol.toml: `python -m tests.protocol_table` writes it."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portal.rules.terms import FACT
from portal.settings import ROOT, Settings
from portal.storage.catalogue import catalogue
from portal.web.app import create_app

SOURCE = ROOT / "docs" / "protocol.toml"
PAGE = ROOT / "docs" / "protocol.md"
NOT_YET = "nog niet"
COLUMNS = ("Wanneer", "Wat", "Wie", "Stap", "Scherm", "Stuk en vermelding", "Toets")
HEAD = """# Van protocol naar portaal

Elke regel is een onderdeel van het protocol: wanneer het speelt, welke stap het portaal dan vraagt, op welk scherm, met
welk stuk of welke vermelding, en welk scenario of welke toets het bewaakt. Wat er nog niet is, staat er als
«nog niet» bij. Paragrafen zijn die van het Verzuimprotocol.

Deze tabel wordt gemaakt uit `protocol.toml` met `python -m tests.protocol_table`; `tests/test_protocol_table.py` houdt
haar waar. De dagen zelf staan in `portal/protocols/`, de scenario's in `tests/rules/scenarios/`.

"""

Row = Mapping[str, Any]


def rows() -> list[Row]:
    """The rows as they were written."""
    return list(tomllib.loads(SOURCE.read_text(encoding="utf-8"))["row"])


def addresses() -> Mapping[str, str]:
    """The address of every screen, by its endpoint."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(mode="test", instance=Path(folder), secret_key="k" * 40))
        return {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}


def page(found: Iterable[Row], screens: Mapping[str, str]) -> str:
    """The page with one line for each row."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *(_cells(row, screens) for row in found)]
    return HEAD + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _cells(row: Row, screens: Mapping[str, str]) -> tuple[str, ...]:
    papers = [catalogue()[kind].title for kind in row.get("papers", ())]
    records = [FACT[kind] for kind in row.get("records", ())]
    tests = [f"`{one.rpartition('/')[2]}`" for one in row.get("tests", ())]
    missing = f"<br>**{NOT_YET}:** {row['missing']}" if "missing" in row else ""
    return (
        row["when"],
        row["what"] + missing,
        row["who"],
        _listed(f"`{key}`" for key in row.get("steps", ())),
        _listed(f"`{screens[name]}`" for name in row.get("screens", ())) or NOT_YET,
        _listed([*papers, *(f"vermelding: {name[0].lower()}{name[1:]}" for name in records)]),
        _listed([*(f"«{name}»" for name in row.get("scenarios", ())), *tests]) or NOT_YET,
    )


def _listed(values: Iterable[str]) -> str:
    return "<br>".join(value.replace("|", "\\|") for value in values)


if __name__ == "__main__":
    PAGE.write_text(page(rows(), addresses()), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
