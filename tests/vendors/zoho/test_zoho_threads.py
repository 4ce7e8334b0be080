"""Threads, comments and figures agree with each other and with the history."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

TOM = "57440000000376189"


def listed(answer: Any) -> list[dict[str, Any]]:
    return [] if answer is None else answer["data"]


def test_threads_and_comments_are_counted_by_ticket_and_history(
    ask: Any, faults: Any, ticket_ids: list[int]
) -> None:
    for number in ticket_ids:
        asked = {"ticketId": str(57440000000000000 + number)}
        threads = listed(ask("zoho-desk", "getThreads", **asked, limit=100))
        comments = listed(ask("zoho-desk", "getComments", **asked, limit=100))
        ticket = ask("zoho-desk", "getTicket", **asked)
        names = [
            each["eventName"] for each in ask("zoho-desk", "getTicketHistory", **asked, limit=50)["data"]
        ]
        assert [ticket["threadCount"], ticket["commentCount"]] == [str(len(threads)), str(len(comments))]
        assert [names.count("ThreadAdded"), names.count("CommentAdded")] == [len(threads), len(comments)]
        assert [fault for each in threads for fault in faults("zoho-desk", "Thread", each)] == []
        assert [fault for each in comments for fault in faults("zoho-desk", "Comment", each)] == []
        times = [each["createdTime"] for each in threads]
        assert times == sorted(times, reverse=True)


def test_a_thread_is_found_by_its_id(ask: Any) -> None:
    (thread,) = ask("zoho-desk", "getThreads", ticketId=TOM)["data"]
    assert ask("zoho-desk", "getThread", ticketId=TOM, threadId=thread["id"]) == thread
    for operation, name in (("getThread", "threadId"), ("getComment", "commentId")):
        with pytest.raises(Refused, match="There is no"):
            ask("zoho-desk", operation, ticketId=TOM, **{name: "1"})


def test_a_comment_is_added_and_written_anew(ask: Any, faults: Any, state: State) -> None:
    added = ask("zoho-desk", "createComment", ticketId=TOM, sent={"content": "Alt"}, state=state)
    asked = {"ticketId": TOM, "commentId": added["id"], "state": state}
    edited = ask("zoho-desk", "updateComment", **asked, sent={"content": "<b>Neu</b>"})
    assert faults("zoho-desk", "Comment", edited) == []
    assert (added["modifiedTime"], edited["contentType"]) == (None, "html")
    assert edited["modifiedTime"] > edited["commentedTime"]
    assert ask("zoho-desk", "getComment", **asked) == edited
    note = ask("socialboards", "listNotes", ticketId=376189, state=state)["data"][-1]
    assert note["message"] == "Neu"


def test_figures_fit_the_document_and_the_history(ask: Any, faults: Any, ticket_ids: list[int]) -> None:
    for number in ticket_ids:
        asked = {"ticketId": str(57440000000000000 + number)}
        figures = ask("zoho-desk", "getTicketMetrics", **asked)
        assert faults("zoho-desk", "Metrics", figures) == []
        ticket = ask("zoho-desk", "getTicket", **asked)
        assert (figures["resolutionTime"] is None) == (ticket["closedTime"] is None)
        assert figures["threadCount"] == ticket["threadCount"]
