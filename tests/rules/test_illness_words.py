"""The list of illness words: what it finds, in which shapes, and what it leaves alone."""

from pathlib import Path
from time import process_time

import pytest

from portal.rules.illness_words import IllnessWordsError, one_slip, parse_illness_words, plain
from portal.settings import ROOT

WORDS = parse_illness_words((ROOT / "portal/protocols/privacy/ziektewoorden.toml").read_text(encoding="utf-8"))


def found(text: str) -> list[str]:
    return [hit.word for hit in WORDS.found_in(text)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Hij heeft een depressie.", "depressie"),
        ("Zij is depressief sinds mei", "depressief"),
        ("BURN-OUT", "burnout"),
        ("een burn out", "burn out"),
        ("borstkanker", "borstkanker"),
        ("kankerpatiënt", "kankerpatient"),
        ("twee hernia's", "hernias"),
        ("na de herniaoperatie", "herniaoperatie"),
        ("met burn-outklachten thuis", "burnoutklachten"),
        ("🅳🅴🅿🆁🅴🆂🆂🅸🅴", "depressie"),
        ("🅓🅔🅟🅡🅔🅢🅢🅘🅔", "depressie"),
        ("diabettes", "diabettes"),
        ("migriane", "migriane"),
        ("fysiotherapeut", "fysiotherapeut"),
        ("Suïcidaal", "suicidaal"),
        ("röntgenfoto", "rontgenfoto"),
        ("een MRI gehad", "mri"),
        ("medicijnen", "medicijnen"),
        ("ziekte\nvan lyme", "lyme"),
        ("longontstekking", "longontstekking"),
        ("dépressie", "depressie"),
        ("her\u00adnia", "hernia"),
        ("her\u2060nia", "hernia"),
        ("her\ufe0fnia", "hernia"),
        ("her\u034fnia", "hernia"),
        ("her-\nnia", "hernia"),
        ("burn\u2011out", "burnout"),
        ("Is het werkgerelateerd?", "werkgerelateerd"),
    ],
)
def test_it_is_found(text: str, word: str) -> None:
    assert word in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Anouk werkt op arbeidstherapeutische basis: arbeidstherapie, zes weken.",
        "We spraken af dat zij vier uur per dag begint, met een vaste pauze.",
        "Ziek gemeld op maandag. Lopende zaken: de aanbesteding van de brug.",
        "De bedrijfsarts adviseert geen deadlines en niet zwaar tillen.",
        "Hij gooit het anker uit en begrijpt de migratie van het systeem.",
        "Het operationele team en de coöperatie doen mee; mediation is een optie.",
        "De expressie van het plan is helder.",
    ],
)
def test_ordinary_work_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_each_word_once_with_what_to_write_instead() -> None:
    hits = WORDS.found_in("Griep, griep en nog eens GRIEP; en medicatie")
    assert [hit.word for hit in hits] == ["griep", "medicatie"]
    assert "wat iemand in het werk wel en niet kan" in hits[0].instead


def test_an_organisation_adds_words_and_puts_words_off() -> None:
    own = WORDS.changed(added=["Q-koorts", "kwakkel*"], off=["Griep"], instead="Laat dit weg.")
    assert [hit.word for hit in own.found_in("qkoorts, griep, kwakkelend")] == ["qkoorts", "kwakkelend"]
    assert found("griep") == ["griep"]


@pytest.mark.parametrize(
    ("one", "other"), [("griep", "griep"), ("griep", "grip pe"), ("abcd", "badc"), ("abc", "abcde")]
)
def test_no_slip(one: str, other: str) -> None:
    assert not one_slip(one, other)


@pytest.mark.parametrize("other", ["diabtes", "diabeets", "diabetess", "diabotes", "iabetes"])
def test_one_slip(other: str) -> None:
    assert one_slip("diabetes", other)
    assert one_slip(other, "diabetes")


def test_a_group_needs_words_and_advice() -> None:
    with pytest.raises(IllnessWordsError, match="aard"):
        parse_illness_words('[aard]\nwords = ["griep"]')


def test_a_star_stays_in_a_word_of_the_list_only() -> None:
    assert (plain(" Q-Koorts ", "*"), plain("*kanker*", "*"), plain("*kanker*")) == ("qkoorts", "*kanker*", "kanker")


def test_a_long_text_is_read_in_a_blink() -> None:
    text = (Path(ROOT) / "README.md").read_text(encoding="utf-8")[:20_000]
    begin = process_time()
    WORDS.found_in(text)
    assert process_time() - begin < 0.5
