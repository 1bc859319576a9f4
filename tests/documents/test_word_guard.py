import io
import struct
import zipfile
import zlib

import pytest
import word_forms as forms
from word_forms import EVERY_VALUE, OFFICE, PROPERTIES, package, paragraph, text, word_parts

from portal.documents import guard, guard_zip
from portal.documents.archive import Member, PartialZip, pack
from portal.documents.errors import RefusedFile
from portal.documents.filling import fill
from portal.documents.guard import check_docx, check_upload
from portal.documents.template import Template

Parts = dict[str, str | bytes]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def parts(**changed: str | bytes) -> Parts:
    return word_parts(paragraph(text("Beste collega"))) | changed


def refused(data: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        check_docx(data)
    return caught.value.code


def linked(kind: str, target: str, mode: str = "External") -> bytes:
    extra = f'<Relationship Id="x9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    found = parts()
    found["word/_rels/document.xml.rels"] = forms.relationships([("s", f"{OFFICE}/styles", "styles.xml")], extra)
    return package(found)


def with_field(instruction: str) -> bytes:
    runs = "".join(f"<w:instrText>{piece}</w:instrText>" for piece in (instruction[:3], instruction[3:]))
    field = f'<w:r><w:fldChar w:fldCharType="begin"/>{runs}<w:fldChar w:fldCharType="end"/></w:r>'
    return package(word_parts(paragraph(field)))


def test_ordinary_word_files_pass() -> None:
    check_docx(package(parts()))
    check_docx(forms.every_kind())
    check_docx(fill(Template.open(forms.every_kind()), EVERY_VALUE, PROPERTIES))
    check_docx(linked("hyperlink", "https://www.uwv.nl/"))
    check_docx(linked("attachedTemplate", "file:///C:/Huisstijl/Brief.dotx"))
    check_docx(with_field(" PAGE "))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04" + b"x" * guard.MAX_FILE_BYTES, "file_too_large"),
        (b"zomaar tekst", "not_a_docx"),
        (COMPOUND, "file_protected"),
        (b"PK\x03\x04 en dan niets", "file_damaged"),
        (package(parts())[:-40], "file_damaged"),
        (package(parts())[:500], "file_damaged"),
        (package({"brief.txt": "x"}), "not_a_docx"),
        (package({"[Content_Types].xml": forms.content_types({})}), "not_a_docx"),
    ],
)
def test_what_is_no_sound_word_file(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_spreadsheet_under_a_word_name_is_refused() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    data = package(parts() | {"[Content_Types].xml": forms.content_types({"word/document.xml": sheet})})
    assert refused(data) == "not_a_docx"


@pytest.mark.asvs("5.2.3")
def test_a_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(package(parts(**{"word/media/a.bin": b"\0" * (guard_zip.MAX_UNPACKED_BYTES + 1)}))) == (
        "file_unpacks_too_large"
    )
    monkeypatch.setattr(guard_zip, "MAX_UNPACKED_BYTES", 40_000)
    many = {f"word/media/{number}.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 9_000 for number in range(5)}
    assert refused(package(parts(**many))) == "file_unpacks_too_large"


@pytest.mark.parametrize("told", [b"\0" * 10, b"\0" * 5_000_000], ids=["size_and_sum", "size"])
def test_a_bomb_that_lies_about_its_size_is_stopped_too(told: bytes) -> None:
    data = bytearray(package(parts(**{"word/media/a.bin": b"\0" * 5_000_000})))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/media/a.bin")
    short = zlib.crc32(told)
    place = data.rindex(b"word/media/a.bin") - 46
    data[place + 16 : place + 28] = struct.pack("<3L", short, info.compress_size, 10)
    place = info.header_offset
    data[place + 14 : place + 26] = struct.pack("<3L", short, info.compress_size, 10)
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert (archive.testzip() is None) == (len(told) == 10), "zipfile itself is taken in"
    assert refused(bytes(data)) == "file_damaged"


def test_a_member_with_another_sum_than_the_zip_says() -> None:
    data = bytearray(package(parts()))
    place = data.rindex(b"PK\x01\x02") + 16
    data[place] ^= 1
    assert refused(bytes(data)) == "file_damaged"


@pytest.mark.asvs("5.2.3")
def test_too_many_members() -> None:
    many = {f"word/media/{number}": b"" for number in range(guard.MAX_MEMBERS + 1)}
    assert refused(package(parts(**many))) == "file_unpacks_too_large"


@pytest.mark.asvs("5.3.2")
@pytest.mark.parametrize(
    "name", ["../buiten.xml", "word/../../x", "/etc/x", "word\\x.xml", "C:x", "word/./x", "WORD/Document.xml"]
)
def test_strange_and_double_names(name: str) -> None:
    assert refused(package(parts(**{name: "<a/>"}))) == "file_has_strange_names"


def test_the_same_name_twice() -> None:
    buffer = io.BytesIO(package(parts()))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(buffer.getvalue()) == "file_has_strange_names"


def test_an_encrypted_member() -> None:
    data = bytearray(package(parts()))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "file_protected"


def test_another_way_of_compressing() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    assert refused(buffer.getvalue()) == "file_damaged"


BOMB = '<!DOCTYPE a [<!ENTITY b "boem"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize(
    "name",
    ["word/document.xml", "_rels/.rels", "[Content_Types].xml", "customXml/item1.xml", "word/media/a.svg"],
)
def test_a_dtd_anywhere(name: str) -> None:
    assert refused(package(parts(**{name: BOMB}))) == "file_has_dtd"
    assert refused(package(parts(**{name: "\ufeff<?xml version='1.0'?>\n<!-- x -->" + BOMB}))) == "file_has_dtd"


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_dtd_cannot_hide_in_another_encoding(encoding: str) -> None:
    assert refused(package(parts(**{"word/document.xml": BOMB.encode(encoding)}))) == "file_damaged"
    declared = f"<?xml version='1.0' encoding='{encoding}'?>{BOMB}".encode()
    assert refused(package(parts(**{"word/document.xml": declared}))) == "file_damaged"


@pytest.mark.asvs("1.3.5")
def test_macros() -> None:
    assert refused(package(parts(**{"word/vbaProject.bin": b"x"}))) == "file_has_macros"
    assert refused(linked("vbaProject", "anders.bin", "Internal")) == "file_has_macros"
    types = str(parts()["[Content_Types].xml"])
    docm = types.replace(
        f"{forms.WORD_TYPE}.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert refused(package(parts(**{"[Content_Types].xml": docm}))) == "file_has_macros"


def test_embedded_files() -> None:
    assert refused(package(parts(**{"word/embeddings/a.bin": b"x"}))) == "file_has_embedded_files"
    assert refused(package(parts(**{"word/activeX/activeX1.xml": "<a/>"}))) == "file_has_embedded_files"
    assert refused(package(parts(**{"word/media/image1.png": COMPOUND}))) == "file_has_embedded_files"
    assert refused(package(parts(**{"word/media/image1.png": package({"a": "b"})}))) == "file_has_embedded_files"
    assert refused(linked("oleObject", "a.bin", "Internal")) == "file_has_embedded_files"
    assert refused(linked("aFChunk", "a.html", "Internal")) == "file_has_embedded_files"


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://example.org/pixel.png"),
        ("attachedTemplate", "https://example.org/a.dotm"),
        ("attachedTemplate", r"\\server\deel\a.dotm"),
        ("attachedTemplate", "file://server/deel/a.dotm"),
        ("frame", "file:///C:/a.htm"),
    ],
)
def test_what_would_be_fetched_on_opening(kind: str, target: str) -> None:
    assert refused(linked(kind, target)) == "file_fetches_content"


@pytest.mark.parametrize(
    "instruction", [" DDEAUTO c:\\cmd.exe", "includepicture https://a/b", "INCLUDETEXT x", "LINK a b"]
)
def test_fields_that_fetch(instruction: str) -> None:
    assert refused(with_field(instruction)) == "file_fetches_content"
    simple = paragraph(f'<w:fldSimple w:instr="{instruction}"/>')
    assert refused(package(word_parts(simple))) == "file_fetches_content"


@pytest.mark.asvs("5.2.2")
def test_uploads_by_extension_and_first_bytes() -> None:
    assert check_upload("Brief.DOCX", package(parts())).kind == "docx"
    assert check_upload("advies.v2.pdf", b"%PDF-1.7 ... startxref 0 %%EOF").kind == "pdf"


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("brief.exe", b"MZ", "file_kind_not_allowed"),
        ("brief", b"%PDF-1.7", "file_kind_not_allowed"),
        ("brief.docm", package(parts()), "file_kind_not_allowed"),
        ("scan.pdf", package(parts()), "file_content_differs"),
        ("scan.png", b"<svg/>", "file_content_differs"),
        ("brief.docx", b"%PDF-1.7", "not_a_docx"),
        ("scan.pdf", b"", "file_empty"),
        ("scan.pdf", b"%PDF-" + b"0" * guard.MAX_FILE_BYTES, "file_too_large"),
    ],
)
def test_refused_uploads(name: str, data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as caught:
        check_upload(name, data)
    assert caught.value.code == code


def test_an_encoding_in_which_words_look_different_is_refused() -> None:
    document = str(parts()["word/document.xml"]).replace("UTF-8", "ISO-8859-1")
    assert refused(package(parts(**{"word/document.xml": document}))) == "file_damaged"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/vnd.ms-office.vbaProject", "file_has_macros"),
        ("application/vnd.ms-office.activeX+xml", "file_has_embedded_files"),
    ],
)
def test_content_types_of_what_runs(kind: str, code: str) -> None:
    types = forms.content_types({"word/document.xml": f"{forms.WORD_TYPE}.document.main+xml", "word/x.bin": kind})
    assert refused(package(parts(**{"[Content_Types].xml": types}))) == code


def test_strict_open_xml_has_a_sentence_of_its_own() -> None:
    strict = str(parts()["word/document.xml"]).replace(forms.W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert refused(package(parts(**{"word/document.xml": strict}))) == "file_is_strict"


def test_a_member_that_runs_over_the_end_of_the_file() -> None:
    data = bytearray(package(parts()))
    place = data.index(b"PK\x01\x02")
    data[place + 20 : place + 24] = struct.pack("<L", len(data) * 2)
    assert refused(bytes(data)) == "file_damaged"


def test_bytes_hidden_behind_a_member() -> None:
    buffer = io.BytesIO()
    content = b"<a/>"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(content) + deflate.flush() + b"verborgen"
    hidden = Member("word/x.xml", zipfile.ZIP_DEFLATED, zlib.crc32(content), packed, len(content))
    members = [pack(name, c.encode() if isinstance(c, str) else c) for name, c in parts().items()]
    buffer.write(PartialZip([*members, hidden]).completed([]))
    assert refused(buffer.getvalue()) == "file_damaged"
