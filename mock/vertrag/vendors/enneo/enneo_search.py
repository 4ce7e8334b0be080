"""Searching tickets as enneo asks for them, and rows of them for reports."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_intents import confidence_color, shown_infos
from vertrag.vendors.enneo.enneo_subchannels import subchannel_of
from vertrag.vendors.enneo.enneo_tags import tags_of
from vertrag.vendors.enneo.enneo_ticket import classification, sender_of, times_of
from vertrag.vendors.instants import instant_from
from vertrag.vendors.tag_registry import known_tags
from vertrag.vendors.ticket_search import Condition, Field, Order, Query, search
from vertrag.world.census.people import agents
from vertrag.world.days import SECOND
from vertrag.world.helpdesk.service import Ticket

_FIELDS: dict[str, Field] = {
    "id": "id",
    "status": "status",
    "channel": "channel",
    "priority": "priority",
    "customerId": "customer_id",
    "contractId": "contract_id",
    "agentId": "agent_id",
    "tagId": "tag",
    "tag": "tag",
}
_ORDERS: dict[str, Order] = {
    "t.id": "id",
    "t.createdAt": "created",
    "t.status": "status",
    "t.priority": "priority",
}
_COMPACT = ("spamStatus", "priority", "channel", "status", "isEscalated")
_LONGEST = 18  # digits


def search_tickets(call: Call) -> Reply:
    """A page of the tickets that pass all filters."""
    desk, sent = desk_of(call), call.body
    conditions, since_ns, until_ns = _conditions(desk, sent.get("filters", []))
    if call.arguments.get("ticketScope") == "skills":
        conditions.append(Condition("team", frozenset({agents()[0].team})))
    query = Query(
        tuple(conditions),
        since_ns,
        until_ns,
        _ORDERS[sent.get("orderByField", "t.id")],
        sent.get("orderByDirection", "asc") == "desc",
        sent.get("offset", 0),
        sent.get("limit", 100),
    )
    found = search(desk, query)
    shown = [compact_ticket(desk, ticket) for ticket in found.tickets]
    return Reply({"success": True, "total": found.total, "tickets": shown})


def compact_ticket(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """A ticket in short."""
    customer = desk.customer_of(ticket)
    known = classification(ticket)
    system = ticket.channel == "system"
    return {
        "id": ticket.id,
        "direction": "internal" if system else "in",
        "from": sender_of(ticket, customer),
        "fromName": None if system else customer.name,
        "subchannelId": ticket.more.get("subchannel_id", subchannel_of(ticket.channel, ticket.sub_channel)),
        "externalTicketId": ticket.more.get("external_id"),
        **{name: known[name] for name in _COMPACT},
        "summary": ticket.summary,
        "subject": ticket.subject,
        **times_of(ticket),
        "customer": {"tagIds": [], "tags": []},
        "customerId": str(customer.id),
        "contractId": None if ticket.contract_id is None else str(ticket.contract_id),
        "agentId": ticket.agent_id,
        **tags_of(desk, ticket.tags),
        "intents": list(_short_intents(desk, ticket)),
    }


def _short_intents(desk: Desk, ticket: Ticket) -> Iterator[dict[str, Any]]:
    intent = desk.world.intent(ticket.id)
    if intent is not None:
        yield {
            "id": intent.id,
            "aiAgentId": 1,
            "name": intent.name,
            "confidenceColor": confidence_color(intent),
            "infos": shown_infos(intent),
        }


def _conditions(
    desk: Desk, filters: list[Mapping[str, Any]]
) -> tuple[list[Condition], int | None, int | None]:
    """The conditions on fields, and the first and last instant."""
    conditions: list[Condition] = []
    since: list[int] = []
    until: list[int] = []
    for each in filters:
        if each["key"] == "createdAt":
            begin, end = _range(each)
            since += begin
            until += end
        else:
            conditions.append(_condition(desk, each))
    return conditions, max(since, default=None), min(until, default=None)


def _condition(desk: Desk, sent: Mapping[str, Any]) -> Condition:
    comparator = sent["comparator"]
    raw = sent.get("values", []) if comparator in ("in", "not in") else [sent.get("value")]
    values = [_value(desk, sent["key"], each) for each in raw]
    hashable = frozenset(each for each in values if not isinstance(each, list | dict))
    return Condition(_FIELDS[sent["key"]], hashable, comparator in ("!=", "not in"))


def _value(desk: Desk, key: str, value: Any) -> Any:
    """A value as the desk knows it: ids are numbers, and a tag is its name."""
    if key not in ("id", "customerId", "contractId", "agentId", "tagId"):
        return value
    if isinstance(value, bool):
        return ""  # Python takes True for 1, an id does not
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST:
        value = int(value)
    if key == "tagId" and isinstance(value, int):
        return next((tag.name for tag in known_tags(desk) if tag.id == value), "")
    return value


def _range(sent: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """Unix nanoseconds of the first and the last instant, where there is one; seconds are whole."""
    known = {name: instant_from(sent[name]) for name in ("value", "from", "to") if name in sent}
    last = SECOND - 1
    match sent["comparator"]:
        case "between":
            begin, end = known.get("from"), known.get("to")
        case ">=":
            begin, end = known.get("value"), None
        case ">":
            begin, end = known["value"] + SECOND if "value" in known else None, None
        case "<":
            begin, end = None, known["value"] - SECOND if "value" in known else None
        case _:
            begin, end = None, known.get("value")
    return [begin] if begin is not None else [], [end + last] if end is not None else []
