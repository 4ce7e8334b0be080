from typing import Any
from urllib.parse import unquote

import pytest

from vertrag.exchange import Call, Reply

PATHS = {
    "/pets/{id}": {
        "get": {
            "operationId": "get",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"201": {"description": "", "content": {"application/json": {}}}},
        }
    }
}


def found(call: Call) -> Reply:
    return Reply(call.arguments["id"], 201, (("location", f"/pets/{call.arguments['id']}"),))


@pytest.mark.parametrize("sent", ["a", "a%2Fb", "%7E"])
def test_the_rest_of_the_path_is_read_as_it_was_sent(ask_all: Any, make_mount: Any, sent: str) -> None:
    mount = make_mount(PATHS, {"get": found})
    plain, below = ask_all(mount, [("GET", f"/pets/{sent}"), ("GET", f"/~s/pets/{sent}")])
    assert plain.json() == below.json()


def test_where_an_answer_leads_stays_in_the_session(ask: Any, make_mount: Any) -> None:
    assert ask(make_mount(PATHS, {"get": found}), "GET", "/~s/pets/7").headers["location"] == "/~s/pets/7"


@pytest.mark.parametrize("path", ["/~", "/~/", "/~s/", "/~s/~t/pets/1", "/~%00/pets/1", "/~%2F/pets/1"])
def test_odd_prefixes_are_answered(ask: Any, make_mount: Any, path: str) -> None:
    assert ask(make_mount(PATHS, {"get": found}), "GET", path).status_code in (200, 400, 404)


def test_a_location_that_is_in_the_session_already_stays_as_it_is(ask: Any, make_mount: Any) -> None:
    mount = make_mount(PATHS, {"get": lambda _: Reply("8", 201, (("location", "/~s/pets/8"),))})
    assert ask(mount, "GET", "/~s/pets/7").headers["location"] == "/~s/pets/8"


@pytest.mark.parametrize("path", ["/~s", "/~%2F", "/~"])
def test_a_path_of_a_document_may_begin_like_a_session(ask: Any, make_mount: Any, path: str) -> None:
    mount = make_mount({"/{id}": PATHS["/pets/{id}"]}, {"get": found})
    assert ask(mount, "GET", path).json() == unquote(path[1:])
    assert ask(mount, "GET", "/~s/7").json() == "7"


def test_the_name_of_a_session_alone_is_its_start_page(ask: Any, make_mount: Any) -> None:
    assert "vertrag" in ask(make_mount(PATHS, {"get": found}), "GET", "/~s").text
