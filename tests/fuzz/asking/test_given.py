from copy import deepcopy
from typing import Any

from vertrag.fuzz.asking.given import tell


def told(tree: Any, **given: Any) -> Any:
    tell(tree, given)
    return tree


def test_a_parameter_gets_the_value_as_its_example() -> None:
    parameter = {"name": "tariff", "in": "query", "schema": {"type": "string"}, "examples": {"a": {}}}
    schema = {"type": "string", "example": "7"}
    expected = {"name": "tariff", "in": "query", "schema": schema, "example": "7"}
    assert told({"parameters": [parameter]}, tariff=7) == {"parameters": [expected]}


def test_a_parameter_of_the_older_version_has_its_type_itself() -> None:
    parameter = {"name": "tariff", "in": "formData", "type": "string"}
    assert told(parameter, tariff="7") == {**parameter, "x-example": "7", "example": "7"}


def test_rows_in_paths_are_left_to_the_seeds() -> None:
    parameter = {"name": "id", "in": "path", "schema": {"type": "integer"}}
    assert told(dict(parameter), id=7) == parameter


def test_a_member_gets_it_wherever_it_is_described() -> None:
    tree = {"components": {"schemas": {"A": {"properties": {"code": {"$ref": "#/x"}, "other": True}}}}}
    members = told(tree, code="K7", other=1)["components"]["schemas"]["A"]["properties"]
    assert members["code"] == {"allOf": [{"$ref": "#/x"}], "example": "K7"}
    assert members["other"] == {"example": 1}


def test_a_body_that_the_author_shows_has_it_in_its_place() -> None:
    content = {"example": {"code": "?", "b": 1}, "examples": {"one": {"value": {"code": "?"}}, "two": None}}
    assert told({"content": {"application/json": content}}, code="K7")["content"]["application/json"] == {
        "example": {"code": "K7", "b": 1},
        "examples": {"one": {"value": {"code": "K7"}}, "two": None},
    }


def test_data_is_left_alone_whatever_it_looks_like() -> None:
    schema = {"default": {"properties": {"code": {}}}, "enum": [{"properties": {"code": {}}}]}
    assert told(deepcopy(schema), code="K7") == schema


def test_what_is_shared_and_what_is_misshapen_is_passed_by() -> None:
    shared = {"properties": {"code": {"type": "string"}}}
    tree = {"a": shared, "b": shared, "c": {"name": 1, "in": []}, "d": {"properties": []}}
    assert told(tree, code="K7")["b"] == {"properties": {"code": {"type": "string", "example": "K7"}}}
