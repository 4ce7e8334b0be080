"""Tickets as rows for a report: counts, times and how late they were."""

from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_ticket import deadlines, legitimation_level, sender_of
from vertrag.vendors.instants import german_time
from vertrag.vendors.ticket_search import Query, search
from vertrag.world.days import SECOND
from vertrag.world.helpdesk.service import Message, Ticket
from vertrag.world.helpdesk.topics import tag_teams


def export_tickets(call: Call) -> Reply:
    """A page of rows, by id."""
    desk = desk_of(call)
    query = Query(offset=call.arguments.get("offset", 0), limit=call.arguments.get("limit", 100))
    return Reply([_row(desk, ticket) for ticket in search(desk, query).tickets])


def _row(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    customer = desk.customer_of(ticket)
    tag = next(iter(ticket.tags), None)
    return {
        "id": ticket.id,
        "channel": ticket.channel,
        "direction": "internal" if ticket.channel == "system" else "in",
        "status": ticket.status,
        "priority": ticket.priority,
        "contractId": None if ticket.contract_id is None else str(ticket.contract_id),
        "customerId": str(customer.id),
        "customerLegitimation": legitimation_level(ticket, customer, sender_of(ticket, customer)),
        "topic": tag_teams().get(tag) if tag else None,
        "subTopic": tag,
        "allTags": ", ".join(ticket.tags),
        **_counts(ticket),
        **_times(desk, ticket),
        "email": customer.email,
        "rawData": None,
    }


def _counts(ticket: Ticket) -> dict[str, int]:
    first = opening(ticket)
    noted = [message for message in ticket.messages if message.direction == "internal"]
    return {
        "incomingMessages": sum(message.direction == "in" for message in ticket.messages),
        "outgoingMessages": sum(message.direction == "out" for message in ticket.messages),
        "internalMessages": sum(first is None or note.id != first.payload["message_id"] for note in noted),
        "manualWorkEntries": sum(event.kind == "read" for event in ticket.events),
    }


def _times(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    due, closed = deadlines(ticket)[1], ticket.closed_ns
    said = _last(ticket.messages)
    heard = _last([message for message in ticket.messages if message.direction == "in"])
    return {
        "createdAt": german_time(ticket.created_ns),
        "closedAt": _german(closed),
        "modifiedAt": _german(ticket.modified_ns),
        "dueBy": german_time(due),
        "lastMessageAt": _german(said),
        "lastCustomerMessageAt": _german(heard),
        "secondsSinceLastCustomerMessage": None if heard is None else _seconds(heard, desk.world.now_ns),
        "secondsToClose": None if closed is None else _seconds(ticket.created_ns, closed),
        "secondsClosedAfterSLA": None if closed is None else (closed - due) // SECOND,
    }


def _last(messages: tuple[Message, ...] | list[Message]) -> int | None:
    return messages[-1].time_ns if messages else None


def _german(time_ns: int | None) -> str | None:
    return None if time_ns is None else german_time(time_ns)


def _seconds(since_ns: int, until_ns: int) -> int:
    return max(0, until_ns - since_ns) // SECOND
