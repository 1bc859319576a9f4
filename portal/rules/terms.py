"""The words of law, form and protocol: what each is called on the screen (and what it means: see glossary)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word of the trade: its label on the screen, its meaning in one plain sentence, and where it comes from."""

    label: str
    meaning: str
    source: str


def words(*rows: tuple[str, str, str, str]) -> Mapping[str, Word]:
    """Words by their key."""
    return {key: Word(label, meaning, source) for key, label, meaning, source in rows}


ROLE: Mapping[str, Word] = words(
    ("medewerker", "Medewerker", "De medewerker die ziek is.", "Verzuimprotocol §2.3"),
    (
        "leidinggevende",
        "Leidinggevende",
        "De directe leidinggevende. Die houdt het dossier bij.",
        "Verzuimprotocol §2.5",
    ),
    (
        "casemanager",
        "Casemanager",
        "Bewaakt de afspraken. Meestal is dat de leidinggevende zelf.",
        "Verzuimprotocol §4.6.3",
    ),
    (
        "naasthogere_leidinggevende",
        "Naasthogere leidinggevende",
        "De leidinggevende van de leidinggevende. Ziet of stappen op tijd zijn, niet wat erin staat.",
        "Verzuimprotocol §2.3",
    ),
    (
        "bedrijfsarts",
        "Bedrijfsarts",
        "De arts van de arbodienst. Adviseert over wat iemand kan.",
        "Verzuimprotocol §2.6",
    ),
    (
        "verzuimadviseur",
        "Verzuimadviseur",
        "Medewerker van de arbodienst die meedenkt over de aanpak.",
        "Verzuimprotocol §2.6",
    ),
    (
        "re_integratiedeskundige",
        "Re-integratiedeskundige",
        "Kijkt na 13 weken of extra hulp zin heeft.",
        "Verzuimprotocol §4.7.2",
    ),
    (
        "arbo_secretariaat",
        "Secretariaat arbodienst",
        "Plant de spreekuren en verstuurt de uitnodigingen.",
        "Verzuimprotocol §4.5",
    ),
    (
        "hrm_adviseur",
        "HRM-adviseur",
        "Adviseert, krijgt afschriften en houdt de formulieren bij.",
        "Verzuimprotocol §2.7",
    ),
    (
        "personele_dienst",
        "Personele dienst",
        "Doet de melding bij UWV en bericht over de bezoldiging.",
        "Verzuimprotocol §4.7.3",
    ),
    (
        "frisse_blik",
        "Meelezer met frisse blik",
        "Kijkt rond het eerste jaar een paar weken mee in één dossier en schrijft op wat opvalt.",
        "Verzuimprotocol §4.7.5",
    ),
    (
        "medezeggenschap",
        "Medezeggenschap of bestuur",
        "Leest de cijfers over verzuim, zoals de ondernemingsraad of een bestuurder. Ziet geen namen en geen dossiers.",
        "dienstverleningsafspraak, kwaliteitsmeetlat",
    ),
    ("beheerder", "Beheerder", "Beheert accounts en formulieren. Ziet geen dossiers.", "keuze van het portaal"),
    ("uwv", "UWV", "Beoordeelt het re-integratieverslag en de WIA-aanvraag.", "Wet WIA"),
)

DERIVED: Mapping[str, str] = {
    "consult": "Spreekuur",
    "niet_akkoord": "Niet akkoord",
    "frequent_verzuim": "Drie keer of vaker verzuim in twaalf maanden",
    "uitstel_afgesproken": "Samen uitstel van de WIA-aanvraag gevraagd",
    "consult_na_einde": "Spreekuur na de laatste dag van het dienstverband",
    "consult_na_einde_afgezegd": "Spreekuur na de laatste dag afgezegd",
}
"""Events that no fact is called after (see facts)."""

FACT: Mapping[str, str] = {
    "ziekmelding": "Ziekmelding",
    "herstelmelding": "Herstelmelding",
    "verlof": "Zwangerschaps- of bevallingsverlof",
    "andere_oorzaak": "Antwoord van de bedrijfsarts over de periode na het verlof",
    "contact": "Contact",
    "vraagstelling": "Vraag aan de arbodienst",
    "consult_gepland": "Spreekuur gepland",
    "consult_vervallen": "Spreekuur ging niet door",
    "papier_vastgesteld": "Stuk vastgesteld",
    "papier_teruggeroepen": "Stuk teruggeroepen",
    "scan_toegevoegd": "Bestand van een papieren stuk toegevoegd",
    "ondertekend": "Antwoord op verzoek tot ondertekenen",
    "ontvangen": "Ontvangst bevestigd",
    "afschrift_ontvangen": "Afschrift ontvangen",
    "uwv_gemeld": "Ziekmelding bij UWV gedaan",
    "gedaan": "Stap afgevinkt",
    "wia_verstuurd": "WIA-aanvraag verstuurd",
    "naar_andere_organisatie": "Naar een andere organisatie van het Rijk",
    "naar_andere_organisatie_antwoord": "Antwoord op het meegaan van het dossier",
    "casemanager_voorgesteld": "Casemanager voorgesteld",
    "casemanager_antwoord": "Antwoord op het voorstel voor een casemanager",
    "casemanager_beeindigd": "Casemanager gestopt",
    "leidinggevende_gewisseld": "Andere leidinggevende",
    "overdracht_bevestigd": "Overname bevestigd",
    "arbo_overgedragen": "Ander persoon bij de arbodienst",
    "frisse_blik_gevraagd": "Frisse blik gevraagd",
    "frisse_blik": "Notitie met frisse blik",
    "oneens_met_probleemanalyse": "Niet eens met de probleemanalyse",
    "interventie_besluit": "Besluit over de interventie",
    "latere_datum": "Voorstel voor een latere datum",
    "latere_datum_antwoord": "Antwoord op het voorstel voor een latere datum",
    "latere_datum_antwoord_leiding": "Antwoord op het voorstel van de medewerker voor een latere datum",
    "deskundigenoordeel_gevraagd": "Deskundigenoordeel gevraagd",
    "deskundigenoordeel_ontvangen": "Deskundigenoordeel ontvangen",
    "ander_verblijf": "Ander verblijf tijdens het verzuim",
    "vakantie_gevraagd": "Vakantie tijdens ziekte gevraagd",
    "vakantie_besluit": "Besluit over vakantie tijdens ziekte",
    "ziek_op_vakantie": "Ziek tijdens vakantie",
    "vakantiedagen_besluit": "Besluit over de vakantiedagen",
    "hersteld_gemeld": "Herstelmelding door de medewerker",
    "herstel_niet_doorgegaan": "Herstelmelding klopt niet",
    "uitstel_besloten": "Antwoord van UWV op het verzoek om uitstel",
    "loonsanctie_opgelegd": "Loonsanctie door UWV",
    "loonsanctie_bekort": "Loonsanctie bekort",
    "vervroegd_aangevraagd": "Vervroegde WIA-aanvraag",
    "vervroegd_besloten": "Besluit van UWV over de vervroegde aanvraag",
    "uit_dienst": "Einde van het dienstverband",
    "overleden": "Overlijden",
    "intrekking": "Vermelding ingetrokken",
}

CONTACT: Mapping[str, str] = {
    "telefoon": "Per telefoon",
    "gesprek_op_werk": "Gesprek op het werk",
    "huisbezoek": "Huisbezoek",
    "videogesprek": "Videogesprek",
    "bericht": "Bericht",
}

SIGNATURE: Mapping[str, str] = {
    "akkoord": "Akkoord",
    "gezien_niet_akkoord": "Gezien, niet akkoord",
    "niet_ondertekend": "Niet ondertekend",
}

LACK: Mapping[str, str] = {
    "ontbreekt": "Ontbreekt",
    "niet_actueel": "Niet meer actueel",
    "teruggeroepen": "Teruggeroepen, opnieuw te maken",
    "niet_herkenbaar": "Niet herkenbaar",
    "zonder_datum": "Zonder datum",
    "zonder_naam": "Zonder naam van wie het opstelde",
    "zonder_functie": "Zonder functie van wie het opstelde",
    "niet_ondertekend": "Niet ondertekend",
    "zonder_zienswijze": "Zonder de kijk van medewerker en werkgever",
    "ouder_dan_ouder": "Ouder dan waarop het een antwoord is",
    "staat_er_niet_in": "Staat er niet in",
    "niet_overgedragen": "Niet overgedragen",
    "niet_bevestigd": "Ontvangst niet bevestigd",
}
"""What a piece of the re-integration report can lack (see protocols/verslag)."""
