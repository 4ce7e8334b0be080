from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Headers, Request, Response
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.protocol import protocol
from vertrag.oracles.seen import seen

ANY: dict[str, Any] = {"responses": {"default": {"description": ""}}}
GROUNDS = grounds_of(
    compile_contract(
        from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": ANY, "post": ANY, "delete": ANY}}})
    )
)
JSON = (("content-type", "application/json"),)
PROBLEM = (("content-type", "application/problem+json"),)


def codes(method: str, status: int, headers: Headers = (), body: bytes = b"", sent: bytes = b"") -> list[str]:
    exchange = seen(GROUNDS.contract, Request(method, "/x", body=sent), Response(status, headers, body))
    assert exchange is not None
    return [breach.law.code for breach in protocol(GROUNDS, exchange)]


@pytest.mark.parametrize(
    ("method", "status", "headers", "body", "broken"),
    [
        ("GET", 404, PROBLEM, b'{"status": 400}', ["VF101"]),
        ("GET", 404, PROBLEM, b'{"status": 404}', []),
        ("GET", 404, JSON, b'{"status": 200}', ["VF101"]),
        ("GET", 404, JSON, b'{"status": 1}', []),
        ("GET", 401, (), b"", ["VF102"]),
        ("GET", 401, (("www-authenticate", "Basic"),), b"", []),
        ("DELETE", 204, (), b"x", ["VF103"]),
        ("DELETE", 204, (("content-length", "5"),), b"", ["VF103"]),
        ("GET", 304, (("content-length", "5"),), b"", []),
        ("GET", 201, (), b"", ["VF104"]),
        ("POST", 201, (), b"", []),
        ("DELETE", 415, (), b"", ["VF105"]),
        ("DELETE", 304, (), b"", ["VF106"]),
        ("GET", 302, (("location", "/y"),), b"", []),
        ("GET", 426, (), b"", ["VF107"]),
        ("GET", 600, (), b"", ["VF108"]),
        ("GET", 200, (), b"", []),
        ("GET", 503, (("retry-after", "soon"),), b"", ["VF111"]),
        ("GET", 503, (("retry-after", "120"),), b"", []),
        ("GET", 503, (("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),), b"", []),
        ("GET", 200, (("last-modified", "2026-03-01"),), b"", ["VF111"]),
        ("GET", 200, (("etag", "abc"),), b"", ["VF111"]),
        ("GET", 200, (("content-encoding", "gzip"),), b"plain", ["VF112"]),
        ("GET", 200, (("content-encoding", "gzip"),), b"", []),
        ("GET", 200, (("etag", 'W/"abc"'),), b"", []),
    ],
)
def test_each_law_of_http_is_kept_or_said(
    method: str, status: int, headers: Headers, body: bytes, broken: list[str]
) -> None:
    assert codes(method, status, headers, body) == broken


def test_content_that_was_sent_may_be_refused() -> None:
    assert codes("POST", 415, sent=b"x") == []
    assert codes("POST", 415) == ["VF105"]


def test_a_read_that_leads_where_the_document_does_not_say_is_found() -> None:
    paths = {"/x": {"get": {"responses": {"200": {"description": ""}}}}}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))
    exchange = seen(grounds.contract, Request("GET", "/x"), Response(302, (("location", "/y"),), b""))
    assert exchange is not None
    assert [str(breach.actual) for breach in protocol(grounds, exchange)] == ["302 to /y"]


BEARER = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, "key": {"type": "apiKey"}}}


def closed(*schemes: str) -> Any:
    get = {**ANY, "security": [{name: []} for name in schemes]}
    return from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": get}}, "components": BEARER})


@pytest.mark.parametrize(
    ("schemes", "challenge", "broken"),
    [
        (("token",), 'Digest realm="a, b"', ["VF110"]),
        (("token",), 'Basic realm="a", BEARER', []),
        (("token",), "bearer", []),
        (("token", "key"), "Basic", []),
        ((), "Basic", []),
    ],
)
def test_a_challenge_is_one_that_a_client_can_answer(
    schemes: tuple[str, ...], challenge: str, broken: list[str]
) -> None:
    grounds = grounds_of(compile_contract(closed(*schemes)))
    answer = Response(401, (("www-authenticate", challenge),))
    exchange = seen(grounds.contract, Request("GET", "/x"), answer)
    assert exchange is not None
    assert [breach.law.code for breach in protocol(grounds, exchange)] == broken
