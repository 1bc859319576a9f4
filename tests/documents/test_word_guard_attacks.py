"""Ways around the guard that were found by attacking it; each of these files got through once."""

import gzip
import io
import struct
import zipfile
import zlib

import pytest
from hostile_files import COMPOUND, PNG, document_with
from word_forms import OFFICE, W, package, paragraph, relationships, text

from portal.documents.errors import RefusedFile
from portal.documents.guard import admitted, check_docx
from portal.documents.package import opened, stories

RELS = "word/_rels/document.xml.rels"
FAR = "file:///srv/geheim.png"
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        admitted(data)
    return caught.value.code


def with_member(name: str, content: str | bytes, kind: str = "image") -> bytes:
    links = relationships([("x1", f"{OFFICE}/{kind}", name.removeprefix("word/"))])
    return document_with(paragraph(text("x")), **{name: content, RELS: links})


def svg(content: str = "", attributes: str = "") -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>{content}</svg>"


INNER = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.asvs("1.3.4")
@pytest.mark.parametrize("name", ["word/media/x.svg", "word/media/x.png", "word/plaatje"])
@pytest.mark.parametrize(
    "drawing",
    [
        svg(f'<image xlink:href="{FAR}"/>'),
        svg('<image href="../../srv/geheim.png"/>'),
        svg(f'<rect fill="url({FAR}#a)"/>'),
        svg(f"<style>@import '{FAR}';</style>"),
        svg(f"<style>rect {{fill: url( '{FAR}')}}</style>"),
        svg("<script>x</script>"),
        svg('<use href="#a"/>', f'xml:base="{FAR}"'),
        svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
        svg('<image href="data:image/png;base64,PHN2Zy8+"/>'),
        f'<?xml-stylesheet href="{FAR}"?>{svg()}',
    ],
)
def test_a_drawing_that_points_at_a_file_of_the_server(name: str, drawing: str) -> None:
    assert refused(with_member(name, drawing)) == "file_fetches_content"
    assert refused(with_member(name, gzip.compress(drawing.encode()))) == "file_has_embedded_files"


def test_a_drawing_that_points_within_itself_passes() -> None:
    styles = "<style>rect {fill: url(#a)}</style>"
    check_docx(with_member("word/media/x.svg", svg(f'{styles}<use xlink:href="#a"/><image href="{INNER}"/>')))


@pytest.mark.parametrize("start", ["MZ", "\nMZ", "%!PS-Adobe", "{\\rtf1", "<html/>", "zomaar"])
def test_what_is_shown_is_a_picture(start: str) -> None:
    assert refused(with_member("word/media/x.png", start)) == "file_has_embedded_files"
    assert refused(with_member("word/x", start)) == "file_has_embedded_files"


@pytest.mark.parametrize("content", [b"\n" + package({"a": "b"}), b" \nMZ", b"\0" + COMPOUND])
def test_a_file_hidden_behind_a_byte(content: bytes) -> None:
    assert refused(document_with("", **{"word/printerSettings/x.bin": content})) == "file_has_embedded_files"


@pytest.mark.parametrize("start", [" " * 70, "\n" * 70_000])
def test_a_header_that_begins_with_spaces_and_is_not_named_xml(start: str) -> None:
    header = f'{start}<w:hdr xmlns:w="{W}">{"<w:p/>" * 400_000}</w:hdr>'
    assert refused(with_member("word/header9.bin", header, "header")) in ("file_unpacks_too_large", "file_damaged")


def test_no_tree_is_built_of_a_part_that_is_too_large_whoever_checked_it() -> None:
    for body in ("<w:p/>" * 400_000, "x" * 17_000_000):
        with pytest.raises(RefusedFile, match="file_unpacks_too_large"), opened(document_with(body)) as archive:
            stories(archive)


def instruction(words: str, name: str = "instrText") -> str:
    return f'<w:r><w:{name} xml:space="preserve">{words}</w:{name}></w:r>'


def field(*pieces: str) -> str:
    return paragraph(BEGIN, *pieces, SEPARATE, text("x"), END)


ALTERNATIVES = "<mc:AlternateContent><mc:{0} Requires='w14'>{1}</mc:{0}></mc:AlternateContent>"
FETCHING = {
    "space between the runs": field(instruction("DD"), " \n ", instruction("EAUTO c:\\x")),
    "space after a piece": field("<w:r><w:instrText>INCLUDE</w:instrText> </w:r>", instruction("PICTURE x")),
    "no space": field(instruction(" DDEAUTO&quot;c:\\x&quot; ")),
    "quoted": field(instruction(' "INCLUDEPICTURE" "x" ')),
    "a switch at once": field(instruction(r" INCLUDEPICTURE\d x")),
    "another field first": field(BEGIN, instruction(' QUOTE ""'), SEPARATE, END, instruction("INCLUDETEXT x")),
    "named by another field": field(
        BEGIN, instruction("QUOTE 68 68 69"), SEPARATE, text("DDE"), END, instruction(" c:\\x")
    ),
    "another field within": field(instruction("DD"), BEGIN, instruction("PAGE"), END, instruction("EAUTO x")),
    "an element within": field("<w:r><w:instrText>DDE<w:x/>AUTO x</w:instrText></w:r>"),
    "a hyphen that does not show": field(instruction("DDE\u00adAUTO x")),
    "a space without width": field(instruction("\u200bD\u200bDE x")),
    "in the middle": field(instruction("\\* CHARFORMAT DDE x")),
    "deleted": field(instruction("INCLUDETEXT x", "delInstrText")),
    "beside what was deleted": field(instruction("HYPERLINK", "delInstrText"), instruction("DDE c:\\x")),
    "simple": '<w:p><w:fldSimple w:instr="&#x44;DE&quot;x&quot;"/></w:p>',
    "never ended": paragraph(BEGIN, instruction("LINK Excel.Sheet.8 x")),
    "in two alternatives": field(
        ALTERNATIVES.format("Choice", instruction("HYPERLINK")), ALTERNATIVES.format("Fallback", instruction("DDE x"))
    ),
}


@pytest.mark.parametrize("name", FETCHING)
def test_a_field_that_fetches_however_it_is_written(name: str) -> None:
    assert refused(document_with(FETCHING[name])) == "file_fetches_content"


def test_ordinary_fields_pass() -> None:
    words = (" PAGE \\* MERGEFORMAT ", ' HYPERLINK "https://www.dde.nl/dde/link" ', " TOC \\o ", " REF _middelen \\h ")
    nested = field(instruction(" = "), BEGIN, instruction("PAGE"), SEPARATE, text("1"), END, instruction(" - 1"))
    box = ALTERNATIVES.format("Choice", field(instruction("PAGE"))) + ALTERNATIVES.format("Fallback", field())
    check_docx(
        document_with("".join(field(instruction(one)) for one in words) + nested + f"<w:p><w:r>{box}</w:r></w:p>")
    )


def test_a_header_among_the_data_in_another_encoding() -> None:
    header = f'<?xml version="1.0" encoding="UTF-16"?><w:hdr xmlns:w="{W}">{field(instruction("DDE x"))}</w:hdr>'
    name = "customXml/header9.xml"
    links = relationships([("x1", f"{OFFICE}/header", f"../{name}")])
    assert refused(document_with("", **{name: header.encode("utf-16"), RELS: links})) == "file_damaged"
    # Without a relationship a program may still find it.
    assert refused(document_with("", **{name: header.encode("utf-16")})) == "file_fetches_content"


def outside(kind: str, target: str, mode: str = ' TargetMode="External"') -> str:
    return relationships([], f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>')


V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


@pytest.mark.parametrize(
    "body",
    [
        '<w:drawing><a:blip xmlns:a="urn:a" r:link="x1"/></w:drawing>',
        f'<w:drawing><a:blip xmlns:a="urn:a" xmlns:q="{OFFICE}" q:embed="x&#x31;"/></w:drawing>',
        f'<w:pict><v:imagedata {V} r:href="x1"/></w:pict>',
        f'<w:pict><v:imagedata {V} o:relid="x1"/></w:pict>',
        f'<w:pict><v:imagedata {V} src="{FAR}"/></w:pict>',
        f'<w:pict><v:fill {V} o:href="https://example.org/"/></w:pict>',
        rf'<w:pict><v:imagedata {V} o:href="\\server\deel"/></w:pict>',
    ],
)
def test_a_picture_that_is_called_a_link(body: str) -> None:
    data = document_with(f"<w:p><w:r>{body}</w:r></w:p>", **{RELS: outside("hyperlink", "https://example.org/x.png")})
    assert refused(data) == "file_fetches_content"


def test_links_for_the_reader_pass() -> None:
    link = '<w:hyperlink r:id="x1"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
    shape = (
        f'<w:r><w:pict><v:shape {V} href="https://www.uwv.nl/"><v:imagedata o:href="cid:a@b"/></v:shape></w:pict></w:r>'
    )
    check_docx(document_with(paragraph(link, shape), **{RELS: outside("hyperlink", "https://www.uwv.nl/")}))


@pytest.mark.parametrize("mode", ["", ' TargetMode="external"', ' TargetMode="Internal"'])
def test_an_address_is_outside_whatever_the_relationship_says(mode: str) -> None:
    for target in ("https://example.org/x", "//server/deel/x"):
        assert refused(document_with("", **{RELS: outside("frame", target, mode)})) == "file_fetches_content"


def test_relationships_under_another_spelling() -> None:
    for name in ("word/_rels/settings.xml.RELS", "word/_RELS/settings.xml.rels"):
        assert refused(document_with("", **{name: outside("hyperlink", FAR)})) == "file_has_strange_names"


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ('<w:altChunk r:id="x"/>', "file_has_embedded_files"),
        ('<w:subDoc r:id="x"/>', "file_has_embedded_files"),
        ('<w:control r:id="x"/>', "file_has_embedded_files"),
        (f"<o:OLEObject {V}/>", "file_has_embedded_files"),
        ("<w:mailMerge/>", "file_fetches_content"),
    ],
)
def test_elements_that_bring_in_something(element: str, code: str) -> None:
    assert refused(document_with(element)) == code


def png(wide: int, high: int) -> bytes:
    return PNG + b"\0\0\0\x0dIHDR" + struct.pack(">2L", wide, high) + bytes(20)


def jpeg(wide: int, high: int) -> bytes:
    """With a profile of 130 kB before its size, as photographs have."""
    profile = (b"\xff\xe2" + struct.pack(">H", 65_000) + bytes(64_998)) * 2
    return b"\xff\xd8" + profile + b"\xff\xff\xc2\0\x11\x08" + struct.pack(">2H", high, wide) + bytes(20)


def gif(wide: int, high: int) -> bytes:
    """A small screen with a picture of this size on it."""
    return (
        b"GIF89a\x01\0\x01\0\x80\0\0"
        + bytes(6)
        + b"!\xf9\x04\0\0\0\0\0,\0\0\0\0"
        + struct.pack("<2HB", wide, high, 0)
        + b"\x02\0;"
    )


def bmp(wide: int, high: int) -> bytes:
    return b"BM" + bytes(12) + struct.pack("<L2l", 40, wide, -high) + bytes(40)


def webp(wide: int, high: int) -> bytes:
    sizes = (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + sizes + bytes(9)


def tiff(wide: int, high: int) -> bytes:
    entries = struct.pack("<2HLL2HLL", 256, 4, 1, wide, 257, 4, 1, high)
    return b"II*\0" + struct.pack("<L", 9000) + bytes(8992) + struct.pack("<H", 2) + entries + bytes(4)


@pytest.mark.parametrize("make", [png, jpeg, gif, bmp, webp, tiff], ids=lambda make: make.__name__)
def test_pictures_too_large_to_draw(make: object) -> None:
    assert refused(with_member("word/media/a.png", make(8000, 6300))) == "file_unpacks_too_large"  # type: ignore[operator]
    check_docx(with_member("word/media/a.png", make(8000, 6200)))  # type: ignore[operator]


def test_a_member_that_says_otherwise_of_itself_than_the_list() -> None:
    data = document_with(paragraph(text("x")))
    place = data.index(b"word/document.xml")
    assert refused(data[:place] + b"word/dokument.xml" + data[place + 17 :]) == "file_damaged"
    flagged = bytearray(data)
    flagged[place - 24] |= 1
    assert refused(bytes(flagged)) == "file_protected"
    other_sum = bytearray(data)
    other_sum[place - 16] ^= 1
    assert refused(bytes(other_sum)) == "file_damaged"


def test_bytes_around_and_between_the_members() -> None:
    data = document_with(paragraph(text("x")))
    check_docx(data)
    assert refused(b"PK\x03\x04" + data) == "file_damaged"
    assert refused(data + b"\0") == "file_damaged"
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"x"
    assert refused(buffer.getvalue()) == "file_damaged"
    place, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    (start,) = struct.unpack("<L", data[end + 16 : end + 20])
    moved = data[:place] + b"MZ" + data[place : end + 16] + struct.pack("<L", start + 2) + data[end + 20 :]
    assert zipfile.ZipFile(io.BytesIO(moved)).testzip() is None
    assert refused(moved) == "file_damaged"


def test_an_open_document_in_the_same_zip() -> None:
    assert refused(document_with("", mimetype="application/vnd.oasis.opendocument.text")) == "not_a_docx"
    assert refused(document_with("", **{"META-INF/manifest.xml": "<a/>"})) == "not_a_docx"


def test_an_embedded_font_may_begin_with_any_byte() -> None:
    font = b"<a\x01\x02" + zlib.compress(bytes(range(256)))
    check_docx(document_with("", **{"word/fonts/font1.odttf": font}))


@pytest.mark.asvs("1.3.4")
@pytest.mark.parametrize("place", ["list", "member"])
def test_a_member_with_a_second_name(place: str) -> None:
    """Python takes the name in this field from 3.12 on, and looked for links in a member of that name."""
    name = b"word/_rels/footnotes.xml.rels"
    second = struct.pack("<BL", 1, zlib.crc32(name)) + b"word/gewoon.xml"
    field = struct.pack("<2H", 0x7075, len(second)) + second
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    whole = io.BytesIO(document_with(paragraph(text("x"))))
    with zipfile.ZipFile(whole, "a") as archive:
        about = zipfile.ZipInfo(name.decode())
        about.extra = field
        archive.writestr(about, links)
        if place == "member":
            about.extra = struct.pack("<2H", 0xFFFF, len(second)) + second
    assert refused(whole.getvalue()) == "file_has_strange_names"
