"""What the arbodienst advises beside the papers of the bedrijfsarts: at week 13, and when someone asks."""

from __future__ import annotations

from .model import Answers, Block, Heading, Paper, Question, Text, choice, date, long, questions, text
from .shared import FUNCTIONEEL, GEEN_MEDISCHE_GEGEVENS, JA_NEE, advice_given, details, drawn_up, signatures

AFSCHRIFTEN = "De medewerker en de leidinggevende krijgen ieder een afschrift."


def _intervention() -> tuple[Block, ...]:
    """The question of week 13, answered together with the bedrijfsarts; who pays (Verzuimprotocol 4.7.2)."""
    return (
        Answers(
            (
                choice("interventie_zinvol", "Is een interventie zinvol?", "Kies een antwoord", *JA_NEE),
                date("overleg_bedrijfsarts", "Overlegd met de bedrijfsarts op", "Kies een datum"),
                long(
                    "voorgestelde_begeleiding",
                    "Voorgestelde begeleiding",
                    "Wat levert het op voor het werk, hoe vaak en hoe lang? De naam van een aanbieder hoeft niet.",
                ),
                text(
                    "kosten_begeleiding",
                    "Verwachte kosten, die de eenheid betaalt",
                    "Een bedrag, of dat er geen kosten zijn",
                ),
            ),
            "De interventie in het kort",
        ),
        Question(long("toelichting", "Toelichting op de interventie", f"Waarom wel of niet? {FUNCTIONEEL}")),
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
        Heading("Oordeel en adviezen"),
        Question(
            long(
                "beoordeling_activiteiten",
                "Oordeel over de re-integratieactiviteiten tot nu toe",
                f"Welke activiteiten helpen, welke niet en wat is nog niet geprobeerd? {FUNCTIONEEL}",
            )
        ),
        advice_given(),
        Heading("Ondertekening"),
        *signatures(
            "re_integratiedeskundige",
            note="De medewerker en de leidinggevende krijgen ieder een afschrift en bespreken de adviezen samen.",
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
        Heading("Vraag en antwoord"),
        Answers((date("vraag_datum", "Vraag gesteld op", "Kies een datum"),), "Datum van de vraag"),
        *questions(
            long(
                "vraag",
                "De vraag",
                "Herhaal de vraag in het kort. De medewerker en de leidinggevende lezen dit allebei.",
            ),
            long("antwoord", "Het antwoord", FUNCTIONEEL),
        ),
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
        Text((AFSCHRIFTEN,)),
        drawn_up(),
    ),
)

PAPERS = (ADVIES_RE_INTEGRATIEDESKUNDIGE, ADVIES_ARBODIENST)
