from typing import Any

import jsonschema_rs
import pytest

from vertrag.contract.document import from_tree
from vertrag.invent.values import Impossible, invent

NODE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "next": {"$ref": "#/components/schemas/Node"}},
}
DOCUMENT = from_tree({"openapi": "3.1.0", "components": {"schemas": {"Node": NODE}}})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "multipleOf": 3},
        {"type": "integer", "exclusiveMinimum": 5},
        {"type": "number", "maximum": -2.5},
        {"type": "string", "minLength": 30, "maxLength": 40},
        {"type": "string", "maxLength": 2},
        {"type": ["null", "string"]},
        {"type": "array", "items": {"type": "integer"}, "minItems": 3},
        {"type": "array", "maxItems": 0},
        {"type": "object", "required": ["a"], "properties": {"a": {"const": 7}}},
        {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"required": ["a"]}], "type": "object"},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"enum": ["b", "a"]},
        *(
            {"type": "string", "format": name}
            for name in ("date", "date-time", "time", "duration", "uuid", "email")
        ),
        *({"type": "string", "format": name} for name in ("uri", "ipv4", "ipv6", "hostname", "regex")),
        True,
    ],
)
def test_an_invented_value_satisfies_its_schema(schema: Any) -> None:
    value = invent(DOCUMENT, schema)
    assert jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value)


def test_a_recursive_schema_ends() -> None:
    assert invent(DOCUMENT, {"$ref": "#/components/schemas/Node"})["next"]["name"] == "Beispiel"


def test_an_endless_schema_is_impossible() -> None:
    endless = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/E"}}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"E": endless}}})
    with pytest.raises(Impossible, match="nested"):
        invent(document, endless)


def test_members_named_like_arguments_take_their_values() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "integer"}}}
    assert invent(DOCUMENT, schema, {"id": 42}) == {"id": 42}


def test_what_a_schema_offers_itself_comes_first() -> None:
    assert invent(DOCUMENT, {"type": "integer", "example": 9}) == 9
