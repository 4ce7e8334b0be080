"""Writes the headers that a response declares, each with a value that its description takes back."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import DeclaredResponse
from vertrag.contract.reading.parameters import Parameter
from vertrag.invent.values import Impossible
from vertrag.serialization import to_json
from vertrag.serve.composing.examples import written_examples

_OF_THE_MESSAGE = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
"""Headers that say how the message is sent: only who sends it can say."""

_OF_THE_SENDER = "date"
"""The header that who sends the message always writes (RFC 9110 §6.6.1); there is one of it."""

_MEANT: Mapping[str, tuple[str, ...]] = {
    "retry-after": ("120",),
    "last-modified": ("Thu, 01 Jan 2026 00:00:00 GMT",),
    "etag": ('"1"', '"1767225600000"', '"33a64df5"', 'W/"1"'),
}
"""What HTTP lets stand in a header, whatever less its schema knows of it (RFC 9110 §8.8, §10.2.3)."""

Invent = Callable[[Mapping[str, Any]], Any]
"""A value for the schema in a node; raises `Impossible`."""


def header_lines(
    document: Document, node: Mapping[str, Any], declared: DeclaredResponse, invent: Invent
) -> Iterator[tuple[str, str]]:
    """Names and texts of a response's headers: of an example where one fits, else invented."""
    plans = {header.name: header for header in declared.headers}
    for name, described in (node.get("headers") or {}).items():
        header = plans.get(name)
        if header is None or header.sent_as == _OF_THE_SENDER:
            continue
        if header.sent_as in _OF_THE_MESSAGE and not header.required:
            continue
        described = document.resolve(described)
        media_type, described = next(iter((described.get("content") or {}).items()), ("", described))
        meant = _MEANT.get(header.sent_as.lower(), ())
        for value in _values(document, document.resolve(described), meant, invent):
            text = value.decode() if isinstance(value, bytes) else _text(header, media_type, value)
            sendable = text.isascii() and text.isprintable()
            if sendable and not any(header.read_into({}, {header.sent_as: [text]})):
                yield header.sent_as, text
                break


def _values(
    document: Document, node: Mapping[str, Any], meant: tuple[str, ...], invent: Invent
) -> Iterator[Any]:
    yield from written_examples(document, node)
    yield from meant
    try:
        yield invent(node)
    except Impossible:
        return


def _text(header: Parameter, media_type: str, value: Any) -> str:
    """The value as its media type writes it, else in the style `simple` (OAS 3.0 §4.7.12.4)."""
    if media_type:
        return to_json(value).decode() if is_json(essence_of(media_type)) else str(value)
    return _simple(value, "=" if header.explode else ",")


def _simple(value: Any, between: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(_simple(item, between) for item in value)
    if isinstance(value, dict):
        return ",".join(f"{name}{between}{_simple(member, between)}" for name, member in value.items())
    return "" if value is None else str(value)
