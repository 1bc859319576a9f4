"""Writes the parts of a paper into a .docx, the same bytes at every run."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from . import blocks, style
from .controls import PLACEHOLDER_RUN, Controls, run_text
from .model import Paper
from .portal_fields import portal

_FIXED = (2026, 1, 1, 0, 0, 0)
"""Stamp of every zip member and of the document properties: a paper's bytes depend on its text alone."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_DOCUMENT_PARTS = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "settings": "settings.xml",
    "fontTable": "fontTable.xml",
    "footer": "footer1.xml",
    "glossaryDocument": "glossary/document.xml",
}
_GLOSSARY_PARTS = {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml"}
_CONTENT = {
    "/word/document.xml": "document.main",
    "/word/styles.xml": "styles",
    "/word/numbering.xml": "numbering",
    "/word/settings.xml": "settings",
    "/word/fontTable.xml": "fontTable",
    "/word/footer1.xml": "footer",
    "/word/glossary/document.xml": "document.glossary",
    "/word/glossary/styles.xml": "styles",
    "/word/glossary/settings.xml": "settings",
    "/word/glossary/fontTable.xml": "fontTable",
}


def docx(paper: Paper) -> bytes:
    """The finished template of `paper`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in _parts(paper).items():
            member = zipfile.ZipInfo(name, date_time=_FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content.encode("utf-8"))
    return buffer.getvalue()


def _parts(paper: Paper) -> dict[str, str]:
    controls = Controls(paper.kind)
    document = _document(paper, controls)
    footer = _footer(paper, controls)
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(_DOCUMENT_PARTS),
        "word/styles.xml": style.styles(),
        "word/numbering.xml": style.numbering(),
        "word/settings.xml": style.settings(),
        "word/fontTable.xml": style.font_table(),
        "word/footer1.xml": footer,
        "word/glossary/document.xml": _glossary(controls),
        "word/glossary/_rels/document.xml.rels": _relations(_GLOSSARY_PARTS),
        "word/glossary/styles.xml": style.styles(numbered=False),
        "word/glossary/settings.xml": style.settings(),
        "word/glossary/fontTable.xml": style.font_table(),
        "docProps/core.xml": _core(paper),
    }


def _document(paper: Paper, controls: Controls) -> str:
    section = f'<w:sectPr><w:footerReference w:type="default" r:id="footer"/>{style.PAGE}{style.MARGINS}</w:sectPr>'
    content = blocks.opening(paper, controls) + blocks.body(paper, controls)
    return f"{style.DECLARATION}<w:document {style.NAMESPACES}><w:body>{content}{section}</w:body></w:document>"


def _footer(paper: Paper, controls: Controls) -> str:
    """«Dossier … · soort · versie … ⇥ pagina n van m»."""
    known = [
        "<w:r>" + run_text("Dossier ") + "</w:r>",
        controls.inline(portal("dossier.nummer")),
        "<w:r>" + run_text(f" · {paper.title} · versie ") + "</w:r>",
        controls.inline(portal("papier.versie")),
        "<w:r><w:tab/>" + run_text("pagina ") + "</w:r>",
        _page_field("PAGE"),
        "<w:r>" + run_text(" van ") + "</w:r>",
        _page_field("NUMPAGES"),
    ]
    line = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{"".join(known)}</w:p>'
    return f"{style.DECLARATION}<w:ftr {style.NAMESPACES}>{line}</w:ftr>"


def _page_field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _glossary(controls: Controls) -> str:
    """The hints, so that Word shows them again when someone empties a field."""
    entries = "".join(_glossary_entry(name, hint) for name, hint in sorted(controls.hints.items()))
    return (
        f"{style.DECLARATION}<w:glossaryDocument {style.NAMESPACES}><w:docParts>{entries}</w:docParts>"
        "</w:glossaryDocument>"
    )


def _glossary_entry(name: str, hint: str) -> str:
    guid = f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        f'<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{{{guid}}}"/></w:docPartPr>'
        f"<w:docPartBody><w:p>{PLACEHOLDER_RUN.format(run_text(hint))}</w:p></w:docPartBody></w:docPart>"
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_WORD}{kind}+xml"/>' for name, kind in _CONTENT.items()
    )
    return (
        f'{style.DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(parts: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATION}/{kind}" Target="{target}"/>' for kind, target in parts.items()
    )
    return f'{style.DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _package_relations() -> str:
    return (
        f'{style.DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="document" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _core(paper: Paper) -> str:
    stamp = "{}-{:02}-{:02}T00:00:00Z".format(*_FIXED[:3])
    return (
        f'{style.DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.title)}</dc:title><dc:creator>Re-integratieportaal</dc:creator>"
        "<dc:language>nl-NL</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
