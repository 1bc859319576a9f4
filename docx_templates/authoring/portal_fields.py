"""The fields that the portal fills by itself: they are shown in the paper, never asked."""

from __future__ import annotations

from .model import Field, date, long, text

_TEXTS = {
    "medewerker.naam": "Naam",
    "medewerker.personeelsnummer": "Personeelsnummer",
    "medewerker.functie": "Functie",
    "medewerker.uren": "Uren per week",
    "medewerker.eenheid": "Onderdeel",
    "medewerker.adres": "Adres",
    "werkgever.naam": "Werkgever",
    "werkgever.eenheid": "Onderdeel",
    "leidinggevende.naam": "Leidinggevende",
    "leidinggevende.functie": "Functie",
    "bedrijfsarts.naam": "Bedrijfsarts",
    "dossier.nummer": "Dossiernummer",
    "papier.versie": "Versie",
    "papier.opsteller_naam": "Opgesteld door",
    "papier.opsteller_functie": "Functie",
    "papier.bsn": "BSN",
    "papier.doel": "Doel tot nu toe",
    "papier.consult_tijd": "Tijd",
    "papier.consult_plaats": "Plaats",
    "papier.consult_met": "U spreekt met",
}
_DATES = {
    "dossier.eerste_ziektedag": "Eerste ziektedag",
    "papier.datum": "Datum",
    "papier.probleemanalyse_datum": "Probleemanalyse van",
    "papier.plan_datum": "Plan van aanpak van",
    "papier.consult_datum": "Datum",
    "papier.aanvraag_uiterlijk": "Aanvraag uiterlijk op",
    "papier.einde_wachttijd": "Einde van de wachttijd",
    "papier.uwv_melding_uiterlijk": "Te melden uiterlijk op",
}
_HINTS = {
    "medewerker.naam": "naam van de medewerker",
    "medewerker.functie": "functie van de medewerker",
    "medewerker.eenheid": "onderdeel van de medewerker",
    "medewerker.adres": "adres van de medewerker",
    "werkgever.naam": "naam van de werkgever",
    "werkgever.eenheid": "onderdeel van de werkgever",
    "leidinggevende.naam": "naam van de leidinggevende",
    "leidinggevende.functie": "functie van de leidinggevende",
    "bedrijfsarts.naam": "naam van de bedrijfsarts",
    "papier.opsteller_naam": "naam van de opsteller",
    "papier.opsteller_functie": "functie van de opsteller",
    "papier.bsn": "in te vullen bij de aanvraag",
    "papier.doel": "doel uit het plan van aanpak",
    "papier.consult_met": "naam en functie",
}
_SPOKEN = {"re_integratiedeskundige": "re-integratiedeskundige"}
_SIGNED = {"naam": "naam", "functie": "functie", "datum": "datum", "uitkomst": "Nog niet ondertekend"}


def portal(name: str, label: str = "") -> Field:
    """The field `name`, under its usual label or the given one; an address takes several lines.

    KeyError when the portal has no such field.
    """
    if name in _DATES:
        usual = _DATES[name]
        return date(name, label or usual, _HINTS.get(name, "datum"))
    usual = _TEXTS[name]
    if name == "medewerker.adres":
        return long(name, label or usual, _HINTS[name])
    return text(name, label or usual, _HINTS.get(name, usual.lower()))


def spoken(role: str) -> str:
    """A role as people say it."""
    return _SPOKEN.get(role, role)


def signature(role: str, part: str) -> Field:
    """A part (naam, functie, datum, uitkomst) of the signature of `role`."""
    label = f"Ondertekening {spoken(role)}: {part}"
    if part == "datum":
        return date(f"ondertekening.{role}.datum", label, _SIGNED[part])
    hint = f"naam {spoken(role)}" if part == "naam" else _SIGNED[part]
    return text(f"ondertekening.{role}.{part}", label, hint)
