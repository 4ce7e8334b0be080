from typing import Any

import pytest

from vertrag.exchange import Call, Reply
from vertrag.serve.session_names import is_name
from vertrag.state.sessions import Sessions

PATHS = {
    "/pets": {
        method: {"operationId": method, "responses": {"200": {"description": "", "content": {"*/*": {}}}}}
        for method in ("get", "post")
    }
}


def listed(call: Call) -> Reply:
    return Reply([key for key, _ in call.state.items("pet")])


def made(call: Call) -> Reply:
    call.state.put("pet", str(call.state.next_number("pet", 1)), {})
    return listed(call)


HANDLERS = {"get": listed, "post": made}

WAYS: list[tuple[str, dict[str, Any]]] = [
    ("/pets", {"headers": {"X-Vertrag-Session": "a"}}),
    ("/pets", {"headers": {"Cookie": "x=1; vertrag-session=a"}}),
    ("/~a/pets", {}),
    ("/~a/pets", {"headers": {"X-Vertrag-Session": "b", "Cookie": "vertrag-session=c"}}),
    ("/pets", {"headers": {"X-Vertrag-Session": "a", "Cookie": "vertrag-session=c"}}),
]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_leads_to_the_same_session_and_to_no_other(ask_all: Any, make_mount: Any, way: Any) -> None:
    path, more = way
    others = [("GET", "/pets"), ("GET", "/~b/pets"), ("GET", "/~c/pets"), ("GET", "/~a/pets")]
    answers = ask_all(make_mount(PATHS, HANDLERS), [("POST", path, more), ("GET", path, more), *others])
    assert [answer.json() for answer in answers] == [["1"], ["1"], [], [], [], ["1"]]


@pytest.mark.parametrize("name", ["", "a b", "a/b", "ü", "x" * 101, "a;b"])
def test_a_name_that_is_not_allowed_is_refused(ask: Any, make_mount: Any, name: str) -> None:
    headers = {"X-Vertrag-Session": name.encode()}
    response = ask(make_mount(PATHS, HANDLERS), "GET", "/pets", headers=headers)
    assert (response.status_code, response.headers["x-vertrag-why"]) == (400, "refused: invalid-session")
    assert not is_name(name)


def test_strict_isolation_refuses_who_names_none(ask_all: Any, make_mount: Any) -> None:
    mount = make_mount(PATHS, HANDLERS, sessions=Sessions(strict=True))
    without, named = ask_all(mount, [("GET", "/pets"), ("GET", "/~a/pets")])
    assert (without.status_code, named.status_code) == (400, 200)
    assert "X-Vertrag-Session" in without.json()["detail"]
