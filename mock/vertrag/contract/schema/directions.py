"""Knows which members a direction does not carry: `readOnly` ones in requests, `writeOnly` ones in responses.

Laws
1. A member is flagged by its own schema, by what that refers to, or by any part of its `allOf`.
2. All schemas that judge the same object speak of the same members: a name that one of them flags is not
   demanded by its neighbours under `allOf`, whichever of them says `required` (OAS 3.0 §4.7.24.2).
3. Branches of `oneOf` and `anyOf` do not speak for each other.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from vertrag.contract.loading.document import Document
from vertrag.errors import DocumentError

Direction = Literal["request", "response"]

_TOGETHER = ("allOf",)
_APART = ("anyOf", "oneOf")
_CONDITIONS = ("if", "then", "else")
_SPEAKING = frozenset(("properties", "$ref", *_TOGETHER, *_APART, *_CONDITIONS))
_Names = frozenset[str]
_NONE: _Names = frozenset()


class Directions:
    """Which names of a schema these flags hide: `readOnly`, `writeOnly` or both."""

    def __init__(self, document: Document, *flags: str) -> None:
        self._document = document
        self._flags = flags
        self._flagging = frozenset((*flags, "$ref", *_TOGETHER, *_CONDITIONS))
        self._hidden: dict[int, _Names] = {}
        self._above: dict[int, _Names] = {}
        self._demanded: dict[int, _Names] = {}

    def own(self, schema: Mapping[str, Any]) -> _Names:
        """The names that a schema's own `properties` flag."""
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return _NONE
        flagging = self._flagging  # most members have nothing that could flag them
        return frozenset(
            name
            for name, member in properties.items()
            if isinstance(member, dict)
            and not flagging.isdisjoint(member)
            and self._is_flagged(member, set())
        )

    def hidden(self, schema: Any) -> _Names:
        """The names that a schema or anything that judges the same object with it flags."""
        if isinstance(schema, dict) and _SPEAKING.isdisjoint(schema):
            return _NONE
        return self._gathered(schema, self.own, (*_TOGETHER, *_APART), self._hidden)

    def above(self, schema: Any) -> _Names:
        """The names that hold for every branch of a schema's `oneOf` and `anyOf`."""
        return self._gathered(schema, self.own, _TOGETHER, self._above)

    def demanded(self, schema: Any) -> _Names:
        """The names that a schema or anything that judges the same object with it requires."""
        return self._gathered(schema, _required, (*_TOGETHER, *_APART), self._demanded)

    def _gathered(
        self,
        schema: Any,
        names_of: Callable[[Mapping[str, Any]], _Names],
        keywords: tuple[str, ...],
        known: dict[int, _Names],
    ) -> _Names:
        """The names of a schema and of all its parts, each asked once: chains of them are long."""
        if not isinstance(schema, dict):
            return _NONE
        met: dict[int, tuple[_Names, list[Any]]] = {}
        waiting = [schema]
        while waiting:
            part = waiting.pop()
            if id(part) not in known and id(part) not in met:
                parts = [each for each in self._parts(part, keywords) if isinstance(each, dict)]
                met[id(part)] = names_of(part), parts
                waiting += parts
        for met_id, (names, parts) in reversed(met.items()):
            if all(id(part) in known for part in parts):  # else it is in a circle, or has to wait
                known[met_id] = names.union(*(known[id(part)] for part in parts))
        if id(schema) not in known:
            inner = (known[id(part)] for _, parts in met.values() for part in parts if id(part) in known)
            known[id(schema)] = _NONE.union(*(names for names, _ in met.values()), *inner)
        return known[id(schema)]

    def _parts(self, schema: Mapping[str, Any], keywords: tuple[str, ...]) -> Iterator[Any]:
        if isinstance(schema.get("$ref"), str):
            yield self._target(schema)
        for keyword in keywords:
            parts = schema.get(keyword)
            yield from parts if isinstance(parts, list) else ()
        for keyword in _CONDITIONS:
            if keyword in schema:
                yield schema[keyword]

    def _target(self, schema: Any) -> Any:
        try:
            return self._document.resolve(schema)
        except DocumentError:
            return None  # a dangling reference is reported where the schema is compiled

    def _is_flagged(self, member: Any, seen: set[int]) -> bool:
        if not isinstance(member, dict) or self._flagging.isdisjoint(member) or id(member) in seen:
            return False
        seen.add(id(member))
        if any(member.get(flag) is True for flag in self._flags):
            return True
        return any(self._is_flagged(part, seen) for part in self._parts(member, _TOGETHER))


class Relief:
    """Frees the neighbours of a flagged member from demanding it.

    `done` gives the rewritten form of every schema of the document by its identity. A neighbour that is
    only referred to is copied into place, since elsewhere its demand stands.
    """

    def __init__(self, document: Document, directions: Directions, done: Mapping[int, Any]) -> None:
        self._document = document
        self._directions = directions
        self._done = done

    def relieve(self, original: Mapping[str, Any], rewritten: dict[str, Any]) -> None:
        """Free all parts of a composed schema; the lists of them may be shared, and are replaced."""
        for keyword, names in self._inherited(original, frozenset()):
            parts = original.get(keyword)
            if names and isinstance(parts, list):
                rewritten[keyword] = [
                    self._freed(part, made, names, frozenset())
                    for part, made in zip(parts, rewritten[keyword], strict=True)
                ]

    def _inherited(self, original: Mapping[str, Any], names: _Names) -> Iterator[tuple[str, _Names]]:
        for keyword in _TOGETHER:
            if keyword in original:
                yield keyword, names | self._directions.hidden(original)
        for keyword in _APART:
            if keyword in original:
                yield keyword, names | self._directions.above(original)

    def _freed(self, original: Any, made: Any, names: _Names, seen: frozenset[int]) -> Any:
        """The rewritten schema without the demand for these names; itself where it demands none."""
        if not isinstance(original, Mapping) or not isinstance(made, dict) or id(original) in seen:
            return made
        seen |= {id(original)}
        if isinstance(original.get("$ref"), str):
            return self._freed_reference(original, made, names, seen)
        if set(made) == {"if", "else"} and "else" not in original:  # a nullable schema of OpenAPI 3.0
            freed = self._freed(original, made["else"], names, seen - {id(original)})
            return made if freed is made["else"] else {**made, "else": freed}
        if (names & self._directions.demanded(original)) <= self._directions.above(original):
            return made  # whose own relief has freed it, or will
        changed: dict[str, Any] = {}
        required = made.get("required")
        if isinstance(required, list) and names.intersection(required):
            changed["required"] = [name for name in required if name not in names]
        for keyword, inherited in self._inherited(original, names):
            parts = made.get(keyword)
            if isinstance(parts, list):
                freed_parts = [
                    self._freed(part, each, inherited, seen)
                    for part, each in zip(original[keyword], parts, strict=True)
                ]
                if any(new is not old for new, old in zip(freed_parts, parts, strict=True)):
                    changed[keyword] = freed_parts
        return {**made, **changed} if changed else made

    def _freed_reference(
        self, original: Mapping[str, Any], made: dict[str, Any], names: _Names, seen: frozenset[int]
    ) -> Any:
        try:
            target = self._document.resolve(original)
        except DocumentError:
            return made  # a dangling reference is reported where the schema is compiled
        base = self._done.get(id(target))
        freed = self._freed(target, base, names, seen)
        if freed is base:
            return made
        siblings = {key: value for key, value in made.items() if key != "$ref"}
        return {**siblings, "allOf": [freed, *siblings.get("allOf", ())]} if siblings else freed


def _required(schema: Mapping[str, Any]) -> _Names:
    required = schema.get("required")
    if not isinstance(required, list):
        return _NONE  # which is said where the schema is made sound
    return frozenset(name for name in required if isinstance(name, str))
