"""Making and changing tickets through enneo.

Laws
1. A known `externalTicketId` names a ticket that exists: it is changed, and its new text becomes a message.
2. Several tickets are changed together or not at all: the first refusal ends the call, and nothing is kept.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk
from vertrag.vendors.enneo.enneo_ticket import full_ticket
from vertrag.vendors.instants import instant_from
from vertrag.vendors.ledger import (
    DESK,
    Happening,
    Ledger,
    Sender,
    clerk,
    ledger_of,
    message,
    next_message,
    turned,
    writer,
)
from vertrag.vendors.letter_text import start_of
from vertrag.vendors.tag_registry import names_of
from vertrag.world.days import SECOND
from vertrag.world.helpdesk.service import Actor, EventKind, Ticket

_UNKNOWN = "unbekannt@exempla.example"
_DEADLINES = (("dueBy", "due_ns"), ("firstResponseDueBy", "first_response_due_ns"))
# What anybody takes for a mail address; a sender that is none is a number or nobody.
_MAIL = re.compile(r"[\w%+-]{1,40}(\.[\w%+-]{1,40}){0,3}@([a-zA-Z0-9]{1,40}\.){1,4}[a-zA-Z]{2,20}", re.ASCII)
_NO_SUBJECT = "(kein Betreff)"
_SUMMARY = 200  # characters of the text that stand for a summary


def create_ticket(call: Call) -> Reply:
    """A new ticket, or the changed one that the other system means."""
    ledger, sent = ledger_of(call), call.body
    external = sent.get("externalTicketId")
    known = ledger.named(external) if external else None
    ticket = _opened(ledger, sent) if known is None else _continued(ledger, known, sent)
    if external and known is None:
        ledger.name(external, ticket.id)
    return Reply(full_ticket(ledger.desk, ticket, with_raw_data="rawData" in sent))


def patch_ticket(call: Call) -> Reply:
    """One ticket with what was sent changed."""
    ledger = ledger_of(call)
    ticket = _patched(ledger, call.arguments["ticketId"], call.body)
    return Reply({"success": True, "ticket": full_ticket(ledger.desk, ticket, with_raw_data=False)})


def patch_tickets(call: Call) -> Reply:
    """Several tickets, each with what was sent for it changed."""
    ledger = ledger_of(call)
    for patch in call.body:
        _patched(ledger, patch["id"], patch)
    tickets = [ledger.desk.find(patch["id"]) for patch in call.body]
    shown = [full_ticket(ledger.desk, ticket, with_raw_data=False) for ticket in tickets]
    return Reply({"success": True, "tickets": shown})


def _patched(ledger: Ledger, ticket_id: int, patch: Mapping[str, Any]) -> Ticket:
    ticket = ledger.desk.find(ticket_id)
    return ledger.append(ticket, _changes(ledger, ticket, patch))


def _changes(ledger: Ledger, ticket: Ticket, sent: Mapping[str, Any]) -> Iterator[Happening]:
    """What the fields sent change of a ticket."""
    actor = clerk(ledger.desk)
    yield from _tag_changes(ledger.desk, ticket, sent, actor)
    after = _fields(ledger, ticket, sent)
    before = {name: getattr(ticket, name) for name in after}
    if after != before:
        yield Happening("changed", actor, {"before": before, "after": after})
    if "workedOnBy" in sent:
        released = {"released_ns": ledger.desk.world.now_ns + SECOND}
        yield Happening("changed", DESK, {"before": {"released_ns": None}, "after": released})
    if "status" in sent:
        yield from turned(ticket, actor, sent["status"])


def _fields(ledger: Ledger, ticket: Ticket, sent: Mapping[str, Any]) -> dict[str, Any]:
    after: dict[str, Any] = {}
    if sent.get("contractId") is not None:
        contract = ledger.desk.contract(sent["contractId"])
        after |= {"contract_id": contract.id, "customer_id": contract.customer_id}
        ledger.hand_over(ticket.id, contract.customer_id)
    elif "contractId" in sent:
        after["contract_id"] = None
    after |= {name: sent[name] for name in ("priority", "subject") if name in sent}
    return after | {field: instant_from(sent[name]) for name, field in _DEADLINES if name in sent}


def _tag_changes(desk: Desk, ticket: Ticket, sent: Mapping[str, Any], actor: Actor) -> Iterator[Happening]:
    added = names_of(desk, sent.get("addTagIds", []))
    removed = names_of(desk, sent.get("removeTagIds", []))
    if "tagIds" in sent:
        added = names_of(desk, sent["tagIds"])
        removed = [name for name in ticket.tags if name not in added]
    new = [name for name in added if name not in ticket.tags]
    old = [name for name in removed if name in ticket.tags]
    if old:
        yield Happening("tags_removed", actor, {"tags": old})
    if new:
        yield Happening("tags_added", actor, {"tags": new})


def _continued(ledger: Ledger, ticket: Ticket, sent: Mapping[str, Any]) -> Ticket:
    """A ticket that another system writes about once more."""
    changes = [*_changes(ledger, ticket, sent)]
    if "tags" in sent:
        changes += _tag_changes(ledger.desk, ticket, {"addTagIds": sent["tags"]}, DESK)
    if sent.get("body"):
        customer = ledger.desk.customer_of(ticket)
        payload = message(ticket.id, next_message(ticket), sent["body"], sent.get("attachments", ()))
        changes.insert(0, Happening("message_received", writer(customer), payload))
    return ledger.append(ticket, changes)


def _opened(ledger: Ledger, sent: Mapping[str, Any]) -> Ticket:
    contract = ledger.desk.contract(sent["contractId"]) if sent.get("contractId") else None
    tags = names_of(ledger.desk, sent.get("tags", []))
    customer = ledger.desk.customer(contract.customer_id) if contract else None
    customer = customer or ledger.welcome(_sender(sent))
    text = sent.get("body", "")
    status = sent.get("status", "open")
    beginning = {
        "customer_id": customer.id,
        "contract_id": contract.id if contract else None,
        "topic": "other",
        "channel": sent.get("channel", "email"),
        "sub_channel": None,
        "priority": sent.get("priority", "medium"),
        "status": status,
        "subject": sent.get("subject") or _NO_SUBJECT,
        "summary": start_of(text, _SUMMARY),
        "agent_id": None,
        **{field: instant_from(sent[name]) for name, field in _DEADLINES if name in sent},
        **_of_enneo(sent),
    }
    actor = DESK if beginning["channel"] == "system" else writer(customer)
    return ledger.open(beginning, actor, lambda number: _at_once(number, sent, actor, tags))


def _of_enneo(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What only enneo knows of a ticket."""
    known = {
        "external_id": sent.get("externalTicketId"),
        "subchannel_id": sent.get("subchannelId"),
        "raw_data": sent.get("rawData"),
        "sender": sent.get("from"),
        "cc": sent.get("cc"),
        "bcc": sent.get("bcc"),
    }
    return {name: value for name, value in known.items() if value}


def _at_once(number: int, sent: Mapping[str, Any], actor: Actor, tags: list[str]) -> Iterator[Happening]:
    """What happens to a new ticket in the moment in which it is made."""
    kind: EventKind = "note_added" if actor.kind == "system" else "message_received"
    yield Happening(kind, actor, message(number, 1, sent.get("body", ""), sent.get("attachments", ())))
    if tags:
        yield Happening("tags_added", DESK, {"tags": tags})


def _sender(sent: Mapping[str, Any]) -> Sender:
    address = sent.get("from") or ""
    name = sent.get("fromName") or address.partition("@")[0] or "Unbekannt"
    known = _MAIL.fullmatch(address) is not None
    return Sender(name, address if known else _UNKNOWN, "" if known else address)
