import asyncio
from collections.abc import Callable
from dataclasses import replace
from time import sleep
from typing import Any

import httpx
import pytest

from vertrag.credentials import Authority
from vertrag.exchange import Call, Reply
from vertrag.faults.fault import FAULTS, Fault, from_dict
from vertrag.faults.ordeal import Ordeal
from vertrag.hosting import hosted
from vertrag.serve.app import build
from vertrag.serve.mishaps import suffer
from vertrag.serve.sending import Dropped, Sent
from vertrag.state.documents import Documents
from vertrag.state.sessions import Sessions

ANSWER = {"200": {"description": "", "content": {"application/json": {}}}}
FAILURE = {
    "503": {
        "description": "",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["reason"],
                    "properties": {"reason": {"type": "string"}},
                    "additionalProperties": False,
                }
            }
        },
    }
}
PATHS = {
    "/pets": {
        "get": {"operationId": "get", "responses": ANSWER | FAILURE},
        "post": {"operationId": "post", "responses": ANSWER},
    }
}


def written(call: Call) -> Reply:
    call.state.put("pet", "1", {})
    return Reply(1)


HANDLERS = {"get": lambda call: Reply([key for key, _ in call.state.items("pet")]), "post": written}


def planned(*faults: dict[str, Any], session: str = "a", **more: Any) -> Sessions:
    sessions = Sessions(**more)
    with sessions.store.writing(session) as transaction:
        state = Documents(transaction)
        for place, fault in enumerate(faults):
            state.put(FAULTS, str(place), fault)
        transaction.commit()
    return sessions


def test_the_next_answers_are_as_planned_and_then_as_ever(ask_all: Any, make_mount: Any) -> None:
    sessions = planned({"operation": "get", "times": 2, "status": 503})
    asked = [("GET", path) for path in ("/~a/pets", "/~b/pets", "/pets", "/~a/pets", "/~a/pets")]
    answers = ask_all(make_mount(PATHS, HANDLERS, sessions=sessions), asked)
    assert [answer.status_code for answer in answers] == [503, 200, 200, 503, 200]
    assert list(answers[0].json()) == ["reason"]
    assert answers[0].headers["x-vertrag-why"] == "refused: fault"


def test_a_planned_answer_may_break_the_contract_and_runs_nothing(ask_all: Any, make_mount: Any) -> None:
    fault = {"times": 1, "status": 200, "body": {"odd": True}, "headers": {"X-Odd": "yes"}}
    asked = [("POST", "/~a/pets"), ("GET", "/~a/pets")]
    planned_one, after = ask_all(make_mount(PATHS, HANDLERS, sessions=planned(fault)), asked)
    assert (planned_one.json(), planned_one.headers["x-odd"]) == ({"odd": True}, "yes")
    assert (after.json(), planned_one.headers["x-vertrag-why"]) == ([], "fault")


def test_requests_beyond_a_limit_are_told_when_to_come_back(ask_all: Any, make_mount: Any) -> None:
    sessions = planned({"limit": {"requests": 1, "seconds": 60}}, now=lambda: 5.0)
    first, second = ask_all(make_mount(PATHS, HANDLERS, sessions=sessions), [("GET", "/~a/pets")] * 2)
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.headers["retry-after"] == "60"


def test_faults_of_the_server_meet_every_session(ask_all: Any, make_mount: Any) -> None:
    sessions = Sessions(faults=(Fault(status=500),))
    answers = ask_all(make_mount(PATHS, HANDLERS, sessions=sessions), [("GET", "/pets"), ("GET", "/~a/pets")])
    assert [answer.status_code for answer in answers] == [500, 500]


def test_a_dropped_connection_is_an_exception_in_process_and_what_was_written_is(
    ask_all: Any, make_mount: Any
) -> None:
    mount = make_mount(PATHS, HANDLERS)
    with pytest.raises(Dropped):
        ask_all(mount, [("POST", "/pets", {"headers": {"Prefer": "vertrag-connection=drop"}})])
    assert ask_all(mount, [("GET", "/pets")])[0].json() == ["1"]


@pytest.mark.parametrize(
    ("prefer", "said"),
    [
        ("vertrag-latency=x", "milliseconds"),
        ("vertrag-latency=99999999999", "milliseconds"),
        ("vertrag-connection=no", "drop or truncate or hang"),
        ("vertrag-delay=5", "latency"),
        ("code=200, vertrag-status", "from 200 to 599"),
    ],
)
def test_trouble_that_cannot_be_is_refused_with_what_can(
    ask: Any, make_mount: Any, prefer: str, said: str
) -> None:
    response = ask(make_mount(PATHS, HANDLERS), "GET", "/pets", headers={"Prefer": prefer})
    assert (response.status_code, response.headers["x-vertrag-why"]) == (400, "refused: invalid-preference")
    assert said in response.json()["detail"]


def test_requests_ask_for_limits_rates_and_failures(ask_all: Any, make_mount: Any) -> None:
    def asked(prefer: str, times: int) -> list[Any]:
        answers = ask_all(
            make_mount(PATHS, HANDLERS, sessions=Sessions(seed=4, now=lambda: 5.0)),
            [("GET", "/pets", {"headers": {"Prefer": prefer}})] * times,
        )
        return [(answer.status_code, answer.headers.get("retry-after")) for answer in answers]

    assert asked("vertrag-limit=2-per-9", 3) == [(200, None), (200, None), (429, "9")]
    assert asked("vertrag-status=429", 1) == [(429, "1")]
    drawn = asked("vertrag-status=503, vertrag-rate=0.5", 40)
    assert drawn == asked("vertrag-status=503, vertrag-rate=0.5", 40)
    assert 10 < drawn.count((503, None)) < 30


@pytest.mark.parametrize("status", [204, 205, 304, 201])
def test_a_planned_answer_has_the_body_that_http_allows(ask_all: Any, make_mount: Any, status: int) -> None:
    sessions = planned({"status": status, "body": {"a": 1}})
    (answer,) = ask_all(make_mount(PATHS, HANDLERS, sessions=sessions), [("GET", "/~a/pets")])
    assert answer.status_code == status
    assert answer.content == (b'{"a":1}' if status == 201 else b"")
    assert ("content-type" in answer.headers) == (status == 201)


TROUBLES: list[tuple[dict[str, Any], str]] = [
    ({"connection": "drop"}, "disconnected without sending a response"),
    ({"connection": "truncate"}, "received 1100 bytes, expected 2200"),
    ({"connection": "hang"}, "ReadTimeout"),
    ({"bytesPerSecond": 20000}, "200 in 2 pieces"),
    ({"latency": "uniform-1-2"}, "200 in 1 pieces"),
    ({"latency": "lognormal-1-0.1"}, "200 in 1 pieces"),
    ({"status": 503}, "503 in 1 pieces"),
    ({"limit": "1-per-50"}, "429 in 1 pieces"),
]


class Counting:
    """An application that knows how many requests it is at."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.running = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.running += scope["type"] == "http"
        try:
            await self.app(scope, receive, send)
        finally:
            self.running -= scope["type"] == "http"


@pytest.mark.parametrize(("fault", "outcome"), TROUBLES)
def test_a_session_an_operation_and_a_request_have_every_trouble_over_a_socket(
    authority: Authority, make_mount: Any, fault: dict[str, Any], outcome: str
) -> None:
    handlers = {**HANDLERS, "get": lambda _: Reply("x" * 2198)}
    sessions = planned(fault)
    with sessions.store.writing("b") as transaction:
        Documents(transaction).put(FAULTS, "1", fault | {"operation": "get"})
        transaction.commit()
    app = Counting(build([make_mount(PATHS, handlers, sessions=sessions)], authority))
    preference = ", ".join(f"vertrag-{word}={said}" for word, said in fault.items())
    with hosted(app) as origin, httpx.Client(base_url=origin, timeout=1) as client:
        for session, asked in (("a", ""), ("b", ""), ("c", preference)):
            if "limit" in fault:
                client.get(f"/~{session}/pets", headers={"Prefer": asked})
            assert outcome in seen(client, session, asked, 0.05 if outcome == "ReadTimeout" else 1)
        assert client.post("/~b/pets").json() == 1
        wait_until(lambda: app.running == 0)


def seen(client: httpx.Client, session: str, prefer: str, patience: float) -> str:
    """What comes of a request, as a client sees it."""
    try:
        with client.stream(
            "GET", f"/~{session}/pets", headers={"Prefer": prefer}, timeout=patience
        ) as answer:
            pieces = sum(1 for _ in answer.iter_raw())
            return f"{answer.status_code} in {pieces} pieces"
    except httpx.TransportError as error:
        return f"{type(error).__name__}: {error}"


def wait_until(holds: Callable[[], bool]) -> None:
    """Give the server the moment that it needs to see that its client left."""
    for _ in range(200):
        if holds():
            return
        sleep(0.01)
    raise AssertionError("the server still waits for a client that left")


@pytest.mark.parametrize("prefer", ["vertrag-latency=3600000", "vertrag-bytesPerSecond=1"])
def test_a_client_that_leaves_is_let_go(authority: Authority, make_mount: Any, prefer: str) -> None:
    app = Counting(build([make_mount(PATHS, HANDLERS)], authority))
    with hosted(app) as origin, httpx.Client(base_url=origin) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/pets", headers={"Prefer": prefer}, timeout=0.02)
        wait_until(lambda: app.running == 0)


def test_odd_documents_of_faults_are_no_trouble(ask: Any, make_mount: Any) -> None:
    sessions = planned({"status": "x"}, {"times": "many"}, {"operation": 5})
    assert ask(make_mount(PATHS, HANDLERS, sessions=sessions), "GET", "/~a/pets").status_code == 200


def test_what_is_remembered_suffers_too(ask_all: Any, make_mount: Any) -> None:
    slow = {"headers": {"Prefer": "vertrag-latency=1"}}
    answers = ask_all(
        make_mount(PATHS, HANDLERS), [("GET", "/pets"), ("GET", "/pets", slow), ("GET", "/pets")]
    )
    assert [answer.headers["x-vertrag-why"] for answer in answers] == ["handler"] * 3


def test_what_a_write_has_told_of_the_next_read_suffers_too(ask_all: Any, make_mount: Any) -> None:
    row = {"schema": {"type": "object", "properties": {"id": {"type": "integer"}, "n": {"type": "integer"}}}}
    shown = {"200": {"description": "", "content": {"application/json": row}}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    put = {"requestBody": {"content": {"application/json": row}}, "responses": shown}
    item = {"parameters": [key], "get": {"operationId": "read", "responses": shown}, "put": put}
    sessions = planned({"operation": "read", "status": 503}, session="")
    mount = replace(make_mount({"/pets/{id}": item}), sessions=sessions)
    written, read = ask_all(mount, [("PUT", "/pets/7", {"json": {"n": 1}}), ("GET", "/pets/7")])
    assert (written.status_code, read.status_code) == (200, 503)


class Connection:
    """A connection as uvicorn has it: what was sent, and whether it is open."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.open = True
        self.transport = self

    def close(self) -> None:
        self.open = False

    async def receive(self) -> Any:
        while self.open:
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


SENT = Sent(200, ((b"content-length", b"10"),), b"0123456789")


@pytest.mark.parametrize(
    ("fault", "body", "stays_open"),
    [
        ({"connection": "drop"}, b"", False),
        ({"connection": "truncate"}, b"01234", False),
        ({"bytesPerSecond": 1000}, b"0123456789", True),
        ({"latency": 1}, b"0123456789", True),
    ],
)
def test_an_answer_suffers_what_it_has_to(fault: Any, body: bytes, *, stays_open: bool) -> None:
    connection, described = Connection(), from_dict(fault)
    ordeal = Ordeal(
        delay=(described.latency.least if described.latency else 0) / 1000,
        connection=described.connection,
        bytes_per_second=described.bytes_per_second,
    )
    asyncio.run(suffer(ordeal, SENT, connection.receive, connection.send))
    assert (connection.body, connection.open) == (body, stays_open)


def test_a_server_that_ends_does_not_wait_for_who_hangs() -> None:
    connection = Connection()

    async def ended() -> None:
        hanging = suffer(Ordeal(connection="hang"), SENT, connection.receive, connection.send)
        task = asyncio.create_task(hanging)
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(ended())
    assert (connection.sent, connection.open) == ([], False)


def test_who_hangs_is_let_go_when_the_client_leaves() -> None:
    connection = Connection()
    connection.open = False
    asyncio.run(suffer(Ordeal(connection="hang"), SENT, connection.receive, connection.send))
    assert connection.sent == []
