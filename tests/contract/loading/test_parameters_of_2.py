from typing import Any

import pytest

from vertrag.contract.loading.parameters_of_2 import body_of, parameter_of, schema_of

LIST: Any = {"name": "a", "in": "query", "type": "array", "items": {"type": "integer", "maximum": 3}}


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        (None, {"explode": False}),
        ("csv", {"explode": False}),
        ("ssv", {"style": "spaceDelimited", "explode": False}),
        ("tsv", {"style": "tabDelimited", "explode": False}),
        ("pipes", {"style": "pipeDelimited", "explode": False}),
        ("multi", {"explode": True}),
    ],
)
def test_collection_formats_become_styles(collection: str | None, expected: Any) -> None:
    made = parameter_of({**LIST, "collectionFormat": collection})
    schema = {"type": "array", "items": LIST["items"]}
    assert made == {"name": "a", "in": "query", "schema": schema, **expected}


def test_lists_within_lists_keep_what_divides_them() -> None:
    inner = {"type": "array", "items": {"type": "integer"}}
    made = schema_of({"type": "array", "items": {**inner, "collectionFormat": "pipes"}})
    assert made == {"type": "array", "items": {**inner, "x-vertrag-division": "|"}}
    assert schema_of({"type": "array", "items": inner})["items"]["x-vertrag-division"] == ","


def test_lists_of_forms_say_what_divides_them_where_they_are_parts() -> None:
    field = {**LIST, "in": "formData", "collectionFormat": "ssv"}
    many = {**field, "name": "m", "collectionFormat": "multi"}
    body = body_of([field, many], ["multipart/form-data"])
    assert body is not None
    members = body["content"]["multipart/form-data"]["schema"]["properties"]
    assert [each.get("x-vertrag-division") for each in members.values()] == [" ", None]


def test_what_describes_the_value_becomes_the_schema() -> None:
    node = {
        "name": "a",
        "in": "header",
        "required": True,
        "type": "string",
        "pattern": "x",
        "x-a": 1,
        "default": "x",
    }
    assert parameter_of(node) == {
        "name": "a",
        "in": "header",
        "required": True,
        "x-a": 1,
        "schema": {"type": "string", "pattern": "x", "default": "x"},
    }
    assert schema_of({"type": "string", "x-nullable": True}) == {"type": "string", "nullable": True}


def test_a_parameter_in_the_words_of_a_later_version_is_read_as_one() -> None:
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    node = {"name": "x", "in": "query", "schema": schema, "style": "form", "explode": True, "format": "y"}
    assert parameter_of(node) == {key: value for key, value in node.items() if key != "format"}
    assert parameter_of({**node, "type": "string"})["schema"]["type"] == "string"


def test_a_body_parameter_is_the_request_body() -> None:
    body = {"name": "b", "in": "body", "required": True, "description": "d", "schema": {"type": "object"}}
    assert body_of([LIST, body], ["text/a", "text/b"]) == {
        "required": True,
        "description": "d",
        "content": {"text/a": {"schema": {"type": "object"}}, "text/b": {"schema": {"type": "object"}}},
    }
    assert body_of([LIST], ["text/a"]) is None


def test_form_data_become_the_members_of_a_form() -> None:
    fields = [
        {"name": "a", "in": "formData", "type": "integer", "required": True},
        {**LIST, "name": "l", "in": "formData", "collectionFormat": "multi"},
    ]
    made = body_of(fields, ["application/json"])
    assert made is not None
    (described,) = made["content"].values()
    assert list(made["content"]) == ["application/x-www-form-urlencoded"]
    assert described["schema"]["required"] == ["a"]
    assert described["encoding"] == {"l": {"explode": True}}


def test_a_form_with_a_file_is_multipart() -> None:
    made = body_of([{"name": "f", "in": "formData", "type": "file"}], ["application/x-www-form-urlencoded"])
    assert made is not None
    assert list(made["content"]) == ["multipart/form-data"]
    (described,) = made["content"].values()
    assert described["schema"]["properties"] == {"f": {"type": "string", "format": "binary"}}
