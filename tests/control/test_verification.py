from typing import Any

import pytest


@pytest.fixture
def asked(send: Any) -> Any:
    for session, text in (("a", "x"), ("a", "y"), ("", "x")):
        send("POST", "/notes", {"text": text}, session=session)
    send("GET", "/nowhere")
    return send


@pytest.mark.parametrize(
    ("question", "holds", "count"),
    [
        ({"operation": "addNote"}, True, 3),
        ({"operation": "addNote", "session": "a", "atLeast": 2, "atMost": 2}, True, 2),
        ({"operation": "addNote", "session": "~"}, True, 1),
        ({"body": {"text": "x"}}, True, 2),
        ({"body": {"text": "z"}}, False, 0),
        ({"body": {"text": "z"}, "atMost": 0}, True, 0),
        ({"operation": "addNote", "atMost": 2}, False, 3),
        ({"headers": {"X-Vertrag-Session": "a"}}, True, 2),
        ({"headers": {"x-vertrag-session": "a", "content-type": "text/plain"}}, False, 0),
        ({"status": 404, "path": "/nowhere", "method": "GET"}, True, 1),
    ],
)
def test_it_is_said_whether_as_many_exchanges_fit(asked: Any, question: Any, holds: bool, count: int) -> None:  # noqa: FBT001 - a row of the table
    answer = asked("POST", "/_vertrag/journal/verify", question).json()
    assert (answer["holds"], answer["count"], len(answer["exchanges"])) == (holds, count, count)


def test_the_journal_is_filtered_and_limited(asked: Any) -> None:
    def texts(query: str) -> list[Any]:
        exchanges = asked("GET", f"/_vertrag/journal?{query}").json()["exchanges"]
        return [(each["request"]["body"] or {}).get("text") for each in exchanges]

    assert texts("") == [None, "x", "y", "x"]
    assert texts("session=a") == ["y", "x"]
    assert texts("session=~&operation=addNote&status=200") == ["x"]
    assert texts("limit=2") == [None, "x"]


def test_a_cleared_journal_is_empty(asked: Any) -> None:
    assert asked("DELETE", "/_vertrag/journal").status_code == 204
    assert asked("GET", "/_vertrag/journal").json() == {"exchanges": []}
