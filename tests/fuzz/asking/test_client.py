import gzip
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import httpx
import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.client import Client, replay, with_ids
from vertrag.fuzz.asking.origins import Step, Take
from vertrag.fuzz.observations import Exchange, Sent

CREATE = Sent("POST", "http://h/drafts")
READ = Sent("GET", "http://h/drafts/7?x=7")


def test_a_request_is_sent_as_it_stands(serve: Callable[..., Any]) -> None:
    server = serve()
    with Client() as client:
        response = client.send(Sent("GET", f"{server.url}/api/health?a=%2F", (("Host", "elsewhere"),)))
    assert response is not None
    assert (response.status, server.seen) == (200, [("GET", "/api/health?a=%2F")])


def test_what_cannot_be_sent_or_is_not_answered_gives_nothing(dead_url: str) -> None:
    with Client() as client:
        assert client.send(Sent("GET", dead_url)) is None
        assert client.send(Sent("GET", "http://[")) is None


def test_an_answer_that_never_ends_is_none() -> None:
    answer = httpx.Response(200, stream=Endless())
    with Client(timeout=0.01, transport=httpx.MockTransport(lambda _: answer)) as client:
        assert client.send(Sent("GET", "http://h/drip")) is None


class Endless(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        return repeat(b"*")


def test_what_is_coded_is_decoded_and_what_is_not_comes_as_it_is() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        body = gzip.compress(b"plain") if request.url.path == "/honest" else b"plain"
        stream = httpx.ByteStream(body)
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    with Client(transport=httpx.MockTransport(answer)) as client:
        honest, lie = (client.send(Sent("GET", f"http://h/{path}")) for path in ("honest", "lie"))
    assert honest == Response(200, (), b"plain")
    assert lie == Response(200, (("content-encoding", "gzip"),), b"plain")


def test_no_cookie_of_an_answer_comes_along_with_what_follows() -> None:
    told: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        told.append(request.headers.get("cookie"))
        cookie = (b"Set-Cookie", "größe=1".encode())
        return httpx.Response(200, headers=[cookie], stream=httpx.ByteStream(b""))

    with Client(transport=httpx.MockTransport(answer)) as client:
        assert [client.send(Sent("GET", "http://h/x")) is None for _ in range(3)] == [False] * 3
        client.send(Sent("GET", "http://h/x", (("Cookie", "own=1"),)))
    assert told == [None, None, None, "own=1"]


def test_steps_are_sent_again_with_the_ids_that_come_now() -> None:
    sent = []

    def send(each: Sent) -> Response:
        sent.append(each.url)
        return Response(201, (), b'{"id": 8}')

    last = replay([Step(CREATE, (Take("ID1", ("id",), "7"),)), Step(READ)], send)
    assert sent == ["http://h/drafts", "http://h/drafts/8?x=7"]
    assert last == Exchange(Sent("GET", sent[1]), Response(201, (), b'{"id": 8}'))


def test_without_the_id_that_is_needed_nothing_can_be_shown() -> None:
    steps = [Step(CREATE, (Take("ID1", ("id",), "7"),)), Step(READ)]
    assert replay(steps, lambda _: Response(400)) is None
    assert replay(steps, lambda _: None) is None


def test_only_whole_segments_of_a_path_are_ids() -> None:
    assert with_ids(Sent("GET", "http://h/7/77?a=7"), {"7": "a b"}).url == "http://h/a%20b/77?a=7"


def test_ids_are_replaced_in_bodies_whose_length_is_told_anew() -> None:
    headers = (("Content-Length", "13"), ("X", "7"))
    sent = with_ids(Sent("POST", "http://h/y", headers, b'{"xId":    7}'), {"x 7": "800"})
    assert sent == Sent("POST", "http://h/y", (("X", "7"),), b'{"xId":    800}')


def test_what_can_be_created_once_only_is_met_under_its_own_id() -> None:
    steps = (
        Step(Sent("POST", "http://h/x"), (Take("ID1", ("id",), "7"),)),
        Step(Sent("GET", "http://h/x/7")),
    )
    sent: list[str] = []

    def send(request: Sent) -> Response:
        sent.append(request.url)
        return Response(409 if request.method == "POST" else 200)

    assert replay(steps, send)
    assert sent == ["http://h/x", "http://h/x/7"]


@pytest.mark.parametrize("method", ["GET", "get", "GeT"])
def test_a_method_is_sent_as_it_is_written(method: str) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        return httpx.Response(200, stream=httpx.ByteStream(b""))

    with Client(transport=httpx.MockTransport(answer)) as client:
        assert client.send(Sent(method, "http://h/")) == Response(200)
    assert seen == [method]
