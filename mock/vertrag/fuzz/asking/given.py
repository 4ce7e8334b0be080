"""Writes given values into a document, as the examples of what has their names.

The walks and the engine then send them wherever they speak with examples: in queries, headers and cookies,
and as members of bodies. Values of path parameters are known rows, and left to `seeding`.
"""

from collections.abc import Mapping
from typing import Any

from vertrag.fuzz.asking.data_file import Value

Values = Mapping[str, Value]

_SENT_IN = frozenset(("query", "header", "cookie", "formData"))
_NO_DESCRIPTION = frozenset(("default", "enum", "const"))  # data, whatever it looks like


def tell(tree: Any, given: Values) -> None:
    """Write the values into a tree of any version of OpenAPI, in place."""
    waiting: list[Any] = [tree]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            waiting += node
            continue
        _tell_parameter(node, given)
        _tell_members(node, given)
        _tell_examples(node, given)
        waiting += [value for key, value in node.items() if key not in _NO_DESCRIPTION]


def _tell_parameter(node: dict[str, Any], given: Values) -> None:
    name, where = node.get("name"), node.get("in")
    if not (isinstance(name, str) and name in given and isinstance(where, str) and where in _SENT_IN):
        return
    if "schema" not in node:  # as Swagger 2.0 has it
        node["x-example"] = node["example"] = _fit(given[name], node)
        return
    node["schema"] = _exemplified(node["schema"], given[name])
    node["example"] = node["schema"]["example"]
    node.pop("examples", None)


def _tell_members(node: dict[str, Any], given: Values) -> None:
    members = node.get("properties")
    if isinstance(members, dict):
        told = {name: given[name] for name in members if name in given}
        members.update({name: _exemplified(members[name], value) for name, value in told.items()})


def _tell_examples(node: dict[str, Any], given: Values) -> None:
    """Whole bodies that the author shows: their members count more than those of their schema."""
    named = node.get("examples")
    shown = named.values() if isinstance(named, dict) else ()
    for value in (node.get("example"), *(each.get("value") for each in shown if isinstance(each, dict))):
        if isinstance(value, dict):
            value.update({name: each for name, each in given.items() if name in value})


def _exemplified(schema: Any, value: Value) -> dict[str, Any]:
    if not isinstance(schema, dict):
        return {"example": value}
    plain = {"allOf": [schema]} if "$ref" in schema else schema  # in 3.0 a reference has no siblings
    return {**plain, "example": _fit(value, schema)}


def _fit(value: Value, schema: Mapping[str, Any]) -> Value:
    """The value as its schema has it: a file may write an id without quotes."""
    return str(value) if schema.get("type") == "string" else value
