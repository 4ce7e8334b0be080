"""Says where in a Swagger 2.0 document stands what was found in the OpenAPI 3.0 that it becomes."""

import re
from collections.abc import Mapping
from typing import Any

from vertrag.contract.loading.pointers import NOTHING, escape, plain_tokens, step

_MOVES = (
    (re.compile(r"^/components/schemas(?=/|$)"), "/definitions"),
    (re.compile(r"^/components/securitySchemes(?=/|$)"), "/securityDefinitions"),
    (re.compile(r"^/servers(?=/|$).*"), "/basePath"),
    # Its schemas stand in the response itself, and in the parameter; media types are listed elsewhere.
    (re.compile(r"(?<=/)content/[^/]+/(?=schema)"), ""),
    (re.compile(r"(/parameters/\d+)/schema(?=/|$)"), r"\1"),
    (re.compile(r"/requestBody(?=/|$).*"), "/parameters"),
)


def original(pointer: str, written: Mapping[str, Any]) -> str:
    """The place in the document as it was written that a place in the upgraded one comes from, or is in."""
    for moved, before in _MOVES:
        pointer = moved.sub(before, pointer)
    node: Any = written
    found = ""
    for token in plain_tokens(pointer):
        node = step(node, token)
        if node is NOTHING:
            break
        found += f"/{escape(token)}"
    return found
