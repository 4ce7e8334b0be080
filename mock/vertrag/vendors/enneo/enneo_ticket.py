"""A ticket as enneo shows it in full: message, people, contracts, deadlines."""

from typing import Any
from uuid import UUID, uuid5

from vertrag.vendors import mailboxes
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk
from vertrag.vendors.enneo.enneo_agents import agents_of
from vertrag.vendors.enneo.enneo_attachments import shown_attachments
from vertrag.vendors.enneo.enneo_customer import shown_customer
from vertrag.vendors.enneo.enneo_intents import reply_template, shown_intents
from vertrag.vendors.enneo.enneo_subchannels import subchannel_of
from vertrag.vendors.enneo.enneo_tags import tags_of
from vertrag.vendors.instants import german_time, utc_ticks
from vertrag.vendors.letter_text import as_html, as_plain, without_courtesies
from vertrag.world.census.people import Customer
from vertrag.world.helpdesk.service import Ticket

_CHATS = UUID("6f1d3c0e-7a54-5c19-9d0b-8f2f6f0f4b71")

_HOUR = 3_600_000_000_000  # ns
# Our own targets. None is shorter than an hour: a deadline then never reads earlier than the creation,
# not even in the night in which German clocks go back.
_FIRST_RESPONSE = {"phone": 1, "chat": 1, "walkIn": 1, "letter": 120}  # hours; every other channel 24
_SOLUTION = {"low": 120, "medium": 72, "high": 48, "urgent": 24}  # hours after the first response

_SENTIMENTS = {"complaint": "negative"}
_UNCONFIRMED = "Der Anrufer wurde noch nicht als Kunde bestätigt."


def full_ticket(desk: Desk, ticket: Ticket, *, with_raw_data: bool) -> dict[str, Any]:
    """The answer to GET /ticket/{ticketId}."""
    customer = desk.customer_of(ticket)
    contracts = desk.contracts_of(customer)
    sender = sender_of(ticket, customer)
    intents = shown_intents(desk, ticket)
    return {
        "id": ticket.id,
        **_correspondence(ticket, customer, sender),
        **classification(ticket),
        **_content(ticket),
        **times_of(ticket),
        "customer": shown_customer(customer, contracts, sender),
        "customerId": str(customer.id),
        "contractId": None if ticket.contract_id is None else str(ticket.contract_id),
        "partnerId": None,
        "isCustomerActive": any(contract.status == "active" for contract in contracts),
        **_legitimation(ticket, customer, sender),
        **agents_of(desk, ticket),
        "attachments": _attachments(ticket, intents),
        "additionalData": {"synthetic": True},
        "template": reply_template(customer),
        **tags_of(desk, ticket.tags),
        "intents": intents,
        "rawData": ticket.more.get("raw_data") or _raw_data(ticket) if with_raw_data else None,
        "workitem": None,
        **dict(zip(("prevTicketId", "nextTicketId"), desk.neighbours(ticket.id), strict=True)),
    }


def _correspondence(ticket: Ticket, customer: Customer, sender: str | None) -> dict[str, Any]:
    system = ticket.channel == "system"
    return {
        "direction": "internal" if system else "in",
        "from": sender,
        "fromName": None if system else customer.name,
        "to": _addressees(ticket),
        "ccEmails": list(ticket.more.get("cc", ())),
        "bccEmails": list(ticket.more.get("bcc", ())),
        "replyCcEmails": [],
        "replyRecipients": None if system else {"to": [customer.email], "cc": [], "bcc": []},
        "subchannelId": ticket.more.get("subchannel_id", subchannel_of(ticket.channel, ticket.sub_channel)),
        "externalTicketId": ticket.more.get("external_id"),
        "interface": "internal",
        "channelId": str(uuid5(_CHATS, str(ticket.id))) if ticket.channel == "chat" else None,
    }


def sender_of(ticket: Ticket, customer: Customer) -> str | None:
    """Who wrote, as mail address or number; None where that is not known."""
    if ticket.channel in ("system", "letter", "walkIn"):
        return None
    if "sender" in ticket.more:
        return str(ticket.more["sender"])
    return customer.phone if ticket.channel == "phone" else customer.email


def _addressees(ticket: Ticket) -> list[str]:
    if ticket.channel == "chat":
        return [ticket.sub_channel or "companyWebsite"]
    return [mailboxes.SERVICE] if ticket.channel in ("email", "portal") else []


def classification(ticket: Ticket) -> dict[str, Any]:
    """What kind of ticket it is, and how far it got."""
    return {
        "sentiment": _SENTIMENTS.get(ticket.topic, "neutral"),
        "language": "German",
        "languageCode": "de",
        "autoExecuteAt": None,
        "spamStatus": "auto_spam" if ticket.topic == "spam" else "auto_clean",
        "priority": ticket.priority,
        "channel": ticket.channel,
        "aiSupportLevel": "unprocessed" if ticket.agent_id is None else "human",
        "status": ticket.status,
        "isEscalated": False,
        "agentSkillsMatch": True,
    }


def _content(ticket: Ticket) -> dict[str, Any]:
    request = opening(ticket)
    text = None if request is None else str(request.payload["text"])
    return {
        "summary": ticket.summary,
        "subject": ticket.subject,
        "bodyPlain": None if text is None else as_plain(text),
        "body": None if text is None else as_html(text),
        "bodyClean": None if text is None else without_courtesies(as_plain(text)),
    }


def times_of(ticket: Ticket) -> dict[str, Any]:
    """All times of a ticket; no deadline is shown before the one that has to come first."""
    first_response, due = deadlines(ticket)
    return {
        "createdAt": german_time(ticket.created_ns),
        "modifiedAt": None if ticket.modified_ns is None else german_time(ticket.modified_ns),
        "firstResponseDueBy": german_time(first_response),
        "dueBy": german_time(due),
        "closedAt": None if ticket.closed_ns is None else german_time(ticket.closed_ns),
    }


def deadlines(ticket: Ticket) -> tuple[int, int]:
    """Until when a ticket should be answered and solved: what was agreed, else our own targets."""
    first_response = ticket.first_response_due_ns
    if first_response is None:
        first_response = ticket.created_ns + _FIRST_RESPONSE.get(ticket.channel, 24) * _HOUR
        first_response = min(first_response, ticket.due_ns or first_response)
    first_response = max(first_response, ticket.created_ns)
    due = ticket.due_ns or first_response + _SOLUTION[ticket.priority] * _HOUR
    return first_response, max(due, first_response)


def _legitimation(ticket: Ticket, customer: Customer, sender: str | None) -> dict[str, Any]:
    level = legitimation_level(ticket, customer, sender)
    message = _UNCONFIRMED if 10 <= level < 20 else None
    return {"customerLegitimation": level, "customerLegitimationMessage": message}


def legitimation_level(ticket: Ticket, customer: Customer, sender: str | None) -> int:
    """How sure it is who wrote."""
    if ticket.contract_id is None:
        return 0
    if ticket.channel == "walkIn":
        return 30  # an agent saw the customer
    # A caller's number proves nothing; a letter's address, a known mail address and our own reports do.
    certain = sender == customer.email or ticket.channel in ("system", "letter")
    return 20 if certain else 10


def _attachments(ticket: Ticket, intents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    reading = intents[0]["data"].get("reading") if intents else None
    return [file for message in ticket.messages for file in shown_attachments(message, reading)]


def _raw_data(ticket: Ticket) -> dict[str, Any]:
    return {
        "topic": ticket.topic,
        "events": [
            {"time": utc_ticks(event.time_ns), "kind": event.kind, "actor": event.actor.name}
            for event in ticket.events
        ],
    }
