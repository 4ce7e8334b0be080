from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Direction, Schemas

ID = {"type": "integer", "readOnly": True}
COMPONENTS: dict[str, Any] = {
    "Id": ID,
    "Flagged": {"type": "object", "properties": {"id": ID}},
    "Demanding": {"type": "object", "required": ["id", "name"], "properties": {"name": {"type": "string"}}},
    "Nullable": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Demanding"}]},
    "Tree": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": ID,
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    },
    "Secret": {"type": "string", "writeOnly": True},
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def accepts(schema: Any, value: Any, direction: Direction = "request", version: str = "3.0.3") -> bool:
    tree = {"openapi": version, "components": {"schemas": {**COMPONENTS, "S": schema}}}
    validator = Schemas(from_tree(tree)).validator("/components/schemas/S", direction)
    assert validator is not None
    return validator.accepts(value)


DEMANDED_ELSEWHERE = [
    {"allOf": [ref("Flagged"), ref("Demanding")]},
    {"allOf": [ref("Demanding"), ref("Flagged")]},
    {"allOf": [ref("Flagged"), {"required": ["id", "name"]}]},
    {"allOf": [ref("Flagged")], "required": ["id", "name"]},
    {"properties": {"id": ID}, "allOf": [ref("Demanding")]},
    {"properties": {"id": ref("Id")}, "allOf": [{"allOf": [ref("Demanding")]}]},
    {"properties": {"id": {"allOf": [ref("Id")]}}, "required": ["id", "name"]},
    {"properties": {"id": {"allOf": [{"type": "integer"}, {"readOnly": True}]}}, "required": ["id", "name"]},
    {"properties": {"id": ID}, "allOf": [ref("Nullable")]},
    {"oneOf": [{"allOf": [ref("Flagged"), ref("Demanding")]}, {"type": "integer"}]},
    {"properties": {"id": ID}, "oneOf": [ref("Demanding"), {"type": "integer"}]},
]


@pytest.mark.parametrize("schema", DEMANDED_ELSEWHERE, ids=str)
def test_a_read_only_member_is_not_demanded_of_requests_wherever_it_is_required(schema: Any) -> None:
    assert accepts(schema, {"name": "a"})
    assert not accepts(schema, {})  # the other demand stands
    assert not accepts(schema, {"name": "a"}, "response")


def test_where_nobody_flags_it_a_shared_schema_still_demands() -> None:
    both = {"properties": {"made": {"allOf": [ref("Flagged"), ref("Demanding")]}, "other": ref("Demanding")}}
    assert accepts(both, {"made": {"name": "a"}})
    assert not accepts(both, {"other": {"name": "a"}})


def test_branches_of_a_choice_do_not_speak_for_each_other() -> None:
    schema = {"oneOf": [{**COMPONENTS["Flagged"], "required": ["only"]}, ref("Demanding")]}
    assert not accepts(schema, {"name": "a"})


def test_nested_objects_and_lists_are_freed_as_well() -> None:
    assert accepts(ref("Tree"), {"children": [{"children": [{}]}]})
    assert not accepts(ref("Tree"), {"id": 1, "children": [{}]}, "response")


def test_siblings_of_a_reference_are_kept_in_31() -> None:
    schema = {"allOf": [ref("Flagged"), {**ref("Demanding"), "maxProperties": 1}]}
    assert accepts(schema, {"name": "a"}, version="3.1.0")
    assert not accepts(schema, {"name": "a", "more": 1}, version="3.1.0")


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"secret": ref("Secret")}, "required": ["secret"]},
        {"properties": {"secret": {"allOf": [ref("Secret")]}}},
        {"allOf": [{"properties": {"secret": ref("Secret")}}, {"required": ["secret"]}]},
    ],
)
def test_a_write_only_member_is_neither_demanded_of_responses_nor_allowed(schema: Any) -> None:
    assert accepts(schema, {}, "response")
    assert not accepts(schema, {"secret": "x"}, "response")
    assert accepts(schema, {"secret": "x"}, "request")


def test_a_schema_that_contains_itself_ends() -> None:
    loop = {"allOf": [{"$ref": "#/components/schemas/S"}], "required": ["id"], "properties": {"id": ID}}
    tree = {"openapi": "3.0.3", "components": {"schemas": {"S": loop}}}
    assert Schemas(from_tree(tree)).defects == []


@pytest.mark.parametrize("order", [iter, reversed])
def test_a_long_chain_of_extensions_frees_every_link(order: Any) -> None:
    links = 300
    chain: dict[str, Any] = {"Link0": {"type": "object"}}
    for number in range(1, links + 1):
        member = {"type": "integer", "readOnly": number % 2 == 0}
        own = {"required": [f"m{number}"], "properties": {f"m{number}": member}}
        chain[f"Link{number}"] = {"allOf": [ref(f"Link{number - 1}"), own]}
    schemas = dict(order(chain.items()))
    document = from_tree({"openapi": "3.0.3", "components": {"schemas": schemas}})
    validator = Schemas(document).validator(f"/components/schemas/Link{links}", "request")
    assert validator is not None
    written = {f"m{number}": 1 for number in range(1, links, 2)}
    assert validator.accepts(written)
    assert not validator.accepts({name: 1 for name in written if name != "m1"})
