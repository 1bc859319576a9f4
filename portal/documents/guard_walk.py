"""One walk along the elements of a part from outside, without a tree: fields, links, and what points elsewhere."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from portal.documents.errors import RefusedFile
from portal.documents.guard_fields import Fields
from portal.documents.guard_links import check_link, check_words
from portal.documents.guard_svg import SVG_NS, check_element, check_style
from portal.documents.wordml import W_NS

# Reading as many marks as there may be takes 0.15 s; marks that all have another name take four times that.
_MAX_SECONDS: Final = 0.3
_CHUNK: Final = 64 * 1024
# Every other namespace takes as long as three elements; a part of Word has some dozens.
MAX_NAMESPACES: Final = 50_000

STRICT_NS: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_WORD: Final = frozenset({W_NS, STRICT_NS})
_LINK_ATTRIBUTES: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships ",
    "http://purl.oclc.org/ooxml/officeDocument/relationships ",
    "urn:schemas-microsoft-com:office:office relid",
)
# Where a link to elsewhere belongs, by its kind: there it is followed when the reader asks for it, or known harmless.
_PLACES: Final[Mapping[str, frozenset[str]]] = {
    "hyperlink": frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"}),
    "attachedTemplate": frozenset({"attachedTemplate"}),
}
_REFUSED: Final[Mapping[str, str]] = {
    "altChunk": "file_has_embedded_files",
    "subDoc": "file_has_embedded_files",
    "control": "file_has_embedded_files",
    "objectEmbed": "file_has_embedded_files",
    "objectLink": "file_has_embedded_files",
    "mailMerge": "file_fetches_content",
}
_OLD_OBJECT: Final = "OLEObject"
_OLD_DRAWINGS: Final = "urn:schemas-microsoft-com:"
_OLD_PICTURES: Final = frozenset({"imagedata", "image", "fill", "stroke"})
_ALTERNATIVES: Final = frozenset({"Choice", "Fallback"})
# An address, as a program may read it. «cid:» is a part of the letter a text was copied from, «data:» is the thing.
_ADDRESS: Final = re.compile(r"\s*(?!cid:|data:image/(?:png|jpe?g|gif);)([a-z][a-z0-9+.-]*:|[/\\])", re.IGNORECASE)
# Properties of the file: what its links begin with, and words, among which a list of its links.
_PROPERTIES: Final[Mapping[str, Callable[[str], None]]] = {
    "HyperlinkBase": check_link,
    "lpwstr": check_words,
    "lpstr": check_words,
}
# What makes a part worth walking along, as it stands in its bytes. An element cannot be written otherwise in UTF-8.
_WORTH_IT: Final = tuple(
    name.encode()
    for name in (
        "svg",
        "nstrText",
        "fldChar",
        "fldSimple",
        *_REFUSED,
        _OLD_OBJECT,
        *_PROPERTIES,
        "src",
        "althref",
        "href",
    )
)

_Act = Callable[[str, list[str]], None]


def worth_a_walk(content: bytes) -> bool:
    """Return whether a part may hold something that `walk` looks at, apart from links to elsewhere."""
    return any(name in content for name in _WORTH_IT)


def walk(content: bytes, outside: Mapping[str, str], *, encoding: str | None = None) -> None:
    """Look at every element of a part. Raises RefusedFile.

    `outside` has the kinds of the links to elsewhere that stay in the file, by their ids in this part.
    """
    _Walk(outside, encoding).along(content)


class _Walk:
    def __init__(self, outside: Mapping[str, str], encoding: str | None) -> None:
        self._outside = outside
        self._fields = Fields()
        # What to do at an element, by its name, and the attributes that are of no concern.
        self._acts: dict[str, _Act | None] = {}
        self._dull_attributes: set[str] = set()
        self._listening: list[str] | None = None
        self._in_drawing = self._style_sheet = self._alternatives = False
        parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._handler()
        parser.ProcessingInstructionHandler = self._instruction
        self._parser = parser

    def along(self, content: bytes) -> None:
        if content.count(b"xmlns") > MAX_NAMESPACES:
            raise RefusedFile("file_unpacks_too_large")
        self._alternatives = any(name.encode() in content for name in _ALTERNATIVES)
        # Asked for only where they matter: they take as long as everything else.
        self._parser.EndElementHandler = self._end if self._alternatives else None
        deadline = time.thread_time() + _MAX_SECONDS
        view = memoryview(content)
        try:
            for start in range(0, len(content), _CHUNK):
                self._parser.Parse(view[start : start + _CHUNK], False)
                if time.thread_time() > deadline:
                    raise RefusedFile("file_unpacks_too_large")
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise RefusedFile("file_damaged") from error
        self._fields.finish()
        if self._in_drawing and self._style_sheet:
            raise RefusedFile("file_fetches_content")

    def _handler(self) -> _Act:
        """Return what is called at every element, of which nearly all are of no concern: so this is quick."""
        acts, learned, dull = self._acts, self._learned, self._dull_attributes

        def start(name: str, attributes: list[str]) -> None:
            act = acts[name] if name in acts else learned(name)
            if act:
                act(name, attributes)
            if attributes and not dull.issuperset(attributes[::2]):
                self._look_at_attributes(name, attributes)

        return start

    def _learned(self, name: str) -> _Act | None:
        """Remember what to do at an element of this name."""
        act = self._act(name)
        if self._in_drawing and not act:
            # Refused by its name now or never; later only what it points at counts.
            check_element(name.rpartition(" ")[2], ())
            act = _drawn
        self._acts[name] = act
        return act

    def _look_at_attributes(self, name: str, attributes: list[str]) -> None:
        for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
            if _may_point(attribute):
                self._check_pointing(name, attribute, value)
            else:
                self._dull_attributes.add(attribute)

    def _act(self, name: str) -> _Act | None:
        """Return what to do at an element of this name."""
        namespace, _, local = name.rpartition(" ")
        if local == _OLD_OBJECT or (local in _REFUSED and (namespace in _WORD or local != "control")):
            return _refuse
        if local in ("svg", "style") or (namespace == SVG_NS and not self._in_drawing):
            return self._draw
        if local in _ALTERNATIVES:
            return lambda _name, _attributes: self._fields.alternative()
        return {
            "instrText": self._listen,
            "delInstrText": self._listen,
            "fldChar": lambda _name, attributes: self._fields.mark(_attribute(attributes, "fldCharType")),
            **dict.fromkeys(_PROPERTIES, self._listen),
            "fldSimple": lambda _name, attributes: self._fields.simple(_attribute(attributes, "instr")),
        }.get(local)

    def _draw(self, name: str, attributes: list[str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "style" and not (self._in_drawing or name.startswith(SVG_NS)):
            return
        if not self._in_drawing:
            # From here on every element counts.
            self._in_drawing = True
            self._acts.clear()
        check_element(local, attributes)
        if local == "style":
            self._listen(name, attributes)

    def _listen(self, _name: str, _attributes: list[str]) -> None:
        self._listening = []
        self._parser.CharacterDataHandler = self._listening.append
        self._parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in _ALTERNATIVES:
            self._fields.alternative_ends()
        elif self._listening is not None and local in ("instrText", "delInstrText", "style", *_PROPERTIES):
            text = "".join(self._listening)
            self._listening = self._parser.CharacterDataHandler = None
            if not self._alternatives:
                self._parser.EndElementHandler = None
            if local == "style":
                check_style(text)
            elif local in _PROPERTIES:
                _PROPERTIES[local](text)
            else:
                self._fields.piece(text, deleted=local == "delInstrText")

    def _instruction(self, target: str, _data: str) -> None:
        self._style_sheet |= target == "xml-stylesheet"

    def _check_pointing(self, name: str, attribute: str, value: str) -> None:
        namespace, _, local = name.rpartition(" ")
        if attribute.startswith(_LINK_ATTRIBUTES):
            kind = self._outside.get(value)
            if kind and local not in _PLACES.get(kind, ()):
                raise RefusedFile("file_fetches_content")
            return
        if not namespace.startswith(_OLD_DRAWINGS):
            return
        # The address of a shape is a link for the reader; that of a picture is the picture.
        if attribute == "href" and local not in _OLD_PICTURES:
            check_link(value)
        elif _ADDRESS.match(value):
            raise RefusedFile("file_fetches_content")


def _drawn(_name: str, attributes: list[str]) -> None:
    if attributes:
        check_element("", attributes)


def _refuse(name: str, _attributes: list[str]) -> None:
    raise RefusedFile(_REFUSED.get(name.rpartition(" ")[2], "file_has_embedded_files"))


def _may_point(attribute: str) -> bool:
    return attribute.startswith(_LINK_ATTRIBUTES) or attribute.rpartition(" ")[2] in ("src", "href", "althref")


def _attribute(attributes: list[str], local: str) -> str:
    """Return the value of an attribute in whatever namespace; "" when it is not there."""
    pairs = zip(attributes[::2], attributes[1::2], strict=True)
    return next((value for name, value in pairs if name.rpartition(" ")[2] == local), "")
