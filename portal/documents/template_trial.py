"""A trial of a template: filled as the portal fills it and read back, before a paper depends on it.

What the check of the single controls does not think of, shows here: what goes in must come out.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from portal.documents.content_controls import Field
from portal.documents.errors import FillError, RefusedFile, TemplateError
from portal.documents.filling import Properties, fill
from portal.documents.findings import Finding
from portal.documents.reading import read_paper
from portal.documents.reading_values import says_something
from portal.documents.sections import sections
from portal.documents.template import Template, compiled

_BREAKS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    FillError,
    LookupError,
    RefusedFile,
    TypeError,
    ValueError,
    etree.LxmlError,
)
_AGAIN: Final = "Sla het bestand in Word opnieuw op en probeer het nog eens."
_ABOUT: Final = Properties("Proef", "Re-integratieportaal", datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "0000", "proef", 1)
_STATES: Final = ((0, False), (1, True), (None, False), (None, True))
_LARGE: Final = 1024 * 1024
_DAYS: Final = ("2026-01-05", "2027-12-31")
_LINES: Final = ("Proef & <tekst> van «één» regel", "Nog een proef")
_TEXTS: Final = ("Eerste regel & <meer>\n\tTweede regel", "Eén regel")


def tried(data: bytes) -> list[Finding]:
    """Return why a template in which nothing else is wrong does not do as a form; empty when it does.

    `data` has passed the guard and is an ordinary .docx.
    """
    try:
        template = compiled(data)
        sections(data)
        return list(_differences(template))
    except TemplateError as error:
        return [Finding("error", "not_usable", "", sentence, _AGAIN) for sentence in error.problems]
    except _BREAKS:
        sentence = "Een proef met dit formulier is mislukt: het stuk dat ermee wordt gemaakt, is beschadigd."
        return [Finding("error", "trial_fails", "", sentence, _AGAIN)]


def _differences(template: Template) -> Iterator[Finding]:
    """Yield a finding for each field whose value does not come back as it went in."""
    wrong: dict[str, Field] = {}
    size = sum(len(piece) for part in template.parts for piece in part.pieces if isinstance(piece, bytes))
    for number, hints in _STATES if size < _LARGE else _STATES[::3]:
        values = {field.name: _example(field, number) for field in template.fields}
        reading = read_paper(fill(template, values, _ABOUT, show_hints=hints), template.fields)
        for field in template.fields:
            expected = _rows_that_count(values[field.name])
            if reading.values.get(field.name) != expected or field.name in reading.conflicts:
                wrong.setdefault(field.name, field)
    for name, field in wrong.items():
        sentence = (
            f"Een proef met dit formulier is mislukt: wat het portaal invult in «{field.label}» ({name}),"
            " komt er anders uit."
        )
        yield Finding("error", "trial_differs", "", sentence, "Haal dit invulveld weg en maak het opnieuw.")


def _example(field: Field, number: int | None) -> Any:
    """Return the first or second example for a field; its empty value for None."""
    if field.kind == "rows":
        rows: Sequence[int] = () if number is None else (number, 1 - number)
        return [{column.name: _example(column, row) for column in field.columns} for row in rows]
    if field.kind == "tick":
        return number == 0
    if number is None:
        return ""
    match field.kind:
        case "choice":
            return field.choices[-number].value
        case "date":
            return _DAYS[number]
        case "long_text":
            return _TEXTS[number]
    return _LINES[number]


def _rows_that_count(value: Any) -> Any:
    return [row for row in value if says_something(row)] if isinstance(value, list) else value
