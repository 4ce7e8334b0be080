from typing import Any

import pytest

from vertrag.contract.document import from_tree
from vertrag.contract.parameters import (
    MISSING,
    Parameter,
    Undecodable,
    compile_parameter,
    cookie_pairs,
    query_pairs,
    shape_of,
)
from vertrag.contract.schemas import Schemas


def parameter(node: dict[str, Any]) -> Parameter:
    tree = {"openapi": "3.0.3", "paths": {"/": {"parameters": [node]}}}
    made = compile_parameter(Schemas(from_tree(tree)), node, "/paths/~1/parameters/0")
    assert made is not None
    return made


def shape(schema: Any) -> frozenset[str]:
    return shape_of(from_tree({"openapi": "3.0.3"}), schema).types


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


def test_headers_that_openapi_reserves_are_no_parameters() -> None:
    node = {"name": "Authorization", "in": "header", "schema": {"type": "string"}}
    assert compile_parameter(Schemas(from_tree({"openapi": "3.0.3"})), node, "") is None


def test_a_parameter_that_was_not_sent_is_missing() -> None:
    assert parameter({"name": "a", "in": "query", "schema": {"type": "integer"}}).decode({}) is MISSING


def test_a_scalar_that_is_sent_twice_is_no_choice_of_ours() -> None:
    made = parameter({"name": "a", "in": "query", "schema": {"type": "integer"}})
    with pytest.raises(Undecodable, match="sent 2 times"):
        made.decode({"a": ["1", "2"]})


def test_pairs_keep_values_encoded_and_decode_names() -> None:
    assert query_pairs("a=1&b%20c=%2C&&d") == {"a": ["1"], "b c": ["%2C"], "d": [""]}
    assert cookie_pairs('a=1; b="2"; nonsense; a=3') == {"a": ["1", "3"], "b": ["2"]}
