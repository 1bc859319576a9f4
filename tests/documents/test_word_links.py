"""Links in a Word file: to a website, an address for mail, a telephone or a place in the file, and to nothing else."""

import re

import pytest
from hostile_files import document_with
from test_word_guard_attacks import BEGIN, END, RELS, SEPARATE, V, field, instruction, outside
from word_forms import paragraph, relationships, text

from portal.documents.errors import RefusedFile
from portal.documents.guard import check_docx, check_upload
from portal.web.messages import sentence

HONEST = (
    "https://www.uwv.nl/werkgevers?a=1#b",
    "HTTP://waterland.example",
    "mailto:a@b.nl",
    "tel:+31205550101",
    "#doelen",
)
ELSEWHERE = (
    "file:///C:/Users/pvdb/brief.docx",
    "FILE://server/deel",
    r"\\\\server\\deel\\x",
    "//server/deel/x",
    "ms-word:ofe|u|https://kwaad.example/x.docm",
    "search-ms:query=x&amp;crumb=location:kwaad",
    "mhtml:https://kwaad.example/x",
    "javascript:alert(1)",
    "\u200bfile:///c:/x",
    "https:///x",
    "Brief van vorig jaar.docx",
    "ftp://server/x",
)


def refused(data: bytes) -> str:
    """The link that is refused, as its sender reads it."""
    with pytest.raises(RefusedFile) as caught:
        check_upload("stuk.docx", data)
    assert caught.value.code == "file_has_other_link"
    found = re.search("link naar «(.+)»\\. Er mogen", sentence(caught.value))
    assert found
    return found[1]


def linked(target: str, mode: str = ' TargetMode="External"') -> bytes:
    link = '<w:hyperlink r:id="x1"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
    return document_with(paragraph(link), **{RELS: outside("hyperlink", target, mode)})


def shape(target: str) -> bytes:
    return document_with(paragraph(f'<w:r><w:pict><v:shape {V} href="{target}"/></w:pict></w:r>'))


def in_field(told: str) -> bytes:
    return document_with(field(instruction(told)))


@pytest.mark.parametrize("address", HONEST)
def test_where_a_reader_may_go(address: str) -> None:
    for told in (f' HYPERLINK "{address}" \\o "file:x" \\t "_blank" ', f"HYPERLINK {address} \\* MERGEFORMAT"):
        check_docx(in_field(told.replace('"', "&quot;")))
    check_docx(linked(address))
    check_docx(shape(address))


def test_a_place_in_the_file_needs_no_address() -> None:
    check_docx(in_field(' HYPERLINK \\l "_Toc1" \\h '))
    check_docx(document_with(paragraph('<w:hyperlink w:anchor="_Toc1"/>')))


@pytest.mark.asvs("1.3.5")
@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_opens_a_file_or_a_program_is_refused(address: str) -> None:
    plain = address.replace("&amp;", "&").strip("\u200b")
    for mode in (' TargetMode="External"', ""):
        assert refused(linked(address, mode)) == plain
    assert refused(shape(address)) == plain
    for told in (f' HYPERLINK "{address}" ', f' hyperlink \\h "{address}"', f" HYPERLINK \\l a “{address}”"):
        assert refused(in_field(told)) == plain
    assert refused(document_with(f'<w:p><w:fldSimple w:instr="HYPERLINK &quot;{address}&quot;"/></w:p>')) == plain


@pytest.mark.parametrize(
    "body",
    [
        field(instruction(" HYPER"), instruction("LINK file:"), instruction("///c:/x ")),
        field(instruction('HYPERLINK "https://a.nl" "file:///c:/x"')),
        field(instruction("HYPERLINK"), instruction(' "file:///c:/x" ', "delInstrText")).replace(
            "instrText", "delInstrText"
        ),
        field(instruction(r" HYPERLINK \\server\deel")),
        field(instruction('HYPER\u00adLINK "https://a.nl"')),
        field(
            instruction('HYPERLINK "'), BEGIN, instruction("QUOTE file"), SEPARATE, END, instruction('https://a.nl"')
        ),
        field(instruction("HYPERLINK "), BEGIN, instruction("DOCPROPERTY waar"), SEPARATE, text("x"), END),
    ],
)
def test_a_field_does_not_hide_where_it_leads(body: str) -> None:
    assert refused(document_with(body))


VT = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'


@pytest.mark.parametrize("name", ["docProps/app.xml", "docProps/custom.xml"])
@pytest.mark.parametrize("address", ["file:///c:/x", r"\\server\deel", "ms-excel:ofv|u|x", "javascript:x"])
def test_a_link_among_the_properties(name: str, address: str) -> None:
    properties = f'<Properties {VT}><property pid="2" name="x"><vt:lpwstr>{{}}</vt:lpwstr></property></Properties>'
    assert refused(document_with("", **{name: properties.format(address)})) == address
    base = f"<Properties><HyperlinkBase>{address}</HyperlinkBase></Properties>"
    assert refused(document_with("", **{name: base})) == address
    for honest in ("Betreft: het plan", "C:\\Huisstijl\\Brief.dotx", "https://waterland.example/", "Dossier 0042", ""):
        check_docx(document_with("", **{name: properties.format(honest)}))


def test_a_link_in_a_header_or_in_the_properties_of_the_whole_file() -> None:
    header = relationships(
        [], '<Relationship Id="x1" Type="urn:x/hyperlink" Target="file:///c:/x" TargetMode="External"/>'
    )
    assert refused(document_with("", **{"word/_rels/header1.xml.rels": header}))


def test_a_long_link_is_shown_as_far_as_it_helps() -> None:
    assert refused(linked("file:///" + "x" * 500)) == f"file:///{'x' * 72}…"
