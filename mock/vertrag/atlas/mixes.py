"""What the mixes of a world are, beside what its tables ask for: counted over a sample of its records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vertrag.world.census.households import FIRST_CUSTOMER
from vertrag.world.census.people import Customer
from vertrag.world.draws import Permutation
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.helpdesk.topics import topics
from vertrag.world.laws import breaches, holding_of
from vertrag.world.supplier import Supplier
from vertrag.world.supply import Contract


@dataclass(frozen=True, slots=True)
class Mix:
    """How something is shared out: by value what is asked for (None: nothing) and what was seen, percent."""

    subject: str
    counted: int
    shares: Mapping[str, tuple[float | None, float]]


@dataclass(frozen=True, slots=True)
class Census:
    """A sample of a world, spread evenly over it, and the laws that its contracts break."""

    customers: tuple[Customer, ...]
    contracts: tuple[Contract, ...]
    tickets: tuple[Ticket, ...]
    breaches: tuple[tuple[str, str], ...]


def take_census(supplier: Supplier, sample: int) -> Census:
    """Look at so many customers, or at all if there are fewer."""
    count = min(sample, supplier.customers)
    # Scattered: in equal steps one would meet, say, only the first customer of each block of eight.
    scattered = Permutation(supplier.customers, 0, "census")
    ids = sorted(FIRST_CUSTOMER + scattered.forward(place) for place in range(count))
    customers = tuple(customer for number in ids if (customer := supplier.customer(number)))
    held = [(c, contract) for c in customers for n in c.contract_ids if (contract := supplier.contract(n))]
    found = [
        wrong
        for customer, contract in held
        for wrong in breaches(holding_of(customer, contract, supplier.today))
    ]
    numbers = [number for customer in customers for number in supplier.tickets_of(customer.id)]
    tickets = tuple(ticket for number in numbers if (ticket := supplier.ticket(number)))
    return Census(customers, tuple(contract for _, contract in held), tickets, tuple(found))


def mixes(census: Census) -> Iterator[Mix]:
    """All mixes that somebody decided on."""
    people, tariffs = table("people.yaml"), table("tariffs.yaml")
    business = people["business_share"]
    electricity = [contract for contract in census.contracts if contract.energy == "electricity"]
    kinds = tariffs["meters"]["kinds"]
    billing = tariffs["billing"]
    weights = sum(topic.weight for topic in topics().values())
    yield _mix(
        "customers",
        ["business" if customer.business else "private" for customer in census.customers],
        {"business": business, "private": 100 - business},
    )
    yield _mix("energies", [contract.energy for contract in census.contracts], {})
    yield _mix("stages", [contract.status for contract in census.contracts], {})
    yield _mix(
        "meters of electricity at the start", [c.installations[0].meter.kind for c in electricity], kinds
    )
    debited = billing["direct_debit"]
    yield _mix(
        "ways to pay",
        [contract.collection for contract in census.contracts],
        {"direct_debit": debited, "transfer": 100 - debited},
    )
    yield _mix(
        "deposits a year",
        [str(contract.deposits) for contract in census.contracts],
        {"11": billing["eleven"], "12": 100 - billing["eleven"]},
    )
    yield _mix("debts", ["owing" if c.unpaid_debt else "nothing owed" for c in census.contracts], {})
    yield _mix(
        "topics",
        [ticket.topic for ticket in census.tickets],
        {code: 100 * topic.weight / weights for code, topic in topics().items()},
    )
    yield _mix("channels", [ticket.channel for ticket in census.tickets], {})
    yield _mix("states of tickets", [ticket.status for ticket in census.tickets], {})


def _mix(subject: str, values: list[str], asked: Mapping[str, float]) -> Mix:
    seen = Counter(values)
    names = dict.fromkeys((*asked, *(name for name, _ in seen.most_common())))
    whole = len(values) or 1
    shares = {name: (asked.get(name), 100 * seen[name] / whole) for name in names}
    return Mix(subject, len(values), dict(sorted(shares.items(), key=lambda pair: -pair[1][1])))
