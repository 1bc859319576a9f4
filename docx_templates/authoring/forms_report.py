"""What goes before the papers of the re-integration report: which they are, and how the case went."""

from __future__ import annotations

from .forms_letters import AFWIJKINGEN, ONTBREEKT
from .model import Heading, Paper, Rows, Text, date, text
from .portal_fields import portal
from .shared import details, drawn_up

STUKKEN = Rows(
    "papier.stukken",
    "Stukken in dit verslag",
    (
        text("papier.stukken.nummer", "Nr.", "nr."),
        text("papier.stukken.stuk", "Stuk", "naam van het stuk"),
        date("papier.stukken.datum", "Datum", "datum"),
        text("papier.stukken.opgesteld_door", "Opgesteld door", "naam en functie"),
        text("papier.stukken.ondertekend_door", "Ondertekend", "namen en dagen"),
        text("papier.stukken.bladzijde", "Blz.", "bladzijde"),
    ),
    (6, 22, 20, 20, 24, 8),
)

OPMERKINGEN = Rows(
    "papier.opmerkingen",
    "Opmerkingen bij de stukken",
    (
        text("papier.opmerkingen.stuk", "Stuk", "naam van het stuk"),
        text("papier.opmerkingen.wat", "Wat u nog doet of moet weten", "wat er aan de hand is"),
    ),
    (32, 68),
)

AFSCHRIFTEN = Rows(
    "papier.afschriften",
    "Afschriften en ontvangst",
    (
        text("papier.afschriften.stuk", "Stuk", "naam van het stuk"),
        text("papier.afschriften.voor", "Afschrift voor", "naam en rol"),
        text("papier.afschriften.ontvangst", "Ontvangst", "wat ervan bekend is"),
    ),
    (28, 30, 42),
)

UREN = Rows(
    "papier.uren",
    "Gewerkte uren",
    (
        date("papier.uren.vanaf", "Vanaf", "datum"),
        text("papier.uren.uren", "Uren per week", "uren"),
        text("papier.uren.hersteld", "Hersteld", "percentage"),
        text("papier.uren.toelichting", "Hoe dat is gerekend", "hoe het is gerekend"),
    ),
    (20, 20, 16, 44),
)

CONTACTEN = Rows(
    "papier.contacten",
    "Contacten",
    (
        date("papier.contacten.datum", "Datum", "datum"),
        text("papier.contacten.wijze", "Hoe", "hoe"),
        text("papier.contacten.door", "Vastgelegd door", "naam"),
    ),
    (28, 40, 32),
)

CONTROLE = Rows(
    "papier.controle",
    "Controlegetallen",
    (
        text("papier.controle.nummer", "Nr.", "nr."),
        text("papier.controle.getal", "Controlegetal (SHA-256) van het bewaarde stuk", "getal"),
    ),
    (8, 92),
)

OVERZICHT_VERSLAG = Paper(
    kind="overzicht_verslag",
    title="Overzicht van het re-integratieverslag",
    subtitle="De stukken en het verloop",
    blocks=(
        details(report=True, extra=(portal("papier.einde_wachttijd"),)),
        Heading("Stukken in dit verslag"),
        STUKKEN,
        Heading("Wat nog ontbreekt"),
        ONTBREEKT,
        Heading("Let op"),
        OPMERKINGEN,
        Heading("Later, met reden"),
        AFWIJKINGEN,
        Heading("Afschriften en ontvangst"),
        Text(("Een afschrift staat klaar in het portaal vanaf de dag waarop het stuk is vastgesteld.",)),
        AFSCHRIFTEN,
        Heading("Gewerkte uren"),
        UREN,
        Heading("Contact tussen leidinggevende en medewerker"),
        CONTACTEN,
        Heading("Controlegetallen"),
        Text(
            (
                "De stukken in dit verslag zijn afschriften. Als het verslag wordt gemaakt, zet het portaal boven elke "
                "bladzijde het nummer, de naam, het burgerservicenummer en de dag van ondertekening. Het bewaarde "
                "stuk blijft zoals het is ondertekend. Met dit getal is dat na te gaan.",
            )
        ),
        CONTROLE,
        drawn_up(),
    ),
)

PAPERS = (OVERZICHT_VERSLAG,)
