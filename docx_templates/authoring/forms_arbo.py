"""What the arbodienst writes: probleemanalyse, its adjustment, actueel oordeel."""

from __future__ import annotations

from .model import Answers, Block, Heading, Item, Paper, Question, Text, choice, date, long, questions
from .portal_fields import portal
from .shared import FUNCTIONEEL, GEEN_MEDISCHE_GEGEVENS, advice_given, details, signatures

TERUGKEER: tuple[Item, ...] = (
    ("Ja, terugkeer is te verwachten", "ja"),
    ("Nee, terugkeer is niet te verwachten", "nee"),
    ("Dat is nog niet te zeggen", "nog_niet"),
)

AFSCHRIFTEN = (
    "De medewerker en de leidinggevende krijgen ieder een afschrift. Is de leidinggevende het niet eens "
    "met het advies, dan neemt de leidinggevende contact op met de bedrijfsarts voordat er afspraken "
    "worden gemaakt."
)


def _return_to_work() -> tuple[Block, ...]:
    return (
        Answers(
            (
                choice(
                    "terugkeer_mogelijk",
                    "Is terugkeer naar werk te verwachten?",
                    "Kies een antwoord",
                    *TERUGKEER,
                ),
            ),
            "Terugkeer naar werk",
        ),
        Question(
            long(
                "terugkeer_toelichting",
                "Toelichting op de terugkeer naar werk",
                "Leg het antwoord uit. Is een plan van aanpak nog niet mogelijk? Schrijf hier waarom. "
                "Noem geen aard, oorzaak of behandeling.",
            )
        ),
    )


def _limits_and_options() -> tuple[Question, ...]:
    return questions(
        long("beperkingen", "Beperkingen in het werk", FUNCTIONEEL),
        long(
            "mogelijkheden_eigen_werk",
            "Mogelijkheden in het eigen werk",
            "Welke taken, uren en dagen kan de medewerker nu aan? Welke aanpassingen zijn daarvoor nodig?",
        ),
        long(
            "mogelijkheden_ander_werk",
            "Mogelijkheden in ander werk",
            "Welk ander werk kan wel, tijdelijk of blijvend, bij de eigen of een andere werkgever?",
        ),
    )


def _prognosis() -> tuple[Block, ...]:
    return (
        Answers(
            (
                date(
                    "hervatting_vanaf",
                    "Eerste stap in het werk kan vanaf",
                    "Kies een datum, als die bekend is",
                ),
            ),
            "Begin van de hervatting",
        ),
        Question(
            long(
                "prognose",
                "Verwacht verloop",
                "Wanneer kan het werk voor een deel en helemaal worden hervat? Beschrijf de stappen in uren.",
            )
        ),
    )


def _next_consult() -> Answers:
    return Answers(
        (date("volgend_consult", "Volgend spreekuur op", "Kies een datum, uiterlijk over zes weken"),),
        "Volgend spreekuur",
    )


PROBLEEMANALYSE = Paper(
    kind="probleemanalyse",
    title="Probleemanalyse",
    subtitle="Advies van de bedrijfsarts aan medewerker en leidinggevende",
    blocks=(
        details(report=True),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Functie en bekwaamheden"),
        Question(
            long(
                "functie_en_bekwaamheden",
                "Functie, opleiding en ervaring",
                "De belangrijkste taken, de werkdagen, de opleiding en eerdere werkervaring.",
            )
        ),
        Heading("Terugkeer naar werk"),
        *_return_to_work(),
        Heading("Beperkingen en mogelijkheden"),
        *_limits_and_options(),
        Heading("Prognose"),
        *_prognosis(),
        Heading("Adviezen"),
        Text(
            (
                "In het plan van aanpak geven medewerker en leidinggevende antwoord op elk advies: "
                "zij volgen het, of zij wijken af met een reden.",
            )
        ),
        advice_given(),
        _next_consult(),
        Heading("Ondertekening"),
        *signatures("bedrijfsarts", note=AFSCHRIFTEN),
    ),
)

BIJSTELLING_PROBLEEMANALYSE = Paper(
    kind="bijstelling_probleemanalyse",
    title="Bijstelling van de probleemanalyse",
    subtitle="Gewijzigd advies van de bedrijfsarts aan medewerker en leidinggevende",
    blocks=(
        details(report=True, extra=(portal("papier.probleemanalyse_datum"),)),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Reden van de bijstelling"),
        *questions(
            long(
                "reden",
                "Waarom wordt het advies bijgesteld?",
                "Wat is er in het werk of in de mogelijkheden veranderd? Noem geen aard, oorzaak of behandeling.",
            ),
            long(
                "wijzigingen",
                "Wat verandert er in het advies?",
                "Wat vervalt, wat komt erbij en wat blijft gelden?",
            ),
        ),
        Heading("Terugkeer naar werk"),
        *_return_to_work(),
        Heading("Beperkingen en mogelijkheden"),
        *_limits_and_options(),
        Heading("Prognose"),
        *_prognosis(),
        Heading("Adviezen"),
        Text(("Deze adviezen komen in de plaats van de eerdere adviezen.",)),
        advice_given(),
        _next_consult(),
        Heading("Ondertekening"),
        *signatures("bedrijfsarts", note=AFSCHRIFTEN),
    ),
)

ACTUEEL_OORDEEL = Paper(
    kind="actueel_oordeel",
    title="Actueel oordeel",
    subtitle="Oordeel van de bedrijfsarts over de re-integratie tot nu toe",
    blocks=(
        details(report=True, extra=(portal("papier.probleemanalyse_datum"),)),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Verloop van de re-integratie"),
        Answers(
            (date("spreekuur_datum", "Besproken op het spreekuur van", "Kies een datum"),),
            "Datum van het spreekuur",
        ),
        Question(
            long(
                "verloop",
                "Hoe is de terugkeer naar werk verlopen?",
                "De stappen in het werk sinds de probleemanalyse, in uren en taken. "
                "Noem geen aard, oorzaak of behandeling.",
            )
        ),
        Heading("Beperkingen en mogelijkheden nu"),
        *_limits_and_options(),
        Heading("Passend werk en werkrelatie"),
        *questions(
            long(
                "passend_werk",
                "Oordeel over passend werk",
                "Past het huidige of aangeboden werk bij de mogelijkheden? Is er ander passend werk denkbaar?",
            ),
            long(
                "arbeidsverhouding",
                "Oordeel over de werkrelatie",
                "Helpt of belemmert de werkrelatie de terugkeer? Houd het bij feiten over het werk.",
            ),
        ),
        Heading("Prognose"),
        Question(
            long(
                "prognose",
                "Verwacht verloop",
                "Wat is de komende maanden te verwachten voor het werk, in uren en taken?",
            )
        ),
        Heading("Ondertekening"),
        *signatures(
            "bedrijfsarts",
            note="De medewerker en de leidinggevende krijgen ieder een afschrift. Medische informatie "
            "voor UWV krijgt alleen de medewerker, rechtstreeks van de arbodienst en buiten het "
            "portaal om.",
        ),
    ),
)

PAPERS = (PROBLEEMANALYSE, BIJSTELLING_PROBLEEMANALYSE, ACTUEEL_OORDEEL)
