"""Says whether a value satisfies a schema of the document, while the value is being made.

Keywords that hold no schemas are judged by the same library that judges the answer in the end; the
compositions around them are walked here, because only here the references of the document are known.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs

from vertrag.contract.schema.formats import CHECKS
from vertrag.invent.wording import Schema, Wording

_LEAVES = frozenset(
    {
        *(
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
        ),
        *("maxLength", "minLength", "pattern", "format", "maxItems", "minItems", "uniqueItems"),
        *("maxProperties", "minProperties", "required", "dependentRequired"),
    }
)


def canonical(value: Any) -> Any:
    """Something hashable that is equal for equal JSON values: 1 is 1.0, but not true (core §4.2.2)."""
    if isinstance(value, Mapping):
        return "object", frozenset((name, canonical(member)) for name, member in value.items())
    if isinstance(value, list):
        return "array", tuple(map(canonical, value))
    return (isinstance(value, bool), value)


@lru_cache(maxsize=1024)
def matches(pattern: str, text: str) -> bool:
    """Whether a text holds a match of a pattern."""
    return fits({"pattern": pattern}, text)


def fits(clause: Schema, value: Any) -> bool:
    """Whether a value satisfies those keywords of a schema that hold no schemas themselves."""
    leaf = {word: clause[word] for word in clause if word in _LEAVES}
    if not leaf:
        return True
    judge = _judge(repr(leaf), _Held(leaf))
    return judge is None or bool(judge.is_valid(value))


class _Held:
    """Carries a leaf past the cache: the text of the leaf is its key."""

    def __init__(self, leaf: Schema) -> None:
        self.leaf = leaf

    def __eq__(self, _: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4096)
def _judge(_: str, held: _Held) -> jsonschema_rs.Draft202012Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator(dict(held.leaf), validate_formats=True, formats=CHECKS)
    except (jsonschema_rs.ValidationError, ValueError):
        return None  # a schema that does not compile judges nobody; the contract lists it as a defect


class Checks:
    """Checks values against the schemas of one document; none of them may change once it is checked."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        # Node and value are kept beside the verdict, so that no others can come by their ids.
        self._known: dict[tuple[int, int], tuple[Any, Any, bool]] = {}

    def hold(self, node: Any, value: Any, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the value satisfies the schema; `seen` are the references followed for this same value.

        unevaluatedProperties and unevaluatedItems are not asked: they depend on more than one schema.
        """
        if isinstance(node, bool):
            return node
        if not isinstance(node, Mapping):
            return True
        if seen or not isinstance(value, dict | list):
            return self._holds(node, value, seen)
        key = id(node), id(value)
        if key not in self._known:  # what the client sent is tried with every choice of a schema
            self._known[key] = node, value, self._holds(node, value, seen)
        return self._known[key][2]

    def _holds(self, node: Schema, value: Any, seen: frozenset[str]) -> bool:
        clause = self._wording.of(node)
        return (
            fits(clause, value)
            and self._referred(clause, value, seen)
            and self._composed(clause, value, seen)
            and self._inside(clause, value)
        )

    def _referred(self, clause: Schema, value: Any, seen: frozenset[str]) -> bool:
        for word in ("$ref", "$dynamicRef"):
            reference = clause.get(word)
            if not isinstance(reference, str) or reference in seen:
                continue
            if not self.hold(self._wording.target(reference), value, seen | {reference}):
                return False
        return True

    def _composed(self, clause: Schema, value: Any, seen: frozenset[str]) -> bool:
        def holds(schema: Any) -> bool:
            return self.hold(schema, value, seen)

        if not all(map(holds, clause.get("allOf") or ())):
            return False
        if "anyOf" in clause and not any(map(holds, clause["anyOf"])):
            return False
        if "oneOf" in clause and sum(map(holds, clause["oneOf"])) != 1:
            return False
        if "not" in clause and holds(clause["not"]):
            return False
        return "if" not in clause or holds(clause.get("then" if holds(clause["if"]) else "else", True))

    def _inside(self, clause: Schema, value: Any) -> bool:
        if isinstance(value, Mapping):
            return self._members(clause, value)
        return self._items(clause, value) if isinstance(value, list) else True

    def _members(self, clause: Schema, value: Mapping[str, Any]) -> bool:
        members = clause.get("properties") or {}
        patterns = clause.get("patternProperties") or {}
        for name, member in value.items():
            own = [members[name]] if name in members else []
            own += [schema for pattern, schema in patterns.items() if matches(pattern, name)]
            if not all(
                self.hold(schema, member) for schema in own or [clause.get("additionalProperties", True)]
            ):
                return False
        dependent = clause.get("dependentSchemas") or {}
        return all(self.hold(clause.get("propertyNames", True), name) for name in value) and all(
            self.hold(schema, value) for name, schema in dependent.items() if name in value
        )

    def _items(self, clause: Schema, value: list[Any]) -> bool:
        prefix = clause.get("prefixItems") or []
        if not all(map(self.hold, prefix, value)):
            return False
        if not all(self.hold(clause.get("items", True), item) for item in value[len(prefix) :]):
            return False
        if "contains" not in clause:
            return True
        count = sum(self.hold(clause["contains"], item) for item in value)
        return bool(clause.get("minContains", 1) <= count <= clause.get("maxContains", count))
