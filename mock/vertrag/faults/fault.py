"""One fault: which requests it may meet, how often, and what it does to them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, log
from random import Random
from typing import Any, Final, NamedTuple

FAULTS: Final = ".faults"
"""The kind of documents that hold the faults of a session."""

_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.1
_FIELD_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")  # RFC 9110 §5.5
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers that say where a body ends: the server's own, which sends nothing that contradicts them."""

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")

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
    unknown = sorted(set(map(str, written)) - set(WORDS))
    if unknown:
        raise ValueError(f"a fault has no {unknown[0]!r}; it has {', '.join(WORDS)}")
    read: dict[str, Any] = {}
    for name, value in written.items():
        word = WORDS[name]
        try:
            read[word.member] = word.read(value)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise ValueError(f"{name} of a fault cannot be {value!r}: it is {word.said}") from None
    return Fault(**read)


def from_texts(asked: Mapping[str, str]) -> Fault:
    """The fault that a request asks for, by words in any case; ValueError says what it cannot ask for."""
    written: dict[str, Any] = {}
    for name, text in asked.items():
        word = _ASKED.get(name.lower())
        if word is None:
            raise ValueError(f"a request asks for no {name!r}; it can ask for {', '.join(_ASKED.values())}")
        number = _NUMBER.fullmatch(text)
        written[word] = text if number is None else float(text) if number[1] else int(text)
    return from_dict(written)


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
        case str():
            return _latency(_spelled_out(value))
        case _:
            return Latency(wait(value), value)


def _spelled_out(text: str) -> Mapping[str, Any]:
    """What `uniform-200-800` and `lognormal-300-0.5` are short for."""
    kind, first, second = text.split("-")
    if kind == "lognormal":
        return {kind: {"median": float(first), "sigma": float(second)}}
    return {kind: [float(first), float(second)]}


def _limit(value: Any) -> Limit:
    if isinstance(value, str):
        requests, per, seconds = value.split("-")
        value = {"requests": int(requests), "seconds": float(seconds)} if per == "per" else {}
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
    lines = {_text(name).lower(): _text(text) for name, text in value.items()}
    for name, text in lines.items():
        if not _FIELD_NAME.fullmatch(name) or name in _FRAMING or not _FIELD_VALUE.fullmatch(text):
            raise ValueError
    return lines


class _Word(NamedTuple):
    """How one word of a fault is read, and what it can be, as it is said to who got it wrong."""

    member: str
    read: Callable[[Any], Any]
    said: str


WORDS: Final[Mapping[str, _Word]] = {
    "operation": _Word("operation", _text, "an operationId"),
    "times": _Word("times", _whole(1, 10**9), "a whole number from 1"),
    "rate": _Word("rate", _number(0, 1), "a number from 0 to 1"),
    "latency": _Word(
        "latency", _latency, "milliseconds up to an hour, uniform-LEAST-MOST or lognormal-MEDIAN-SIGMA"
    ),
    "limit": _Word("limit", _limit, "REQUESTS-per-SECONDS, such as 10-per-60"),
    "status": _Word("status", _whole(200, 599), "a status from 200 to 599"),
    "body": _Word("body", lambda value: value, "any JSON"),
    "headers": _Word("headers", _headers, "headers of an answer as texts, but for those that frame its body"),
    "connection": _Word("connection", _connection, " or ".join(CONNECTIONS)),
    "bytesPerSecond": _Word("bytes_per_second", _number(1, 10**9), "a number from 1"),
}
"""Every word of a fault; the same for files, sessions and requests."""

_NOT_ASKED = frozenset({"operation", "times", "body", "headers"})
"""A request is one, of one operation, and a preference holds a few characters."""
_ASKED: Final = {name.lower(): name for name in WORDS if name not in _NOT_ASKED}
