"""Runs the text scenarios beside this file: a document, requests to its mock, the answers that must come.

A file is a document, then scenarios. A scenario is a sentence after `===`, a request, `---`, an answer:
a status, headers that must be among the answer's, and a body that must be equal as JSON; or lines that
start with `~`, each a text that the body must contain. Operations called `echo` answer their arguments
and body; those called `reply` answer what their `x-reply` says: body, status, headers. A request's body is
sent with `\\xNN` as that byte, and with the line ends of HTTP where it is multipart.
"""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import from_bytes
from vertrag.contract.operations import compile_contract
from vertrag.credentials import Authority
from vertrag.exchange import Call, Handler, Reply
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount

HERE = Path(__file__).parent
AUTHORITY = Authority("scenarios sign with this very key")


@dataclass(frozen=True)
class Scenario:
    document: str
    request: str
    answer: str


def scenarios() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.txt")):
        document, *parts = path.read_text(encoding="utf-8").split("\n=== ")
        for part in parts:
            sentence, _, exchange = part.partition("\n")
            request, _, answer = exchange.partition("\n---\n")
            yield pytest.param(Scenario(document, request, answer), id=f"{path.stem}: {sentence}")


def echo(call: Call) -> Reply:
    said = {"arguments": dict(call.arguments)} | ({} if call.body is None else {"body": call.body})
    return Reply(said)


def fixed(node: Mapping[str, Any]) -> Handler:
    said = node["x-reply"]
    return lambda _: Reply(said.get("body"), said.get("status", 200), tuple(said.get("headers", {}).items()))


def content(text: str, content_type: str) -> bytes:
    if content_type.startswith("multipart/"):
        text = text.replace("\n", "\r\n")
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())


def message(text: str) -> tuple[str, dict[str, str], str]:
    """First line, headers, body."""
    head, _, body = text.strip("\n").partition("\n\n")
    first, *lines = head.split("\n")
    return first, dict(line.split(": ", 1) for line in lines), body


async def ask(scenario: Scenario) -> httpx.Response:
    head = "" if re.search("(openapi|swagger):", scenario.document) else "openapi: 3.0.3\n"
    contract = compile_contract(from_bytes((head + scenario.document).encode(), "scenario"))
    handlers: dict[str, Handler] = {
        each.key: echo for each in contract.operations if each.key.startswith("echo")
    }
    handlers |= {each.key: fixed(each.node) for each in contract.operations if each.key.startswith("reply")}
    app: Any = build([Mount(contract, handlers)], AUTHORITY)
    first, headers, body = message(scenario.request)
    method, path = first.split(" ", 1)
    headers = {name: text.replace("TOKEN", AUTHORITY.issue()) for name, text in headers.items()}
    sent = content(body, headers.get("Content-Type", ""))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://mock") as client:
        url = httpx.URL("http://mock").copy_with(raw_path=path.encode())
        return await client.request(method, url, headers=headers, content=sent or None)


@pytest.mark.parametrize("scenario", list(scenarios()))
def test_the_mock_answers_as_the_scenario_says(scenario: Scenario) -> None:
    response = asyncio.run(ask(scenario))
    status, headers, body = message(scenario.answer)
    assert response.status_code == int(status), response.text
    for name, text in headers.items():
        assert response.headers.get(name) == text
    if body.startswith("~"):
        for line in body.splitlines():
            assert line[1:].strip() in response.text
    elif body:
        assert response.json() == json.loads(body)
