"""Signing with a pen: the print has a code, its scan finds the paper by it and settles the requests to sign."""

import io
import zipfile
from datetime import timedelta

import docx
import pytest
import segno
from docx.oxml.ns import qn

from portal.actions.correct_fact import correct_fact, withdraw_fact
from portal.actions.download_packet import download_packet
from portal.actions.file_earlier_paper import SentFile
from portal.actions.file_signed_paper import PenAnswer, file_signed_paper, paper_of_code
from portal.actions.give_bsn import give_bsn
from portal.actions.pen_copy import pen_copy
from portal.actions.recall_paper import recall_paper
from portal.actions.withdraw_paper import withdraw_paper
from portal.demonstration import texts
from portal.documents.reading import read
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.storage.hashing import sha256
from portal.storage.reading.papers import PaperRow, paper, scans_of
from tests.actions.test_packet import on_one_line
from tests.small_picture import png
from tests.staging import FIRST, Stage, refused, word_says

PLAN = texts.plan_values(FIRST + timedelta(days=48))


@pytest.fixture
def plan(stage: Stage) -> int:
    """A plan van aanpak that nobody signed yet, of day 48."""
    return stage.settle("teamleider", 48, "plan_van_aanpak", PLAN)


def row_of(paper_id: int) -> PaperRow:
    found = paper(paper_id)
    assert found
    return found


def hand_in(stage: Stage, paper_id: int, login: str = "teamleider", days: int = 60, **answers: PenAnswer) -> int:
    return file_signed_paper(
        **stage.who(login, days),
        paper_id=paper_id,
        file=SentFile("D0001-PVA-1.png", png(), no_medical_data=True),
        answers=answers,
    )


def agreed(stage: Stage, day: int = 52) -> PenAnswer:
    return PenAnswer("akkoord", stage.day(day))


def test_the_print_has_the_code_and_room_where_nobody_signed(stage: Stage, plan: int) -> None:
    stage.sign("teamleider", 48, plan)
    words = read(pen_copy(stage.seen_by("teamleider", 49), row_of(plan)))
    assert "Code voor de scan: D0001-PVA-1" in str(words["ondertekening.medewerker.uitkomst"])
    assert "☐ Akkoord" in str(words["ondertekening.medewerker.uitkomst"])
    assert str(words["ondertekening.leidinggevende.uitkomst"]).startswith("Akkoord\n")


def test_the_print_has_the_code_as_a_picture_too_where_nobody_signed(stage: Stage, plan: int) -> None:
    stage.sign("teamleider", 48, plan)
    seen = stage.seen_by("teamleider", 49)
    content = pen_copy(seen, row_of(plan))
    document = docx.Document(io.BytesIO(content))
    [drawn] = document.element.body.iter(qn("wp:inline"))
    assert drawn.docPr.get("descr") == "QR-code: D0001-PVA-1"
    made = io.BytesIO()
    segno.make("D0001-PVA-1", error="m", micro=False).save(made, kind="png", scale=8, border=2)
    assert [part.blob for part in document.part.package.image_parts] == [made.getvalue()]
    # Pages that were made of it are found again by its bytes.
    assert pen_copy(seen, row_of(plan)) == content


def test_a_scan_settles_what_was_signed_on_it(stage: Stage, plan: int) -> None:
    hand_in(stage, plan, medewerker=agreed(stage), leidinggevende=agreed(stage, 50))
    seen = stage.seen_by("medewerker", 61)
    state = next(one for one in seen.situation.papers if one.paper == plan)
    assert (state.unsigned, state.complete_on) == ((), stage.day(52))
    answer, way, content = word_says(plan)["ondertekening.medewerker.uitkomst"].splitlines()
    assert (answer, way) == ("Akkoord", f"Met de pen, op papier. Vastgelegd door {stage.name('teamleider')}.")
    assert content.startswith("Versie 1, kenmerk (SHA-256): ")
    assert word_says(plan)["ondertekening.medewerker.naam"] == stage.name("medewerker")
    [scan] = scans_of(plan)
    assert scan.media == "png"


def test_the_employee_hands_in_the_own_signature_and_the_other_signs_in_the_portal(stage: Stage, plan: int) -> None:
    hand_in(
        stage, plan, "medewerker", medewerker=PenAnswer("gezien_niet_akkoord", stage.day(55), "Het gaat mij te snel.")
    )
    stage.sign("teamleider", 61, plan)
    assert word_says(plan)["ondertekening.medewerker.uitkomst"].startswith(
        "Gezien, niet akkoord: Het gaat mij te snel.\n"
    )
    assert len(scans_of(plan)) == 1
    assert [s.key for s in stage.seen_by("teamleider", 61).steps if s.key == "verschil_bespreken"]


def test_a_mistake_is_withdrawn_and_the_paper_asks_again(stage: Stage, plan: int) -> None:
    seq = hand_in(stage, plan, medewerker=agreed(stage))
    withdraw_fact(**stage.who("teamleider", 61), seq=seq, reason="Het was de scan van een ander.")
    assert word_says(plan)["ondertekening.medewerker.uitkomst"] == "Nog niet ondertekend"
    assert hand_in(stage, plan, days=62, medewerker=agreed(stage, 53))


def test_what_the_employee_answered_with_a_pen_nobody_else_takes_away(stage: Stage, plan: int) -> None:
    objection = PenAnswer("gezien_niet_akkoord", stage.day(55), "Het gaat mij te snel.")
    seq = hand_in(stage, plan, "medewerker", medewerker=objection)
    with refused("Forbidden"):
        withdraw_fact(**stage.who("teamleider", 61), seq=seq, reason="Dat was anders.")
    with refused("Forbidden"):
        change = {"uitkomst": "akkoord"}
        correct_fact(**stage.who("teamleider", 61), seq=seq, on=stage.day(55), changes=change, reason="Anders.")
    withdraw_fact(**stage.who("medewerker", 61), seq=seq, reason="Ik las het verkeerd.")
    assert hand_in(stage, plan, "medewerker", days=62, medewerker=agreed(stage, 56))


def test_the_employee_takes_away_an_answer_that_another_gave_in_their_name(stage: Stage, plan: int) -> None:
    seq = hand_in(stage, plan, medewerker=agreed(stage))
    withdraw_fact(**stage.who("medewerker", 61), seq=seq, reason="Dit tekende ik niet.")
    assert word_says(plan)["ondertekening.medewerker.uitkomst"] == "Nog niet ondertekend"


def test_a_scan_of_a_recalled_paper_opens_for_nobody(stage: Stage, plan: int) -> None:
    hand_in(stage, plan, medewerker=agreed(stage))
    recall_paper(**stage.who("medewerker", 61), paper_id=plan, reason="Zie de tweede regel.")
    assert scans_of(plan) == ()


@pytest.mark.parametrize(
    ("login", "code"), [("bedrijfsarts", "Forbidden"), ("hrm-adviseur", "Forbidden"), ("002018", "Invisible")]
)
def test_only_the_parties_file_a_scan(stage: Stage, plan: int, login: str, code: str) -> None:
    with refused(code):
        hand_in(stage, plan, login, medewerker=agreed(stage))


def test_a_scan_that_says_nothing_new_or_cannot_be_right_is_refused(stage: Stage, plan: int) -> None:
    with refused("no_signature_on_scan"):
        hand_in(stage, plan)
    with refused("day_before_paper", field="op_medewerker"):
        hand_in(stage, plan, medewerker=agreed(stage, 47))
    with refused("day_in_future", field="op_medewerker"):
        hand_in(stage, plan, medewerker=agreed(stage, 61))
    with refused("choice_unknown", field="antwoord_medewerker"):
        hand_in(stage, plan, medewerker=PenAnswer("niet_ondertekend", stage.day(52)))
    with refused("already_signed"):
        hand_in(stage, plan, bedrijfsarts=agreed(stage))
    with refused("declaration_missing"):
        file_signed_paper(
            **stage.who("teamleider", 60),
            paper_id=plan,
            file=SentFile("a.png", png(), no_medical_data=False),
            answers={"medewerker": agreed(stage)},
        )
    with refused("file_kind_refused"):
        file_signed_paper(
            **stage.who("teamleider", 60),
            paper_id=plan,
            file=SentFile("a.docx", pen_copy(stage.seen_by("teamleider", 49), row_of(plan)), no_medical_data=True),
            answers={"medewerker": agreed(stage)},
        )


def refusal(stage: Stage, code: str, login: str = "teamleider", days: int = 60) -> str:
    with pytest.raises(Rejected) as caught:
        paper_of_code(code, actor=stage.ids[login], now=stage.moment(days))
    return caught.value.code


def test_a_code_leads_to_its_paper_or_says_why_not(stage: Stage, plan: int) -> None:
    _, row = paper_of_code("scan d0001 pva 1.pdf", actor=stage.ids["medewerker"], now=stage.moment(60))
    assert row.id == plan
    assert refusal(stage, "scan.pdf") == "code_missing"
    assert refusal(stage, "D0001-PVA-7") == "code_no_paper"
    assert refusal(stage, "D0001-PVA-1-V2") == "code_no_paper"
    assert refusal(stage, "D0001-ZZ-1") == refusal(stage, "D0999-PVA-1") == "code_unknown"
    again = stage.settle("teamleider", 60, "plan_van_aanpak", PLAN)
    assert refusal(stage, "D0001-PVA-1") == "code_old_version"
    withdraw_paper(**stage.who("teamleider", 60), paper_id=again, reason="Een fout.")
    assert refusal(stage, "D0001-PVA-1-V2") == "code_withdrawn"


def test_a_code_of_anothers_dossier_looks_like_one_that_is_not_there(stage: Stage, plan: int) -> None:
    for login in ("002018", "beheerder", "hrm-adviseur", "bedrijfsarts"):
        assert refusal(stage, "D0001-PVA-1", login) == refusal(stage, "D0999-PVA-1", login) == "code_unknown"


def test_what_was_signed_or_recalled_is_not_filed_again(stage: Stage, plan: int) -> None:
    hand_in(stage, plan, medewerker=agreed(stage), leidinggevende=agreed(stage))
    assert refusal(stage, "D0001-PVA-1") == "already_signed"
    recall_paper(**stage.who("medewerker", 61), paper_id=plan, reason="Zie de tweede regel.")
    assert refusal(stage, "D0001-PVA-1", days=61) == "paper_recalled"


def test_the_packet_has_the_scan_behind_its_paper_under_an_own_number(stage: Stage, plan: int) -> None:
    hand_in(stage, plan, medewerker=agreed(stage))
    hand_in(stage, plan, days=62, leidinggevende=agreed(stage, 53))
    give_bsn(**stage.who("medewerker", 63), number="111222333")
    with zipfile.ZipFile(io.BytesIO(download_packet(**stage.who("medewerker", 63)))) as archive:
        names = archive.namelist()
        said = {name: on_one_line(one) for name, one in read(archive.read(names[0])).items()}
        above = {name: words_above(archive.read(name)) for name in names[1:]}
    assert names[2:] == [
        "02-plan-van-aanpak-2026-02-22.docx",
        "02a-plan-van-aanpak-scan-2026-02-22.docx",
        "02b-plan-van-aanpak-scan-2026-02-22.docx",
    ]
    assert said["papier.stukken"][2] == {
        "nummer": "2a",
        "stuk": "Plan van aanpak, scan van het papier",
        "datum": stage.day(60).isoformat(),
        "opgesteld_door": f"Ingeleverd door {stage.name('teamleider')}",
        "ondertekend_door": f"{stage.name('medewerker')}, {long_date(stage.day(52))}",
        "bladzijde": "",
    }
    assert said["papier.stukken"][3]["ondertekend_door"] == f"{stage.name('teamleider')}, {long_date(stage.day(53))}"
    # The hash of what is kept, of which the file in the packet is a copy.
    assert [row["nummer"] for row in said["papier.controle"]] == ["1", "2", "2a", "2b"]
    assert said["papier.controle"][2]["getal"] == sha256(png())
    assert said["papier.opmerkingen"][0]["stuk"] == "Niets"
    who = f"{stage.name('medewerker')} · BSN 111222333"
    analysed, *signed = (long_date(stage.day(days)) for days in (38, 52, 53))
    assert above == {
        names[1]: [
            "Re-integratieverslag, stuk 1: Probleemanalyse",
            f"{who} · ondertekend op {analysed}",
        ],
        names[2]: ["Re-integratieverslag, stuk 2: Plan van aanpak", f"{who} · ondertekend op {' en '.join(signed)}"],
        names[3]: ["Re-integratieverslag, stuk 2a: Plan van aanpak, scan", f"{who} · ondertekend op {signed[0]}"],
        names[4]: ["Re-integratieverslag, stuk 2b: Plan van aanpak, scan", f"{who} · ondertekend op {signed[1]}"],
    }
    assert scans_of(plan)[0].content == png()


def words_above(content: bytes) -> list[str]:
    """The lines in the header of a Word file."""
    return docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text.splitlines()
