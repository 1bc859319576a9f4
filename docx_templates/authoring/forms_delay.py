"""Delay of the WIA: the advice of the bedrijfsarts, and the joint request to UWV."""

from __future__ import annotations

from .model import (
    Answers,
    Block,
    Field,
    Heading,
    Item,
    Paper,
    Question,
    Text,
    Tick,
    choice,
    date,
    long,
    questions,
    tick,
)
from .portal_fields import portal
from .shared import FUNCTIONEEL, GEEN_MEDISCH, GEEN_MEDISCHE_GEGEVENS, agreements, details, signatures, views

TERMIJNEN = (portal("papier.aanvraag_uiterlijk"), portal("papier.einde_wachttijd"))


ADVIEZEN: tuple[Item, ...] = (
    ("Uitstel helpt de terugkeer naar werk", "uitstel"),
    ("Uitstel helpt niet; vraag de WIA op tijd aan", "geen_uitstel"),
)


def _delay(until: str) -> tuple[Field, Field]:
    """From one end of the waiting time to the next; `until` hints at that (Verzuimprotocol 4.10: a year at most)."""
    return (
        date("uitstel_vanaf", "Uitstel begint op", "Kies de dag waarop de wachttijd nu eindigt"),
        date("uitstel_tot", "Nieuw einde van de wachttijd", until),
    )


def _expected_recovery() -> tuple[Block, ...]:
    return (
        Answers(
            (
                date("spreekuur_datum", "Besproken op het spreekuur van", "Kies een datum"),
                choice(
                    "verwachting",
                    "Wat is te verwachten?",
                    "Kies een antwoord",
                    ("Volledig terug in het eigen werk", "eigen_werk"),
                    ("Volledig terug in ander passend werk", "ander_werk"),
                    ("Voor een deel terug in het werk", "deels"),
                    ("Geen terugkeer in deze tijd", "geen"),
                ),
                date("hervatting_op", "Die stap is te verwachten op", "Kies een datum, als die te geven is"),
            ),
            "Verwacht herstel voor het werk",
        ),
        Question(
            long(
                "verwachting_toelichting",
                "Toelichting op het verwachte herstel",
                f"De stappen in uren en taken, en hoe zeker die zijn. {FUNCTIONEEL}",
            )
        ),
    )


ADVIES_UITSTEL_WIA = Paper(
    kind="advies_uitstel_wia",
    title="Advies over uitstel van de WIA-aanvraag",
    subtitle="Advies van de bedrijfsarts aan leidinggevende en medewerker",
    blocks=(
        details(extra=TERMIJNEN),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Verwacht herstel voor het werk"),
        *_expected_recovery(),
        Heading("Advies"),
        Answers(
            (
                choice("advies", "Advies over uitstel", "Kies een advies", *ADVIEZEN),
                *_delay("Alleen als u uitstel adviseert; hooguit een jaar"),
            ),
            "Advies over uitstel",
        ),
        *questions(
            long(
                "advies_toelichting",
                "Toelichting op het advies",
                f"Waarom verstoort de aanvraag nu de terugkeer naar werk, of waarom niet? {GEEN_MEDISCH}",
            ),
            long(
                "voorwaarden",
                "Wat is nodig om deze tijd goed te gebruiken?",
                "Begeleiding, aanpassingen en stappen in het werk. Noem geen aard, oorzaak of behandeling.",
            ),
        ),
        Heading("Ondertekening"),
        *signatures(
            "bedrijfsarts",
            note="De leidinggevende voegt dit advies toe aan het dossier. De medewerker en de hrm-adviseur krijgen "
            "een afschrift. De werkgever en de medewerker besluiten samen of zij UWV om uitstel vragen.",
        ),
    ),
)

GEVOLGEN = Text(
    (
        "Uitstel is een uitzondering en duurt hooguit een jaar. De werkgever betaalt het loon door tot het "
        "nieuwe einde van de wachttijd, en beiden werken door aan de terugkeer naar werk. De WIA-aanvraag en de "
        "termijnen daarvoor schuiven op. Blijkt het uitstel niet te helpen? Dan kunt u UWV vragen het korter te "
        "maken.",
    )
)

VERZOEK_UITSTEL_WIA = Paper(
    kind="verzoek_uitstel_wia",
    title="Verzoek om uitstel van de WIA-aanvraag",
    subtitle="Gezamenlijk verzoek van werkgever en medewerker aan UWV",
    blocks=(
        details(extra=TERMIJNEN),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Het verzoek"),
        Text(("Wij vragen UWV om de WIA-aanvraag uit te stellen en de loondoorbetaling te verlengen.",)),
        Answers(
            _delay("Kies de dag waarop de wachttijd dan eindigt, hooguit een jaar later"),
            "Begin en einde van het uitstel",
        ),
        *questions(
            long(
                "reden",
                "Waarom vragen wij uitstel?",
                f"Wat zou de aanvraag nu verstoren in de terugkeer naar werk? {GEEN_MEDISCH}",
            ),
            long(
                "verwacht_resultaat",
                "Wat bereiken wij in deze tijd?",
                "Het werk, de uren en de taken die aan het einde van het uitstel weer lukken.",
            ),
        ),
        Heading("Advies van de bedrijfsarts"),
        Answers(
            (
                date("advies_datum", "Schriftelijk advies van", "Kies de datum van het advies"),
                choice("advies", "De bedrijfsarts adviseert", "Kies een antwoord", *ADVIEZEN),
            ),
            "Advies van de bedrijfsarts",
        ),
        Heading("Afspraken tijdens het uitstel"),
        agreements("afspraken", "Afspraken", "Eén afspraak per regel"),
        Heading("Gevolgen"),
        GEVOLGEN,
        Tick(tick("gevolgen_bekend", "Wij kennen de gevolgen van het uitstel en vragen dit beiden vrijwillig.")),
        Heading("Zienswijze"),
        *views("het uitstel"),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

PAPERS = (ADVIES_UITSTEL_WIA, VERZOEK_UITSTEL_WIA)
