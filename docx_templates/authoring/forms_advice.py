"""What the arbodienst advises beside the papers of the bedrijfsarts: at week 13, and when someone asks."""

from __future__ import annotations

from .forms_arbo import FUNCTIONEEL
from .model import Answers, Block, Heading, Paper, Question, Text, choice, date, long
from .shared import GEEN_MEDISCHE_GEGEVENS, JA_NEE, advice_given, details, drawn_up, signatures


def _intervention() -> tuple[Block, ...]:
    """The question of week 13, answered together with the bedrijfsarts (Verzuimprotocol 4.7.2)."""
    return (
        Answers(
            (
                choice(
                    "interventie_zinvol",
                    "Is een interventie zinvol?",
                    "Kies een antwoord",
                    *JA_NEE,
                ),
                date("overleg_bedrijfsarts", "Overlegd met de bedrijfsarts op", "Kies een datum"),
            ),
            "Is een interventie zinvol?",
        ),
        Question(long("toelichting", "Toelichting op het antwoord", f"Waarom wel of niet? {FUNCTIONEEL}")),
    )


def _guidance() -> tuple[Block, ...]:
    """What the leidinggevende may agree on next, and who pays for it (Verzuimprotocol 4.7.2)."""
    return (
        Text(
            (
                "De leidinggevende beslist over verdere begeleiding en bespreekt die eerst met de "
                "medewerker. De kosten komen ten laste van het salarisbudget van de eenheid.",
            )
        ),
        Question(
            long(
                "voorgestelde_begeleiding",
                "Welke begeleiding stelt u voor?",
                "Wat het oplevert voor het werk, hoe vaak en hoe lang. De naam van een aanbieder is niet nodig.",
            )
        ),
        Question(
            long(
                "kosten_begeleiding",
                "Wat zijn de verwachte kosten?",
                "Ten laste van het salarisbudget van de eenheid. Zijn er geen kosten? Schrijf dat op.",
            )
        ),
    )


ADVIES_RE_INTEGRATIEDESKUNDIGE = Paper(
    kind="advies_re_integratiedeskundige",
    title="Advies van de re-integratiedeskundige",
    subtitle="Advies na dertien weken aan medewerker en leidinggevende",
    blocks=(
        details(),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Interventie"),
        *_intervention(),
        Heading("Re-integratie tot nu toe"),
        Question(
            long(
                "beoordeling_activiteiten",
                "Oordeel over de re-integratieactiviteiten tot nu toe",
                f"Welke activiteiten helpen, welke niet en wat is nog niet geprobeerd? {FUNCTIONEEL}",
            )
        ),
        Heading("Adviezen"),
        Text(
            (
                "Medewerker en leidinggevende bespreken deze adviezen en leggen hun afspraken vast in een "
                "bijstelling van het plan van aanpak of in de volgende evaluatie.",
            )
        ),
        advice_given(),
        Heading("Verdere begeleiding"),
        *_guidance(),
        Heading("Ondertekening"),
        *signatures(
            "re_integratiedeskundige",
            note="De medewerker en de leidinggevende krijgen ieder een exemplaar.",
        ),
    ),
)

ADVIES_ARBODIENST = Paper(
    kind="advies_arbodienst",
    title="Advies van de arbodienst",
    subtitle="Antwoord op een vraag van de leidinggevende of de medewerker",
    blocks=(
        details(),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("De vraag"),
        Answers((date("vraag_datum", "Gesteld op", "Kies een datum"),), "De vraag in het kort"),
        Question(
            long(
                "vraag",
                "Wat is de vraag?",
                "Herhaal de vraag in het kort. De medewerker en de leidinggevende lezen dit allebei.",
            )
        ),
        Heading("Het antwoord"),
        Question(long("antwoord", "Wat is ons antwoord?", FUNCTIONEEL)),
        Heading("Adviezen"),
        advice_given(),
        Heading("Vervolg"),
        Answers(
            (
                choice(
                    "contact_door",
                    "Wie houdt contact met de medewerker?",
                    "Kies een antwoord",
                    ("De leidinggevende zelf", "zelf"),
                    ("De leidinggevende, met steun van de verzuimadviseur", "verzuimadviseur"),
                    ("De leidinggevende, met steun van de bedrijfsarts", "bedrijfsarts"),
                ),
            ),
            "Contact met de medewerker",
        ),
        Question(
            long(
                "vervolg",
                "Hoe gaat het verder?",
                "Wie doet wat, en wanneer? Bijvoorbeeld een gesprek, een spreekuur of een probleemanalyse.",
            )
        ),
        Text(("De medewerker en de leidinggevende krijgen ieder een exemplaar.",)),
        drawn_up(),
    ),
)

PAPERS = (ADVIES_RE_INTEGRATIEDESKUNDIGE, ADVIES_ARBODIENST)
