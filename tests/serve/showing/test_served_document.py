from copy import deepcopy
from dataclasses import replace
from typing import Any

import openapi_spec_validator
import pytest

from vertrag.contract.loading.document import from_tree, load
from vertrag.contract.operations import compile_contract
from vertrag.credentials import AnyCredential
from vertrag.serve.mounts import Mount
from vertrag.serve.showing.amendments import LEFT_OUT
from vertrag.serve.showing.loose_lists import ADDED
from vertrag.serve.showing.served_document import UNVERIFIED, forgotten, served

PATHS = {
    "/x/{id}": {
        "post": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "security": [{"b": []}],
            "requestBody": {"content": {"application/json": {}}},
            "responses": {"200": {"description": ""}, "404": {"description": "authored"}},
        }
    },
    "/y": {"get": {"responses": {"default": {"description": ""}}}},
}


def test_what_the_author_forgot_is_added_and_marked(make_mount: Any) -> None:
    responses = served(make_mount(PATHS))["paths"]["/x/{id}"]["post"]["responses"]
    assert {status for status, node in responses.items() if ADDED in node} == {
        *("400", "401", "403", "405", "406", "413", "415")
    }
    assert responses["404"] == {"description": "authored"}


def test_the_status_that_the_server_was_told_to_answer_with_is_added(make_mount: Any) -> None:
    mount = replace(make_mount(PATHS), invalid_status=422)
    assert ADDED in served(mount)["paths"]["/x/{id}"]["post"]["responses"]["422"]


def test_a_default_response_declares_everything(make_mount: Any) -> None:
    mount = make_mount(PATHS)
    assert list(forgotten(mount, mount.contract.operations[1])) == []
    assert served(mount)["paths"]["/y"] is mount.contract.document.tree["paths"]["/y"]


def test_the_empty_answer_of_an_operation_that_promises_none_is_added(make_mount: Any) -> None:
    responses = served(make_mount({"/x": {"get": {"responses": {"404": {"description": ""}}}}}))["paths"][
        "/x"
    ]["get"]["responses"]
    assert responses["204"] == {"description": "No Content", ADDED: True}


def test_servers_of_paths_and_operations_have_the_mock_before_them(make_mount: Any) -> None:
    operation = {"responses": {"default": {"description": ""}}}
    own = {**operation, "servers": [{"url": "https://b.example/v2"}]}
    paths = {"/x": {"servers": [{"url": "https://a.example"}], "get": operation, "put": own}}
    item = served(make_mount(paths))["paths"]["/x"]
    assert [each["url"] for each in item["servers"]] == ["/", "https://a.example"]
    assert [each["url"] for each in item["put"]["servers"]] == ["/v2", "https://b.example/v2"]
    assert item["get"] is operation


def test_the_authors_tree_is_left_alone(make_mount: Any) -> None:
    mount = make_mount(PATHS)
    before = repr(mount.contract.document.tree)
    served(mount)
    assert repr(mount.contract.document.tree) == before


@pytest.mark.parametrize("name", ["enneo-mind", "socialboards-tickets", "zoho-desk"])
def test_a_served_document_is_valid_and_names_this_server_first(name: str) -> None:
    tree = served(Mount(compile_contract(load(name))))
    openapi_spec_validator.validate(tree)
    assert tree["servers"][0]["url"] == load(name).base_path


def test_a_mock_that_asks_for_no_credential_refuses_none(make_mount: Any) -> None:
    responses = served(make_mount(PATHS, require_auth=False))["paths"]["/x/{id}"]["post"]["responses"]
    assert not {"401", "403"} & set(responses)


def test_what_is_served_is_a_contract_again(make_mount: Any) -> None:
    again = compile_contract(from_tree(served(make_mount(PATHS))))
    assert again.defects == ()
    assert all(list(forgotten(Mount(again), operation)) == [] for operation in again.operations)


SECURED = {
    "/x": {"get": {"responses": {"default": {"description": ""}}}},
    "/y": {"get": {"security": [{"b": []}], "responses": {"default": {"description": ""}}}},
    "/z": {"get": {"security": [], "responses": {"default": {"description": ""}}}},
}


def test_credentials_that_are_verified_are_asked_for_as_the_author_says(make_mount: Any) -> None:
    mount = make_mount(SECURED, security=[{"a": []}])
    tree = served(mount)
    assert tree["security"] == [{"a": []}]
    assert tree["paths"] == SECURED
    assert UNVERIFIED not in tree


def test_credentials_that_prove_nothing_are_not_promised_to(make_mount: Any) -> None:
    mount = replace(
        make_mount(SECURED, security=[{"a": []}]),
        authority=AnyCredential("a key that is long enough for everybody"),
    )
    tree = served(mount)
    assert (tree["security"], tree[UNVERIFIED]) == ([{"a": []}, {}], "any")
    assert tree["paths"]["/y"]["get"]["security"] == [{"b": []}, {}]
    assert tree["paths"]["/z"] == SECURED["/z"]


def test_credentials_that_nobody_asks_for_are_not_asked_for(make_mount: Any) -> None:
    tree = served(make_mount(SECURED, security=[{"a": []}], require_auth=False))
    assert (tree["security"], tree[UNVERIFIED]) == ([], "off")
    assert tree["paths"]["/y"]["get"]["security"] == []


@pytest.mark.parametrize("declared", ["400", "4XX", "default"])
def test_a_refusal_joins_what_is_declared_in_media_types_that_have_no_words(
    make_mount: Any, declared: str
) -> None:
    parameter = {"name": "n", "in": "query", "schema": {"type": "integer"}}
    failure = {"description": "d", "content": {"image/png": {"schema": {"type": "string"}}}}
    responses = {"200": {"description": "d"}, declared: failure}
    mount = make_mount({"/x": {"get": {"parameters": [parameter], "responses": responses}}})
    content = served(mount)["paths"]["/x"]["get"]["responses"]["400"]["content"]
    assert set(content) == {"application/problem+json", *(["image/png"] if declared == "400" else [])}


def test_no_body_is_promised_where_http_has_none(make_mount: Any) -> None:
    schema = {"type": "number", "format": "float"}
    described = {"description": "gone", "content": {"application/json": {"schema": schema}}}
    paths = {"/y": {"delete": {"responses": {"200": described, "204": deepcopy(described)}}}}
    mount = make_mount(paths)
    responses = served(mount)["paths"]["/y"]["delete"]["responses"]
    assert responses["204"] == {"description": "gone", LEFT_OUT: "content"}
    assert ADDED in responses["200"]["content"]["application/json"]["schema"]


def test_an_answer_that_two_statuses_share_keeps_its_body_where_it_may_have_one(make_mount: Any) -> None:
    described = {"description": "it", "content": {"application/json": {"schema": {}}}}
    shared = {"200": described, "204": described}
    mount = make_mount({"/y": {"get": {"responses": shared}, "delete": {"responses": shared}}})
    shown = served(mount)["paths"]["/y"]
    for method in ("get", "delete"):
        assert shown[method]["responses"]["200"] == described
        assert shown[method]["responses"]["204"] == {"description": "it", LEFT_OUT: "content"}
