"""Photographs and scans: only what draws them is kept, and what is not one, or more than one, is refused."""

import io
import struct
import zipfile
import zlib

import pytest

from portal.documents.errors import RefusedFile
from portal.documents.guard import check_upload
from tests.small_picture import JPEG, chunk, jpeg, png, segment

PLACE = b"52.3702 N, J. de Vries"


def exif(order: str, way: int) -> bytes:
    entry = struct.pack(f"{order}2HL2H", 0x112, 3, 1, way, 0)
    start = b"II*\0" if order == "<" else b"MM\0*"
    tiff = start + struct.pack(f"{order}LH", 8, 1) + entry + bytes(4) + PLACE
    return segment(0xE1, b"Exif\0\0" + tiff)


def refused(name: str, data: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        check_upload(name, data)
    return caught.value.code


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def at_size(wide: int, high: int) -> bytes:
    """The JPEG that says of itself that it is this large."""
    return JPEG.replace(struct.pack(">2H", 8, 16), struct.pack(">2H", high, wide), 1)


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(("name", "data"), [("scan.PNG", png()), ("foto.jpg", JPEG), ("foto.jpeg", JPEG)])
def test_a_plain_picture_stays_as_it_is(name: str, data: bytes) -> None:
    assert check_upload(name, data).content == data


def test_where_and_by_whom_it_was_taken_is_left_out_and_the_dots_stay() -> None:
    words = ((b"tEXt", b"Author\0" + PLACE), (b"eXIf", PLACE), (b"iTXt", PLACE), (b"prVt", PLACE))
    assert check_upload("scan.png", png(*words, (b"pHYs", bytes(9)))).content == png((b"pHYs", bytes(9)))
    noted = (segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE), segment(0xED, PLACE), segment(0xFE, PLACE))
    assert check_upload("foto.jpg", jpeg(*noted)).content == JPEG


@pytest.mark.parametrize(
    "part",
    [
        (b"tRNS", PLACE * 20),
        (b"pHYs", bytes(9) + PLACE),
        (b"gAMA", PLACE),
        (b"sRGB", PLACE),
        (b"cHRM", PLACE),
        (b"PLTE", PLACE * 60),
    ],
)
def test_a_part_of_a_png_holds_no_more_than_draws(part: tuple[bytes, bytes]) -> None:
    assert refused("scan.png", png(part)) == "picture_damaged"
    assert refused("scan.png", png(*[(b"sRGB", b"J")] * 2)) == "picture_damaged"
    assert refused("scan.png", png()[:-12] + chunk(b"IEND", PLACE)) == "picture_damaged"


@pytest.mark.parametrize("mark", [0xC0, 0xC4, 0xCC, 0xDA, 0xDB, 0xDD])
def test_a_part_of_a_jpeg_holds_no_more_than_draws(mark: int) -> None:
    start = JPEG.find(bytes((0xFF, mark)))
    size = struct.unpack_from(">H", JPEG, start + 2)[0] if start > 0 else 0
    content, rest = (JPEG[start + 4 : start + 2 + size], JPEG[start + 2 + size :]) if size else (bytes(2), JPEG[2:])
    before = JPEG[:start] if size else JPEG[:2]
    assert check_upload("foto.jpg", before + segment(mark, content) + rest).kind == "jpg"
    assert refused("foto.jpg", before + segment(mark, content + b"\0" + PLACE) + rest) == "picture_damaged"


def test_the_colours_of_a_jpeg_are_said_in_twelve_bytes() -> None:
    colours = b"Adobe" + bytes(7)
    assert check_upload("foto.jpg", jpeg(segment(0xEE, colours + PLACE))).content == jpeg(segment(0xEE, colours))


@pytest.mark.parametrize("order", ["<", ">"])
def test_which_side_is_up_is_kept(order: str) -> None:
    found = check_upload("foto.jpg", jpeg(exif(order, 6))).content
    assert PLACE not in found
    assert exif(">", 6).removesuffix(PLACE)[4:] in found
    assert check_upload("foto.jpg", found).content == found
    assert check_upload("foto.jpg", jpeg(exif(order, 1))).content == JPEG
    assert check_upload("foto.jpg", jpeg(segment(0xE1, b"Exif\0\0II"))).content == JPEG


def test_the_small_picture_of_the_whole_is_left_out() -> None:
    jfif = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\1" + b"\xaa" * 6)
    assert check_upload("foto.jpg", JPEG[:2] + jfif + JPEG[20:]).content == JPEG


def test_what_a_telephone_puts_behind_the_end_is_left_out() -> None:
    assert check_upload("foto.jpg", JPEG + b"second picture" + JPEG).content == JPEG
    assert check_upload("foto.jpg", JPEG + zipped()).content == JPEG


@pytest.mark.parametrize("name", ["scan.png", "foto.jpg"])
def test_another_kind_under_this_name(name: str) -> None:
    other = JPEG if name == "scan.png" else png()
    assert refused(name, other) == "file_content_differs"
    assert refused(name, b"<svg/>") == "file_content_differs"


@pytest.mark.parametrize(
    "data",
    [
        png() + b"x",
        png() + zipped(),
        png()[:-1],
        png()[:20],
        png().replace(b"IDAT", b"JDAT"),
        png((b"IHDR", bytes(13))),
        png(dots=bytes(7)),
        png(dots=bytes(9)),
        png(wide=0),
        png(interlaced=2),
        png(high=0, dots=b"x"),
        png((b"IDAT", b"\0")),
    ],
)
def test_a_png_that_is_not_whole_or_has_more_behind_it(data: bytes) -> None:
    assert refused("scan.png", data) == "picture_damaged"


def test_a_file_behind_the_dots_of_a_png() -> None:
    head = png()[8 : 8 + 25]
    hidden = png()[:8] + head + chunk(b"IDAT", zlib.compress(bytes(8)) + zipped()) + chunk(b"IEND", b"")
    assert refused("scan.png", hidden) == "picture_damaged"


def test_the_rows_of_an_interlaced_png_are_counted() -> None:
    # Rounds of 3 by 2 dots: 1, 0, 0, 1 by 1, 0, 1 and 3 (PNG specification, 8.2).
    assert check_upload("scan.png", png(interlaced=1, dots=bytes(2 + 2 + 2 + 4))).kind == "png"
    assert refused("scan.png", png(interlaced=1)) == "picture_damaged"


def test_pictures_that_unpack_too_large() -> None:
    assert refused("scan.png", png(wide=10_000, high=5_001, dots=b"")) == "file_unpacks_too_large"
    assert refused("foto.jpg", at_size(10_000, 5_001)) == "file_unpacks_too_large"
    assert check_upload("foto.jpg", at_size(10_000, 5_000)).kind == "jpg"
    deep = png().replace(struct.pack(">2L2B", 3, 2, 8, 0), struct.pack(">2L2B", 7_000, 7_000, 16, 6))
    head = deep[12:29]
    assert refused("scan.png", deep[:29] + struct.pack(">L", zlib.crc32(head)) + deep[33:]) == "file_unpacks_too_large"


@pytest.mark.parametrize(
    "data",
    [
        JPEG[:-2],
        JPEG[:40],
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xd9",
        jpeg(segment(0xC0, JPEG[91:106])),
        at_size(0, 8),
        at_size(16, 0),
        jpeg(segment(0xDC, b"\0\x08")),
        JPEG[:20] + b"rommel" + JPEG[20:],
        jpeg(*[segment(0xFE, b"")] * 5001),
    ],
)
def test_a_jpeg_that_is_not_whole(data: bytes) -> None:
    assert refused("foto.jpg", data) == "picture_damaged"


def test_a_picture_that_is_drawn_again_and_again() -> None:
    scan = JPEG[JPEG.index(b"\xff\xda") : -2]
    assert refused("foto.jpg", JPEG[:-2] + scan * 50 + JPEG[-2:]) == "picture_damaged"
    assert check_upload("foto.jpg", JPEG[:-2] + scan * 49 + JPEG[-2:]).kind == "jpg"


def test_a_picture_that_is_also_another_file() -> None:
    colours = b"%PDF-1.7 "
    assert refused("scan.png", png((b"PLTE", colours))) == "file_has_embedded_files"
    table = segment(0xDB, b"\0" + zipped()[:64])
    assert refused("foto.jpg", JPEG[:2] + table + JPEG[2:-2] + zipped()[-22:] + JPEG[-2:]) == "file_has_embedded_files"
