"""The conversation of a ticket as enneo shows it: what customer and service wrote, and the notes between."""

from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors import mailboxes
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_attachments import shown_attachments
from vertrag.vendors.instants import unix_seconds
from vertrag.vendors.letter_text import as_html, as_plain, without_courtesies
from vertrag.world.census.people import Customer
from vertrag.world.helpdesk.service import Actor, Message, Ticket


def get_conversation(call: Call) -> Reply:
    """The whole conversation, oldest first."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    return Reply({"success": True, "conversations": conversations(desk, ticket)})


def conversations(desk: Desk, ticket: Ticket) -> list[dict[str, Any]]:
    """Everything that was said in a ticket or noted about it."""
    first = opening(ticket)
    first_id = None if first is None else first.payload["message_id"]
    customer = desk.customer_of(ticket)
    intent = desk.world.intent(ticket.id)
    reading = intent.data.get("reading") if intent else None
    return [
        _shown(desk, message, customer)
        | {
            "private": message.direction == "internal" and message.id != first_id,
            "intentIds": [str(intent.id)] if intent and message.id == first_id else [],
            "attachments": shown_attachments(message, reading),
        }
        for message in ticket.messages
    ]


def _shown(desk: Desk, message: Message, customer: Customer) -> dict[str, Any]:
    address = _address(desk, message.author, customer)
    plain = as_plain(message.text)
    return {
        "id": message.id,
        "ticketId": message.ticket_id,
        "type": "html",
        "direction": "out" if message.direction == "out" else "in",
        "isDraft": False,
        "fromEmail": address,
        "fromEmailName": message.author.name,
        "agentId": message.author.id if message.author.kind == "agent" else None,
        "sender": {"id": message.author.id, "name": message.author.name, "email": address},
        "toEmail": _to(message, customer),
        "ccEmails": [],
        "body": as_html(message.text),
        "bodyPlain": plain,
        "bodyClean": without_courtesies(plain),
        "content": {"message": plain},
        "cortexRequestId": None,
        "crmNotificationId": None,
        "createdAt": unix_seconds(message.time_ns),
        "modifiedAt": None,
        "deletedAt": None,
    }


def _to(message: Message, customer: Customer) -> list[str]:
    if message.direction == "internal":
        return []
    return [customer.email] if message.direction == "out" else [mailboxes.SERVICE]


def _address(desk: Desk, author: Actor, customer: Customer) -> str | None:
    if author.kind == "agent" and author.id is not None:
        return desk.agent(author.id).email
    return customer.email if author.kind == "customer" else None
