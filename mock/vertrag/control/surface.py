"""What a server serves, as far as who steers it has to know: its operations, and the rows it can show."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Surface:
    """The names of all operations, and how a row is kept under a key at the path of a collection.

    `row_at` takes None for none, and raises `ValueError` where there is no such collection, or no such row.
    """

    operations: Set[str]
    row_at: Callable[[str, str, Row | None], Row | None]
