"""The crowd: every customer and contract of the world that no persona stands for, made alone and on demand.

Laws
1. Public ids are dense from a first one; a customer has two contract ids, the second may be unused.
2. Whoever is asked for first gets the same answers: nothing here remembers anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial

from vertrag.world.census.allotment import Allotment
from vertrag.world.census.households import FIRST_CUSTOMER, Household, Households, Request
from vertrag.world.census.people import Customer, draw_customer
from vertrag.world.days import day_of, is_open
from vertrag.world.draws import Draw, Draws
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.arrivals import Arrivals
from vertrag.world.helpdesk.facts import Case
from vertrag.world.helpdesk.service import Channel
from vertrag.world.helpdesk.topics import MOVING, channel_weights, draw_sub_channel
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.signing import Terms, draw_contract

FIRST_CONTRACT = 1_000_001
FIRST_TICKET = 1_000_001
READING_TOPIC = "process_meter_reading"
_LATELY = 256
_FINE = 1 << 32  # steps inside a share of the tickets


@dataclass(frozen=True, slots=True)
class Member:
    """One customer of many; the records are made when they are called for."""

    customer: Callable[[], Customer]
    contracts: Callable[[], tuple[Contract, ...]]


@dataclass(frozen=True, slots=True)
class Population:
    """The customers of a world; inside they are counted from 0, outside by id."""

    seed: int
    size: int
    arrivals: Arrivals
    allotment: Allotment
    now_ns: int
    households: Households = field(init=False, repr=False, compare=False)
    _contracts: Draws = field(init=False, repr=False, compare=False)
    _tickets: Draws = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        households = Households(self.seed, self.arrivals, self.allotment, day_of(self.now_ns))
        object.__setattr__(self, "households", households)
        object.__setattr__(self, "_contracts", Draws(self.seed, "contract"))
        object.__setattr__(self, "_tickets", Draws(self.seed, "ticket"))

    def __hash__(self) -> int:
        # What is remembered is looked up by it many times for each record, and few worlds share a process.
        return hash((self.seed, self.size))

    def customer(self, customer_id: int) -> Customer | None:
        """The customer with that id, None if there is none."""
        number = customer_id - FIRST_CUSTOMER
        return _customer(self, number) if 0 <= number < self.size else None

    def contract(self, contract_id: int) -> Contract | None:
        """The contract with that id, None if there is none."""
        number, which = divmod(contract_id - FIRST_CONTRACT, 2)
        if not 0 <= number < self.size:
            return None
        held = which < len(self.households.at(number).signups)
        return _contract(self, number, which) if held else None

    def member(self, number: int) -> Member:
        """The customer with that number and all contracts of theirs."""
        home = self.households.at(number)

        def contracts() -> tuple[Contract, ...]:
            return tuple(_contract(self, number, which) for which in range(len(home.signups)))

        return Member(partial(_customer, self, number), contracts)

    def customer_of(self, home: Household) -> Customer:
        """The customer of a household."""
        last = home.last
        pins = {
            "address": home.address,
            "contract_ids": tuple(contract_id(home.number, which) for which in range(len(home.signups))),
            "created_ns": home.joined_ns,
            "business": home.business,
            "moves": self.households.moves(home),
            "deceased": last is not None and last.topic.code == "deceased_customer",
        }
        return draw_customer(home.draw, FIRST_CUSTOMER + home.number, pins)

    def contract_of(self, home: Household, which: int) -> Contract:
        """The first (0) or second (1) contract of a household."""
        number = contract_id(home.number, which)
        draw = self._contracts.of(number)
        terms = Terms(
            seed=self.seed,
            contract_id=number,
            customer_id=FIRST_CUSTOMER + home.number,
            business=home.business,
            address=home.address,
            energy=home.energies[which],
            signup_date=home.signups[which],
            end_date=self.households.end(home, which),
            today=self.households.today,
            troubles=self.households.troubles(home, which, draw),
            moves=tuple(move.day for move in self.households.moves(home)),
            exchanges=self.households.exchanges(home, which),
        )
        return draw_contract(draw, terms, {})

    def draw_of(self, ticket: int) -> Draw:
        """The draws of the ticket with that number."""
        return self._tickets.of(self.allotment.slot_of(ticket))

    def arrived_ns(self, ticket: int, draw: Draw | None = None) -> int:
        """The instant at which the ticket with that number came in; its draws need not be looked up again."""
        draw = draw or self.draw_of(ticket)
        part = ticket * _FINE + draw.below("instant", _FINE)
        return self.arrivals.instant(part, self.allotment.tickets * _FINE)

    def reports(self, customer_id: int, number: int) -> Iterator[int]:
        """The ids of the tickets in which a customer told the reading of a contract."""
        home = self.households.at(customer_id - FIRST_CUSTOMER)
        for request in home.requests:
            mine = contract_id(home.number, request.contract) == number
            if mine and request.topic.code == READING_TOPIC:
                yield FIRST_TICKET + self.allotment.ticket_of(request.slot)

    def case(self, ticket_id: int) -> Case | None:
        """The case behind the ticket with that id, None if there is none."""
        ticket = ticket_id - FIRST_TICKET
        if not 0 <= ticket < self.allotment.tickets:
            return None
        slot = self.allotment.slot_of(ticket)
        home = self.households.of_slot(slot)
        return self._case(ticket, home, next(each for each in home.requests if each.slot == slot))

    def cases(self, customer_id: int) -> Iterator[Case]:
        """The cases of a customer, oldest first."""
        home = self.households.at(customer_id - FIRST_CUSTOMER)
        for request in home.requests:
            yield self._case(self.allotment.ticket_of(request.slot), home, request)

    def owner_of(self, ticket_id: int, now_ns: int) -> int | None:
        """The id of the customer to whom a ticket belongs, None if there was no such ticket at that time."""
        ticket = ticket_id - FIRST_TICKET
        if not 0 <= ticket < self.allotment.tickets:
            return None
        slot = self.allotment.slot_of(ticket)
        come = now_ns >= self.now_ns or self.arrived_ns(ticket, self._tickets.of(slot)) <= now_ns
        return FIRST_CUSTOMER + self.allotment.owner_of(slot) if come else None

    def _case(self, ticket: int, home: Household, request: Request) -> Case:
        draw = self._tickets.of(request.slot)
        created_ns = self.arrived_ns(ticket, draw)
        customer = _customer(self, home.number)
        at_work = is_open(created_ns)
        channel = draw.weighted(
            "channel", channel_weights(request.topic.code, at_work=at_work, business=customer.business)
        )
        return Case(
            FIRST_TICKET + ticket,
            customer,
            _contract(self, home.number, request.contract),
            request.topic,
            channel,
            draw_sub_channel(draw, channel),
            created_ns,
            self.now_ns,
            draw,
            missed_call=is_missed(channel, draw),
            outcome="closed" if request.topic.phase == "leaving" else None,
            moves_on=self.households.move(request).day if request.topic.code == MOVING else None,
        )


@lru_cache(_LATELY)
def _customer(population: Population, number: int) -> Customer:
    """A customer is looked at several times in a row: in the ticket, beside it, and by the contract."""
    return population.customer_of(population.households.at(number))


@lru_cache(_LATELY)
def _contract(population: Population, number: int, which: int) -> Contract:
    return population.contract_of(population.households.at(number), which)


def contract_id(number: int, which: int) -> int:
    """The id of the first (0) or second (1) contract of the customer with that number."""
    return FIRST_CONTRACT + 2 * number + which


def is_missed(channel: Channel, draw: Draw) -> bool:
    """Whether it is a call that nobody took."""
    return channel == "phone" and draw.chance("missed", table("service.yaml")["missed_calls"])
