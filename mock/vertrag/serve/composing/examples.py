"""Finds the examples that an author wrote for a media type, a header or a schema."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.document import Document


def said_by(example: Any) -> Iterator[Any]:
    """The value of an Example Object, else the bytes that it says are sent (OAS 3.2 §4.19)."""
    if not isinstance(example, Mapping):
        return
    for field in ("dataValue", "value"):
        if field in example:
            yield example[field]
            return
    if isinstance(example.get("serializedValue"), str):
        yield example["serializedValue"].encode()


def written_examples(document: Document, node: Mapping[str, Any]) -> Iterator[Any]:
    """The examples beside a schema, then the schema's own."""
    if "example" in node:
        yield node["example"]
    named = node.get("examples")
    for example in named.values() if isinstance(named, Mapping) else ():
        yield from said_by(document.resolve(example))
    schema = document.resolve(node.get("schema"))
    if isinstance(schema, Mapping):
        if "example" in schema:
            yield schema["example"]
        listed = schema.get("examples")
        yield from listed if isinstance(listed, list) else ()
