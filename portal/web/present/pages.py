"""Leafing through a list: one row more than fits tells whether there is a next page, without counting them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request

Row = TypeVar("Row")

LAST_PAGE = 400
"""Nobody leafs further than this; it keeps an address from asking for a page that costs too much."""


@dataclass(frozen=True)
class Leaf:
    """A page of a list, counted from 1, with `size` rows."""

    number: int
    size: int

    @classmethod
    def asked(cls, size: int) -> "Leaf":
        """The page that `?pagina=` asks for; the first when it asks for nothing that exists."""
        return cls(min(LAST_PAGE, max(1, request.args.get("pagina", 1, type=int))), size)

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
