"""Compiles the schemas of a document into validators, one set for requests and one for responses.

Laws
1. The whole document is rewritten once into JSON Schema 2020-12 and registered under a URN, so that
   every reference, circular or not, resolves inside the compiler and every error names a place in the
   author's document.
2. What OpenAPI 3.0 says in its own dialect (`nullable`, boolean exclusive bounds, siblings of `$ref`)
   is said in 2020-12; 3.1 and later already speak it.
3. `readOnly` members are not demanded of requests; `writeOnly` members are neither demanded of nor
   allowed in responses (OAS 3.0 §4.7.24.2).
4. A schema that does not compile is a defect that is kept and said, never skipped in silence.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jsonschema_rs
from jsonschema_rs.canonical import find_unsatisfiable

from vertrag.contract.document import Document, escape
from vertrag.contract.grammar import KINDS_OF
from vertrag.contract.violations import Location, Violation, shown
from vertrag.errors import DocumentError

Direction = Literal["request", "response"]

_INTEGER_BITS = {"int32": 32, "int64": 64}


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


_FORMATS: dict[str, Callable[[str], bool]] = {"byte": _is_base64}


@dataclass(frozen=True, slots=True)
class Defect:
    """A part of the document that cannot be used as it stands."""

    pointer: str
    message: str


@dataclass
class Schemas:
    """All schemas of one document; validators are compiled when first asked for and kept."""

    document: Document
    defects: list[Defect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._validators: dict[tuple[str, Direction], Validator | None] = {}
        resources = [
            (f"urn:vertrag:{direction}", _Rewriter(self.document, direction).rewrite())
            for direction in ("request", "response")
        ]
        try:
            self._registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012)
        except (jsonschema_rs.ReferencingError, ValueError) as error:
            raise DocumentError(f"{self.document.source}: {error}") from error

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
                reference, registry=self._registry, formats=_FORMATS, validate_formats=True, offline=True
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            reason = getattr(error, "message", None) or str(error)
            defect = Defect(pointer, f"the schema does not compile: {reason}")
            if defect not in self.defects:
                self.defects.append(defect)
            return None
        return Validator(compiled)

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

    def accepts(self, value: Any) -> bool:
        """Whether the value satisfies the schema."""
        return bool(self.compiled.is_valid(value))

    def violations(self, value: Any, location: Location, name: str = "") -> Iterator[Violation]:
        """Every rule that the value breaks, each with the place of the value and of the rule."""
        for error in self.compiled.iter_errors(value):
            rule, schema = _rule(error)
            offending = error.instance
            yield Violation(
                location=location,
                rule=rule,
                message=_message(rule, error, offending),
                name=name,
                pointer="".join(f"/{escape(str(token))}" for token in error.instance_path),
                value=offending,
                schema=schema,
            )


def _rule(error: Any) -> tuple[str, str]:
    path = [str(token) for token in error.schema_path]
    pointer = "".join(f"/{escape(token)}" for token in path)
    if type(error.kind).__name__.endswith("FalseSchema"):
        # The only false schemas that we write ourselves stand for members that responses must not show.
        return "writeOnly", pointer
    return (path[-1] if path else "schema"), pointer


def _message(rule: str, error: Any, offending: Any) -> str:
    if rule == "writeOnly":
        return "is write-only and must not be in a response"
    if rule in ("required", "additionalProperties", "unevaluatedProperties", "dependentRequired"):
        return str(error.message)
    message = str(error.message)
    return message if len(message) <= 200 else f"{shown(offending)} breaks the rule {rule!r}"


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
        self._is_30 = document.version < (3, 1)
        # YAML aliases share nodes; rewriting each once keeps a small file from growing into a huge tree.
        self._done: dict[tuple[int, str], Any] = {}

    def rewrite(self) -> Any:
        return self._node(self._document.tree, "OpenAPI")

    def _node(self, node: Any, kind: str) -> Any:
        key = (id(node), kind)
        if key not in self._done:
            self._done[key] = self._rewritten(node, kind)
        return self._done[key]

    def _rewritten(self, node: Any, kind: str) -> Any:
        if kind.startswith("{"):
            item_kind = kind[1:-1]
            return (
                {k: self._node(v, item_kind) for k, v in node.items()} if isinstance(node, Mapping) else node
            )
        if kind.startswith("["):
            return [self._node(item, kind[1:-1]) for item in node] if isinstance(node, list) else node
        if not isinstance(node, Mapping):
            return node
        fields = KINDS_OF[kind]
        every = fields.get("*")
        rewritten = {
            k: self._node(v, inner) if (inner := every or fields.get(k)) else v for k, v in node.items()
        }
        return self._schema(node, rewritten) if kind == "Schema" else rewritten

    def _schema(self, original: Mapping[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        if self._is_30 and "$ref" in schema:
            return {"$ref": schema["$ref"]}  # OAS 3.0 §4.7.23: siblings of $ref shall be ignored
        schema.pop("$schema", None)
        _bound_integers(schema)
        self._aim(original, schema)
        return _said_in_2020(schema) if self._is_30 else schema

    def _aim(self, original: Mapping[str, Any], schema: dict[str, Any]) -> None:
        """Apply law 3: drop what this direction does not carry."""
        properties = original.get("properties")
        if not isinstance(properties, Mapping):
            return
        keyword = "readOnly" if self._direction == "request" else "writeOnly"
        hidden = [name for name, member in properties.items() if self._flagged(member, keyword)]
        if not hidden:
            return
        if isinstance(schema.get("required"), list):
            schema["required"] = [name for name in schema["required"] if name not in hidden]
        if self._direction == "response":
            schema["properties"] = {
                name: False if name in hidden else member for name, member in schema["properties"].items()
            }

    def _flagged(self, member: Any, keyword: str) -> bool:
        try:
            resolved = self._document.resolve(member)
        except DocumentError:
            return False  # a dangling reference is reported where the schema is compiled
        flagged = isinstance(resolved, Mapping) and resolved.get(keyword) is True
        return flagged or (isinstance(member, Mapping) and member.get(keyword) is True)


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
    return {"anyOf": [{"type": "null"}, schema]}


def _bound_integers(schema: dict[str, Any]) -> None:
    bits = _INTEGER_BITS.get(str(schema.get("format")))
    if bits is None:
        return
    limit = 2 ** (bits - 1)
    if not isinstance(schema.get("minimum"), int | float) or schema["minimum"] < -limit:
        schema["minimum"] = -limit
    if not isinstance(schema.get("maximum"), int | float) or schema["maximum"] >= limit:
        schema["maximum"] = limit - 1
