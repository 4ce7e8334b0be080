"""Users as Socialboards shows them: customers, the team, and what acts by itself."""

from typing import Any
from uuid import UUID, uuid5

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.mailboxes import AUTOMATION
from vertrag.world.census.people import Agent, Customer
from vertrag.world.helpdesk.service import Actor, Ticket

NO_ERROR = -1
_USERS = UUID("d6b3b7c1-0d0e-5b8e-a2c4-3a1f6f9f2f55")


def envelope(data: Any) -> Reply:
    """The vendor's envelope around what was asked for."""
    return Reply({"data": data, "errorCode": NO_ERROR, "errorText": None})


def get_teammates(call: Call) -> Reply:
    """The team, or one group of it; the groups are the teams of the service in their order."""
    agents = desk_of(call).world.agents()
    teams = list(dict.fromkeys(agent.team for agent in agents))
    group = call.arguments.get("group")
    wanted = teams if group is None else teams[group - 1 : group]
    kept = [agent for agent in agents if agent.team in wanted]
    return envelope([{"name": each.name, "email": each.email, "role": "admin"} for each in kept])


def teammate(desk: Desk, number: str) -> Agent:
    """Somebody of the team by their uuid; else `Refused` (404)."""
    found = next((agent for agent in desk.world.agents() if UUID(agent.uuid) == UUID(number)), None)
    if found is None:
        raise Refused(404, f"There is nobody {number} in the team.")
    return found


def shown_actor(desk: Desk, ticket: Ticket, actor: Actor) -> dict[str, Any]:
    """Whoever did something."""
    if actor.kind == "agent" and actor.id is not None:
        return shown_agent(desk.agent(actor.id))
    if actor.kind == "customer":
        return shown_customer(desk.customer_of(ticket))
    number = str(uuid5(_USERS, f"rule/{actor.name}"))
    return _shown(number, actor.name, AUTOMATION, status="team", is_bot=True)


def shown_agent(agent: Agent) -> dict[str, Any]:
    """Somebody of the team."""
    return _shown(agent.uuid, agent.name, agent.email, status="team")


def shown_customer(customer: Customer) -> dict[str, Any]:
    """A customer, with the number that other systems know."""
    user = _shown(
        str(uuid5(_USERS, f"customer/{customer.id}")), customer.name, customer.email, status="client"
    )
    return {**user, "customIdentifier": str(customer.id)}


def _shown(number: str, name: str, email: str, *, status: str, is_bot: bool = False) -> dict[str, Any]:
    return {"id": number, "name": name, "email": email, "image": None, "status": status, "isBot": is_bot}
