from typing import Any

import pytest

from vertrag.contract.loading.document import Document, from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request
from vertrag.serve.showing.amendments import LEFT_OUT, amended
from vertrag.serve.showing.loose_lists import ADDED

MULTIPART, FORM, JSON = "multipart/form-data", "application/x-www-form-urlencoded", "application/json"
RESPONSES = {"200": {"description": ""}}
TEXTS = {"type": "array", "items": {"type": "string"}}


def shown(operation: dict[str, Any], schemas: dict[str, Any] | None = None, path: str = "/x") -> Any:
    tree = {"paths": {path: {"post": {"responses": RESPONSES, **operation}}}}
    document = document_of({**tree, "components": {"schemas": schemas or {}}})
    return amended(document)["paths"][path]["post"]


def document_of(tree: dict[str, Any]) -> Document:
    return from_tree({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, **tree})


def form(member: Any, media_type: str = MULTIPART, encoding: Any = None) -> Any:
    node = {"schema": {"type": "object", "properties": {"tags": member}}}
    body = {"content": {media_type: {**node, **({"encoding": {"tags": encoding}} if encoding else {})}}}
    return shown({"requestBody": body})["requestBody"]["content"][media_type]["schema"]["properties"]["tags"]


def test_the_bounds_of_a_format_are_said_and_marked() -> None:
    schema = {"type": "number", "format": "float", "minimum": 0}
    price = {"name": "price", "in": "query", "schema": schema}
    (said,) = shown({"parameters": [price]})["parameters"]
    assert (said["schema"]["minimum"], said["schema"][ADDED]) == (0, True)
    assert 3.4e38 < said["schema"]["maximum"] < 3.5e38
    assert str(said["schema"]["maximum"]).isdigit()
    assert "maximum" not in schema


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("^{a}$", r"^\{a\}$"), ("/^a$/", "^a$"), ("/^a$/i", "/^a$/i"), ("^a$", "^a$"), ("(?(a)b)", "(?(a)b)")],
)
def test_a_pattern_of_another_dialect_is_written_as_it_is_read(pattern: str, said: str) -> None:
    name = {"name": "name", "in": "query", "schema": {"type": "string", "pattern": pattern}}
    (parameter,) = shown({"parameters": [name]})["parameters"]
    assert parameter["schema"]["pattern"] == said
    assert (ADDED in parameter["schema"]) is (said != pattern)


@pytest.mark.parametrize(
    ("version", "left"),
    [("3.0.3", {"a": "nullable", "b": None}), ("3.1.0", {"a": "nullable", "b": "nullable"})],
)
def test_null_is_not_promised_where_the_word_is_ignored(version: str, left: dict[str, Any]) -> None:
    members = {
        "a": {"$ref": "#/components/schemas/A", "nullable": True},
        "b": {"type": "string", "nullable": True},
    }
    schemas = {"A": {"type": "object"}, "B": {"properties": members}}
    tree = amended(from_tree({"openapi": version, "paths": {}, "components": {"schemas": schemas}}))
    said = tree["components"]["schemas"]["B"]["properties"]
    assert {name: said[name].get(LEFT_OUT) for name in said} == left
    assert [name for name in said if "nullable" in said[name]] == [name for name in left if not left[name]]


@pytest.mark.parametrize("media_type", [MULTIPART, FORM])
def test_a_list_in_a_form_takes_its_item_alone(media_type: str) -> None:
    assert form(TEXTS, media_type) == {"anyOf": [TEXTS, {"type": "string"}], ADDED: True}


@pytest.mark.parametrize(
    ("member", "encoding"),
    [
        ({**TEXTS, "minItems": 2}, None),
        ({**TEXTS, "maxItems": 0}, None),
        ({**TEXTS, "enum": [["a"]]}, None),
        ({**TEXTS, "readOnly": True}, None),
        ({"type": "array", "items": {"type": "string", "format": "binary"}}, None),
        ({"type": "array", "items": TEXTS}, None),
        ({"type": "array"}, None),
        ({"type": "string"}, None),
        (TEXTS, {"contentType": JSON}),
    ],
)
def test_what_is_no_list_of_one_by_itself_stays_as_it_is(member: Any, encoding: Any) -> None:
    assert form(member, encoding=encoding) == member


@pytest.mark.parametrize(("required", "least"), [(["tags"], 1), ([], None)])
def test_a_list_that_a_form_requires_has_an_item(required: list[str], least: int | None) -> None:
    schema = {"type": "object", "required": required, "properties": {"tags": TEXTS}}
    said = shown({"requestBody": {"content": {FORM: {"schema": schema}}}})["requestBody"]["content"][FORM]
    assert said["schema"]["properties"]["tags"]["anyOf"][0].get("minItems") == least


def test_objects_stand_alone_in_parts_and_not_among_texts() -> None:
    objects = {"type": "array", "items": {"type": "object"}}
    assert ADDED in form(objects, MULTIPART)
    assert form(objects, FORM) == objects


def test_what_people_read_about_a_list_stays_with_it() -> None:
    assert form({**TEXTS, "description": "What it is about"})["description"] == "What it is about"


def test_a_schema_that_json_shares_with_a_form_is_written_out_for_the_form_alone() -> None:
    named = {"type": "object", "properties": {"tags": TEXTS}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Named"}]}
    content = {MULTIPART: {"schema": schema}, JSON: {"schema": schema}}
    said = shown({"requestBody": {"content": content}}, {"Named": named})["requestBody"]["content"]
    assert said[JSON] == content[JSON]
    assert ADDED in said[MULTIPART]["schema"]["allOf"][0]["properties"]["tags"]


def test_a_form_that_leads_to_itself_is_left_alone() -> None:
    schema = {"$ref": "#/components/schemas/Self"}
    tree = {"requestBody": {"content": {MULTIPART: {"schema": schema}}}}
    assert shown(tree, {"Self": {"allOf": [schema]}})["requestBody"] == tree["requestBody"]


def test_a_part_of_a_path_that_nobody_described_is_a_parameter() -> None:
    described = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    said = shown({"parameters": [described]}, path="/x/{id}/{part}")["parameters"]
    assert said[0] == described
    assert (said[1]["name"], said[1]["in"], said[1][ADDED]) == ("part", "path", True)


def test_headers_that_are_no_parameters_are_not_asked_for() -> None:
    price = {"name": "price", "in": "query", "schema": {"type": "number", "format": "float"}}
    ignored = {"name": "Content-Type", "in": "header", "required": True, "schema": {"type": "string"}}
    said = shown({"parameters": [ignored, price]})
    assert said[LEFT_OUT] == "Content-Type"
    assert [(each["name"], ADDED in each["schema"]) for each in said["parameters"]] == [("price", True)]


def test_what_the_served_document_takes_is_what_the_mock_takes() -> None:
    schema = {"type": "object", "properties": {"tags": TEXTS}}
    body = {"content": {FORM: {"schema": schema}}}
    document = document_of({"paths": {"/x/{id}": {"post": {"requestBody": body, "responses": RESPONSES}}}})
    request = Request("POST", "/x/1", headers=(("content-type", FORM),), body=b"tags=a")
    for tree in (document.tree, amended(document)):
        contract = compile_contract(from_tree({**tree}))
        found = contract.find("POST", "/x/1")
        assert found is not None
        assert not found[0].read(request, found[1]).violations


def test_a_parameter_that_its_path_has_no_place_for_is_left_out() -> None:
    both: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": {}} for name in ("petId", "id")
    ]
    operation = shown({"parameters": both}, path="/pets/{id}")
    assert (operation["parameters"], operation[LEFT_OUT]) == (both[1:], "petId")


def test_examples_and_defaults_that_are_not_of_their_format_are_left_out() -> None:
    schema = {"type": "string", "format": "date", "default": "today", "examples": ["2024-02-29", "29.2.24"]}
    (said,) = shown({"parameters": [{"name": "on", "in": "query", "schema": schema}]})["parameters"]
    left = {"type": "string", "format": "date", "examples": ["2024-02-29"]}
    assert said["schema"] == {**left, LEFT_OUT: "default, examples"}


@pytest.mark.parametrize("name", ["date", "x-own", "password"])
def test_examples_of_their_format_stay(name: str) -> None:
    schema = {"type": "string", "format": name, "example": "2024-02-29"}
    (said,) = shown({"parameters": [{"name": "on", "in": "query", "schema": schema}]})["parameters"]
    assert said["schema"] == schema


def test_schemas_that_older_drafts_define_within_others_are_amended_as_well() -> None:
    inner = {"type": "string", "nullable": True}
    whole = {"type": "object", "definitions": {"Inner": inner}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    document = from_tree({**tree, "components": {"schemas": {"Whole": whole}}})
    (said,) = amended(document)["components"]["schemas"]["Whole"]["definitions"].values()
    assert said == {"type": "string", LEFT_OUT: "nullable"}
