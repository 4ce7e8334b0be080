from vertrag.contract.loading.document import Document
from vertrag.lint.survey import Survey, types

ITEM = {
    "parameters": [{"name": "q", "in": "query"}, {"name": "h", "in": "header"}],
    "get": {"parameters": [{"name": "q", "in": "query", "required": True}, {"$ref": "#/nowhere"}]},
}
TREE = {
    "openapi": "3.1.0",
    "paths": {"/a": {"$ref": "#/components/pathItems/A"}, "x-b": {}},
    "components": {"pathItems": {"A": ITEM}, "schemas": {"S": {"items": {"type": "string"}}}},
    "webhooks": {"w": {"post": {}}},
}


def _survey() -> Survey:
    return Survey(Document(TREE, "document"), TREE)


def test_operations_behind_references_have_their_path_and_others_none() -> None:
    calls = {call.pointer: call.template for call in _survey().calls}
    assert calls == {"/components/pathItems/A/get": "/a", "/webhooks/w/post": None}


def test_an_operation_replaces_parameters_of_its_path() -> None:
    survey = _survey()
    pointers = [
        place.pointer.removeprefix("/components/pathItems/A") for place in survey.parameters(survey.calls[0])
    ]
    assert pointers == ["/get/parameters/0", "/parameters/1"]


def test_only_schemas_that_are_part_of_no_other_are_roots() -> None:
    assert _survey().roots == ["/components/schemas/S"]


def test_types_are_what_is_named() -> None:
    assert types({"type": ["string", 3]}) == ("string",)
    assert types({}) == ()
