from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.shapes import ANYTHING, Shape, shape_of


def whole(schema: Any, version: str = "3.0.3") -> Shape:
    return shape_of(from_tree({"openapi": version}), schema)


def shape(schema: Any) -> frozenset[str]:
    return whole(schema).types


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, {"integer"}),
        ({"type": ["integer", "null"]}, {"integer", "null"}),
        ({"type": "string", "nullable": True}, {"string", "null"}),
        ({"enum": [1, "a", True]}, {"integer", "string", "boolean"}),
        ({"const": 1.5}, {"number"}),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"integer", "string"}),
        ({"anyOf": [{"type": "integer"}, {}]}, set()),
        ({"allOf": [{"type": "integer"}, {"minimum": 1}]}, {"integer"}),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, {"integer"}),
        ({"oneOf": [{"type": "array", "items": {}}, {"type": "null"}]}, {"array", "null"}),
        ({"items": {}}, {"array"}),
        ({}, set()),
    ],
)
def test_the_shape_of_a_schema_is_what_a_text_may_become(schema: Any, expected: set[str]) -> None:
    assert shape(schema) == expected


def test_the_shape_of_a_recursive_schema_ends() -> None:
    node: dict[str, Any] = {"type": "object", "properties": {}}
    node["properties"]["self"] = node
    assert shape(node) == {"object"}


def test_a_schema_that_leads_to_itself_in_many_ways_is_read_in_time() -> None:
    names = [f"n{index}" for index in range(30)]
    node: dict[str, Any] = {"type": "object"}
    node["properties"] = dict.fromkeys(names, node)
    assert set(whole(node).members or {}) == set(names)


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"type": "integer"}, "12", 12),
        ({"type": "integer"}, "012", "012"),
        ({"type": "number"}, "1.5e3", 1500),
        ({"type": "number"}, "1e300", 1e300),
        ({"type": "number"}, "1e999", "1e999"),  # JSON has no infinity
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "True", "True"),
        ({"type": "integer", "nullable": True}, "", None),
        ({"type": "string", "nullable": True}, "null", None),
        ({"type": "string"}, "5", "5"),
        ({"allOf": [{"type": "string"}, {"enum": ["5"]}]}, "5", "5"),
    ],
)
def test_a_text_becomes_what_the_schema_lets_it_become(schema: Any, text: str, value: Any) -> None:
    assert whole(schema).scalar(text) == value


def test_a_whole_number_is_an_integer_however_it_is_written() -> None:
    assert [str(whole({"type": "number"}).scalar(text)) for text in ("5.0", "-1e3", "5.5")] == [
        "5",
        "-1000",
        "5.5",
    ]


def test_a_list_within_an_object_is_written_as_json() -> None:
    made = whole({"type": "object", "properties": {"a": {"type": ["array", "null"], "items": {}}}})
    read = [made.object({"a": text})["a"] for text in ("[1,2]", "null", "1,2", "[")]
    assert read == [[1, 2], None, "1,2", "["]


def test_an_object_within_a_list_is_written_as_json() -> None:
    items = whole({"type": "array", "items": {"type": "object"}})
    assert items.array(['{"a": 1}', "{", "5"]) == [{"a": 1}, "{", "5"]


@pytest.mark.parametrize(
    ("schema", "version", "expected"),
    [
        ({"type": "string", "format": "binary"}, "3.0.3", True),
        ({"type": "string", "contentMediaType": "image/png"}, "3.1.0", True),
        ({"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"}, "3.1.0", False),
        ({"type": "string"}, "3.1.0", False),
    ],
)
def test_raw_bytes_are_known_by_their_schema(schema: Any, version: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert whole(schema, version).is_binary is expected


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"type": "string", "default": "new"}, "new"),
        ({"type": "string"}, None),
        ({"allOf": [{"type": "string"}, {"default": "new"}]}, "new"),
        ({"oneOf": [{"default": "a"}, {"default": "a"}]}, "a"),
        ({"type": "boolean", "default": "false"}, False),
        ({"type": "number", "default": "1"}, 1),
        ({"type": "integer", "default": "many"}, None),
        ({"oneOf": [{"default": "a"}, {"default": "b"}]}, None),
    ],
)
def test_a_default_is_known_where_there_is_one(schema: Any, default: Any) -> None:
    assert whole(schema).default == default


def test_members_that_no_name_describes_have_the_shape_of_the_others() -> None:
    shape = whole({"properties": {"a": {"type": "boolean"}}, "additionalProperties": {"type": "integer"}})
    assert shape.object({"a": "true", "b": "2"}) == {"a": True, "b": 2}


def test_a_part_that_does_not_know_a_name_counts_it_among_all_others() -> None:
    box = {"properties": {"free": True}, "additionalProperties": {"type": "integer"}}
    shape = whole({"allOf": [box, {"properties": {"open": True, "free": {"type": "boolean"}}}]})
    assert shape.object({"open": "2", "free": "true", "more": "3"}) == {"open": 2, "free": True, "more": 3}


def test_what_lies_deeper_than_asked_is_not_looked_at() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}}
    document = from_tree({"openapi": "3.1.0"})
    assert shape_of(document, schema, deepest=0).types == {"object"}
    assert shape_of(document, schema, deepest=0).member("a") == ANYTHING
    assert shape_of(document, schema, deepest=1).member("a").items == ANYTHING
    assert shape_of(document, schema, deepest=2).member("a").item_at(0).types == {"integer"}


def test_a_member_of_several_choices_is_what_any_of_them_says() -> None:
    choices = [
        {"properties": {"data": {"properties": {name: {"type": kind}}}}}
        for name, kind in (("a", "string"), ("b", "integer"))
    ]
    data = whole({"anyOf": choices}).member("data")
    assert data.member("a").types == {"string"}
    assert data.member("b").types == {"integer"}


def test_a_member_is_read_when_somebody_looks_at_it() -> None:
    read: list[str] = []

    class Told(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            read.append(self["title"])
            return super().get(key, default)

    members = {name: Told(title=name, type="integer") for name in ("a", "b")}
    row = whole({"allOf": [{"properties": members}, {"anyOf": [{"properties": members}]}]})
    assert list(row.members or ()) == ["a", "b"]
    assert read == []
    assert row.member("a").types == {"integer"}
    assert {*read} == {"a"}
    assert (row.members or {}).get("c") is None
