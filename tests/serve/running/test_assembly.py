import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from vertrag.config import ServeSettings
from vertrag.serve.running.assembly import assemble
from vertrag.serve.running.reloading import PAUSE, Reloading

PETS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"$ref": "pets.json"}},
}
ITEM: dict[str, Any] = {
    method: {
        "operationId": f"{method}Pets",
        "responses": {"200": {"description": "", "content": {"application/json": {}}}},
    }
    for method in ("get", "post")
}
HANDLERS = """
def postPets(call):
    call.state.put("pet", "1", {})
    return getPets(call)


def getPets(call):
    return {"VERSION": [key for key, _ in call.state.items("pet")]}
"""


async def until(client: httpx.AsyncClient, good: Any) -> httpx.Response:
    """The first answer that is good; files are looked at now and then."""
    ends = time.monotonic() + 20 * PAUSE
    while not good(response := await client.get("/pets")) and time.monotonic() < ends:
        await asyncio.sleep(PAUSE / 10)
    return response


def test_every_file_is_followed_and_state_stays(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "api.json").write_text(json.dumps(PETS))
    (tmp_path / "pets.json").write_text(json.dumps(ITEM))
    (tmp_path / "my_api.py").write_text(HANDLERS)
    settings = ServeSettings(
        (str(tmp_path / "api.json"),), handlers=str(tmp_path / "my_api.py"), key="k" * 40
    )
    app, _ = assemble(settings, "vertrag token")
    query = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    stricter = {**ITEM, "get": {**ITEM["get"], "parameters": [query]}}

    async def editing() -> list[Any]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            seen = [(await client.post("/pets")).json()]
            (tmp_path / "my_api.py").write_text(HANDLERS.replace("VERSION", "second"))
            seen.append((await until(client, lambda response: "second" in response.text)).json())
            (tmp_path / "pets.json").write_text(json.dumps(stricter))
            seen.append((await until(client, lambda response: response.status_code != 200)).status_code)
            (tmp_path / "pets.json").write_text("{")
            said = await until(client, lambda _: "the last good version goes on" in caplog.text)
            seen.append(said.status_code)
        return seen

    assert asyncio.run(editing()) == [{"VERSION": ["1"]}, {"second": ["1"]}, 400, 400]
    assert "pets.json: " in caplog.text


def test_files_are_followed_only_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(json.dumps({**PETS, "paths": {}}))
    for reload in (True, False):
        settings = ServeSettings((str(tmp_path / "api.json"),), reload=reload, key="k" * 40)
        app, _ = assemble(settings, "vertrag token")
        assert isinstance(app, Reloading) is reload
