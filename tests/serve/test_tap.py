from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.journal import Question
from vertrag.state.sessions import Sessions

PATHS = {
    "/pets": {
        "post": {
            "operationId": "addPet",
            "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"201": {"description": "", "content": {"application/json": {}}}},
        }
    }
}


def added(call: Call) -> Reply:
    return Reply(call.body, 201)


def test_answers_and_refusals_are_noted_with_their_session_and_bodies(ask_all: Any, make_mount: Any) -> None:
    sessions = Sessions()
    asked = [
        ("POST", "/pets?x=1", {"json": {"name": "Rex"}, "headers": {"X-Vertrag-Session": "a"}}),
        ("POST", "/~b/pets", {"json": []}),
        ("POST", "/nowhere", {"headers": {"X-Vertrag-Session": "c"}}),
    ]
    ask_all(make_mount(PATHS, {"addPet": added}, sessions=sessions), asked)
    unknown, refused, answered = sessions.journal.exchanges(Question())
    assert (answered.session, answered.operation, answered.status) == ("a", "addPet", 201)
    assert (answered.path, answered.query, answered.answer) == ("/pets", b"x=1", b'{"name":"Rex"}')
    assert (refused.session, refused.operation, refused.status, refused.body) == ("b", "addPet", 400, b"[]")
    assert (unknown.session, unknown.operation, unknown.status) == ("c", "", 404)
