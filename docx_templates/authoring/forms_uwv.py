"""What UWV is asked or told on the way: an expert opinion, and the sick report of week 42."""

from __future__ import annotations

from .model import (
    Answers,
    Block,
    Details,
    Heading,
    Item,
    Paper,
    Question,
    Rows,
    Text,
    choice,
    date,
    long,
    questions,
    text,
)
from .portal_fields import portal
from .shared import FUNCTIONEEL, GEEN_MEDISCH, JA_NEE, details, drawn_up, signatures

VRAGEN_WERKNEMER: tuple[Item, ...] = (
    ("Kan ik mijn eigen werk doen?", "eigen_werk"),
    ("Is het andere werk passend?", "passend_werk"),
    ("Doet mijn werkgever genoeg?", "inzet_werkgever"),
    ("Doe ik zelf genoeg?", "inzet_werknemer"),
)
VRAGEN_WERKGEVER: tuple[Item, ...] = (
    ("Kan de medewerker het eigen werk doen?", "eigen_werk"),
    ("Is het andere werk passend?", "passend_werk"),
    ("Doet de werkgever genoeg?", "inzet_werkgever"),
    ("Doet de medewerker genoeg?", "inzet_werknemer"),
    ("Kan het werk zo anders dat de medewerker minder vaak uitvalt?", "vaak_verzuim"),
)

ALLEEN_VOOR_U = Text(
    (
        "Alleen u kunt dit stuk in het portaal lezen en veranderen. UWV vraagt na uw aanvraag ook uw werkgever om "
        "informatie. Medische gegevens horen hier niet in: UWV vraagt die zelf, als u dat goed vindt.",
    ),
    "Opmerking",
)
MEDEWERKER_LEEST_MEE = Text(
    (
        "De medewerker krijgt een afschrift van dit stuk, en UWV vraagt ook de medewerker om informatie. Er staan "
        "geen medische gegevens in: UWV vraagt die zelf, als de medewerker dat goed vindt.",
    ),
    "Opmerking",
)

BIJLAGEN = Rows(
    "bijlagen",
    "Stukken die u meestuurt",
    (
        text("bijlagen.stuk", "Stuk", "Eén stuk per regel"),
        date("bijlagen.datum", "Datum van het stuk", "Kies een datum"),
    ),
    (72, 28),
)


def _question(items: tuple[Item, ...]) -> tuple[Block, ...]:
    """The question to UWV, one of the kinds that it answers, and what it is about."""
    return (
        Text(("Kies één vraag. Heeft u er meer? Maak dan voor elke vraag een eigen aanvraag.",)),
        Answers(
            (
                choice("vraag", "Uw vraag aan UWV", "Kies één vraag", *items),
                date("vanaf", "De vraag gaat over de tijd vanaf", "Kies een datum"),
            ),
            "De vraag aan UWV",
        ),
        Question(
            long("werk", "Om welk werk gaat het?", "De functie of het aangeboden werk: taken, uren per week en plek.")
        ),
    )


def _positions() -> tuple[Question, ...]:
    return questions(
        long("standpunt", "Hoe ziet u het?", f"Wat vindt u en waarom? Houd het bij het werk. {GEEN_MEDISCH}"),
        long("standpunt_ander", "Hoe ziet de ander het?", f"Voor zover u dat weet. {GEEN_MEDISCH}"),
        long(
            "geprobeerd",
            "Wat is al geprobeerd om het eens te worden?",
            f"De gesprekken, het werk dat is aangeboden en de stappen in uren, met de datum. {GEEN_MEDISCH}",
        ),
    )


def _arbo_advice() -> tuple[Block, ...]:
    """The arbodienst is asked first (Verzuimprotocol 4.9)."""
    return (
        Text(("Vraag bij onenigheid eerst advies aan de arbodienst.",)),
        Answers(
            (
                choice("advies_bekend", "Is het advies van de arbodienst bekend?", "Kies een antwoord", *JA_NEE),
                date("advies_datum", "Datum van het advies", "Kies de datum van het advies"),
            ),
            "Advies van de arbodienst",
        ),
        Question(long("advies_inhoud", "Wat is het advies over het werk?", FUNCTIONEEL)),
    )


OFTEN_ILL = "Vraag over vaak verzuim: het overzicht van de perioden, en wat u in het werk veranderde of aanbood."
"""Only the employer can ask this."""


def _enclosures(*more: str) -> tuple[Block, ...]:
    """What UWV wants to see with each question; `more` for those that only one side can ask."""
    lines = (
        "Vraag over het eigen werk: de beschrijving van de functie, en het bericht van de bedrijfsarts daarover.",
        "Vraag over ander werk: de beschrijving van dat werk, en het bericht van de bedrijfsarts over wat kan.",
        "Vraag over de inzet: probleemanalyse, plan van aanpak, bijstellingen, evaluaties en het nieuwste advies.",
        *more,
        "Stuur geen medische stukken mee.",
    )
    return (
        *(Text((line,), "Inleiding") for line in lines),
        BIJLAGEN,
    )


def _reachable(*first: str) -> Answers:
    """How UWV reaches the one who asks; `first` is a name and a hint of who can be called, if that is asked."""
    who = (text("contactpersoon", *first),) if first else ()
    return Answers(
        (
            *who,
            text("telefoon", "Telefoonnummer", "Waarop UWV overdag kan bellen"),
            text("email", "E-mailadres", "Voor vragen van UWV"),
            text("bereikbaar", "Goed bereikbaar op", "Dagen en tijden"),
        ),
        "Contactgegevens",
    )


def _expert_opinion(
    side: str, items: tuple[Item, ...], notice: Text, contact: Answers, role: str, *enclosures: str
) -> Paper:
    return Paper(
        kind=f"aanvraag_deskundigenoordeel_{side}",
        title=f"Aanvraag deskundigenoordeel door de {side}",
        subtitle="Vraag aan UWV om een oordeel over de re-integratie",
        blocks=(
            details(),
            notice,
            Heading("De vraag"),
            *_question(items),
            Heading("Het verschil van mening"),
            *_positions(),
            Heading("Advies van de arbodienst"),
            *_arbo_advice(),
            Heading("Bijlagen"),
            *_enclosures(*enclosures),
            Heading("Contactgegevens"),
            contact,
            Heading("Ondertekening"),
            *signatures(
                role,
                note="UWV heeft voor deze aanvraag een eigen formulier. Neem uw antwoorden daarin over en stuur dit "
                "stuk met de bijlagen mee. Het BSN vult u in op het formulier van UWV. UWV vraagt een vergoeding. "
                "Het oordeel is niet bindend, maar weegt zwaar.",
            ),
        ),
    )


AANVRAAG_WERKNEMER = _expert_opinion("werknemer", VRAGEN_WERKNEMER, ALLEEN_VOOR_U, _reachable(), "medewerker")
AANVRAAG_WERKGEVER = _expert_opinion(
    "werkgever",
    VRAGEN_WERKGEVER,
    MEDEWERKER_LEEST_MEE,
    _reachable("Contactpersoon", "Naam en functie van wie namens de werkgever antwoordt"),
    "leidinggevende",
    OFTEN_ILL,
)

VERZUIMPERIODEN = Rows(
    "papier.verzuimperioden",
    "Perioden die samen tellen",
    (
        date("papier.verzuimperioden.eerste_dag", "Eerste ziektedag", "datum"),
        date("papier.verzuimperioden.laatste_dag", "Laatste ziektedag", "nog ziek"),
    ),
    (50, 50),
)

UWV_MELDINGSBLAD = Paper(
    kind="uwv_meldingsblad",
    title="Meldingsblad voor UWV",
    subtitle="Gegevens die de personele dienst overneemt bij de ziekmelding van week 42",
    blocks=(
        Details(
            (
                (
                    "Medewerker",
                    (
                        portal("medewerker.naam"),
                        portal("medewerker.personeelsnummer"),
                        portal("medewerker.uren"),
                        portal("medewerker.eenheid"),
                    ),
                ),
                (
                    "Werkgever en dossier",
                    (
                        portal("werkgever.naam"),
                        portal("leidinggevende.naam"),
                        portal("dossier.nummer"),
                        portal("papier.datum"),
                    ),
                ),
            )
        ),
        Text(
            (
                "Het BSN en de geboortedatum staan niet in het portaal: de personele dienst vult die bij UWV in uit de "
                "personeelsadministratie. De aard en de oorzaak van de ziekte horen niet in deze melding.",
            ),
            "Opmerking",
        ),
        Heading("De ziekmelding"),
        Answers(
            (portal("dossier.eerste_ziektedag"), portal("papier.uwv_melding_uiterlijk")),
            "De ziekmelding",
        ),
        Text(
            (
                "Perioden met minder dan vier weken ertussen tellen samen. De dagen ertussen tellen niet mee; de "
                "laatste dag om te melden schuift daardoor op.",
            )
        ),
        VERZUIMPERIODEN,
        Heading("Contact voor UWV"),
        Answers(
            (
                text("loonheffingennummer", "Loonheffingennummer", "Van de werkgever, uit de salarisadministratie"),
                text("contactpersoon", "Contactpersoon", "Naam en functie bij de personele dienst"),
                text("telefoon", "Telefoonnummer", "Waarop UWV overdag kan bellen"),
                text("email", "E-mailadres", "Voor de bevestiging van UWV"),
            ),
            "Contact voor UWV",
        ),
        Heading("Na de melding"),
        Text(
            (
                "Leg de datum en het kenmerk van UWV vast in het portaal: dat is het bewijs van verzending. In de 44e "
                "week krijgen werkgever en medewerker een brief van UWV.",
            )
        ),
        drawn_up(),
    ),
)

PAPERS = (AANVRAAG_WERKNEMER, AANVRAAG_WERKGEVER, UWV_MELDINGSBLAD)
