"""One fault: which requests it may meet, how often, and what it does to them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log
from random import Random
from typing import Any, Final

FAULTS: Final = ".faults"
"""The kind of documents that hold the faults of a session."""

_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.1
_FIELD_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")  # RFC 9110 §5.5
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers that say where a body ends: the server's own, which sends nothing that contradicts them."""

LONGEST_WAIT: Final = 3_600_000  # ms
CONNECTIONS: Final = ("drop", "truncate", "hang")


@dataclass(frozen=True, slots=True)
class Latency:
    """A time to wait in milliseconds: fixed, uniform between two, or lognormal by its median and sigma."""

    least: float
    most: float
    sigma: float = 0.0

    def drawn(self, draw: Random) -> float:
        """One such time."""
        if self.sigma:
            return min(exp(draw.gauss(log(self.least), self.sigma)), LONGEST_WAIT)
        return draw.uniform(self.least, self.most)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds; those beyond are 429 (RFC 6585 §4)."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to requests of an operation ("" for all): to a `rate` of them, or to so many (`times`).

    `status` with `body` and `headers` replaces the answer, `connection` breaks it off, `bytes_per_second`
    slows it down.
    """

    operation: str = ""
    times: int | None = None
    rate: float = 1.0
    latency: Latency | None = None
    limit: Limit | None = None
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    connection: str | None = None
    bytes_per_second: float | None = None


def from_dict(written: Any) -> Fault:
    """A fault as JSON describes it; ValueError says what it cannot be."""
    if not isinstance(written, Mapping):
        raise ValueError(f"a fault is an object, not {written!r}")
    unknown = sorted(set(map(str, written)) - set(_READERS))
    if unknown:
        raise ValueError(f"a fault has no {unknown[0]!r}; it has {', '.join(_READERS)}")
    read: dict[str, Any] = {}
    for name, value in written.items():
        member, reader = _READERS[name]
        try:
            read[member] = reader(value)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise ValueError(f"{name} of a fault cannot be {value!r}") from None
    return Fault(**read)


def _number(least: float, most: float) -> Any:
    def read(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError
        return value

    return read


def _latency(value: Any) -> Latency:
    wait = _number(0, LONGEST_WAIT)
    match value:
        case {"uniform": [least, most], **rest} if not rest and wait(least) <= wait(most):
            return Latency(least, most)
        case {"lognormal": {"median": median, "sigma": sigma}, **rest} if not rest:
            return Latency(_number(1, LONGEST_WAIT)(median), LONGEST_WAIT, _number(0.001, 10)(sigma))
        case _:
            return Latency(wait(value), value)


def _limit(value: Any) -> Limit:
    return Limit(_whole(1, 10**9)(value["requests"]), _number(0.001, 86_400)(value["seconds"]))


def _whole(least: int, most: int) -> Any:
    def read(value: Any) -> int:
        if not isinstance(value, int):
            raise TypeError
        return int(_number(least, most)(value))

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _connection(value: Any) -> str:
    return CONNECTIONS[CONNECTIONS.index(value)]


def _headers(value: Any) -> Mapping[str, str]:
    lines = {_text(name): _text(text) for name, text in value.items()}
    for name, text in lines.items():
        if not _FIELD_NAME.fullmatch(name) or name.lower() in _FRAMING or not _FIELD_VALUE.fullmatch(text):
            raise ValueError
    return lines


_READERS: Final[Mapping[str, tuple[str, Any]]] = {
    "operation": ("operation", _text),
    "times": ("times", _whole(1, 10**9)),
    "rate": ("rate", _number(0, 1)),
    "latency": ("latency", _latency),
    "limit": ("limit", _limit),
    "status": ("status", _whole(200, 599)),
    "body": ("body", lambda value: value),
    "headers": ("headers", _headers),
    "connection": ("connection", _connection),
    "bytesPerSecond": ("bytes_per_second", _number(1, 10**9)),
}
