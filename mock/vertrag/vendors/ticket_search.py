"""Searching tickets: conditions that all have to hold, an order, and a page of what is left.

Laws
1. What the session wrote is searched as it stands now, the rest through the index of the world.
2. Whoever names customers, contracts or tickets has named the few tickets to look at; no index is asked.
3. When somebody last wrote is in no index: the order by it looks at tickets one by one, by their creation,
   until no other can come before those of the page, at two thousand in all.
"""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from vertrag.vendors.conversation import last_reply_ns
from vertrag.vendors.desk import Desk
from vertrag.world.days import DAY
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.helpdesk.topics import topics

Field = Literal[
    "id", "status", "channel", "priority", "topic", "tag", "team", "agent_id", "customer_id", "contract_id"
]
Order = Literal["id", "created", "status", "priority", "activity"]
PRIORITIES = ("low", "medium", "high", "urgent")
STATUSES = ("open", "pending", "closed")
_NAMED = ("id", "customer_id", "contract_id")
_STORY = 21 * DAY  # how long after its creation the world still tells something of a ticket
_REACH = 2_000


@dataclass(frozen=True, slots=True)
class Condition:
    """A field has one of the values, or none of them if it is negated."""

    field: Field
    values: frozenset[Any]
    negated: bool = False

    def holds(self, ticket: Ticket) -> bool:
        """Whether it holds for a ticket."""
        return any(value in self.values for value in _VALUES[self.field](ticket)) != self.negated


@dataclass(frozen=True, slots=True)
class Query:
    """What to search: instants in Unix nanoseconds, both ends of a range included, None where it is open."""

    conditions: tuple[Condition, ...] = ()
    since_ns: int | None = None
    until_ns: int | None = None
    order: Order = "id"
    descending: bool = False
    offset: int = 0
    limit: int = 100

    def holds(self, ticket: Ticket) -> bool:
        """Whether every condition holds for a ticket."""
        return (
            (self.since_ns is None or ticket.created_ns >= self.since_ns)
            and (self.until_ns is None or ticket.created_ns <= self.until_ns)
            and all(condition.holds(ticket) for condition in self.conditions)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and how many tickets there are on all pages."""

    total: int
    tickets: tuple[Ticket, ...]


def search(desk: Desk, query: Query) -> Found:
    """The tickets that pass a query."""
    named = [each for each in query.conditions if each.field in _NAMED and not each.negated]
    if named:
        return _among(query, _named(desk, named))
    return _by_activity(desk, query) if query.order == "activity" else _in_the_index(desk, query)


def _named(desk: Desk, conditions: Sequence[Condition]) -> list[Ticket]:
    """The tickets of the customers, contracts or numbers that the narrowest condition names."""
    condition = min(conditions, key=lambda each: len(each.values))
    numbers = sorted(value for value in condition.values if isinstance(value, int))
    if condition.field == "id":
        ids = [number for number in numbers if desk.ticket(number)]
    else:
        customers = numbers if condition.field == "customer_id" else _customers(desk, numbers)
        ids = sorted({number for customer in customers for number in desk.tickets_of(customer)})
    return [desk.find(number) for number in ids]


def _customers(desk: Desk, contracts: Iterable[int]) -> set[int]:
    found = (desk.world.contract(number) for number in contracts)
    return {contract.customer_id for contract in found if contract is not None}


def _among(query: Query, tickets: Iterable[Ticket]) -> Found:
    """The page of a few tickets."""
    kept = sorted(filter(query.holds, tickets), key=_KEYS[query.order], reverse=query.descending)
    return Found(len(kept), tuple(kept[query.offset : query.offset + query.limit]))


def _in_the_index(desk: Desk, query: Query) -> Found:
    """The page of all tickets."""
    ids, known = _ordered(desk, query)
    page = ids[query.offset : query.offset + query.limit]
    return Found(len(ids), tuple(known.get(number) or desk.find(number) for number in map(int, page)))


def _by_activity(desk: Desk, query: Query) -> Found:
    """The page of all tickets by when somebody last wrote."""
    ids, known = _ordered(desk, replace(query, order="created"))
    sign = -1 if query.descending else 1
    tickets = {number: ticket for number, ticket in known.items() if query.holds(ticket)}
    ranked = sorted((sign * last_reply_ns(ticket), number) for number, ticket in tickets.items())
    last = query.offset + query.limit - 1
    for number in map(int, ids[:_REACH]):
        if number in tickets:
            continue
        ticket = desk.find(number)
        earliest = -(ticket.created_ns + _STORY) if query.descending else ticket.created_ns
        if last < len(ranked) and ranked[last][0] < earliest:
            break
        tickets[number] = ticket
        insort(ranked, (sign * last_reply_ns(ticket), number))
    page = ranked[query.offset : query.offset + query.limit]
    return Found(len(ids), tuple(tickets[number] for _, number in page))


def _ordered(desk: Desk, query: Query) -> tuple[Any, dict[int, Ticket]]:
    """The ids of all tickets that pass, in order, and those among them that are no rows of the index."""
    index = desk.world.index()
    written = {ticket.id: ticket for ticket in desk.written()}
    looked_at = written | {number: desk.find(number) for number in desk.world.pinned_tickets()}
    kept = index.came_between(query.since_ns, query.until_ns)
    for condition in query.conditions:
        kept &= _rows(desk, condition)
    index.leave_out(kept, written)
    extra = [ticket for ticket in looked_at.values() if query.holds(ticket)]
    ids = index.ordered(
        kept, query.order, [(ticket.id, ticket.created_ns, _rank(query, ticket)) for ticket in extra]
    )
    if query.descending:
        ids = ids[::-1]
    return ids, looked_at


def _rows(desk: Desk, condition: Condition) -> Any:
    """The rows of the index for which a condition holds."""
    index = desk.world.index()
    if condition.field in ("id", "contract_id"):  # negated, or it would have named the tickets
        rows = index.all_rows()
        named = replace(condition, negated=False)
        index.leave_out(rows, [ticket.id for ticket in _named(desk, [named]) if named.holds(ticket)])
        return rows
    rows = index.among(condition.field, condition.values)
    return ~rows if condition.negated else rows


def _rank(query: Query, ticket: Ticket) -> int:
    """Where a ticket stands in an order by status or priority."""
    return PRIORITIES.index(ticket.priority) if query.order == "priority" else STATUSES.index(ticket.status)


def _team(ticket: Ticket) -> str:
    return topics()[ticket.topic].team


_VALUES: dict[Field, Callable[[Ticket], Collection[Any]]] = {
    "id": lambda ticket: [ticket.id],
    "status": lambda ticket: [ticket.status],
    "channel": lambda ticket: [ticket.channel],
    "priority": lambda ticket: [ticket.priority],
    "topic": lambda ticket: [ticket.topic],
    "tag": lambda ticket: ticket.tags or [None],
    "team": lambda ticket: [_team(ticket)],
    "agent_id": lambda ticket: [ticket.agent_id],
    "customer_id": lambda ticket: [ticket.customer_id],
    "contract_id": lambda ticket: [ticket.contract_id],
}
_KEYS: dict[Order, Callable[[Ticket], Any]] = {
    "id": lambda ticket: ticket.id,
    "created": lambda ticket: ticket.created_ns,
    "status": lambda ticket: (STATUSES.index(ticket.status), ticket.id),
    "priority": lambda ticket: (PRIORITIES.index(ticket.priority), ticket.id),
    "activity": lambda ticket: (last_reply_ns(ticket), ticket.id),
}
