"""What another wrote comes into a form, also when its draft was begun before."""

from portal.actions.keep_draft import fingerprint, keep_draft
from portal.actions.record import record
from portal.actions.start_paper import start_values
from portal.storage.catalogue import catalogue
from tests.staging import Stage

HIEMSTRA = "001117"  # teamleider of another team


def test_a_note_comes_into_an_evaluation_that_was_begun_before_it(stage: Stage) -> None:
    """The draft keeps what its writer typed, and the screen on which the note appears may still save it."""
    stage.plan()
    kind = "eerstejaarsevaluatie"
    keep_draft(**stage.who("teamleider", 322), kind=kind, values={"verloop": "Goed."}, screen="first")
    asked = {"persoon": HIEMSTRA, "tot": stage.day(330).isoformat()}
    record(**stage.who("teamleider", 323), kind="frisse_blik_gevraagd", answers=asked)
    record(**stage.who(HIEMSTRA, 325), kind="frisse_blik", answers={"bevinding": "Kijk naar spoor 2."})
    begun = start_values(stage.seen_by("teamleider", 326), catalogue()[kind])
    assert begun["verloop"] == "Goed."
    assert begun["frisse_blik"] == [{"door": "Sjoerd Hiemstra, teamleider", "bevinding": "Kijk naar spoor 2."}]
    as_shown = {"screen": "second", "began_as": fingerprint(begun)}
    keep_draft(**stage.who("teamleider", 326), kind=kind, values=begun | {"verloop": "Heel goed."}, **as_shown)
    assert start_values(stage.seen_by("teamleider", 327), catalogue()[kind]) == begun | {"verloop": "Heel goed."}


def test_advice_that_was_emptied_comes_back_in_its_own_place(stage: Stage) -> None:
    """Rows in which nothing is left do not pile up above it."""
    kind = "plan_van_aanpak"
    begun = start_values(stage.seen_by("teamleider", 45), catalogue()[kind])
    emptied = [dict.fromkeys(row, "") for row in begun["adviezen"]]
    keep_draft(**stage.who("teamleider", 45), kind=kind, values=begun | {"adviezen": emptied})
    assert start_values(stage.seen_by("teamleider", 45), catalogue()[kind])["adviezen"] == begun["adviezen"]
