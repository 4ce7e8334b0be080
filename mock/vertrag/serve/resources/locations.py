"""The way to a row, spelled as a header or a member of the row wants it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from vertrag.contract.inference.positions import Place, value_at, with_value

Row = Mapping[str, Any]
_ORIGIN = "https://example.com"  # RFC 2606 §3: nobody's; a view does not know where it is served


def spelled(path: str) -> Iterator[str]:
    """How a document may want the way to a row: as it is, as a URL, or from further down."""
    yield path
    yield _ORIGIN + path
    steps = path.strip("/").split("/")
    yield from (f"/{'/'.join(steps[at:])}" for at in range(1, len(steps)))


class SelfLinks:
    """The members of a row that lead to it; `takes` says whether a row may be shown like this."""

    def __init__(self, places: Sequence[Place], takes: Callable[[Row], bool]) -> None:
        self.places = places
        self._takes = takes
        self._spelling: dict[Place, int] = {}

    def shown(self, row: Row, path: str) -> Row:
        """The row with the way to it in all members of it that say one."""
        for place in self.places:
            if isinstance(value_at(row, place), str):
                row = self._linked(row, place, path)
        return row

    def _linked(self, row: Row, place: Place, path: str) -> Row:
        texts = list(spelled(path))
        if place not in self._spelling:
            trials = (with_value(row, place, text) for text in texts)
            fitting = next((at for at, each in enumerate(trials) if self._takes(each)), None)
            if fitting is None:  # the next key may be one that a link can have
                return row
            self._spelling[place] = fitting
        at = self._spelling[place]
        linked: Row = with_value(row, place, texts[at]) if 0 <= at < len(texts) else row
        return linked
