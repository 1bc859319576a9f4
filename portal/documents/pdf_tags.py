"""The tags of several PDFs joined in one, so that a screen reader goes through the whole as through each of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

# A number tree is no deeper than this, unless it goes round.
_DEEPEST = 20


def has_tags(root: Any) -> bool:
    """Whether a PDF, by its catalogue, has tags that lead from a page to what stands on it."""
    return bool(_pairs_of(root))


class Tags:
    """The tags of the chapters, joined under one root.

    A page names a number, under which the parent tree has the tags of what stands on it: in the whole each chapter
    gets numbers of its own (ISO 32000-1, 14.7.4.4). A chapter without tags gets one for each page, with all that stands
    on it.
    """

    def __init__(self) -> None:
        self.next = 0
        self.numbers: ArrayObject = ArrayObject()
        self.chapters: ArrayObject = ArrayObject()
        self.roles = DictionaryObject()

    def add(self, writer: PdfWriter, reader: PdfReader, pages: Sequence[Any], title: str) -> None:
        """Take the tags of a chapter along, whose pages are in the whole already."""
        if has_tags(reader.root_object):
            kids = self._taken(writer, reader, pages)
        else:
            kids = ArrayObject([self._of_page(writer, page) for page in pages])
        chapter = _element("/Part", K=kids, T=TextStringObject(title))
        there = writer._add_object(chapter)
        for kid in kids:
            kid.get_object()[NameObject("/P")] = there
        self.chapters.append(there)

    def _taken(self, writer: PdfWriter, reader: PdfReader, pages: Sequence[Any]) -> ArrayObject:
        tree: Any = reader.root_object["/StructTreeRoot"].get_object()
        copy = tree.clone(writer)
        pairs = list(_pairs(copy["/ParentTree"].get_object()))
        for key, tagged in pairs:
            self.numbers.extend((NumberObject(key + self.next), tagged))
        # A page that is added loses its number.
        before: list[Any] = list(reader.pages)
        moved: set[int] = set()
        for page, old in zip(pages, before, strict=True):
            if "/StructParents" in old:
                page[NameObject("/StructParents")] = NumberObject(int(old["/StructParents"]) + self.next)
            for thing in _on(page):
                if id(thing) not in moved:
                    moved.add(id(thing))
                    self._move(thing)
        self.roles.update(copy.get("/RoleMap", DictionaryObject()).get_object())
        self.next += max(key for key, _ in pairs) + 1
        found = copy["/K"].get_object()
        kids = found if isinstance(found, ArrayObject) else ArrayObject([copy.raw_get("/K")])
        for kid in (kid.get_object() for kid in kids):
            if kid["/S"] == "/Document":
                kid[NameObject("/S")] = NameObject("/Sect")
        return kids

    def _move(self, thing: Any) -> None:
        for name in ("/StructParent", "/StructParents"):
            if name in thing:
                thing[NameObject(name)] = NumberObject(int(thing[name]) + self.next)

    def _of_page(self, writer: PdfWriter, page: Any) -> Any:
        """One tag around all that stands on a page."""
        element = _element("/P", K=NumberObject(0), Pg=page.indirect_reference)
        there = writer._add_object(element)
        begin, end = DecodedStreamObject(), DecodedStreamObject()
        begin.set_data(b"/P <</MCID 0>> BDC\n")
        end.set_data(b"\nEMC\n")
        around = [writer._add_object(begin), *streams_of(page), writer._add_object(end)]
        page[NameObject("/Contents")] = ArrayObject(around)
        page[NameObject("/StructParents")] = NumberObject(self.next)
        self.numbers.extend((NumberObject(self.next), ArrayObject([there])))
        self.next += 1
        return there

    def close(self, writer: PdfWriter) -> None:
        """Hang the tags of every chapter in the whole, which then says that it is tagged."""
        document = _element("/Document", K=self.chapters)
        inside = writer._add_object(document)
        root = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructTreeRoot"),
                NameObject("/ParentTree"): writer._add_object(DictionaryObject({NameObject("/Nums"): self.numbers})),
                NameObject("/ParentTreeNextKey"): NumberObject(self.next),
                NameObject("/RoleMap"): self.roles,
                NameObject("/K"): inside,
            }
        )
        there = writer._add_object(root)
        document[NameObject("/P")] = there
        for chapter in self.chapters:
            chapter.get_object()[NameObject("/P")] = inside
        writer.root_object[NameObject("/StructTreeRoot")] = there
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})


def streams_of(page: Any) -> list[Any]:
    """What draws a page, piece by piece; none for an empty one."""
    if "/Contents" not in page:
        return []
    found = page["/Contents"].get_object()
    return list(found) if isinstance(found, ArrayObject) else [page.raw_get("/Contents")]


def _element(kind: str, **more: Any) -> DictionaryObject:
    """An element of the tags."""
    named = {NameObject(f"/{name}"): value for name, value in more.items() if value is not None}
    return DictionaryObject(
        {NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject(kind), **named}
    )


def _pairs_of(root: Any) -> list[tuple[int, Any]]:
    tree = root.get("/StructTreeRoot")
    parents = tree and tree.get_object().get("/ParentTree")
    return list(_pairs(parents.get_object())) if parents else []


def _pairs(tree: Any, depth: int = 0) -> Iterator[tuple[int, Any]]:
    """What is in a number tree, leaf by leaf."""
    found = tree["/Nums"].get_object() if "/Nums" in tree else []
    yield from zip((int(key) for key in found[::2]), found[1::2], strict=True)
    for kid in tree["/Kids"].get_object() if "/Kids" in tree and depth < _DEEPEST else []:
        yield from _pairs(kid.get_object(), depth + 1)


def _on(page: Any) -> Iterator[Any]:
    """The notes and the drawings on a page that can have a number of their own."""
    yield from (one.get_object() for one in page["/Annots"].get_object()) if "/Annots" in page else ()
    resources = page["/Resources"].get_object() if "/Resources" in page else {}
    drawings = resources["/XObject"].get_object() if "/XObject" in resources else {}
    yield from (one.get_object() for one in drawings.values())
