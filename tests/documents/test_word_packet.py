import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.packet import PacketEntry, file_names, packet

PAPER = PacketEntry("Probleemanalyse", date(2026, 2, 10), "docx", b"inhoud")


def entries() -> st.SearchStrategy[list[PacketEntry]]:
    extension = st.sampled_from(["docx", "pdf", "png", "jpg"])
    day = st.none() | st.dates()
    return st.lists(st.builds(PacketEntry, st.text(), day, extension, st.binary()), max_size=12)


def test_papers_are_numbered_in_order() -> None:
    papers = [PAPER, PacketEntry("Eerstejaarsevaluatie – bijlage ë/2", None, "pdf", b"")]
    assert file_names(papers) == [
        "01-probleemanalyse-2026-02-10.docx",
        "02-eerstejaarsevaluatie-bijlage-e-2.pdf",
    ]


def test_a_hundred_papers_stay_in_order_when_sorted_by_name() -> None:
    names = file_names([PAPER] * 100)
    assert names == sorted(names)
    assert names[0].startswith("001-")


@pytest.mark.asvs("5.4.2")
@given(entries())
def test_any_title_gives_a_safe_and_unique_name_and_the_bytes_come_back(papers: list[PacketEntry]) -> None:
    with zipfile.ZipFile(io.BytesIO(packet(papers))) as archive:
        names = archive.namelist()
        assert [archive.read(name) for name in names] == [paper.data for paper in papers]
    assert names == file_names(papers)
    assert len({name.lower() for name in names}) == len(papers)
    assert all(re.fullmatch(r"\d{2,}-[a-z0-9-]+\.(docx|pdf|png|jpg)", name) for name in names)


@pytest.mark.asvs("5.3.2", "5.4.2")
@pytest.mark.parametrize("title", ["../../etc/passwd", "C:\\x", "/", "..", "\x00", "笑"])
def test_a_title_cannot_leave_the_folder(title: str) -> None:
    (name,) = file_names([PacketEntry(title, None, "docx", b"")])
    assert not set(name) & set("/\\:\x00")
    assert ".." not in name


@pytest.mark.parametrize("extension", ["", "docx/../x", ".docx", "DOCX", "../x"])
def test_a_strange_extension_is_refused(extension: str) -> None:
    with pytest.raises(ValueError, match="not an extension"):
        packet([PacketEntry("x", None, extension, b"")])


def test_the_same_papers_give_the_same_bytes() -> None:
    assert packet([PAPER, PAPER]) == packet([PAPER, PAPER])
