"""The one visual family of all papers: measures, colours, styles. Everything that is taste stands here."""

from __future__ import annotations

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Twips: 567 in a centimetre, 20 in a point.
PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = (
    '<w:pgMar w:top="1247" w:right="1247" w:bottom="1361" w:left="1361" w:header="567" w:footer="624" w:gutter="0"/>'
)
TEXT_WIDTH = 11906 - 1247 - 1361

ACCENT = "1D4A5A"
INK = "1F2529"
GREY = "59656C"
LINE = "BFC9CE"
TINT = "EAF0F2"

_WORDS_OWN = {"Title", "Subtitle", "heading 1", "heading 2", "footer"}


def _paragraph(style_id: str, name: str, ppr: str, rpr: str = "", based: str = "Normal", following: str = "") -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    own = "" if name in _WORDS_OWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{after}<w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>'
    )


def _space(before: int, after: int, line: int = 0) -> str:
    """Spacing in points; `line` in 240ths of a line."""
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"{height}/>'


def _font(size: float, colour: str = INK, *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    half = round(size * 2)
    return f'{weight}<w:color w:val="{colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _edge(side: str, width: int, colour: str, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'


def _defaults() -> str:
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    language = '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_font(10.5)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{_space(0, 6, 264)}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{GREY}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    )


def _list(number: int, numbered: bool) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if numbered else ""


def _headings(numbered: bool) -> str:
    keep = "<w:keepNext/><w:keepLines/>"
    return (
        _paragraph("Title", "Title", keep + _space(14, 2, 240), _font(23, ACCENT, bold=True), following="Subtitle")
        + _paragraph("Subtitle", "Subtitle", keep + _space(0, 12, 240), _font(12, GREY), following="Normal")
        + _paragraph(
            "Heading1",
            "heading 1",
            f'{keep}{_list(1, numbered)}{_space(18, 5, 240)}<w:outlineLvl w:val="0"/>',
            _font(13.5, ACCENT, bold=True),
            following="Normal",
        )
        + _paragraph(
            "Heading2",
            "heading 2",
            f'{keep}{_space(12, 4, 240)}<w:outlineLvl w:val="1"/>',
            _font(10.5, INK, bold=True),
            following="Normal",
        )
    )


def _paragraphs(numbered: bool) -> str:
    rule = f"<w:pBdr>{_edge('bottom', 12, ACCENT, 5)}</w:pBdr>"
    bar = f"<w:pBdr>{_edge('left', 12, LINE, 8)}</w:pBdr>"
    note = f"<w:pBdr>{_edge('left', 24, ACCENT, 8)}</w:pBdr>"
    top = f"<w:pBdr>{_edge('top', 4, LINE, 5)}</w:pBdr>"
    right = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    indent = '<w:ind w:left="198"/>'
    return (
        _paragraph("Afzender", "Afzender", rule + right + _space(0, 0, 240), _font(10.5, ACCENT, bold=True))
        + _paragraph("Inleiding", "Inleiding", "<w:keepNext/>")
        + _paragraph("Slot", "Slot", _space(8, 6))
        + _paragraph("Geadresseerde", "Geadresseerde", _space(26, 2, 252), _font(9.5, GREY))
        + _paragraph("Adres", "Adres", _space(0, 0, 252))
        + _paragraph("Adresregels", "Adresregels", _space(0, 26, 252))
        + _paragraph("Onderwerp", "Onderwerp", _space(16, 8, 240), _font(16, ACCENT, bold=True), based="Title")
        + _paragraph("Groet", "Groet", "<w:keepNext/><w:keepLines/>" + _space(10, 22))
        + _paragraph("Opmerking", "Opmerking", note + _space(6, 10) + indent, _font(10))
        + _paragraph("Vraag", "Vraag", "<w:keepNext/><w:keepLines/>" + _space(9, 3, 240), _font(10, INK, bold=True))
        + _paragraph("Antwoord", "Antwoord", bar + _space(0, 8) + indent)
        + _paragraph("Aankruisen", "Aankruisen", _space(4, 6) + '<w:ind w:left="340" w:hanging="340"/>')
        + _paragraph("Veldnaam", "Veldnaam", _space(0, 0, 250), _font(10, GREY))
        + _paragraph("Veld", "Veld", _space(0, 0, 250), _font(10))
        + _paragraph("Kolomkop", "Kolomkop", "<w:keepNext/>" + _space(0, 0, 240), _font(9.5, ACCENT, bold=True))
        + _paragraph("Stap", "Stap", _list(2, numbered) + _space(0, 4))
        + _paragraph(
            "Tussenruimte",
            "Tussenruimte",
            '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>',
        )
        + _paragraph("Footer", "footer", top + right + _space(0, 0, 240), _font(8.5, GREY))
    )


def _tables() -> str:
    margins = (
        '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    lines = _edge("top", 4, LINE, 0) + _edge("bottom", 4, LINE, 0) + _edge("insideH", 4, LINE, 0)
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Lijntabel"><w:name w:val="Lijntabel"/>'
        '<w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>{margins}</w:tblPr></w:style>"
    )


def styles(*, numbered: bool = True) -> str:
    """The whole styles part; a part that has no numbering beside it takes `numbered=False`."""
    body = _defaults() + _headings(numbered) + _paragraphs(numbered) + _tables()
    return f"{DECLARATION}<w:styles {NAMESPACES}>{body}</w:styles>"


def numbering() -> str:
    """Two lists: the numbers of the sections (1) and the steps of a letter (2)."""
    lists = ""
    for number, (shape, style) in enumerate((("%1", "Heading1"), ("%1.", "Stap")), start=1):
        lists += (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
            f'<w:lvlText w:val="{shape}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:tabs><w:tab w:val="num" w:pos="397"/></w:tabs>'
            '<w:ind w:left="397" w:hanging="397"/></w:pPr>'
            "</w:lvl></w:abstractNum>"
        )
    links = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{lists}{links}</w:numbering>"


def settings() -> str:
    """Dutch, Word 2013 or later, decimal comma."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="nl-NL"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )


def font_table() -> str:
    """The one font, with its family for programs that lack it."""
    return (
        f'{DECLARATION}<w:fonts {NAMESPACES}><w:font w:name="Calibri"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )
