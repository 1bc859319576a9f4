"""The handbook in docs/handleiding, made from the protocol: `python -m tests.handbook` writes its pages.

Its pictures are taken by `python -m tests.browser.screenshot`, from the demonstration on a fixed day.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal.rules.access import STANDS_IN_FOR
from portal.rules.terms import ROLE
from portal.settings import ROOT
from portal.storage.protocols import protocol
from portal.web.present.guide import presented
from tests.web.page import Page

FOLDER = ROOT / "docs" / "handleiding"
SHOWN = FOLDER / "beelden.json"
"""What stood on each page when its picture was taken."""

TODAY = date(2026, 11, 23)
PROTOCOL = "wvp_2023"


@dataclass(frozen=True)
class Picture:
    """A picture of a page of the demonstration: who looks, at which address, and what one sees."""

    login: str
    address: str
    words: str


PICTURES: Mapping[str, Picture] = {
    "werkvoorraad": Picture("teamleider", "/", "De werkvoorraad: wat er van u wordt gevraagd, het dringendste eerst"),
    "dossier": Picture("teamleider", "/dossiers/0002", "Een dossier: wat er nu moet gebeuren, en het verloop"),
    "plan": Picture(
        "teamleider",
        "/dossiers/0002/papieren/plan_van_aanpak/invullen/vraag/4",
        "Het plan van aanpak, een onderdeel tegelijk, met de eerdere stukken erbij",
    ),
    "voortgang": Picture("afdelingshoofd", "/voortgang", "De voortgang van uw teams: stappen en dagen, geen inhoud"),
    "verslag": Picture("medewerker", "/dossiers/0001/rapport", "Wat er al is voor het re-integratieverslag"),
    "wia": Picture("medewerker", "/dossiers/0001/wia-aanvraag", "Uw eigen pagina voor de WIA-aanvraag"),
}

CHAPTERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "medewerker": (("medewerker",), ("verslag", "wia")),
    "leidinggevende": (("leidinggevende", "casemanager"), ("werkvoorraad", "dossier", "plan")),
    "naasthogere-leidinggevende": (("naasthogere_leidinggevende",), ("voortgang",)),
    "arbodienst": (("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige", "arbo_secretariaat"), ()),
    "hrm-adviseur": (("hrm_adviseur",), ()),
    "personele-dienst": (("personele_dienst",), ()),
    "medezeggenschap": (("medezeggenschap",), ()),
    "beheerder": (("beheerder",), ()),
}
"""The pages, each with the functions it is for and the pictures on it."""


def pages() -> dict[Path, str]:
    """Every page of the handbook: where it stands, and its text."""
    first = [
        "# Handleiding",
        "Per functie: waar die voor is, wat er wordt gevraagd, en wanneer. In het portaal staat dit onder «Uitleg»,\n"
        "met bij elke stap de toelichting.",
        "\n".join(f"- [{_title(roles)}]({name}.md)" for name, (roles, _) in CHAPTERS.items()),
        "Deze bladzijden komen uit het protocol met `make handbook`, net als de beelden; `tests/test_handbook.py`\n"
        "houdt ze waar.",
    ]
    found = {FOLDER / "README.md": _joined(first)}
    for name, (roles, pictures) in CHAPTERS.items():
        found[FOLDER / f"{name}.md"] = _joined(
            [
                f"# {_title(roles)}",
                *(part for role in roles for part in _function(role, alone=len(roles) == 1)),
                *(f"![{PICTURES[one].words}]({one}.png)" for one in pictures),
                "[Naar alle functies](README.md)",
            ]
        )
    return found


def _title(roles: tuple[str, ...]) -> str:
    labels = [ROLE[role].label for role in roles]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} en {labels[-1].lower()}"


def _function(role: str, *, alone: bool) -> list[str]:
    guide = presented(role, protocol(PROTOCOL))
    found = [] if alone else [f"## {guide['role']}"]
    found.append(f"{guide['about'].text} *({guide['about'].source})*")
    if role in STANDS_IN_FOR:
        return found
    if guide["road"]:
        rows = ["| Wanneer | Stap | Bron |", "| --- | --- | --- |"]
        found.append("\n".join([*rows, *(f"| {s['when']} | {s['title']} | {s['source']} |" for s in guide["road"])]))
    if guide["events"]:
        found += ["Soms ook:", _listed(dict.fromkeys(step["title"] for step in guide["events"]))]
    if guide["signs"]:
        found += [f"U ondertekent, binnen {guide['signs']['days']} dagen:", _listed(guide["signs"]["titles"])]
    return found


def _listed(lines: Any) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def shown(page: Page) -> list[str]:
    """What one recognises a page by: its large headings, the names of its columns, and its buttons."""
    main = page.soup.find("main")
    assert main
    found = main.select("h1, h2, thead th, button, a.utrecht-button")
    return list(dict.fromkeys(" ".join(one.get_text(" ").split()) for one in found))


def recorded() -> dict[str, list[str]]:
    """What stood on each page when its picture was taken, by the name of the picture."""
    found: dict[str, list[str]] = json.loads(SHOWN.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
