"""Which parts of a schema admit no value, decided on the schema alone.

Laws
1. References are not followed but within `allOf`, and there only so deep: the cost is linear in the
   document, however much its schemas refer to each other.
2. What is cut off only ever widens a schema. A finding is therefore true of the whole schema too.
"""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs
from jsonschema_rs.canonical import find_unsatisfiable

from vertrag.contract.loading.grammar import KINDS_OF
from vertrag.contract.schema.schemas import Schemas
from vertrag.errors import DocumentError

_DEEPEST = 2  # references within `allOf` that are followed one after the other
# Keywords that would admit less if what stands in or beside them admitted more.
_NARROWING = ("not", "if", "then", "else", "unevaluatedProperties", "unevaluatedItems", "maxContains")


def contradictions(schemas: Schemas, pointer: str) -> Mapping[str, Any]:
    """Why parts of the schema at a JSON pointer admit no value, by their pointer within it.

    The reasons are jsonschema_rs' `UnsatisfiableReason`; what it cannot model has none.
    """
    schema, _ = _cut(schemas, schemas.written(pointer, "request"), 0)
    try:
        return dict(find_unsatisfiable(schema, draft=jsonschema_rs.Draft202012))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError):
        return {}  # it does not compile, which another rule says


def _cut(schemas: Schemas, schema: Any, depth: int) -> tuple[Any, bool]:
    """A copy without references, and whether there were any."""
    if not isinstance(schema, dict):
        return schema, False
    copy, any_cut = {}, "$ref" in schema or "$dynamicRef" in schema
    for keyword, value in schema.items():
        if keyword not in ("$ref", "$dynamicRef"):
            copy[keyword], cut = _cut_within(schemas, keyword, value, depth)
            any_cut = any_cut or cut
    return (_widened(copy) if any_cut else copy), any_cut


def _cut_within(schemas: Schemas, keyword: str, value: Any, depth: int) -> tuple[Any, bool]:
    kind = KINDS_OF["Schema"].get(keyword, "")
    if kind == "Schema":
        return _cut(schemas, value, depth)
    if kind == "{Schema}" and isinstance(value, dict):
        members = {name: _cut(schemas, member, depth) for name, member in value.items()}
        return {name: part for name, (part, _) in members.items()}, any(cut for _, cut in members.values())
    if kind == "[Schema]" and isinstance(value, list):
        parts = [(_followed if keyword == "allOf" else _cut)(schemas, part, depth) for part in value]
        return [part for part, _ in parts], any(cut for _, cut in parts)
    return value, False


def _followed(schemas: Schemas, part: Any, depth: int) -> tuple[Any, bool]:
    reference = part.get("$ref") if isinstance(part, dict) else None
    if not (isinstance(reference, str) and reference.startswith("#/") and depth < _DEEPEST):
        return _cut(schemas, part, depth)
    try:
        target = schemas.written(schemas.document.pointer(part, ""), "request")
    except (DocumentError, jsonschema_rs.ReferencingError):  # a rule of its own says so
        return True, True
    return _cut(schemas, target, depth + 1)[0], True


def _widened(schema: dict[str, Any]) -> dict[str, Any]:
    wide = {key: value for key, value in schema.items() if key not in _NARROWING}
    if isinstance(wide.get("oneOf"), list):
        # Of branches that admit more, several may admit the same value.
        wide["anyOf"] = [*wide["anyOf"], *wide.pop("oneOf")] if "anyOf" in wide else wide.pop("oneOf")
    return wide
