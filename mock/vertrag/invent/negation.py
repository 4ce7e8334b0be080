"""Turns a schema round: each of the schemas found here is enough to break it (De Morgan).

So `not`, the other branches of `oneOf` and the way into `else` can be built and need not be guessed. What
can only be found by trying (another constant, another pattern) is left to whoever tries.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
"""All types, those first that are the easiest to make where any will do."""
NEW_MEMBER = "weiteres"
"""The name of a member that nobody declared."""


def negations(schema: Any) -> Iterator[Any]:
    """Schemas whose values break `schema`, the gentlest first; none where nothing can break it."""
    if schema is False:
        yield True
    if not isinstance(schema, Mapping):
        return
    for keyword, broken in _BROKEN.items():
        if keyword in schema:
            yield from broken(schema[keyword])


def _type(stated: Any) -> Iterator[Any]:
    types = {stated} if isinstance(stated, str) else set(stated)
    implied = {"number"} if "integer" in types else {"integer"} if "number" in types else set()
    others = [name for name in TYPES if name not in types | implied]
    if others:
        yield {"type": others}


def _required(names: Any) -> Iterator[Any]:
    for name in names:
        yield {"type": "object", "properties": {name: False}}


def _properties(members: Any) -> Iterator[Any]:
    for name, member in members.items():
        yield {"type": "object", "required": [name], "properties": {name: {"not": member}}}


def _additional(schema: Any) -> Iterator[Any]:
    yield {"type": "object", "required": [NEW_MEMBER], "properties": {NEW_MEMBER: {"not": schema}}}


def _items(schema: Any) -> Iterator[Any]:
    yield {"type": "array", "contains": {"not": schema}}


def _more(keyword: str, kind: str, step: int) -> Callable[[Any], Iterator[Any]]:
    def beyond(limit: Any) -> Iterator[Any]:
        if int(limit) + step >= 0:
            yield {"type": kind, keyword: int(limit) + step}

    return beyond


def _beyond(keyword: str) -> Callable[[Any], Iterator[Any]]:
    return lambda limit: iter(({"type": "number", keyword: limit},))


def _other(kind: str) -> Callable[[Any], Iterator[Any]]:
    # Found by trying: whoever asks checks the whole schema that is to be broken.
    return lambda _: iter(({"type": kind},))


def _none_of(branches: Any) -> Iterator[Any]:
    yield {"allOf": [{"not": branch} for branch in branches]}


def _both(branches: Any) -> Iterator[Any]:
    yield from _none_of(branches)
    yield from ({"allOf": [one, other]} for at, one in enumerate(branches) for other in branches[:at])


_BROKEN: Mapping[str, Callable[[Any], Iterator[Any]]] = {
    "required": _required,
    "minimum": _beyond("exclusiveMaximum"),
    "maximum": _beyond("exclusiveMinimum"),
    "exclusiveMinimum": _beyond("maximum"),
    "exclusiveMaximum": _beyond("minimum"),
    "minLength": _more("maxLength", "string", -1),
    "maxLength": _more("minLength", "string", 1),
    "minItems": _more("maxItems", "array", -1),
    "maxItems": _more("minItems", "array", 1),
    "minProperties": _more("maxProperties", "object", -1),
    "maxProperties": _more("minProperties", "object", 1),
    "pattern": _other("string"),
    "format": _other("string"),
    "multipleOf": _other("number"),
    "uniqueItems": lambda _: iter(({"type": "array", "minItems": 2, "items": {"const": 1}},)),
    "contains": lambda schema: iter(({"type": "array", "items": {"not": schema}},)),
    "items": _items,
    "properties": _properties,
    "additionalProperties": _additional,
    "allOf": lambda branches: iter({"not": branch} for branch in branches),
    "anyOf": _none_of,
    "oneOf": _both,
    "not": lambda schema: iter((schema,)),
    "type": _type,
}
