"""Takes out of rewritten schemas what JSON Schema does not know how to read, so that the rest can judge."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from vertrag.contract.loading.defects import Defect, place
from vertrag.contract.loading.pointers import escape

_RULES_OF_SCHEMAS = jsonschema_rs.Draft202012Validator(
    {"$ref": "https://json-schema.org/draft/2020-12/schema"}
)

UNREADABLE = "it judges nothing: "
"""How the message of each defect that is found here starts."""


def make_sound(roots: Mapping[str, Any]) -> Iterator[Defect]:
    """Take out, in place, what breaks the meta-schema; `roots` are schemas by their JSON pointer."""
    whole: dict[str, Any] = {"$defs": roots}
    if _RULES_OF_SCHEMAS.is_valid(whole):
        return
    for error in list(_RULES_OF_SCHEMAS.iter_errors(whole)):
        _, pointer, *path = error.instance_path
        if path and _take_out(roots[str(pointer)], path):
            where = "".join(f"/{escape(str(token))}" for token in path)
            yield Defect(place(str(pointer) + where), f"{UNREADABLE}{error.message}"[:200])


def _take_out(schema: Any, path: list[Any]) -> bool:
    """Whether the node at a path was still there; an item takes its whole list with it."""
    way = [schema]
    for token in path[:-1]:
        if isinstance(way[-1], dict | list) and _has(way[-1], token):
            way.append(way[-1][token])
        else:
            return False
    if isinstance(way[-1], list) and len(way) > 1:
        return _take_out(schema, path[:-1])
    if not _has(way[-1], path[-1]):
        return False
    del way[-1][path[-1]]
    return True


def _has(node: Any, token: Any) -> bool:
    if isinstance(node, dict):
        return token in node
    return isinstance(node, list) and isinstance(token, int) and token < len(node)
