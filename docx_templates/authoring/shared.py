"""What several papers have in common: the facts on top, the hint on privacy, agreements, goals, views."""

from __future__ import annotations

from .model import (
    Answers,
    Block,
    Details,
    Field,
    Item,
    Question,
    Rows,
    Signatures,
    Text,
    choice,
    date,
    long,
    questions,
    text,
)
from .portal_fields import portal

GEEN_MEDISCH = "Schrijf niets over de aard of de oorzaak van de ziekte of over de behandeling."

FUNCTIONEEL = "Alleen in termen van werk: wat lukt wel en wat niet. Noem geen aard, oorzaak of behandeling."

GEEN_MEDISCHE_GEGEVENS = Text(
    (
        "In dit stuk staan geen medische gegevens. Het gaat over wat iemand in het werk kan en over de "
        "afspraken daarover. De aard, de oorzaak en de behandeling van de ziekte horen hier niet in.",
    ),
    "Opmerking",
)

DOELEN: tuple[Item, ...] = (
    ("Terug in de eigen functie", "eigen_functie"),
    ("Terug in de eigen functie, met aanpassingen", "eigen_functie_aangepast"),
    ("Een andere functie bij de eigen werkgever", "andere_functie"),
    ("Werk bij een andere werkgever", "andere_werkgever"),
)

SPOREN: tuple[Item, ...] = (
    ("Eerste spoor: werk bij de eigen werkgever", "spoor_1"),
    ("Tweede spoor: werk bij een andere werkgever", "spoor_2"),
    ("Eerste en tweede spoor naast elkaar", "spoor_1_en_2"),
)

JA_NEE: tuple[Item, ...] = (("Ja", "ja"), ("Nee", "nee"))


def details(*, report: bool = False, extra: tuple[Field, ...] = (), contact: bool = True) -> Details:
    """Who this is about and who is responsible.

    `report` adds the line for the BSN, which every paper of the re-integration report carries
    (Beleidsregels vorm- en herkenbaarheidsvereisten); `extra` are dates this kind of paper looks back on.
    """
    person = [
        portal("medewerker.naam"),
        portal("medewerker.personeelsnummer"),
        *([portal("papier.bsn")] if report else []),
        portal("medewerker.functie"),
        portal("medewerker.uren"),
        portal("medewerker.eenheid"),
        portal("dossier.eerste_ziektedag"),
    ]
    employer = [
        portal("werkgever.naam"),
        portal("leidinggevende.naam"),
        *([portal("leidinggevende.functie")] if contact else []),
        portal("bedrijfsarts.naam"),
        portal("dossier.nummer"),
        *extra,
        portal("papier.datum"),
    ]
    return Details((("Medewerker", tuple(person)), ("Werkgever en dossier", tuple(employer))))


def drawn_up() -> Text:
    """Name, function and date of who drew the paper up."""
    return Text(
        (
            "Opgesteld door ",
            portal("papier.opsteller_naam"),
            ", ",
            portal("papier.opsteller_functie"),
            ", op ",
            portal("papier.datum", "Datum van opstellen"),
            ".",
        ),
        "Slot",
    )


def signatures(*roles: str, note: str = "") -> tuple[Text | Signatures, ...]:
    """What signing means here, the block, and who drew the paper up."""
    outcomes = (
        "Ondertekenen gebeurt in het portaal, of met de pen op een print. Wie ondertekent met «gezien, niet akkoord» "
        "heeft het stuk gelezen en is het er niet mee eens; de reden staat erbij."
    )
    return (Text((note or outcomes,)), Signatures(roles), drawn_up())


def agreements(name: str, label: str, example: str) -> Rows:
    """A table of agreements: what, who, when."""
    return Rows(
        name,
        label,
        (
            text(f"{name}.wat", "Wat spreken wij af?", example),
            text(f"{name}.wie", "Wie doet dit?", "Naam of rol"),
            text(f"{name}.wanneer", "Wanneer?", "Begin, einde of hoe vaak"),
        ),
        (50, 24, 26),
    )


def goals(name: str = "doelstellingen", label: str = "Stappen naar het doel") -> Rows:
    """A table of intermediate goals with their terms."""
    return Rows(
        name,
        label,
        (
            text(f"{name}.wat", "Wat is dan bereikt?", "Uren, dagen en taken die dan weer lukken"),
            date(f"{name}.termijn", "Uiterlijk op", "Kies een datum"),
        ),
        (72, 28),
    )


def advice_given() -> Rows:
    """The advice of the bedrijfsarts, as rows, so that the plan can answer each of them."""
    return Rows(
        "adviezen",
        "Adviezen",
        (
            text("adviezen.advies", "Advies", "Eén activiteit of aanpassing per regel"),
            text("adviezen.wie", "Voor wie?", "Medewerker, leidinggevende of beiden"),
            text("adviezen.termijn", "Termijn", "Vanaf wanneer en hoe lang"),
        ),
        (52, 24, 24),
    )


def advice_answered() -> Rows:
    """Each advice of the bedrijfsarts with the answer of employer and employee (Verzuimprotocol 4.6.2)."""
    return Rows(
        "adviezen",
        "Adviezen van de bedrijfsarts en ons antwoord",
        (
            text("adviezen.advies", "Advies van de bedrijfsarts", "Neem het advies over uit de probleemanalyse"),
            choice(
                "adviezen.antwoord",
                "Ons antwoord",
                "Kies een antwoord",
                ("Wij volgen het advies", "volgen"),
                ("Wij wijken af", "afwijken"),
            ),
            text("adviezen.toelichting", "Toelichting", "Wijkt u af? Schrijf op waarom en wat u dan wel doet"),
        ),
        (42, 22, 36),
    )


def looking_back() -> Rows:
    """The agreements so far and what became of each; the portal can take them from the last paper."""
    return Rows(
        "terugblik",
        "Afspraken tot nu toe",
        (
            text("terugblik.afspraak", "Afspraak tot nu toe", "Neem de afspraak over uit het vorige stuk"),
            choice(
                "terugblik.stand",
                "Gedaan?",
                "Kies een antwoord",
                ("Gedaan", "gedaan"),
                ("Voor een deel gedaan", "deels"),
                ("Niet gedaan", "niet_gedaan"),
            ),
            text("terugblik.toelichting", "Toelichting", "Wat leverde het op, of waarom lukte het niet?"),
        ),
        (42, 20, 38),
    )


def state_of_work() -> Question:
    """Where the work stands today, in hours and tasks."""
    return Question(
        long(
            "stand_van_zaken",
            "Welk werk doet de medewerker nu?",
            f"Taken, dagen en uren per week, en wat goed gaat of nog niet lukt. {GEEN_MEDISCH}",
        )
    )


def changed_goal() -> Field:
    """Whether the goal changes."""
    return choice("doel_gewijzigd", "Verandert het doel?", "Kies een antwoord", *JA_NEE)


def goal_fields() -> tuple[Field, Field]:
    """The goal of the four that UWV's form knows (AG140, part 6), with its term."""
    return (
        choice("doel", "Doel van de re-integratie", "Kies een doel", *DOELEN),
        date("doel_termijn", "Doel bereikt uiterlijk op", "Kies een datum"),
    )


def track() -> Field:
    """Own employer (1), another employer (2), or both (Verzuimprotocol 1.2)."""
    return choice("spoor", "Aan welk spoor werken wij?", "Kies een spoor", *SPOREN)


def temporary_work() -> tuple[Block, ...]:
    """Temporary other work: reason, effort and end (Verzuimprotocol 4.6.1)."""
    return (
        Text(
            (
                "Tijdelijk ander werk duurt in principe hooguit zes weken en nooit langer dan dertien weken. "
                "Arbeidstherapie heeft geen loonwaarde en duurt hooguit zes weken.",
            )
        ),
        Answers(
            (
                choice(
                    "tijdelijk_werk",
                    "Tijdelijk ander werk",
                    "Kies wat van toepassing is",
                    ("Niet van toepassing", "geen"),
                    ("Tijdelijk ander werk", "tijdelijk_ander_werk"),
                    ("Arbeidstherapie", "arbeidstherapie"),
                ),
                text(
                    "tijdelijk_werk_doel",
                    "Doel van het tijdelijk werk",
                    "Wat levert dit op voor de terugkeer?",
                ),
                text("tijdelijk_werk_inzet", "Verwachte inzet in dit werk", "Taken, uren per week en tempo"),
                date("tijdelijk_werk_vanaf", "Tijdelijk werk vanaf", "Kies de eerste dag"),
                date("tijdelijk_werk_tot", "Tijdelijk werk tot en met", "Kies de laatste dag"),
            ),
            "Tijdelijk ander werk",
        ),
    )


def views(subject: str, suffix: str = "") -> tuple[Question, ...]:
    """The view of the employee and that of the employer, as two fields that stay apart."""
    return questions(
        long(
            f"zienswijze_medewerker{suffix}",
            f"Zienswijze van de medewerker op {subject}",
            "In de woorden van de medewerker. De leidinggevende verandert hier niets aan.",
        ),
        long(
            f"zienswijze_werkgever{suffix}",
            f"Zienswijze van de werkgever op {subject}",
            f"In de woorden van de leidinggevende. {GEEN_MEDISCH}",
        ),
    )
