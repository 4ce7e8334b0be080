"""A ticket as enneo shows it in full: message, people, contracts, deadlines."""

import re
from html import escape
from typing import Any
from uuid import UUID, uuid5

from vertrag.vendors import mailboxes
from vertrag.vendors.conversation import opening
from vertrag.vendors.desk import Desk
from vertrag.vendors.enneo_customer import shown_customer
from vertrag.vendors.instants import german_time, utc_ticks
from vertrag.world.people import Agent, Customer
from vertrag.world.service import Ticket

_CHATS = UUID("6f1d3c0e-7a54-5c19-9d0b-8f2f6f0f4b71")

_HOUR = 3_600_000_000_000  # ns
# Our own targets. None is shorter than an hour: a deadline then never reads earlier than the creation,
# not even in the night in which German clocks go back.
_FIRST_RESPONSE = {"phone": 1, "chat": 1, "walkIn": 1, "letter": 120}  # hours; every other channel 24
_SOLUTION = {"low": 120, "medium": 72, "high": 48, "urgent": 24}  # hours after the first response

_UNCONFIRMED = "Der Anrufer wurde noch nicht als Kunde bestätigt."
_GREETINGS = ("Sehr geehrte", "Guten Tag", "Hallo", "Liebe")
_CLOSING = re.compile(r"^[^\n]*Grüßen?\b")


def full_ticket(desk: Desk, ticket: Ticket, *, with_raw_data: bool) -> dict[str, Any]:
    """The answer to GET /ticket/{ticketId}."""
    customer = desk.customer_of(ticket)
    contracts = desk.contracts_of(customer)
    sender = _sender(ticket, customer)
    return {
        "id": ticket.id,
        **_correspondence(ticket, customer, sender),
        **_classification(ticket),
        **_content(ticket),
        **_times(ticket),
        "customer": shown_customer(customer, contracts, sender),
        "customerId": str(customer.id),
        "contractId": None if ticket.contract_id is None else str(ticket.contract_id),
        "partnerId": None,
        "isCustomerActive": any(contract.status == "active" for contract in contracts),
        **_legitimation(ticket, customer, sender),
        **_agents(desk, ticket),
        "attachments": [],
        "additionalData": {"synthetic": True},
        "template": f"<p>Guten Tag {escape(customer.name)},</p><p>%MESSAGE%</p><p>Ihr Kundenservice</p>",
        **_tags(desk, ticket),
        "intents": [],
        "rawData": _raw_data(ticket) if with_raw_data else None,
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
        "ccEmails": [],
        "bccEmails": [],
        "replyCcEmails": [],
        "replyRecipients": None if system else {"to": [customer.email], "cc": [], "bcc": []},
        "subchannelId": None,
        "externalTicketId": None,
        "interface": "internal",
        "channelId": str(uuid5(_CHATS, str(ticket.id))) if ticket.channel == "chat" else None,
    }


def _sender(ticket: Ticket, customer: Customer) -> str | None:
    if ticket.channel in ("system", "letter", "walkIn"):
        return None
    return customer.phone if ticket.channel == "phone" else customer.email


def _addressees(ticket: Ticket) -> list[str]:
    if ticket.channel == "chat":
        return [ticket.sub_channel or "companyWebsite"]
    return [mailboxes.SERVICE] if ticket.channel in ("email", "portal") else []


def _classification(ticket: Ticket) -> dict[str, Any]:
    return {
        "sentiment": None,
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
        "bodyPlain": text,
        "body": None if text is None else _html(text),
        "bodyClean": None if text is None else _without_courtesies(text),
    }


def _html(text: str) -> str:
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def _without_courtesies(text: str) -> str:
    """What stands between greeting and closing, in one line."""
    paragraphs = text.split("\n\n")
    greetings = [place for place, each in enumerate(paragraphs) if each.startswith(_GREETINGS)]
    start = greetings[0] + 1 if greetings else 0
    closings = [place for place, each in enumerate(paragraphs) if place > start and _CLOSING.search(each)]
    return " ".join(" ".join(paragraphs[start : closings[-1] if closings else None]).split())


def _times(ticket: Ticket) -> dict[str, Any]:
    first_response = ticket.created_ns + _FIRST_RESPONSE.get(ticket.channel, 24) * _HOUR
    return {
        "createdAt": german_time(ticket.created_ns),
        "modifiedAt": None if ticket.modified_ns is None else german_time(ticket.modified_ns),
        "firstResponseDueBy": german_time(first_response),
        "dueBy": german_time(first_response + _SOLUTION[ticket.priority] * _HOUR),
        "closedAt": None if ticket.closed_ns is None else german_time(ticket.closed_ns),
    }


def _legitimation(ticket: Ticket, customer: Customer, sender: str | None) -> dict[str, Any]:
    level = _legitimation_level(ticket, customer, sender)
    message = _UNCONFIRMED if 10 <= level < 20 else None
    return {"customerLegitimation": level, "customerLegitimationMessage": message}


def _legitimation_level(ticket: Ticket, customer: Customer, sender: str | None) -> int:
    if ticket.contract_id is None:
        return 0
    if ticket.channel == "walkIn":
        return 30  # an agent saw the customer
    # A caller's number proves nothing; a letter's address, a known mail address and our own reports do.
    certain = sender == customer.email or ticket.channel in ("system", "letter")
    return 20 if certain else 10


def _agents(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    assigned = [] if ticket.agent_id is None else [desk.agent(ticket.agent_id)]
    busy = [desk.agent(number) for number in _busy_agent_ids(ticket, desk.world.now_ns - _HOUR)]
    shown = [_shown_agent(desk, agent) for agent in assigned]
    return {
        "responderId": _responder_id(ticket),
        "agentId": ticket.agent_id,
        "agent": shown[0] if shown else None,
        "assignedAgentIds": [agent.id for agent in assigned],
        "assignedAgents": shown,
        "workedOnByIds": [agent.id for agent in busy],
        "workedOnBy": [_shown_agent(desk, agent) for agent in busy],
    }


def _busy_agent_ids(ticket: Ticket, since_ns: int) -> list[int]:
    recent = [event.actor for event in ticket.events if event.time_ns >= since_ns]
    return sorted({actor.id for actor in recent if actor.kind == "agent" and actor.id is not None})


def _responder_id(ticket: Ticket) -> int | None:
    answers = [message for message in ticket.messages if message.direction == "out"]
    return answers[-1].author.id if answers and answers[-1].author.kind == "agent" else None


def _shown_agent(desk: Desk, agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "firstName": agent.first_name,
        "lastName": agent.last_name,
        "email": agent.email,
        "phone": agent.phone,
        "lastSeen": german_time(desk.world.now_ns),
        "type": "enneo",
        "isSsoOnly": 0,
        "lang": "de",
        "nameAlias": agent.first_name,
        "externalId": f"EMP-{agent.id:05}",
    }


def _tags(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    numbers = {name: number for number, name in enumerate(desk.world.tag_names(), start=1)}
    shown = [_shown_tag(numbers[name], name) for name in ticket.tags]
    return {"tags": shown, "tagIds": [tag["id"] for tag in shown]}


def _shown_tag(number: int, name: str) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "fullName": f"Kundenservice: {name}",
        "parent": None,
        "reference": "ticket",
        "type": "skill",
        "visibility": "public",
        "color": "grey",
    }


def _raw_data(ticket: Ticket) -> dict[str, Any]:
    return {
        "topic": ticket.topic,
        "events": [
            {"time": utc_ticks(event.time_ns), "kind": event.kind, "actor": event.actor.name}
            for event in ticket.events
        ],
    }
