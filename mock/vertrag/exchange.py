"""What flows between a client and a server: requests, replies, and a handler's view of a call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
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


@dataclass(frozen=True, slots=True)
class Call:
    """A valid request as a handler sees it.

    `arguments` holds every path, query, header and cookie parameter that was sent or has a default,
    decoded, by its name in the document. `body` is the decoded body or None. `claims` are those of the
    credential that opened the door, empty where none was asked for.
    """

    operation_id: str
    arguments: Mapping[str, Any]
    body: Any = None
    claims: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers: a status, a JSON-like body (None: no body) and extra headers."""

    body: Any = None
    status: int = 200
    headers: Headers = ()


Handler = Callable[[Call], Reply]
"""Answers one operation; raises `errors.Refused` to refuse. Must be pure unless it is marked otherwise."""
