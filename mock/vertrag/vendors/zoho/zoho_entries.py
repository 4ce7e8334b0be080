"""What happened to a ticket as entries of Zoho's history.

Laws
1. One event of a ticket makes at most one entry; reading a ticket leaves no trace.
2. Newest first; the last entry is TicketCreated.
3. Status transitions form a chain from the status at creation to the present one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.vendors.conversation import is_public
from vertrag.vendors.desk import Desk
from vertrag.vendors.instants import utc_milliseconds
from vertrag.world.helpdesk.service import Actor, Event, Ticket

# Blocks of ids: the world's number is added to the first of its block.
TICKETS = 57440000000000000
AGENTS = 57440000000900000
CONTACTS = 57450000000000000
MESSAGES = 57460000000000000
DEPARTMENT = {"id": "57470000000000001", "name": "Kundenservice", "type": "Department"}

FIELD_NAMES = {
    "subject": ("Subject", "Text"),
    "priority": ("Priority", "Text"),
    "contract_id": ("Contract", "Text"),
    "due_ns": ("Due Date", "DateTime"),
}
"""What Zoho calls the fields of a ticket that may change, and the kind of their values."""
STATUS_NAMES = {"open": "Open", "pending": "On Hold", "closed": "Closed"}
CHANNEL_NAMES = {
    "email": "Email",
    "portal": "Web",
    "phone": "Phone",
    "chat": "Chat",
    "letter": "CustomChannel",
    "walkIn": "CustomChannel",
    "system": "CustomChannel",
}
# Zoho has no source for calls, visits and what a system does.
_SOURCES = {"email": "Email", "portal": "HelpCenter", "chat": "Chat", "letter": "CustomChannel"}
_SUB_CHANNEL_SOURCES = {"facebook": "Facebook", "companyWebsite": "WebForm"}
_RULE_TYPES = {"assigned": "RoundRobinAssignment", "notified": "NotificationRule"}


def history_entries(desk: Desk, ticket: Ticket) -> Iterator[dict[str, Any]]:
    """The whole history of a ticket, newest first."""
    for event in reversed(ticket.events):
        if event.kind == "read":
            continue
        name, facts = _happening(desk, ticket, event)
        yield {
            "eventName": name,
            "eventTime": utc_milliseconds(event.time_ns),
            "actor": _actor(event),
            "source": _source(ticket, event),
            "eventInfo": facts,
            "actorInfo": [],
        }


def _happening(desk: Desk, ticket: Ticket, event: Event) -> tuple[str, list[dict[str, Any]]]:
    payload = event.payload
    match event.kind:
        case "created":
            return "TicketCreated", _creation(desk, ticket, event)
        case "message_received" | "message_sent" | "note_added" if is_public(ticket, event):
            return "ThreadAdded", _message(event)
        case "note_added" | "note_edited":
            name = "CommentAdded" if event.kind == "note_added" else "CommentEdited"
            return name, [*_message(event), _fact("Is Public", "Boolean", value=False)]
        case "note_removed":
            return "CommentDeleted", [_fact("Id", "Text", str(MESSAGES + payload["message_id"]))]
        case "status_changed":
            return "TicketUpdated", [_status_change(payload)]
        case "assigned":
            return "TicketUpdated", [_owner_change(desk, payload)]
        case "changed":
            return "TicketUpdated", list(_field_changes(payload))
        case "tags_added" | "tags_removed":
            name = "TagsAdded" if event.kind == "tags_added" else "TagsRemoved"
            return name, [_fact("Tags", "TextList", list(payload["tags"]))]
        case "intent_executed":
            return "CustomFunctionExecuted", [_fact("Function Name", "Text", payload["action"])]
        case _:
            return "NotificationSent", [_fact("Recipient", "Text", payload["recipient"])]


def _creation(desk: Desk, ticket: Ticket, event: Event) -> list[dict[str, Any]]:
    customer = desk.customer_of(ticket)
    facts = [
        _fact("Department", "Entity", DEPARTMENT),
        _fact("Contact Name", "Text", customer.name),
        _fact("Email", "Text", customer.email),
        _fact("Subject", "Text", ticket.subject),
        _fact("Description", "Text", ticket.summary),
        _fact("Status", "Text", STATUS_NAMES[event.payload["status"]]),
        _fact("Channel", "Text", CHANNEL_NAMES[ticket.channel]),
        _fact("Is Escalated", "Boolean", value=False),
    ]
    if customer.company is not None:
        facts.insert(1, _fact("Account Name", "Text", customer.company))
    if event.payload["agent_id"] is not None:
        facts.append(_fact("Case Owner", "Entity", _agent_entity(desk, event.payload["agent_id"])))
    return facts


def _message(event: Event) -> list[dict[str, Any]]:
    thread = str(MESSAGES + event.payload["message_id"])
    return [_fact("Id", "Text", thread), _fact("Content", "Text", event.payload["text"])]


def _status_change(payload: Mapping[str, Any]) -> dict[str, Any]:
    before, after = STATUS_NAMES[payload["previous"]], STATUS_NAMES[payload["updated"]]
    return _transition("Status", "Text", before, after)


def _owner_change(desk: Desk, payload: Mapping[str, Any]) -> dict[str, Any]:
    before, after = payload["previous_agent_id"], payload["agent_id"]
    previous, updated = (None if each is None else _agent_entity(desk, each) for each in (before, after))
    return _transition("Case Owner", "Entity", previous, updated)


def _field_changes(payload: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields that Zoho has a name for; what another API alone knows is no field here."""
    for field, updated in payload["after"].items():
        if field in FIELD_NAMES:
            name, kind = FIELD_NAMES[field]
            yield _transition(
                name, kind, *(_field(kind, each) for each in (payload["before"][field], updated))
            )


def _field(kind: str, value: Any) -> Any:
    if value is None:
        return None
    return utc_milliseconds(value) if kind == "DateTime" else str(value)


def _transition(name: str, kind: str, previous: Any, updated: Any) -> dict[str, Any]:
    change = {"previousValue": previous, "updatedValue": updated, "type": kind}
    return _fact(name, "ValueTransition", change)


def _fact(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"propertyName": name, "propertyType": kind, "propertyValue": value, "systemProperty": True}


def _agent_entity(desk: Desk, agent_id: int) -> dict[str, Any]:
    return {"id": str(AGENTS + agent_id), "name": desk.agent(agent_id).name, "type": "Agent"}


def _actor(event: Event) -> dict[str, Any]:
    actor: Actor = event.actor
    if actor.kind == "agent" and actor.id is not None:
        return {"id": str(AGENTS + actor.id), "name": actor.name, "type": "Agent"}
    if actor.kind == "customer" and actor.id is not None:
        return {"id": str(CONTACTS + actor.id), "name": actor.name, "type": "Contact"}
    if actor.kind == "rule":
        return {"id": None, "name": actor.name, "type": _RULE_TYPES.get(event.kind, "Workflow")}
    return {"id": None, "name": "DeskSystem", "type": "System"}


def _source(ticket: Ticket, event: Event) -> str | None:
    if event.kind != "created" and not is_public(ticket, event):
        return None
    return _SUB_CHANNEL_SOURCES.get(ticket.sub_channel or "") or _SOURCES.get(ticket.channel)
