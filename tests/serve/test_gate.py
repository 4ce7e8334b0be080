import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.serve.app import build
from vertrag.serve.gate import LARGEST_BODY
from vertrag.state.memory_store import MemoryStore
from vertrag.state.sessions import Sessions

JSON = {"application/json": {"schema": {"type": "object", "required": ["n"]}}}
ID = {"name": "n", "in": "query", "schema": {"anyOf": [{"type": "boolean"}, {"type": "integer"}]}}


def paths(method: str = "get", **node: Any) -> dict[str, Any]:
    operation = {
        "operationId": "op",
        "parameters": [ID],
        "responses": {"200": {"description": "", "content": JSON}},
        **node,
    }
    return {"/x": {method: operation}}


def counted(make_mount: Any, authority: Any, targets: list[tuple[str, str]]) -> tuple[list[Any], list[Any]]:
    """What a handler answers to each (target, Accept), and what it was called with for that."""
    calls: list[Any] = []

    def handler(call: Call) -> Reply:
        calls.append(call.arguments["n"])
        return Reply({"n": call.arguments["n"]})

    app: Any = build([make_mount(paths(), {"op": handler})], authority)

    async def exchange() -> list[Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://m") as client:
            answers = [await client.get(target, headers={"accept": accept}) for target, accept in targets]
        return [answer.json()["n"] if answer.is_success else answer.status_code for answer in answers]

    return asyncio.run(exchange()), calls


def test_a_pure_answer_is_made_once_for_each_target(make_mount: Any, authority: Any) -> None:
    targets = [(f"/x?n={n}", "*/*") for n in ("1", "true", "1", "2", "true")]
    assert counted(make_mount, authority, targets) == ([1, True, 1, 2, True], [1, True, 2])


def test_what_a_client_accepts_is_part_of_what_is_remembered(make_mount: Any, authority: Any) -> None:
    accepts = ["*/*", "application/json, */*", "text/plain", "application/json, */*", "text/plain"]
    asked = [("/x?n=1", accept) for accept in accepts]
    assert counted(make_mount, authority, asked) == ([1, 1, 406, 1, 406], [1, 1, 1, 1])


def test_a_target_that_breaks_the_contract_is_refused_each_time(make_mount: Any, authority: Any) -> None:
    targets = [(f"/x?n={n}", "*/*") for n in ("no", "1", "no", "1")]
    assert counted(make_mount, authority, targets) == ([400, 1, 400, 1], [1])


def test_an_answer_that_breaks_the_contract_never_leaves(ask: Any, make_mount: Any, caplog: Any) -> None:
    response = ask(make_mount(paths(), {"op": lambda _: Reply({"m": 1})}), "GET", "/x?n=1")
    assert response.status_code == 500
    assert response.json()["type"] == "urn:vertrag:problem:broken-promise"
    assert "GET /x: our own answer breaks the contract" in caplog.text


@pytest.mark.parametrize(
    "reply", [Reply({"n": 1}, 201), Reply(None), Reply("text", headers=(("content-type", "text/plain"),))]
)
def test_an_undeclared_status_body_or_media_type_is_our_broken_promise(
    ask: Any, make_mount: Any, reply: Reply
) -> None:
    assert ask(make_mount(paths(), {"op": lambda _: reply}), "GET", "/x?n=1").status_code == 500


def test_a_handler_that_fails_is_said_in_the_log_and_not_to_the_client(
    ask: Any, make_mount: Any, caplog: Any
) -> None:
    def handler(_: Call) -> Reply:
        raise ZeroDivisionError("secret detail")

    response = ask(make_mount(paths(), {"op": handler}), "GET", "/x?n=1")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "secret detail" in caplog.text


def test_a_body_beyond_the_limit_is_refused(ask: Any, make_mount: Any) -> None:
    mount = make_mount(paths("post", requestBody={"content": {"*/*": {}}}), {"op": lambda _: Reply({"n": 1})})
    assert ask(mount, "POST", "/x", content=b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_the_claims_of_the_credential_reach_the_handler(ask: Any, make_mount: Any, authority: Any) -> None:
    scheme = {"components": {"securitySchemes": {"b": {"type": "http", "scheme": "bearer"}}}}
    mount = make_mount(
        paths(security=[{"b": []}]), {"op": lambda call: Reply({"n": call.claims["role"]})}, **scheme
    )
    response = ask(mount, "GET", "/x", headers={"Authorization": f"Bearer {authority.issue()}"})
    assert response.json() == {"n": "agent"}


def test_every_answer_says_why_and_that_it_is_made_up(ask: Any, make_mount: Any) -> None:
    headers = ask(make_mount(paths(), {"op": lambda _: Reply({"n": 1})}), "GET", "/x?n=1").headers
    assert (headers["x-vertrag-why"], headers["x-synthetic-data"]) == ("handler", "true")


COUNTED = {
    "/count": {
        "get": {"operationId": "read", "responses": {"200": {"description": "", "content": JSON}}},
        "post": {
            "operationId": "add",
            "parameters": [{"name": "fail", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": {"description": "", "content": JSON}, "409": {"description": ""}},
        },
    }
}


def read(call: Call) -> Reply:
    return Reply({"n": call.state.get("count", "n") or 0})


def add(call: Call) -> Reply:
    call.state.put("count", "n", (call.state.get("count", "n") or 0) + 1)
    match call.arguments.get("fail"):
        case "refuse":
            raise Refused(409, "Taken.")
        case "reply":
            return Reply(None, 409)
        case "break":
            return Reply({"m": 1})
    return read(call)


@pytest.mark.parametrize("failure", ["refuse", "reply", "break"])
def test_what_is_written_is_read_and_a_failure_writes_nothing(
    ask_all: Any, make_mount: Any, failure: str
) -> None:
    mount = make_mount(COUNTED, {"read": read, "add": add})
    asked = [("GET", ""), ("POST", ""), ("GET", ""), ("POST", f"?fail={failure}"), ("GET", ""), ("POST", "")]
    answers = ask_all(mount, [(method, f"/count{query}") for method, query in asked])
    assert answers[3].status_code >= 400
    assert [answer.json()["n"] for answer in answers if answer.status_code == 200] == [0, 1, 1, 1, 2]


def test_a_safe_operation_that_writes_is_our_defect(ask: Any, make_mount: Any, caplog: Any) -> None:
    assert ask(make_mount(COUNTED, {"read": add}), "GET", "/count").status_code == 500
    assert "a safe operation may not write count n" in caplog.text


def test_operations_of_the_same_name_in_several_documents_stay_apart(ask: Any, make_mount: Any) -> None:
    paths = {"/x": {"get": {"operationId": "op", "responses": {"200": {"description": ""}}}}}
    mounts = [make_mount(paths, {"op": lambda _, n=n: Reply(n)}, f"/{n}") for n in range(3)]
    assert [ask(mounts, "GET", f"/{n}/x").json() for n in range(3)] == [0, 1, 2]


def test_what_was_forgotten_is_not_remembered(make_mount: Any, authority: Any) -> None:
    clock = [0.0]
    sessions = Sessions(store=MemoryStore(lambda: clock[0]), lifetime=10, now=lambda: clock[0])
    row = {"schema": {"type": "object", "properties": {"id": {"type": "integer"}, "n": {"type": "integer"}}}}
    answer = {"200": {"description": "", "content": {"application/json": row}}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    put = {"requestBody": {"content": {"application/json": row}}, "responses": answer}
    pets = {"/pets/{id}": {"parameters": [key], "get": {"responses": answer}, "put": put}}
    app: Any = build([replace(make_mount(pets), sessions=sessions)], authority)

    async def exchange() -> list[Any]:
        transport, headers = httpx.ASGITransport(app=app), {"x-vertrag-session": "a"}
        async with httpx.AsyncClient(transport=transport, base_url="http://m", headers=headers) as client:
            await client.put("/pets/1", json={"n": 70})
            before = await client.get("/pets/1")
            clock[0] += 100
            return [before.json()["n"], (await client.get("/pets/1")).json()["n"]]

    before, after = asyncio.run(exchange())
    assert before == 70
    assert after != 70
