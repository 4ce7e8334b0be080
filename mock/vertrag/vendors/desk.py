"""The desk of a call: customers and tickets as they stand in its session, or a refusal of the call.

Laws
1. What the world tells and what the session wrote are one: a ticket is folded from both.
2. The world makes every record anew; what nobody wrote to is remembered here, because one ticket is usually
   looked at several times in a row. Such records never change, so no memory can be out of date.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vertrag.errors import OurError, Refused
from vertrag.exchange import UNTOUCHED, Call, State
from vertrag.world.census.people import Agent, Customer
from vertrag.world.census.places import Address
from vertrag.world.helpdesk.event_log import continued, fold, from_records
from vertrag.world.helpdesk.service import Interaction, Ticket
from vertrag.world.supplier import Supplier, newest_first
from vertrag.world.supply.contracts import Contract

EVENTS = "ticket-events"
"""Kind of the lists of events that were appended, by ticket id."""
TICKETS = "ticket"
"""Kind of the tickets that are not of the world, by id: who wrote and from where."""
BELONGINGS = "customer-tickets"
"""Kind of the lists of tickets that came to a customer in this session, by customer id."""
GUESTS = "customer"
"""Kind of the customers who are not of the world, by id."""
NAMES = "external-ticket"
"""Kind of the ticket ids by the names that other systems gave them."""
_NOWHERE = Address("", "", "", "", "")
_TICKETS = 4096  # some 5 kB each
_CUSTOMERS = 1024  # some 7 kB each


@dataclass(frozen=True, slots=True)
class Desk:
    """The world and what a session made of it."""

    world: Supplier
    state: State

    @property
    def is_touched(self) -> bool:
        """Whether the session may have written anything."""
        return self.state is not UNTOUCHED

    def ticket(self, ticket_id: int) -> Ticket | None:
        """The ticket with that id, None if there is none."""
        told = _ticket(self.world, ticket_id)
        records = self.state.get(EVENTS, str(ticket_id)) if self.is_touched else None
        if not records:
            return told
        return fold(ticket_id, continued(told.events if told else (), from_records(records)))

    def find(self, ticket_id: int, asked: str = "") -> Ticket:
        """The ticket with that id; else `Refused` (404), naming the id as it was asked for."""
        ticket = self.ticket(ticket_id)
        if ticket is None:
            raise Refused(404, f"There is no ticket {asked or ticket_id}.")
        return ticket

    def owner_of(self, ticket_id: int) -> int:
        """The id of the customer to whom a ticket belongs; else `Refused` (404)."""
        if self.is_touched and self.state.get(EVENTS, str(ticket_id)):
            return self.find(ticket_id).customer_id
        owner = self.world.owner_of(ticket_id)
        if owner is None:
            raise Refused(404, f"There is no ticket {ticket_id}.")
        return owner

    def customer(self, customer_id: int) -> Customer | None:
        """The customer with that id, one who only ever wrote included; None if there is nobody."""
        guest = self.state.get(GUESTS, str(customer_id)) if self.is_touched else None
        return _guest(customer_id, guest) if guest else self.world.customer(customer_id)

    def customer_of(self, ticket: Ticket) -> Customer:
        """The customer to whom a ticket belongs."""
        customer = self.customer(ticket.customer_id)
        if customer is None:
            raise OurError(f"there is ticket {ticket.id} but not its customer {ticket.customer_id}")
        return customer

    def contracts_of(self, customer: Customer) -> list[Contract]:
        """The contracts of a customer, in the customer's order."""
        found = [contract for number in customer.contract_ids if (contract := self.world.contract(number))]
        if len(found) != len(customer.contract_ids):
            raise OurError(f"the world lacks contracts of customer {customer.id}")
        return found

    def contract(self, contract_id: str) -> Contract:
        """The contract with that id; else `Refused` (404)."""
        known = contract_id.isascii() and contract_id.isdecimal() and len(contract_id) < 16
        contract = self.world.contract(int(contract_id)) if known else None
        if contract is None:
            raise Refused(404, f"There is no contract {contract_id}.")
        return contract

    def agent(self, agent_id: int) -> Agent:
        """The agent whom an event names."""
        agent = self.world.agent(agent_id)
        if agent is None:
            raise OurError(f"there are events of agent {agent_id} but not the agent")
        return agent

    def tickets_of(self, customer_id: int) -> tuple[int, ...]:
        """The ids of a customer's tickets, oldest first."""
        told = self.world.tickets_of(customer_id)
        if not self.is_touched:
            return told
        came = self.state.get(BELONGINGS, str(customer_id)) or ()
        ids = sorted({*told, *came})
        return tuple(number for number in ids if self._belongs(number, customer_id))

    def timeline(self, customer_id: int) -> tuple[Interaction, ...]:
        """What happened between a customer and the supplier, newest first."""
        told = _timeline(self.world, customer_id)
        if not self.is_touched:
            return told
        known = {entry.ticket_id: entry for entry in told if entry.ticket_id is not None}
        market = (entry for entry in told if entry.ticket_id is None)
        tickets = (self._line(number, known) for number in self.tickets_of(customer_id))
        return newest_first((*filter(None, tickets), *market))

    def written(self) -> list[Ticket]:
        """The tickets that the session wrote to, as they stand now."""
        if not self.is_touched:
            return []
        return [self.find(int(number)) for number, _ in self.state.items(EVENTS)]

    def neighbours(self, ticket_id: int) -> tuple[int | None, int | None]:
        """The ids of the tickets before and after one by id."""
        before, after = self.world.neighbours(ticket_id)
        if not self.is_touched:
            return before, after
        new = [int(number) for number, _ in self.state.items(TICKETS)]
        if ticket_id not in new:
            return before, after if after or not new else new[0]
        place = new.index(ticket_id)
        return new[place - 1] if place else self.world.last_ticket_id, next(iter(new[place + 1 :]), None)

    def _line(self, ticket_id: int, told: dict[int, Interaction]) -> Interaction | None:
        """The line of a ticket, as the world told it unless somebody wrote to it."""
        if not self.state.get(EVENTS, str(ticket_id)):
            return told.get(ticket_id)
        return self.find(ticket_id).interaction

    def _belongs(self, ticket_id: int, customer_id: int) -> bool:
        records = self.state.get(EVENTS, str(ticket_id))
        return not records or self.find(ticket_id).customer_id == customer_id


def desk_of(call: Call) -> Desk:
    """The desk of a call."""
    return Desk(call.world, call.state)


def _guest(customer_id: int, record: dict[str, Any]) -> Customer:
    return Customer(
        customer_id,
        record["company"] is not None,
        record["company"],
        record["first_name"],
        record["last_name"],
        _NOWHERE,
        record["phone"],
        record["email"],
        (),
        record["created_ns"],
    )


@lru_cache(_CUSTOMERS)
def _timeline(world: Supplier, customer_id: int) -> tuple[Interaction, ...]:
    return world.timeline(customer_id)


@lru_cache(_TICKETS)
def _ticket(world: Supplier, ticket_id: int) -> Ticket | None:
    return world.ticket(ticket_id)
