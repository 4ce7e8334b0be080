"""The index over the crowd's tickets: which of them pass some conditions, in which order.

Laws
1. It is made when somebody first searches, and remembered for the last worlds that were searched.
2. It says of every ticket what the ticket itself says; a property test holds both against each other.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from vertrag.world.census.households import FIRST_CUSTOMER
from vertrag.world.census.people import is_business
from vertrag.world.census.population import FIRST_TICKET, Population, is_missed
from vertrag.world.helpdesk.casework import is_straight, untold
from vertrag.world.helpdesk.glances import OVER, OVER_IF_STRAIGHT
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.helpdesk.topics import topics
from vertrag.world.search.columns import Column
from vertrag.world.search.ticket_columns import (
    CHANNELS,
    NOBODY,
    STATUSES,
    TicketColumns,
    draw_columns,
)

Field = Literal["status", "channel", "priority", "topic", "tag", "team", "agent_id", "customer_id"]
Order = Literal["id", "created", "status", "priority"]
PRIORITIES = ("low", "medium", "high", "urgent")
_WORLDS = 2
_TOPICS = tuple(topics().values())


@dataclass(frozen=True, slots=True)
class TicketIndex:
    """The columns of a world up to its clock."""

    population: Population
    columns: TicketColumns
    now_ns: int

    @property
    def first_id(self) -> int:
        """The id of the oldest ticket that has a row."""
        return FIRST_TICKET + self.columns.first

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self.columns.size

    def all_rows(self) -> Column:
        """True for every row."""
        return np.ones(self.columns.rows, bool)

    def among(self, field: Field, values: Collection[object]) -> Column:
        """The rows whose tickets have one of the values in a field."""
        columns = self.columns
        match field:
            case "status":
                return np.isin(columns.statuses, _places(STATUSES, values))
            case "channel":
                return np.isin(columns.channels, _places(CHANNELS, values))
            case "agent_id":
                ids = [NOBODY if value is None else value for value in values if value != NOBODY]
                return np.isin(columns.agents, [each for each in ids if isinstance(each, int)])
            case "customer_id":
                return np.isin(columns.customers, _numbers(values, FIRST_CUSTOMER))
            case "topic":
                places = [place for place, topic in enumerate(_TOPICS) if topic.code in values]
            case "tag" | "team" | "priority":
                places = [place for place, topic in enumerate(_TOPICS) if getattr(topic, field) in values]
        return np.isin(columns.topics, places)

    def came_between(self, since_ns: int | None, until_ns: int | None) -> Column:
        """The rows whose tickets came in at one of the instants or between them, and by the clock."""
        last_ns = self.now_ns if until_ns is None else min(until_ns, self.now_ns)
        begin = 0 if since_ns is None else self.row_at(since_ns)
        end = self.columns.rows if last_ns >= self.population.now_ns else self.row_at(last_ns + 1)
        rows = np.zeros(self.columns.rows, bool)
        rows[begin:end] = True
        return rows

    def row_at(self, instant: int) -> int:
        """The first row whose ticket came in at an instant or later; rows follow time."""
        first = self.columns.first
        arrived = self.population.arrived_ns
        return bisect_left(range(self.columns.rows), instant, key=lambda row: arrived(first + row))

    def leave_out(self, kept: Column, ids: Iterable[int]) -> None:
        """Take tickets out of the rows that are kept."""
        rows = [number - self.first_id for number in ids]
        kept[[row for row in rows if 0 <= row < len(kept)]] = False

    def ordered(self, kept: Column, order: Order, more: Sequence[tuple[int, int, int]]) -> Column:
        """The ids of the rows that are kept and of some more tickets, in an order.

        `more` are (id, created_ns, rank), where the rank is that of the order by status or priority.
        """
        rows = np.flatnonzero(kept)
        keys = self._keys(order, rows)
        if order in ("status", "priority"):
            by_key = np.argsort(keys, kind="stable")
            rows, keys = rows[by_key], keys[by_key]
        extra = sorted((self._key(order, *each), each[0]) for each in more)
        places = np.searchsorted(keys, [key for key, _ in extra])
        return np.insert(rows + self.first_id, places, [number for _, number in extra])

    def _keys(self, order: Order, rows: Column) -> Column:
        """What some rows are ordered by; the rows themselves follow ids and time."""
        if order == "status":
            return self.columns.statuses[rows]
        if order == "priority":
            ranks = np.array([PRIORITIES.index(topic.priority) for topic in _TOPICS], np.uint8)
            return ranks[self.columns.topics[rows]]
        return rows

    def _key(self, order: Order, ticket_id: int, created_ns: int, rank: int) -> int:
        """The same for a ticket without a row."""
        if order == "id":
            return ticket_id - self.first_id
        return self.row_at(created_ns) if order == "created" else rank


@lru_cache(_WORLDS)
def index_of(population: Population, now_ns: int) -> TicketIndex:
    """The index of a world at an instant."""
    columns = draw_columns(population.seed, population.arrivals, population.allotment, population.now_ns)
    for row, ticket in _young(population, columns, now_ns):
        columns.statuses[row] = STATUSES.index(ticket.status)
        columns.agents[row] = ticket.agent_id or NOBODY
    return TicketIndex(population, columns, now_ns)


def _young(population: Population, columns: TicketColumns, now_ns: int) -> Iterator[tuple[int, Ticket]]:
    """The tickets whose story may not be over, newest first."""
    anybody = population.case(FIRST_TICKET)
    for row in reversed(range(columns.rows)):
        number = columns.first + row
        draw = population.draw_of(number)
        arrived_ns = population.arrived_ns(number, draw)
        if anybody is None or arrived_ns < now_ns - OVER:
            return
        if arrived_ns >= now_ns - OVER_IF_STRAIGHT or not is_straight(draw):
            topic, channel = _TOPICS[columns.topics[row]], CHANNELS[columns.channels[row]]
            home = population.households.draw_of(int(columns.customers[row]))
            customer = replace(anybody.customer, business=is_business(home))
            case = replace(
                anybody,  # whose case it is does not matter to how it goes
                ticket_id=FIRST_TICKET + number,
                customer=customer,
                topic=topic,
                channel=channel,
                created_ns=arrived_ns,
                draw=draw,
                missed_call=is_missed(channel, draw),
                outcome="closed" if topic.phase == "leaving" else None,
            )
            yield row, untold(case, now_ns)


def _places(names: tuple[str, ...], values: Collection[object]) -> list[int]:
    return [place for place, name in enumerate(names) if name in values]


def _numbers(values: Collection[object], first: int) -> list[int]:
    return [value - first for value in values if isinstance(value, int) and first <= value < first + 2**32]
