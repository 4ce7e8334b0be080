"""Ways to be slow."""

from vertrag.sabotage.needs import LISTS
from vertrag.sabotage.way import Scene, Way

_SLOW, _VERY_SLOW = 0.5, 3.0  # seconds: felt by a person; more than most clients are told to wait
_EVERY = 10


def _now_and_then(scene: Scene) -> float:
    return _VERY_SLOW if not scene.number % _EVERY else 0.0


WAYS = (
    Way(
        "S801",
        "every answer is slow",
        "Every answer waits for half a second.",
        312,
        delay=lambda _: _SLOW,
        pardon="no document says how long an answer may take",
    ),
    Way(
        "S802",
        "some answers are very slow",
        "Every tenth answer waits for three seconds.",
        312,
        delay=_now_and_then,
        pardon="no document says how long an answer may take",
    ),
    Way(
        "S803",
        "lists are slow",
        "Every list waits for half a second.",
        312,
        LISTS,
        delay=lambda scene: _SLOW if scene.does("list", "search") else 0.0,
        pardon="no document says how long an answer may take",
    ),
)
