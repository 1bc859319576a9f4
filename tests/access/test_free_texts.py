"""Every text that people type, and whether the list of illness words is held beside it before the employer reads it.

Written by hand: a new field stands here first. Papers and records are data, so of those the rule itself is asked.
"""

import ast
import re
from pathlib import Path

import pytest

from portal.rules.access import EMPLOYER, WARNED
from portal.settings import ROOT
from portal.storage.catalogue import catalogue
from portal.storage.protocols import records

IN_DOSSIER = {
    "case.py": {"verslag", "kenmerk", "toelichting", "plaats"},
    "corrections.py": {"telefoon", "adres", "verwachte_duur", "lopende_zaken", "verslag", "kenmerk", "toelichting"}
    | {"REASON", "reden"},
    "on_paper.py": {"f'kijk_{role}'"},
    "paper_form.py": {"field.name"},
    "papers.py": {"zienswijze", "naam", "reden"},
    "recall.py": {"reden"},
    "record.py": {"question.name"},
    "recovery.py": {"beoordeeld_door"},
    "running_case.py": {"opgesteld_door", "toelichting"},
    # Why a leidinggevende or hrm-adviseur fills in the BSN.
    "wia.py": {"reden"},
}  # fmt: skip
"""Who types here in a dossier is warned by their roles in it."""
FOR_AN_ORGANISATION = {
    "report_sick.py": {"reden"},
    "retention.py": {"reden", "nummer", "grondslag"},
    "running_case.py": {"case.ROWS"},
    "smo.py": {"verslag", "besluiten", "wat"},
    "ziekmelding.py": {"telefoon", "adres", "verwachte_duur", "lopende_zaken"},
}
"""Typed outside a dossier: each form names the organisation whose list holds."""
OF_NO_DOSSIER = {
    # Who gets an account: names, numbers and addresses.
    "admit.py": {"personnel_number", "login", "name", "email", "unit"},
    # The name of a colleague, chosen from those who may, and the number of a dossier.
    "deputies.py": {"wie", "waar"},
    # The list itself, and the reason for going on: beside that the list is held apart.
    "illness_words.py": {"woord"},
    "illness.py": {"toch_doorgaan"},
    # Who logs in, and codes.
    "login.py": {"gebruikersnaam", "code"},
    "on_paper.py": {"code"},
    "password_links.py": {"wie"},
    "proof.py": {"name"},
    "secure.py": {"code"},
    # About functions, for who keeps accounts and sees no dossier.
    "rights.py": {"bevinding"},
}
"""No text about someone who is ill."""
OF_THE_EMPLOYEE = {"wia.py": {"toelichting", "bsn"}}
"""The employee's own words and number, which the employer does not read."""
TEXT = "text"
NOT_TYPED = {"date", "time", "radio", "tick", "choice", "number", "file", "password"}


def typed_fields(code: str) -> set[str]:
    """The names of the text fields in a module, as they are written there."""
    calls = [one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.Call)]
    return {_name(one.args[0]) for one in calls if ast.unparse(one.func) == "FormField" and _kind(one) not in NOT_TYPED}


def _name(given: ast.expr) -> str:
    return str(given.value) if isinstance(given, ast.Constant) else ast.unparse(given)


def _kind(call: ast.Call) -> str:
    given = [*call.args[2:3], *(one.value for one in call.keywords if one.arg == "kind")]
    return _name(given[0]) if given else TEXT


def modules() -> list[Path]:
    return [one for one in sorted(ROOT.glob("portal/web/**/*.py")) if typed_fields(one.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.name)
def test_every_text_field_of_a_form_is_known(module: Path) -> None:
    code, name = module.read_text(encoding="utf-8"), module.name
    places = (IN_DOSSIER, FOR_AN_ORGANISATION, OF_NO_DOSSIER, OF_THE_EMPLOYEE)
    assert typed_fields(code) == set().union(*(place.get(name, set()) for place in places))
    assert name not in FOR_AN_ORGANISATION or "employer=" in code


def test_a_new_field_is_noticed() -> None:
    code = 'FormField("nieuw", "Nieuw"); FormField("dag", "Dag", "date"); FormField("x", "X", kind="long_text")'
    assert typed_fields(code) == {"nieuw", "x"}


def test_every_form_that_takes_texts_in_holds_the_list_beside_them() -> None:
    """Forms are read with `parsed`: at a door that holds the list beside them, or of codes and the day of a file."""
    codes = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("portal/web/**/*.py")}
    callers = {path.name for path, code in codes.items() if re.search(r"(?<!def )\bparsed\(", code)}
    assert callers == {"answer.py", "paper_form.py", "proof.py", "secure.py", "templates.py"}
    doors = {path.name for path, code in codes.items() if "may_be_taken_in(sheet" in code and path.name != "illness.py"}
    assert doors == {"answer.py", "filling.py"}


def test_whoever_writes_what_the_employer_reads_is_warned_or_writes_of_themselves() -> None:
    written = [(one.key, one.written_by, one.readers) for one in (*catalogue().values(), *records().values())]
    read = [(key, set(writers)) for key, writers, readers in written if EMPLOYER.intersection(readers)]
    assert len(read) > 35
    assert not [(key, writers - WARNED) for key, writers in read if writers - WARNED - {"medewerker"}]
    only_arbo = [key for key, writers in read if writers.isdisjoint(EMPLOYER | {"medewerker"})]
    assert {"uitnodiging_consult", "probleemanalyse", "actueel_oordeel"} <= set(only_arbo)
