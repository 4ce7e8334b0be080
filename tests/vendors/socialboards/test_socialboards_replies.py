"""Replies and notes are written, and every API sees them."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

TOM, STEFAN = 376189, "stefan.ruppert@exempla.example"


@pytest.fixture
def tom(ask: Any, state: State) -> Any:
    return lambda operation, **more: ask("socialboards", operation, ticketId=TOM, state=state, **more)["data"]


def test_replies_are_what_follows_the_opening(ask: Any, faults: Any, ticket_ids: list[int]) -> None:
    for number in ticket_ids:
        replies = ask("socialboards", "listReplies", ticketId=number)["data"]
        notes = ask("socialboards", "listNotes", ticketId=number)["data"]
        assert [fault for each in replies for fault in faults("socialboards", "Reply", each)] == []
        assert [fault for each in notes for fault in faults("socialboards", "Note", each)] == []
        said = ask("enneo", "getConversation", ticketId=number)["conversations"]
        assert (len(replies) + 1, len(notes)) == (
            sum(not each["private"] for each in said),
            sum(each["private"] for each in said),
        )


@pytest.mark.parametrize(
    ("email", "more", "status"),
    [
        (STEFAN, {}, "pending"),
        (STEFAN, {"isTicketNeededToBeCompleted": True}, "completed"),
        (STEFAN, {"suppressTicketStatusAutoupdate": True}, "open"),
        ("tom.mustermann@example.com", {}, "open"),
    ],
)
def test_a_reply_changes_the_status_as_it_should(
    tom: Any, faults: Any, email: str, more: dict[str, Any], status: str
) -> None:
    reply = tom("createReply", sent={"message": "<p>Gern</p>", "author": {"email": email}} | more)
    assert faults("socialboards", "Reply", reply) == []
    assert (reply["message"], reply["properties"]["isByTeam"]) == ("Gern", email == STEFAN)
    assert tom("listReplies") == [reply]
    assert tom("getTicket")["status"] == status


def test_a_draft_is_not_sent(tom: Any, ask: Any, state: State) -> None:
    reply = tom("createReply", sent={"message": "Später", "author": {"email": STEFAN}, "isDraft": True})
    assert reply["properties"]["isDraft"]
    assert tom("listReplies") == []
    assert tom("getTicket")["properties"]["hasDraft"]
    assert ask("enneo", "getConversation", ticketId=TOM, state=state)["conversations"][-1]["private"]


def test_a_note_is_added_written_anew_and_removed(tom: Any, ask: Any, state: State) -> None:
    note = tom("addNote", sent={"message": "Alt"})
    assert tom("updateNote", noteId=note["id"], sent={"message": "Neu"})["message"] == "Neu"
    assert [each["message"] for each in tom("listNotes")] == ["Neu"]
    assert tom("deleteNote", noteId=note["id"]) == note["id"]
    assert tom("listNotes") == []
    history = ask("zoho-desk", "getTicketHistory", ticketId="57440000000376189", state=state)["data"]
    assert [each["eventName"] for each in history[:3]] == ["CommentDeleted", "CommentEdited", "CommentAdded"]
    with pytest.raises(Refused, match="has no note"):
        tom("deleteNote", noteId=note["id"])


def test_nobody_else_replies(tom: Any) -> None:
    with pytest.raises(Refused, match="is neither of the team nor the customer"):
        tom("createReply", sent={"message": "Gern", "author": {"email": "nobody@example.com"}})


def test_a_file_of_a_reply_is_shown_where_it_was_put(tom: Any) -> None:
    files = [
        {"isContentPart": place, "name": "zaehler.jpg", "url": "/api/mind/attachment/3761890010"}
        for place in (True, False)
    ]
    sent = {"message": "Gern", "author": {"email": STEFAN}, "attachments": files}
    assert tom("createReply", sent=sent)["attachments"] == files
