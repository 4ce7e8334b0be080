from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply

N = {"type": "integer", "minimum": 5, "default": 5}
SCHEMA = {"type": "object", "required": ["n"], "properties": {"n": N}}


def paths(responses: dict[str, Any]) -> dict[str, Any]:
    return {"/x": {"get": {"operationId": "op", "responses": responses}}}


def described(schema: Any = SCHEMA, **more: Any) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema, **more}}}


@pytest.mark.parametrize(
    ("responses", "why", "body"),
    [
        ({"200": described(example={"n": 7})}, "example", {"n": 7}),
        ({"200": described(examples={"a": {"value": {"n": 8}}})}, "example", {"n": 8}),
        ({"200": described({**SCHEMA, "example": {"n": 9}})}, "example", {"n": 9}),
        ({"200": described(example={"n": 1})}, "invented", {"n": 5}),
        ({"200": described(example=None)}, "invented", {"n": 5}),
        ({"404": described(), "default": described(example={"n": 7})}, "example", {"n": 7}),
        ({"2XX": described()}, "invented", {"n": 5}),
    ],
)
def test_the_document_answers_where_no_handler_does(
    ask: Any, make_mount: Any, responses: Any, why: str, body: Any
) -> None:
    response = ask(make_mount(paths(responses)), "GET", "/x")
    assert (response.status_code, response.headers["x-vertrag-why"], response.json()) == (200, why, body)


@pytest.mark.parametrize(
    ("key", "path", "shown"),
    [
        ({"type": "integer"}, "/pets/7", {"id": 7, "name": "Rex"}),
        ({"type": "string"}, "/pets/7", {"id": "7", "name": "Rex"}),
        ({"type": "integer", "maximum": 5}, "/pets/7", {"id": 1, "name": "Rex"}),
        ({"type": "integer"}, f"/pets/{2**1024}", {"id": 1, "name": "Rex"}),
    ],
)
def test_the_example_of_a_row_has_the_key_of_the_path(
    ask: Any, make_mount: Any, key: Any, path: str, shown: Any
) -> None:
    row = {"type": "object", "properties": {"id": key, "name": {"type": "string"}}}
    example = {"id": "1" if key["type"] == "string" else 1, "name": "Rex"}
    parameter = {"name": "petId", "in": "path", "required": True, "schema": {"type": key["type"]}}
    read = {"parameters": [parameter], "responses": {"200": described(row, example=example)}}
    response = ask(make_mount({"/pets/{petId}": {"get": read}}), "GET", path)
    assert (response.headers["x-vertrag-why"], response.json()) == ("example", shown)


@pytest.mark.parametrize(
    ("template", "path", "key"),
    [
        ("/firms/{id}/{size}", "/firms/7/small", "7"),
        ("/orders/{id}/items/{itemId}", "/orders/7/items/3", "3"),
    ],
)
def test_a_row_has_the_key_that_the_path_calls_so(
    ask: Any, make_mount: Any, template: str, path: str, key: str
) -> None:
    row = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    mount = make_mount({template: {"get": {"responses": {"200": described(row)}}}})
    assert ask(mount, "GET", path).json() == {"id": key}


def test_the_example_of_a_row_leads_to_the_key_of_the_path(ask: Any, make_mount: Any) -> None:
    members = {"id": {"type": "string"}, "self": {"type": "string", "readOnly": True}}
    example = {"id": "1", "self": "/pets/1"}
    parameter = {"name": "petId", "in": "path", "required": True, "schema": {"type": "string"}}
    read = {
        "parameters": [parameter],
        "responses": {"200": described({"type": "object", "properties": members}, example=example)},
    }
    response = ask(make_mount({"/pets/{petId}": {"get": read}}), "GET", "/pets/a%20b")
    assert response.json() == {"id": "a b", "self": "/pets/a%20b"}


def test_the_rows_of_an_example_lie_below_what_the_path_names(ask: Any, make_mount: Any) -> None:
    row = {"type": "object", "properties": {"skuId": {"type": "integer"}, "placeId": {"type": "string"}}}
    names: list[Any] = [
        {"name": each, "in": "path", "required": True, "schema": {}} for each in ("skuId", "placeId")
    ]
    shown = described({"type": "array", "items": row}, example=[{"skuId": 1, "placeId": "1"}])
    read = {"get": {"parameters": names, "responses": {"200": shown}}}
    mount = make_mount({"/items/{skuId}/places/{placeId}": read})
    assert ask(mount, "GET", "/items/7/places/5").json() == [{"skuId": 7, "placeId": "5"}]
    assert ask(mount, "GET", "/items/x/places/5").json() == [{"skuId": 1, "placeId": "5"}]
    close = {"post": {"parameters": names, "responses": {"204": {"description": ""}}}}
    shown = described({"type": "array", "items": row}, example=[{"skuId": 1, "placeId": "1"}, {"skuId": 2}])
    listing = {"get": {"parameters": names[:1], "responses": {"200": shown}}}
    mount = make_mount({"/items/{skuId}/places": listing, "/items/{skuId}/places/{placeId}": close})
    found = ask(mount, "GET", "/items/7/places")
    assert (found.headers["x-vertrag-why"], found.json()) == (
        "example",
        [{"skuId": 7, "placeId": "1"}, {"skuId": 7}],
    )


def test_the_example_of_what_was_written_says_what_was_sent(ask: Any, make_mount: Any) -> None:
    members = {"buildId": {"type": "integer"}, "branch": {"type": "string"}, "pin": {"type": "string"}}
    row = {"type": "object", "properties": {"version": {"type": "string"}, **members}}
    loose = {"type": "object", "properties": {"buildId": {"type": "integer"}, "branch": {}}}
    taken = {"content": {"application/json": {"schema": loose}}}
    shown = described(row, example={"buildId": 1, "branch": "main", "version": "1.0"})
    build = {"requestBody": taken, "responses": {"200": shown}}
    names: list[Any] = [
        {"name": each, "in": "path", "required": True, "schema": {}} for each in ("slug", "version")
    ]
    gone = {"parameters": names, "responses": {"204": {"description": ""}}}
    mount = make_mount(
        {"/builds": {"put": build, "post": build}, "/builds/{slug}/{version}": {"delete": gone}}
    )
    sent = {"buildId": 5, "branch": 7, "other": 1}
    found = ask(mount, "PUT", "/builds", json=sent)
    assert (found.headers["x-vertrag-why"], found.json()) == (
        "example",
        {"buildId": 5, "branch": "main", "version": "1.0"},
    )


def test_a_row_that_lies_deep_has_the_key_of_the_path(ask: Any, make_mount: Any) -> None:
    row = {"type": "object", "required": ["pid"], "properties": {"pid": {"type": "string"}}}
    for name in ("brand", "results"):
        row = {"type": "object", "required": [name], "properties": {name: row}}
    parameter = {"name": "pid", "in": "path", "required": True, "schema": {"type": "string"}}
    read = {"parameters": [parameter], "responses": {"200": described(row)}}
    response = ask(make_mount({"/brands/{pid}": {"get": read}}), "GET", "/brands/b7")
    assert response.json() == {"results": {"brand": {"pid": "b7"}}}


def test_what_was_sent_comes_back_without_the_secrets_in_it(ask: Any, make_mount: Any) -> None:
    customer = {"type": "object", "properties": {"name": {"type": "string"}}}
    row = {"type": "object", "required": ["customer"], "properties": {"customer": customer}}
    post = {"requestBody": {"content": {"application/json": {}}}, "responses": {"200": described(row)}}
    sent = {"customer": {"name": "Eva", "ssn": "1234"}}
    response = ask(make_mount({"/tokens/{key}/issue": {"post": post}}), "POST", "/tokens/a/issue", json=sent)
    assert response.json() == {"customer": {"name": "Eva"}}


def test_a_schema_that_cannot_be_met_is_said_to_be_one(ask: Any, make_mount: Any) -> None:
    response = ask(
        make_mount(paths({"200": described({"type": "string", "minLength": 5, "maxLength": 3})})), "GET", "/x"
    )
    assert response.status_code == 501
    assert "GET /x has no handler and no valid example" in response.json()["detail"]


def test_a_value_that_no_bytes_of_the_media_type_carry_is_not_sent(ask: Any, make_mount: Any) -> None:
    header = {"X-Size": {"required": True, "schema": {"type": "integer"}}}
    node = {"schema": {"type": "object", "required": ["a"]}, "encoding": {"a": {"headers": header}}}
    node["schema"]["properties"] = {"a": {"type": "string"}}  # type: ignore[index]  # it is a map
    content = {"description": "", "content": {"multipart/form-data": {**node, "example": {"a": "b"}}}}
    response = ask(make_mount(paths({"200": content})), "GET", "/x")
    assert response.status_code == 501
    assert "the header X-Size of the part is required" in response.json()["detail"]


@pytest.mark.parametrize("media_type", ["image/png", "image/*", "application/yaml"])
def test_a_null_that_is_read_as_a_text_is_not_sent(ask: Any, make_mount: Any, media_type: str) -> None:
    schema = {"type": "string", "nullable": True, "enum": [None]}
    content = {"description": "", "content": {media_type: {"schema": schema}}}
    headers = {"accept": "image/png" if "*" in media_type else media_type}
    response = ask(make_mount(paths({"200": content})), "GET", "/x", headers=headers)
    assert response.status_code == 501


def test_a_required_header_that_nothing_satisfies_is_said_to_be_one(ask: Any, make_mount: Any) -> None:
    headers = {"X-A": {"required": True, "schema": {"type": "string", "minLength": 2, "maxLength": 1}}}
    response = ask(make_mount(paths({"200": {**described(), "headers": headers}})), "GET", "/x")
    assert response.status_code == 501
    assert "header X-A: is required and missing" in response.json()["detail"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, "not-found"),
        (403, "forbidden"),
        (409, "conflict"),
        (412, "precondition-failed"),
        (428, "precondition-required"),
        (402, "refused"),
    ],
)
def test_a_handlers_refusal_becomes_a_problem(ask: Any, make_mount: Any, status: int, kind: str) -> None:
    def handler(_: Call) -> Reply:
        raise Refused(status, "No.")

    response = ask(make_mount(paths({"200": described()}), {"op": handler}), "GET", "/x")
    assert (response.status_code, response.json()["type"]) == (status, f"urn:vertrag:problem:{kind}")


def test_an_invented_row_has_the_key_that_the_path_names(make_mount: Any, ask: Any) -> None:
    block = {"type": "object", "required": ["hash", "height"], "properties": {"hash": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": block}}}
    key = {"name": "blockhash", "in": "path", "required": True, "schema": {"type": "string"}}
    read = {"parameters": [key], "responses": {"200": {"description": "", **content}}}
    found = ask(make_mount({"/block/{blockhash}": {"get": read}}), "GET", "/block/00af")
    assert (found.json()["hash"], found.headers["x-vertrag-why"]) == ("00af", "invented")
