import asyncio
from typing import Any

import pytest

from vertrag.exchange import Call, Reply
from vertrag.faults.fault import FAULTS, Fault, from_dict
from vertrag.faults.ordeal import Ordeal
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
    "prefer",
    ["vertrag-latency=x", "vertrag-latency=-5", "vertrag-connection=no", "vertrag-latency=99999999999"],
)
def test_trouble_that_cannot_be_is_no_trouble(ask: Any, make_mount: Any, prefer: str) -> None:
    response = ask(make_mount(PATHS, HANDLERS), "GET", "/pets", headers={"Prefer": prefer})
    assert (response.status_code, response.headers["x-vertrag-why"]) == (200, "handler")


def test_odd_documents_of_faults_are_no_trouble(ask: Any, make_mount: Any) -> None:
    sessions = planned({"status": "x"}, {"times": "many"}, {"operation": 5})
    assert ask(make_mount(PATHS, HANDLERS, sessions=sessions), "GET", "/~a/pets").status_code == 200


def test_what_is_remembered_suffers_too(ask_all: Any, make_mount: Any) -> None:
    slow = {"headers": {"Prefer": "vertrag-latency=1"}}
    answers = ask_all(
        make_mount(PATHS, HANDLERS), [("GET", "/pets"), ("GET", "/pets", slow), ("GET", "/pets")]
    )
    assert [answer.headers["x-vertrag-why"] for answer in answers] == ["handler"] * 3


class Connection:
    """A connection as uvicorn has it: what was sent, and whether it is open."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.open = True
        self.transport = self

    def close(self) -> None:
        self.open = False

    async def receive(self) -> Any:
        return {"type": "http.request"} if self.open else {"type": "http.disconnect"}

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


def test_who_hangs_is_let_go_when_the_client_leaves() -> None:
    connection = Connection()
    connection.open = False
    asyncio.run(suffer(Ordeal(connection="hang"), SENT, connection.receive, connection.send))
    assert connection.sent == []
