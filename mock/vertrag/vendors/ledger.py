"""The ledger: writes what happened to tickets in a session, as events that every vendor folds.

Laws
1. Nothing is changed in place: an event is appended, and whoever asks next sees it, through any API.
2. Events of a session have an order of their own: each is a millisecond later than the one before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vertrag.errors import OurError, Refused
from vertrag.exchange import GONE, Call
from vertrag.vendors.desk import BELONGINGS, EVENTS, GUESTS, NAMES, TICKETS, Desk, desk_of
from vertrag.world.census.people import Customer
from vertrag.world.helpdesk.casework import FILES, MESSAGES
from vertrag.world.helpdesk.event_log import SAID, to_record
from vertrag.world.helpdesk.service import Actor, Event, EventKind, Status, Ticket

_MILLISECOND = 1_000_000
_MOMENTS = "moment"
_FIRST_NAME, _LAST_NAME, _PHONE = 40, 200, 30  # characters that every API has room for
DESK = Actor("system", None, "Servicedesk")
"""Who acts where the software does."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to write down, before it has a time."""

    kind: EventKind
    actor: Actor
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as they say themselves."""

    name: str
    email: str
    phone: str = ""
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The pen of one call."""

    desk: Desk

    def append(self, ticket: Ticket, happenings: Iterable[Happening]) -> Ticket:
        """The ticket after something happened to it."""
        return self._append(ticket.id, happenings) or ticket

    def open(
        self, beginning: Mapping[str, Any], actor: Actor, then: Callable[[int], Iterable[Happening]]
    ) -> Ticket:
        """A new ticket, with what happens to it at once; `then` is told the ticket's id."""
        state = self.desk.state
        ticket_id = state.next_number(TICKETS, self.desk.world.last_ticket_id + 1)
        state.put(TICKETS, str(ticket_id), {"customer_id": beginning["customer_id"]})
        self.hand_over(ticket_id, beginning["customer_id"])
        self._append(ticket_id, [Happening("created", actor, beginning), *then(ticket_id)])
        return self.desk.find(ticket_id)

    def hand_over(self, ticket_id: int, customer_id: int) -> None:
        """Note that a ticket belongs to a customer."""
        known = self.desk.state.get(BELONGINGS, str(customer_id)) or []
        if ticket_id not in known:
            self.desk.state.put(BELONGINGS, str(customer_id), [*known, ticket_id])

    def welcome(self, sender: Sender) -> Customer:
        """A sender whom nobody knows as a customer without contracts; the same address is the same person."""
        state = self.desk.state
        for known, record in state.items(GUESTS):
            if record is not GONE and record["email"] == sender.email.lower():
                return self._known(int(known))
        number = state.next_number(GUESTS, self.desk.world.last_customer_id + 1)
        first, _, last = sender.name.strip().rpartition(" ")
        record = {
            "first_name": first.strip()[:_FIRST_NAME],
            "last_name": last[:_LAST_NAME],
            "email": sender.email.lower(),
            "phone": "".join(char for char in sender.phone if char in "+0123456789")[:_PHONE],
            "company": sender.company,
            "created_ns": self.desk.world.now_ns,
        }
        state.put(GUESTS, str(number), record)
        return self._known(number)

    def name(self, external_id: str, ticket_id: int) -> None:
        """Note what another system calls a ticket."""
        self.desk.state.put(NAMES, external_id, ticket_id)

    def named(self, external_id: str) -> Ticket | None:
        """The ticket that another system calls so."""
        number = self.desk.state.get(NAMES, external_id)
        return self.desk.ticket(number) if isinstance(number, int) else None

    def _known(self, customer_id: int) -> Customer:
        customer = self.desk.customer(customer_id)
        if customer is None:
            raise OurError(f"guest {customer_id} was welcomed and is not there")
        return customer

    def _append(self, ticket_id: int, happenings: Iterable[Happening]) -> Ticket | None:
        state, world = self.desk.state, self.desk.world
        records = state.get(EVENTS, str(ticket_id)) or []
        last_ns = records[-1]["time_ns"] if records else 0
        new = []
        for each in happenings:
            now_ns = world.now_ns + state.next_number(_MOMENTS, 1) * _MILLISECOND
            time_ns = last_ns = max(now_ns, last_ns + _MILLISECOND)  # a clock may be set back
            new.append(to_record(Event(time_ns, each.kind, each.actor, each.payload)))
        if not new:
            return None
        state.put(EVENTS, str(ticket_id), [*records, *new])
        return self.desk.find(ticket_id)


def ledger_of(call: Call) -> Ledger:
    """The ledger of a call."""
    return Ledger(desk_of(call))


def clerk(desk: Desk, agent_id: int = 1) -> Actor:
    """An agent as an actor; the first is who stands behind a credential."""
    return Actor("agent", agent_id, desk.agent(agent_id).name)


def writer(customer: Customer) -> Actor:
    """A customer as an actor."""
    return Actor("customer", customer.id, customer.name)


def turned(ticket: Ticket, actor: Actor, status: Status) -> list[Happening]:
    """The change to a status, nothing if the ticket has it already."""
    if ticket.status == status:
        return []
    return [Happening("status_changed", actor, {"previous": ticket.status, "updated": status})]


def next_message(ticket: Ticket) -> int:
    """The number of the next message of a ticket; `Refused` (409) where it holds as many as it can."""
    number = 1 + sum("message_id" in event.payload for event in ticket.events if event.kind in SAID)
    if number >= MESSAGES:
        raise Refused(409, f"Ticket {ticket.id} is full: it holds {number - 1} messages.")
    return number


def message(
    ticket_id: int, number: int, text: str, files: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The payload of the message with that number in its ticket; files have a name and where they lie."""
    message_id = ticket_id * MESSAGES + number
    attachments = [
        {"id": message_id * FILES + place, "name": file["name"], "kind": "foreign", "url": file["url"]}
        | ({"inline": True} if file.get("isContentPart") else {})
        for place, file in enumerate(files)
    ]
    return {"message_id": message_id, "text": text} | ({"attachments": attachments} if attachments else {})
