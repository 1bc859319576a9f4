"""The headings of a template, and which fields stand under each."""

import io
import zipfile

import pytest

from portal.documents.errors import RefusedFile
from portal.documents.sections import Section, sections
from portal.storage.catalogue import template_bytes

PLAN = template_bytes("plan_van_aanpak")


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The same .docx with a text in one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return buffer.getvalue()


def test_fields_stand_under_the_headings_of_the_paper() -> None:
    found = {section.heading: section.names for section in sections(PLAN)}
    assert found["Doel"] == ("doel", "doel_termijn", "doel_toelichting", "doelstellingen")
    assert found["Adviezen van de bedrijfsarts"] == ("adviezen", "afwijking_gemeld_op")
    assert "medewerker.naam" in found[""]


def test_a_list_is_one_field_and_a_smaller_heading_starts_nothing() -> None:
    names = [name for section in sections(PLAN) for name in section.names]
    assert not [name for name in names if name.startswith("adviezen.")]
    assert "Stappen naar het doel" not in [section.heading for section in sections(PLAN)]
    assert len(names) == len(set(names))


def test_the_heading_is_known_by_its_own_name_whatever_word_calls_the_style() -> None:
    renamed = changed(PLAN, "word/styles.xml", 'w:styleId="Heading1"', 'w:styleId="Kop1"')
    renamed = changed(renamed, "word/document.xml", 'w:pStyle w:val="Heading1"', 'w:pStyle w:val="Kop1"')
    assert sections(renamed) == sections(PLAN)


def test_without_headings_everything_is_one_section() -> None:
    plain = changed(PLAN, "word/styles.xml", 'w:val="heading 1"', 'w:val="Groot"')
    [only] = sections(plain)
    assert isinstance(only, Section)
    assert only.heading == ""
    assert "doel" in only.names


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(RefusedFile):
        sections(b"%PDF-1.7")
