"""Draws of many records at once: the draws of plain Python, over columns of unsigned 64-bit integers.

`draws` works on integers and on columns alike, because it stays inside 64 bits; what is missing there are
the choices that look something up, and those are here.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from vertrag.world.draws import Draws, Permutation, Weights

Column = NDArray[Any]
Item = TypeVar("Item")


def numbers(begin: int, end: int) -> Column:
    """The integers of [begin, end) as a column that can be drawn by."""
    return np.arange(begin, end, dtype=np.uint64)


def drawn(draws: Draws, index: Column) -> Any:
    """The draws of all records of a column; they are columns, too."""
    return draws.of(index)  # type: ignore[arg-type]  # a column is all that its integers are


def scattered(permutation: Permutation, values: Column) -> Column:
    """Where a permutation takes each of the values."""
    moved: Column = permutation.step(values)  # type: ignore[arg-type, assignment]  # as above
    while (outside := moved >= permutation.size).any():
        moved[outside] = permutation.step(moved[outside])  # type: ignore[arg-type]  # as above
    return moved


class Choices:
    """Several sets of weights over the same items, one of which each record chooses from."""

    def __init__(self, sets: Sequence[Weights[Item]], items: Sequence[Item]) -> None:
        longest = max(len(weights.items) for weights in sets)
        self._sums = np.full((len(sets), longest), np.iinfo(np.uint64).max, dtype=np.uint64)
        self._items = np.zeros((len(sets), longest), dtype=np.uint8)
        self._totals = np.array([weights.total for weights in sets], dtype=np.uint64)
        for row, weights in enumerate(sets):
            self._sums[row, : len(weights.sums)] = weights.sums
            self._items[row, : len(weights.items)] = [items.index(item) for item in weights.items]

    def drawn(self, draw: Any, name: str, which: Column) -> Column:
        """The place of each record's item; `which` says from which set it chooses."""
        points = draw.below(name, self._totals[which])
        places: Column = self._items[which, (self._sums[which] <= points[:, None]).sum(axis=1)]
        return places
