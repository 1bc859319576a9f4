"""Turns the blocks of a paper into WordprocessingML paragraphs and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never
from xml.sax.saxutils import quoteattr

from . import model
from .controls import Controls, run_text
from .portal_fields import portal, signature, spoken
from .style import TEXT_WIDTH, TINT

_KEEP = "<w:keepNext/>"

_FIRST_ROW = 'w:val="0020" w:firstRow="1"'
_FIRST_COLUMN = 'w:val="0080" w:firstColumn="1"'
"""What in a table a screen reader says as its heads: the row on top, or the labels on the left."""

_LONG_ROLE = 15
"""More letters than this do not fit beside each other in the first column of the signatures."""

_LABEL_SHARE = 42
"""Percentage of the width that a label takes beside its answer."""


def body(paper: model.Paper, controls: Controls) -> str:
    """All blocks of `paper` in their order; what introduces a table stays on its page."""
    nexts = (*paper.blocks[1:], None)
    return "".join(
        _block(_introducing(block) if isinstance(after, model.TableBlock) else block, paper, controls)
        for block, after in zip(paper.blocks, nexts, strict=True)
    )


def _introducing(block: model.Block) -> model.Block:
    plain = isinstance(block, model.Text) and block.style == "Normal"
    return replace(block, style="Inleiding") if plain else block


def paragraph(style: str, *parts: str | model.Field, controls: Controls, extra: str = "") -> str:
    """A paragraph of fixed text and controls; `extra` is more paragraph properties."""
    runs = "".join(
        controls.inline(part) if isinstance(part, model.Field) else f"<w:r>{run_text(part)}</w:r>" for part in parts
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def _block(block: model.Block, paper: model.Paper, controls: Controls) -> str:
    match block:
        case model.Heading():
            return _heading(block, paper, controls)
        case model.Text():
            return paragraph(block.style, *block.parts, controls=controls)
        case model.Question():
            return _question(block, controls)
        case model.Tick():
            return paragraph("Aankruisen", block.field, " " + block.field.label, controls=controls)
        case model.Steps():
            return "".join(paragraph("Stap", *item, controls=controls) for item in block.items)
        case _:
            return _table_block(block, controls)


def _table_block(block: model.TableBlock, controls: Controls) -> str:
    match block:
        case model.Details():
            return _details(block, controls)
        case model.Answers():
            return _answers(block, controls)
        case model.Reference():
            return _reference(block, controls)
        case model.Rows():
            return _rows(block, controls)
        case model.Signatures():
            return _signatures(block, controls)
        case _:
            assert_never(block)


def _question(block: model.Question, controls: Controls) -> str:
    label = paragraph("Vraag", block.field.label, controls=controls)
    return label + paragraph("Antwoord", block.field, controls=controls)


def _heading(block: model.Heading, paper: model.Paper, controls: Controls) -> str:
    unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
    extra = "<w:pageBreakBefore/>" if block.new_page else ""
    extra += unnumbered if paper.letter and block.level == 1 else ""
    return paragraph(f"Heading{block.level}", block.text, controls=controls, extra=extra)


def _details(block: model.Details, controls: Controls) -> str:
    share = 100 // len(block.columns)
    label, value = share * 11 // 25, share - share * 11 // 25
    widths = [label, value] * len(block.columns)
    head = "".join(
        _cell(paragraph("Kolomkop", title, controls=controls), label + value, span=2, tint=True)
        for title, _ in block.columns
    )
    height = max(len(fields) for _, fields in block.columns)
    rows = ""
    for line in range(height):
        cells = ""
        for _, fields in block.columns:
            field = fields[line] if line < len(fields) else None
            name = (field.label,) if field else ()
            cells += _cell(paragraph("Veldnaam", *name, controls=controls), label)
            cells += _cell(paragraph("Veld", *((field,) if field else ()), controls=controls), value)
        rows += _row(cells)
    return _table(block.caption, widths, _row(head, header=True) + rows)


def _answers(block: model.Answers, controls: Controls) -> str:
    """Label and answer per row; the few rows of such a table stay on one page."""
    widths = [_LABEL_SHARE, 100 - _LABEL_SHARE]
    rows = ""
    for field in block.fields:
        keep = "" if field is block.fields[-1] else _KEEP
        rows += _row(
            _cell(paragraph("Veldnaam", field.label, controls=controls, extra=keep), widths[0])
            + _cell(paragraph("Veld", field, controls=controls, extra=keep), widths[1])
        )
    return _table(block.caption, widths, rows, look=_FIRST_COLUMN)


def _reference(block: model.Reference, controls: Controls) -> str:
    widths = list(block.widths)
    values = "".join(
        _cell(paragraph("Veld", field, controls=controls), width)
        for field, width in zip(block.fields, widths, strict=True)
    )
    return _table("Datum en kenmerk van deze brief", widths, _head(block.fields, widths, controls) + _row(values))


def _head(columns: tuple[model.Field, ...], widths: list[int], controls: Controls) -> str:
    return _row(
        "".join(
            _cell(paragraph("Kolomkop", column.label, controls=controls), width, tint=True)
            for column, width in zip(columns, widths, strict=True)
        ),
        header=True,
    )


def _rows(block: model.Rows, controls: Controls) -> str:
    widths = list(block.widths)
    cells = "".join(
        _cell(paragraph("Veld", column, controls=controls), width)
        for column, width in zip(block.columns, widths, strict=True)
    )
    repeated = controls.repeating(block.name, block.label, _row(cells))
    return _table(block.label, widths, _head(block.columns, widths, controls) + repeated)


def _signatures(block: model.Signatures, controls: Controls) -> str:
    widths = _signature_widths(block.roles)
    titles = ("Wie", "Naam en functie", "Datum", "Uitkomst")
    head = "".join(
        _cell(paragraph("Kolomkop", title, controls=controls), width, tint=True)
        for title, width in zip(titles, widths, strict=True)
    )
    rows = ""
    for role in block.roles:
        who = _kept("Veld", signature(role, "naam"), controls) + _kept("Veldnaam", signature(role, "functie"), controls)
        cells = (
            _kept("Veld", spoken(role).capitalize(), controls),
            who,
            _kept("Veld", signature(role, "datum"), controls),
            _kept("Veld", signature(role, "uitkomst"), controls),
        )
        rows += _row("".join(_cell(content, width) for content, width in zip(cells, widths, strict=True)))
    return _table(block.caption, widths, _row(head, header=True) + rows, keep=True)


def _signature_widths(roles: tuple[str, ...]) -> list[int]:
    """Who, name, date and outcome; a long role takes the room of the outcome, so that it is not broken off."""
    return [25, 29, 20, 26] if max(map(len, roles)) > _LONG_ROLE else [18, 28, 20, 34]


def _kept(style: str, part: str | model.Field, controls: Controls) -> str:
    """A paragraph on the same page as the next: a signature never stands alone."""
    return paragraph(style, part, controls=controls, extra=_KEEP)


def opening(paper: model.Paper, controls: Controls) -> str:
    """The line with the employer on top, then the title; a letter brings its own title."""
    sender = paragraph("Afzender", portal("werkgever.naam"), " · ", portal("werkgever.eenheid"), controls=controls)
    if paper.letter:
        return sender
    return (
        sender
        + paragraph("Title", paper.title, controls=controls)
        + paragraph("Subtitle", paper.subtitle, controls=controls)
    )


def _table(caption: str, widths: list[int], rows: str, *, keep: bool = False, look: str = _FIRST_ROW) -> str:
    """A table over the full width; the small paragraph after it keeps two tables apart in Word."""
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    described = f"<w:tblCaption w:val={quoteattr(caption)}/><w:tblDescription w:val={quoteattr(caption)}/>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Lijntabel"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look}/>{described}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        f'<w:p><w:pPr><w:pStyle w:val="Tussenruimte"/>{_KEEP if keep else ""}</w:pPr></w:p>'
    )


def _row(cells: str, *, header: bool = False) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def _cell(paragraphs: str, width: int, *, span: int = 1, tint: bool = False) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if tint else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{wide}{shade}</w:tcPr>{paragraphs}</w:tc>'


def _twips(percent: int) -> int:
    return TEXT_WIDTH * percent // 100
