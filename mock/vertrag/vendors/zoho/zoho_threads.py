"""Threads, comments and figures of a ticket as Zoho Desk shows them."""

from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors import mailboxes
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.instants import utc_milliseconds
from vertrag.vendors.ledger import Happening, clerk, ledger_of, message, next_message
from vertrag.vendors.letter_text import is_html, start_of
from vertrag.vendors.zoho.zoho_entries import AGENTS, CONTACTS, MESSAGES, STATUS_NAMES
from vertrag.vendors.zoho.zoho_tickets import asked_ticket, comments_of, listed, threads_of
from vertrag.world.days import HOUR, MINUTE
from vertrag.world.helpdesk.service import Actor, Message, Ticket

_CHANNELS = {"email": "EMAIL", "portal": "CUSTOMERPORTAL", "phone": "PHONE", "chat": "ONLINE_CHAT"}
_SUMMARY = 100


def get_threads(call: Call) -> Reply:
    """A page of what customer and service wrote, newest first."""
    desk = desk_of(call)
    ticket = asked_ticket(desk, call)
    start, limit = call.arguments.get("from", 0), call.arguments.get("limit", 10)
    page = threads_of(ticket)[::-1][start : start + limit]
    return listed([shown_thread(desk, ticket, each) for each in page])


def get_thread(call: Call) -> Reply:
    """One thread."""
    desk = desk_of(call)
    ticket = asked_ticket(desk, call)
    found = _named(threads_of(ticket), call.arguments["threadId"], "thread")
    return Reply(shown_thread(desk, ticket, found))


def get_comments(call: Call) -> Reply:
    """A page of what the service wrote for itself, newest first."""
    desk = desk_of(call)
    ticket = asked_ticket(desk, call)
    start, limit = call.arguments.get("from", 0), call.arguments.get("limit", 50)
    page = comments_of(ticket)[::-1][start : start + limit]
    return listed([shown_comment(desk, ticket, each) for each in page])


def get_comment(call: Call) -> Reply:
    """One comment."""
    desk = desk_of(call)
    ticket = asked_ticket(desk, call)
    return Reply(
        shown_comment(desk, ticket, _named(comments_of(ticket), call.arguments["commentId"], "comment"))
    )


def create_comment(call: Call) -> Reply:
    """One more comment."""
    ledger = ledger_of(call)
    ticket = asked_ticket(ledger.desk, call)
    payload = message(ticket.id, next_message(ticket), call.body["content"])
    after = ledger.append(ticket, [Happening("note_added", clerk(ledger.desk), payload)])
    return Reply(shown_comment(ledger.desk, after, after.messages[-1]))


def update_comment(call: Call) -> Reply:
    """A comment written anew."""
    ledger = ledger_of(call)
    ticket = asked_ticket(ledger.desk, call)
    note = _named(comments_of(ticket), call.arguments["commentId"], "comment")
    payload = {"message_id": note.id, "text": call.body["content"]}
    after = ledger.append(ticket, [Happening("note_edited", clerk(ledger.desk), payload)])
    return Reply(
        shown_comment(ledger.desk, after, next(each for each in after.messages if each.id == note.id))
    )


def get_metrics(call: Call) -> Reply:
    """How long everything took, and how often it went to and fro."""
    ticket = asked_ticket(desk_of(call), call)
    answers = [each.time_ns for each in ticket.messages if each.direction == "out"]
    closed = ticket.closed_ns
    first = answers[0] - ticket.created_ns if answers else None
    turns = [event for event in ticket.events if event.kind == "status_changed"]
    handed = [event for event in ticket.events if event.kind == "assigned"]
    return Reply(
        {
            "firstResponseTime": _hours(first),
            "resolutionTime": _hours(None if closed is None else closed - ticket.created_ns),
            "totalResponseTime": _hours(answers[-1] - ticket.created_ns if answers else None),
            "reassignCount": str(max(len(handed) - 1, 0)),
            "outgoingCount": str(len(answers)),
            "threadCount": str(len(threads_of(ticket))),
            "responseCount": str(len(answers)),
            "reopenCount": str(sum(event.payload["previous"] == "closed" for event in turns)),
            "agentsHandled": [],
            "stagingData": _stages(ticket),
        }
    )


def shown_thread(desk: Desk, ticket: Ticket, thread: Message) -> dict[str, Any]:
    """A thread in full."""
    outwards = thread.direction == "out"
    author = _person(desk, ticket, thread.author)
    customer = desk.customer_of(ticket)
    return {
        "id": str(MESSAGES + thread.id),
        "channel": _CHANNELS.get(ticket.channel, "WEB"),
        "direction": "out" if outwards else "in",
        "visibility": "public",
        "status": "SUCCESS",
        "contentType": "text/html" if is_html(thread.text) else "text/plain",
        "content": thread.text,
        "summary": start_of(thread.text, _SUMMARY),
        "createdTime": utc_milliseconds(thread.time_ns),
        "author": author,
        "hasAttach": bool(thread.attachments),
        "attachmentCount": str(len(thread.attachments)),
        "fromEmailAddress": author["email"],
        "to": customer.email if outwards else mailboxes.SERVICE,
        "cc": None,
        "bcc": None,
        "replyTo": None,
        "isForward": False,
    }


def shown_comment(desk: Desk, ticket: Ticket, note: Message) -> dict[str, Any]:
    """A comment in full."""
    commenter = _person(desk, ticket, note.author)
    edits = [event.time_ns for event in ticket.events if _edits(event.kind, event.payload, note)]
    return {
        "id": str(MESSAGES + note.id),
        "content": note.text,
        "contentType": "html" if is_html(note.text) else "plainText",
        "isPublic": False,
        "commentedTime": utc_milliseconds(note.time_ns),
        "modifiedTime": utc_milliseconds(edits[-1]) if edits else None,
        "commenterId": commenter["id"],
        "commenter": commenter,
    }


def _edits(kind: str, payload: Any, note: Message) -> bool:
    return kind == "note_edited" and payload["message_id"] == note.id


def _named(messages: list[Message], asked: str, kind: str) -> Message:
    found = next((each for each in messages if each.id == int(asked) - MESSAGES), None)
    if found is None:
        raise Refused(404, f"There is no {kind} {asked}.")
    return found


def _person(desk: Desk, ticket: Ticket, actor: Actor) -> dict[str, Any]:
    if actor.kind == "agent" and actor.id is not None:
        agent = desk.agent(actor.id)
        return {"id": str(AGENTS + agent.id), "name": agent.name, "type": "Agent", "email": agent.email}
    if actor.kind == "customer":
        customer = desk.customer_of(ticket)
        number = str(CONTACTS + customer.id)
        return {"id": number, "name": customer.name, "type": "Contact", "email": customer.email}
    return {"id": None, "name": actor.name, "type": "System", "email": None}


def _stages(ticket: Ticket) -> list[dict[str, str]]:
    """How long the ticket was in each status that it has left."""
    spent: dict[str, int] = {}
    since, status = ticket.created_ns, str(ticket.events[0].payload["status"])
    for event in ticket.events:
        if event.kind == "status_changed":
            spent[status] = spent.get(status, 0) + event.time_ns - since
            since, status = event.time_ns, str(event.payload["updated"])
    return [
        {"status": STATUS_NAMES[name], "handledTime": _hours(time_ns) or ""}
        for name, time_ns in spent.items()
    ]


def _hours(time_ns: int | None) -> str | None:
    """A span as "01:50 hrs"."""
    if time_ns is None:
        return None
    return f"{time_ns // HOUR:02d}:{time_ns % HOUR // MINUTE:02d} hrs"
