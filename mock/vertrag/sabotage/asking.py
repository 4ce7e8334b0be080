"""Requests taken apart and put together again."""

from collections.abc import Collection
from typing import Any
from urllib.parse import unquote_plus

from vertrag.exchange import Request
from vertrag.serialization import from_json, to_json


def query_value(request: Request, name: str | None) -> str | None:
    """The first value of a query parameter, None where it was not sent."""
    for pair in request.query.split("&"):
        each, _, text = pair.partition("=")
        if name is not None and unquote_plus(each) == name:
            return unquote_plus(text)
    return None


def without_query(request: Request, names: Collection[str]) -> Request:
    """The request without query parameters."""
    kept = [pair for pair in request.query.split("&") if unquote_plus(pair.partition("=")[0]) not in names]
    return request._replace(query="&".join(kept))


def with_query(request: Request, name: str, text: str) -> Request:
    """The request with another value of a query parameter, a plain text."""
    query = without_query(request, (name,)).query
    return request._replace(query=f"{query}&{name}={text}" if query else f"{name}={text}")


def without_header(request: Request, name: str) -> Request:
    """The request without a header."""
    return request._replace(headers=tuple(pair for pair in request.headers if pair[0] != name))


def object_of(request: Request) -> dict[str, Any] | None:
    """The JSON object that is sent, None where it is something else."""
    try:
        value = from_json(request.body) if request.body else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def with_object(request: Request, value: Any) -> Request:
    """The request with another JSON body."""
    return request._replace(body=to_json(value))
