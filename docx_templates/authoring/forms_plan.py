"""The plan van aanpak and its adjustment."""

from __future__ import annotations

from .model import (
    Answers,
    Block,
    Heading,
    Item,
    Paper,
    Question,
    Rows,
    Text,
    Tick,
    choice,
    date,
    long,
    text,
    tick,
)
from .portal_fields import portal
from .shared import (
    GEEN_MEDISCH,
    GEEN_MEDISCHE_GEGEVENS,
    advice_answered,
    agreements,
    changed_goal,
    details,
    goal_fields,
    goals,
    looking_back,
    signatures,
    temporary_work,
    track,
    views,
)

# The six groups of agreements of UWV's form for the plan van aanpak (AG140, 05-23), part 7.
GROEPEN = (
    ("arbeidsinhoud", "A  Arbeidsinhoud", "Taken, werktempo, verantwoordelijkheid"),
    ("arbeidsomstandigheden", "B  Arbeidsomstandigheden", "Werkplek, hulpmiddelen, thuiswerken, vervoer"),
    ("arbeidsvoorwaarden", "C  Arbeidsvoorwaarden", "Uren, werktijden, verlof, scholing"),
    ("arbeidsverhoudingen", "D  Arbeidsverhoudingen", "Contact, samenwerking, steun van collega’s"),
    (
        "sociaal_medisch",
        "E  Sociaal-medische zaken",
        "Begeleiding en spreekuren; noem geen behandeling of zorgverlener",
    ),
    ("overig", "F  Overige afspraken", "Wat verder nodig is voor de terugkeer"),
)


CASEMANAGERS: tuple[Item, ...] = (
    ("De leidinggevende", "leidinggevende"),
    ("De naasthogere leidinggevende", "naasthogere_leidinggevende"),
    ("Iemand anders", "ander"),
)


def _groups() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for name, title, example in GROEPEN:
        blocks += [
            Heading(title, 2),
            agreements(f"afspraken_{name}", f"Afspraken {title}".replace("  ", " "), example),
        ]
    return tuple(blocks)


PLAN_VAN_AANPAK = Paper(
    kind="plan_van_aanpak",
    title="Plan van aanpak",
    subtitle="Afspraken van medewerker en leidinggevende over de terugkeer naar werk",
    blocks=(
        details(report=True, extra=(portal("papier.probleemanalyse_datum"),)),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Functie en laatste werk"),
        Question(
            long(
                "laatste_werkzaamheden",
                "Welk werk deed de medewerker het laatst?",
                "Beschrijf de belangrijkste taken, de werkdagen en waar het werk werd gedaan.",
            )
        ),
        Heading("Zienswijze op de mogelijkheden"),
        *views("de mogelijkheden om te werken"),
        Heading("Doel"),
        Answers(goal_fields(), "Doel van dit plan"),
        Question(
            long(
                "doel_toelichting",
                "Toelichting op het doel",
                f"Waarom dit doel? Welke functie en hoeveel uren horen daarbij? {GEEN_MEDISCH}",
            )
        ),
        Heading("Stappen naar het doel", 2),
        goals(),
        Heading("Adviezen van de bedrijfsarts"),
        Text(
            (
                "Bij elk advies staat of medewerker en leidinggevende het volgen. Wijken zij af, dan staat "
                "de reden erbij en hoort de bedrijfsarts dit van de leidinggevende.",
            )
        ),
        advice_answered(),
        Answers(
            (
                date(
                    "afwijking_gemeld_op",
                    "Afwijking besproken met de bedrijfsarts op",
                    "Kies een datum; laat leeg als u alle adviezen volgt",
                ),
            ),
            "Afwijking van het advies",
        ),
        Heading("Afspraken"),
        *_groups(),
        Heading("Tijdelijk ander werk"),
        *temporary_work(),
        Heading("Evaluatie en casemanager"),
        Answers(
            (
                date(
                    "eerste_evaluatie",
                    "Eerste evaluatie op",
                    "Kies een datum, uiterlijk zes weken na dit plan",
                ),
                choice(
                    "evaluatie_ritme",
                    "Daarna evalueren wij",
                    "Kies hoe vaak",
                    ("elke twee weken", "2"),
                    ("elke drie weken", "3"),
                    ("elke vier weken", "4"),
                    ("elke zes weken", "6"),
                ),
                choice(
                    "casemanager",
                    "Casemanager",
                    "Kies de casemanager",
                    *CASEMANAGERS,
                ),
                text("casemanager_naam", "Naam van de casemanager", "Alleen als dit niet de leidinggevende is"),
            ),
            "Evaluatie en casemanager",
        ),
        Tick(tick("casemanager_akkoord", "Wij zijn het eens over wie de casemanager is.")),
        Heading("Zienswijze op de afspraken"),
        *views("de afspraken", "_afspraken"),
        Heading("Termijn"),
        Question(
            long(
                "reden_later",
                "Is dit plan later klaar dan twee weken na de probleemanalyse? Wat is de reden?",
                f"Laat leeg als het plan op tijd is. {GEEN_MEDISCH}",
            )
        ),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

AANLEIDING = choice(
    "aanleiding",
    "Aanleiding voor de bijstelling",
    "Kies een aanleiding",
    ("Gewijzigd advies van de arbodienst", "gewijzigd_advies"),
    ("Gewijzigde situatie van de medewerker", "gewijzigde_situatie"),
    ("De re-integratie verloopt anders dan verwacht", "verloopt_anders"),
)

NIEUWE_AFSPRAKEN = Rows(
    "afspraken",
    "Afspraken vanaf nu",
    (
        choice("afspraken.groep", "Onderwerp", "Kies", *((title[3:], name) for name, title, _ in GROEPEN)),
        text("afspraken.wat", "Wat spreken wij af?", "Eén afspraak per regel"),
        text("afspraken.wie", "Wie doet dit?", "Naam of rol"),
        text("afspraken.wanneer", "Wanneer?", "Begin, einde of hoe vaak"),
    ),
    (24, 36, 18, 22),
)

BIJSTELLING_PLAN_VAN_AANPAK = Paper(
    kind="bijstelling_plan_van_aanpak",
    title="Bijstelling van het plan van aanpak",
    subtitle="Nieuwe afspraken van medewerker en leidinggevende over de terugkeer naar werk",
    blocks=(
        details(report=True, extra=(portal("papier.plan_datum"),)),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Reden van de bijstelling"),
        Answers((AANLEIDING,), "Aanleiding voor de bijstelling"),
        Question(
            long(
                "reden",
                "Waarom stellen wij het plan bij?",
                f"Wat is er veranderd in het werk, het advies of de planning? {GEEN_MEDISCH}",
            )
        ),
        Heading("Terugblik op doel en afspraken"),
        Answers((portal("papier.doel"),), "Doel tot nu toe"),
        looking_back(),
        Heading("Doel en spoor"),
        Answers((changed_goal(), *goal_fields(), track()), "Doel en spoor"),
        Question(
            long(
                "doel_toelichting",
                "Toelichting op doel en spoor",
                f"Waarom blijft het doel zo, of waarom verandert het? {GEEN_MEDISCH}",
            )
        ),
        Heading("Stappen naar het doel", 2),
        goals(),
        Heading("Adviezen van de bedrijfsarts"),
        Text(("Hier staan de nieuwe adviezen van de bedrijfsarts, met ons antwoord.",)),
        advice_answered(),
        Heading("Afspraken vanaf nu"),
        Text(("Eerdere afspraken die hier niet bij staan, blijven gelden.",)),
        NIEUWE_AFSPRAKEN,
        Heading("Tijdelijk ander werk"),
        *temporary_work(),
        Heading("Evaluatie en casemanager"),
        Answers(
            (
                date("volgende_evaluatie", "Volgende evaluatie op", "Kies een datum, uiterlijk over zes weken"),
                choice(
                    "casemanager",
                    "Casemanager",
                    "Kies de casemanager",
                    ("Blijft dezelfde", "ongewijzigd"),
                    *CASEMANAGERS,
                ),
                text("casemanager_naam", "Naam van de casemanager", "Alleen bij een nieuwe casemanager"),
            ),
            "Evaluatie en casemanager",
        ),
        Heading("Zienswijze"),
        *views("de bijstelling"),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

PAPERS = (PLAN_VAN_AANPAK, BIJSTELLING_PLAN_VAN_AANPAK)
