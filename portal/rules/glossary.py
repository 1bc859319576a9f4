"""The words that a page explains where they stand: what each means, and where that comes from."""

from collections.abc import Mapping
from typing import Final

from portal.rules.terms import ROLE, Word, words

GLOSSARY: Mapping[str, Word] = words(
    (
        "eerste_ziektedag",
        "Eerste ziektedag",
        "De eerste werkdag waarop niet is gewerkt. Alle termijnen tellen vanaf deze dag.",
        "art. 7:629 BW",
    ),
    (
        "probleemanalyse",
        "Probleemanalyse",
        "Advies van de bedrijfsarts: wat kan iemand wel, wat niet, en hoe kan terugkeer lukken?",
        "Regeling procesgang art. 2",
    ),
    (
        "plan_van_aanpak",
        "Plan van aanpak",
        "De afspraken van medewerker en leidinggevende over de terugkeer naar werk.",
        "Regeling procesgang art. 4",
    ),
    (
        "eerstejaarsevaluatie",
        "Eerstejaarsevaluatie",
        "Terugblik na een jaar, met de vraag of de aanpak anders moet.",
        "Verzuimprotocol §4.7.5",
    ),
    (
        "actueel_oordeel",
        "Actueel oordeel",
        "Oordeel van de bedrijfsarts aan het eind van de twee jaar, zonder medische gegevens.",
        "Verzuimprotocol §4.8",
    ),
    (
        "wia_overdracht",
        "WIA-overdracht",
        "De leidinggevende geeft de medewerker alle stukken die nodig zijn voor de WIA-aanvraag.",
        "Verzuimprotocol §4.8",
    ),
    (
        "wia",
        "WIA",
        "Wet werk en inkomen naar arbeidsvermogen: de uitkering na twee jaar ziekte.",
        "Wet WIA",
    ),
    (
        "loonsanctie",
        "Loonsanctie",
        "UWV kan de werkgever een jaar langer laten doorbetalen als het dossier niet compleet of te laat is.",
        "Wet WIA art. 25",
    ),
    (
        "spoor_1",
        "Eerste spoor",
        "Terugkeer in werk bij de eigen werkgever.",
        "Verzuimprotocol §1.2",
    ),
    ("spoor_2", "Tweede spoor", "Werk bij een andere werkgever.", "Verzuimprotocol §1.2"),
    (
        "loonwaarde",
        "Loonwaarde",
        "Wat het werk waard is vergeleken met het volledige werk: taken × tempo × kwaliteit.",
        "Verzuimprotocol §4.2.1",
    ),
    (
        "arbeidstherapie",
        "Arbeidstherapie",
        "Werken om te wennen, hooguit zes weken. Het telt nog niet als hersteld.",
        "Verzuimprotocol §4.6.1",
    ),
    (
        "interventie",
        "Interventie",
        "Extra hulp die de terugkeer sneller maakt, zoals begeleiding of een aanpassing van het werk.",
        "Verzuimprotocol §4.7.2",
    ),
    (
        "bijstelling",
        "Bijstelling",
        "Een nieuw stuk dat een eerder advies of plan verandert. Het eerdere stuk blijft in het dossier.",
        "Verzuimprotocol §4.7.1",
    ),
    (
        "deskundigenoordeel",
        "Deskundigenoordeel",
        "Oordeel van UWV als medewerker en leidinggevende er samen niet uitkomen. Het is niet bindend.",
        "Verzuimprotocol §4.9",
    ),
    (
        "re_integratieverslag",
        "Re-integratieverslag",
        "Alle stukken over de terugkeer naar werk samen. Ze gaan mee met de WIA-aanvraag.",
        "Regeling procesgang art. 6",
    ),
    (
        "wachttijd",
        "Wachttijd",
        "De eerste 104 weken van de ziekte. Daarna kan er recht zijn op een WIA-uitkering.",
        "Wet WIA art. 23",
    ),
    (
        "smo",
        "SMO",
        "Sociaal-medisch overleg: ten minste vier keer per jaar bespreken wat bij het verzuim opvalt.",
        "Verzuimprotocol §2.7",
    ),
    (
        "re_integratie",
        "Re-integratie",
        "Alles wat werkgever en medewerker doen om de medewerker weer aan het werk te krijgen.",
        "art. 7:658a BW",
    ),
    (
        "vervolgcontact",
        "Vervolgcontact",
        "Een gesprek kort na de ziekmelding: hoe gaat het, en wat moet er op het werk worden geregeld?",
        "Verzuimprotocol §4.3",
    ),
    (
        "arbodienst",
        "Arbodienst",
        "Helpt werkgever en medewerker bij verzuim. De bedrijfsarts werkt voor de arbodienst.",
        "Verzuimprotocol §2.6",
    ),
    (
        "passend_werk",
        "Passend werk",
        "Werk dat past bij wat iemand kan en heeft geleerd. Dat hoeft niet het eigen werk te zijn.",
        "art. 7:658a lid 4 BW",
    ),
    (
        "zienswijze",
        "Zienswijze",
        "Een eigen kijk: hoe iemand het zelf ziet, in eigen woorden.",
        "Regeling procesgang art. 4",
    ),
    (
        "afschrift",
        "Afschrift",
        "Hetzelfde stuk nog een keer, om te lezen en te bewaren.",
        "Verzuimprotocol §4.5",
    ),
    (
        "bezoldiging",
        "Bezoldiging",
        "Het loon van wie bij de overheid werkt, met de vaste toeslagen.",
        "Verzuimprotocol §4.7.4",
    ),
    (
        "vangnetbepaling",
        "Vangnetbepaling",
        "Een regel in de Ziektewet: UWV betaalt dan ziekengeld, ook al is er een werkgever.",
        "Ziektewet art. 29",
    ),
    (
        "arbeidsongeval",
        "Arbeidsongeval",
        "Een ongeval tijdens het werk of door het werk.",
        "Arbeidsomstandighedenwet art. 1",
    ),
    (
        "bsn",
        "BSN",
        "Burgerservicenummer: het nummer waaraan de overheid iemand herkent. De medewerker vult het zelf in bij het "
        "re-integratieverslag. Lukt dat niet, dan kan de leidinggevende of de HRM-adviseur het doen.",
        "Wet algemene bepalingen burgerservicenummer",
    ),
    (
        "sap",
        "SAP",
        "Het programma waarin de werkgever personeel en loon bijhoudt.",
        "Verzuimprotocol §4.2.1",
    ),
    (
        "protocol",
        "Protocol",
        "De afspraken van de werkgever over wie wat doet als iemand ziek is, en wanneer.",
        "Verzuimprotocol hoofdstuk 1",
    ),
    (
        "poortwachter",
        "Poortwachter",
        "Wet verbetering Poortwachter: wat werkgever en medewerker doen om de medewerker weer aan het werk te krijgen.",
        "Wet verbetering Poortwachter",
    ),
    (
        "regeling_procesgang",
        "Regeling procesgang",
        "Regels van de minister: welke stukken er in de eerste twee jaar komen, en wanneer.",
        "Regeling procesgang eerste en tweede ziektejaar",
    ),
    (
        "keuze_van_het_portaal",
        "Keuze van het portaal",
        "De wet en het protocol zeggen hier niets over. De makers van het portaal kozen het zo.",
        "keuze van het portaal",
    ),
    (
        "werkwijzer",
        "Werkwijzer",
        "Uitleg van UWV: wat het van werkgever en medewerker verwacht.",
        "Werkwijzer Poortwachter UWV",
    ),
    (
        "beleidsregels_vorm",
        "Beleidsregels",
        "De eisen van UWV: wat er op elk stuk van het verslag moet staan.",
        "Beleidsregels vorm- en herkenbaarheidsvereisten re-integratieverslag",
    ),
    (
        "dienstverleningsafspraak",
        "Dienstverleningsafspraak",
        "De afspraken over wat de arbodienst voor de werkgever doet.",
        "dienstverleningsafspraak",
    ),
    (
        "kwaliteitsmeetlat",
        "Kwaliteitsmeetlat",
        "Lijst van wat arbodienst en werkgever goed en op tijd moeten doen, met cijfers erbij.",
        "dienstverleningsafspraak, kwaliteitsmeetlat",
    ),
    (
        "selectielijst",
        "Selectielijst",
        "Lijst waarin een overheid vastlegt hoelang zij iets bewaart.",
        "Archiefwet 1995 art. 5",
    ),
    ("ziektewet", "Ziektewet", "De wet over ziekengeld, en over ziek melden bij UWV.", "Ziektewet"),
    (
        "budgethouder",
        "Budgethouder",
        "Beslist over het geld van de eenheid.",
        "Verzuimprotocol §4.7.2",
    ),
    ("hrm", "HRM", "De afdeling voor personeel (human resource management).", "Verzuimprotocol §2.7"),
    ("zip", "ZIP", "Eén bestand waarin alle andere zitten. Dubbelklik erop om ze te zien.", "keuze van het portaal"),
    (
        "sha_256",
        "SHA-256",
        "Een getal dat bij precies dit bestand hoort. Is het getal anders, dan is het bestand veranderd.",
        "FIPS 180-4",
    ),
    ("bw", "BW", "Burgerlijk Wetboek: de wet met de regels over werk en loon.", "BW boek 7"),
    ("wazo", "WAZO", "Wet arbeid en zorg: de wet over verlof, zoals bevallingsverlof.", "WAZO"),
    (
        "avg",
        "AVG",
        "Algemene verordening gegevensbescherming: de wet over gegevens van personen.",
        "AVG art. 1",
    ),
    (
        "functionaris_gegevensbescherming",
        "Functionaris gegevensbescherming",
        "Let er in de organisatie op dat iedereen zorgvuldig omgaat met gegevens van personen.",
        "AVG art. 39",
    ),
    (
        "datalek",
        "Datalek",
        "Gegevens van personen zijn gezien door wie dat niet mocht, of zijn kwijt.",
        "AVG art. 4 onder 12",
    ),
    (
        "uwv",
        "UWV",
        "Uitvoeringsinstituut Werknemersverzekeringen. Beoordeelt het re-integratieverslag en de WIA-aanvraag.",
        "Wet WIA",
    ),
)

_LESS_KNOWN: Final = (
    "casemanager",
    "naasthogere_leidinggevende",
    "verzuimadviseur",
    "re_integratiedeskundige",
    "personele_dienst",
    "hrm_adviseur",
)

EXPLAINED: Mapping[str, Word] = {**{role: ROLE[role] for role in _LESS_KNOWN}, **GLOSSARY}
"""The functions that not everyone knows, and the words of the trade: HRM-adviseur before HRM."""
