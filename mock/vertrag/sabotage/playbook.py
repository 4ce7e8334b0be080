"""All ways in the order of their codes, and those that a document has room for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vertrag.contract.inference.resources import infer
from vertrag.contract.operations import Contract
from vertrag.errors import UsageError
from vertrag.sabotage import (
    wrong_access,
    wrong_headers,
    wrong_lists,
    wrong_repeats,
    wrong_rows,
    wrong_state,
    wrong_statuses,
    wrong_timing,
    wrong_values,
)
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Way

_CHAPTERS = (
    wrong_statuses,
    wrong_headers,
    wrong_values,
    wrong_lists,
    wrong_state,
    wrong_access,
    wrong_repeats,
    wrong_rows,
    wrong_timing,
)

WAYS: Mapping[str, Way] = {
    way.code: way
    for way in sorted((way for chapter in _CHAPTERS for way in chapter.WAYS), key=lambda way: way.code)
}


@dataclass(frozen=True, slots=True)
class Plot:
    """What is done to one document: the ways that can apply to it, and those that cannot."""

    terrain: Terrain
    ways: Sequence[Way]
    unfit: Sequence[Way]


def way_of(code: str) -> Way:
    """The way of a code in any case; `UsageError` where there is none."""
    way = WAYS.get(code.strip().upper())
    if way is None:
        raise UsageError(f"no way to sabotage has the code {code!r}", hint="see `vertrag sabotages`")
    return way


def plot(contract: Contract, codes: Iterable[str], corrections: Mapping[str, object] | None = None) -> Plot:
    """What these ways can do to a document."""
    terrain = Terrain(contract, infer(contract, dict(corrections or {})))
    ways = tuple(dict.fromkeys(map(way_of, codes)))
    fit = {way.code for way in ways if way.need.is_met(terrain)}
    return Plot(
        terrain,
        tuple(way for way in ways if way.code in fit),
        tuple(way for way in ways if way.code not in fit),
    )
