"""Replies and notes of Socialboards: what was written to a ticket, and writing more."""

from collections.abc import Mapping
from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.instants import utc_ticks
from vertrag.vendors.ledger import Happening, Ledger, clerk, ledger_of, message, next_message, turned, writer
from vertrag.vendors.letter_text import as_html, as_plain
from vertrag.vendors.socialboards.socialboards_people import envelope, shown_actor
from vertrag.vendors.socialboards.socialboards_tickets import shown_file
from vertrag.world.helpdesk.service import Actor, EventKind, Message, Status, Ticket


def list_replies(call: Call) -> Reply:
    """What customer and team wrote after the opening."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    return envelope([shown_reply(desk, ticket, each) for each in replies_of(ticket)])


def create_reply(call: Call) -> Reply:
    """An answer of the team, or one more message of the customer; a draft is a note until it is sent."""
    ledger, sent = ledger_of(call), call.body
    ticket = ledger.desk.find(call.arguments["ticketId"])
    author = _author(ledger.desk, ticket, sent["author"]["email"])
    payload = message(ticket.id, next_message(ticket), sent["message"], sent.get("attachments", ()))
    is_draft = sent.get("isDraft", False)
    if is_draft:
        happenings = [Happening("note_added", author, payload | {"draft": True})]
    else:
        kind: EventKind = "message_sent" if author.kind == "agent" else "message_received"
        happenings = [Happening(kind, author, payload), *_status_after(ticket, author, sent)]
    after = ledger.append(ticket, happenings)
    reply = next(each for each in after.messages if each.id == payload["message_id"])
    shown = shown_reply(ledger.desk, after, reply, parent=sent.get("parentReplyId"))
    shown["properties"]["isDraft"] = is_draft
    return envelope(shown)


def list_notes(call: Call) -> Reply:
    """What the team wrote for itself."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    return envelope([shown_note(desk, ticket, each) for each in notes_of(ticket)])


def add_note(call: Call) -> Reply:
    """One more note."""
    ledger = ledger_of(call)
    ticket = ledger.desk.find(call.arguments["ticketId"])
    payload = message(ticket.id, next_message(ticket), call.body["message"])
    after = ledger.append(ticket, [Happening("note_added", clerk(ledger.desk), payload)])
    return envelope(shown_note(ledger.desk, after, after.messages[-1]))


def update_note(call: Call) -> Reply:
    """A note written anew."""
    ledger = ledger_of(call)
    ticket, note = _note(ledger, call.arguments)
    payload = {"message_id": note.id, "text": call.body["message"]}
    after = ledger.append(ticket, [Happening("note_edited", clerk(ledger.desk), payload)])
    changed = next(each for each in after.messages if each.id == note.id)
    return envelope(shown_note(ledger.desk, after, changed))


def delete_note(call: Call) -> Reply:
    """One note less; the answer is its number."""
    ledger = ledger_of(call)
    ticket, note = _note(ledger, call.arguments)
    ledger.append(ticket, [Happening("note_removed", clerk(ledger.desk), {"message_id": note.id})])
    return envelope(note.id)


def replies_of(ticket: Ticket) -> list[Message]:
    """What customer and team wrote after the opening, oldest first."""
    first = _first(ticket)
    return [each for each in ticket.messages if each.direction != "internal" and each.id != first]


def notes_of(ticket: Ticket) -> list[Message]:
    """What only the team sees; the note of whoever took a call is the ticket itself."""
    first = _first(ticket)
    return [each for each in ticket.messages if each.direction == "internal" and each.id != first]


def shown_reply(desk: Desk, ticket: Ticket, reply: Message, *, parent: int | None = None) -> dict[str, Any]:
    """A reply in full."""
    by_team = reply.author.kind == "agent"
    return {
        "id": reply.id,
        "ticketId": ticket.id,
        "parentReplyId": parent,
        "level": 0 if parent is None else 1,
        "message": as_plain(reply.text),
        "htmlMessage": as_html(reply.text),
        "author": shown_actor(desk, ticket, reply.author),
        "attachments": [shown_file(file) for file in reply.attachments],
        "ccEmails": [],
        "toEmails": [desk.customer_of(ticket).email] if by_team else [],
        "tags": [],
        "creationTime": utc_ticks(reply.time_ns),
        "properties": {"isByTeam": by_team, "isDraft": False, "isHidden": False},
    }


def shown_note(desk: Desk, ticket: Ticket, note: Message) -> dict[str, Any]:
    """A note in full."""
    return {
        "id": note.id,
        "message": as_plain(note.text),
        "htmlMessage": as_html(note.text),
        "attachments": [],
        "author": shown_actor(desk, ticket, note.author),
        "mentionedUsers": [],
        "creationTime": utc_ticks(note.time_ns),
    }


def _first(ticket: Ticket) -> int | None:
    request = opening(ticket)
    return None if request is None else request.payload["message_id"]


def _author(desk: Desk, ticket: Ticket, email: str) -> Actor:
    """Somebody of the team, or the customer, by mail address; `Refused` (409) for anybody else."""
    for agent in desk.world.agents():
        if agent.email == email.lower():
            return clerk(desk, agent.id)
    customer = desk.customer_of(ticket)
    if customer.email.lower() != email.lower():
        raise Refused(409, f"{email} is neither of the team nor the customer of ticket {ticket.id}.")
    return writer(customer)


def _status_after(ticket: Ticket, author: Actor, sent: Mapping[str, Any]) -> list[Happening]:
    """What a reply makes of the status: an answer waits for the customer, a question for the team."""
    status: Status = "pending" if author.kind == "agent" else "open"
    if sent.get("isTicketNeededToBeCompleted", False):
        status = "closed"
    elif sent.get("suppressTicketStatusAutoupdate", False):
        return []
    return turned(ticket, author, status)


def _note(ledger: Ledger, arguments: Mapping[str, Any]) -> tuple[Ticket, Message]:
    ticket = ledger.desk.find(arguments["ticketId"])
    note = next((each for each in notes_of(ticket) if each.id == arguments["noteId"]), None)
    if note is None:
        raise Refused(404, f"Ticket {ticket.id} has no note {arguments['noteId']}.")
    return ticket, note
