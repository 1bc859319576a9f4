"""Several PDFs as one, with a bookmark for each and their tags, and how many pages a PDF has."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from portal.documents.errors import RefusedFile

LANGUAGE = "nl-NL"
DAMAGED = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What pypdf raises for a file that is not as it should be."""


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has. Raises RefusedFile("pdf_damaged")."""
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error


def book(chapters: Iterable[tuple[str, bytes]], *, title: str) -> bytes:
    """The PDFs behind each other, each under a bookmark with its title; opens with the bookmarks shown.

    The bookmarks that a chapter has of its own go along below it, and so do its tags; the whole says that it is tagged
    when every chapter is. Raises RefusedFile("pdf_damaged").
    """
    writer, tags = PdfWriter(), _Tags()
    try:
        for name, pdf in chapters:
            reader, before = PdfReader(io.BytesIO(pdf)), len(writer.pages)
            writer.append(reader, outline_item=name)
            tags.add(writer, reader, list(writer.pages)[before:])
    except DAMAGED as error:
        raise RefusedFile("pdf_damaged") from error
    tags.close(writer)
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    writer.page_mode = "/UseOutlines"
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


class _Tags:
    """The tags of the chapters, joined under one root.

    A page names a number, under which the parent tree has the tags of what stands on it: in the whole each chapter
    gets numbers of its own (ISO 32000-1, 14.7.4.4).
    """

    def __init__(self) -> None:
        self.whole = True
        self.next = 0
        self.numbers: ArrayObject = ArrayObject()
        self.kids: ArrayObject = ArrayObject()
        self.roles = DictionaryObject()

    def add(self, writer: PdfWriter, reader: PdfReader, pages: Sequence[Any]) -> None:
        """Take the tags of a chapter along, whose pages are in the whole already."""
        tree: Any = reader.root_object.get("/StructTreeRoot")
        numbers = tree and tree.get_object().get("/ParentTree", {}).get_object().get("/Nums")
        if not numbers:
            # None at all, or kept in another way than LibreOffice does.
            self.whole = False
            return
        copy: Any = tree.get_object().clone(writer)
        found = copy["/ParentTree"].get_object()["/Nums"].get_object()
        keys = [int(key) for key in found[::2]]
        for key, tagged in zip(keys, found[1::2], strict=True):
            self.numbers.extend((NumberObject(key + self.next), tagged))
        # A page that is added loses its number.
        before: list[Any] = list(reader.pages)
        for page, old in zip(pages, before, strict=True):
            if "/StructParents" in old:
                page[NameObject("/StructParents")] = NumberObject(int(old["/StructParents"]) + self.next)
            for note in (one.get_object() for one in page.get("/Annots", ())):
                if "/StructParent" in note:
                    note[NameObject("/StructParent")] = NumberObject(int(note["/StructParent"]) + self.next)
        kids = copy["/K"].get_object()
        self.kids.extend(kids if isinstance(kids, list) else [copy.raw_get("/K")])
        self.roles.update(copy.get("/RoleMap", DictionaryObject()).get_object())
        self.next += max(keys) + 1

    def close(self, writer: PdfWriter) -> None:
        """Hang the tags of every chapter in the whole."""
        if not self.kids:
            return
        parents = writer._add_object(DictionaryObject({NameObject("/Nums"): self.numbers}))
        document = DictionaryObject({NameObject("/S"): NameObject("/Document"), NameObject("/K"): self.kids})
        inside = writer._add_object(document)
        root = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructTreeRoot"),
                NameObject("/ParentTree"): parents,
                NameObject("/ParentTreeNextKey"): NumberObject(self.next),
                NameObject("/RoleMap"): self.roles,
                NameObject("/K"): inside,
            }
        )
        there = writer._add_object(root)
        document[NameObject("/P")] = there
        for chapter in (kid.get_object() for kid in self.kids):
            chapter[NameObject("/S")], chapter[NameObject("/P")] = NameObject("/Part"), inside
        writer.root_object[NameObject("/StructTreeRoot")] = there
        marked = DictionaryObject({NameObject("/Marked"): BooleanObject(self.whole)})
        writer.root_object[NameObject("/MarkInfo")] = marked
