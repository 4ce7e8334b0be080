from typing import Any

import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract

PET: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}


def body(schema: Any) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


GIVES = {"responses": {"200": body(PET)}}
TAKES = {"requestBody": body(PET), **GIVES}
LISTS = {"responses": {"200": body({"type": "array", "items": PET})}}
LITTER = {**PET, "properties": {**PET["properties"], "litter": {"type": "array", "items": PET}}}


@pytest.mark.parametrize(
    ("path", "method", "node", "kind"),
    [
        ("/pets/{id}", "post", TAKES, "patch"),
        ("/pets/{id}", "post", {"responses": {"201": body(PET)}}, "create"),
        ("/pets/{id}", "post", {"responses": {"204": {"description": ""}}}, "act"),
        ("/pets", "put", TAKES, "replace"),
        ("/pets", "delete", GIVES, "act"),
        ("/pets", "post", LISTS, "search"),
        ("/pets/{id}/rename", "post", TAKES, "act"),
        ("/pets/find", "post", LISTS, "search"),
        ("/pets/cheapest", "get", LISTS, "search"),
        ("/pets/byname", "get", {"responses": {"200": body(LITTER)}}, "act"),
        ("/farms/{farm}/pets", "get", LISTS, "search"),
        ("/farms/{farm}/pets", "post", TAKES, "create"),
        ("/farms/{farm}/pets", "delete", GIVES, "act"),
    ],
)
def test_an_operation_does_what_its_method_path_and_bodies_say(
    path: str, method: str, node: dict[str, Any], kind: str
) -> None:
    # The reading of one pet shows the row; a list elsewhere shows that it is the same collection.
    paths: dict[str, Any] = {"/pets/{id}": {"get": GIVES}, "/farms/{farm}/pets": {"get": LISTS}}
    paths.setdefault(path, {})[method] = node
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    resource, deed = infer(contract).by_operation[f"{method.upper()} {path}"]
    assert (resource.name, deed.kind) == ("pets", kind)


@pytest.mark.parametrize(("name", "kind"), [("search", "search"), ("filters", "create")])
def test_a_path_that_is_called_a_question_is_none_that_creates(name: str, kind: str) -> None:
    query = {"type": "array", "items": {"type": "object", "properties": {"query": {"type": "string"}}}}
    hits = body({"type": "array", "items": {"type": "object", "properties": {"hits": {"type": "integer"}}}})
    post = {"requestBody": body(query), "responses": {"200": hits}}
    paths = {f"/{name}": {"post": post}, f"/{name}/{{id}}": {"get": GIVES}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation[f"POST /{name}"][1].kind == kind


def test_a_get_that_gives_no_row_reads_none() -> None:
    text = {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}}
    paths = {"/pets/{id}": {"get": {"responses": {"200": text}}, "put": TAKES}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation["GET /pets/{id}"][1].kind == "act"


@pytest.mark.parametrize("answer", [{"type": "object"}, {"type": "object", "additionalProperties": True}])
def test_a_get_that_gives_an_object_of_which_nothing_is_said_reads_the_row(answer: dict[str, Any]) -> None:
    enveloped = {"type": "object", "properties": {"data": answer, "success": {"type": "boolean"}}}
    for schema in (answer, enveloped):
        paths = {"/pets": {"post": TAKES}, "/pets/{id}": {"get": {"responses": {"200": body(schema)}}}}
        contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
        assert infer(contract).by_operation["GET /pets/{id}"][1].kind == "read"


def test_a_profile_is_read_where_the_same_path_writes_it() -> None:
    room = {"id": {"type": "string"}, "name": {"type": "string"}, "floor": {}, "kind": {}}
    profile = {
        "type": "object",
        "properties": {name: {} for name in ("name", *"abcdefghi")},
    }
    basic = body({"type": "object", "properties": {"basic": profile}})
    made = {
        "requestBody": body({"type": "object"}),
        "responses": {"201": body({"type": "object", "properties": room})},
    }
    rooms = body({"type": "array", "items": {"type": "object", "properties": room}})
    read: dict[str, Any] = {"get": {"responses": {"200": basic}}}
    patch = {"patch": {"requestBody": basic, "responses": {"204": {"description": ""}}}}
    kinds = []
    for item in (read, read | patch):
        paths = {"/rooms": {"post": made, "get": {"responses": {"200": rooms}}}, "/rooms/{roomId}": item}
        contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
        kinds.append(infer(contract).by_operation["GET /rooms/{roomId}"][1].kind)
    assert kinds == ["act", "read"]


def test_what_may_be_a_row_or_something_with_a_list_of_them_is_created() -> None:
    bank = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("id", "iban", "bic", "owner")},
    }
    account = {
        "type": "object",
        "properties": {
            **{f"member{number}": {} for number in range(20)},
            "banks": {"type": "object", "properties": {"data": {"type": "array", "items": bank}}},
        },
    }
    post = {"requestBody": body({"type": "object"}), "responses": {"200": body({"anyOf": [account, bank]})}}
    paths = {"/banks": {"post": post}, "/banks/{id}": {"get": {"responses": {"200": body(bank)}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation["POST /banks"][1].kind == "create"


def test_what_should_list_and_shows_a_summary_shows_the_newest() -> None:
    names = ("id", "name", "url", "path", *(f"member{number}" for number in range(20)))
    whole = body({"type": "object", "properties": {name: {"type": "string"} for name in names}})
    brief = body({"type": "object", "properties": {name: {"type": "string"} for name in names[:4]}})
    paths = {
        "/sites": {"get": {"responses": {"200": brief}}, "post": {"responses": {"201": whole}}},
        "/sites/{id}": {"get": {"responses": {"200": whole}}},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation["GET /sites"][1].row == ()
