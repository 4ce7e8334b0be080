"""The members of a row that say when it was made and last changed: by the clock of its session."""

import re
from datetime import UTC, datetime
from typing import Any

from vertrag.contract.inference.moments import places
from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.serve.resources.views import Row

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECONDS = range(10**9, 10**10)
"""Unix seconds from 2001 on; a thousand times as much are milliseconds."""


def stamped(row: Row, pattern: Row, names: frozenset[str], now_ns: int) -> Row:
    """The row with the time at all places of these names, written as the pattern has it there.

    What the row has and the pattern has otherwise was sent, and stands.
    """
    for place in places(pattern, names):
        old = value_at(pattern, place)
        written = _written(old, now_ns)
        if written is not None and value_at(row, place) in (old, NOWHERE):
            row = with_value(row, place, written)
    return row


def _written(old: Any, now_ns: int) -> Any:
    """The time in the form of an old value; None where that is no time."""
    moment = datetime.fromtimestamp(now_ns // 10**9, UTC)
    if isinstance(old, str):
        if _MOMENT.match(old):
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return moment.date().isoformat() if _DAY.fullmatch(old) else None
    if isinstance(old, int) and not isinstance(old, bool):
        if old in _SECONDS:
            return now_ns // 10**9
        return now_ns // 10**6 if old // 1000 in _SECONDS else None
    return None
