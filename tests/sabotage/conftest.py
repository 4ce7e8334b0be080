"""A shop that is asked in process: once honest, once sabotaged by one way."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from vertrag.contract.judge import judge
from vertrag.contract.loading.document import load
from vertrag.contract.operations import Contract, compile_contract
from vertrag.credentials import Authority
from vertrag.exchange import Request, Response
from vertrag.sabotage.chronicle import Chronicle
from vertrag.sabotage.playbook import Plot, plot, way_of
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Scene, Way
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount

AUTHORITY = Authority("the key of the shop, which is long enough")


class Shop:
    """A client of the shop, in a session of its own."""

    def __init__(self, contract: Contract, client: httpx.AsyncClient, session: str) -> None:
        self.contract = contract
        self.client = client
        self.session = session
        self.token = AUTHORITY.issue()

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; `if_match` is the header If-Match."""
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        sent = {"x-vertrag-session": self.session} | ({} if body is None else {"content-type": kind})
        sent |= {name.replace("_", "-"): text for name, text in headers.items()}
        content = body if isinstance(body, bytes | None) else json.dumps(body)
        return await self.client.request(method, path, content=content, headers=sent)

    async def create(self, **members: Any) -> dict[str, Any]:
        """An article that was just created, as the answer shows it."""
        answer = await self.ask("POST", "/articles", {"name": "Lampe", "kind": "lamp", **members})
        row: dict[str, Any] = answer.json()
        return row

    def rules(self, answer: httpx.Response) -> set[str]:
        """The rules that an answer breaks."""
        asked = answer.request
        target = urlsplit(str(asked.url))
        response = Response(answer.status_code, tuple(answer.headers.items()), answer.content)
        verdict = judge(self.contract, Request(asked.method, target.path, target.query), response)
        return {violation.rule for violation in verdict.response}


Probe = Callable[[Any], Awaitable[bool]]


@pytest.fixture(scope="session")
def shop_contract() -> Contract:
    return compile_contract(load(str(Path(__file__).parent / "shop.yaml")))


@pytest.fixture(scope="session")
def terrain(shop_contract: Contract) -> Terrain:
    return plot(shop_contract, ()).terrain


@pytest.fixture(scope="session")
def ask_shop(shop_contract: Contract, terrain: Terrain) -> Callable[..., Any]:
    """What a probe finds in the shop while it is sabotaged by these ways, in a session of that name."""
    ways: list[Way] = []  # of one application for all tests: building it takes longer than a probe
    app: Any = build([Mount(shop_contract, plot=Plot(terrain, ways, ()))], AUTHORITY)

    def ask(probe: Callable[[Any], Awaitable[Any]], *codes: str, name: str = "") -> Any:
        ways[:] = map(way_of, codes)

        async def find() -> Any:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
                return await probe(Shop(shop_contract, client, name or "-".join(codes) or "honest"))

        return asyncio.run(find())

    return ask


@pytest.fixture
def prove(ask_shop: Callable[..., Any]) -> Callable[[str, Probe], None]:
    """A probe sees nothing in the honest shop, and something in the one that is sabotaged by a way."""

    def prove(code: str, probe: Probe) -> None:
        assert not ask_shop(probe, name=f"{code}-honest"), "the honest shop does it, too"
        assert ask_shop(probe, code), "the way does not do what it says"

    return prove


@pytest.fixture
def scene_of(terrain: Terrain) -> Callable[..., Scene]:
    """A request to an operation of the shop as a way sees it."""

    def make(key: str, request: Request | None = None, number: int = 1) -> Scene:
        operation = next(each for each in terrain.contract.operations if each.key == key)
        asked = request or Request(operation.method, operation.path)
        return Scene(terrain, operation, asked, Chronicle(), number, lambda each: each, carries=False)

    return make
