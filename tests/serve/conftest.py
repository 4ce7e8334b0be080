import asyncio
import base64
import shlex
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.credentials import Authority
from vertrag.exchange import Handler
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount
from vertrag.serve.showing.samples import sample_line

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
        options = {
            name: more.pop(name) for name in ("error_body", "require_auth", "sessions") if name in more
        }
        tree = {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "servers": servers,
            "paths": paths,
        }
        return Mount(compile_contract(from_tree(tree | more)), handlers or {}, **options)

    return make


@pytest.fixture
def ask_all(authority: Authority) -> Callable[..., list[httpx.Response]]:
    """Sends requests one after the other to one application: (method, path) or (method, path, more)."""

    def send(mounts: Mount | list[Mount], requests: Sequence[Any], **options: Any) -> list[httpx.Response]:
        app: Any = build(mounts if isinstance(mounts, list) else [mounts], authority, **options)

        async def exchange() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
                return [
                    await client.request(method, path, **(more[0] if more else {}))
                    for method, path, *more in requests
                ]

        return asyncio.run(exchange())

    return send


@pytest.fixture
def ask(ask_all: Callable[..., list[httpx.Response]]) -> Ask:
    def send(mounts: Mount | list[Mount], method: str, path: str, **request: Any) -> httpx.Response:
        cors = request.pop("cors", True)
        return ask_all(mounts, [(method, path, request)], cors=cors)[0]

    return send


@pytest.fixture
def paste(ask: Ask, authority: Authority) -> Callable[..., httpx.Response]:
    """Sends the sample of a mount's first operation as curl would, read from its own command."""

    def send(mount: Mount) -> httpx.Response:
        line = sample_line(mount, mount.contract.operations[0], "http://mock", "$(token)")
        words = [word.replace("$(token)", authority.issue()) for word in shlex.split(line)]
        assert words[0] == "curl", line
        method, request = _as_curl_reads(words[1:-1])
        return ask(mount, method, words[-1].removeprefix("http://mock"), **request)

    return send


def _as_curl_reads(words: list[str]) -> tuple[str, dict[str, Any]]:
    method, headers, data, parts = "", {}, [], []
    while words:
        option = words.pop(0)
        text = words.pop(0) if option != "-I" else "HEAD"
        name, _, value = text.partition(": " if option == "-H" else "=")
        if option in ("-I", "-X"):
            method = text
        elif option == "-H":
            headers[name] = value
        elif option == "-u":
            headers["Authorization"] = f"Basic {base64.b64encode(text.encode()).decode()}"
        elif option in ("-F", "--form-string"):
            parts.append((name, (None, value)))
        elif option == "--data-urlencode":
            data.append(f"{name}={quote(value, safe='')}")
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            assert option in ("-d", "--data-raw"), option
            data.append(text)
    body: dict[str, Any] = {"files": parts} if parts else {"content": "&".join(data)} if data else {}
    return method or ("POST" if body else "GET"), {"headers": headers, **body}
