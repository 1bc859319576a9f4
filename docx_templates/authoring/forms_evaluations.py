"""The three evaluations of the plan, and the employee's own judgement at the end."""

from __future__ import annotations

from .model import Answers, Heading, Item, Paper, Question, Rows, Text, choice, date, long, questions, text
from .portal_fields import portal
from .shared import (
    GEEN_MEDISCH,
    GEEN_MEDISCHE_GEGEVENS,
    agreements,
    changed_goal,
    details,
    goal_fields,
    looking_back,
    signatures,
    state_of_work,
    track,
    views,
)

PLAN = (portal("papier.plan_datum"),)

MATE: tuple[Item, ...] = (("Ja", "ja"), ("Voor een deel", "deels"), ("Nee", "nee"))


def _next_evaluation() -> Answers:
    return Answers(
        (date("volgende_evaluatie", "Volgende evaluatie op", "Kies een datum, uiterlijk over zes weken"),),
        "Volgende evaluatie",
    )


PERIODIEKE_EVALUATIE = Paper(
    kind="periodieke_evaluatie",
    title="Periodieke evaluatie",
    subtitle="Medewerker en leidinggevende kijken hoe het plan van aanpak verloopt",
    blocks=(
        details(extra=PLAN),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Terugblik op doel en afspraken"),
        Answers((portal("papier.doel"),), "Doel tot nu toe"),
        looking_back(),
        state_of_work(),
        Heading("Doel en spoor"),
        Answers((changed_goal(), track()), "Doel en spoor"),
        Question(
            long(
                "doel_toelichting",
                "Toelichting op doel en spoor",
                f"Waarom blijft het doel zo, of waarom verandert het? {GEEN_MEDISCH}",
            )
        ),
        Heading("Afspraken tot de volgende evaluatie"),
        agreements("afspraken", "Afspraken", "Eén afspraak per regel"),
        _next_evaluation(),
        Heading("Zienswijze"),
        *views("de voortgang"),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

FRISSE_BLIK = Rows(
    "frisse_blik",
    "Frisse blik van iemand die niet bij het dossier betrokken is",
    (
        text("frisse_blik.door", "Wie keek mee?", "Naam en functie"),
        text("frisse_blik.bevinding", "Wat viel op?", "Kansen voor terugkeer die nog niet benut zijn"),
    ),
    (32, 68),
)

EERSTEJAARSEVALUATIE = Paper(
    kind="eerstejaarsevaluatie",
    title="Eerstejaarsevaluatie",
    subtitle="Medewerker en leidinggevende kijken terug op het eerste jaar en vooruit naar het tweede",
    blocks=(
        details(report=True, extra=PLAN),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("Terugblik op het eerste jaar"),
        Answers((portal("papier.doel"),), "Doel tot nu toe"),
        Question(
            long(
                "verloop",
                "Hoe is de re-integratie verlopen?",
                f"De stappen in het werk, wat hielp en wat niet. {GEEN_MEDISCH}",
            )
        ),
        looking_back(),
        state_of_work(),
        Heading("Frisse blik"),
        Text(
            (
                "Een andere leidinggevende, bedrijfsarts of re-integratiedeskundige kan het dossier opnieuw "
                "bekijken en zoeken naar kansen.",
            )
        ),
        FRISSE_BLIK,
        Heading("Doel voor het tweede jaar"),
        Answers((changed_goal(), *goal_fields()), "Doel voor het tweede jaar"),
        Question(
            long(
                "doel_toelichting",
                "Toelichting op het doel",
                "Waarom dit doel? Verandert het doel of de aanpak, maak dan ook een bijstelling van het plan "
                "van aanpak.",
            )
        ),
        Heading("Eerste en tweede spoor"),
        Text(
            (
                "Is terugkeer bij de eigen werkgever niet in zicht? Dan begint het tweede spoor uiterlijk zes "
                "weken na deze evaluatie.",
            )
        ),
        Answers(
            (
                track(),
                date("spoor_2_vanaf", "Tweede spoor begint op", "Kies een datum, als er een tweede spoor is"),
            ),
            "Eerste en tweede spoor",
        ),
        Question(
            long(
                "spoor_toelichting",
                "Toelichting op het spoor",
                "Welk werk is onderzocht, bij de eigen en bij andere werkgevers, en wat kwam daaruit?",
            )
        ),
        Heading("Afspraken voor het tweede jaar"),
        agreements("afspraken", "Afspraken", "Eén afspraak per regel"),
        _next_evaluation(),
        Heading("Zienswijze"),
        *views("het eerste jaar en het vervolg"),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

EINDEVALUATIE = Paper(
    kind="eindevaluatie",
    title="Eindevaluatie",
    subtitle="Evaluatie van het plan van aanpak aan het einde van de wachttijd",
    blocks=(
        details(report=True, extra=PLAN),
        GEEN_MEDISCHE_GEGEVENS,
        Heading("De werkgever"),
        Answers(
            (
                text(
                    "soort_bedrijf",
                    "Soort bedrijf of organisatie",
                    "Bijvoorbeeld: provincie, openbaar bestuur",
                ),
            ),
            "De werkgever",
        ),
        Heading("Terugblik op doel en afspraken"),
        Answers(
            (
                portal("papier.doel"),
                choice("doel_bereikt", "Is het doel bereikt?", "Kies een antwoord", *MATE),
            ),
            "Doel en resultaat",
        ),
        Question(
            long(
                "verloop",
                "Hoe is de re-integratie verlopen?",
                "De stappen sinds het plan van aanpak, met de data van begin en einde. " + GEEN_MEDISCH,
            )
        ),
        looking_back(),
        state_of_work(),
        Heading("Eerste en tweede spoor"),
        Answers((changed_goal(), track()), "Doel en spoor"),
        Question(
            long(
                "spoor_toelichting",
                "Toelichting op het spoor",
                "Welk werk is onderzocht, bij de eigen en bij andere werkgevers, en wat kwam daaruit?",
            )
        ),
        Heading("Werkrelatie en passend werk"),
        *questions(
            long(
                "werkgever_over_werkrelatie",
                "Hoe ziet de werkgever de werkrelatie?",
                "Hoe is de samenwerking nu? Alleen feiten over het werk.",
            ),
            long(
                "werkgever_over_passend_werk",
                "Hoe ziet de werkgever de kans op passend werk?",
                "Welk passend werk is er nu of straks, bij de eigen of een andere werkgever?",
            ),
        ),
        Heading("Afspraken voor de komende tijd"),
        agreements("afspraken", "Afspraken", "Eén afspraak per regel"),
        Heading("Zienswijze"),
        *views("de re-integratie"),
        Heading("Ondertekening"),
        *signatures("medewerker", "leidinggevende"),
    ),
)

EIGEN_OORDEEL = Text(
    (
        "Dit is uw eigen oordeel. Tot u het zelf inlevert, kunt alleen u dit stuk lezen en veranderen. "
        "Medische gegevens horen hier niet in; die geeft u apart aan UWV.",
    ),
    "Opmerking",
)

OORDEEL_WERKNEMER = Paper(
    kind="oordeel_werknemer",
    title="Oordeel van de werknemer",
    subtitle="Uw eigen oordeel over de re-integratie, voor bij de WIA-aanvraag",
    blocks=(
        details(report=True),
        EIGEN_OORDEEL,
        Heading("De stukken"),
        Answers(
            (
                choice(
                    "eens_met_papieren",
                    "Bent u het eens met de stukken van uw werkgever en de bedrijfsarts?",
                    "Kies een antwoord",
                    *MATE,
                ),
            ),
            "De stukken",
        ),
        Question(
            long(
                "eens_toelichting",
                "Waarmee bent u het niet eens?",
                "Noem het stuk en wat er volgens u niet klopt. Laat leeg als u het overal mee eens bent.",
            )
        ),
        Heading("Het verloop"),
        *questions(
            long(
                "oordeel_verloop",
                "Wat vindt u van het verloop van uw re-integratie?",
                "Wat ging goed en wat had beter gekund?",
            ),
            long(
                "oordeel_werkgever",
                "Wat vindt u van de inzet van uw werkgever?",
                "Bijvoorbeeld het contact, de aanpassingen en het werk dat u is aangeboden.",
            ),
            long(
                "oordeel_arbodienst",
                "Wat vindt u van de begeleiding door de arbodienst?",
                "Bijvoorbeeld de gesprekken en de adviezen over het werk. Noem geen medische gegevens.",
            ),
            long(
                "oordeel_eigen_inzet",
                "Wat heeft u zelf gedaan om weer aan het werk te gaan?",
                "Bijvoorbeeld taken die u heeft gedaan, scholing of sollicitaties.",
            ),
        ),
        Heading("Passend werk"),
        Question(
            long(
                "oordeel_passend_werk",
                "Welk werk kunt u volgens u doen?",
                "Taken en uren die nu of later kunnen, bij uw eigen of een andere werkgever.",
            )
        ),
        Heading("Ondertekening"),
        *signatures(
            "medewerker",
            note="U ondertekent dit stuk zelf in het portaal. U stuurt het mee met uw WIA-aanvraag.",
        ),
    ),
)

PAPERS = (PERIODIEKE_EVALUATIE, EERSTEJAARSEVALUATIE, EINDEVALUATIE, OORDEEL_WERKNEMER)
