"""Finds in the world what a call names, or refuses the call."""

from vertrag.errors import OurError, Refused
from vertrag.world.people import Agent, Customer
from vertrag.world.service import Ticket
from vertrag.world.supplier import Supplier


def find_ticket(world: Supplier, ticket_id: int, asked: str = "") -> Ticket:
    """The ticket with that id in the world; else `Refused` (404), naming the id as it was asked for."""
    ticket = world.ticket(ticket_id)
    if ticket is None:
        raise Refused(404, f"There is no ticket {asked or ticket_id}.")
    return ticket


def customer_of(world: Supplier, ticket: Ticket) -> Customer:
    """The customer to whom a ticket belongs."""
    customer = world.customer(ticket.customer_id)
    if customer is None:
        raise OurError(f"the world has ticket {ticket.id} but not its customer {ticket.customer_id}")
    return customer


def agent_with(world: Supplier, agent_id: int) -> Agent:
    """The agent whom an event names."""
    agent = world.agent(agent_id)
    if agent is None:
        raise OurError(f"the world has events of agent {agent_id} but not the agent")
    return agent
