"""The grammar of an OpenAPI document: which object stands where, and a walk over all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.pointers import escape

KINDS_OF: Mapping[str, Mapping[str, str]] = {
    # OpenAPI objects and what their fields hold: "X" one, "{X}" a map of them, "[X]" a list of them.
    "OpenAPI": {
        "info": "Info",
        "servers": "[Server]",
        "paths": "{PathItem}",
        "webhooks": "{PathItem}",
        "components": "Components",
        "tags": "[Tag]",
    },
    "Info": {},
    "Tag": {},
    "Server": {"variables": "{ServerVariable}"},
    "ServerVariable": {},
    "Components": {
        "schemas": "{Schema}",
        "responses": "{Response}",
        "parameters": "{Parameter}",
        "requestBodies": "{RequestBody}",
        "headers": "{Header}",
        "examples": "{Example}",
        "links": "{Link}",
        "securitySchemes": "{SecurityScheme}",
        "callbacks": "{Callback}",
        "pathItems": "{PathItem}",
        "mediaTypes": "{MediaType}",
    },
    "PathItem": {
        **dict.fromkeys(
            ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"), "Operation"
        ),
        "parameters": "[Parameter]",
        "servers": "[Server]",
        "additionalOperations": "{Operation}",
    },
    "Callback": {"*": "PathItem"},
    "Operation": {
        "parameters": "[Parameter]",
        "requestBody": "RequestBody",
        "responses": "{Response}",
        "callbacks": "{Callback}",
        "servers": "[Server]",
    },
    "Parameter": {"schema": "Schema", "content": "{MediaType}", "examples": "{Example}"},
    "Header": {"schema": "Schema", "content": "{MediaType}", "examples": "{Example}"},
    "RequestBody": {"content": "{MediaType}"},
    "Response": {"headers": "{Header}", "content": "{MediaType}", "links": "{Link}"},
    "MediaType": {
        "schema": "Schema",
        "itemSchema": "Schema",
        "encoding": "{Encoding}",
        "examples": "{Example}",
    },
    "Encoding": {"headers": "{Header}"},
    "Example": {},
    "Link": {},
    "SecurityScheme": {},
    "Schema": {
        **dict.fromkeys(("properties", "patternProperties", "$defs", "dependentSchemas"), "{Schema}"),
        "definitions": "{Schema}",
        "additionalItems": "Schema",  # as older drafts have them
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[Schema]"),
        **dict.fromkeys(
            (
                *("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"),
                *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
            ),
            "Schema",
        ),
    },
}

_EXTENSIBLE = {"{PathItem}", "{Response}"}  # outside of the components, where every name is free


def walk(tree: Any, kind: str = "OpenAPI", pointer: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every object of the document in its order: JSON pointer, kind, and what really stands there.

    References are given as they are written and not followed. Where a map or a list belongs and something
    else stands, that comes with the kind of the whole, such as "{Schema}". What YAML aliases share comes
    once: the walk is linear in the size of the text.
    """
    ahead: list[tuple[str, str, Any]] = [(pointer, kind, tree)]
    seen: set[tuple[int, str]] = set()
    while ahead:
        place = ahead.pop()
        _, kind, node = place
        if isinstance(node, dict | list):
            if (id(node), kind) in seen:
                continue
            seen.add((id(node), kind))
        if kind[0] not in "{[":
            yield place
        elif not isinstance(node, Mapping if kind[0] == "{" else list):
            yield place
            continue
        ahead.extend(reversed(list(_children(*place))))


def _children(pointer: str, kind: str, node: Any) -> Iterator[tuple[str, str, Any]]:
    if kind[0] == "[":
        yield from ((f"{pointer}/{index}", kind[1:-1], item) for index, item in enumerate(node))
    elif kind[0] == "{":
        extensible = kind in _EXTENSIBLE and not pointer.startswith("/components/")
        for key, value in node.items():
            if not (extensible and key.startswith("x-")):
                yield f"{pointer}/{escape(key)}", kind[1:-1], value
    elif isinstance(node, Mapping):
        fields = KINDS_OF[kind]
        every = fields.get("*")
        for key, value in node.items():
            inner = fields.get(key) or (None if key == "$ref" or key.startswith("x-") else every)
            if inner:
                yield f"{pointer}/{escape(key)}", inner, value
