"""What the people of the simulation write in their forms; most of it is what the demonstration writes."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demonstration import texts

Values = dict[str, Any]
WEEKS = timedelta(weeks=1)
DAY = timedelta(days=1)
VIEWS = {
    "zienswijze_medewerker": "Ik wil graag verder met de opbouw.",
    "zienswijze_werkgever": "Wij geven de opbouw de ruimte.",
}
AGREEMENT = {"wat": "Twee uur per week erbij", "wie": "Medewerker", "wanneer": "Vanaf volgende week"}


def paper_values(kind: str, today: date, chance: Random, *, late: bool, last_day: date) -> Values:
    """The asked fields of a paper made on day `today`; `late` when that is after its last day.

    `last_day` is the day on which the waiting time ends.
    """
    match kind:
        case "probleemanalyse_intake":
            return texts.INTAKE
        case "probleemanalyse":
            return {**texts.ANALYSIS, "terugkeer_mogelijk": _one_of(chance, ja=90, nog_niet=6, nee=4)}
        case "plan_van_aanpak":
            return _plan(today, chance, late)
        case "bijstelling_plan_van_aanpak":
            return _adjusted_plan(today, chance)
        case "bijstelling_probleemanalyse":
            possible = _one_of(chance, ja=85, nee=10, nog_niet=5)
            why = {} if possible == "ja" else {"terugkeer_toelichting": "De opbouw is gestopt."}
            return {"reden": "Na het spreekuur.", "wijzigingen": "Meer uren.", "terugkeer_mogelijk": possible, **why}
        case "periodieke_evaluatie":
            return {**texts.evaluation_values(today, chance.randint(0, 6)), **_next_evaluation(today, chance)}
        case "eerstejaarsevaluatie":
            return {**texts.FIRST_YEAR, "spoor": _one_of(chance, spoor_1=55, spoor_2=15, spoor_1_en_2=30)}
        case "advies_re_integratiedeskundige":
            advice = {**texts.week_13_values(today), "interventie_zinvol": _one_of(chance, ja=30, nee=70)}
            return {**advice, "voorgestelde_begeleiding": "Zes gesprekken over de indeling van de dag."}
        case "actueel_oordeel":
            return {**texts.OPINION, "spreekuur_datum": today.isoformat()}
    return _others(kind, today, last_day)


def _others(kind: str, today: date, last_day: date) -> Values:
    match kind:
        case "eindevaluatie":
            return texts.LAST
        case "advies_arbodienst":
            return dict(texts.ANSWER)
        case "oordeel_werknemer":
            said = "Ik vind dat er genoeg is gedaan."
            return {"eens_met_papieren": "ja", "oordeel_verloop": said, "oordeel_werkgever": said}
        case "gespreksverslag":
            talk = {"gesprek_datum": today.isoformat(), "besproken": "Het werk en de planning."}
            return {"soort_gesprek": "tussentijds_contact", **talk}
        case "advies_uitstel_wia" | "verzoek_uitstel_wia":
            return _delay(kind, today, last_day)
    raise KeyError(kind)


def record_answers(kind: str, today: date, chance: Random) -> Values:
    """The answers to the questions of a record that a step asks for."""
    match kind:
        case "vakantie_besluit":
            return {"besluit": _one_of(chance, akkoord=85, niet_akkoord=15), "reden": "Het valt in de opbouw."}
        case "vakantiedagen_besluit":
            return {"verklaring": "leidinggevende", "besluit": "terug", "dagen": "3"}
        case "andere_oorzaak":
            return {"anders": _one_of(chance, nee=75, ja=25)}
        case "interventie_besluit":
            toelichting = "De budgethouder kiest voor begeleiding door het team."
            besluit = _one_of(chance, ja=80, nee=20)
            return {"besluit": besluit, "budgethouder": "A. de Groot", "kosten": "1800", "toelichting": toelichting}
        case "latere_datum_antwoord" | "latere_datum_antwoord_leiding":
            return {"antwoord": _one_of(chance, ja=80, nee=20)}
        case "deskundigenoordeel_ontvangen":
            return {"uitslag": _one_of(chance, ja=60, nee=30, geen_oordeel=10)}
        case "uitstel_besloten":
            return {"besluit": _one_of(chance, toegekend=90, afgewezen=10)}
        case "vervroegd_besloten":
            return {"besluit": _one_of(chance, toegekend=60, afgewezen=40)}
    raise KeyError(kind)


def _plan(today: date, chance: Random, late: bool) -> Values:
    values = {**texts.plan_values(today), "eerste_evaluatie": _within_six_weeks(today, chance)}
    if chance.random() < 0.15:
        first, *others = values["adviezen"]
        deviating = {**first, "antwoord": "afwijken", "toelichting": "Dit werk is er pas na de verhuizing."}
        values |= {"adviezen": [deviating, *others]}
    if chance.random() < 0.2:
        values |= _temporary_work(today, chance, weeks=chance.randint(3, 6))
    return (
        {**values, "reden_later": "De medewerker en de leidinggevende waren om beurten met verlof."} if late else values
    )


def _temporary_work(today: date, chance: Random, *, weeks: int) -> Values:
    return {
        "tijdelijk_werk": _one_of(chance, tijdelijk_ander_werk=60, arbeidstherapie=40),
        "tijdelijk_werk_doel": "Wennen aan het ritme.",
        "tijdelijk_werk_inzet": "Twee dagdelen in de week.",
        "tijdelijk_werk_vanaf": today.isoformat(),
        "tijdelijk_werk_tot": (today + weeks * WEEKS - DAY).isoformat(),
    }


def _one_week_more(today: date, chance: Random) -> Values:
    """Few enough to stay within thirteen weeks, however often it is asked; therapy does not go on."""
    return {**_temporary_work(today, chance, weeks=1), "tijdelijk_werk": "tijdelijk_ander_werk"}


def _adjusted_plan(today: date, chance: Random) -> Values:
    return {
        "aanleiding": _one_of(chance, gewijzigd_advies=40, gewijzigde_situatie=30, verloopt_anders=30),
        "reden": "De opbouw gaat anders dan gedacht.",
        "doel_gewijzigd": "nee",
        "spoor": "spoor_1",
        "afspraken": [{"groep": "", **AGREEMENT}],
        **(_one_week_more(today, chance) if chance.random() < 0.1 else {"tijdelijk_werk": "geen"}),
        **VIEWS,
        **_next_evaluation(today, chance),
    }


def _delay(kind: str, today: date, last_day: date) -> Values:
    until = {"uitstel_vanaf": last_day.isoformat(), "uitstel_tot": (last_day + 13 * WEEKS).isoformat()}
    if kind == "advies_uitstel_wia":
        opinion = {"verwachting": "eigen_werk", "verwachting_toelichting": "Volledig werk is in zicht."}
        return {
            "spreekuur_datum": today.isoformat(),
            "advies": "uitstel",
            "advies_toelichting": "Uitstel past bij de opbouw.",
            **opinion,
            **until,
        }
    return {
        **until,
        "reden": "De medewerker werkt bijna volledig.",
        "verwacht_resultaat": "Volledig aan het werk binnen drie maanden.",
        "advies_datum": today.isoformat(),
        "advies": "uitstel",
        "gevolgen_bekend": True,
        **VIEWS,
    }


def _next_evaluation(today: date, chance: Random) -> Values:
    return {"volgende_evaluatie": _within_six_weeks(today, chance)}


def _within_six_weeks(today: date, chance: Random) -> str:
    return (today + chance.choice((3, 4, 6, 6, 6, 6)) * WEEKS).isoformat()


def _one_of(chance: Random, **weights: int) -> str:
    return chance.choices(tuple(weights), weights=tuple(weights.values()))[0]


FIRST_REPORT: Mapping[str, str] = {
    "telefoon": "06 5550 0100",
    "adres": "Kerkstraat 12\n1441 AB Purmerend",
    "lopende_zaken": "Het overleg van deze week overnemen.",
}
