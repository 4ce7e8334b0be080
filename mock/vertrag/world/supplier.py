"""The supplier: the one door to the world."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from vertrag.world.census.allotment import Allotment
from vertrag.world.census.households import FIRST_CUSTOMER
from vertrag.world.census.people import Agent, Customer, agents
from vertrag.world.census.personas import Cast, Persona, pinned
from vertrag.world.census.population import FIRST_TICKET, Member, Population
from vertrag.world.days import HOUR, day_of
from vertrag.world.helpdesk.arrivals import Arrivals
from vertrag.world.helpdesk.casework import FILES, MESSAGES, sketch_of, ticket_of
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.facts import Case
from vertrag.world.helpdesk.glances import line_of
from vertrag.world.helpdesk.intents import Intent, intent_of
from vertrag.world.helpdesk.service import Interaction, Ticket
from vertrag.world.helpdesk.topics import tag_names
from vertrag.world.supply.accounts import Account, account_of
from vertrag.world.supply.billing import INVOICES, Invoice, invoices_of
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.market import market_events
from vertrag.world.supply.readings import Reading, readings_of, with_reports
from vertrag.world.supply.signing import as_of

NOW_NS = 1_793_606_400_000_000_000
"""The instant at which the world stands still: 2026-11-02T09:00:00+01:00, a Monday morning."""
_CASES = 64
_FIRST_DAY = date(2023, 11, 2)


@dataclass(frozen=True, slots=True)
class Supplier:
    """A fictional energy supplier with its customers, contracts and tickets: a pure function of the seed.

    `customers` is how many there are besides the personas. Making a supplier costs the same for ten
    customers and for ten million; any record costs the same, whatever was asked before.
    """

    seed: int = 0
    customers: int = 1000
    now_ns: int = field(init=False, default=NOW_NS)
    _cast: Cast = field(init=False, repr=False, compare=False)
    _allotment: Allotment = field(init=False, repr=False, compare=False)
    _population: Population = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The stream ends an hour before the clock, so that the last ticket, too, has been received by then.
        arrivals = Arrivals(_FIRST_DAY, self.now_ns - HOUR)
        allotment = Allotment(self.seed, self.customers)
        population = Population(self.seed, self.customers, arrivals, allotment, self.now_ns)
        object.__setattr__(self, "_cast", Cast(self.seed, self.now_ns))
        object.__setattr__(self, "_allotment", allotment)
        object.__setattr__(self, "_population", population)

    def at(self, now_ns: int) -> "Supplier":
        """The same world at another time: the records stay, only how far their stories have come differs."""
        later = copy(self)
        object.__setattr__(later, "now_ns", now_ns)
        return later

    @property
    def last_ticket_id(self) -> int:
        """The highest id of a ticket; what is written later gets higher ones."""
        return FIRST_TICKET + self._allotment.tickets - 1

    @property
    def last_customer_id(self) -> int:
        """The highest id of a customer."""
        return FIRST_CUSTOMER + self.customers - 1

    def customer(self, customer_id: int) -> Customer | None:
        """The customer with that id, None if there is none."""
        return self._cast.customer(customer_id) or self._population.customer(customer_id)

    def contract(self, contract_id: int) -> Contract | None:
        """The contract with that id as it stands by the clock, None if there is none."""
        found = self._cast.contract(contract_id) or self._population.contract(contract_id)
        moved = found is not None and self.now_ns != self._population.now_ns
        return as_of(found, self.today) if found and moved else found

    @property
    def today(self) -> date:
        """The German day of the clock."""
        return day_of(self.now_ns)

    def members(self, crowd: range | None = None, *, personas: bool = True) -> Iterator[Member]:
        """Customers with their contracts, made one by one: the personas, then those of the crowd (None: all).

        The crowd is counted from 0.
        """
        if personas:
            yield from self._cast.members()
        for number in range(self.customers) if crowd is None else crowd:
            yield self._population.member(number)

    def readings(self, contract: Contract) -> tuple[Reading, ...]:
        """What the meters of a contract showed so far, oldest first; tickets that told one included."""
        numbers = self._cast.reports(contract.id)
        if contract.customer_id not in pinned().customers:
            numbers = self._population.reports(contract.customer_id, contract.id)
        told = [case.day for number in numbers if (case := self._case(number)) and not case.missed_call]
        days = [day for day in told if contract.start_date < day <= contract.last_day(self.today)]
        return with_reports(contract, readings_of(contract, self.today), days)

    def invoices(self, contract: Contract) -> tuple[Invoice, ...]:
        """The bills of a contract so far, oldest first."""
        return invoices_of(contract, self.today)

    def account(self, contract: Contract) -> Account:
        """What fell due and was paid for a contract so far."""
        return account_of(contract, self.today)

    def invoice(self, invoice_id: int) -> Invoice | None:
        """The bill with that id, None if there is none."""
        contract = self.contract(invoice_id // INVOICES)
        bills = self.invoices(contract) if contract else ()
        place = invoice_id % INVOICES
        return bills[place] if place < len(bills) else None

    def ticket(self, ticket_id: int) -> Ticket | None:
        """The ticket with that id, None if there is none."""
        case = self._case(ticket_id)
        return ticket_of(case, self.now_ns) if case else None

    def sketches_of(self, customer_id: int) -> Iterator[Ticket]:
        """A customer's tickets, oldest first, without what was written in them but subject and summary."""
        return (sketch_of(case, self.now_ns) for case in self._cases(customer_id))

    def file(self, file_id: int) -> bytes | None:
        """The content of the file with that id, None if no message of the world's own has it."""
        message_id, number = divmod(file_id, FILES)
        case = self._case(message_id // MESSAGES)
        ticket = ticket_of(case, self.now_ns) if case and number == 0 else None
        for message in ticket.messages if ticket else ():
            for attachment in message.attachments:
                if case and attachment.id == file_id:
                    return Correspondence(case).content(attachment.kind, message.text)
        return None

    def intent(self, ticket_id: int) -> Intent | None:
        """What was understood of the ticket with that id, None where nothing was."""
        case = self._case(ticket_id)
        return intent_of(case) if case else None

    def agent(self, agent_id: int) -> Agent | None:
        """The member of the service team with that id, None if there is none."""
        team = agents()
        return team[agent_id - 1] if 1 <= agent_id <= len(team) else None

    def agents(self) -> tuple[Agent, ...]:
        """The service team, by id."""
        return agents()

    def tag_names(self) -> tuple[str, ...]:
        """Every tag that a ticket can carry, each once, always in the same order."""
        return tag_names()

    def tickets_of(self, customer_id: int) -> tuple[int, ...]:
        """The ids of a customer's tickets, oldest first; empty for nobody's id."""
        row = pinned().customers.get(customer_id)
        if row is not None:
            return tuple(sorted(ticket["id"] for ticket in row["tickets"]))
        number = customer_id - FIRST_CUSTOMER
        if not 0 <= number < self.customers:
            return ()
        return tuple(
            FIRST_TICKET + self._allotment.ticket_of(slot) for slot in self._allotment.slots_of(number)
        )

    def owner_of(self, ticket_id: int) -> int | None:
        """The id of the customer to whom a ticket belongs, None if there is no such ticket."""
        pinned_case = self._cast.case(ticket_id)
        if pinned_case is None:
            return self._population.owner_of(ticket_id, self.now_ns)
        return pinned_case.customer.id if pinned_case.created_ns <= self.now_ns else None

    def timeline(self, customer_id: int) -> tuple[Interaction, ...]:
        """What happened between customer and supplier so far, newest first; empty for nobody's id."""
        told = (line_of(case, self.now_ns) for case in self._cases(customer_id))
        return newest_first((*told, *self.market(customer_id)))

    def market(self, customer_id: int) -> tuple[Interaction, ...]:
        """The part of a timeline that no ticket is about, in no particular order."""
        customer = self.customer(customer_id)
        numbers = customer.contract_ids if customer else ()
        contracts = [contract for number in numbers if (contract := self.contract(number))]
        return tuple(entry for contract in contracts for entry in market_events(contract, self.now_ns))

    def neighbours(self, ticket_id: int) -> tuple[int | None, int | None]:
        """The ids of the tickets before and after one by id, None at either end and for nobody's id."""
        first, last = FIRST_TICKET, self.last_ticket_id
        fixed = list(pinned().tickets)
        if ticket_id in fixed:
            place = fixed.index(ticket_id)
            after = fixed[place + 1] if place + 1 < len(fixed) else first if last >= first else None
            return (fixed[place - 1] if place else None), after
        if not first <= ticket_id <= last:
            return None, None
        return (ticket_id - 1 if ticket_id > first else fixed[-1]), (
            ticket_id + 1 if ticket_id < last else None
        )

    def _case(self, ticket_id: int) -> Case | None:
        case = self._cast.case(ticket_id) or _case(self._population, ticket_id)
        return case if case and case.created_ns <= self.now_ns else None

    def _cases(self, customer_id: int) -> Iterator[Case]:
        """The cases of a customer so far, oldest first; none for nobody's id."""
        if customer_id in pinned().customers:
            yield from filter(None, map(self._case, self.tickets_of(customer_id)))
        elif 0 <= customer_id - FIRST_CUSTOMER < self.customers:
            for case in self._population.cases(customer_id):
                if case.created_ns <= self.now_ns:
                    yield case

    def index(self) -> Any:
        """The index over the tickets of everybody but the personas: a `ticket_index.TicketIndex`."""
        # numpy takes a tenth of a second to import: not before somebody searches.
        from vertrag.world.search.ticket_index import index_of

        return index_of(self._population, self.now_ns)

    def pinned_tickets(self) -> tuple[int, ...]:
        """The ids of the personas' tickets, which the index leaves out."""
        return tuple(pinned().tickets)

    def personas(self) -> tuple[Persona, ...]:
        """The people whose ids and facts are the same in every world."""
        return pinned().personas


def newest_first(entries: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Entries as a timeline shows them."""
    return tuple(sorted(entries, key=lambda entry: entry.time_ns, reverse=True))


@lru_cache(_CASES)
def _case(population: Population, ticket_id: int) -> Case | None:
    """A case is told once and asked about several times: its ticket, its intent, its files."""
    return population.case(ticket_id)
