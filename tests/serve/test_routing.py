import asyncio
from typing import Any

import pytest

from vertrag.serve.mounts import ROUTE
from vertrag.serve.routing import IndexedRouting, raw_path


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"path": "/a b", "raw_path": b"/a%20b?x=1"}, "/a%20b"),
        ({"path": "/a b/ü"}, "/a%20b/%C3%BC"),
        ({"path": "/", "raw_path": b"/\xff"}, "/\xff"),
    ],
)
def test_the_raw_path_is_the_one_that_was_sent(scope: dict[str, object], expected: str) -> None:
    assert raw_path(scope) == expected


@pytest.mark.parametrize(("path", "said"), [("/x/", {"code"}), ("/x//y", {"code"}), ("/z", {"type"})])
def test_who_leaves_a_parameter_empty_is_refused_in_the_words_of_the_operation(
    path: str, said: set[str], make_mount: Any, ask: Any
) -> None:
    fault = {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}
    gone = {"description": "", "content": {"application/json": {"schema": fault}}}
    node = {"get": {"responses": {"404": gone}}}
    response = ask(make_mount({"/x/{id}": node, "/x/{id}/y": node}), "GET", path)
    assert response.status_code == 404
    assert said <= response.json().keys()


def test_a_remembered_way_is_that_of_the_same_method_and_path_only(make_mount: Any, ask_all: Any) -> None:
    def telling(text: str) -> Any:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"example": text}}}},
        }

    by_query = {"/x?kind=a": {"get": telling("a")}, "/x?kind=b": {"get": telling("b")}}
    mount = make_mount({**by_query, "/y/{id}": {"get": telling("read"), "put": telling("written")}})
    asked = [
        "GET /x?kind=a",
        "GET /x?kind=b",
        "GET /y/1",
        "PUT /y/1",
        "GET /y/1",
        "DELETE /y/1",
        "GET /x?kind=a",
    ]
    answers = ask_all(mount, [each.split(" ") for each in asked])
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 405, 200]
    told = [answer.json() for answer in answers if answer.status_code == 200]
    assert told == ["a", "b", "read", "written", "read", "a"]


def test_more_paths_than_are_remembered_are_found_all_the_same(make_mount: Any) -> None:
    found = []

    async def inner(scope: Any, *_: Any) -> None:
        found.append(scope["extensions"][ROUTE].path_values["id"])

    async def ask(routing: IndexedRouting, ids: list[str]) -> None:
        for each in ids:
            scope = {"type": "http", "method": "GET", "path": f"/x/{each}"}
            await routing(scope, None, None)  # type: ignore[arg-type]  # nobody reads or sends

    routing = IndexedRouting(inner)
    routing.add_api(None, mount=make_mount({"/x/{id}": {"get": {"responses": {}}}}))
    ids = [str(number % 1500) for number in range(4000)]
    asyncio.run(ask(routing, ids))
    assert found == ids
