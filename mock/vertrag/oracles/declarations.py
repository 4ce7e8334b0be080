"""The law that what a document declares to hold holds: `x-invariants` of operations and of schemas."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.positions import NOWHERE, Place, shown
from vertrag.contract.loading.document import Document
from vertrag.contract.promises import NAME, Promise, holds, promises_of
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen

BROKEN = Law(
    "VF131",
    "invariant_broken",
    "What the document declares to hold does not hold",
    f"every expression under {NAME} is true",
    1,
)
LAWS = (BROKEN,)

_DEEPEST = 12  # schemas within each other
_MANY = 100  # rows of a list


def declarations(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """What an answer to a right request breaks of what was declared."""
    for place, promise, kept in verdicts(grounds, exchange):
        if kept is False:
            where = "" if place is None else f"{shown(place)}: "
            yield Breach(BROKEN, f"{where}not so: {promise.message}")
            if place is not None:
                return


def verdicts(grounds: Grounds, exchange: Seen) -> Iterator[tuple[Place | None, Promise, bool | None]]:
    """What was declared of an answer to a right request, and whether it is kept, None where nobody can tell.

    The place is that of what a schema speaks of, None where an operation speaks of the whole.
    """
    if not grounds.declares or not exchange.succeeded:
        return
    for promise in promises_of(exchange.operation.node):
        yield None, promise, holds(promise, _context(exchange))
    schema = _schema(grounds.contract.document, exchange)
    for place, promise, value in _instances(grounds.contract.document, schema, exchange.body):
        yield place, promise, holds(promise, {"self": value})


def _context(exchange: Seen) -> dict[str, Any]:
    """What an expression on an operation speaks of: what was asked, decoded, and what came."""
    request, response = exchange.request, exchange.response
    body = None if exchange.body is NOWHERE else exchange.body
    asked = {
        "method": request.method,
        "arguments": dict(exchange.reading.arguments),
        "query": dict(parse_qsl(request.query)),
        "headers": dict(request.headers),
        "body": exchange.reading.body,
    }
    return {
        "request": asked,
        "response": {"status": response.status, "headers": dict(response.headers), "body": body},
    }


def _schema(document: Document, exchange: Seen) -> Any:
    declared = exchange.operation.declared(exchange.response.status)
    if declared is None or exchange.body is NOWHERE:
        return None
    node = document.resolve(exchange.operation.node["responses"][declared.status])
    content = node.get("content") if isinstance(node, Mapping) else None
    for name, media_type in (content or {}).items():
        if is_json(essence_of(name)):
            described = document.resolve(media_type)
            return described.get("schema") if isinstance(described, Mapping) else None
    return None


def _instances(
    document: Document, schema: Any, value: Any, place: Place = (), depth: int = 0
) -> Iterator[tuple[Place, Promise, Any]]:
    """Every value in a body whose schema promises something, and what it promises."""
    node = document.resolve(schema)
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return
    for promise in promises_of(node):
        yield place, promise, value
    for part in node.get("allOf") or ():
        yield from _instances(document, part, value, place, depth + 1)
    if isinstance(value, dict):
        for name, described in (node.get("properties") or {}).items():
            if name in value:
                yield from _instances(document, described, value[name], (*place, name), depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value[:_MANY]):
            yield from _instances(document, node.get("items"), item, (*place, index), depth + 1)
