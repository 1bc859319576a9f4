"""What the manager tells or asks the arbodienst, and what is kept of a talk."""

from __future__ import annotations

from .model import Answers, Heading, Paper, Question, Text, choice, date, long, questions, text
from .shared import GEEN_MEDISCH, GEEN_MEDISCHE_GEGEVENS, agreements, details, drawn_up

PROBLEEMANALYSE_INTAKE = Paper(
    kind="probleemanalyse_intake",
    title="Informatie voor de probleemanalyse",
    subtitle="Wat de leidinggevende de bedrijfsarts vertelt over het werk",
    blocks=(
        details(),
        Text(
            (
                "De bedrijfsarts gebruikt deze informatie bij de probleemanalyse. De medewerker kan haar "
                "ook lezen. Het gaat alleen over het werk. De aard, de oorzaak en de behandeling van de "
                "ziekte horen hier niet in; de werkgever vraagt daar niet naar.",
            ),
            "Opmerking",
        ),
        Heading("Het werk"),
        Answers(
            (
                text("functieniveau", "Functieniveau", "Bijvoorbeeld: schaal 9"),
                choice(
                    "opleidingsniveau",
                    "Opleidingsniveau",
                    "Kies het hoogste niveau",
                    ("Basisonderwijs of vmbo", "vmbo"),
                    ("Havo of vwo", "havo_vwo"),
                    ("Mbo", "mbo"),
                    ("Hbo", "hbo"),
                    ("Universiteit", "wo"),
                    ("Niet bekend", "onbekend"),
                ),
            ),
            "Niveau van functie en opleiding",
        ),
        *questions(
            long(
                "werkpatroon",
                "Werkpatroon",
                "Werkdagen en werktijden, wisselende diensten, thuiswerken, reistijd voor het werk.",
            ),
            long(
                "visie_functie",
                "Wat vraagt de functie?",
                "De belangrijkste taken en wat het werk vraagt: tempo, overleg, beeldscherm, tillen, rijden.",
            ),
        ),
        Heading("Mogelijkheden"),
        *questions(
            long(
                "visie_arbeidsmogelijkheden",
                "Welke mogelijkheden ziet u in het werk?",
                "Taken die weg kunnen of anders kunnen, andere tijden of plek, tijdelijk ander werk.",
            ),
            long(
                "al_gedaan",
                "Wat is al gedaan of afgesproken?",
                f"Contacten, aanpassingen en afspraken tot nu toe. {GEEN_MEDISCH}",
            ),
        ),
        Heading("Werkrelatie"),
        Question(
            long(
                "visie_arbeidsverhouding",
                "Hoe ziet u de werkrelatie?",
                "Het contact en de samenwerking, en wat de terugkeer helpt of lastiger maakt. "
                "Alleen feiten over het werk, geen eigen verklaring voor het verzuim.",
            )
        ),
        Heading("Vraag aan de bedrijfsarts"),
        Question(
            long(
                "vraag_aan_bedrijfsarts",
                "Wat wilt u van de bedrijfsarts weten?",
                "Bijvoorbeeld: welke taken kunnen wel, en in welke stappen? Vraag niet naar de ziekte.",
            )
        ),
        drawn_up(),
    ),
)

VRAAGSTELLING_ARBODIENST = Paper(
    kind="vraagstelling_arbodienst",
    title="Vraag aan de arbodienst",
    subtitle="Wat de leidinggevende van de arbodienst verwacht",
    blocks=(
        details(),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("De vraag"),
        Answers(
            (
                choice(
                    "gericht_aan",
                    "Aan wie stelt u de vraag?",
                    "Kies een functie",
                    ("Verzuimadviseur", "verzuimadviseur"),
                    ("Bedrijfsarts", "bedrijfsarts"),
                    ("Re-integratiedeskundige", "re_integratiedeskundige"),
                ),
                choice(
                    "verwachte_duur",
                    "Hoe lang duurt het verzuim naar verwachting?",
                    "Kies een antwoord",
                    ("Hooguit zes weken", "tot_zes_weken"),
                    ("Langer dan zes weken", "langer_dan_zes_weken"),
                    ("Dat is niet bekend", "onbekend"),
                ),
                date("antwoord_gewenst_op", "Antwoord gewenst op", "Kies een datum"),
            ),
            "De vraag in het kort",
        ),
        *questions(
            long(
                "vraag",
                "Wat vraagt u van de arbodienst?",
                "Wees zo concreet mogelijk: welk advies of welke hulp zoekt u voor de terugkeer naar werk?",
            ),
            long(
                "situatie_in_het_werk",
                "Hoe is de situatie in het werk?",
                f"De taken, de werktijden, wat loopt door en wat is overgenomen. {GEEN_MEDISCH}",
            ),
            long(
                "al_gedaan",
                "Wat is al gedaan of afgesproken?",
                f"Contacten, aanpassingen en afspraken tot nu toe. {GEEN_MEDISCH}",
            ),
        ),
        drawn_up(),
    ),
)

GESPREKSVERSLAG = Paper(
    kind="gespreksverslag",
    title="Gespreksverslag",
    subtitle="Wat medewerker en leidinggevende hebben besproken en afgesproken",
    blocks=(
        details(),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Het gesprek"),
        Answers(
            (
                choice(
                    "soort_gesprek",
                    "Soort gesprek",
                    "Kies een soort",
                    ("Eerste vervolgcontact", "eerste_vervolgcontact"),
                    ("Tweede vervolgcontact", "tweede_vervolgcontact"),
                    ("Gesprek na twee weken", "gesprek_twee_weken"),
                    ("Tussentijds contact", "tussentijds_contact"),
                    ("Terugkeergesprek", "terugkeergesprek"),
                    ("Frequent-verzuimgesprek", "frequent_verzuimgesprek"),
                    ("Ander gesprek", "ander"),
                ),
                date("gesprek_datum", "Datum van het gesprek", "Kies een datum"),
                choice(
                    "gesprek_wijze",
                    "Hoe was het gesprek?",
                    "Kies een antwoord",
                    ("Telefonisch", "telefonisch"),
                    ("Op het werk", "op_het_werk"),
                    ("Bij de medewerker thuis", "thuis"),
                    ("Met beeldbellen", "beeldbellen"),
                ),
                text("aanwezigen", "Wie waren erbij?", "Namen en functies"),
            ),
            "Het gesprek in het kort",
        ),
        Question(
            long(
                "besproken",
                "Wat is besproken?",
                f"Het werk, wat lukt, wat nodig is en wat er in het team speelt. {GEEN_MEDISCH}",
            )
        ),
        Heading("Afspraken"),
        agreements("afspraken", "Afspraken", "Eén afspraak per regel"),
        Answers((date("volgend_contact", "Volgend contact op", "Kies een datum"),), "Volgend contact"),
        Heading("Zienswijze"),
        Question(
            long(
                "zienswijze_medewerker",
                "Zienswijze van de medewerker op het gesprek",
                "In de woorden van de medewerker. De leidinggevende verandert hier niets aan.",
            )
        ),
        drawn_up(),
    ),
)

PAPERS = (PROBLEEMANALYSE_INTAKE, VRAAGSTELLING_ARBODIENST, GESPREKSVERSLAG)
