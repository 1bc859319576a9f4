"""Leafing through a list: one row more than fits tells whether there is a next page, without counting them all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for

Row = TypeVar("Row")

PAGE = "pagina"
"""What the address calls the page of its only list."""
LAST_PAGE = 400
"""Nobody leafs further than this; it keeps an address from asking for a page that costs too much."""


@dataclass(frozen=True)
class Leaf:
    """A page of a list, counted from 1, with `size` rows."""

    number: int
    size: int

    @classmethod
    def asked(cls, size: int, name: str = PAGE) -> "Leaf":
        """The page that `?pagina=` asks for; the first when it asks for nothing that exists."""
        return cls(min(LAST_PAGE, max(1, request.args.get(name, 1, type=int))), size)

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def limit(self) -> int:
        """How many rows to ask for."""
        return self.size + 1

    def shown(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows that stand on this page."""
        return tuple(rows[: self.size])

    def links(self, found: int, address: Callable[[int], str]) -> dict[str, str]:
        """The links to the pages before and after, when `found` rows came back, and which rows these are."""
        last = self.offset + min(found, self.size)
        return {
            "previous": address(self.number - 1) if self.number > 1 else "",
            "next": address(self.number + 1) if found > self.size and self.number < LAST_PAGE else "",
            "info": f"{self.offset + 1} tot en met {last}",
        }


def leafed(
    every: Sequence[Row], size: int, *, name: str = PAGE, anchor: str = ""
) -> tuple[tuple[Row, ...], dict[str, str]]:
    """The rows of a list that stand on the page asked for, and its links, when the whole list is at hand.

    `name` is what the address calls the page: each of several lists on one page has its own. Whatever else the address
    asks for stays in it. Behind the last page lies the last page. With `size` 1 each row is a page by itself. The links
    tell `count` too, the rows in all, and `number`, the page shown.
    """
    last = max(1, -(-len(every) // size))
    leaf = Leaf(min(last, Leaf.asked(size, name).number), size)
    links = leaf.links(len(every) - leaf.offset, lambda number: _here({name: number}, anchor))
    links["info"] = f"Bladzijde {leaf.number} van {last}" if size == 1 else f"{links['info']} van {len(every)}"
    return leaf.shown(every[leaf.offset :]), {**links, "count": str(len(every)), "number": str(leaf.number)}


def together(groups: Iterable[Sequence[Row]], size: int) -> list[tuple[Sequence[Row], ...]]:
    """Groups of rows on pages of about `size` rows: no group is cut in two, so that what is said of it holds."""
    pages: list[tuple[Sequence[Row], ...]] = []
    room = 0
    for group in groups:
        if not pages or room < len(group):
            pages.append(())
            room = size
        pages[-1] = (*pages[-1], group)
        room -= len(group)
    return pages


def _here(changed: Mapping[str, int], anchor: str) -> str:
    """The address of this page with something changed in its query."""
    asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), **changed}
    return url_for(str(request.endpoint), **asked, _anchor=anchor or None)
