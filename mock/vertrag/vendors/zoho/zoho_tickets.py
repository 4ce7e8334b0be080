"""Tickets of Zoho Desk: shown, listed, made and changed.

Laws
1. A count is the number of things that can be listed; it is text, as all of Zoho's numbers of things.
2. An empty list is answered with 204 and no body.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_ticket import deadlines
from vertrag.vendors.instants import instant_from_utc, utc_milliseconds
from vertrag.vendors.ledger import DESK, Happening, Ledger, Sender, clerk, ledger_of, message, turned, writer
from vertrag.vendors.letter_text import start_of
from vertrag.vendors.ticket_search import Condition, Order, Query, search
from vertrag.vendors.zoho.zoho_entries import AGENTS, CONTACTS, DEPARTMENT, STATUS_NAMES, TICKETS
from vertrag.world.census.people import Customer
from vertrag.world.days import DAY
from vertrag.world.helpdesk.service import Message, Status, Ticket

STATUSES: dict[str, Status] = {"Open": "open", "On Hold": "pending", "Closed": "closed"}
PRIORITY_NAMES = {"low": "Low", "medium": "Medium", "high": "High", "urgent": "Urgent"}
PRIORITIES = {name: priority for priority, name in PRIORITY_NAMES.items()}
CHANNELS = {
    "Email": "email",
    "Web": "portal",
    "Phone": "phone",
    "Chat": "chat",
    "Letter": "letter",
    "Counter": "walkIn",
    "System": "system",
}
_CHANNEL_NAMES = {channel: name for name, channel in CHANNELS.items()}
_SENTIMENTS = {"complaint": "NEGATIVE"}
_ORDERS: dict[str, Order] = {"createdTime": "created", "status": "status", "priority": "priority"}
_LAYOUT = "57490000000000001"
_ACCOUNTS = 57480000000000000
_SUMMARY = 200
_UNKNOWN = "unbekannt@exempla.example"
_DESK_URL = "https://desk.exempla.example"


def get_ticket(call: Call) -> Reply:
    """One ticket."""
    desk = desk_of(call)
    return Reply(shown_ticket(desk, asked_ticket(desk, call)))


def get_tickets(call: Call) -> Reply:
    """A page of the tickets that pass all filters."""
    desk, asked = desk_of(call), call.arguments
    order = asked.get("sortBy", "-createdTime")
    days = int(asked.get("receivedInDays", "-1"))
    query = Query(
        tuple(_conditions(asked)),
        since_ns=desk.world.now_ns - days * DAY if days > 0 else None,
        order=_ORDERS[order.removeprefix("-")],
        descending=order.startswith("-"),
        offset=asked.get("from", 0),
        limit=asked.get("limit", 25),
    )
    return listed([shown_ticket(desk, ticket) for ticket in search(desk, query).tickets])


def create_ticket(call: Call) -> Reply:
    """A new ticket of a known contact, or of one who is described."""
    ledger, sent = ledger_of(call), call.body
    if sent["departmentId"] != DEPARTMENT["id"]:
        raise Refused(404, f"There is no department {sent['departmentId']}.")
    customer = _contact(ledger, sent)
    text = sent.get("description") or ""
    channel = CHANNELS[sent.get("channel", "Email")]
    beginning = {
        "customer_id": customer.id,
        "contract_id": None,
        "topic": "other",
        "channel": channel,
        "sub_channel": None,
        "priority": PRIORITIES[sent.get("priority") or "Medium"],
        "status": STATUSES[sent.get("status", "Open")],
        "subject": sent["subject"],
        "summary": start_of(text, _SUMMARY),
        "agent_id": agent_id_of(ledger.desk, sent.get("assigneeId")),
        "due_ns": _due(sent.get("dueDate"), ledger.desk.world.now_ns),
        "sender": sent.get("email") or customer.email,
        "phone": sent.get("phone") or customer.phone,
    }
    system = channel == "system"
    actor = DESK if system else writer(customer)

    def then(number: int) -> Iterator[Happening]:
        yield Happening("note_added" if system else "message_received", actor, message(number, 1, text))

    ticket = ledger.open(beginning, actor, then)
    return Reply(shown_ticket(ledger.desk, ticket))


def update_ticket(call: Call) -> Reply:
    """A ticket with what was sent changed."""
    ledger = ledger_of(call)
    ticket = asked_ticket(ledger.desk, call)
    return Reply(shown_ticket(ledger.desk, ledger.append(ticket, _changes(ledger.desk, ticket, call.body))))


def close_tickets(call: Call) -> Reply:
    """Several tickets closed, each by itself."""
    ledger = ledger_of(call)
    return Reply({"results": [_closed(ledger, number) for number in call.body["ids"]]})


def asked_ticket(desk: Desk, call: Call) -> Ticket:
    """The ticket that the path names."""
    asked = call.arguments["ticketId"]
    return desk.find(int(asked) - TICKETS, asked)


def listed(rows: list[dict[str, Any]]) -> Reply:
    """A list, or nothing at all."""
    return Reply({"data": rows}) if rows else Reply(None, 204)


def agent_id_of(desk: Desk, asked: str | None) -> int | None:
    """The agent with an id of Zoho's; `Refused` (404) if nobody has it."""
    if asked is None:
        return None
    agent = desk.world.agent(int(asked) - AGENTS)
    if agent is None:
        raise Refused(404, f"There is no agent {asked}.")
    return agent.id


def threads_of(ticket: Ticket) -> list[Message]:
    """What customer and service wrote, the opening included, oldest first."""
    first = _first(ticket)
    return [each for each in ticket.messages if each.direction != "internal" or each.id == first]


def comments_of(ticket: Ticket) -> list[Message]:
    """What the service wrote for itself, oldest first."""
    first = _first(ticket)
    return [each for each in ticket.messages if each.direction == "internal" and each.id != first]


def shown_ticket(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """A ticket in full."""
    customer = desk.customer_of(ticket)
    request = opening(ticket)
    return {
        "id": str(TICKETS + ticket.id),
        "ticketNumber": str(ticket.id),
        "subject": ticket.subject,
        "description": None if request is None else request.payload["text"],
        "status": STATUS_NAMES[ticket.status],
        "statusType": STATUS_NAMES[ticket.status],
        "priority": PRIORITY_NAMES[ticket.priority],
        "channel": _CHANNEL_NAMES[ticket.channel],
        "language": "German",
        "sentiment": _SENTIMENTS.get(ticket.topic, "NEUTRAL"),
        "email": ticket.more.get("sender") or customer.email,
        "phone": ticket.more.get("phone") or customer.phone or None,
        **_belongings(ticket, customer),
        **_times(desk, ticket),
        **_flags(ticket),
        **_counts(ticket),
        **_EMPTY,
        "webUrl": f"{_DESK_URL}/tickets/{TICKETS + ticket.id}",
    }


_EMPTY: Mapping[str, Any] = {
    "channelCode": None,
    "channelRelatedInfo": None,
    "source": None,
    "classification": None,
    "category": None,
    "subCategory": None,
    "teamId": None,
    "productId": None,
    "slaId": None,
    "resolution": None,
    "lockedTime": None,
    "secondaryContacts": [],
    "sharedDepartments": [],
    "entitySkills": [],
    "customFields": {},
}


def _belongings(ticket: Ticket, customer: Customer) -> dict[str, Any]:
    last = ticket.events[-1].actor
    return {
        "contactId": str(CONTACTS + customer.id),
        "accountId": str(_ACCOUNTS + customer.id) if customer.company else None,
        "departmentId": DEPARTMENT["id"],
        "assigneeId": None if ticket.agent_id is None else str(AGENTS + ticket.agent_id),
        "contract": None if ticket.contract_id is None else {"id": str(ticket.contract_id)},
        "layoutId": _LAYOUT,
        "layoutDetails": {"id": _LAYOUT, "layoutName": DEPARTMENT["name"]},
        "createdBy": None,
        "modifiedBy": str(AGENTS + last.id) if last.kind == "agent" and last.id else None,
    }


def _times(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    response, due = deadlines(ticket)
    answers = [each.time_ns for each in ticket.messages if each.direction == "out"]
    heard = [each.time_ns for each in ticket.messages if each.direction == "in"]
    turned_ns = [event.time_ns for event in ticket.events if event.kind == "status_changed"]
    is_open = ticket.status != "closed"
    return {
        "createdTime": utc_milliseconds(ticket.created_ns),
        "modifiedTime": _shown(ticket.modified_ns),
        "closedTime": _shown(ticket.closed_ns),
        "dueDate": utc_milliseconds(due),
        "responseDueDate": utc_milliseconds(response),
        "customerResponseTime": _shown(heard[-1] if heard else None),
        "onholdTime": _shown(turned_ns[-1] if ticket.status == "pending" and turned_ns else None),
        "isOverDue": is_open and due < desk.world.now_ns,
        "isResponseOverdue": is_open and not answers and response < desk.world.now_ns,
    }


def _flags(ticket: Ticket) -> dict[str, bool]:
    return {
        "isSpam": ticket.topic == "spam",
        "isTrashed": False,
        "isDeleted": False,
        "isArchived": False,
        "isEscalated": False,
        "isFollowing": False,
    }


def _counts(ticket: Ticket) -> dict[str, str]:
    counted = {
        "threadCount": len(threads_of(ticket)),
        "commentCount": len(comments_of(ticket)),
        "attachmentCount": 0,
        "tagCount": len(ticket.tags),
        "taskCount": 0,
        "approvalCount": 0,
        "timeEntryCount": 0,
        "followerCount": 0,
    }
    return {name: str(count) for name, count in counted.items()}


def _conditions(asked: Mapping[str, Any]) -> Iterator[Condition]:
    if asked.get("status"):
        yield Condition("status", frozenset(STATUSES[name] for name in asked["status"]))
    if asked.get("priority"):
        yield Condition("priority", frozenset(PRIORITIES[name] for name in asked["priority"]))
    if asked.get("channel"):
        yield Condition("channel", frozenset(CHANNELS[name] for name in asked["channel"]))
    if asked.get("assignee"):
        yield Condition("agent_id", frozenset(int(number) - AGENTS for number in asked["assignee"]))


def _changes(desk: Desk, ticket: Ticket, sent: Mapping[str, Any]) -> Iterator[Happening]:
    actor = clerk(desk)
    after: dict[str, Any] = {}
    if "subject" in sent:
        after["subject"] = sent["subject"]
    if "priority" in sent:
        after["priority"] = PRIORITIES[sent["priority"]]
    if "dueDate" in sent:
        after["due_ns"] = _due(sent["dueDate"], ticket.created_ns)
    before = {name: getattr(ticket, name) for name in after}
    if after != before:
        yield Happening("changed", actor, {"before": before, "after": after})
    if "assigneeId" in sent:
        agent_id = agent_id_of(desk, sent["assigneeId"])
        if agent_id != ticket.agent_id:
            yield Happening("assigned", actor, {"previous_agent_id": ticket.agent_id, "agent_id": agent_id})
    if "status" in sent:
        yield from turned(ticket, actor, STATUSES[sent["status"]])


def _closed(ledger: Ledger, number: str) -> dict[str, Any]:
    ticket = ledger.desk.ticket(int(number) - TICKETS)
    if ticket is None:
        error = {"errorCode": "URL_NOT_FOUND", "message": f"There is no ticket {number}."}
        return {"id": number, "success": False, "errors": error}
    ledger.append(ticket, turned(ticket, clerk(ledger.desk), "closed"))
    return {"id": number, "success": True, "errors": None}


def _contact(ledger: Ledger, sent: Mapping[str, Any]) -> Customer:
    if "contactId" in sent:
        customer = ledger.desk.customer(int(sent["contactId"]) - CONTACTS)
        if customer is None:
            raise Refused(404, f"There is no contact {sent['contactId']}.")
        return customer
    described = sent.get("contact")
    if described is None:
        return ledger.welcome(Sender("Unbekannt", sent.get("email") or _UNKNOWN, sent.get("phone") or ""))
    name = f"{described.get('firstName') or ''} {described['lastName']}"
    return ledger.welcome(Sender(name, described["email"], sent.get("phone") or ""))


def _first(ticket: Ticket) -> int | None:
    request = opening(ticket)
    return None if request is None else request.payload["message_id"]


def _due(text: str | None, created_ns: int) -> int | None:
    due_ns = None if text is None else instant_from_utc(text)
    if due_ns is not None and due_ns < created_ns:
        raise Refused(409, f"A ticket cannot be due before it is there: {text}.")
    return due_ns


def _shown(time_ns: int | None) -> str | None:
    return None if time_ns is None else utc_milliseconds(time_ns)
