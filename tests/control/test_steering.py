from typing import Any

import pytest

NOW = "2026-11-02T08:00:00+00:00"
S = "/_vertrag/sessions"


def notes(send: Any, session: str = "") -> Any:
    return send("GET", "/notes", session=session).json()["notes"]


def test_a_session_is_shown_as_new_until_it_changes_something(send: Any) -> None:
    new = {"name": "a", "changed": False, "documents": 0, "used": None, "now": NOW, "clock": "world"}
    assert send("GET", f"{S}/a").json() == new
    assert send("GET", S).json() == {"sessions": []}
    send("POST", "/notes", "x", session="a")
    changed = send("GET", f"{S}/a").json()
    assert changed == {**new, "changed": True, "documents": 2, "used": changed["used"]}
    assert send("GET", S).json() == {"sessions": [changed]}


@pytest.mark.parametrize("session", ["", "a"])
def test_a_deleted_session_is_as_new(send: Any, session: str) -> None:
    send("POST", "/notes", "x", session="other")
    send("POST", "/notes", "x", session=session)
    assert send("DELETE", f"{S}/{session or '~'}").status_code == 204
    assert (notes(send, session), notes(send, "other")) == ([], ["x"])
    journal = send("GET", "/_vertrag/journal").json()["exchanges"]
    assert [each["operation"] for each in journal] == ["listNotes", "listNotes", "addNote"]


@pytest.mark.parametrize(
    ("method", "path", "body"), [("DELETE", "", None), ("PUT", "/snapshot", {"documents": []})]
)
def test_a_session_that_begins_again_is_counted_from_the_beginning(
    send: Any, method: str, path: str, body: Any
) -> None:
    rounds = []
    for _ in range(2):
        send("POST", f"{S}/a/faults", {"limit": {"requests": 1, "seconds": 60}})
        rounds.append([send("GET", "/notes", session="a").status_code for _ in range(2)])
        send(method, f"{S}/a{path}", body)
    assert rounds == [[200, 429]] * 2


def test_a_fault_of_no_operation_is_refused_with_what_was_meant(send: Any) -> None:
    refused = send("POST", f"{S}/a/faults", {"operation": "listNote", "status": 503})
    assert refused.status_code == 422
    assert "Did you mean 'listNotes'?" in refused.json()["detail"]
    assert send("POST", f"{S}/a/faults", {"latency": "uniform-1-2", "limit": "3-per-1.5"}).status_code == 200


def test_a_snapshot_is_put_back_here_or_elsewhere(send: Any) -> None:
    send("POST", "/notes", {"text": "ü"}, session="a")
    snapshot = send("GET", f"{S}/a/snapshot").json()
    send("POST", "/notes", "second", session="a")
    for session in ("a", "b"):
        assert send("PUT", f"{S}/{session}/snapshot", snapshot).status_code == 200
        assert notes(send, session) == [{"text": "ü"}]
    send("POST", "/notes", "third", session="b")
    assert notes(send, "b") == [{"text": "ü"}, "third"]


def test_a_scenario_adds_to_what_is_there(send: Any) -> None:
    send("POST", "/notes", "own", session="a")
    documents = [
        {"kind": "note", "key": "x", "value": "from a file"},
        {"kind": "note", "key": "1", "value": 1},
    ]
    send("POST", f"{S}/a/scenario", {"documents": documents})
    assert notes(send, "a") == [1, "from a file"]


def test_a_clock_stands_still_runs_and_travels(send: Any, sessions: Any) -> None:
    def shown(method: str, path: str, body: Any = None) -> tuple[str, str]:
        session = send(method, f"{S}/a/clock{path}", body).json()
        return session["now"], session["clock"]

    assert shown("POST", "/travel", {"days": 1, "hours": -1}) == ("2026-11-03T07:00:00+00:00", "still")
    assert shown("PUT", "", {"now": "2027-01-01T01:00:00+01:00", "runs": True}) == (
        "2027-01-01T00:00:00+00:00",
        "running",
    )
    sessions.now = lambda: 1_000_060.0
    assert send("GET", "/notes", session="a").json()["now"] == 1_798_761_660
    assert shown("POST", "/travel", {"seconds": -60}) == ("2027-01-01T00:00:00+00:00", "running")
    assert shown("PUT", "", {}) == ("1970-01-12T13:47:40+00:00", "still")
    assert shown("DELETE", "") == (NOW, "world")
    assert send("GET", "/notes").json()["now"] == 1_793_606_400


@pytest.mark.parametrize("now", ["1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2027-06-30T23:59:60Z"])
def test_a_time_that_no_clock_shows_is_refused(send: Any, now: str) -> None:
    assert send("PUT", f"{S}/a/clock", {"now": now}).status_code == 422
    assert send("GET", S).json() == {"sessions": []}


def test_whatever_a_snapshot_holds_leaves_the_mock_answering(send: Any) -> None:
    documents = [{"kind": ".clocks", "key": "now", "value": value} for value in ([], ["x", 1], {"a": 1})]
    for document in documents:
        send("PUT", f"{S}/a/snapshot", {"documents": [document]})
        assert notes(send, "a") == []
