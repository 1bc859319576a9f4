"""The rest of what may hold private words: every record with words of its own, signatures, a PDF, jobs and mail."""

from datetime import date
from typing import Any

from portal.actions.attach_advice import attach_advice
from portal.actions.choose_password import invite
from portal.actions.correct_fact import correct_fact
from portal.actions.illness_words import go_on
from portal.actions.preview import KIND, TIME_LIMIT
from portal.actions.record_ziekmelding import SixItems, record_ziekmelding
from portal.actions.sign_paper import record_not_signed
from portal.demonstration import texts
from portal.rules.records import Question
from portal.storage.database import connection, rows, transaction
from portal.storage.protocols import records
from portal.storage.writing.facts import append_fact
from portal.storage.writing.held_files import add_held
from portal.storage.writing.jobs import ask_for_job, end_job, take_job
from tests.access.filled import DAYS, canary
from tests.small_pdf import pdf_with
from tests.web.scene import Scene

NEIGHBOUR = "002031"
"""Works for the same manager; in this dossier every one of the six items holds a canary."""
TEXTS = ("text", "long_text")


def fill_more(scene: Scene) -> None:
    """Add what `filled` leaves out."""
    with connection():
        _six_items(scene)
        _signatures(scene)
        _advice_as_pdf(scene)
        with transaction():
            _records(scene)
        _corrected(scene)
        _went_on(scene)
        _preview(scene)
        _mail(scene)
        _quarantine(scene)
    came_too_late(scene)


def free_text_records() -> list[str]:
    """The kinds of record in which somebody writes words of their own."""
    return [kind.key for kind in records().values() if any(one.kind in TEXTS for one in kind.questions)]


def _six_items(scene: Scene) -> None:
    stage, day = scene.stage, scene.stage.day(DAYS)
    words = {name: canary(f"item_{name}") for name in ("telefoon", "adres", "verwachte_duur", "lopende_zaken")}
    items = SixItems(**words, vangnet=False, arbeidsongeval=False, verkeersongeval_derde=False)
    who = {"medewerker_id": stage.ids[NEIGHBOUR], "actor": stage.ids["teamleider"], "now": stage.moment(DAYS)}
    record_ziekmelding(**who, eerste_ziektedag=day, gemeld_op=day, items=items)


def _signatures(scene: Scene) -> None:
    """One evaluation that the employee does not agree with, and one that they did not sign."""
    stage = scene.stage
    for number, days in ((2, 132), (3, 174)):
        paper = stage.settle(
            "teamleider", days, "periodieke_evaluatie", texts.evaluation_values(stage.day(days), number)
        )
        stage.sign("teamleider", days, paper)
        if number == 2:
            stage.sign("medewerker", days, paper, outcome="gezien_niet_akkoord", view=canary("oneens_bij_tekenen"))
            continue
        day, who = stage.day(days + 9), stage.who("teamleider", days + 9)
        record_not_signed(**who, paper_id=paper, role="medewerker", reason=canary("niet_ondertekend"), on=day)


def _advice_as_pdf(scene: Scene) -> None:
    words = f"BT /F1 12 Tf 72 720 Td ({canary('pdf')}) Tj ET"
    attach_advice(
        **scene.stage.who("bedrijfsarts", DAYS),
        kind="bijstelling_probleemanalyse",
        on=scene.stage.day(DAYS),
        filename="bijstelling.pdf",
        content=pdf_with(1, words=words),
        no_medical_data=True,
        tells={"terugkeer_mogelijk": "ja"},
    )


def _records(scene: Scene) -> None:
    """As they stand in a dossier; written by somebody who reads nothing here, so that no author reads their own."""
    author, day = scene.stage.ids["directeur"], scene.stage.day(DAYS)
    for key in free_text_records():
        data = {one.name: _answer(key, one, day) for one in records()[key].questions}
        append_fact(1, kind=key, on=day, at=scene.stage.moment(DAYS), author=author, data=data)


def _answer(key: str, question: Question, day: date) -> Any:
    match question.kind:
        case "text" | "long_text":
            return canary(key)
        case "date":
            return day.isoformat()
        case "choice":
            return question.options[0][0] if question.options else "plan_van_aanpak#1"
        case "number":
            return question.least
        case _:
            return ""


def _corrected(scene: Scene) -> None:
    """Why the manager corrected a talk; carrying this out plans the steps anew after the records above."""
    [(seq, day)] = rows(
        "SELECT seq, on_day FROM fact WHERE dossier_id = 1 AND kind = 'contact' ORDER BY seq DESC LIMIT 1"
    )
    who = scene.stage.who("teamleider", DAYS)
    correct_fact(**who, seq=seq, on=date.fromisoformat(day), changes={}, reason=canary("reden_correctie"))


def _went_on(scene: Scene) -> None:
    said = {"place": "Contact vastleggen", "words": 1, "reason": canary("reden_ziektewoord")}
    go_on(actor=scene.stage.ids["teamleider"], now=scene.stage.moment(DAYS), dossier_id=1, **said)


def _preview(scene: Scene) -> None:
    """The pages of the question to the arbodienst, as the worker leaves them for a day."""
    sql = (
        "SELECT f.sha256 FROM paper p JOIN paper_file f ON f.paper_id = p.id WHERE p.kind = 'vraagstelling_arbodienst'"
    )
    [(digest,)] = rows(sql)
    now, made = scene.stage.moment(DAYS), canary("voorbeeld").encode()
    with transaction():
        ask_for_job(KIND, digest, {"bron.docx": made}, now)
        job = take_job(KIND, now, TIME_LIMIT)
        assert job
        end_job(job.id, {"pdf": made, "1": made}, now)


def _quarantine(scene: Scene) -> None:
    """A file that waits for the scanner, in the dossier of the employee."""
    words = f"BT /F1 12 Tf 72 720 Td ({canary('quarantaine')}) Tj ET"
    with transaction():
        add_held(
            dossier_id=1,
            person_id=scene.stage.ids["bedrijfsarts"],
            action="attach_advice",
            kind="actueel_oordeel",
            answers={"op": scene.stage.day(DAYS).isoformat(), "kijk_medewerker": canary("quarantaine_antwoord")},
            file_name=f"{canary('quarantaine_naam')}.pdf",
            content=pdf_with(1, words=words),
            at=scene.stage.moment(DAYS),
        )


def came_too_late(scene: Scene) -> bytes:
    """The answer to a note of which the login had ended."""
    note = {"verslag": canary("te_laat")}
    return scene.stranger(DAYS).post("/dossiers/0001/contact", note, headers={"Origin": "http://localhost"}).content


def _mail(scene: Scene) -> None:
    who = {"person_id": scene.stage.ids["medewerker"], "actor": scene.stage.ids["beheerder"]}
    invite(**who, portal="https://portaal.example", now=scene.stage.moment(DAYS), origin="192.0.2.1")
