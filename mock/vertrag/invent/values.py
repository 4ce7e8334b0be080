"""Invents one plausible value for a schema, by its shape; the same schema gives the same value.

What a schema offers itself comes first: const, default, example, enum. The caller judges the value: a
shape alone cannot promise every keyword.
"""

import math
from collections.abc import Mapping
from typing import Any

from vertrag.contract.document import Document

DEEPEST = 8  # levels; optional members stop at half of it, so that recursive schemas end

_STRINGS: Mapping[str, str] = {
    "date": "2026-11-02",
    "date-time": "2026-11-02T08:00:00Z",
    "time": "08:00:00Z",
    "duration": "P1D",
    "email": "erika.mustermann@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",  # RFC 5737: addresses for documentation
    "ipv6": "2001:db8::1",  # RFC 3849
    "uri": "https://example.com/",
    "uri-reference": "/",
    "uuid": "6f1ed002-ab5d-4b2e-9c3f-6d2a1b5c8e90",
    "byte": "dmVydHJhZw==",
    "json-pointer": "/a",
    "regex": "^a$",
}


class Impossible(Exception):  # noqa: N818 - says what the wish is
    """No value was found for a schema."""


def invent(document: Document, schema: Any, arguments: Mapping[str, Any] | None = None) -> Any:
    """A value for the schema; members named like an argument of the request take its value."""
    return _Inventor(document, arguments or {}).value(schema, 0)


class _Inventor:
    def __init__(self, document: Document, arguments: Mapping[str, Any]) -> None:
        self._document = document
        self._arguments = arguments

    def value(self, schema: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise Impossible("the schema is nested too deeply")
        schema = self._flattened(schema)
        for keyword in ("const", "default", "example"):
            if keyword in schema:
                return schema[keyword]
        for keyword in ("examples", "enum"):
            if isinstance(schema.get(keyword), list) and schema[keyword]:
                return schema[keyword][0]
        make = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "integer": self._integer,
            "number": self._number,
            "boolean": lambda *_: True,
            "null": lambda *_: None,
        }
        return make[_type_of(schema)](schema, depth)

    def _flattened(self, schema: Any) -> dict[str, Any]:
        """The schema with allOf merged and the first branch of anyOf and oneOf taken."""
        resolved = self._document.resolve(schema)
        if resolved is False:
            raise Impossible("the schema allows nothing")
        if not isinstance(resolved, Mapping):
            return {}
        flat = {
            keyword: value
            for keyword, value in resolved.items()
            if keyword not in ("allOf", "anyOf", "oneOf")
        }
        branches = list(resolved.get("allOf") or ())
        branches += [resolved[keyword][0] for keyword in ("anyOf", "oneOf") if resolved.get(keyword)]
        for branch in branches:
            flat = _merged(flat, self._flattened(branch))
        return flat

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = schema.get("required") or []
        made: dict[str, Any] = {}
        for name, member in (schema.get("properties") or {}).items():
            if self._hidden(member) or (name not in required and depth > DEEPEST // 2):
                continue
            if name in self._arguments and depth < 2:
                made[name] = self._arguments[name]
                continue
            try:
                made[name] = self.value(member, depth + 1)
            except Impossible:
                if name in required:
                    raise
        for name in required:
            made.setdefault(name, "")
        return made

    def _hidden(self, member: Any) -> bool:
        resolved = self._document.resolve(member)
        return isinstance(resolved, Mapping) and resolved.get("writeOnly") is True

    def _array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        length = max(int(schema.get("minItems", 0)), 1 if schema.get("maxItems") != 0 else 0)
        if length == 0 or (depth > DEEPEST // 2 and "minItems" not in schema):
            return []
        return [self.value(schema.get("items", {}), depth + 1) for _ in range(min(length, 100))]

    def _string(self, schema: Mapping[str, Any], _: int) -> str:
        text = _STRINGS.get(str(schema.get("format")), "Beispiel")
        shortest, longest = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
        return (text + "x" * max(0, min(shortest, 10_000) - len(text)))[:longest]

    def _integer(self, schema: Mapping[str, Any], depth: int) -> int:
        step = schema.get("multipleOf", 1)
        found = self._number({**schema, "multipleOf": step if float(step).is_integer() else 1}, depth)
        return math.ceil(found)

    def _number(self, schema: Mapping[str, Any], _: int) -> float | int:
        low, high = _bounds(schema)
        step = schema.get("multipleOf")
        start = low if low is not None else min(1, high) if high is not None else 1
        if step:
            start = math.ceil(start / step) * step
        if _excluded(start, schema, "exclusiveMinimum", "minimum"):
            start += step or 1
        return start


def _bounds(schema: Mapping[str, Any]) -> tuple[float | None, float | None]:
    def bound(inclusive: str, exclusive: str) -> float | None:
        limits = [schema.get(inclusive), schema.get(exclusive)]
        numbers = [
            limit for limit in limits if isinstance(limit, int | float) and not isinstance(limit, bool)
        ]
        return max(numbers) if numbers and inclusive == "minimum" else min(numbers, default=None)

    return bound("minimum", "exclusiveMinimum"), bound("maximum", "exclusiveMaximum")


def _excluded(value: float, schema: Mapping[str, Any], exclusive: str, inclusive: str) -> bool:
    limit = schema.get(exclusive)
    # OpenAPI 3.0 says it with a boolean beside the bound, JSON Schema with the bound itself.
    return value == schema.get(inclusive) if limit is True else limit is not None and value == limit


def _type_of(schema: Mapping[str, Any]) -> str:
    stated = schema.get("type")
    if isinstance(stated, list):
        stated = next((each for each in stated if each != "null"), "null")
    if stated in ("object", "array", "string", "integer", "number", "boolean", "null"):
        return str(stated)
    if "items" in schema:
        return "array"
    return "object" if "properties" in schema or not schema else "string"


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**first, **second}
    if "properties" in first and "properties" in second:
        merged["properties"] = {**first["properties"], **second["properties"]}
    if "required" in first and "required" in second:
        merged["required"] = [*first["required"], *second["required"]]
    return merged
