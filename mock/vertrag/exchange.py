"""What flows between a client and a server: requests, replies, and a handler's view of a call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol

from vertrag.errors import OurError

Headers = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """One request as it was sent.

    `path` is the raw path below the document's base path, still percent-encoded; `query` is the raw
    query string without "?"; header names are lower case.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One response as it was sent; header names are lower case."""

    status: int
    headers: Headers = ()
    body: bytes = b""


class Gone(Enum):
    """What stands in the place of a document that was deleted."""

    GONE = "gone"


GONE: Final = Gone.GONE


class State(Protocol):
    """What a session changed in its world: documents (JSON values) by kind and key.

    Values are copies: changing one that was read changes nothing until it is put back. A safe operation
    may only read; what an unsafe one does becomes true together with its success, or not at all.
    """

    @property
    def version(self) -> int:
        """0 for a session that nothing was written to; else a number that changes with every write."""

    def get(self, kind: str, key: str) -> Any:
        """The document; None where none was written, GONE where it was deleted."""

    def put(self, kind: str, key: str, value: Any) -> None:
        """Write a document, new or not."""

    def delete(self, kind: str, key: str) -> None:
        """Leave a mark in the document's place that also hides the world's record of that key."""

    def items(self, kind: str) -> Sequence[tuple[str, Any]]:
        """The keys of a kind that were written, in the order in which they first were, with what is there."""

    def next_number(self, kind: str, first: int) -> int:
        """A number that was never given out before for that kind, counting up from the first."""


class Untouched:
    """The state of a session that nothing was written to, seen by a safe operation."""

    version: int = 0

    def get(self, kind: str, key: str) -> None:
        """None: nothing was written."""

    def put(self, kind: str, key: str, value: Any) -> None:  # noqa: ARG002
        """A defect of the handler."""
        raise OurError(f"a safe operation may not write {kind} {key}")

    def delete(self, kind: str, key: str) -> None:
        """A defect of the handler."""
        self.put(kind, key, None)

    def items(self, kind: str) -> Sequence[tuple[str, Any]]:  # noqa: ARG002
        """Empty: nothing was written."""
        return ()

    def next_number(self, kind: str, first: int) -> int:
        """A defect of the handler."""
        self.put(kind, str(first), None)
        return first


UNTOUCHED: Final = Untouched()


@dataclass(frozen=True, slots=True)
class Call:
    """A valid request as a handler sees it.

    `arguments` holds every path, query, header and cookie parameter that was sent or has a default,
    decoded, by its name in the document. `body` is the decoded body or None, `media_type` the Content-Type
    that it was sent with. `claims` are those of the credential that opened the door, empty where none was
    asked for. `world` is the supplier (`world.supplier.Supplier`, which this floor does not know) at the
    time of the session's clock; `state` is what the session changed, in the transaction of this call.
    """

    operation_id: str
    arguments: Mapping[str, Any]
    body: Any = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    world: Any = None
    state: State = UNTOUCHED
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers: a status, a JSON-like body (None: no body) and extra headers."""

    body: Any = None
    status: int = 200
    headers: Headers = ()


Handler = Callable[[Call], Reply]
"""Answers one operation; raises `errors.Refused` to refuse. That of a safe operation must be pure: the same
for the same call, world and state; one that is not says `Cache-Control: no-store`."""
