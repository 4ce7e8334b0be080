"""Decides what a request goes through: the faults that meet it, taken together.

Laws
1. The same seed, session and number of the request draw the same.
2. Waits add up; of the rest the first fault that says something counts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from vertrag.faults.fault import Fault, Limit

_MOST_COUNTED = 100_000  # sessions and faults; who forgets them starts anew


@dataclass(slots=True)
class Ordeal:
    """What one request goes through; `retry_after` in seconds means that it is beyond a limit."""

    delay: float = 0.0  # seconds
    retry_after: float = 0.0
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    connection: str | None = None
    bytes_per_second: float | None = None
    met: list[str] = field(default_factory=list)
    """The keys of the faults that it met."""


class Ordeals:
    """Draws and counts; what is counted here is that of one process."""

    def __init__(self, seed: int, now: Callable[[], float]) -> None:
        self._seed = seed
        self._now = now
        self._drawn: dict[tuple[str, str], int] = {}
        self._windows: dict[tuple[str, str], tuple[float, int]] = {}

    def of(self, session: str, operation: str, faults: Iterable[tuple[str, Fault]]) -> Ordeal | None:
        """What a request goes through because of these faults (by key); None if none of them meets it."""
        ordeal = Ordeal()
        for key, fault in faults:
            if fault.operation in ("", operation):
                draw = self._draw(session, key)
                if draw.random() < fault.rate:
                    self._add(ordeal, fault, draw, (session, key))
                    ordeal.met.append(key)
        return ordeal if ordeal.met else None

    def forget(self, session: str) -> None:
        """Count what meets a session from the beginning again."""
        for counted in (self._drawn, self._windows):
            for place in [place for place in counted if place[0] == session]:
                del counted[place]

    def _draw(self, session: str, key: str) -> Random:
        if len(self._drawn) > _MOST_COUNTED:
            self._drawn.clear()
        number = self._drawn[session, key] = self._drawn.get((session, key), 0) + 1
        return Random(f"{self._seed}/{session}/{key}/{number}")  # noqa: S311 - to be repeated, not to be safe

    def _add(self, ordeal: Ordeal, fault: Fault, draw: Random, place: tuple[str, str]) -> None:
        if fault.latency is not None:
            ordeal.delay += fault.latency.drawn(draw) / 1000
        if fault.limit is not None and not ordeal.retry_after:
            ordeal.retry_after = self._beyond(fault.limit, place)
        if fault.status is not None and ordeal.status is None:
            ordeal.status, ordeal.body, ordeal.headers = fault.status, fault.body, fault.headers
        ordeal.connection = ordeal.connection or fault.connection
        ordeal.bytes_per_second = ordeal.bytes_per_second or fault.bytes_per_second

    def _beyond(self, limit: Limit, place: tuple[str, str]) -> float:
        """Seconds until the next request is let in; 0 lets this one in."""
        now = self._now()
        if len(self._windows) > _MOST_COUNTED:
            self._windows.clear()
        began, count = self._windows.get(place, (now, 0))
        if now >= began + limit.seconds:
            began, count = now, 0
        self._windows[place] = began, count + 1
        return 0.0 if count < limit.requests else began + limit.seconds - now
