"""PDFs from outside: whole ones with text and pictures pass, what runs or carries along is refused, and soon."""

import io
import random
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import hostile_files
import pytest
from word_forms import package

from portal.documents.errors import RefusedFile
from portal.documents.guard import MAX_FILE_BYTES, check_upload
from portal.documents.guard_pdf import MAX_OBJECT_BYTES
from portal.web.messages import SENTENCES

MAX_BYTES = 100 * 1024 * 1024
# The goal is 0.2 s of processor time; a busy machine counts more for the same work.
MAX_SECONDS = 0.2 * 2
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (about, len(content), content)


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of one page with more objects; its cross-references are left to the reader, which repairs them."""
    first = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate([*first, *objects], 1))
    return b"%%PDF-1.7\n%b" % body + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def packed(objects: bytes, about: bytes = b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode") -> bytes:
    return pdf(stream(zlib.compress(b"12 0 " + objects), about))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        check_upload("advies.pdf", data)
    assert caught.value.code in SENTENCES
    return caught.value.code


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


HONEST = {
    "empty_page": pdf(stream(b"")),
    "text": pdf(stream(zlib.compress(b"BT /F1 12 Tf (Beste /JS collega) Tj ET"), b"/Filter/FlateDecode")),
    "object_stream": packed(b"<</Type/Outlines/First 13 0 R/Title(100% klaar)>>"),
    "links": pdf(b"<</S/URI/URI(https://example.org/web/JavaScript)>>", b"<</S/URI/URI(https://x.nl/Launch/nu)>>"),
    "words_that_only_begin_so": pdf(b"<</JavaScripting 1/JSON 2/Launcher 3/EmbeddedFileName 4>>"),
    "numbers_first": pdf(stream(zlib.compress(b"1 0 0 1 0 0 cm " * 50_000), b"/Filter/FlateDecode")),
    "picture": pdf(stream(noise(2_000_000) + b" /JS /XF" + noise(2_000_000), b"/Subtype/Image/Filter/DCTDecode")),
    "outline_before_a_picture": pdf(b"<</First 9 0 R>>", stream(b"\xff\xd8", b"/Filter/DCTDecode")),
    "filled_up": pdf() + bytes(20_000),
    "made_longer": pdf() + pdf(),
    "a_line_more": pdf() + b"\r\n\n",
    "added_to": pdf() + b"9 0 obj\n<</Type/Annot>>\nendobj\nxref\n0 0\ntrailer<</Root 1 0 R>>\nstartxref\n400\n%%EOF",
    "for_the_web": pdf().replace(b"2 0 obj", b"xref\n0 0\ntrailer<<>>\nstartxref\n0\n%%EOF\n2 0 obj", 1),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_pass(name: str) -> None:
    assert check_upload("advies.PDF", HONEST[name]).kind == "pdf"


def test_a_pdf_that_libreoffice_or_a_browser_made_would_pass_with_its_marks() -> None:
    info = b"<</Producer(LibreOffice 25.2)/Title<FEFF0041>>>"
    mark = b"<</Type/Catalog/OpenAction[3 0 R/XYZ null null 0]/MarkInfo<</Marked true>>/StructTreeRoot 9 0 R>>"
    assert check_upload("advies.pdf", pdf(info, mark)).kind == "pdf"


@pytest.mark.parametrize(
    "objects",
    [
        (b"<</OpenAction[3 0 R/Fit]>>", b"<</Subtype/Link/A<</S/URI/URI(https://www.example.nl/)>>>>"),
        (b"<</OpenAction 9 0 R>>", b"<</S/GoTo/D[3 0 R/Fit]>>"),
    ],
)
def test_a_place_to_begin_and_a_link_to_click_pass(objects: tuple[bytes, ...]) -> None:
    assert check_upload("advies.pdf", pdf(*objects)).kind == "pdf"


LINK = b"<</Subtype/Link/A<</S/URI/URI(https://www.example.nl/)>>>>"
PLACE = b"<</Type/Action/S/GoTo/D[3 0 R/Fit]>>"


def with_opening(*objects: bytes) -> bytes:
    """A PDF that at opening does what its fifth object says."""
    return pdf(LINK, *objects).replace(b"/Catalog", b"/Catalog/OpenAction 5 0 R")


def object_stream(numbers: bytes, objects: bytes, about: bytes = b"") -> bytes:
    """Objects packed in a stream, as LaTeX does."""
    about = about or b"/Type/ObjStm/N 2/First %d/Filter/FlateDecode" % (len(numbers) + 1)
    return stream(zlib.compress(numbers + b" " + objects), about)


@pytest.mark.parametrize(
    "shown",
    [
        PLACE,
        b"<<\n/S /GoTo\n/D [ 3 0 R /XYZ 0 800 null ]\n>>",
        b"[3 0 R/Fit]",
        b"<</S/GoTo/D(begin)>>",
        b"<</S/GoTo/D/begin/SD[3 0 R/Fit]>>",
        b"<</D 3 0 R/S/GoTo>>",
    ],
)
def test_a_place_to_begin_in_an_object_of_its_own_passes_beside_links(shown: bytes) -> None:
    assert check_upload("advies.pdf", with_opening(shown)).kind == "pdf"
    packed_place = object_stream(b"11 0 5 %d" % (len(LINK) + 1), LINK + b" " + shown)
    assert check_upload("advies.pdf", with_opening()[:-40] + b"6 0 obj " + packed_place + pdf()[-60:]).kind == "pdf"
    assert check_upload("advies.pdf", pdf(LINK, b"<</OpenAction" + shown + b">>")).kind == "pdf"


NOT_CLEAR = {
    "an_address": (b"<</S/URI/URI(https://kwaad.example/)>>",),
    "a_place_and_then_more": (b"<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>",),
    "a_print": (b"<</S/Named/N/Print>>",),
    "nowhere": (),
    "another_object": (b"4 0 R",),
    "twice": (PLACE, PLACE + b" endobj 5 0 obj<</S/URI/URI(https://kwaad.example/)>>"),
    "a_remark_in_its_number": (PLACE, b"<<>> endobj 5%x\n0 obj<</S/URI/URI(https://kwaad.example/)>>"),
    "a_number_with_a_point": (PLACE, b"<<>> endobj 5.0 0 obj<</S/URI/URI(https://kwaad.example/)>>"),
    "also_packed": (PLACE, object_stream(b"5 0", b"<</S/URI/URI(https://kwaad.example/)>>")),
    "packed_elsewhere": (PLACE, object_stream(b"5 0", PLACE, b"/First 4/F#69rst 9/Filter/FlateDecode")),
    "packed_behind_a_remark": (PLACE, object_stream(b"5 0", PLACE, b"/First 9%x\n/Filter/FlateDecode")),
    "packed_in_another_object": (PLACE, object_stream(b"5 0", PLACE, b"/First 9 0 R/Filter/FlateDecode")),
    "too_many": (PLACE, b"endobj 9 0 obj " * 50_000),
}


@pytest.mark.parametrize("name", NOT_CLEAR)
def test_what_happens_at_opening_is_clear_where_there_are_links(name: str) -> None:
    assert refused(with_opening(*NOT_CLEAR[name])) == "file_has_active_content"


def test_what_happens_at_opening_may_be_anything_where_nothing_leads_to_an_address() -> None:
    harmless = with_opening(*NOT_CLEAR["a_print"]).replace(b"/URI", b"/UR_")
    assert check_upload("advies.pdf", harmless).kind == "pdf"


def test_an_action_at_opening_and_its_address_may_be_packed_apart() -> None:
    opening = stream(zlib.compress(b"12 0 <</OpenAction 9 0 R>>"), b"/First 5/Filter/FlateDecode")
    address = stream(zlib.compress(b"9 0 <</S/URI/URI(https://kwaad.example/)>>"), b"/First 4/Filter/FlateDecode")
    assert refused(pdf(opening, address)) == "file_has_active_content"


ACTIVE = [
    b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    b"<</OpenAction<</S /JavaScript /JS 9 0 R>>>>",
    b"<</Names<</JavaScript 9 0 R>>>>",
    b"<</JS(app.alert\\(1\\))>>",
    b"<</S/J#61v#61Script/J#53 9 0 R>>",
    b"<</S/#4aavaScript>>",
    b"<</S/#4AavaScrip#74>>",
    b"<</S%let op\n/JavaScript>>",
    b"<</S/Launch/F(cmd.exe)>>",
    b"<</S/Rendition/JS(x)>>",
    b"<</Type/EmbeddedFile/Length 3>>",
    b"<</Names<</EmbeddedFiles<</Names[(a)9 0 R]>>>>>>",
    b"<</Subtype/FileAttachment/FS 9 0 R>>",
    b"<</Subtype/RichMedia>>",
    b"<</OpenAction<</S/GoToR/F(\\\\\\\\kwaad.example\\\\x)/D[0/Fit]>>>>",
    b"<</OpenAction<</S/Go#54oE/F(\\\\\\\\kwaad.example\\\\x)>>>>",
    b"<</A<</S/SubmitForm/F(https://kwaad.example/)>>>>",
    b"<</A<</S/ImportData/F(x.fdf)>>>>",
    b"<</Subtype/Movie/Movie<</F(\\\\\\\\kwaad.example\\\\x)>>>>",
    b"<</AcroForm<</XFA[(a)9 0 R]>>>>",
    b"<</OpenAction<</S/URI/URI(https://kwaad.example/)>>>>",
    b"<</Open#41ction<</S/#55RI/#55RI(https://kwaad.example/)>>>>",
    b"<</OpenAction 9 0 R>> endobj 9 0 obj<</S/GoTo/D[0/Fit]/Next<</S/URI/URI(https://kwaad.example/)>>>>",
    b"<</AA<</O<</S/URI/URI(https://kwaad.example/)>>>>>>",
    b"<</OpenAction<</S/Thread/F(\\\\kwaad.example\\x)/D 0>>>>",
    b"<</OpenAction<</S/Sound/Sound 9 0 R>>>>",
    b"<</Subtype/3D/3DD 9 0 R>>",
    b"<</Type/3D/Subtype/U3D>>",
]


@pytest.mark.parametrize("what", ACTIVE)
def test_what_runs_or_carries_along_is_refused(what: bytes) -> None:
    assert refused(pdf(what)) == "file_has_active_content"
    assert refused(packed(what)) == "file_has_active_content"
    assert refused(pdf(stream(noise(100)), what, stream(b"x"))) == "file_has_active_content"


SCRIPT = b"<</S/JavaScript/JS 9 0 R>>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("no_type", packed(SCRIPT, b"/N 1/First 5/Filter/FlateDecode")),
        ("escaped_type", packed(SCRIPT, b"/Type/Obj#53tm/N 1/First 5/Filter[/FlateDecode]")),
        ("hidden_dictionary", packed(SCRIPT, b"/First 5/Filter/FlateDecode%endobj\n")),
        ("far_dictionary", packed(SCRIPT, b"/First 5" + b" " * 9_000 + b"/Filter/FlateDecode")),
        ("begins_with_remark", pdf(stream(zlib.compress(b"%x\n12 0 " + SCRIPT), b"/First 9"))),
        ("broken_off", pdf(stream(zlib.compress(b"12 0 " + SCRIPT * 50)[:-6], b"/First 5/Filter/FlateDecode"))),
        ("two_packings", pdf(stream(b"78DA>", b"/Type/ObjStm/First 5/Filter[/ASCIIHexDecode/FlateDecode]"))),
        (
            "predicted",
            pdf(stream(zlib.compress(b"\x0212 0"), b"/First 5/Filter/FlateDecode/DecodeParms<</Predictor 12>>")),
        ),
        ("looks_like_text_in_a_stream", pdf(stream(b"("), SCRIPT, b"9 %)")),
        ("inside_a_stream", pdf(stream(b"7 0 obj <</S/JavaScript>> endobj"))),
        ("text_over_objects", pdf(stream(b"(endstream endobj 6 0 obj/JavaScript endobj%)"))),
        ("without_end_of_stream", pdf(b"<<>>stream\n" + SCRIPT)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_script_does_not_hide(name: str, data: bytes) -> None:
    assert refused(data) == "file_has_active_content", name


def test_no_more_objects_are_unpacked_than_fit_in_memory() -> None:
    assert refused(packed(b" " * (MAX_OBJECT_BYTES + 1))) == "file_has_active_content"
    half = stream(zlib.compress(b"1 0 " + b" " * (MAX_OBJECT_BYTES // 2)), b"/First 4/Filter/FlateDecode")
    assert check_upload("advies.pdf", pdf(half)).kind == "pdf"
    assert refused(pdf(half, half)) == "file_has_active_content"


def test_what_is_not_whole_or_has_a_password() -> None:
    whole = HONEST["text"]
    assert refused(whole[:-30]) == "pdf_damaged"
    assert refused(whole.replace(b"startxref", b"")) == "pdf_damaged"
    assert refused(b"%PDF-1.7\n") == "pdf_damaged"
    assert refused(whole.replace(b"/Root", b"/Encrypt 9 0 R/Root")) == "pdf_protected"
    assert refused(b"\n" + whole) == "file_content_differs"


PAGE_OF_A_SITE = b"<html><script>alert(1)</script></html>" * 33


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    "behind",
    [
        PAGE_OF_A_SITE,
        b"\n" + PAGE_OF_A_SITE,
        PAGE_OF_A_SITE + b"\nstartxref\n0\n%%EOF\n",
        noise(9_000),
        package({"a.txt": "a"}),
        b"x",
    ],
)
def test_something_else_behind_the_end(behind: bytes) -> None:
    assert refused(HONEST["text"] + behind) == "pdf_goes_on"


def test_a_zip_that_ends_as_a_pdf() -> None:
    zipped, end = package({"a.txt": "a"}), b"startxref\n0\n%%EOF"
    both = pdf(stream(zipped[:-2] + len(end).to_bytes(2, "little") + end)).rpartition(b"\nendstream")[0]
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert refused(both) == "pdf_goes_on"


def slow() -> bytes:
    """A stream of the smallest blocks with a table of their own, which takes seconds to unpack."""
    block = hostile_files._block()
    eight = sum(bit << place for place, bit in enumerate(block * 8)).to_bytes(len(block), "little")
    # A stored block with a number before it makes it look like objects.
    return b"\x78\x9c\x00\x02\x00\xfd\xff12" + eight * (9_500_000 // len(eight))


BIG = MAX_FILE_BYTES - 2_000
HOSTILE = {
    "slashes": b"/" * BIG,
    "first_letters": b"/J" * (BIG // 2),
    "almost_names": b"/#4aavaScrip                   " * 290_000,
    "addresses": b"(/JavaScript)" * (BIG // 13),
    "fewer_addresses": b"(/JavaScript)                     " * 290_000,
    "open_texts": b"(/JavaScript " * (BIG // 13),
    "streams": b"stream\n" * (BIG // 7),
    "ends_of_streams": b"endstream" * (BIG // 9),
    "packed_streams": (b"stream\n" + zlib.compress(b"1 0 x" * 40) + b"endstream ") * 19_000,
    "bomb": stream(zlib.compress(b"1 0 " + bytes(400_000_000), 9), b"/First 4/Filter/FlateDecode"),
    "bombs": stream(zlib.compress(b"1 0 " + bytes(100_000), 9), b"/First 4/Filter/FlateDecode") * 19_000,
    "names_in_a_bomb": stream(zlib.compress(b"1 0 " + b"/J" * 11_000_000, 9), b"/First 4/Filter/FlateDecode"),
    "slow_to_unpack": stream(slow(), b"/First 4/Filter/FlateDecode"),
    "objects_at_opening": b"<</OpenAction 7 0 R/URI()>> 1 0 obj 7" + b" 0 obj 7" * 1_200_000,
    "places_at_opening": b"/URI()" + b"/OpenAction<</D[" * 600_000,
    "packed_at_opening": b"/URI()/OpenAction 7 0 R" + stream(zlib.compress(b"7 0 " * 6_000_000, 9), b"/First 9") * 200,
    "noise": stream(noise(BIG)),
    "spaces": b"stream" + b" " * BIG,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_time_and_memory(name: str) -> None:
    data = pdf(HOSTILE[name][:BIG])
    assert len(data) <= MAX_FILE_BYTES
    started = time.process_time()
    try:
        check_upload("advies.pdf", data)
        passed = True
    except RefusedFile as error:
        passed = error.code != "file_has_active_content"
    seconds = time.process_time() - started
    assert passed == (name in ("noise", "spaces", "almost_names")), seconds
    assert seconds <= MAX_SECONDS
    tracemalloc.start()
    try:
        with suppress(RefusedFile):
            check_upload("advies.pdf", data)
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak <= MAX_BYTES - 40 * 1024 * 1024
