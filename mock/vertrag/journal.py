"""The journal: the last exchanges of all sessions, bounded, and how many there have been.

It is written with every request, so an entry is a tuple of what was at hand; who reads makes sense of it.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from vertrag.serialization import from_json

MOST: Final = 2000  # exchanges: a suite of some hundred tests
LONGEST: Final = 16 * 1024  # bytes of a body; with both bodies that long the journal takes 64 MiB
_SECRET: Final = frozenset({"authorization", "cookie", "set-cookie"})

RawHeaders = Iterable[tuple[bytes, bytes]]


class Noted(NamedTuple):
    """An exchange as it was seen, at a time in Unix seconds; a tuple, as one is made for every request.

    `headers` are those of the request, as `packed` packs them: kept as they came, thousands of small objects
    would stay behind and every request had to find new memory.
    """

    time: float
    session: str
    operation: str
    method: str
    path: str
    query: bytes
    headers: bytes
    body: bytes
    status: int
    answer_headers: RawHeaders
    answer: bytes

    def shown(self) -> dict[str, Any]:
        """The exchange as JSON; what may be secret is left out."""
        return {
            "time": self.time,
            "session": self.session,
            "operation": self.operation,
            "method": self.method,
            "path": self.path,
            "query": self.query.decode("latin-1"),
            "request": _message(_unpacked(self.headers), self.body),
            "status": self.status,
            "response": _message(self.answer_headers, self.answer),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """Which exchanges are asked for; None and empty ask for any.

    `body`, `query` and `headers` must be contained in what was sent: members of objects, elements by their
    position.
    """

    session: str | None = None
    operation: str | None = None
    method: str | None = None
    path: str | None = None
    status: int | None = None
    query: Mapping[str, str] | None = None
    body: Any = None
    headers: Mapping[str, str] | None = None

    def fits(self, noted: Noted) -> bool:
        """Whether an exchange is one of them."""
        wanted = (self.session, self.operation, self.method, self.path, self.status)
        seen = (noted.session, noted.operation, noted.method, noted.path, noted.status)
        return (
            all(want is None or want == have for want, have in zip(wanted, seen, strict=True))
            and (not self.query or _has_query(noted.query, self.query))
            and (not self.headers or _has_headers(noted.headers, self.headers))
            and (self.body is None or _contains(_value(noted.body), self.body))
        )


class Journal:
    """The last exchanges; `most` of 0 keeps none."""

    def __init__(self, most: int = MOST) -> None:
        self.counts: Counter[tuple[str, int]] = Counter()
        """How many answers each operation gave with each status, since the start."""
        self.kept: deque[Noted] = deque(maxlen=most)

    def note(self, noted: Noted) -> None:
        """Take in an exchange."""
        self.counts[noted.operation, noted.status] += 1
        self.kept.append(noted)

    def exchanges(self, question: Question) -> Iterator[Noted]:
        """The exchanges that are asked for, newest first."""
        return (noted for noted in reversed(self.kept) if question.fits(noted))

    def clear(self, session: str | None = None) -> None:
        """Forget the exchanges of a session, or all; what was counted stays counted."""
        staying = [noted for noted in self.kept if session is not None and noted.session != session]
        self.kept.clear()
        self.kept.extend(staying)


def packed(headers: RawHeaders) -> bytes:
    """Headers as one text: names and values by turns, a line each, which no header holds (RFC 9110 §5.5)."""
    return b"\n".join([part for pair in headers for part in pair])


def _unpacked(lines: bytes) -> RawHeaders:
    parts = iter(lines.split(b"\n"))
    return zip(parts, parts, strict=False)


def _message(headers: RawHeaders, body: bytes) -> dict[str, Any]:
    texts = {name.decode("latin-1"): text.decode("latin-1") for name, text in headers}
    shown = {name: "***" if name in _SECRET else text for name, text in texts.items()}
    return {"headers": shown, "body": _value(body)}


def _value(body: bytes) -> Any:
    """The body as JSON if it is some, else as text; None for an empty one."""
    try:
        return from_json(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")


def _has_query(query: bytes, wanted: Mapping[str, str]) -> bool:
    sent = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    return all(value in sent.get(name, ()) for name, value in wanted.items())


def _has_headers(lines: bytes, wanted: Mapping[str, str]) -> bool:
    sent = [(name.decode("latin-1").lower(), text.decode("latin-1")) for name, text in _unpacked(lines)]
    return all((name.lower(), text) in sent for name, text in wanted.items())


def _contains(whole: Any, part: Any) -> bool:
    if isinstance(whole, Mapping) and isinstance(part, Mapping):
        return all(name in whole and _contains(whole[name], value) for name, value in part.items())
    if isinstance(whole, Sequence) and isinstance(part, Sequence) and not isinstance(part, str):
        return len(whole) == len(part) and all(map(_contains, whole, part))
    return bool(whole == part)
