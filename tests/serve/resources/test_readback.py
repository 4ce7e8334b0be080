from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx
import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.serve.resources.readback import reader_after

Zoo = Callable[..., list[httpx.Response]]

_ROW = {"type": "object", "properties": {"id": {"type": "integer"}, "n": {"type": "integer"}}}
_SHOWN = {"200": {"description": "it", "content": {"application/json": {"schema": _ROW}}}}
_SENT = {"content": {"application/json": {"schema": _ROW}}}
_TREE: dict[str, Any] = {
    "openapi": "3.0.3",
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {"responses": _SHOWN},
            "put": {"requestBody": _SENT, "responses": _SHOWN},
            "delete": {"responses": {"204": {"description": "gone"}}},
        }
    },
}


def _reader(kind: Any, **changes: Any) -> str | None:
    """What reads back what a deed of a kind wrote, with some places of the reading operation changed."""
    tree = deepcopy(_TREE)
    tree["paths"]["/pets/{id}"]["get"].update(changes)
    contract = compile_contract(from_tree(tree))
    resource = infer(contract).by_name["pets"]
    deed = resource.deed(kind)
    assert deed is not None
    found = reader_after(contract.document, resource, deed)
    return found.key if found else None


def _parameter(location: str, **node: Any) -> dict[str, Any]:
    return {"name": "id" if location == "path" else "q", "in": location, "schema": {"type": "string"}, **node}


def test_a_read_that_promises_the_same_answers_what_the_write_has() -> None:
    described = {"200": {**_SHOWN["200"], "description": "another word"}}
    assert _reader("replace") == _reader("replace", responses=described) == "GET /pets/{id}"
    assert _reader("delete") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"parameters": [_parameter("query")]},
        {"parameters": [_parameter("header")]},
        {"parameters": [_parameter("path", required=True)]},
        {"security": [{"key": []}]},
        {"responses": {"203": _SHOWN["200"]}},
        {"responses": {"200": {**_SHOWN["200"], "headers": {"X-A": {"schema": {"type": "string"}}}}}},
        {"responses": {"200": {"description": "", "content": {"text/json": {"schema": _ROW}}}}},
        {
            "responses": {
                "200": {
                    "description": "",
                    "content": {
                        "application/json": {"schema": {"type": "object", "properties": {"data": _ROW}}}
                    },
                }
            }
        },
    ],
)
def test_a_read_that_is_asked_or_answered_otherwise_is_none(changes: dict[str, Any]) -> None:
    assert _reader("replace", **changes) is None


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_what_was_answered_to_a_write_is_what_a_read_would_make(zoo: Zoo, accept: str) -> None:
    changes: list[Any] = [
        ("PUT", "/animals/7", {"name": "Tom", "kind": "lynx", "age": 3, "secret": "x"}, {"accept": accept}),
        (
            "PATCH",
            "/animals/7",
            {"age": 4},
            {"accept": accept, "content-type": "application/merge-patch+json"},
        ),
        (
            "PATCH",
            "/animals/7",
            {"age": None},
            {"accept": accept, "content-type": "application/merge-patch+json"},
        ),
    ]
    for method, path, body, headers in changes:
        written, read, made = zoo(
            (method, path, body, headers),
            ("GET", path, None, {"accept": accept}),
            ("GET", path, None, {"accept": "application/json, text/html;q=0.1"}),
        )
        assert written.status_code == 200
        assert read.content == made.content == written.content
        assert read.headers["etag"] == made.headers["etag"]


def test_what_was_written_since_is_read(zoo: Zoo) -> None:
    answers = zoo(
        ("PUT", "/animals/8", {"name": "Ada", "kind": "bear"}),
        ("PUT", "/animals/7", {"name": "Tom", "kind": "bear"}),
        ("GET", "/animals/8"),
        ("GET", "/animals/7"),
        ("DELETE", "/animals/7"),
        ("GET", "/animals/7"),
        ("PUT", "/animals/8", {"name": "Bea", "kind": "bear"}, {"x-vertrag-session": "b"}),
        ("GET", "/animals/8"),
    )
    assert [answer.json().get("name") for answer in (answers[2], answers[3], answers[7])] == [
        "Ada",
        "Tom",
        "Ada",
    ]
    assert answers[5].status_code == 404
