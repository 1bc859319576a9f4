"""The file that a template comes in: of another kind, of another program, of the house, too large or filled already."""

import time

import pytest
import word_forms as forms
from papers import TEMPLATES, edited, without_names, without_sections
from template_check import KNOWN, check, errors
from word_forms import (
    LONG_TEXT,
    TEXT,
    control,
    package,
    paragraph,
    text,
    word_file,
    word_parts,
)

from portal.documents.errors import RefusedFile
from portal.documents.filling import fill
from portal.documents.template import Template
from portal.documents.template_mending import mended
from portal.documents.template_review import check_template


def test_what_libreoffice_drops_from_a_template_comes_back() -> None:
    delivered = (TEMPLATES / "plan_van_aanpak.docx").read_bytes()
    known = {field.name: field for field in Template.open(delivered).fields}
    data = without_sections(delivered)
    found = errors(check_template(data, known, ()))
    assert {finding.code for finding in found} == {"list_lost"}
    assert Template.open(mended(data, {finding.offer for finding in found})).fields == tuple(known.values())


def test_a_template_that_lost_all_its_names_gets_most_of_them_back() -> None:
    delivered = (TEMPLATES / "plan_van_aanpak.docx").read_bytes()
    known = {field.name: field for field in Template.open(delivered).fields}
    data = without_names(without_sections(delivered))
    for _ in range(3):
        data = mended(data, {finding.offer for finding in errors(check_template(data, known, ())) if finding.offer})
    names = {field.name for field in Template.open(data).fields}
    assert len(names & known.keys()) >= 0.75 * len(known)


def dotx(data: bytes) -> bytes:
    return edited(data, ("document.main+xml", "template.main+xml"), part="[Content_Types].xml")


def test_a_word_template_becomes_a_document() -> None:
    data = dotx(forms.every_kind())
    assert [(finding.severity, finding.code) for finding in check_template(data, KNOWN, ())] == [
        ("notice", "converted_dotx")
    ]
    assert Template.open(mended(data, ())).fields == tuple(KNOWN.values())


def with_house_template() -> bytes:
    kind = f"{forms.OFFICE}/attachedTemplate"
    target = r"\\server\sjablonen\Huisstijl.dotm"
    parts = word_parts(paragraph(control("zienswijze", LONG_TEXT)))
    settings = f'{forms.OFFICE}/settings" Target="settings.xml"/>'
    parts["word/_rels/document.xml.rels"] = str(parts["word/_rels/document.xml.rels"]).replace(
        "</Relationships>", f'<Relationship Id="s" Type="{settings}</Relationships>'
    )
    parts["word/settings.xml"] = f'<w:settings {forms.NAMESPACES}><w:attachedTemplate r:id="r1"/></w:settings>'
    extra = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="External"/>'
    parts["word/_rels/settings.xml.rels"] = forms.relationships([], extra)
    return package(parts)


def test_the_house_template_behind_a_file_is_dropped_with_a_notice() -> None:
    data = with_house_template()
    codes = [finding.code for finding in check_template(data, {}, ())]
    assert codes == ["template_link_dropped"]
    found = forms.members(mended(data, ()))
    assert b"attachedTemplate" not in found["word/settings.xml"]
    assert not any(b"Huisstijl" in content for content in found.values())


def test_the_strict_form_has_a_sentence_and_other_files_are_refused() -> None:
    strict = edited(word_file(paragraph(text("x"))), (forms.W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    (finding,) = check_template(strict, KNOWN, ())
    assert (finding.severity, finding.code) == ("error", "strict_format")
    with pytest.raises(RefusedFile):
        check_template(b"geen Word", KNOWN, ())


def test_a_template_that_other_programs_cannot_open_is_not_good() -> None:
    parts = word_parts(paragraph(control("zienswijze", LONG_TEXT)))
    del parts["word/styles.xml"]
    findings = check_template(package(parts), {}, ())
    assert [finding.code for finding in findings] == ["not_usable"]


def test_a_template_with_hundreds_of_controls_is_refused_and_a_large_one_is_checked_soon() -> None:
    many = "".join(paragraph(text(f"Vraag {number}"), control("", TEXT, label=" ")) for number in range(400))
    started = time.process_time()
    assert len(errors(check(many))) == 400
    assert time.process_time() - started < 10
    (finding,) = check(many + many)
    assert (finding.severity, finding.code) == ("error", "too_many")


def test_a_filled_paper_is_no_template() -> None:
    paper = fill(Template.open(forms.every_kind()), forms.EVERY_VALUE, forms.PROPERTIES)
    (finding,) = [one for one in check_template(paper, KNOWN, ()) if one.code == "is_paper"]
    assert finding.sentence == "Dit is een ingevuld stuk van dossier 0042, geen leeg formulier."
    assert {one.severity for one in check_template(paper, KNOWN, ()) if one.code == "is_filled"} == {"error"}
