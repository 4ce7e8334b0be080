"""Finds in the world what a call names, or refuses the call.

The world makes every record anew; what was asked for lately is remembered here, since one ticket is
usually looked at several times in a row. Records never change, so no memory can be out of date.
"""

from functools import lru_cache

from vertrag.errors import OurError, Refused
from vertrag.world.people import Agent, Customer
from vertrag.world.service import Interaction, Ticket
from vertrag.world.supplier import Supplier
from vertrag.world.supply import Contract

_TICKETS = 4096  # some 5 kB each
_TIMELINES = 1024


def find_ticket(world: Supplier, ticket_id: int, asked: str = "") -> Ticket:
    """The ticket with that id in the world; else `Refused` (404), naming the id as it was asked for."""
    ticket = _ticket(world, ticket_id)
    if ticket is None:
        raise Refused(404, f"There is no ticket {asked or ticket_id}.")
    return ticket


@lru_cache(_TIMELINES)
def timeline_of(world: Supplier, customer_id: int) -> tuple[Interaction, ...]:
    """What happened between a customer and the supplier, newest first."""
    return world.timeline(customer_id)


def customer_of(world: Supplier, ticket: Ticket) -> Customer:
    """The customer to whom a ticket belongs."""
    customer = world.customer(ticket.customer_id)
    if customer is None:
        raise OurError(f"the world has ticket {ticket.id} but not its customer {ticket.customer_id}")
    return customer


def contracts_of(world: Supplier, customer: Customer) -> list[Contract]:
    """The contracts of a customer, in the customer's order."""
    found = [contract for number in customer.contract_ids if (contract := world.contract(number))]
    if len(found) != len(customer.contract_ids):
        raise OurError(f"the world lacks contracts of customer {customer.id}")
    return found


def agent_with(world: Supplier, agent_id: int) -> Agent:
    """The agent whom an event names."""
    agent = world.agent(agent_id)
    if agent is None:
        raise OurError(f"the world has events of agent {agent_id} but not the agent")
    return agent


@lru_cache(_TICKETS)
def _ticket(world: Supplier, ticket_id: int) -> Ticket | None:
    return world.ticket(ticket_id)
