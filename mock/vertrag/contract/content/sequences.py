"""Decodes media types that carry one value after the other: JSON Lines, JSON sequences, server-sent events.

OAS 3.2 §4.14.5: `itemSchema` judges each item, `schema` the list of all. Older documents have no
`itemSchema`: there a `schema` that is no array is taken to speak of each item, and of an event either as a
whole, if it knows `data`, or of the JSON in its data.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from vertrag.contract.content.media import essence_of
from vertrag.contract.loading.document import Document
from vertrag.contract.reading.wire import Undecodable
from vertrag.contract.schema.shapes import shape_of
from vertrag.contract.violations import Violation
from vertrag.serialization import from_json

EVENTS = "text/event-stream"
RECORDS = "application/json-seq"  # RFC 7464
LINES = frozenset(
    {
        *("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"),
        *("application/json-lines", "application/x-json-lines", RECORDS, EVENTS),
    }
)
"""The media types that are read here."""


def judges_items(document: Document, essence: str, node: Mapping[str, Any]) -> bool:
    """Whether the schema of a sequence speaks of each item and not of the list of all."""
    if essence not in LINES and not essence.startswith("multipart/"):
        return False  # before the shape is read: most bodies are no sequences
    if "itemSchema" in node:
        return True
    if essence not in LINES:
        return False
    types = shape_of(document, node.get("schema"), deepest=0).types
    return "array" not in types and not (essence == EVENTS and "string" in types)


def with_whole_schema(media_type: str, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A Media Type Object with the schema of the whole body, also where only that of its items is given."""
    if "itemSchema" not in node or essence_of(media_type) not in LINES:
        return node
    of_items = {"type": "array", "items": node["itemSchema"]}
    return {**node, "schema": {"allOf": [of_items, node["schema"]]} if node.get("schema") else of_items}


class Sequences:
    """One sequential media type."""

    def __init__(self, document: Document, essence: str, node: Mapping[str, Any]) -> None:
        shape = shape_of(document, node.get("itemSchema", node.get("schema")))
        self._essence = essence
        self._is_text = essence == EVENTS and "string" in shape.types and "itemSchema" not in node
        event = shape.items if shape.is_array and shape.items and "itemSchema" not in node else shape
        # Of an event the schema either knows the fields, or it speaks of what the data say.
        self._reads_data = bool(event.types) and not (event.is_object and "data" in (event.members or {}))

    def decode(self, content: bytes, _: str) -> tuple[Any, Sequence[Violation]]:
        """The items as a list."""
        if self._essence == EVENTS:
            return (content.decode("utf-8", "replace") if self._is_text else list(self._events(content))), ()
        separator = b"\x1e" if self._essence == RECORDS else b"\n"
        return [
            _item(part, index) for index, part in enumerate(filter(bytes.strip, content.split(separator)))
        ], ()

    def _events(self, content: bytes) -> Iterator[Any]:
        for index, event in enumerate(events(content)):
            yield _item(event["data"].encode(), index) if self._reads_data else event


def _item(content: bytes, index: int) -> Any:
    try:
        return from_json(content)
    except orjson.JSONDecodeError as error:
        raise Undecodable(f"is no JSON: {error}", f"/{index}") from None


def events(content: bytes) -> Iterator[dict[str, Any]]:
    """The events of a stream (WHATWG HTML §9.2.6); an end without an empty line ends the last one, too."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    fields: dict[str, Any] = {}
    data: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield {**fields, "data": "\n".join(data)}
            fields, data = {}, []
        elif name == "data":
            data.append(value)
        elif name == "retry":
            if value.isascii() and value.isdigit():
                fields["retry"] = int(value[:18])
        elif name in ("event", "id"):
            fields[name] = value
