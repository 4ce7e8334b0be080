import asyncio
from typing import Any

import httpx
import pytest

from vertrag.exchange import Call, Reply
from vertrag.serve.app import build
from vertrag.serve.session_names import is_name
from vertrag.state.sessions import Sessions

ID = {"type": "integer"}
SESSIONS = [f"s{number}" for number in range(50)]
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


async def life_of_a_note(client: httpx.AsyncClient, session: str) -> list[Any]:
    """What a client of one session sees: made, read, listed, changed, read, removed, gone."""

    async def ask(method: str, path: str, text: str = "") -> httpx.Response:
        headers = {"X-Vertrag-Session": session}
        return await client.request(method, path, headers=headers, json={"text": text} if text else None)

    made = (await ask("POST", "/notes", session)).json()
    path = f"/notes/{made['id']}"
    seen = [made["text"], (await ask("GET", path)).json()["text"]]
    seen.append([note["text"] for note in (await ask("GET", "/notes")).json() if note["text"] in SESSIONS])
    seen.append((await ask("PUT", path, f"{session}!")).json()["text"])
    seen.append((await ask("GET", path)).json()["text"])
    return [*seen, (await ask("DELETE", path)).status_code, (await ask("GET", path)).status_code]


def test_sessions_at_work_at_once_do_not_meet(make_mount: Any, authority: Any) -> None:
    note = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}, "id": ID}}
    body = {"content": {"application/json": {"schema": note}}}
    one, many = {"description": "", **body}, {"content": {"application/json": {"schema": {"type": "array"}}}}
    in_path = {"name": "id", "in": "path", "required": True, "schema": ID}
    paths = {
        "/notes": {
            "post": {"requestBody": body, "responses": {"201": one}},
            "get": {"responses": {"200": {"description": "", **many}}},
        },
        "/notes/{id}": {
            "parameters": [in_path],
            "get": {"responses": {"200": one, "404": {"description": ""}}},
            "put": {"requestBody": body, "responses": {"200": one}},
            "delete": {"responses": {"204": {"description": ""}}},
        },
    }
    app: Any = build([make_mount(paths)], authority)

    async def all_at_once() -> list[list[Any]]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://mock"
        ) as client:
            return await asyncio.gather(*(life_of_a_note(client, session) for session in SESSIONS))

    assert asyncio.run(all_at_once()) == [[s, s, [s], f"{s}!", f"{s}!", 204, 404] for s in SESSIONS]
