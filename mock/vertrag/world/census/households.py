"""What is known of each customer before any record is made: when they joined, what they hold and want.

Laws
1. A household is a pure function of the seed and its number; how many others there are does not matter.
2. Where records agree, all of them follow from it: a contract ends because its customer's last letter
   cancelled it, deposits are missed before a letter about a reminder, a meter changes after one about a move
   and before one about its exchange.
3. Nobody announces two moves within a year.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from vertrag.world.census.allotment import ALWAYS, SLOTS, Allotment, is_fresh
from vertrag.world.census.people import Move, is_business
from vertrag.world.census.places import Address, Energy, draw_address
from vertrag.world.days import HOUR, SECOND, day_of, first_of_month, midnight, on_working_day
from vertrag.world.draws import Draw, Draws
from vertrag.world.helpdesk.arrivals import Arrivals
from vertrag.world.helpdesk.topics import MOVING, Topic, topic_weights
from vertrag.world.supply.signing import Trouble

FIRST_CUSTOMER = 100_001
FOUNDED = date(2017, 1, 2)
"""Since when there are customers."""
MOVES_EVERY = 12
"""Of so many shares in a row, a year and a half, there is one in which somebody may move."""
_LATELY = 64
_FINE = 1 << 32  # steps inside a share of the tickets
_MISSED = {"payment_reminder": (1, 2), "disconnection_threat": (3, 4)}  # deposits, by what a letter is about
_GROWN = timedelta(days=120)  # after which a second contract is one to have questions about
_SILENT = 3  # percent of the contracts that are in arrears without a letter


@dataclass(frozen=True, slots=True)
class Request:
    """What a slot is about: a topic, and which of the customer's two contracts (0 or 1)."""

    slot: int
    topic: Topic
    contract: int

    @property
    def share(self) -> int:
        """The share of all tickets into which it falls."""
        return self.slot % SLOTS


@dataclass(frozen=True, slots=True)
class Household:
    """A customer by number: when each contract was wanted and for which energy, and all requests in order."""

    number: int
    draw: Draw
    business: bool
    address: Address
    joined_ns: int
    signups: tuple[date, ...]
    energies: tuple[Energy, ...]
    requests: tuple[Request, ...]

    @property
    def last(self) -> Request | None:
        """The last thing its customer wanted."""
        return self.requests[-1] if self.requests else None


@dataclass(frozen=True, slots=True)
class Households:
    """All customers of a world by number, and what follows from their requests."""

    seed: int
    arrivals: Arrivals
    allotment: Allotment
    today: date
    _customers: Draws = field(init=False, repr=False, compare=False)
    _requests: Draws = field(init=False, repr=False, compare=False)
    _tickets: Draws = field(init=False, repr=False, compare=False)
    _begins: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begins = tuple(day_of(self.arrivals.instant(share, SLOTS)) for share in range(SLOTS + 1))
        object.__setattr__(self, "_customers", Draws(self.seed, "customer"))
        object.__setattr__(self, "_requests", Draws(self.seed, "request"))
        object.__setattr__(self, "_tickets", Draws(self.seed, "ticket"))
        object.__setattr__(self, "_begins", begins)

    def __hash__(self) -> int:
        return hash(self.seed)  # as for a population

    def draw_of(self, number: int) -> Draw:
        """The draws of the customer with that number."""
        return self._customers.of(FIRST_CUSTOMER + number)

    def at(self, number: int) -> Household:
        """The household with that number."""
        return _remembered(self, number)

    def of_slot(self, slot: int) -> Household:
        """The household to which a slot belongs."""
        return _remembered(self, self.allotment.owner_of(slot))

    def made(self, number: int) -> Household:
        """The household with that number, made anew."""
        draw, slots = self.draw_of(number), self.allotment.slots_of(number)
        joined_in = self.allotment.joined(number)
        joined_ns = self._joined_ns(joined_in, draw)
        joined = day_of(joined_ns)
        signups: tuple[date, ...] = (joined,)
        energies: tuple[Energy, ...] = (_energy(draw, 0),)
        if draw.chance("second contract", 30):  # it came to mind at any time after the first
            days = draw.below("second", (self.today - joined).days + 1)
            signups, energies = (joined, joined + timedelta(days=days)), (energies[0], _energy(draw, 1))
        home = Household(
            number, draw, is_business(draw), draw_address(draw), joined_ns, signups, energies, ()
        )
        moves = draw.below("moves", MOVES_EVERY)
        requests = (
            self._request(home, slot, _phase(joined_in, slot, slots[-1]), moving=slot % MOVES_EVERY == moves)
            for slot in slots
        )
        return replace(home, requests=tuple(requests))

    def _request(self, home: Household, slot: int, phase: str, *, moving: bool) -> Request:
        """What a customer wants in one of their slots."""
        second = len(home.signups) == 2 and phase != "new" and home.signups[1] <= self._begins[slot % SLOTS]
        held = home.energies if second else home.energies[:1]
        draw = self._requests.of(slot)
        weights = topic_weights(
            phase, electricity="electricity" in held, business=home.business, moving=moving
        )
        topic = draw.weighted("topic", weights)
        fitting = [which for which, energy in enumerate(held) if topic.energy in {None, energy}]
        if len(fitting) == 1 or home.signups[1] + _GROWN > self._begins[slot % SLOTS]:
            return Request(slot, topic, fitting[0])
        return Request(slot, topic, draw.choice("contract", fitting))

    def _joined_ns(self, joined: int, draw: Draw) -> int:
        """When a customer joined: before the first ticket, or within a share of them."""
        if joined != ALWAYS:
            return self.arrivals.instant(joined * _FINE + draw.below("joined", _FINE), SLOTS * _FINE)
        days = (self.arrivals.first - FOUNDED).days
        day = FOUNDED + timedelta(days=draw.below("joined", days))
        return midnight(day) + 7 * HOUR + draw.below("joined at", 15 * HOUR // SECOND) * SECOND

    def end(self, home: Household, which: int) -> date | None:
        """The last day of a contract that its customer no longer wanted."""
        last = home.last
        if last is None or last.contract != which or last.topic.phase != "leaving":
            return None
        return first_of_month(self._begins[last.share + 1], 1) - timedelta(days=1)

    def moves(self, home: Household) -> tuple[Move, ...]:
        """When somebody who announced a move has moved, and from where; what is yet to come is left out."""
        found = (self.move(request) for request in home.requests if request.topic.code == MOVING)
        return tuple(move for move in found if move.day <= self.today)

    def move(self, request: Request) -> Move:
        """The move that a request announces; the address left is not one's own where it is yet to come."""
        draw = self._tickets.of(request.slot)
        after = timedelta(days=draw.between("moved", 5, 30))
        return Move(self._begins[request.share + 1] + after, draw_address(draw, "other"))

    def exchanges(self, home: Household, which: int) -> tuple[date, ...]:
        """When another meter was hung for a contract, shortly before its customer wrote about that."""
        return tuple(
            on_working_day(self._begins[request.share] - timedelta(days=self._days_since(request)))
            for request in home.requests
            if request.contract == which and request.topic.code == "meter_exchange"
        )

    def _days_since(self, request: Request) -> int:
        return self._tickets.of(request.slot).between("exchanged", 4, 12)

    def troubles(self, home: Household, which: int, draw: Draw) -> tuple[Trouble, ...]:
        """What was not paid for a contract, each before the letter about it; a few never wrote one."""
        found = []
        for request in home.requests:
            if request.contract == which and request.topic.code in _MISSED:
                slot = self._tickets.of(request.slot)
                missed = slot.between("missed", *_MISSED[request.topic.code])
                after = timedelta(days=slot.between("cleared", 3, 25))
                cleared = on_working_day(self._begins[request.share + 1] + after)
                known = self._begins[request.share]
                found.append(Trouble(missed, known, cleared if cleared <= self.today else None))
        if draw.chance("in arrears", _SILENT):
            found.append(Trouble(draw.between("missed", 1, 3), self.today, None))
        return tuple(found)


def _phase(joined: int, slot: int, last: int) -> str:
    """Where in their time as a customer somebody is: new, settled, or writing for the last time."""
    if is_fresh(joined, slot % SLOTS):
        return "new"
    return "leaving" if slot == last else "settled"


def _energy(draw: Draw, which: int) -> Energy:
    """The second contract is for what the first is not."""
    electricity_first = draw.chance("electricity first", 84)
    return "electricity" if electricity_first == (which == 0) else "gas"


@lru_cache(_LATELY)
def _remembered(households: Households, number: int) -> Household:
    """Customer, contracts and tickets of one household are mostly asked for in a row."""
    return households.made(number)
