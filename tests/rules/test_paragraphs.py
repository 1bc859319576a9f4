"""The explanations in our own words: what the file may say, and what it may not."""

import pytest

from portal.rules.paragraphs import ParagraphsError, paragraph_of, parse_paragraphs

GOOD = '[plan]\ntext = "Maak een plan. Doe dat samen!"\nsource = "§4.6"\n[ondertekenen]\nsame_as = "plan"\n'


def test_an_explanation_is_read_with_its_sentences_and_source() -> None:
    found = parse_paragraphs(GOOD)
    assert found["plan"].sentences == ("Maak een plan.", "Doe dat samen!")
    assert found["plan"].source == "§4.6"
    assert found["ondertekenen"] == found["plan"]


def test_every_request_to_sign_has_the_same_explanation_and_an_unknown_step_none() -> None:
    found = parse_paragraphs(GOOD)
    assert paragraph_of(found, "ondertekenen:plan_van_aanpak:medewerker") == found["ondertekenen"]
    assert paragraph_of(found, "iets_anders") is None


@pytest.mark.parametrize(
    "wrong",
    ['[plan]\ntext = "Een zin."\n', '[plan]\nsame_as = "weg"\n', '[plan]\ntext = "a"\nsource = "b"\nbron = "c"\n'],
)
def test_what_cannot_be_meant_is_refused(wrong: str) -> None:
    with pytest.raises(ParagraphsError, match="plan"):
        parse_paragraphs(wrong)
