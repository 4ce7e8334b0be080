import json
from pathlib import Path
from typing import Any

from vertrag.contract.loading.document import Document, from_tree, load
from vertrag.contract.operations import compile_contract

PET: Any = {
    "type": "object",
    "discriminator": "kind",
    "properties": {"tag": {"type": "string", "x-nullable": True}},
}


def upgraded(**more: Any) -> Document:
    return from_tree({"swagger": "2.0", "paths": {}, **json.loads(json.dumps(more))})


def get(**operation: Any) -> dict[str, Any]:
    document = upgraded(paths={"/x": {"get": operation}}, definitions={"Pet": PET})
    made: dict[str, Any] = document.tree["paths"]["/x"]["get"]
    return made


def test_host_schemes_and_base_path_become_servers() -> None:
    document = upgraded(host="api.example.com", basePath="/v1", schemes=["https", "http"])
    urls = [server["url"] for server in document.tree["servers"]]
    assert urls == ["https://api.example.com/v1", "http://api.example.com/v1"]
    assert document.base_path == "/v1"
    assert upgraded(basePath="/v2").base_path == "/v2"


def test_definitions_become_component_schemas_in_the_words_of_3() -> None:
    schema = upgraded(definitions={"Pet": PET}).tree["components"]["schemas"]["Pet"]
    assert schema["discriminator"] == {"propertyName": "kind"}
    assert schema["properties"]["tag"] == {"type": "string", "nullable": True}


def test_responses_get_the_media_types_that_the_operation_produces() -> None:
    described = {
        "description": "ok",
        "schema": {"$ref": "#/definitions/Pet"},
        "headers": {"X-N": {"type": "integer"}},
    }
    answer = {"200": {**described, "examples": {"text/csv": "a"}, "x-more": 1}}
    made = get(produces=["application/json"], responses=answer)["responses"]["200"]
    pet = {"$ref": "#/components/schemas/Pet"}
    assert made["content"] == {
        "application/json": {"schema": pet},
        "text/csv": {"schema": pet, "example": "a"},
    }
    assert made["headers"] == {"X-N": {"schema": {"type": "integer"}}}
    assert made["x-more"] == 1


def test_a_response_without_a_schema_has_no_body() -> None:
    assert "content" not in get(responses={"204": {"description": "gone"}})["responses"]["204"]


def test_a_file_is_a_binary_text() -> None:
    made = get(produces=["application/pdf"], responses={"200": {"schema": {"type": "file"}}})
    assert made["responses"]["200"]["content"] == {
        "application/pdf": {"schema": {"type": "string", "format": "binary"}}
    }


def test_shared_parameters_and_responses_are_used_where_they_are_referred_to() -> None:
    paths = {
        "/x": {
            "parameters": [{"$ref": "#/parameters/Limit"}],
            "get": {"responses": {"400": {"$ref": "#/responses/Bad"}}},
            "post": {"parameters": [{"name": "limit", "in": "query", "type": "string"}]},
        }
    }
    limit = {"Limit": {"name": "limit", "in": "query", "type": "integer"}}
    item = upgraded(paths=paths, parameters=limit, responses={"Bad": {"description": "bad"}}).tree["paths"][
        "/x"
    ]
    assert item["get"]["parameters"] == [{"name": "limit", "in": "query", "schema": {"type": "integer"}}]
    assert item["get"]["responses"] == {"400": {"description": "bad"}}
    assert item["post"]["parameters"] == [{"name": "limit", "in": "query", "schema": {"type": "string"}}]


def test_the_definitions_of_other_files_are_upgraded_too(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "schema": {"$ref": "pet.json#/definitions/Pet"}}
    root = {
        "swagger": "2.0",
        "paths": {"/x": {"post": {"parameters": [body]}}},
        "definitions": {"T": {"type": "string"}},
    }
    pet = {
        "properties": {"t": {"$ref": "root.json#/definitions/T"}, "n": {"x-nullable": True, "type": "string"}}
    }
    (tmp_path / "root.json").write_text(json.dumps(root))
    (tmp_path / "pet.json").write_text(json.dumps({"definitions": {"Pet": pet}}))
    contract = compile_contract(load(str(tmp_path / "root.json")))
    (operation,) = contract.operations
    assert contract.defects == ()
    assert operation.body is not None
    _, wrong = operation.body.read(b'{"t": 1, "n": null}', "application/json")
    assert [violation.place for violation in wrong] == ["body /t"]


def test_a_list_of_item_schemas_is_upgraded_too() -> None:
    item: Any = {"type": "array", "items": [{"$ref": "#/definitions/Pet"}, {"items": [{"type": "file"}]}]}
    upgrade = upgraded(definitions={"Pet": PET, "Pair": item}).tree["components"]["schemas"]["Pair"]
    assert upgrade["items"] == [
        {"$ref": "#/components/schemas/Pet"},
        {"items": [{"type": "string", "format": "binary"}]},
    ]


def test_the_methods_of_a_path_keep_one_order() -> None:
    methods = ["get", "put", "post", "delete", "options", "head", "patch"]
    item: dict[str, Any] = {method: {"responses": {}} for method in sorted(methods)}
    assert list(from_tree({"swagger": "2.0", "paths": {"/x": item}}).tree["paths"]["/x"]) == methods
