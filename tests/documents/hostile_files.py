"""Hostile Word files, made here, and what the guard says of each."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from word_forms import OFFICE, WORD_TYPE, W, document, package, paragraph, relationships, text, word_parts

from portal.documents.archive import Member, PartialZip, pack
from portal.documents.guard import MAX_FILE_BYTES, MAX_MEMBERS

MILLION = 1_000_000
PNG = b"\x89PNG\r\n\x1a\n"
# A photograph of one dot: its size comes first, so what follows is not looked at.
JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_parts(**parts: str | bytes) -> bytes:
    return package(word_parts(paragraph(text("x"))) | parts)


def with_body(body: str) -> bytes:
    return with_parts(**{"word/document.xml": document(body)})


def document_with(body: str, **parts: str | bytes) -> bytes:
    """A paper with this body and these other members."""
    return with_parts(**{"word/document.xml": document(body)} | parts)


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def overlapping() -> bytes:
    """Hundreds of entries in the directory that all unpack the same megabyte."""
    data = with_parts(**{"word/media/a.bin": b"\0" * MILLION})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info, count = archive.getinfo("word/media/a.bin"), len(archive.infolist())
    end = data.rindex(b"PK\x05\x06")
    (start,) = struct.unpack("<L", data[end + 16 : end + 20])
    entries = b""
    for number in range(900):
        name = f"word/media/{number}.bin".encode()
        about = (20, 20, 0, 8, 0, 33, info.CRC, info.compress_size, info.file_size, len(name), 0, 0, 0, 0, 0)
        entries += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *about, info.header_offset) + name
    total = (count + 900, count + 900, end - start + len(entries), start, 0)
    return data[:end] + entries + data[end : end + 8] + struct.pack("<2H2LH", *total)


def slow_to_unpack() -> bytes:
    """Ten megabytes of the smallest blocks with a code table of their own: a second of work for nothing."""
    # Eight blocks end on a whole byte, so that the rest is repetition.
    eight = sum(bit << place for place, bit in enumerate(_block() * 8)).to_bytes(len(_block()), "little")
    # An empty last block of the fixed kind ends it.
    packed = eight * (9_900_000 // len(eight)) + b"\x03\x00"
    content = zlib.decompress(packed, -15)
    member = Member("word/media/a.bin", 8, zlib.crc32(content), packed, len(content))
    parts = word_parts(paragraph(text("x")))
    others = [pack(name, one.encode() if isinstance(one, str) else one) for name, one in parts.items()]
    return PartialZip([*others, member]).completed([])


def _block() -> list[int]:
    """The bits of a block with its own table for the letter a and the end, and two letters."""
    fields = [(0, 1), (2, 2), (0, 5), (0, 5), (14, 4)]
    # The table of the table: zeros by the dozen (18) and codes of one bit (1).
    fields += [(code in (18, 1), 3) for code in (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1)]
    for zeros in (97, 0, 138, 20, 0, 0):
        fields += [(1, 1), (zeros - 11, 7)] if zeros else [(0, 1)]
    fields.append((0b100, 3))
    return [value >> place & 1 for value, size in fields for place in range(size)]


def laughs() -> str:
    entities = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "boem"}">' for n in range(12))
    return f"<!DOCTYPE a [{entities}]><a>&b11;</a>"


def renamed_macros() -> bytes:
    types = str(word_parts("")["[Content_Types].xml"])
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return with_parts(
        **{
            "[Content_Types].xml": types.replace(f"{WORD_TYPE}.document.main+xml", kind),
            "word/vbaProject.bin": noise(100),
        }
    )


def strict() -> bytes:
    xml = document(paragraph(text("x"))).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    return with_parts(**{"word/document.xml": xml})


def many_links(count: int) -> bytes:
    links = [(f"r{n}", f"{OFFICE}/hyperlink", "#a") for n in range(count)]
    return with_parts(**{"word/_rels/document.xml.rels": relationships(links)})


def field_of(pieces: int, more: str = "") -> bytes:
    begin = '<w:fldChar w:fldCharType="begin"/>'
    return with_body(paragraph(f"<w:r>{begin}{'<w:instrText>abc</w:instrText>' * pieces}</w:r>") + more)


# Name → how it is made and what the guard says; "" where it passes, close under a limit.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: with_parts(**{"word/media/a.bin": bytes(200 * MILLION)}), "file_unpacks_too_large"),
    "bomb_under_the_limit": (lambda: with_parts(**{"word/media/a.bin": PNG + bytes(30 * MILLION)}), ""),
    "overlapping_members": (overlapping, "file_damaged"),
    "slow_to_unpack": (slow_to_unpack, "file_unpacks_too_large"),
    "twenty_thousand_members": (
        lambda: with_parts(**{f"word/media/{n}": b"" for n in range(20_000)}),
        "file_unpacks_too_large",
    ),
    "members_under_the_limit": (
        lambda: with_parts(**{f"word/_rels/{n}.rels": relationships([]) for n in range(MAX_MEMBERS - 10)}),
        "",
    ),
    "long_names": (
        lambda: with_parts(**{"a/" * 15_000 + str(n): b"" for n in range(150)}),
        "file_has_strange_names",
    ),
    "endless_text": (lambda: with_body(paragraph(text("x" * 25 * MILLION))), "file_unpacks_too_large"),
    "text_under_the_limit": (lambda: with_body(paragraph(text("x" * 15 * MILLION))), ""),
    "endless_tags": (lambda: with_body("<w:p/>" * 4 * MILLION), "file_unpacks_too_large"),
    "tags_under_the_limit": (lambda: with_body("<w:p/>" * 290_000), ""),
    "endless_attributes": (
        lambda: with_body(f"<w:p {' '.join(f'a{n}=' + chr(34) * 2 for n in range(800_000))}/>"),
        "file_unpacks_too_large",
    ),
    "endless_namespaces": (
        lambda: with_body("".join(f'<n{n}:p xmlns:n{n}="urn:{n}"/>' for n in range(140_000))),
        "",
    ),
    "endless_prolog": (
        lambda: with_parts(**{"word/document.xml": "<!-- x -->" * 200_000 + document("")}),
        "file_damaged",
    ),
    "endless_field": (lambda: field_of(140_000), "file_unpacks_too_large"),
    "field_under_the_limit": (lambda: field_of(11_000, more="<w:p/>" * 150_000), ""),
    "endless_names_in_a_walk": (
        lambda: field_of(1, more="".join(f"<a{n}/>" for n in range(290_000))),
        "file_unpacks_too_large",
    ),
    "endless_namespaces_in_a_walk": (
        lambda: field_of(1, more="".join(f'<n{n}:p xmlns:n{n}="urn:{n}"/>' for n in range(140_000))),
        "file_unpacks_too_large",
    ),
    "endless_instruction": (
        lambda: field_of(1, more=f"<w:instrText>{'x' * 9 * MILLION}</w:instrText>"),
        "file_unpacks_too_large",
    ),
    "endless_header_behind_spaces": (
        lambda: with_parts(**{"word/header9.bin": " " * 70 + f'<w:hdr xmlns:w="{W}">{"<w:p/>" * 4_800_000}</w:hdr>'}),
        "file_unpacks_too_large",
    ),
    "endless_marks_in_a_photograph": (
        lambda: with_parts(**{"word/media/a.jpg": b"\xff\xd8" + b"\xff\xe0\0\x02" * 7 * MILLION}),
        "file_damaged",
    ),
    "endless_pieces_in_a_gif": (
        lambda: with_parts(**{"word/media/a.gif": b"GIF89a\1\0\1\0\0\0\0!\xf9" + b"\x01x" * 15 * MILLION}),
        "",
    ),
    "large_drawing": (
        lambda: with_parts(**{"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{"<g/>" * 60_000}</svg>'}),
        "",
    ),
    "endless_styles_in_a_drawing": (
        lambda: with_parts(
            **{"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><style>{"url(" * 3_900_000}</style></svg>'}
        ),
        "file_unpacks_too_large",
    ),
    "endless_links": (lambda: many_links(200_000), "file_unpacks_too_large"),
    "links_under_the_limit": (lambda: many_links(6_000), ""),
    "billion_laughs": (lambda: with_parts(**{"word/document.xml": laughs()}), "file_has_dtd"),
    "outside_entity": (
        lambda: with_parts(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
        "file_has_dtd",
    ),
    "out_of_the_folder": (lambda: with_parts(**{"../../etc/cron.d/x": "x"}), "file_has_strange_names"),
    "renamed_macros": (renamed_macros, "file_has_macros"),
    "truncated": (lambda: with_parts(**{"word/media/a.bin": noise(9 * MILLION)})[: -3 * MILLION], "file_damaged"),
    "with_a_password": (lambda: COMPOUND + noise(9 * MILLION), "file_protected"),
    "strict": (strict, "file_is_strict"),
    "only_directory_marks": (lambda: b"PK\x03\x04" + b"PK\x01\x02" * 2_400_000, "file_unpacks_too_large"),
    "only_zeros": (lambda: b"PK\x03\x04" + bytes(MAX_FILE_BYTES - 4), "file_damaged"),
    "ten_megabytes_of_pictures": (lambda: with_parts(**{"word/media/a.jpg": JPEG + noise(9_900_000)}), ""),
}
