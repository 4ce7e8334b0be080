from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount
from vertrag.serve.resources.headings import shown_by

_ROW = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "n": {"type": "integer"}},
}


def _json(schema: Any, **node: Any) -> dict[str, Any]:
    return {"description": "it", "content": {"application/json": {"schema": schema}}, **node}


def _tree(head: dict[str, Any]) -> dict[str, Any]:
    """Pets that can be made, listed, read and removed, and whose paths answer HEAD as well."""
    many = _json({"type": "array", "items": _ROW})
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    sent = {"content": {"application/json": {"schema": _ROW}}}
    return {
        "openapi": "3.0.3",
        "paths": {
            "/pets": {
                "get": {"responses": {"200": many}},
                "head": {"responses": {"200": {"description": "so many"}}},
                "post": {"requestBody": sent, "responses": {"201": _json(_ROW)}},
            },
            "/pets/{id}": {
                "parameters": [key],
                "get": {"responses": {"200": _json(_ROW), "304": {"description": "known"}}},
                "head": {"responses": head},
                "delete": {"responses": {"204": {"description": "gone"}}},
            },
        },
    }


Asked = Callable[..., list[httpx.Response]]


@pytest.fixture
def ask(ask_all: Callable[..., list[httpx.Response]]) -> Asked:
    def asked(head: dict[str, Any], *requests: Any) -> list[httpx.Response]:
        mount = Mount(compile_contract(from_tree(_tree(head))), require_auth=False)
        return ask_all(mount, requests)

    return asked


_FOUND = {"200": {"description": "there"}}


def test_a_declared_head_of_a_row_is_like_its_read(ask: Asked) -> None:
    read, head, wrong, _, gone = ask(
        _FOUND,
        ("GET", "/pets/7", {}),
        ("HEAD", "/pets/7", {}),
        ("HEAD", "/pets/seven", {}),
        ("DELETE", "/pets/7", {}),
        ("HEAD", "/pets/7", {}),
    )
    assert [head.status_code, wrong.status_code, gone.status_code] == [200, 400, 404]
    assert head.headers == read.headers


def test_a_declared_head_of_a_collection_is_like_its_list(ask: Asked) -> None:
    listed, head, _, more = ask(
        _FOUND,
        ("GET", "/pets", {}),
        ("HEAD", "/pets", {}),
        ("POST", "/pets", {"json": {"id": 1, "n": 12345678}}),
        ("HEAD", "/pets", {}),
    )
    assert head.headers == listed.headers
    assert int(more.headers["content-length"]) > int(head.headers["content-length"])


def test_a_head_says_the_status_and_the_headers_that_it_declares(ask: Asked) -> None:
    declared = {
        "204": {"description": "", "headers": {"X-Size": {"required": True, "schema": {"type": "integer"}}}}
    }
    first, second, gone = ask(
        declared,
        ("HEAD", "/pets/7", {}),
        ("DELETE", "/pets/7", {}),
        ("HEAD", "/pets/7", {}),
    )
    assert [first.status_code, second.status_code, gone.status_code] == [204, 204, 404]
    assert first.headers["x-size"].isdecimal()
    assert first.headers.keys().isdisjoint({"content-type", "content-length"})


@pytest.mark.parametrize(("more", "status"), [({}, 200), ({"304": {"description": "known"}}, 304)])
def test_a_head_is_unchanged_where_it_may_say_so(ask: Asked, more: dict[str, Any], status: int) -> None:
    (response,) = ask({**_FOUND, **more}, ("HEAD", "/pets/7", {"headers": {"if-none-match": "*"}}))
    assert response.status_code == status


def test_a_head_alone_shows_nothing() -> None:
    tree = _tree(_FOUND)
    operations = {each.label: each for each in compile_contract(from_tree(tree)).operations}
    of_row, alone = operations["HEAD /pets/{id}"], operations["HEAD /pets"]
    assert shown_by(of_row, tuple(operations.values())) is operations["GET /pets/{id}"]
    assert shown_by(operations["GET /pets"], tuple(operations.values())) is None
    assert shown_by(alone, (alone,)) is None
