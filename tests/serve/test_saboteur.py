import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from vertrag.exchange import Call, Reply
from vertrag.faults.fault import Fault
from vertrag.sabotage.playbook import plot
from vertrag.serve.mounts import Mount
from vertrag.serve.sending import Dropped
from vertrag.state.sessions import Sessions

ROW = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
ANSWER = {"description": "", "content": {"application/json": {"schema": ROW}}}
PATHS = {
    "/rows": {
        "post": {
            "operationId": "create",
            "requestBody": {"content": {"application/json": {"schema": ROW}}},
            "responses": {"201": ANSWER},
        }
    },
    "/rows/{id}": {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "get": {"operationId": "read", "responses": {"200": ANSWER}},
        "delete": {"operationId": "delete", "responses": {"204": {"description": ""}}},
    },
}

AskAll = Callable[..., list[httpx.Response]]


@pytest.fixture
def lying(make_mount: Callable[..., Mount]) -> Callable[..., Mount]:
    def make(*codes: str, **more: Any) -> Mount:
        mount = make_mount(PATHS, **more)
        return replace(mount, plot=plot(mount.contract, codes))

    return make


def test_a_lie_is_told_to_the_log_alone(
    lying: Callable[..., Mount], ask_all: AskAll, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "vertrag.sabotage"):
        [answer] = ask_all(lying("S113"), [("GET", "/rows/1")])
    assert answer.status_code == 299
    assert "sabotage" not in str(answer.headers).lower()
    assert caplog.messages == ["S113: GET /rows/1 answers 299"]


def test_the_journal_has_the_truth(lying: Callable[..., Mount], ask_all: AskAll) -> None:
    mount = lying("S113")
    ask_all(mount, [("GET", "/rows/1"), ("POST", "/rows", {"json": {}})])
    assert [noted.status for noted in mount.sessions.journal.kept] == [200, 400]


def test_answers_name_the_ways_where_the_server_was_told_to(
    lying: Callable[..., Mount], ask_all: AskAll
) -> None:
    [answer] = ask_all(replace(lying("S113"), shows_sabotage=True), [("GET", "/rows/1")])
    assert answer.headers["x-vertrag-sabotage"] == "S113"


def test_several_ways_join(lying: Callable[..., Mount], ask_all: AskAll) -> None:
    [answer] = ask_all(lying("S113", "S201"), [("GET", "/rows/1")])
    assert answer.status_code == 299
    assert "content-type" not in answer.headers


def test_a_session_in_the_path_stays_one(lying: Callable[..., Mount], ask_all: AskAll) -> None:
    row = {"json": {"id": 5, "name": "n"}}
    created, mine, others = ask_all(
        lying("S112"), [("POST", "/~mine/rows", row), ("GET", "/~mine/rows/5"), ("GET", "/rows/5")]
    )
    assert created.status_code == 201
    assert mine.json() == {"id": 5, "name": "n"}
    assert others.json() != mine.json()


def test_an_honest_api_beside_a_lying_one_stays_honest(
    make_mount: Callable[..., Mount], lying: Callable[..., Mount], ask_all: AskAll
) -> None:
    honest = make_mount(PATHS, base="/honest")
    first, second = ask_all([lying("S113"), honest], [("GET", "/rows/1"), ("GET", "/honest/rows/1")])
    assert (first.status_code, second.status_code) == (299, 200)


def test_a_lost_write_answers_as_ever(lying: Callable[..., Mount], ask_all: AskAll) -> None:
    def write(call: Call) -> Reply:
        call.state.put("rows", "1", {})
        return Reply({"id": 1, "name": "n"}, 201)

    mount = lying("S501", handlers={"create": write})
    [answer] = ask_all(mount, [("POST", "/rows", {"json": {"id": 1, "name": "n"}})])
    assert answer.status_code == 201
    assert mount.sessions.store.version("") == 0


def test_an_answer_without_content_stays_without_a_length(
    lying: Callable[..., Mount], ask_all: AskAll
) -> None:
    [answer] = ask_all(lying("S113", "S201"), [("DELETE", "/rows/1")])
    assert answer.content == b""


def test_a_dropped_connection_is_no_lie_and_stays_dropped(
    lying: Callable[..., Mount], ask_all: AskAll
) -> None:
    mount = lying("S113", sessions=Sessions(faults=(Fault(connection="drop"),)))
    with pytest.raises(Dropped):
        ask_all(mount, [("GET", "/rows/1")])
