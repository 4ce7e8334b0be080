"""A zoo whose animals can be made, read, changed and removed: one server per test, asked in process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import Contract, compile_contract
from vertrag.serve.mounts import Mount
from vertrag.state.sessions import Sessions
from vertrag.world.supplier import Supplier

Zoo = Callable[..., list[httpx.Response]]


@pytest.fixture(scope="session")
def zoo_contract() -> Contract:
    return compile_contract(load(str(Path(__file__).parent / "zoo.yaml")))


@pytest.fixture
def zoo(zoo_contract: Contract, ask_all: Callable[..., list[httpx.Response]]) -> Zoo:
    """Sends requests below /api, one after the other: (method, path) or (method, path, body[, headers])."""
    mount = Mount(zoo_contract, require_auth=False)

    def ask(*requests: Any) -> list[httpx.Response]:
        return ask_all(mount, [_request(*each) for each in requests])

    return ask


def _request(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    more: dict[str, Any] = {"headers": headers or {}}
    if body is not None:
        more["json"] = body
    return method, f"/api{path}", more


@pytest.fixture(scope="session")
def oddities_contract() -> Contract:
    return compile_contract(load(str(Path(__file__).parent / "oddities.yaml")))


@pytest.fixture
def oddities(oddities_contract: Contract, ask_all: Callable[..., list[httpx.Response]]) -> Zoo:
    """Sends requests to an API whose author was in a hurry."""
    mount = Mount(oddities_contract, require_auth=False, sessions=Sessions(Supplier()))
    return lambda *requests: ask_all(mount, [_request(*each) for each in requests])
