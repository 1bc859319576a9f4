"""What the people of the demonstration write in their forms: believable, and without a word about illness."""

from datetime import date, timedelta
from typing import Any

CONTACTS = (
    "Gebeld. We hebben afgesproken dat collega's het overleg van donderdag overnemen.",
    "Gebeld. De medewerker wil graag betrokken blijven en krijgt de weekmail.",
    "Koffie gedronken op kantoor. Het team heeft de lopende zaken verdeeld.",
)
_QUESTION = (
    "Wat is er mogelijk in het eigen werk, en in welke opbouw? Wij kunnen thuiswerken en rustig werk "
    "aanbieden. Graag ook advies over hoe wij het contact kunnen houden."
)
QUESTION = {"gericht_aan": "bedrijfsarts", "verwachte_duur": "langer_dan_zes_weken", "vraag": _QUESTION}
ANSWER = {
    "vraag": _QUESTION,
    "antwoord": "Contact houden helpt: bel elke week op een vast moment. Over werk hoort u meer na het spreekuur.",
}
INTAKE = {
    "functieniveau": "Schaal 10",
    "opleidingsniveau": "hbo",
    "werkpatroon": "Vier dagen per week, maandag tot en met donderdag. Twee dagen op kantoor, twee dagen thuis.",
    "visie_functie": "Het werk bestaat uit overleg, schrijven en locatiebezoek. De piek ligt rond de behandeling in Provinciale Staten.",
    "visie_arbeidsmogelijkheden": "Schrijfwerk en het nakijken van stukken kan goed in delen. Locatiebezoek kan worden overgenomen.",
    "al_gedaan": "Het overleg is verdeeld. Er is een laptop voor thuis en de werktijden zijn vrij te kiezen.",
    "visie_arbeidsverhouding": "De werkrelatie is goed. We spreken elkaar wekelijks.",
    "vraag_aan_bedrijfsarts": "Hoeveel uur per week is een goed begin, en hoe snel kan dat omhoog?",
}
ANALYSIS_ADVICE = (
    {
        "advies": "Begin met twee keer twee uur per week in rustig schrijfwerk",
        "wie": "Leidinggevende en medewerker",
        "termijn": "Binnen twee weken",
    },
    {
        "advies": "Bouw elke twee weken met twee uur op als dat goed gaat",
        "wie": "Medewerker",
        "termijn": "Tot aan het volgende spreekuur",
    },
    {"advies": "Bespreek wekelijks hoe het werk gaat", "wie": "Leidinggevende", "termijn": "Elke week"},
)
ANALYSIS: dict[str, Any] = {
    "functie_en_bekwaamheden": "Zelfstandige functie met overleg en schrijfwerk. De medewerker heeft ruime ervaring en werkt zorgvuldig.",
    "terugkeer_mogelijk": "ja",
    "terugkeer_toelichting": "Terugkeer in het eigen werk is te verwachten als de opbouw rustig verloopt.",
    "beperkingen": "Minder uren achter elkaar kunnen werken. Overleg van meer dan een uur is nu te lang.",
    "mogelijkheden_eigen_werk": "Schrijfwerk en nakijken van stukken, in blokken van twee uur.",
    "mogelijkheden_ander_werk": "Rustig werk zonder vaste deadlines, met een eigen werkplek.",
    "prognose": "Opbouw in ongeveer vier maanden. Volledig werk in het eigen werk wordt verwacht.",
    "adviezen": list(ANALYSIS_ADVICE),
}


def plan_values(today: date) -> dict[str, Any]:
    """A plan van aanpak made on day `today`."""
    row = {"wie": "Medewerker", "wanneer": "Vanaf volgende week"}
    return {
        "laatste_werkzaamheden": "Voorbereiden van besluiten, overleg met gemeenten en schrijven van adviezen.",
        "zienswijze_medewerker": "Ik wil graag terug in mijn eigen werk. Rustig beginnen helpt mij.",
        "zienswijze_werkgever": "Er is genoeg schrijfwerk dat in delen kan. Het team vangt het overleg op.",
        "doel": "eigen_functie",
        "doel_termijn": (today + timedelta(weeks=20)).isoformat(),
        "doel_toelichting": "Terug in de eigen functie voor alle uren van het contract.",
        "doelstellingen": [
            {"wat": "Acht uur per week in schrijfwerk", "termijn": (today + timedelta(weeks=6)).isoformat()},
            {
                "wat": "Zestien uur per week, met kort overleg",
                "termijn": (today + timedelta(weeks=12)).isoformat(),
            },
        ],
        "adviezen": [{"advies": one["advies"], "antwoord": "volgen", "toelichting": ""} for one in ANALYSIS_ADVICE],
        "afspraken_arbeidsinhoud": [{"wat": "Alleen schrijfwerk en nakijken van stukken", **row}],
        "afspraken_arbeidsomstandigheden": [
            {
                "wat": "Een vaste plek in de stiltekamer",
                "wie": "Leidinggevende",
                "wanneer": "Vanaf volgende week",
            }
        ],
        "afspraken_arbeidsvoorwaarden": [{"wat": "Werktijden vrij te kiezen tussen 8 en 18 uur", **row}],
        "eerste_evaluatie": (today + timedelta(weeks=6)).isoformat(),
        "evaluatie_ritme": "6",
        "casemanager": "leidinggevende",
        "casemanager_akkoord": True,
        "tijdelijk_werk": "geen",
    }


def evaluation_values(today: date, number: int) -> dict[str, Any]:
    """The `number`-th periodic evaluation, held on day `today`."""
    hours = min(8 + 2 * number, 20)
    return {
        "terugblik": [
            {"afspraak": "Opbouw van de uren", "stand": "gedaan", "toelichting": f"Nu {hours} uur per week."}
        ],
        "stand_van_zaken": f"De opbouw verloopt volgens plan. De medewerker werkt {hours} uur per week in het eigen werk.",
        "doel_gewijzigd": "nee",
        "spoor": "spoor_1",
        "afspraken": [{"wat": "Twee uur per week erbij", "wie": "Medewerker", "wanneer": "Na twee weken"}],
        "volgende_evaluatie": (today + timedelta(weeks=6)).isoformat(),
        "zienswijze_medewerker": "Het tempo past bij mij. Ik wil het zo houden.",
        "zienswijze_werkgever": "Het werk is goed en komt op tijd. We gaan door.",
    }


def week_13_values(today: date) -> dict[str, Any]:
    """The advice of the re-integratiedeskundige of day `today`, who spoke to the bedrijfsarts a week before."""
    return {
        "interventie_zinvol": "nee",
        "overleg_bedrijfsarts": (today - timedelta(weeks=1)).isoformat(),
        "toelichting": "De opbouw verloopt volgens plan. Extra begeleiding voegt nu niets toe.",
        "beoordeling_activiteiten": "Beiden houden zich aan de afspraken. Schrijfwerk in blokken van twee uur past goed.",
        "adviezen": [
            {
                "advies": "Ga door met de opbouw in het plan van aanpak",
                "wie": "Beiden",
                "termijn": "Zes weken",
            },
            {
                "advies": "Oefen met overleg van hooguit een half uur",
                "wie": "Medewerker",
                "termijn": "Vanaf volgende week",
            },
        ],
        "kosten_begeleiding": "Geen kosten",
    }


FIRST_YEAR: dict[str, Any] = {
    "verloop": "Het eerste jaar begon rustig. De uren zijn in stappen gegroeid. In de zomer stond de opbouw een maand stil.",
    "stand_van_zaken": "De medewerker werkt twintig uur per week in het eigen werk.",
    "doel_gewijzigd": "nee",
    "doel": "eigen_functie",
    "doel_toelichting": "Terug in de eigen functie blijft het doel.",
    "spoor": "spoor_1",
    "spoor_toelichting": "Terugkeer in de eigen organisatie is in zicht.",
    "afspraken": [{"wat": "Overleg met gemeenten weer oppakken", "wie": "Medewerker", "wanneer": "Komende maand"}],
    "zienswijze_medewerker": "Ik ben tevreden over de hulp van het team.",
    "zienswijze_werkgever": "Wij zien dat het eigen werk past.",
}
OPINION: dict[str, Any] = {
    "verloop": "De opbouw is goed verlopen tot twintig uur per week en is daarna gelijk gebleven.",
    "beperkingen": "Minder uren per week dan het contract. Lange vergaderingen blijven te lang.",
    "mogelijkheden_eigen_werk": "Twintig uur per week in het eigen werk.",
    "mogelijkheden_ander_werk": "Ander rustig werk in dezelfde omvang is ook mogelijk.",
    "passend_werk": "Het huidige werk is passend.",
    "arbeidsverhouding": "Goed. Medewerker en leidinggevende spreken elkaar wekelijks.",
    "prognose": "De omvang blijft naar verwachting gelijk.",
}
LAST: dict[str, Any] = {
    "soort_bedrijf": "Provincie",
    "doel_bereikt": "deels",
    "verloop": "In twee jaar is de opbouw gekomen tot twintig uur per week in het eigen werk.",
    "stand_van_zaken": "De medewerker werkt vast twintig uur per week.",
    "doel_gewijzigd": "nee",
    "spoor": "spoor_1",
    "spoor_toelichting": "Het eigen werk past het best. Ander werk in de organisatie is bekeken.",
    "werkgever_over_werkrelatie": "De werkrelatie is goed.",
    "werkgever_over_passend_werk": "Het huidige werk is passend en blijft beschikbaar.",
    "zienswijze_medewerker": "Ik wil graag in deze omvang blijven werken.",
    "zienswijze_werkgever": "Wij houden dit werk graag beschikbaar.",
}
INVITATION = {
    "bericht": "In dit gesprek kijkt u samen wat er kan en wat daarvoor nodig is.",
    "afzeggen_via": "arbodienst@waterland.example of telefoon 020 555 01 01",
}
