"""Schemas built outward from a value can be satisfied; so a value must be invented for each."""

import json
import re
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.invent.values import invent

NAMES = st.sampled_from(["a", "b", "name", "email", "plz", "id", "createdAt"])
TEXTS = st.text("abcäß019 -_@.", max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-50, 50) | st.sampled_from([0.5, 2.25, -1.75]) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def accepting(draw: Any, value: Any) -> dict[str, Any]:
    """A schema that the value satisfies."""
    schema: dict[str, Any] = draw(_plain(value))
    around = draw(st.sampled_from(["", "", "allOf", "anyOf", "oneOf", "not", "if"]))
    other = draw(st.sampled_from([{"type": "boolean"}, {"const": 4711}, {"type": "string", "maxLength": 3}]))
    if around == "allOf":
        return {"allOf": [schema, draw(_plain(value))]}
    if around == "anyOf":
        return {"anyOf": [{"type": "string", "minLength": 9, "maxLength": 3}, schema]}
    if around == "oneOf":
        return {"oneOf": [{"type": "array", "minItems": 7}, schema]}
    if around == "not":
        assume(not _accepts(other, value))
        return {**schema, "not": other}
    if around == "if":
        rest = {"then": schema} if _accepts(other, value) else {"then": False}
        return {"if": other, "else": schema, **rest}
    return schema


def _plain(value: Any) -> st.SearchStrategy[dict[str, Any]]:
    if isinstance(value, bool) or value is None:
        return st.sampled_from([{"type": "null" if value is None else "boolean"}, {"enum": [value, "x"]}])
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list):
        return _of_list(value)
    return _of_object(value) if isinstance(value, dict) else _of_number(value)


@st.composite
def _of_number(draw: Any, value: float) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer" if isinstance(value, int) else "number"}
    options = {"minimum": value - draw(st.integers(0, 3)), "maximum": value + draw(st.integers(0, 3))}
    options |= {"exclusiveMinimum": value - 0.5, "multipleOf": abs(value) or 1}
    return schema | {name: options[name] for name in draw(st.sets(st.sampled_from(sorted(options))))}


@st.composite
def _of_text(draw: Any, value: str) -> dict[str, Any]:
    options = {"minLength": len(value), "maxLength": len(value) + draw(st.integers(0, 2))}
    patterns = [f"^{re.escape(value[:3])}".replace(r"\ ", " ").replace(r"\@", "@"), r"^[^\n]*$"]
    options |= {"pattern": draw(st.sampled_from(patterns)).replace(r"\-", "[-]")}
    return {"type": "string"} | {
        name: options[name] for name in draw(st.sets(st.sampled_from(sorted(options))))
    }


@st.composite
def _of_list(draw: Any, value: list[Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"minItems": len(value), "maxItems": len(value) + draw(st.integers(0, 2))}
    options["prefixItems"] = [draw(accepting(item)) for item in value]
    if value:
        options["contains"] = draw(accepting(value[-1]))
    chosen = draw(st.sets(st.sampled_from(sorted(options)))) | (
        {"prefixItems"} if draw(st.booleans()) else set()
    )
    return {"type": "array"} | {name: options[name] for name in chosen if options[name] != []}


@st.composite
def _of_object(draw: Any, value: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"required": sorted(value), "minProperties": len(value)}
    options |= {"maxProperties": len(value), "propertyNames": {"maxLength": 9}, "additionalProperties": False}
    members = {name: draw(accepting(member)) for name, member in value.items()}
    chosen = draw(st.sets(st.sampled_from(sorted(options))))
    return {"type": "object", "properties": members} | {name: options[name] for name in chosen}


def _accepts(schema: Any, value: Any) -> bool:
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"It": schema}}})
    validator = Schemas(document).validator("/components/schemas/It", "response")
    return validator is not None and validator.accepts(value)


@given(VALUES.flatmap(lambda value: st.tuples(st.just(value), accepting(value))), st.integers(0, 3))
def test_what_can_be_satisfied_is_invented_and_stays_the_same(known: tuple[Any, Any], seed: int) -> None:
    value, schema = known
    assume(_accepts(schema, value))
    document = from_tree({"openapi": "3.1.0"})
    found = invent(document, schema, seed=seed)
    assert _accepts(schema, found)
    assert json.dumps(found) == json.dumps(invent(document, schema, seed=seed))
