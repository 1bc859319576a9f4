"""Several PDFs as one, with a bookmark for each, and how many pages a PDF has."""

import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, TextStringObject

from portal.documents.errors import RefusedFile

LANGUAGE = "nl-NL"


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has. Raises RefusedFile("pdf_damaged")."""
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedFile("pdf_damaged") from error


def book(chapters: Iterable[tuple[str, bytes]], *, title: str) -> bytes:
    """The PDFs behind each other, each under a bookmark with its title; opens with the bookmarks shown.

    Bookmarks that a chapter has of its own go along below it. Raises RefusedFile("pdf_damaged").
    """
    writer = PdfWriter()
    try:
        for name, pdf in chapters:
            writer.append(io.BytesIO(pdf), outline_item=name)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedFile("pdf_damaged") from error
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    writer.page_mode = "/UseOutlines"
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()
