from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Headers, Request, Response
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.oracles.leaks import leaks
from vertrag.oracles.seen import seen

PATH = "/customers/6f1ed002-ab5d-4b2e-9c3f-6d2a1b5c8e90"


def codes(grounds: Grounds, body: bytes, status: int = 200) -> list[str]:
    response = Response(status, (("content-type", "application/json"),), body)
    exchange = seen(grounds.contract, Request("GET", PATH), response)
    assert exchange is not None
    return [breach.law.code for breach in leaks(grounds, exchange)]


@pytest.mark.parametrize(
    "trace",
    [
        b"Traceback (most recent call last):\n  File",
        b"java.lang.Error\n\tat de.strom.Zaehler.lies(Zaehler.java:42)",
        rb'{"detail": "java.lang.Error\n\tat de.strom.Zaehler.lies(Zaehler.java:42)"}',
        b"TypeError: x\n    at Object.<anonymous> (/app/index.js:3:7)",
        b"   at Strom.Netz.Lies(String id) in C:\\src\\Netz.cs:line 12",
        b"goroutine 1 [running]:\nmain.main()",
        b"#0 /var/www/html/index.php(12): lies()",
        b"thread 'main' panicked at src/main.rs:2:5",
        b'duplicate key value violates unique constraint "customers_pkey"',
        b'{"detail": "/app/strom/netz.py:88 in lies"}',
    ],
)
def test_a_trace_of_any_language_is_a_leak(grounds: Grounds, trace: bytes) -> None:
    assert codes(grounds, trace, 500) == ["VF121"]


def test_what_a_database_said_may_stand_in_a_log_that_is_shown(grounds: Grounds) -> None:
    log = b'{"messages": ["UNIQUE constraint failed: domains.name"]}'
    assert (codes(grounds, log), codes(grounds, log, 500)) == ([], ["VF121"])
    exchange = seen(grounds.contract, Request("GET", PATH, "limit=x"), Response(200, (), log))
    assert exchange is not None
    assert list(leaks(grounds, exchange)) == []


def test_a_secret_that_the_document_does_not_know_is_a_leak(grounds: Grounds) -> None:
    assert codes(grounds, b'{"name": "a", "password_hash": "x"}') == ["VF122"]
    assert codes(grounds, b'{"name": "a", "hasPassword": true, "password": null, "secret": ""}') == []


@pytest.mark.parametrize("body", [b'{"name": "a"}', b'{"nickname": "a"}', b"[1, 2]", b"no json", b"null"])
def test_what_is_harmless_or_no_row_is_no_leak(grounds: Grounds, body: bytes) -> None:
    assert codes(grounds, body) == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (404, (), b'{"detail": "with sekret-4711"}', ["VF123"]),
        (200, (("x-debug", "Bearer sekret-4711"),), b"{}", ["VF123"]),
        (200, (), b'{"name": "sekret-4711"}', []),  # a row may hold it, and who may read the row may know
        (401, (), b'{"detail": "sekret-4711 is unknown"}', []),
        (404, (), b'{"detail": "nothing there"}', []),
    ],
)
def test_the_credential_that_was_let_in_does_not_come_back(
    status: int, headers: Headers, body: bytes, expected: list[str], grounds: Grounds
) -> None:
    request = Request("GET", PATH, headers=(("authorization", "Bearer sekret-4711"),))
    exchange = seen(grounds.contract, request, Response(status, headers, body))
    assert exchange is not None
    assert [breach.law.code for breach in leaks(grounds, exchange)] == expected


def answering(schema: object, *statuses: str) -> dict[str, object]:
    content = {"application/json": {"schema": schema}}
    return {"responses": {status: {"content": content} for status in statuses}}


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [("POST", 201, []), ("POST", 400, ["VF122"]), ("GET", 200, ["VF122"])],  # a key may be told once
)
def test_what_who_reads_a_row_is_shown_is_no_secret(method: str, status: int, expected: list[str]) -> None:
    row: dict[str, Any] = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    inner = {"properties": {"apiKey": {"type": "string"}}}
    shown = {**row, "properties": {**row["properties"], "file": inner}}
    post, get = (row, shown) if method == "POST" else (shown, row)
    body = {"requestBody": {"content": {"application/json": {"schema": row}}}}
    paths = {
        "/files": {"post": {**body, **answering(post, "201", "400")}},
        "/files/{id}": {"get": answering(get, "200")},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))
    headers = (("content-type", "application/json"),)
    answer = Response(status, headers, b'{"id": "1", "apiKey": "50df", "file": {}}')
    path = "/files" if method == "POST" else "/files/1"
    exchange = seen(grounds.contract, Request(method, path, headers=headers, body=b'{"id": "1"}'), answer)
    assert exchange is not None
    assert [breach.law.code for breach in leaks(grounds, exchange)] == expected


def test_schemas_that_refer_to_each_other_are_read_once() -> None:
    names = [f"m{number}" for number in range(60)]  # of which all ways through each other would never end
    members = {each: {"$ref": f"#/components/schemas/{each}"} for each in names}
    schemas = {
        name: {"type": "object", "properties": {"id": {"type": "string"}, name * 2: {}, **members}}
        for name in names
    }
    tree = {
        "openapi": "3.0.3",
        "paths": {"/files/{id}": {"get": answering(members["m0"], "200")}},
        "components": {"schemas": schemas},
    }
    grounds = grounds_of(compile_contract(from_tree(tree)))
    answer = Response(200, (("content-type", "application/json"),), b'{"apiKey": "50df"}')
    exchange = seen(grounds.contract, Request("GET", "/files/1"), answer)
    assert exchange is not None
    assert [breach.law.code for breach in leaks(grounds, exchange)] == ["VF122"]
