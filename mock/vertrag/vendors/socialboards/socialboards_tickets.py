"""Tickets of Socialboards: shown, listed, made and changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.conversation import is_reply, last_reply_ns, opening
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_attachments import address_of
from vertrag.vendors.instants import utc_ticks
from vertrag.vendors.ledger import DESK, Happening, Ledger, Sender, clerk, ledger_of, message, turned, writer
from vertrag.vendors.letter_text import as_html, as_plain, start_of
from vertrag.vendors.socialboards.socialboards_people import envelope, shown_agent, shown_customer, teammate
from vertrag.vendors.tag_registry import tag_named, tags_by_name
from vertrag.vendors.ticket_search import Condition, Order, Query, search
from vertrag.world.census.people import Customer
from vertrag.world.days import SECOND
from vertrag.world.helpdesk.service import Attachment, Status, Ticket

STATUS_NAMES = {"open": "open", "pending": "pending", "closed": "completed"}
STATUSES: dict[str, Status] = {"open": "open", "pending": "pending", "completed": "closed"}
_SOURCES = {
    "email": "email",
    "portal": "web",
    "phone": "phone",
    "letter": "letter",
    "system": "system",
    "chat": "chat",
    "walkIn": "walk_in",
}
_ORDERS: dict[str, tuple[Order, bool]] = {
    "last_thread_activity_desc": ("activity", True),
    "last_thread_activity_asc": ("activity", False),
    "creation_time_desc": ("created", True),
    "creation_time_asc": ("created", False),
}
_SENTIMENTS = {"complaint": "complaint"}
_NO_TITLE = "(ohne Titel)"
_SUMMARY = 200
_LONGEST = 15  # digits


def get_ticket(call: Call) -> Reply:
    """One ticket."""
    desk = desk_of(call)
    return envelope(shown_ticket(desk, desk.find(call.arguments["ticketId"])))


def list_tickets(call: Call) -> Reply:
    """A page of the tickets that pass all filters, newest first unless asked otherwise."""
    desk, sent = desk_of(call), call.body
    order, descending = _ORDERS.get(sent.get("orderBy", ""), ("created", True))
    query = Query(
        tuple(_conditions(sent)),
        _instant(sent.get("from")),
        _instant(sent.get("to")),
        order=order,
        descending=descending,
        offset=sent.get("skip", 0),
        limit=sent.get("take", 25),
    )
    return envelope([shown_ticket(desk, ticket) for ticket in search(desk, query).tickets])


def create_ticket(call: Call) -> Reply:
    """A new ticket; the answer is its number."""
    ledger, sent = ledger_of(call), call.body
    customer = _creator(ledger, sent["creator"])
    agent = sent.get("assigneeId")
    text = sent["message"]
    beginning = {
        "customer_id": customer.id,
        "contract_id": None,
        "topic": "other",
        "channel": "portal",
        "sub_channel": None,
        "priority": "medium",
        "status": "open",
        "subject": sent.get("title") or _NO_TITLE,
        "summary": start_of(text, _SUMMARY),
        "agent_id": None if agent is None else teammate(ledger.desk, agent).id,
        "sender": sent["creator"]["email"],
        "sentiment": sent.get("sentiment"),
        "source_name": sent.get("sourceName"),
    }
    tags = [tag_named(ledger.desk, name).name for name in dict.fromkeys(sent.get("tags", ()))]

    def then(number: int) -> Iterator[Happening]:
        files = sent.get("attachments", ())
        yield Happening("message_received", writer(customer), message(number, 1, text, files))
        if tags:
            yield Happening("tags_added", DESK, {"tags": tags})

    return envelope(ledger.open(beginning, writer(customer), then).id)


def update_status(call: Call) -> Reply:
    """A ticket with another status."""
    ledger = ledger_of(call)
    ticket = ledger.desk.find(call.arguments["ticketId"])
    changes = turned(ticket, clerk(ledger.desk), STATUSES[call.body["status"]])
    return envelope(shown_ticket(ledger.desk, ledger.append(ticket, changes)))


def update_assignee(call: Call) -> Reply:
    """A ticket in other hands."""
    ledger = ledger_of(call)
    ticket = ledger.desk.find(call.arguments["ticketId"])
    number = call.body["assigneeId"]
    agent_id = None if number is None else teammate(ledger.desk, number).id
    changes = []
    if agent_id != ticket.agent_id:
        payload = {"previous_agent_id": ticket.agent_id, "agent_id": agent_id}
        changes = [Happening("assigned", clerk(ledger.desk), payload)]
    return envelope(shown_ticket(ledger.desk, ledger.append(ticket, changes)))


def replace_tags(call: Call) -> Reply:
    """A ticket with other tags; a name that no tag has makes one."""
    ledger = ledger_of(call)
    ticket = ledger.desk.find(call.arguments["ticketId"])
    names = [tag_named(ledger.desk, name).name for name in dict.fromkeys(call.body["tags"])]
    old = [name for name in ticket.tags if name not in names]
    new = [name for name in names if name not in ticket.tags]
    actor, changes = clerk(ledger.desk), []
    if old:
        changes.append(Happening("tags_removed", actor, {"tags": old}))
    if new:
        changes.append(Happening("tags_added", actor, {"tags": new}))
    return envelope(shown_ticket(ledger.desk, ledger.append(ticket, changes)))


def list_tags(call: Call) -> Reply:
    """All tags."""
    return envelope([{"id": tag.id, "name": tag.name} for tag in tags_by_name(desk_of(call)).values()])


def shown_ticket(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """A ticket in full."""
    request = opening(ticket)
    text = "" if request is None else str(request.payload["text"])
    replies = sum(is_reply(ticket, event) for event in ticket.events)
    files = [shown_file(file) for file in ticket.attachments]
    source = _SOURCES[ticket.channel]
    return {
        "id": ticket.id,
        "title": ticket.subject,
        "message": as_plain(text),
        "htmlMessage": as_html(text),
        "author": shown_customer(desk.customer_of(ticket)),
        "category": None,
        "creationTime": utc_ticks(ticket.created_ns),
        "customFields": [],
        "lastThreadElementCreationTime": utc_ticks(last_reply_ns(ticket)),
        "lockedBy": None,
        "originalLink": None,
        "properties": _properties(ticket),
        "replyCount": replies,
        "isMuted": False,
        "sentiment": ticket.more.get("sentiment") or _SENTIMENTS.get(ticket.topic, "question"),
        "source": source,
        "detailedSource": "web_website" if source == "web" else ticket.sub_channel or source,
        "sourceName": ticket.more.get("source_name"),
        "status": STATUS_NAMES[ticket.status],
        "tags": shown_tags(desk, ticket.tags),
        "attachments": files,
        "assignee": None if ticket.agent_id is None else shown_agent(desk.agent(ticket.agent_id)),
    }


def shown_tags(desk: Desk, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Tags by name."""
    known = tags_by_name(desk)
    return [{"id": known[name].id, "name": name} for name in names if name in known]


def shown_file(file: Attachment) -> dict[str, Any]:
    """A file as an attachment."""
    return {"isContentPart": file.inline, "name": file.name, "url": address_of(file)}


def _properties(ticket: Ticket) -> dict[str, bool]:
    return {
        "isAnonymized": False,
        "isMuted": False,
        "hasAttachments": bool(ticket.attachments),
        "hasDraft": any("draft" in event.payload for event in ticket.events),
        "isAssignedToBot": False,
        "isDeleted": False,
        "isExpired": False,
        "isHidden": False,
        "isLocked": False,
        "isSpam": ticket.topic == "spam",
        "isSensitive": False,
    }


def _conditions(sent: Mapping[str, Any]) -> Iterator[Condition]:
    if "status" in sent:
        yield Condition("status", frozenset({STATUSES.get(sent["status"])}))
    if "source" in sent:
        channels = [channel for channel, source in _SOURCES.items() if source == sent["source"]]
        yield Condition("channel", frozenset(channels))
    if sent.get("ticketIds"):
        yield Condition("id", frozenset(sent["ticketIds"]))


def _instant(text: str | None) -> int | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp()) * SECOND + moment.microsecond * 1000


def _creator(ledger: Ledger, sent: Mapping[str, Any]) -> Customer:
    """The customer whose number is given, else whoever wrote."""
    number = sent.get("customIdentifier") or ""
    known = None
    if number.isascii() and number.isdecimal() and len(number) <= _LONGEST:
        known = ledger.desk.customer(int(number))
    return known or ledger.welcome(Sender(sent["name"], sent["email"], sent.get("phoneNumber") or ""))
