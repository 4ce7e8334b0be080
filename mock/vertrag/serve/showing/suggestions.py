"""Suggests values for parameters and bodies: what the document gives as an example, else an invented one."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.invent.values import Impossible, invent


def suggestions(document: Document, node: Any) -> Iterator[Any]:
    """Values for a Parameter, Header or Media Type Object, the author's choice first."""
    node = document.resolve(node)
    if not isinstance(node, Mapping):
        return
    yield from _examples(document, node)
    content = node.get("content")
    if isinstance(content, Mapping):
        for described in content.values():
            yield from suggestions(document, described)
        return
    yield from _of_schema(document, node.get("schema"))
    yield from _invented(document, str(node.get("name", "")), node.get("schema", True))


def _examples(document: Document, node: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in node:
        yield node["example"]
    named = node.get("examples")
    for described in named.values() if isinstance(named, Mapping) else ():
        example = document.resolve(described)
        if isinstance(example, Mapping) and "value" in example:
            yield example["value"]


def _of_schema(document: Document, schema: Any) -> Iterator[Any]:
    schema = document.resolve(schema)
    if not isinstance(schema, Mapping):
        return
    for keyword in ("example", "const", "default"):
        if keyword in schema:
            yield schema[keyword]
    for keyword in ("examples", "enum"):
        if isinstance(schema.get(keyword), list):
            yield from schema[keyword]


def _invented(document: Document, name: str, schema: Any) -> Iterator[Any]:
    # A parameter is invented as the member of an object: its name says what it means.
    around = {"type": "object", "required": [name], "properties": {name: schema}}
    try:
        found = invent(document, around if name else schema, direction="request")
    except Impossible:
        return
    if not name or name in found:  # a schema that says `readOnly` is never sent as a member
        yield found[name] if name else found
