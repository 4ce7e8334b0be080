import json
from typing import Any

import pytest

from vertrag.journal import Journal, Noted, Question, packed


def noted(**more: Any) -> Noted:
    usual: dict[str, Any] = {
        "time": 1.5,
        "session": "a",
        "operation": "addPet",
        "method": "POST",
        "path": "/pets",
        "query": b"tag=x&tag=y&empty=",
        "headers": packed([(b"authorization", b"Bearer secret"), (b"accept", b"*/*")]),
        "body": json.dumps({"name": "Rex", "tags": ["a", "b"], "owner": {"id": 7, "name": "Tom"}}).encode(),
        "status": 201,
        "answer_headers": ((b"content-type", b"application/json"),),
        "answer": b"{}",
    }
    return Noted(**(usual | more))


def test_the_last_exchanges_are_kept_and_all_are_counted() -> None:
    journal = Journal(most=2)
    for status in (200, 201, 201):
        journal.note(noted(status=status))
    assert [each.status for each in journal.exchanges(Question())] == [201, 201]
    assert journal.counts == {("addPet", 200): 1, ("addPet", 201): 2}


def test_a_journal_of_none_still_counts() -> None:
    journal = Journal(most=0)
    journal.note(noted())
    assert (list(journal.exchanges(Question())), journal.counts.total()) == ([], 1)


@pytest.mark.parametrize(
    "question",
    [
        Question(),
        Question(session="a", operation="addPet", method="POST", path="/pets", status=201),
        Question(query={"tag": "y", "empty": ""}),
        Question(headers={"Accept": "*/*"}),
        Question(body={"name": "Rex"}),
        Question(body={"owner": {"id": 7}, "tags": ["a", "b"]}),
    ],
)
def test_an_exchange_fits_what_it_contains(question: Question) -> None:
    assert question.fits(noted())


@pytest.mark.parametrize(
    "question",
    [
        Question(session=""),
        Question(status=200),
        Question(query={"tag": "z"}),
        Question(headers={"accept": "text/html"}),
        Question(body={"name": "Max"}),
        Question(body={"missing": None}),
        Question(body={"tags": ["a"]}),
        Question(body={"owner": "Tom"}),
        Question(body="Rex"),
    ],
)
def test_an_exchange_does_not_fit_what_it_lacks(question: Question) -> None:
    assert not question.fits(noted())


def test_what_is_shown_is_json_without_credentials() -> None:
    shown = json.loads(json.dumps(noted(answer=b"\xff<p>").shown()))
    assert shown["request"]["headers"] == {"authorization": "***", "accept": "*/*"}
    assert shown["request"]["body"]["name"] == "Rex"
    assert shown["response"]["body"] == "\N{REPLACEMENT CHARACTER}<p>"
    assert noted(body=b"").shown()["request"]["body"] is None


def test_a_session_is_cleared_without_the_others() -> None:
    journal = Journal()
    for session in ("a", "b", "a"):
        journal.note(noted(session=session))
    journal.clear("a")
    assert [each.session for each in journal.exchanges(Question())] == ["b"]
    journal.clear()
    assert list(journal.exchanges(Question())) == []


def test_headers_are_shown_as_they_came_whatever_they_hold() -> None:
    sent = [(b"accept", b""), (b"x-a", "ü: 1".encode("latin-1")), (b"cookie", b"a=1")]
    shown = noted(headers=packed(sent)).shown()["request"]["headers"]
    assert shown == {"accept": "", "x-a": "ü: 1", "cookie": "***"}
    assert noted(headers=packed([])).shown()["request"]["headers"] == {}
