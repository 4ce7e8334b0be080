"""What a document offers to lie about: its deeds, its schemas, its secured operations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vertrag.contract.inference.deeds import Deed, Kind
from vertrag.contract.inference.resources import Resource, Resources
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Contract, Operation
from vertrag.errors import DocumentError

_DEEPEST = 12  # schemas within each other
_BRANCHES = ("allOf", "anyOf", "oneOf")

Schema = Mapping[str, Any]
Fits = Callable[[Schema], bool]


@dataclass(frozen=True)
class Terrain:
    """One document: its contract, and the resources that are inferred from it."""

    contract: Contract
    resources: Resources

    @property
    def document(self) -> Document:
        """The document."""
        return self.contract.document

    def part(self, operation: Operation) -> tuple[Resource | None, Deed | None]:
        """What the operation does to which resource."""
        return self.resources.by_operation.get(operation.key, (None, None))

    def deeds(self, *kinds: Kind) -> list[Deed]:
        """All deeds of these kinds."""
        return [deed for _, deed in self.resources.by_operation.values() if deed.kind in kinds]

    def any_schema(self, fits: Fits) -> bool:
        """Whether a schema of a success is like that."""
        return any(map(fits, self._schemas))

    def any_operation(self, fits: Callable[[Operation], bool]) -> bool:
        """Whether an operation is like that."""
        return any(map(fits, self.contract.operations))

    @cached_property
    def _schemas(self) -> list[Schema]:
        found: dict[int, Schema] = {}
        for operation in self.contract.operations:
            for status in operation.responses:
                if status[0] == "2":
                    for schema in self.answer_schemas(operation, status):
                        self._gather(schema, found, 0)
        return list(found.values())

    def _gather(self, schema: Any, found: dict[int, Schema], depth: int) -> None:
        node = self.resolved(schema)
        if not isinstance(node, Mapping) or id(node) in found or depth > _DEEPEST:
            return
        found[id(node)] = node
        for part in (*branches(node), *members(node).values(), node.get("items"), _others(node)):
            self._gather(part, found, depth + 1)

    def answer_schemas(self, operation: Operation, status: str) -> Iterator[Any]:
        """The schemas of the JSON bodies that the operation declares for a status as it is written."""
        described = self.resolved((operation.node.get("responses") or {}).get(status))
        content = described.get("content") if isinstance(described, Mapping) else None
        for name, node in (content or {}).items():
            node = self.resolved(node)
            if "json" in name and isinstance(node, Mapping) and "schema" in node:
                yield node["schema"]

    def resolved(self, node: Any) -> Any:
        """The node that a reference points to; None where it points nowhere."""
        try:
            return self.document.resolve(node)
        except DocumentError:
            return None

    def places(self, schema: Any, value: Any, depth: int = 0) -> "Iterator[tuple[Place, Schema, Any]]":
        """Every place in a value with the schemas that speak of it, the outermost first."""
        node = self.resolved(schema)
        if not isinstance(node, Mapping) or depth > _DEEPEST:
            return
        yield (), node, value
        for branch in branches(node):
            yield from self.places(branch, value, depth + 1)
        for step, inner, part in _within(node, value):
            for place, found, here in self.places(inner, part, depth + 1):
                yield (step, *place), found, here


Place = tuple[str | int, ...]


def branches(schema: Schema) -> list[Any]:
    """The schemas that a schema is composed of."""
    return [branch for name in _BRANCHES for branch in schema.get(name) or ()]


def members(schema: Schema) -> Mapping[str, Any]:
    """The schemas of the members that a schema names."""
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def _others(schema: Schema) -> Any:
    others = schema.get("additionalProperties")
    return others if isinstance(others, Mapping) else None


def _within(schema: Schema, value: Any) -> Iterator[tuple[str | int, Any, Any]]:
    if isinstance(value, dict):
        named = members(schema)
        others = _others(schema)
        for name, part in value.items():
            inner = named.get(name, others)
            if inner is not None:
                yield name, inner, part
    elif isinstance(value, list) and "items" in schema:
        yield from ((index, schema["items"], part) for index, part in enumerate(value))
