"""Gives the engine rows that exist, as examples of the path parameters: each operation one of its own.

What one operation deletes is then not missed by the next, and what hangs on a row meets a row that is there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.pointers import NOTHING, at, pointer_tokens
from vertrag.contract.operations import Operation
from vertrag.fuzz.asking.given import Values
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds

Seeds = Mapping[tuple[str, str], Mapping[str, str]]
"""The values of path parameters that exist, by method in lower case and path template."""

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def known_rows(grounds: Grounds, data: Values) -> dict[str, tuple[str, ...]]:
    """The path values of the rows that the data names, by their resource."""
    found: dict[str, tuple[str, ...]] = {}
    for resource in grounds.resources.by_name.values():
        for deed in resource.deeds:
            names = _VARIABLE.findall(deed.operation.path)
            if names and len(names) == resource.item.count("{}") and all(name in data for name in names):
                found[resource.name] = tuple(str(data[name]) for name in names)
    return found


def seeds(talk: Talk, data: Values) -> dict[tuple[str, str], dict[str, str]]:
    """Path values that exist, for every operation that has some: of the data, else of new or listed rows."""
    found = {}
    for operation in talk.grounds.contract.operations:
        names = _VARIABLE.findall(operation.path)
        values = {name: str(data[name]) for name in names if name in data}
        if len(values) < len(names):
            values = dict(zip(names, _values(talk, operation, len(names)), strict=False)) | values
        if names and len(values) == len(names):
            found[operation.method.lower(), operation.path] = values
    return found


def _values(talk: Talk, operation: Operation, wanted: int) -> tuple[str, ...]:
    part = talk.grounds.part(operation)
    values = talk.values(part[0], operation) if part else talk.above(operation)
    return values if values is not None and len(values) == wanted else ()


def seeded(tree: Any, known: Seeds) -> Any:
    """The document with an example for each path parameter that is known; the rest is that of the tree."""
    paths = dict(tree.get("paths") or {})
    for (method, path), values in known.items():
        item = paths.get(path)
        node = item.get(method) if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(node, dict):
            continue
        own = node.get("parameters") or []
        described = [_resolved(tree, each) for each in (*(item.get("parameters") or ()), *own)]
        examples = list(_examples(tree, described, values))
        kept = [each for each in own if _resolved(tree, each).get("in") != "path"]
        paths[path] = {**item, method: {**node, "parameters": [*kept, *examples]}}
    return {**tree, "paths": paths}


def _examples(tree: Any, described: list[Any], values: Mapping[str, str]) -> Iterator[Any]:
    by_name = {each["name"]: each for each in described if each.get("in") == "path" and "name" in each}
    for name, parameter in by_name.items():
        if name not in values:
            yield parameter
            continue
        schema = _resolved(tree, parameter.get("schema") or parameter)
        is_number = schema.get("type") == "integer" and values[name].lstrip("-").isdigit()
        value = int(values[name]) if is_number else values[name]
        plain = {key: each for key, each in parameter.items() if key != "examples"}
        yield {**plain, ("x-example" if "swagger" in tree else "example"): value}


def _resolved(tree: Any, node: Any) -> dict[str, Any]:
    reference = node.get("$ref") if isinstance(node, dict) else None
    if isinstance(reference, str) and reference.startswith("#"):
        node = at(tree, pointer_tokens(reference[1:]))
    return node if isinstance(node, dict) and node is not NOTHING else {}
