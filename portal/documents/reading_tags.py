"""First way to read a paper: by the names (tags) of its controls."""

from collections.abc import Iterable, Sequence

from portal.documents.content_controls import Control, Field
from portal.documents.reading_values import Row, Value, value_in
from portal.documents.wordml import TR, Element


class Tagged:
    """The values found by name, with the row of the table that each value of a list stands in.

    `single` has the values of a field in every place where it stands; `rows` has a row of values per row of
    the table, per list. With `fields`, the fields of the template, only those are looked for.
    """

    def __init__(self, controls: Iterable[Control], fields: Sequence[Field] | None) -> None:
        self.single: dict[str, list[Value]] = {}
        self.rows: dict[str, dict[Element, Row]] = {}
        self._known = None if fields is None else {field.name: field for field in fields}
        self._columns = {
            f"{field.name}.{column.name}": (field.name, column) for field in fields or () for column in field.columns
        }
        for control in controls:
            self._take(control)

    def _take(self, control: Control) -> None:
        """Add what one control says."""
        owner, column = self._columns.get(control.tag, (control.within, None))
        if control.kind == "rows":
            if self._known is None or control.tag in self._known:
                self.rows.setdefault(control.tag, {})
        elif owner and control.tag.startswith(f"{owner}."):
            if self._known is None or column is not None:
                self._take_column(owner, control, column)
        elif self._known is None or control.tag in self._known:
            field = self._known.get(control.tag) if self._known else None
            self.single.setdefault(control.tag, []).append(value_in(control, field))

    def _take_column(self, owner: str, control: Control, column: Field | None) -> None:
        row = next(control.element.iterancestors(TR), None)
        if row is not None:
            name = control.tag.removeprefix(f"{owner}.")
            self.rows.setdefault(owner, {}).setdefault(row, {}).setdefault(name, value_in(control, column))
