"""A mock of one document with the control API beside it, and a client that keeps talking to it."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.config import ServeSettings
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.credentials import Authority
from vertrag.exchange import Call, Reply
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount
from vertrag.serve.running.preparation import control
from vertrag.state.sessions import Sessions
from vertrag.world.supplier import Supplier

Send = Callable[..., httpx.Response]

ANSWER = {"200": {"description": "", "content": {"application/json": {}}}}
TREE = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {
            "post": {
                "operationId": "addNote",
                "requestBody": {"content": {"application/json": {}}},
                "responses": ANSWER,
            },
            "get": {"operationId": "listNotes", "responses": ANSWER},
        }
    },
}


def added(call: Call) -> Reply:
    call.state.put("note", str(call.state.next_number("note", 1)), call.body)
    return listed(call)


def listed(call: Call) -> Reply:
    notes = [note for _, note in call.state.items("note")]
    return Reply({"notes": notes, "now": call.world.now_ns // 10**9})


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(Supplier(), now=lambda: 1_000_000.0)


@pytest.fixture
def send(sessions: Sessions) -> Send:
    """Sends a request: paths are below the mock's root, and `session` names one."""
    settings = ServeSettings(key="the key of the tests, long enough")
    mount = Mount(
        compile_contract(from_tree(TREE)), {"addNote": added, "listNotes": listed}, sessions=sessions
    )
    app: Any = build([mount, control([mount], settings)], Authority("the key of the tests, long enough"))

    def exchange(
        method: str, path: str, body: Any = None, session: str = "", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async def sending() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            sent = (headers or {}) | ({"X-Vertrag-Session": session} if session else {})
            async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
                content: dict[str, Any] = (
                    {"content": body} if isinstance(body, bytes) else {} if body is None else {"json": body}
                )
                return await client.request(method, path, headers=sent, **content)

        return asyncio.run(sending())

    return exchange
