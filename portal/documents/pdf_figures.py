"""Pictures in a PDF of LibreOffice, of which older versions tag the words but not the picture itself.

They write an element «Figure» with its words, and draw the picture as if it were decoration. Then a screen reader
passes over it; here the drawing and the words are brought together.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject

from portal.documents.errors import RefusedFile
from portal.documents.pdf_book import DAMAGED

_DEEPEST: Final = 50
_DECORATION: Final = re.compile(rb"/Artifact BMC\b((?:(?!\bEMC\b).)*?/Im\d+ Do)", re.DOTALL)


def with_figures(pdf: bytes) -> bytes:
    """Return the PDF with each picture under its words; the same bytes when nothing is to be done.

    Raises RefusedFile("pdf_damaged").
    """
    try:
        reader = PdfReader(io.BytesIO(pdf))
        writer = PdfWriter(clone_from=reader)
        writer.pdf_header = reader.pdf_header
        root: Any = writer.root_object
        tree = root["/StructTreeRoot"].get_object() if "/StructTreeRoot" in root else {}
        waiting = defaultdict(list)
        for figure in _below(tree):
            if figure["/S"] == "/Figure" and "/K" not in figure and "/Pg" in figure:
                waiting[figure.raw_get("/Pg").idnum].append(figure)
        if not waiting:
            return pdf
        for page in writer.pages:
            figures = waiting.get(page.indirect_reference.idnum if page.indirect_reference else 0)
            if figures:
                _join(writer, tree, page, figures)
        made = io.BytesIO()
        writer.write(made)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error
    return made.getvalue()


def _below(element: Any, depth: int = 0) -> Iterator[Any]:
    """The elements below one, in the order in which they are read aloud."""
    kids = element["/K"].get_object() if "/K" in element and depth < _DEEPEST else ArrayObject()
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _below(found, depth + 1)


def _join(writer: PdfWriter, tree: Any, page: Any, figures: list[Any]) -> None:
    """Give each figure its drawing, when there are as many of both."""
    drawn = page.get_contents().get_data()
    if len(_DECORATION.findall(drawn)) != len(figures):
        return
    tags = _tags_of(writer, tree, page)
    numbers = iter(range(len(tags), len(tags) + len(figures)))
    for number, figure in enumerate(figures, len(tags)):
        figure[NameObject("/K")] = NumberObject(number)
        tags.append(figure.indirect_reference)
    stream = DecodedStreamObject()
    stream.set_data(_DECORATION.sub(lambda one: b"/Figure <</MCID %d>> BDC" % next(numbers) + one[1], drawn))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def _tags_of(writer: PdfWriter, tree: Any, page: Any) -> Any:
    """The list of the tags on a page, by the number that each has on it; a new one when there is none."""
    pairs = tree["/ParentTree"].get_object()["/Nums"].get_object()
    if "/StructParents" in page:
        keys = [int(key) for key in pairs[::2]]
        return pairs[2 * keys.index(int(page["/StructParents"])) + 1].get_object()
    key = NumberObject(max((int(key) for key in pairs[::2]), default=-1) + 1)
    tags: ArrayObject = ArrayObject()
    pairs.extend((key, writer._add_object(tags)))
    page[NameObject("/StructParents")] = key
    return tags
