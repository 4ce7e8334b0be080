"""Finds the examples that an author wrote for a media type, a header or a schema."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.document import Document


def written_examples(document: Document, node: Mapping[str, Any]) -> Iterator[Any]:
    """The examples beside a schema, then the schema's own."""
    if "example" in node:
        yield node["example"]
    named = node.get("examples")
    for example in named.values() if isinstance(named, Mapping) else ():
        resolved = document.resolve(example)
        if isinstance(resolved, Mapping) and "value" in resolved:
            yield resolved["value"]
    schema = document.resolve(node.get("schema"))
    if isinstance(schema, Mapping):
        if "example" in schema:
            yield schema["example"]
        listed = schema.get("examples")
        yield from listed if isinstance(listed, list) else ()
