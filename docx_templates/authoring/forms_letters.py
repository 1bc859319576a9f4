"""The two letters: invitation to the consult, and the hand-over of the papers for the WIA."""

from __future__ import annotations

from .model import (
    Answers,
    Field,
    Heading,
    Paper,
    Question,
    Reference,
    Rows,
    Signatures,
    Steps,
    Text,
    date,
    long,
    text,
)
from .portal_fields import portal


def _address() -> tuple[Text | Reference, ...]:
    return (
        Text(("Vertrouwelijk",), "Geadresseerde"),
        Text((portal("medewerker.naam"),), "Adres"),
        Text((portal("medewerker.adres"),), "Adresregels"),
        Reference(
            (
                portal("papier.datum"),
                portal("dossier.nummer", "Ons kenmerk"),
                portal("papier.opsteller_naam", "Contact"),
            ),
            (34, 33, 33),
        ),
    )


def _greeting() -> tuple[Text, ...]:
    return (
        Text(("Met vriendelijke groet,",), "Groet"),
        Text((portal("papier.opsteller_naam"),), "Adres"),
        Text((portal("papier.opsteller_functie"),), "Adres"),
    )


UITNODIGING_CONSULT = Paper(
    kind="uitnodiging_consult",
    title="Uitnodiging voor het spreekuur",
    letter=True,
    blocks=(
        *_address(),
        Text(("Uitnodiging voor het spreekuur",), "Onderwerp"),
        Text(("Geachte ", portal("medewerker.naam"), ",")),
        Text(
            (
                "Wij nodigen u uit voor het spreekuur van de arbodienst. Het gesprek gaat over wat u kunt "
                "in uw werk, en over wat er nodig is om weer aan het werk te gaan.",
            )
        ),
        Heading("Uw afspraak"),
        Answers(
            (
                portal("papier.consult_datum"),
                portal("papier.consult_tijd"),
                portal("papier.consult_plaats"),
                portal("papier.consult_met"),
            ),
            "Uw afspraak",
        ),
        Question(
            long(
                "bericht",
                "Bericht van de arbodienst",
                "Bijvoorbeeld de route, of wat u vooraf wilt weten over het werk. Vraag niet naar de ziekte.",
            )
        ),
        Heading("Goed om te weten"),
        Text(
            (
                "Wat u met de bedrijfsarts bespreekt, valt onder het medisch beroepsgeheim. Uw "
                "leidinggevende hoort alleen wat u in uw werk kunt, hoe lang dat naar verwachting duurt "
                "en welke aanpassingen nodig zijn. U hoeft uw leidinggevende niet te vertellen wat u "
                "heeft. U mag iemand meenemen naar het gesprek.",
            )
        ),
        Text(
            (
                "Kunt u niet komen? Laat dit zo snel mogelijk weten, uiterlijk 24 uur van tevoren, via ",
                text(
                    "afzeggen_via",
                    "Afzeggen of verzetten via",
                    "telefoonnummer of e-mailadres van het secretariaat",
                ),
                ". Wij maken dan een nieuwe afspraak met u.",
            )
        ),
        Text(("Uw leidinggevende krijgt een afschrift van deze brief.",)),
        *_greeting(),
    ),
)


def _inventory(name: str, label: str, columns: tuple[Field, ...], widths: tuple[int, ...]) -> Rows:
    return Rows(f"papier.{name}", label, columns, widths)


INVENTARIS = _inventory(
    "inventaris",
    "Lijst van de stukken",
    (
        text("papier.inventaris.nummer", "Nr.", "nr."),
        text("papier.inventaris.stuk", "Stuk", "naam van het stuk"),
        date("papier.inventaris.datum", "Datum", "datum"),
        text("papier.inventaris.opgesteld_door", "Opgesteld door", "naam en functie"),
        text("papier.inventaris.ondertekend_door", "Ondertekend door", "namen"),
    ),
    (5, 27, 21, 23, 24),
)

ONTBREEKT = _inventory(
    "ontbreekt",
    "Stukken die nog ontbreken",
    (
        text("papier.ontbreekt.stuk", "Stuk", "naam van het stuk"),
        text("papier.ontbreekt.toelichting", "Toelichting", "wie het aanvult en wanneer"),
    ),
    (42, 58),
)

AFWIJKINGEN = _inventory(
    "afwijkingen",
    "Samen afgesproken latere dagen",
    (
        text("papier.afwijkingen.stap", "Stap", "naam van de stap"),
        text("papier.afwijkingen.eerst", "Eerst uiterlijk", "datum"),
        text("papier.afwijkingen.later", "Afgesproken dag", "datum"),
        text("papier.afwijkingen.reden", "Reden", "reden die beiden gaven"),
    ),
    (26, 20, 20, 34),
)

STAPPEN = Steps(
    (
        (
            "Controleer of u alle stukken van de lijst heeft. Mist u iets of klopt er iets niet? "
            "Zeg dit dan meteen tegen uw leidinggevende.",
        ),
        (
            "Schrijf uw eigen oordeel over de re-integratie. Dat kan in het portaal, met het stuk "
            "«Oordeel van de werknemer». Alleen u ziet en verandert dit stuk.",
        ),
        (
            "Vraag de arbodienst om uw medische informatie. U krijgt die rechtstreeks en gesloten van de "
            "bedrijfsarts. Deze stukken staan niet in het portaal; uw werkgever ziet ze niet.",
        ),
        ("Vul uw burgerservicenummer (BSN) in op de stukken waar het nog niet op staat.",),
        (
            "Vraag de WIA-uitkering aan bij UWV en stuur het hele re-integratieverslag mee. Doe dit uiterlijk op ",
            portal("papier.aanvraag_uiterlijk"),
            ".",
        ),
        ("Meld in het portaal dat u de aanvraag heeft verstuurd.",),
    )
)

WIA_OVERDRACHT = Paper(
    kind="wia_overdracht",
    title="Overdracht van stukken voor de WIA",
    letter=True,
    blocks=(
        *_address(),
        Text(("Uw stukken voor de WIA-aanvraag",), "Onderwerp"),
        Text(("Geachte ", portal("medewerker.naam"), ",")),
        Text(
            (
                "Bij deze brief krijgt u de stukken uit uw re-integratiedossier. U heeft ze nodig voor "
                "het re-integratieverslag. De WIA-uitkering vraagt u zelf aan bij UWV. Op de volgende "
                "bladzijde staat welke stukken u krijgt en van wie ze zijn.",
            )
        ),
        Answers(
            (
                portal("papier.bsn"),
                portal("dossier.eerste_ziektedag"),
                portal("papier.aanvraag_uiterlijk"),
                portal("papier.einde_wachttijd"),
            ),
            "Uw termijnen",
        ),
        Heading("Wat u nu doet"),
        STAPPEN,
        Text(
            (
                "Heeft u hulp nodig of lukt het niet op tijd? Neem dan contact op met uw leidinggevende. "
                "Een late aanvraag kan gevolgen hebben voor uw inkomen.",
            )
        ),
        Question(
            long(
                "toelichting",
                "Toelichting van de leidinggevende",
                "Wat de medewerker nog moet weten over deze stukken. Schrijf niets over de aard of de "
                "oorzaak van de ziekte of over de behandeling.",
            )
        ),
        *_greeting(),
        Heading("Lijst van de stukken", new_page=True),
        Text(
            (
                "Re-integratiedossier van ",
                portal("medewerker.naam"),
                ", dossier ",
                portal("dossier.nummer"),
                ", eerste ziektedag ",
                portal("dossier.eerste_ziektedag"),
                ".",
            )
        ),
        INVENTARIS,
        Heading("Wat nog ontbreekt"),
        ONTBREEKT,
        Heading("Later, met reden"),
        AFWIJKINGEN,
        Heading("Ontvangst"),
        Text(
            (
                "De medewerker bevestigt in het portaal dat de stukken van de lijst zijn ontvangen. "
                "Deze datum laat zien vanaf wanneer de medewerker de stukken had.",
            )
        ),
        Signatures(("medewerker",), "Ontvangstbewijs"),
    ),
)

PAPERS = (UITNODIGING_CONSULT, WIA_OVERDRACHT)
