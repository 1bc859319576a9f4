"""What differs between two versions of a form: exactly that, and taken over exactly as chosen."""

import copy
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.content_controls import Choice, Field
from portal.documents.differences import (
    Difference,
    answered,
    differences,
    in_both,
    is_answer,
    meaning,
    questions,
    taken_over,
)

YES_NO = (Choice("ja", "Ja"), Choice("nee", "Nee"))
WHAT, WHO, UNTIL = Field("wat", "Wat", "text", ""), Field("wie", "Wie", "text", ""), Field("tot", "Tot", "date", "")
AGREEMENTS = Field("afspraken", "Afspraken", "rows", "", columns=(WHAT, WHO, UNTIL))
FIELDS = (
    Field("doel", "Doel", "text", ""),
    Field("kijk", "Kijk", "long_text", ""),
    Field("op", "Op", "date", ""),
    Field("akkoord", "Akkoord", "choice", "", choices=YES_NO),
    Field("gezien", "Gezien", "tick", ""),
    AGREEMENTS,
)

words = st.text(alphabet="ab é\n\t\r", max_size=12)
days = st.sampled_from(["", "2026-01-05", "2026-12-31"])
row = st.fixed_dictionaries({"wat": words, "wie": st.sampled_from(["", "Ik", "Beiden"]), "tot": days})
values = st.fixed_dictionaries(
    {
        "doel": words,
        "kijk": words,
        "op": days,
        "akkoord": st.sampled_from(["", "ja", "nee"]),
        "gezien": st.booleans(),
        "afspraken": st.lists(row, max_size=6),
    }
)


def said(found: dict[str, Any]) -> dict[str, Any]:
    return {field.name: meaning(field, found.get(field.name)) for field in FIELDS}


def agreed(wat: str, wie: str = "", tot: str = "") -> dict[str, str]:
    return {"wat": wat, "wie": wie, "tot": tot}


def of_rows(old: list[Any], new: list[Any]) -> list[tuple[str, int, int | None]]:
    found = differences((AGREEMENTS,), {"afspraken": old}, {"afspraken": new})
    return [(one.change, one.place, one.new_place) for one in found]


# Taking over


@settings(deadline=None)
@given(values, values)
def test_taking_over_everything_gives_the_new_values_and_nothing_the_old(old: dict[str, Any], new: dict[str, Any]):
    before = copy.deepcopy(old)
    found = differences(FIELDS, old, new)
    assert said(taken_over(old, found, {one.key for one in found})) == said(new)
    assert taken_over(old, found, ()) == old == before


@settings(deadline=None)
@given(values, values, st.data())
def test_any_choice_gives_the_old_values_with_just_these_changes(old: Any, new: Any, data: st.DataObject):
    found = differences(FIELDS, old, new)
    accepted = data.draw(st.sets(st.sampled_from([one.key for one in found]))) if found else set()
    taken = taken_over(old, found, accepted)
    left = differences(FIELDS, taken, new)
    for field in FIELDS[:-1]:
        from_one = new if field.name in accepted else old
        assert meaning(field, taken[field.name]) == meaning(field, from_one[field.name])
    assert len(taken.keys()) == len(old.keys())
    rows = [one for one in found if one.field is AGREEMENTS]
    chosen = [one for one in rows if one.key in accepted]
    grown = sum((one.change == "row_added") - (one.change == "row_removed") for one in chosen)
    assert len(meaning(AGREEMENTS, taken["afspraken"])) == len(meaning(AGREEMENTS, old["afspraken"])) + grown
    assert said(taken_over(taken, left, {one.key for one in left})) == said(new)


@settings(deadline=None)
@given(values)
def test_a_form_does_not_differ_from_itself(one: dict[str, Any]):
    assert differences(FIELDS, one, copy.deepcopy(one)) == ()


@settings(deadline=None)
@given(values, values)
def test_every_key_is_its_own(old: dict[str, Any], new: dict[str, Any]):
    keys = [one.key for one in differences(FIELDS, old, new)]
    assert len(keys) == len(set(keys))


# What is a difference


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("doel", "Terug naar  het werk ", "Terug naar het werk"),
        ("doel", None, ""),
        ("kijk", "Een\r\nTwee", "Een\nTwee"),
        ("kijk", "Een\n\nTwee \n", "Een\nTwee"),
        ("kijk", "Een\u00a0twee", "Een twee"),
        ("op", "2026-01-05", "5 januari 2026"),
        ("gezien", None, False),
        ("afspraken", [agreed("Bellen"), {}, agreed(" ")], [agreed("Bellen ")]),
        ("afspraken", None, []),
    ],
)
def test_what_says_the_same_is_no_difference(name: str, old: Any, new: Any):
    assert differences(FIELDS, {name: old}, {name: new}) == ()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("kijk", "Een twee", "Een\ntwee"),
        ("doel", "Werk", "werk"),
        ("op", "", "2026-01-05"),
        ("gezien", True, False),
        ("akkoord", "ja", ""),
    ],
)
def test_what_says_something_else_is_one(name: str, old: Any, new: Any):
    [found] = differences(FIELDS, {name: old}, {name: new})
    assert (found.key, found.change, found.old, found.new) == (name, "changed", old, new)


def test_a_field_that_was_not_read_stays_as_it_was():
    assert differences(FIELDS, {"doel": "Werk", "afspraken": [agreed("Bellen")]}, {}) == ()


# Rows


BASE = [agreed("Elke week bellen", "Beiden"), agreed("Thuis werken", "Ik", "2026-03-01"), agreed("Koffie", "Ik")]


def test_a_row_that_came_in_the_middle_leaves_the_others_alone():
    assert of_rows(BASE, [BASE[0], agreed("Rustig beginnen", "Ik"), *BASE[1:]]) == [("row_added", 1, 1)]


def test_a_row_that_went_leaves_the_others_alone():
    assert of_rows(BASE, [BASE[0], BASE[2]]) == [("row_removed", 1, None)]


def test_a_row_in_other_words_is_the_same_row():
    new = [BASE[0] | {"wat": "Elke week een keer bellen"}, BASE[1] | {"tot": "2026-04-01"}, BASE[2]]
    assert of_rows(BASE, new) == [("row_changed", 0, 0), ("row_changed", 1, 1)]


def test_a_row_with_all_its_words_replaced_is_another_row():
    new = [BASE[0], agreed("Anders", "Zij"), BASE[2]]
    assert of_rows(BASE, new) == [("row_removed", 1, None), ("row_added", 2, 1)]


def test_edited_removed_and_added_rows_together():
    new = [BASE[1] | {"wie": "Wij"}, BASE[2], agreed("Nieuw", "Ik")]
    assert of_rows(BASE, new) == [("row_removed", 0, None), ("row_changed", 1, 0), ("row_added", 3, 2)]


def test_rows_that_are_the_same_twice_are_counted():
    assert of_rows([BASE[0]] * 3, [BASE[0]] * 2) == [("row_removed", 2, None)]


def test_a_cell_that_says_the_same_keeps_its_old_words():
    old = [agreed("Bellen  elke week", "Ik")]
    [found] = differences((AGREEMENTS,), {"afspraken": old}, {"afspraken": [agreed("Bellen elke week", "Wij")]})
    assert found.new == agreed("Bellen  elke week", "Wij")


def test_part_of_the_rows_can_be_taken_over():
    old, new = {"afspraken": BASE}, {"afspraken": [agreed("Nieuw", "Zij"), BASE[1] | {"tot": ""}, BASE[2]]}
    found = differences((AGREEMENTS,), old, new)
    keys = {one.change: one.key for one in found}
    taken = taken_over(old, found, {keys["row_added"], keys["row_changed"]})
    assert taken["afspraken"] == [BASE[0], new["afspraken"][0], new["afspraken"][1], BASE[2]]


def test_five_hundred_rows_that_all_changed_are_compared_in_time():
    start = time.perf_counter()
    old = [agreed(f"Afspraak {number} " + "woord " * 50, "Ik") for number in range(500)]
    new = [{**one, "wat": one["wat"].replace("Afspraak", "Regel")} for one in old]
    assert len(of_rows(old, new)) >= 500
    assert time.perf_counter() - start < 3


# Questions


def one_difference(name: str, old: Any, new: Any, **more: Any) -> Difference:
    [found] = differences(FIELDS, {name: old}, {name: new}, **more)
    return found


def test_a_day_that_nobody_can_read_is_asked():
    found = one_difference("op", "2026-01-05", "ergens in mei")
    [question] = questions(found)
    assert (question.key, question.code, question.found) == ("op", "unreadable_date", ("ergens in mei",))
    assert [is_answer(question, answer) for answer in ("2026-05-01", None, "mei", "")] == [True, True, False, False]
    assert answered(found, {"op": "2026-05-01"}).new == "2026-05-01"
    assert answered(found, {"op": None}).new == "2026-01-05"


def test_an_answer_that_is_not_on_the_list_is_asked():
    [question] = questions(one_difference("akkoord", "ja", "misschien"))
    assert question.code == "unknown_choice"
    assert is_answer(question, "nee")
    assert not is_answer(question, "misschien")


def test_a_field_that_says_two_things_is_asked():
    found = one_difference("doel", "Werk", "Werk", several={"doel": ("Werk", "Ander werk")})
    [question] = questions(found)
    assert (question.code, question.found) == ("two_values", ("Werk", "Ander werk"))
    assert not is_answer(question, "Iets anders")
    taken = taken_over({"doel": "Werk"}, [answered(found, {"doel": "Ander werk"})], {"doel"})
    assert taken == {"doel": "Ander werk"}


def test_two_values_that_say_the_same_are_no_question():
    assert differences(FIELDS, {"doel": "Werk"}, {"doel": "Werk"}, {"doel": ("Werk", "Werk ")}) == ()


def test_a_cell_in_a_row_is_asked():
    found = one_difference("afspraken", [BASE[1]], [BASE[1] | {"tot": "binnenkort"}])
    [question] = questions(found)
    assert (question.key, question.field, question.old) == ("afspraken.0.tot", UNTIL, "2026-03-01")
    assert answered(found, {question.key: None}).new == BASE[1]
    assert questions(one_difference("afspraken", [BASE[1] | {"tot": "x"}], [BASE[1] | {"tot": "x", "wie": "W"}])) == ()


# What nobody changed in Word


def test_what_the_copy_said_already_was_not_changed_in_word():
    issued = {"doel": "Werk", "op": "", "afspraken": [BASE[0], BASE[1]]}
    draft = {"doel": "Beter werk", "op": "", "afspraken": [BASE[0] | {"wie": "Wij"}, BASE[2]]}
    returned = {"doel": "Werk", "op": "2026-01-05", "afspraken": [BASE[0], BASE[1], agreed("Nieuw", "Zij")]}
    found = differences(FIELDS, draft, returned)
    told = {(one.change, str(one.new or one.old)): in_both(one, issued) for one in found}
    assert told == {
        ("changed", "Werk"): True,
        ("changed", "2026-01-05"): False,
        ("row_changed", str(BASE[0])): True,
        ("row_removed", str(BASE[2])): True,
        ("row_added", str(BASE[1])): True,
        ("row_added", str(agreed("Nieuw", "Zij"))): False,
    }
