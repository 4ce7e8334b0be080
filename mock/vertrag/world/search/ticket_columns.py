"""All tickets of a world as columns of numbers, for who searches among millions: drawn at once, not told.

Laws
1. A column holds what the ticket itself would say: the draws, by name and by record, are the same ones.
2. Rows follow the tickets' numbers. Where there are too many tickets, only the newest have rows.
3. How a case ends is known once its story is over. The youngest are told one by one, without a word of text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import numpy as np

from vertrag.world.census.allotment import ALWAYS, BLOCK, EAGER, ELDERS, FRESH, NEWEST, SLOTS, Allotment
from vertrag.world.census.households import FIRST_CUSTOMER, FOUNDED, MOVES_EVERY
from vertrag.world.census.people import agents
from vertrag.world.days import CLOSES, DAY, HOUR, OPENS, SECOND, day_of, is_working_day, midnight
from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.arrivals import HOUR_SUMS, HOURS, Arrivals
from vertrag.world.helpdesk.service import Channel
from vertrag.world.helpdesk.topics import channel_weights, topic_weights, topics
from vertrag.world.search.columns import Choices, Column, drawn, numbers, scattered

LARGEST = 4_000_000
"""How many rows there are at most; each takes eight bytes."""
STATUSES: Final = ("open", "pending", "closed")
CHANNELS: Final[tuple[Channel, ...]] = ("email", "portal", "phone", "letter", "system", "chat", "walkIn")
NOBODY = 0
"""Stands for the agent of a ticket that has none."""
_OPEN, _PENDING, _CLOSED = range(3)
_PHASES = ("new", "settled", "leaving")
_BLOCKS = 1 << 16  # blocks of customers that are drawn together
_FINE = 1 << 32
_TOPICS = tuple(topics().values())


@dataclass(frozen=True, slots=True)
class TicketColumns:
    """One row for each ticket from number `first` on; topics, channels and statuses by their place."""

    first: int
    customers: Column
    topics: Column
    channels: Column
    statuses: Column
    agents: Column

    @property
    def rows(self) -> int:
        """How many tickets there are."""
        return len(self.customers)

    @property
    def size(self) -> int:
        """Bytes of all columns."""
        columns = (self.customers, self.topics, self.channels, self.statuses, self.agents)
        return sum(column.nbytes for column in columns)


def draw_columns(seed: int, arrivals: Arrivals, allotment: Allotment, now_ns: int) -> TicketColumns:
    """The columns of a world, each case at the end of its story."""
    kept = min(SLOTS, max(LARGEST // max(allotment.blocks, 1), 1))
    first = (SLOTS - kept) * allotment.blocks
    rows = allotment.tickets - first
    columns = TicketColumns(first, np.zeros(rows, np.uint32), *(np.zeros(rows, np.uint8) for _ in range(4)))
    crowd = _Crowd(seed, arrivals, allotment, now_ns)
    for begin in range(0, allotment.blocks, _BLOCKS):
        crowd.fill(columns, begin, min(begin + _BLOCKS, allotment.blocks))
    return columns


@dataclass(frozen=True, slots=True)
class _Members:
    """The customers of some blocks: a row for each block, a column for each member."""

    numbers: Column
    joined: Column
    business: Column
    has_second: Column
    second_signup: Column
    electricity_first: Column
    moves: Column
    owners: Column
    last: Column


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Draws the columns, share by share."""

    seed: int
    arrivals: Arrivals
    allotment: Allotment
    now_ns: int

    def fill(self, columns: TicketColumns, begin: int, end: int) -> None:
        """Draw the rows of some blocks of customers."""
        blocks = numbers(begin, end)
        members = self._members(blocks)
        for share in range(columns.first // max(self.allotment.blocks, 1), SLOTS):
            tickets = share * self.allotment.blocks + scattered(self.allotment.shuffles[share], blocks)
            rows = (tickets - columns.first).astype(np.int64)
            cases = self._cases(blocks * SLOTS + share, share, members, tickets)
            columns.customers[rows] = members.numbers[np.arange(len(blocks)), members.owners[:, share]]
            columns.topics[rows] = cases.topic
            columns.channels[rows] = cases.channel
            columns.statuses[rows] = cases.status()
            columns.agents[rows] = cases.agent()

    def _members(self, blocks: Column) -> _Members:
        everyone = blocks[:, None] * BLOCK + numbers(0, BLOCK)
        member = drawn(Draws(self.seed, "member"), everyone)
        customer = drawn(Draws(self.seed, "customer"), everyone + FIRST_CUSTOMER)
        always = (everyone % BLOCK == 0) | member.chance("elder", ELDERS)
        joined = np.where(always, ALWAYS, member.below("joined", NEWEST).astype(np.int64))
        zeal = member.between("zeal", 1, 5) ** 2 * (everyone < self.allotment.customers)
        owners = self._owners(blocks, joined, zeal)
        last = np.full(joined.shape, -1)
        for share in range(SLOTS):
            last[np.arange(len(blocks)), owners[:, share]] = share
        day = self._joined_day(customer, joined)
        today = day_of(self.now_ns).toordinal()
        return _Members(
            everyone,
            joined,
            customer.chance("business", table("people.yaml")["business_share"]),
            customer.chance("second contract", 30),
            day + customer.below("second", (today - day + 1).astype(np.uint64)).astype(np.int64),
            customer.chance("electricity first", 84),
            customer.below("moves", MOVES_EVERY),
            owners,
            last,
        )

    def _owners(self, blocks: Column, joined: Column, zeal: Column) -> Column:
        """Which member of its block owns each slot; the earlier somebody joined, the earlier their part."""
        order = np.argsort(joined, axis=1, kind="stable")
        joined, zeal = np.take_along_axis(joined, order, 1), np.take_along_axis(zeal, order, 1)
        rows, owners = np.arange(len(blocks)), np.zeros((len(blocks), SLOTS), np.int64)
        for share in range(SLOTS):
            eager = np.where((joined != ALWAYS) & (share - joined <= FRESH), EAGER, 1).astype(np.uint64)
            sums = np.cumsum(zeal * eager * (joined < share), axis=1, dtype=np.uint64)
            slot = drawn(Draws(self.seed, "slot"), blocks * SLOTS + share)
            points = slot.below("owner", sums[:, -1])
            owners[:, share] = order[rows, (sums <= points[:, None]).sum(axis=1)]
        return owners

    def _joined_day(self, customer: Any, joined: Column) -> Column:
        """The ordinal of the day on which somebody joined."""
        fine = customer.below("joined", _FINE)
        share = np.maximum(joined, 0).astype(np.uint64)
        scaled = (share * self.arrivals.total + (fine * self.arrivals.total >> 32)) // SLOTS
        later = self.arrivals.first.toordinal() + np.searchsorted(self.arrivals.sums, scaled, "right")
        days = (self.arrivals.first - FOUNDED).days
        before = FOUNDED.toordinal() + customer.below("joined", days).astype(np.int64)
        days_joined: Column = np.where(joined == ALWAYS, before, later)
        return days_joined

    def _cases(self, slots: Column, share: int, members: _Members, tickets: Column) -> "_Cases":
        place = np.arange(len(slots)), members.owners[:, share]
        business, joined = members.business[place], members.joined[place]
        phase = np.where(members.last[place] == share, 2, 1)
        phase[(joined != ALWAYS) & (share - joined <= FRESH)] = 0
        begun = day_of(self.arrivals.instant(share, SLOTS)).toordinal()
        both = members.has_second[place] & (members.second_signup[place] <= begun) & (phase > 0)
        electricity = members.electricity_first[place] | both
        moving = members.moves[place] == share % MOVES_EVERY
        kind = ((phase * 2 + electricity) * 2 + business) * 2 + moving
        topic = _topic_choices().drawn(drawn(Draws(self.seed, "request"), slots), "topic", kind)
        ticket = drawn(Draws(self.seed, "ticket"), slots)
        at_work, age = self._arrived(ticket, tickets)
        kind = topic.astype(np.int64) * 4 + at_work * 2 + business
        channel = _channel_choices().drawn(ticket, "channel", kind)
        return _Cases(ticket, topic, channel, business.astype(np.int64), age)

    def _arrived(self, ticket: Any, tickets: Column) -> tuple[Column, Column]:
        """Whether the service was at work when each ticket came in, and its age in days."""
        total, whole, sums = self.arrivals.total, self.allotment.tickets, np.array(self.arrivals.sums)
        scaled = (tickets * total + (ticket.below("instant", _FINE) * total >> 32)) // whole
        day = np.searchsorted(sums, scaled, "right")
        daily = np.diff(sums, prepend=0) // HOUR_SUMS[-1]
        within = (scaled.astype(np.int64) - (sums - daily * HOUR_SUMS[-1])[day]) / daily[day]
        hour = np.minimum(np.searchsorted(HOUR_SUMS, within, "right"), len(HOURS) - 1)
        fraction = (within - np.array((0, *HOUR_SUMS))[hour]) / np.array(HOURS)[hour]
        working, begins = _calendar(self.arrivals.first, len(sums))
        created = begins[day] + (hour + fraction) * (HOUR // SECOND)
        at_work = working[day] & (hour >= OPENS) & (hour < CLOSES)
        return at_work, (self.now_ns / SECOND - created) // (DAY // SECOND)


@dataclass(frozen=True, slots=True)
class _Cases:
    """The cases of one share: what casework makes of them in the end."""

    ticket: Any
    topic: Column
    channel: Column
    business: Column
    age: Column

    def status(self) -> Column:
        """How each case ends."""
        outcome = self._outcome()
        asks, missed = self._leaves_questions(), self._missed()
        pending = (outcome == _PENDING) & (asks | missed)
        status = np.where(outcome == _OPEN, _OPEN, np.where(pending, _PENDING, _CLOSED))
        done = self._unread() | self._is("phone", "walkIn") & ~asks & ~missed
        return np.where(done, _CLOSED, status)

    def agent(self) -> Column:
        """Who is in charge in the end."""
        outcome, teams = self._outcome(), _teams()
        place = self.ticket.below("agent", teams.sizes[self.topic])
        agent = teams.members[self.topic, place]
        spoken, chat = self._is("phone", "walkIn"), self._is("chat")
        left = np.where(outcome == _OPEN, self.ticket.below("left at", 3), 3)
        colleague = self.ticket.below("colleague", len(agents()) - 1) + 1
        colleague = colleague + (colleague >= agent)
        passed = self.ticket.chance("passed on", table("service.yaml")["reassigned"])
        passed &= ~self._leaving() & (left > 1) & ~spoken & ~chat
        alone = chat & (outcome == _OPEN) & self.ticket.chance("left alone", 60)
        nobody = (
            alone | self._unread() | (self._missed() & (outcome == _OPEN)) | ~(spoken | chat) & (left == 0)
        )
        return np.where(nobody, NOBODY, np.where(passed, colleague, agent))

    def _outcome(self) -> Column:
        rows = table("service.yaml")["outcomes"]
        row = np.searchsorted([each["until"] for each in rows], self.age, "right")
        points = self.ticket.below("outcome", 100)
        closed = np.array([each["closed"] for each in rows])[row]
        pending = closed + np.array([each["pending"] for each in rows])[row]
        drawn_outcome = np.where(points < closed, _CLOSED, np.where(points < pending, _PENDING, _OPEN))
        return np.where(self._leaving(), _CLOSED, drawn_outcome)

    def _leaving(self) -> Column:
        return np.array([topic.phase == "leaving" for topic in _TOPICS])[self.topic]

    def _unread(self) -> Column:
        """Advertising that came in writing."""
        written = self._is("email", "portal", "letter")
        return np.array([not topic.replies for topic in _TOPICS])[self.topic] & written

    def _missed(self) -> Column:
        missed: Column = self.ticket.chance("missed", table("service.yaml")["missed_calls"])
        return self._is("phone") & missed

    def _is(self, *names: Channel) -> Column:
        return np.isin(self.channel, [CHANNELS.index(name) for name in names])

    def _leaves_questions(self) -> Column:
        counts, asks = _questions()
        kind = self.topic, self.channel, self.business
        questions: Column = asks[(*kind, self.ticket.below("opening", counts[kind]))]
        return questions


@cache
def _calendar(first: date, days: int) -> tuple[Column, Column]:
    """Which days are working days, and the second at which each begins."""
    dates = [first + timedelta(days=number) for number in range(days)]
    working = np.array([is_working_day(day) for day in dates])
    return working, np.array([midnight(day) // SECOND for day in dates], np.float64)


@cache
def _topic_choices() -> Choices:
    sets = [
        topic_weights(phase, electricity=electricity, business=business, moving=moving)
        for phase in _PHASES
        for electricity in (False, True)
        for business in (False, True)
        for moving in (False, True)
    ]
    return Choices(sets, _TOPICS)


@cache
def _channel_choices() -> Choices:
    sets = [
        channel_weights(topic.code, at_work=at_work, business=business and not topic.private)
        for topic in _TOPICS
        for at_work in (False, True)
        for business in (False, True)
    ]
    return Choices(sets, CHANNELS)


@cache
def _questions() -> tuple[Column, Column]:
    """How many phrases there are, and which of them leave a question, by topic, channel and business."""
    phrases = [
        [[topic.phrases(channel, business=business) for business in (False, True)] for channel in CHANNELS]
        for topic in _TOPICS
    ]
    longest = max(len(texts) for topic in phrases for channel in topic for texts in channel)
    counts = np.array(
        [[[len(texts) for texts in channel] for channel in topic] for topic in phrases], np.uint64
    )
    asks = np.zeros((*counts.shape, longest), bool)
    for place in np.ndindex(*counts.shape):
        for number, phrase in enumerate(phrases[place[0]][place[1]][place[2]]):
            asks[(*place, number)] = phrase.ask and _TOPICS[place[0]].ask is not None
    return counts, asks


@dataclass(frozen=True, slots=True)
class _Teams:
    sizes: Column
    members: Column


@cache
def _teams() -> _Teams:
    """The agents of each topic's team."""
    teams: list[Sequence[int]] = [
        [agent.id for agent in agents() if agent.team == topic.team] for topic in _TOPICS
    ]
    members = np.zeros((len(teams), max(map(len, teams))), np.int64)
    for row, team in enumerate(teams):
        members[row, : len(team)] = team
    return _Teams(np.array([len(team) for team in teams], np.uint64), members)
