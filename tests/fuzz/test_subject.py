import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import DocumentError, UpstreamError, UsageError
from vertrag.fuzz.subject import (
    base_url,
    credential_names,
    parse_headers,
    parse_query,
    read_document,
    require_alive,
    require_allowed,
    require_allowed_references,
)

FILE = "file:///api.yaml"


@pytest.mark.parametrize(
    ("raw", "url", "target"),
    [
        ({"servers": [{"url": "/api/mind"}]}, "http://127.0.0.1:8005", "http://127.0.0.1:8005/api/mind"),
        ({"servers": [{"url": "/api/mind"}]}, "http://127.0.0.1:8005/", "http://127.0.0.1:8005/api/mind"),
        ({"servers": [{"url": "/api/mind"}]}, "http://127.0.0.1:8005/v2/", "http://127.0.0.1:8005/v2"),
        ({"servers": [{"url": "https://api.example/v1/"}]}, "http://[::1]:80", "http://[::1]:80/v1"),
        (
            {"servers": [{"url": "http://localhost/{v}", "variables": {"v": {"default": "v3"}}}]},
            None,
            "http://localhost/v3",
        ),
        (
            {"servers": [{"url": "http://localhost/{v}", "variables": {"v": {"default": "/v3"}}}]},
            None,
            "http://localhost/v3",
        ),
        ({"servers": [{"url": "Your API"}]}, "http://localhost:1", "http://localhost:1/Your%20API"),
        ({"servers": [{"url": "https://[broken/v1"}]}, "http://localhost:1", "http://localhost:1"),
        ({"servers": [{"url": "//api.example/v1"}]}, "http://localhost:1", "http://localhost:1/v1"),
        ({"swagger": "2.0", "basePath": "/two"}, "http://localhost:1", "http://localhost:1/two"),
        ({"swagger": "2.0", "host": "localhost:5", "basePath": "/two"}, None, "http://localhost:5/two"),
        ({}, "http://localhost:1", "http://localhost:1"),
    ],
)
def test_the_base_url_is_the_url_with_the_documents_own_path(
    raw: dict[str, Any], url: str | None, target: str
) -> None:
    assert base_url(raw, FILE, url, ()) == target


def test_a_relative_server_starts_from_where_the_document_came_from() -> None:
    raw = {"servers": [{"url": "/api"}]}
    assert base_url(raw, "http://127.0.0.1:9/docs/openapi.json", None, ()) == "http://127.0.0.1:9/api"


def test_a_server_that_is_no_url_is_none_wherever_the_document_came_from() -> None:
    raw = {"servers": [{"url": "https://[broken/v1"}]}
    with pytest.raises(UsageError, match="absolute server"):
        base_url(raw, "http://127.0.0.1:9/docs/openapi.json", None, ())


@pytest.mark.parametrize(
    ("raw", "url", "word"),
    [
        ({"servers": [{"url": "/api"}]}, None, "absolute server"),
        ({"servers": [{"url": "https://[broken/v1"}]}, None, "absolute server"),
        ({"servers": [{"url": "https://api.example"}]}, None, "not this machine"),
        ({}, "https://api.example", "not this machine"),
        ({}, "ftp://localhost", "no http"),
        ({}, "localhost:8005", "no http"),
        ({}, "http://localhost:port", "no http"),
        ({}, "http://[::1", "no http"),
        ({}, "http://me:pw@localhost", "password"),
        ({}, "http://localhost/?a=1", "query"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_the_reason(
    raw: dict[str, Any], url: str | None, word: str
) -> None:
    with pytest.raises(UsageError, match=word) as refused:
        base_url(raw, FILE, url, ())
    assert "pw" not in f"{refused.value}"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST", "api.localhost", "[::1]"]
)
def test_this_machine_is_always_allowed(host: str) -> None:
    require_allowed(f"http://{host}:8005/", ())


@pytest.mark.parametrize(
    "host",
    ["example.org", "10.0.0.1", "0.1.2.3", "2130706433", "127.0.0.1.example.org", "localhost.example.org"],
)
def test_another_host_is_refused_until_it_is_named(host: str) -> None:
    with pytest.raises(UsageError) as refused:
        require_allowed(f"http://{host}/", ())
    assert refused.value.hint.endswith(f"--allow-host {host}")
    require_allowed(f"http://{host}/", (host.upper(),))


def test_a_host_named_with_its_port_allows_only_that_port() -> None:
    require_allowed("http://api.example:81/", ("api.example:81",))
    with pytest.raises(UsageError):
        require_allowed("http://api.example:82/", ("api.example:81",))


@pytest.mark.parametrize("pointer", ["$ref", "externalValue"])
def test_a_document_cannot_send_us_elsewhere(pointer: str) -> None:
    raw = {"paths": [{"deep": {pointer: "https://elsewhere.example/x.yaml#/y"}}]}
    with pytest.raises(UsageError, match=r"refers to https://elsewhere\.example/x\.yaml"):
        require_allowed_references(raw, ())
    require_allowed_references(raw, ("elsewhere.example",))


def test_what_a_document_names_by_a_url_lies_in_it() -> None:
    tree = {"$id": "https://elsewhere.example/tree", "type": "object"}
    require_allowed_references({"A": {"$ref": "https://elsewhere.example/tree#/type"}, "B": [tree]}, ())


def test_headers_keep_all_after_the_first_colon() -> None:
    assert parse_headers(("X-Time: 12:30", "orgId:1")) == (("X-Time", "12:30"), ("orgId", "1"))


@pytest.mark.parametrize(
    "lines",
    [
        ("s3cret",),
        (": s3cret",),
        ("a b: s3cret",),
        ("a: s3cret\r\nb: c",),
        ("a: s3cret\xff",),
        ("a: s3cret", "A: 2"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_without_showing_its_value(lines: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as refused:
        parse_headers(lines)
    assert "s3cret" not in f"{refused.value} {refused.value.hint}"


def test_a_path_is_read_and_remembers_where_it_lay(document: str) -> None:
    source = read_document(document, ())
    assert source.text == Path(document).read_text(encoding="utf-8")
    assert source.location == Path(document).as_uri()


def test_a_url_is_fetched(serve: Callable[..., Any]) -> None:
    server = serve()
    assert read_document(f"{server.url}/api/health", ()).text.startswith('{"up": true')


@pytest.mark.parametrize(("path", "word"), [("/api/tickets", "answers 401"), ("/none", "answers 401")])
def test_a_url_that_refuses_is_no_document(serve: Callable[..., Any], path: str, word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        read_document(serve().url + path, ())


def test_a_document_on_another_host_is_not_fetched() -> None:
    with pytest.raises(UsageError, match="not this machine"):
        read_document("https://example.org/openapi.yaml", ())


def test_any_answer_is_a_sign_of_life(serve: Callable[..., Any]) -> None:
    require_alive(f"{serve().url}/nowhere")


@pytest.fixture
def endless_url() -> Iterator[str]:
    """A server that answers at once and never stops sending."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def stream() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
                while not over.wait(0.05):
                    connection.sendall(b"data: x\n\n")

        thread = threading.Thread(target=stream)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        thread.join()


def test_a_stream_without_end_is_a_sign_of_life(endless_url: str) -> None:
    began = time.monotonic()
    require_alive(endless_url)
    assert time.monotonic() - began < 2


def test_the_credential_names_are_those_of_the_security_schemes() -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "sid": {"in": "cookie", "name": "s"},
        "asked": {"type": "apiKey", "in": "query", "name": "Key"},
    }
    names = credential_names({"components": {"securitySchemes": schemes}})
    assert names == {"authorization", "x-key", "key"}


def test_a_query_has_one_value_for_each_name() -> None:
    assert parse_query(("key=a=b", "tenant=")) == (("key", "a=b"), ("tenant", ""))
    with pytest.raises(UsageError, match="--query key is given twice"):
        parse_query(("key=a", "key=b"))


def test_a_dead_port_is_said(dead_url: str) -> None:
    with pytest.raises(UpstreamError, match="cannot reach"):
        require_alive(dead_url)
