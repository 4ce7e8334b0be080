"""The crowd: every customer and contract of the world that no persona stands for, made alone and on demand.

Laws
1. Public ids are dense from a first one; a customer has two contract ids, the second may be unused.
2. Whoever is asked for first gets the same answers: nothing here remembers anything.
3. Where records agree, one is computed from the other: a contract ends because its customer's last letter
   cancelled it, and a debt stands where the last letter was about a reminder.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from vertrag.world.allotment import ALWAYS, SLOTS, Allotment
from vertrag.world.arrivals import Arrivals
from vertrag.world.days import HOUR, SECOND, day_of, first_of_month, is_open, midnight
from vertrag.world.draws import Draw, Draws
from vertrag.world.facts import Case
from vertrag.world.fixtures import table
from vertrag.world.people import Customer, draw_customer, is_business
from vertrag.world.places import Energy, draw_address
from vertrag.world.supply import Contract, Terms, draw_contract
from vertrag.world.topics import Topic, channel_weights, draw_sub_channel, topic_weights

FIRST_CUSTOMER = 100_001
FIRST_CONTRACT = 1_000_001
FIRST_TICKET = 1_000_001
FOUNDED = date(2017, 1, 2)
"""Since when there are customers."""
_ARREARS = frozenset({"payment_reminder", "disconnection_threat"})
_FINE = 1 << 32  # steps inside a share of the tickets


@dataclass(frozen=True, slots=True)
class Request:
    """What a slot is about: a topic, and which of the customer's two contracts (0 or 1)."""

    topic: Topic
    contract: int


@dataclass(frozen=True, slots=True)
class Population:
    """The customers of a world; inside they are counted from 0, outside by id."""

    seed: int
    size: int
    arrivals: Arrivals
    allotment: Allotment
    now_ns: int
    _customers: Draws = field(init=False, repr=False, compare=False)
    _contracts: Draws = field(init=False, repr=False, compare=False)
    _requests: Draws = field(init=False, repr=False, compare=False)
    _tickets: Draws = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_customers", Draws(self.seed, "customer"))
        object.__setattr__(self, "_contracts", Draws(self.seed, "contract"))
        object.__setattr__(self, "_requests", Draws(self.seed, "request"))
        object.__setattr__(self, "_tickets", Draws(self.seed, "ticket"))

    def customer(self, customer_id: int) -> Customer | None:
        """The customer with that id, None if there is none."""
        number = customer_id - FIRST_CUSTOMER
        return self.customer_at(number) if 0 <= number < self.size else None

    def contract(self, contract_id: int) -> Contract | None:
        """The contract with that id, None if there is none."""
        number, which = divmod(contract_id - FIRST_CONTRACT, 2)
        if not 0 <= number < self.size or which not in self._held(number):
            return None
        return self.contract_at(number, which)

    def customer_at(self, number: int) -> Customer:
        """The customer with that number."""
        draw = self._draw(number)
        pins = {
            "address": draw_address(draw),
            "contract_ids": tuple(FIRST_CONTRACT + 2 * number + which for which in self._held(number)),
            "created_ns": self._joined_ns(number),
        }
        return draw_customer(draw, FIRST_CUSTOMER + number, pins)

    def contract_at(self, number: int, which: int) -> Contract:
        """The first or second contract of the customer with that number."""
        draw = self._draw(number)
        last = self._last_request(number)
        contract_id = FIRST_CONTRACT + 2 * number + which
        contract_draw = self._contracts.of(contract_id)
        mine = last is not None and last[1].contract == which
        terms = Terms(
            contract_id=contract_id,
            customer_id=FIRST_CUSTOMER + number,
            business=is_business(draw),
            address=draw_address(draw),
            energy=self._energy(number, which),
            signup_date=self._signup(number, which),
            end_date=self._end(last) if last is not None and mine else None,
            in_arrears=contract_draw.chance("in arrears", 3)
            or (last is not None and mine and last[1].topic.code in _ARREARS),
            today=day_of(self.now_ns),
        )
        return draw_contract(contract_draw, terms, {})

    def request(self, slot: int, number: int) -> Request:
        """What the customer with that number wants in one of their slots."""
        share = slot % SLOTS
        begun = day_of(self.share_begins(share))
        held = [which for which in self._held(number) if self._signup(number, which) <= begun]
        phase = self._phase(slot, number)
        if phase == "new":
            held = held[:1]
        energies = {which: self._energy(number, which) for which in held}
        draw = self._requests.of(slot)
        business = is_business(self._draw(number))
        weights = topic_weights(phase, electricity="electricity" in energies.values(), business=business)
        topic = draw.weighted("topic", weights)
        fitting = [which for which in held if topic.energy in {None, energies[which]}]
        return Request(topic, draw.choice("contract", fitting))

    def _phase(self, slot: int, number: int) -> str:
        """Where in their time as a customer somebody is: new, settled, or writing for the last time."""
        joined = self.allotment.joined(number)
        if joined != ALWAYS and slot % SLOTS - joined <= 1:
            return "new"
        return "leaving" if slot == self.allotment.last_slot_of(number) else "settled"

    def case(self, ticket_id: int) -> Case | None:
        """The case behind the ticket with that id, None if there is none."""
        ticket = ticket_id - FIRST_TICKET
        if not 0 <= ticket < self.allotment.tickets:
            return None
        slot = self.allotment.slot_of(ticket)
        number = self.allotment.owner_of(slot)
        request = self.request(slot, number)
        draw = self._tickets.of(slot)
        part = ticket * _FINE + draw.below("instant", _FINE)
        created_ns = self.arrivals.instant(part, self.allotment.tickets * _FINE)
        customer = self.customer_at(number)
        contract = self.contract_at(number, request.contract)
        at_work = is_open(created_ns)
        channel = draw.weighted(
            "channel", channel_weights(request.topic.code, at_work=at_work, business=customer.business)
        )
        return Case(
            ticket_id,
            customer,
            contract,
            request.topic,
            channel,
            draw_sub_channel(draw, channel),
            created_ns,
            self.now_ns,
            draw,
            missed_call=channel == "phone" and draw.chance("missed", table("service.yaml")["missed_calls"]),
            outcome="closed" if request.topic.phase == "leaving" else None,
        )

    def share_begins(self, share: int) -> int:
        """The instant before which none of the tickets of a share come in."""
        return self.arrivals.instant(share, SLOTS)

    def _draw(self, number: int) -> Draw:
        return self._customers.of(FIRST_CUSTOMER + number)

    def _held(self, number: int) -> tuple[int, ...]:
        """Which of the two contracts a customer has."""
        return (0, 1) if self._draw(number).chance("second contract", 30) else (0,)

    def _energy(self, number: int, which: int) -> Energy:
        """The second contract is for what the first is not."""
        electricity_first = self._draw(number).chance("electricity first", 84)
        return "electricity" if electricity_first == (which == 0) else "gas"

    def _joined_ns(self, number: int) -> int:
        """When a customer joined: before the first ticket, or within a share of them."""
        draw = self._draw(number)
        joined = self.allotment.joined(number)
        if joined != ALWAYS:
            return self.arrivals.instant(joined * _FINE + draw.below("joined", _FINE), SLOTS * _FINE)
        days = (self.arrivals.first - FOUNDED).days
        day = FOUNDED + timedelta(days=draw.below("joined", days))
        return midnight(day) + 7 * HOUR + draw.below("joined at", 15 * HOUR // SECOND) * SECOND

    def _signup(self, number: int, which: int) -> date:
        """When a contract was wanted; the second came to mind at any time after the first."""
        joined = day_of(self._joined_ns(number))
        if which == 0:
            return joined
        return joined + timedelta(
            days=self._draw(number).below("second", (day_of(self.now_ns) - joined).days + 1)
        )

    def _last_request(self, number: int) -> tuple[int, Request] | None:
        """The last thing a customer wanted, with the share it fell into."""
        slot = self.allotment.last_slot_of(number)
        return None if slot is None else (slot % SLOTS, self.request(slot, number))

    def _end(self, last: tuple[int, Request]) -> date | None:
        """The last day of a contract that its customer no longer wanted."""
        share, request = last
        if request.topic.phase != "leaving":
            return None
        after = self.arrivals.instant(share + 1, SLOTS)
        return first_of_month(day_of(after), 1) - timedelta(days=1)
