"""Lists that lost their repeating section: LibreOffice saves the controls of the row, not the section around it."""

from collections.abc import Iterator, Mapping, Sequence

from portal.documents.content_controls import Control, Field
from portal.documents.findings import Finding, place_of
from portal.documents.wordml import TR, Element


def lost_lists(controls: Sequence[Control], known: Mapping[str, Field]) -> Iterator[Finding]:
    """Yield a finding per list whose columns stand in a row of a table, but without a list around them."""
    for name, row in rows_without_list(controls).items():
        field = known.get(name)
        if (field is None or field.kind != "rows") and not name.startswith("eigen."):
            continue
        label = field.label if field else name.rpartition(".")[2].replace("_", " ").capitalize()
        sentence = f"De lijst «{name}» ({label}) is haar herhalende rij kwijt. LibreOffice bewaart die niet."
        proposal = "Maak van de rij weer een herhalende sectie."
        yield Finding("error", "list_lost", place_of(row), sentence, proposal, f"list:{name}:{label}")


def rows_without_list(controls: Sequence[Control]) -> dict[str, Element]:
    """Return per beginning of names the first row of a table in which controls with it stand, outside any list."""
    found: dict[str, Element] = {}
    lists = {control.tag for control in controls if control.kind == "rows"}
    for control in controls:
        name = control.tag.rpartition(".")[0]
        row = next(control.element.iterancestors(TR), None)
        if name and name not in lists and not control.within and row is not None:
            found.setdefault(name, row)
    return found
