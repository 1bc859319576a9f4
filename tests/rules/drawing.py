"""Stories of a case that nobody thought of: any day, any order, any answer that a form of the portal can give."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from portal.rules.records import Question
from portal.storage.catalogue import catalogue
from portal.storage.protocols import protocol, protocol_keys, records
from tests.rules.stories import Line

DAY = timedelta(days=1)
START = date(2024, 1, 1)
BUSY = (0, 42, 56, 100)
"""Days on which much happens at once, so that the order within a day is drawn too."""
DAYS = st.one_of(st.integers(0, 900), st.sampled_from(BUSY)).map(lambda n: START + n * DAY)
PROTOCOLS = st.sampled_from(protocol_keys()).map(protocol)
SIGNED = ("probleemanalyse", "plan_van_aanpak", "periodieke_evaluatie", "bijstelling_plan_van_aanpak")
UNSIGNED = ("bijstelling_probleemanalyse", "eerstejaarsevaluatie", "eindevaluatie", "wia_overdracht")
TICKED = ("registratie_sap", "uwv_brief_week_44", "bericht_bezoldiging", "terugkeergesprek", "tweede_spoor")
SIGNERS = ("medewerker", "leidinggevende")


def line(what: str, **words: st.SearchStrategy[Any]) -> st.SearchStrategy[Line]:
    return st.fixed_dictionaries({"op": DAYS, "wat": st.just(what), **words})


def with_last_day(taken: Line) -> Line:
    told = {"gemeld_op": taken["gemeld"]} if taken.get("gemeld") else {}
    return {"op": taken["op"], "wat": "verlof", "tot_en_met": taken["op"] + taken["lengte"] * DAY, **told}


ADVICE = st.sampled_from([{}, {"terugkeer_mogelijk": "ja"}, {"terugkeer_mogelijk": "nee"}, {"spoor": "spoor_1"}])
PLAIN_LINES = st.one_of(
    line("ziekmelding"),
    line("herstelmelding", procent=st.sampled_from([40, 99.9, 100, 100])),
    line("verlof", lengte=st.integers(-3, 140), gemeld=st.none() | DAYS).map(with_last_day),
    line("contact"),
    line("vraagstelling"),
    line("uwv_gemeld"),
    line("wia_verstuurd"),
    line("consult", dag=DAYS),
    line("gedaan", stap=st.sampled_from(TICKED), ronde=st.integers(1, 4)),
)
SIGNING = ("ja", "nee")
MOVABLE = ("plan_van_aanpak", "periodieke_evaluatie", "spreekuur", "advies_week_13", "eerstejaarsevaluatie")
ARBO = ("bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige")
PARTY = st.sampled_from(("medewerker", "leidinggevende"))
NAMED_RECORDS = (
    line("vraagstelling", aan=st.sampled_from(ARBO)),
    line("vraagstelling", aan=st.sampled_from(ARBO), antwoord_op=DAYS),
    line("hersteld_gemeld", geheel=st.sampled_from(SIGNING)),
    line("herstel_niet_doorgegaan"),
    line("ziek_op_vakantie", tot=DAYS),
    line("vakantiedagen_besluit", besluit=st.just("terug")),
    line("ander_verblijf", adres=st.just("Zeeweg 1"), tot=DAYS),
    line("vakantie_gevraagd", van=DAYS, tot=DAYS),
    line("vakantie_besluit", besluit=st.sampled_from(("akkoord", "niet_akkoord"))),
    line("oneens_met_probleemanalyse", toelichting=st.just("Te snel.")),
    line("interventie_besluit", besluit=st.sampled_from(SIGNING)),
    line("latere_datum_antwoord_leiding", antwoord=st.sampled_from(SIGNING)),
    line(
        "latere_datum",
        rol=st.sampled_from(("leidinggevende", "medewerker")),
        stap=st.builds("{}#{}".format, st.sampled_from(MOVABLE), st.integers(1, 3)),
        tot=DAYS,
    ),
    line("latere_datum_antwoord", antwoord=st.sampled_from(SIGNING)),
    line("deskundigenoordeel_gevraagd", vraag=st.just("eigen_werk"), rol=PARTY),
    line("deskundigenoordeel_ontvangen", uitslag=st.sampled_from(SIGNING)),
    line("loonsanctie_opgelegd", soort=st.just("administratief"), tot=DAYS),
    line("loonsanctie_bekort", tot=DAYS),
    line("vervroegd_aangevraagd"),
    line("vervroegd_besloten", besluit=st.sampled_from(("toegekend", "afgewezen"))),
    line("uit_dienst"),
    line("overleden"),
)
MOVE_ANSWERED = "naar_andere_organisatie_antwoord"
TOLD_ELSEWHERE = ("verlof", "andere_oorzaak", MOVE_ANSWERED)
"""Records that a story tells in words of its own, or to which the portal adds what they answer."""


def answer(question: Question) -> st.SearchStrategy[Any]:
    """Any answer that the form takes."""
    match question.kind:
        case "choice" if question.options:
            return st.sampled_from([value for value, _ in question.options])
        case "choice" | "number":
            return st.integers(1, 20)
        case "date":
            return DAYS
    return st.just("Ja")


def recorded(key: str) -> st.SearchStrategy[Line]:
    """A record with an answer to each of its questions, as its form would give it."""
    kind = records()[key]
    # A story says under «wat» what happened.
    answers = {question.name: answer(question) for question in kind.questions if question.name != "wat"}
    answers |= {f"{question.name}_id": st.just(7) for question in kind.questions if question.kind == "colleague"}
    return line(key, rol=st.sampled_from(kind.written_by), **answers)


def _of_this_case(key: str) -> bool:
    """Whether an answer is a step or a consult of the case, which a form offers and a story cannot guess."""
    return any(question.options_from for question in records()[key].questions)


CALLED_OFF = line("consult_vervallen", consult=st.integers(1, 26))
RECORDS = st.one_of(
    *NAMED_RECORDS,
    CALLED_OFF,
    line(
        MOVE_ANSWERED,
        antwoord=st.sampled_from(SIGNING),
        voorstel=st.integers(1, 26),
        organisatie=st.just("Ministerie van Sluizen"),
        persoon_id=st.just(7),
        vanaf=DAYS,
    ),
    line("leidinggevende_gewisseld"),
    line("overdracht_bevestigd"),
    *(recorded(key) for key in records() if key not in TOLD_ELSEWHERE and not _of_this_case(key)),
)
TOLD = st.sampled_from(
    [
        {"adviezen.antwoord": ["volgen", "afwijken"]},
        {"tijdelijk_werk": "arbeidstherapie"},
        {"tijdelijk_werk": "tijdelijk_ander_werk", "tijdelijk_werk_tot": "2024-06-03"},
        {"eerste_evaluatie": "2024-04-01"},
        {"volgende_evaluatie": "2024-05-06"},
        {"interventie_zinvol": "ja"},
        {"uitstel_vanaf": "2025-12-29", "uitstel_tot": "2026-03-30"},
    ]
)
SIDE_PAPERS = (
    "advies_arbodienst",
    "advies_re_integratiedeskundige",
    "verzoek_uitstel_wia",
    "bijstelling_plan_van_aanpak",
)
PAPERS = st.one_of(
    line("stuk", soort=st.sampled_from(SIDE_PAPERS), door=st.sampled_from(ARBO), zegt=TOLD),
    line("stuk", soort=st.sampled_from(("plan_van_aanpak", "periodieke_evaluatie")), zegt=TOLD),
    line("stuk", soort=st.sampled_from(UNSIGNED), zegt=ADVICE),
    line(
        "stuk",
        soort=st.sampled_from(SIGNED),
        ondertekenaars=st.sampled_from([[], ["medewerker"], list(SIGNERS)]),
        nieuwe_versie=st.booleans(),
        zegt=ADVICE,
    ),
)
ANSWERS = line(
    "antwoord",
    stuk=st.sampled_from(SIGNED),
    rol=st.sampled_from(SIGNERS),
    uitkomst=st.sampled_from(["akkoord", "gezien_niet_akkoord", "niet_ondertekend"]),
)


def recalled(kind: str) -> st.SearchStrategy[Line]:
    """A paper of this kind is recalled; only who may write one can be asked to make it again."""
    writers = [role for role in (*SIGNERS, *ARBO) if catalogue()[kind].writable_by([role])]
    return line("papier_teruggeroepen", stuk=st.just(kind), opnieuw_door=st.sampled_from(writers))


RECALLS = st.one_of(*map(recalled, SIGNED))


def tellable(story: list[Line]) -> list[Line]:
    """The story without answers to papers that are not there yet, and without recalling those."""
    told: list[Line] = []
    kinds = set()
    for entry in story:
        if entry["wat"] == "stuk":
            kinds.add(entry["soort"])
        if entry["wat"] not in ("antwoord", "papier_teruggeroepen") or entry["stuk"] in kinds:
            told.append(entry)
    return told


def beginning(sick: Line, rest: list[Line]) -> list[Line]:
    return tellable([sick, *rest])


LINES = st.one_of(PLAIN_LINES, PAPERS, ANSWERS, RECORDS, RECALLS)
STORIES = st.builds(beginning, line("ziekmelding"), st.lists(LINES, max_size=25))
