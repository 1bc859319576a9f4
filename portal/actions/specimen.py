"""A specimen: a template filled with invented words, to see what a paper made with it looks like."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.documents.content_controls import Field
from portal.documents.filling import Properties, fill
from portal.documents.template import compiled
from portal.rules.papers import PaperKind
from portal.rules.terms import ROLE

ROWS = 2
MADE = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
"""The moment that a specimen of a template as delivered carries."""

KNOWN: Mapping[str, str] = {
    "medewerker.naam": "S. de Groot",
    "medewerker.personeelsnummer": "009999",
    "medewerker.functie": "Beleidsmedewerker",
    "medewerker.uren": "32",
    "medewerker.eenheid": "Ruimte en Water",
    "medewerker.adres": "Dorpsstraat 1\n1234 AB Voorbeelddorp",
    "werkgever.naam": "Provincie Voorbeeld",
    "werkgever.eenheid": "Ruimte en Water",
    "leidinggevende.naam": "M. Visser",
    "leidinggevende.functie": "Teamleider",
    "bedrijfsarts.naam": "A. Bos",
    "dossier.nummer": "0000",
    "papier.versie": "1",
    "papier.bsn": "vult de medewerker in bij de aanvraag",
    "papier.opsteller_naam": "M. Visser",
    "papier.opsteller_functie": "Teamleider",
    "papier.consult_tijd": "10.30",
    "papier.consult_plaats": "Spreekkamer 2, Stationsplein 5, Voorbeelddorp",
    "papier.consult_met": "A. Bos, bedrijfsarts",
    "papier.doel": "Terug in de eigen functie",
}
"""What the portal would fill in, for people who do not exist."""

LINES: Mapping[str, tuple[str, str]] = {
    "naam": ("M. Visser", "S. de Groot"),
    "wie": ("Leidinggevende", "Medewerker"),
    "door": ("A. Jansen, collega", "P. de Boer, hrm-adviseur"),
    "wanneer": ("Vanaf maandag", "Elke twee weken"),
    "termijn": ("Binnen twee weken", "Voor de zomer"),
    "uren": ("16", "8"),
    "kosten": ("€ 450", "€ 1.200"),
    "nummer": ("1", "2"),
    "tijd": ("10.30", "14.00"),
    "telefoon": ("06 12 34 56 78", "06 87 65 43 21"),
    "stuk": ("Probleemanalyse", "Plan van aanpak"),
    "afspraak": ("Elke maandag een gesprek", "Halve dagen werken"),
    "toelichting": ("Dit past bij de afspraken van nu", "Dit bespreken wij over een maand opnieuw"),
    "bevinding": ("Er is veel geprobeerd", "Kijk ook naar werk op een andere afdeling"),
    "advies": ("Begin met halve dagen", "Zorg voor een rustige werkplek"),
}
"""Two examples of a line, by a word in the name of the field."""

LINE = ("Vier ochtenden per week werken", "Elke vrijdag kort overleggen")
TEXT = (
    "Dit is een voorbeeld. Zo staat een langere tekst in het stuk: in gewone zinnen, over wat er is besproken en "
    "wat er gaat gebeuren.\nEen nieuwe regel begint hier.",
    "Dit is een tweede voorbeeld, zodat u ook een volgende rij met een langere tekst ziet.",
)


def specimen(kind: PaperKind, content: bytes, made: datetime = MADE) -> bytes:
    """The Word file of this template with an invented value in every field, and two rows in every list.

    Nothing in it comes from a dossier. The same template and moment `made` give the same bytes, so that a picture
    of it can be found again. Raises TemplateError for a template that cannot be used.
    """
    template = compiled(content)
    properties = Properties(
        title=f"{kind.title} (voorbeeld)",
        author="Re-integratieportaal",
        created=made,
        dossier=KNOWN["dossier.nummer"],
        kind=kind.key,
        version=1,
    )
    return fill(template, {field.name: _example(field, 0, made.date()) for field in template.fields}, properties)


def _example(field: Field, number: int, on: date) -> Any:
    """The `number`-th example for a field."""
    match field.kind:
        case "rows":
            return [{column.name: _example(column, row, on) for column in field.columns} for row in range(ROWS)]
        case "tick":
            return number == 0
        case "choice":
            return field.choices[number % len(field.choices)].value
        case "date":
            return (on + timedelta(weeks=2 * number)).isoformat()
        case "text" | "long_text":
            return KNOWN.get(field.name) or _signature(field.name) or _words(field, number)


def _signature(name: str) -> str:
    """What stands in the block where someone signs."""
    block, _, rest = name.partition(".")
    role, _, part = rest.partition(".")
    if block != "ondertekening" or role not in ROLE:
        return ""
    known = {"naam": KNOWN.get(f"{role}.naam", "A. Jansen"), "uitkomst": "Akkoord"}
    return known.get(part) or ROLE[role].label


def _words(field: Field, number: int) -> str:
    if field.kind == "long_text":
        return TEXT[number]
    words = field.name.rpartition(".")[2].split("_")
    return next((found[number] for word, found in LINES.items() if word in words), LINE[number])
