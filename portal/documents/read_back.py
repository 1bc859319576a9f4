"""Reading a returned paper beside the copy that we issued: every value in the surest way that works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.documents.content_controls import Control, Field, live_controls
from portal.documents.outline import outline
from portal.documents.package import opened, stories
from portal.documents.reading_comparison import Compared, Comparison, IssuedValues
from portal.documents.reading_rows import ListReader, ReadRow, Tier
from portal.documents.reading_tags import Tagged
from portal.documents.reading_values import Conflict, Value, doubts
from portal.documents.wordml import Element

_WEAKEST_FIRST: tuple[Tier, ...] = ("comparison", "columns", "tags")


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value in the form in which `fill` takes it, and the way in which it was read.

    `tier`: "tags" by the name of its control, "columns" by its place in a table, "comparison" beside the copy
    that we issued; of a list the weakest way of its rows, whose own ways are in `rows`.
    """

    value: object
    tier: Tier
    rows: tuple[Tier, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a returned paper says.

    `values` has each field that was found. A field in `conflicts` has a value that a person must decide on:
    the first of two, or what was typed for a day or a choice. `unreadable` names the fields that were not
    found in any way. `strays` are texts outside the fields that the issued copy did not have; nothing takes
    them over, so the person must see them.
    """

    values: Mapping[str, ReadValue]
    conflicts: tuple[Conflict, ...]
    unreadable: tuple[str, ...]
    strays: tuple[str, ...]


def read_back(returned: bytes, issued: bytes, fields: Sequence[Field]) -> ReadBack:
    """Return what the paper `returned` says, read beside `issued`, the copy of it that we gave out.

    `fields` are the fields of the template. Check an uploaded file with `guard.check_docx` first. Raises
    RefusedFile("file_damaged").
    """
    reader = _Reader(_roots(returned), _roots(issued), fields)
    values = {field.name: value for field in fields if (value := reader.value(field)) is not None}
    conflicts = [conflict for field in fields for conflict in reader.conflicts(field, values.get(field.name))]
    lost = tuple(field.name for field in fields if field.name not in values)
    return ReadBack(values, tuple(conflicts), lost, tuple(dict.fromkeys(reader.compared.strays)))


class _Reader:
    """Everything that the two papers say, from which the surest is taken per field."""

    def __init__(self, returned: Sequence[Element], issued: Sequence[Element], fields: Sequence[Field]) -> None:
        by_tag = {field.name: field for field in fields}
        by_tag |= {f"{field.name}.{column.name}": column for field in fields for column in field.columns}
        ours, theirs = _controls(issued, by_tag), _controls(returned, by_tag)
        self._tagged = Tagged(theirs, fields)
        self._issued = IssuedValues(ours, by_tag)
        comparison = Comparison(by_tag, self._issued)
        first, second = outline(issued[:1], ours), outline(returned[:1], theirs)
        if comparison.is_same_form(first, second):
            comparison.compare(first, second, strays=True)
            # Headers and footers: page numbers differ there, so what is new in them says nothing.
            comparison.compare(outline(issued[1:], ours), outline(returned[1:], theirs), strays=False)
        self.compared: Compared = comparison.found
        self._lists = ListReader(first, second, self.compared)

    def value(self, field: Field) -> ReadValue | None:
        """Return the value of a field, or None when it is not found in any way."""
        if field.kind == "rows":
            named = self._tagged.rows.get(field.name, {})
            rows = self._lists.rows(field, named, self._issued)
            return None if rows is None else _list_value(rows, "tags" if named else "columns")
        found, tier = self._single(field)
        if not found:
            return None
        above, below = (lines.get(field.name, []) for lines in (self.compared.above, self.compared.below))
        if any(line.strip() for line in (*above, *below)):
            return ReadValue("\n".join((*above, str(found[0]), *below)).strip("\n"), "comparison")
        return ReadValue(found[0], tier)

    def conflicts(self, field: Field, value: ReadValue | None) -> list[Conflict]:
        """Return what a person must decide on."""
        distinct = tuple(dict.fromkeys(self._single(field)[0]))
        two = [Conflict(field.name, "two_values", distinct)] if len(distinct) > 1 else []
        return two + (doubts(field.name, value.value, field) if value else [])

    def _single(self, field: Field) -> tuple[list[Value], Tier]:
        named = self._tagged.single.get(field.name, [])
        return (named, "tags") if named else (self.compared.single.get(field.name, []), "comparison")


def _list_value(rows: Sequence[ReadRow], of_none: Tier) -> ReadValue:
    tiers = tuple(row.tier for row in rows)
    weakest = next((tier for tier in _WEAKEST_FIRST if tier in tiers), of_none)
    return ReadValue([row.values for row in rows], weakest, tiers)


def _roots(data: bytes) -> list[Element]:
    with opened(data) as archive:
        return [root for _, root in stories(archive)]


def _controls(roots: Sequence[Element], known: Mapping[str, Field]) -> list[Control]:
    """Return the controls of known fields; any other control is text to us."""
    return [control for root in roots for control in live_controls(root) if control.tag in known]
