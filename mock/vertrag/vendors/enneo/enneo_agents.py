"""Agents as enneo shows them: who is in charge of a ticket, who works on it."""

from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.instants import german_time
from vertrag.world.census.people import Agent
from vertrag.world.days import HOUR
from vertrag.world.helpdesk.service import Ticket


def ping(call: Call) -> Reply:
    """Who works on a ticket."""
    desk = desk_of(call)
    busy = busy_agents(desk, desk.find(call.arguments["ticketId"]))
    return Reply({"success": True, "workedOnBy": [shown_agent(desk, agent) for agent in busy]})


def agents_of(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """The agents of a ticket; every list of ids is that of the list of agents beside it."""
    assigned = [] if ticket.agent_id is None else [desk.agent(ticket.agent_id)]
    busy = busy_agents(desk, ticket)
    shown = [shown_agent(desk, agent) for agent in assigned]
    return {
        "responderId": _responder_id(ticket),
        "agentId": ticket.agent_id,
        "agent": shown[0] if shown else None,
        "assignedAgentIds": [agent.id for agent in assigned],
        "assignedAgents": shown,
        "workedOnByIds": [agent.id for agent in busy],
        "workedOnBy": [shown_agent(desk, agent) for agent in busy],
    }


def busy_agents(desk: Desk, ticket: Ticket) -> list[Agent]:
    """Who did something within the last hour, unless it was said that nobody works on it any more."""
    since_ns = max(desk.world.now_ns - HOUR, ticket.more.get("released_ns", 0))
    recent = [event.actor for event in ticket.events if event.time_ns >= since_ns]
    ids = sorted({actor.id for actor in recent if actor.kind == "agent" and actor.id is not None})
    return [desk.agent(number) for number in ids]


def shown_agent(desk: Desk, agent: Agent) -> dict[str, Any]:
    """An agent in full."""
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


def _responder_id(ticket: Ticket) -> int | None:
    answers = [message for message in ticket.messages if message.direction == "out"]
    return answers[-1].author.id if answers and answers[-1].author.kind == "agent" else None
