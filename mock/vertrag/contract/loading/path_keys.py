"""What the paths of a document ask of the ids in them: who reads an id in a row asks for it by its path."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.contract.loading.grammar import KINDS_OF

_KEYS = ("id", "uuid", "guid", "key", "number", "code", "slug")
"""How names end that mean the same row wherever they stand."""
_METHODS = tuple(name for name, kind in KINDS_OF["PathItem"].items() if kind == "Operation")

Resolve = Callable[[Any], Any]


def path_keys(paths: Any, resolve: Resolve) -> dict[str, Mapping[str, Any]]:
    """The schemas of these path parameters by name, spelling aside; none where several disagree."""
    found: dict[str, Mapping[str, Any] | None] = {}
    for name, schema in _stated(paths, resolve):
        if name.endswith(_KEYS):
            found[name] = schema if found.get(name, schema) == schema else None
    return {name: schema for name, schema in found.items() if schema is not None}


def _stated(paths: Any, resolve: Resolve) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for described in paths.values() if isinstance(paths, Mapping) else ():
        item = resolve(described)
        owners = (item, *(item.get(method) for method in _METHODS)) if isinstance(item, Mapping) else ()
        for owner in owners:
            parameters = owner.get("parameters") if isinstance(owner, Mapping) else None
            for parameter in map(resolve, parameters if isinstance(parameters, list) else ()):
                if isinstance(parameter, Mapping) and parameter.get("in") == "path":
                    schema = resolve(parameter.get("schema"))
                    if isinstance(schema, Mapping):
                        yield joined(str(parameter.get("name"))), schema
