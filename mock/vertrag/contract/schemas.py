"""Compiles the schemas of a document into validators, one set for requests and one for responses.

Laws
1. The whole document is rewritten once into JSON Schema 2020-12 and registered under a URN, so that
   every reference, circular or not, resolves inside the compiler and every error names a place in the
   author's document.
2. What OpenAPI 3.0 says in its own dialect (`nullable`, boolean exclusive bounds, siblings of `$ref`)
   is said in 2020-12; 3.1 and later already speak it.
3. `readOnly` members are not demanded of requests; `writeOnly` members are neither demanded of nor
   allowed in responses (OAS 3.0 §4.7.24.2). `directions` says which they are.
4. A schema that does not compile is a defect that is kept and said, never skipped in silence. A pattern
   without a reading is one as well; the rest of its schema judges on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jsonschema_rs
from jsonschema_rs.canonical import find_unsatisfiable

from vertrag.contract import formats, patterns
from vertrag.contract.directions import Directions, Relief
from vertrag.contract.document import Document, escape
from vertrag.contract.explanations import WRITE_ONLY, explain
from vertrag.contract.grammar import KINDS_OF
from vertrag.contract.violations import Location, Violation
from vertrag.errors import DocumentError

Direction = Literal["request", "response"]
_DIRECTIONS: tuple[Direction, ...] = ("request", "response")


@dataclass(frozen=True, slots=True)
class Defect:
    """A part of the document that cannot be used as it stands."""

    pointer: str
    message: str


@dataclass
class Schemas:
    """All schemas of one document; validators are compiled when first asked for and kept.

    `unknown_formats` lists the places of formats that judge nothing.
    """

    document: Document
    defects: list[Defect] = field(default_factory=list)
    unknown_formats: list[Defect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._validators: dict[tuple[str, Direction], Validator | None] = {}
        resources = [(f"urn:vertrag:{direction}", self._rewritten(direction)) for direction in _DIRECTIONS]
        try:
            self._registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012)
        except (jsonschema_rs.ReferencingError, ValueError) as error:
            raise DocumentError(f"{self.document.source}: {error}") from error

    def _rewritten(self, direction: Direction) -> Any:
        rewriter = _Rewriter(self.document, direction)
        rewritten = rewriter.rewrite()
        if direction == "request":  # both directions meet the same patterns and formats
            self.defects.extend(rewriter.defects)
            self.unknown_formats.extend(rewriter.unknown_formats)
        return rewritten

    def validator(self, pointer: str, direction: Direction) -> "Validator | None":
        """The validator of the schema at a JSON pointer; None where it does not compile (see `defects`)."""
        key = (pointer, direction)
        if key not in self._validators:
            self._validators[key] = self._compile(pointer, direction)
        return self._validators[key]

    def _compile(self, pointer: str, direction: Direction) -> "Validator | None":
        reference = {"$ref": f"urn:vertrag:{direction}#{_fragment(pointer)}"}
        try:
            compiled = jsonschema_rs.Draft202012Validator(
                reference,
                registry=self._registry,
                formats=formats.CHECKS,
                validate_formats=True,
                pattern_options=patterns.OPTIONS,
                email_options=formats.EMAIL_OPTIONS,
                offline=True,
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            reason = getattr(error, "message", None) or str(error)
            defect = Defect(pointer, f"the schema does not compile: {reason}")
            if defect not in self.defects:
                self.defects.append(defect)
            return None
        return Validator(compiled, self.document)

    def contradictions(self, pointer: str, direction: Direction) -> dict[str, Any]:
        """Why parts of the schema at a JSON pointer admit no value, by their pointer within it.

        Parts behind a reference count as one. The reasons are jsonschema_rs' `UnsatisfiableReason`; what
        it cannot model has none.
        """
        urn = f"urn:vertrag:{direction}"
        schema = self._registry.resolver(urn).lookup(f"#{_fragment(pointer)}").contents
        try:
            return dict(find_unsatisfiable(_with_absolute_references(schema, urn), registry=self._registry))
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError):
            return {}  # it does not compile, which `validator` says


@dataclass(frozen=True, slots=True)
class Validator:
    """One compiled schema."""

    compiled: Any
    document: Document

    def accepts(self, value: Any) -> bool:
        """Whether the value satisfies the schema."""
        return bool(self.compiled.is_valid(value))

    def violations(self, value: Any, location: Location, name: str = "") -> Iterator[Violation]:
        """Every rule that the value breaks, each with the place of the value and of the rule."""
        for error in self.compiled.iter_errors(value):
            yield from explain(error, self.document, location, name)


def _fragment(pointer: str) -> str:
    return pointer.replace("%", "%25").replace(" ", "%20").replace("{", "%7B").replace("}", "%7D")


def _with_absolute_references(node: Any, urn: str) -> Any:
    if isinstance(node, list):
        return [_with_absolute_references(item, urn) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: urn + value
        if key == "$ref" and isinstance(value, str) and value.startswith("#")
        else _with_absolute_references(value, urn)
        for key, value in node.items()
    }


class _Rewriter:
    """Rewrites one document into JSON Schema 2020-12 for one direction."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self._document = document
        self._direction = direction
        self._directions = Directions(document, "readOnly" if direction == "request" else "writeOnly")
        self._is_30 = document.version < (3, 1)
        # YAML aliases share nodes; rewriting each once keeps a small file from growing into a huge tree.
        self._done: dict[tuple[int, str], Any] = {}
        self._composed: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
        self.defects: list[Defect] = []
        self.unknown_formats: list[Defect] = []

    def rewrite(self) -> Any:
        rewritten = self._node(self._document.tree, "OpenAPI", "")
        done = {key[0]: made for key, made in self._done.items() if key[1] == "Schema"}
        relief = Relief(self._document, self._directions, done)
        for original, made in self._composed:
            relief.relieve(original, made)
        return rewritten

    def _node(self, node: Any, kind: str, place: str) -> Any:
        key = (id(node), kind)
        if key not in self._done:
            self._done[key] = self._rewritten(node, kind, place)
        return self._done[key]

    def _rewritten(self, node: Any, kind: str, place: str) -> Any:
        if kind.startswith("{"):
            return self._each(node, kind[1:-1], place) if isinstance(node, Mapping) else node
        if kind.startswith("["):
            if not isinstance(node, list):
                return node
            return [self._node(item, kind[1:-1], f"{place}/{index}") for index, item in enumerate(node)]
        if not isinstance(node, Mapping):
            return node
        fields = KINDS_OF[kind]
        every = fields.get("*")
        rewritten = {
            k: self._node(v, inner, f"{place}/{escape(k)}") if (inner := every or fields.get(k)) else v
            for k, v in node.items()
        }
        return self._schema(node, rewritten, place) if kind == "Schema" else rewritten

    def _each(self, node: Mapping[str, Any], kind: str, place: str) -> dict[str, Any]:
        return {key: self._node(value, kind, f"{place}/{escape(key)}") for key, value in node.items()}

    def _schema(self, original: Mapping[str, Any], schema: dict[str, Any], place: str) -> dict[str, Any]:
        if self._is_30 and "$ref" in schema:
            return {"$ref": schema["$ref"]}  # OAS 3.0 §4.7.23: siblings of $ref shall be ignored
        schema.pop("$schema", None)
        formats.bound(schema)
        self._read_patterns(schema, place)
        self._note_format(schema, place)
        self._aim(original, schema)
        if "allOf" in schema or "anyOf" in schema or "oneOf" in schema:
            self._composed.append((original, schema))
        return _said_in_2020(schema) if self._is_30 else schema

    def _read_patterns(self, schema: dict[str, Any], place: str) -> None:
        if isinstance(schema.get("pattern"), str):
            read = self._pattern(schema.pop("pattern"), f"{place}/pattern")
            if read is not None:
                schema["pattern"] = read
        if isinstance(schema.get("patternProperties"), Mapping):
            members = schema["patternProperties"].items()
            readings = ((self._pattern(key, f"{place}/patternProperties"), value) for key, value in members)
            schema["patternProperties"] = {key: value for key, value in readings if key is not None}

    def _pattern(self, pattern: str, place: str) -> str | None:
        read = patterns.readable(patterns.meant(pattern))
        if read is None:
            self.defects.append(Defect(place, f"the pattern {pattern!r} cannot be read, it judges nothing"))
        return read

    def _note_format(self, schema: Mapping[str, Any], place: str) -> None:
        said = schema.get("format")
        if isinstance(said, str) and said not in formats.KNOWN:
            self.unknown_formats.append(Defect(f"{place}/format", f"the format {said!r} judges nothing"))

    def _aim(self, original: Mapping[str, Any], schema: dict[str, Any]) -> None:
        """Apply law 3: drop what this direction does not carry."""
        if "required" in schema or "dependentRequired" in schema:
            self._drop_demands(schema, self._directions.hidden(original))
        hidden = self._directions.own(original) if self._direction == "response" else frozenset()
        if hidden:
            schema["properties"] = {
                name: WRITE_ONLY if name in hidden else member
                for name, member in schema["properties"].items()
            }

    def _drop_demands(self, schema: dict[str, Any], hidden: frozenset[str]) -> None:
        if hidden and isinstance(schema.get("required"), list):
            schema["required"] = [name for name in schema["required"] if name not in hidden]
        if hidden and isinstance(schema.get("dependentRequired"), Mapping):
            schema["dependentRequired"] = {
                name: [each for each in demanded if each not in hidden]
                for name, demanded in schema["dependentRequired"].items()
            }


def _said_in_2020(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of OpenAPI 3.0 in the words of JSON Schema 2020-12."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if schema.pop("nullable", False) is not True:
        return schema
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    # The letter of 3.0.3 gives `nullable` no effect without `type`; authors who write it mean null.
    # A condition and no choice: what breaks the schema is said as it stands, not as "matches none of both".
    return {"if": {"type": "null"}, "else": schema}
