"""Several PDFs as one, with a bookmark for each and their tags, and how many pages a PDF has."""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from portal.documents.errors import RefusedFile
from portal.documents.pdf_tags import Tags, has_tags

LANGUAGE = "nl-NL"
MAKER = "Re-integratieportaal"
DAMAGED = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What pypdf raises for a file that is not as it should be."""

# ISO 19005-2, 6.6: what the file says of itself, uncompressed. What stands in /Info as well must be the same.
_ABOUT = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{maker}</pdf:Producer>
</rdf:Description>{claim}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_PDF_A = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"""
_CLAIM = b"<pdfaid:part>2</pdfaid:part>"


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has. Raises RefusedFile("pdf_damaged")."""
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error


def has_words(pdf: bytes) -> bool:
    """Whether any page has words; a scan has none. Raises RefusedFile("pdf_damaged")."""
    try:
        return any(page.extract_text().strip() for page in PdfReader(io.BytesIO(pdf)).pages)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error


def kept_form(pdf: bytes) -> tuple[bool, bool]:
    """Whether a PDF has tags, and whether it says that it is PDF/A-2. Raises RefusedFile("pdf_damaged")."""
    try:
        root = PdfReader(io.BytesIO(pdf)).root_object
        return has_tags(root), says_pdf_a(root)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error


def says_pdf_a(root: Any) -> bool:
    """Whether a PDF, by its catalogue, says that it is PDF/A-2."""
    about = root.get("/Metadata")
    return about is not None and _CLAIM in about.get_object().get_data()


def book(chapters: Sequence[tuple[str, bytes]], *, title: str) -> bytes:
    """The PDFs behind each other, each under a bookmark with its title; opens with the bookmarks shown.

    The bookmarks that a chapter has of its own go along below it, and so do its tags. The whole is PDF/A-2b when every
    chapter says that it is. Raises RefusedFile("pdf_damaged").
    """
    writer, tags = PdfWriter(), Tags()
    intents: list[Any] = []
    try:
        for name, pdf in chapters:
            reader, before = PdfReader(io.BytesIO(pdf)), len(writer.pages)
            writer.append(reader, outline_item=name)
            tags.add(writer, reader, list(writer.pages)[before:], name)
            found = reader.root_object.get("/OutputIntents") if says_pdf_a(reader.root_object) else None
            intents.append(found and found.get_object()[0].get_object().clone(writer) if len(intents) == 0 else found)
        tags.close(writer)
        _tell_about(writer, title, intents[0] if intents and all(intents) else None)
        whole = io.BytesIO()
        writer.write(whole)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error
    return whole.getvalue()


def _tell_about(writer: PdfWriter, title: str, intent: Any) -> None:
    """Write the title, the language and how it opens; with an `intent`, what the colours mean, it is PDF/A-2b."""
    writer.metadata = {"/Title": title, "/Producer": MAKER}
    root = writer.root_object
    about = DecodedStreamObject()
    claim = _PDF_A if intent else ""
    about.set_data(_ABOUT.format(title=escape(title), language=LANGUAGE, maker=MAKER, claim=claim).encode())
    about[NameObject("/Type")], about[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    root[NameObject("/Metadata")] = writer._add_object(about)
    if intent:
        root[NameObject("/OutputIntents")] = ArrayObject([intent])
        writer.pdf_header = "%PDF-1.7"
        writer.generate_file_identifiers()
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.page_mode = "/UseOutlines"
