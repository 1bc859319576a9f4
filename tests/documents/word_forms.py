"""Small Word forms for the tests, written as XML by hand so that every detail of them is in sight."""

import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from portal.documents.properties import Properties

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PROPERTIES = Properties(
    title="Plan van aanpak",
    author="A. de Vries",
    created=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    dossier="0042",
    kind="plan_van_aanpak",
    version=2,
)
_numbers = itertools.count(1000)


def control(tag: str, kind: str, *, label: str = "", hint: str = "Vul in", number: int | None = None) -> str:
    """Return a run-level control; `kind` is the XML of its type."""
    tag_xml = f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""
    number = next(_numbers) if number is None else number
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(label or tag.capitalize())}/>{tag_xml}"
        f'<w:id w:val="{number}"/><w:placeholder><w:docPart w:val="DefaultPlaceholder"/></w:placeholder>'
        f"<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r><w:rPr>"
        f'<w:rStyle w:val="PlaceholderText"/><w:b/></w:rPr><w:t>{escape(hint)}</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )


TEXT = "<w:text/>"
LONG_TEXT = '<w:text w:multiLine="1"/>'
DATE = '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="nl-NL"/></w:date>'


def choice_kind(items: Mapping[str, str]) -> str:
    rows = "".join(
        f"<w:listItem w:displayText={quoteattr(label)} w:value={quoteattr(value)}/>" for value, label in items.items()
    )
    return f'<w:dropDownList><w:listItem w:displayText="Kies een antwoord" w:value=""/>{rows}</w:dropDownList>'


def tick(tag: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{tag.capitalize()}"/><w:tag w:val="{tag}"/>'
        f'<w:id w:val="{next(_numbers)}"/><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def repeating(tag: str, *rows: str) -> str:
    items = "".join(
        f'<w:sdt><w:sdtPr><w:id w:val="{next(_numbers)}"/><w15:repeatingSectionItem/></w:sdtPr>'
        f"<w:sdtContent>{found}</w:sdtContent></w:sdt>"
        for found in rows
    )
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{tag.capitalize()}"/><w:tag w:val="{tag}"/>'
        f'<w:id w:val="{next(_numbers)}"/><w15:repeatingSection/></w:sdtPr>'
        f"<w:sdtContent>{items}</w:sdtContent></w:sdt>"
    )


def table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="3000"/>' * columns
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "bottom", "insideH"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def document(body: str, sections: str = "") -> str:
    margins = '<w:pgMar w:top="1400" w:right="1400" w:bottom="1400" w:left="1400"/>'
    section = f'<w:sectPr>{sections}<w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="nl-NL"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Standaard">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="character" w:styleId="PlaceholderText">'
    '<w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="666666"/></w:rPr></w:style></w:styles>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>De Sjabloonmaker</dc:creator></cp:coreProperties>"
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip members as they are given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word_parts(body: str, *, header: str = "", footer: str = "") -> dict[str, str | bytes]:
    """Return the members of a small .docx; `header` and `footer` are the content of those parts."""
    kinds = {"header": ("hdr", header), "footer": ("ftr", footer)}
    kinds = {kind: found for kind, found in kinds.items() if found[1]}
    sections = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>' for kind in kinds)
    overrides = {
        "word/document.xml": f"{WORD_TYPE}.document.main+xml",
        "word/styles.xml": f"{WORD_TYPE}.styles+xml",
    }
    overrides |= {f"word/{kind}1.xml": f"{WORD_TYPE}.{kind}+xml" for kind in kinds}
    overrides["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    links = [("rIdStyles", f"{OFFICE}/styles", "styles.xml")]
    links += [(f"{kind}1", f"{OFFICE}/{kind}", f"{kind}1.xml") for kind in kinds]
    core_kind = f"{PACKAGE}/relationships/metadata/core-properties"
    root_links = [
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", core_kind, "docProps/core.xml"),
    ]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(overrides),
        "_rels/.rels": relationships(root_links),
        "word/document.xml": document(body, sections),
        "word/_rels/document.xml.rels": relationships(links),
        "word/styles.xml": STYLES,
        "docProps/core.xml": CORE,
    }
    for kind, (tag, content) in kinds.items():
        parts[f"word/{kind}1.xml"] = f"{HEAD}<w:{tag} {NAMESPACES}>{content}</w:{tag}>"
    return parts


def word_file(body: str, *, header: str = "", footer: str = "") -> bytes:
    return package(word_parts(body, header=header, footer=footer))


def content_types(overrides: Mapping[str, str]) -> str:
    items = "".join(
        f'<Override PartName="/{part}" ContentType="{content_type}"/>' for part, content_type in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    )


def relationships(links: Iterable[tuple[str, str, str]], extra: str = "") -> str:
    items = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in links)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}{extra}</Relationships>'


CHOICES = {
    "eigen": "Eigen werk",
    "ander": "Ander werk & meer",
    "tweede_spoor": "Werk bij een ander <bedrijf>",
}


def every_kind() -> bytes:
    """A form with every kind of field, a repeated field, a header and a footer."""
    example = row(
        control("activiteiten.wat", TEXT, hint="Wat gaat er gebeuren?"),
        control("activiteiten.wanneer", DATE),
        control("activiteiten.spoor", choice_kind(CHOICES)),
        tick("activiteiten.klaar"),
    )
    body = (
        paragraph(text("Naam: "), control("medewerker.naam", TEXT, label="Naam van de medewerker"))
        + paragraph(control("doel", choice_kind(CHOICES), label="Doel"), tick("akkoord"))
        + paragraph(control("zienswijze", LONG_TEXT, hint="Uw mening & wensen"))
        + paragraph(
            text("Datum "),
            control("papier.datum", DATE),
            text(" en nog eens "),
            control("doel", choice_kind(CHOICES)),
        )
        + table(
            4,
            row(text("Wat"), text("Wanneer"), text("Spoor"), text("Klaar")),
            repeating("activiteiten", example),
        )
        + paragraph(text("Einde"))
    )
    return word_file(
        body,
        header=paragraph(control("werkgever.naam", TEXT)),
        footer=paragraph(text("Dossier "), control("dossier.nummer", TEXT), control("medewerker.naam", TEXT)),
    )


EVERY_VALUE: dict[str, object] = {
    "medewerker.naam": "J. Jansen",
    "doel": "ander",
    "akkoord": True,
    "zienswijze": "Regel één\nRegel twee\tmet tab",
    "papier.datum": "2026-01-05",
    "activiteiten": [
        {"wat": "Gesprek", "wanneer": "2026-02-01", "spoor": "eigen", "klaar": False},
        {"wat": "Tweede gesprek", "wanneer": "", "spoor": "", "klaar": True},
    ],
    "werkgever.naam": "Provincie",
    "dossier.nummer": "0042",
}
