import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.contract.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.credentials import Authority
from vertrag.exchange import Handler
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority("the key of the tests, long enough")


@pytest.fixture
def make_mount() -> Callable[..., Mount]:
    def make(
        paths: dict[str, Any], handlers: dict[str, Handler] | None = None, base: str = "", **more: Any
    ) -> Mount:
        servers = [{"url": base}] if base else []
        options = {name: more.pop(name) for name in ("error_body", "require_auth") if name in more}
        tree = {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "servers": servers,
            "paths": paths,
        }
        return Mount(compile_contract(from_tree(tree | more)), handlers or {}, **options)

    return make


@pytest.fixture
def ask(authority: Authority) -> Ask:
    def send(mounts: Mount | list[Mount], method: str, path: str, **request: Any) -> httpx.Response:
        cors = request.pop("cors", True)
        app: Any = build(mounts if isinstance(mounts, list) else [mounts], authority, cors=cors)

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
                return await client.request(method, path, **request)

        return asyncio.run(exchange())

    return send
