"""The supplier: the one door to the world."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vertrag.world.people import Agent, Customer
from vertrag.world.places import Address
from vertrag.world.service import Actor, Event, Interaction, Ticket
from vertrag.world.supply import Contract, DeliveryPoint, GridOperator, Meter, Tariff

_NOW_NS = 1_793_606_400_000_000_000  # 2026-11-02T09:00:00+01:00
_DAY_NS = 86_400_000_000_000
_HOME = Address("Hugo-Junkers-Str.", "5", "82031", "Grünwald", "DE-BY")
_FLEX = Tariff(1, "flx_24", "Flex 24", "electricity", Decimal("0.285"), Decimal("12.49"))
_OPERATOR = GridOperator("9999000000428", "Musternetz Isar GmbH")
_TOM = Customer(
    83771,
    False,
    None,
    "Tom",
    "Mustermann",
    _HOME,
    "+491713920042",
    "tom.mustermann@example.com",
    (746839,),
    _NOW_NS - 1500 * _DAY_NS,
)
_CONTRACT = Contract(
    746839,
    83771,
    123,
    "electricity",
    "active",
    _FLEX,
    DeliveryPoint("41373559241", "DE99990082031" + "0" * 19 + "1", _HOME, _OPERATOR),
    Meter("1ESY1160669167", ("1-0:1.8.0",)),
    date(2022, 8, 22),
    date(2022, 9, 1),
    None,
    3477,
    104,
    Decimal("0.19"),
    Decimal("109.21"),
    "DE17999100011234567890",
    None,
)
_AGENTS = (
    Agent(
        1,
        "7a1f0a4c-8a0b-5d0c-9a53-0d4b3f0b9a11",
        "Maximilian",
        "Kern",
        "maximilian.kern@energie.example",
        "+493023125101",
        "Kundenservice",
    ),
)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whose facts are known by heart, with the ticket to look at first."""

    name: str
    story: str
    customer_id: int
    ticket_id: int


def _ticket(ticket_id: int, channel: str, sub_channel: str | None, subject: str, days: int) -> Ticket:
    tom = Actor("customer", 83771, "Tom Mustermann")
    at = _NOW_NS - days * _DAY_NS + 123_456_789
    text = "Sehr geehrter Kundenservice,\n\nmein Zähler 1ESY1160669167 steht bei 87.870 kWh.\n\nViele Grüße\nTom Mustermann"
    events = (
        Event(at, "created", tom, {"status": "open", "agent_id": None}),
        Event(at + 1_000_000_007, "message_received", tom, {"message_id": ticket_id * 100 + 1, "text": text}),
        Event(
            at + 9_000_000_123,
            "tags_added",
            Actor("rule", None, "Themenerkennung"),
            {"tags": ["Zählerstand"]},
        ),
        Event(
            at + 99_000_000_123,
            "assigned",
            Actor("rule", None, "Verteilung"),
            {"previous_agent_id": None, "agent_id": 1},
        ),
        Event(at + 999_000_000_123, "read", Actor("agent", 1, "Maximilian Kern"), {}),
    )
    return Ticket(
        ticket_id,
        83771,
        746839,
        "process_meter_reading",
        channel,
        sub_channel,
        "low",
        "open",
        subject,
        "Kunde meldet einen Zählerstand.",
        1,
        events,
    )


_TICKETS = {
    135: _ticket(135, "chat", "facebook", "Zählerstand", 90),
    222: _ticket(222, "phone", None, "missedCall", 60),
    1022: _ticket(1022, "email", None, "Zählerstand", 30),
    376189: _ticket(376189, "email", None, "Umzug und Zählerstand", 4),
}


@dataclass(frozen=True, slots=True)
class Supplier:
    """A fictional energy supplier; first cut: one customer, so that views can be built on it."""

    seed: int = 0
    customers: int = 1000

    @property
    def now_ns(self) -> int:
        """The instant at which the world stands still, Unix nanoseconds."""
        return _NOW_NS

    def customer(self, customer_id: int) -> Customer | None:
        """The customer with that id."""
        return _TOM if customer_id == _TOM.id else None

    def contract(self, contract_id: int) -> Contract | None:
        """The contract with that id."""
        return _CONTRACT if contract_id == _CONTRACT.id else None

    def ticket(self, ticket_id: int) -> Ticket | None:
        """The ticket with that id."""
        return _TICKETS.get(ticket_id)

    def agent(self, agent_id: int) -> Agent | None:
        """The agent with that id."""
        return next((agent for agent in _AGENTS if agent.id == agent_id), None)

    def agents(self) -> tuple[Agent, ...]:
        """The whole service team."""
        return _AGENTS

    def tag_names(self) -> tuple[str, ...]:
        """Every tag a ticket can carry; the place in the list is the tag's number."""
        return ("Zählerstand", "Umzug")

    def tickets_of(self, customer_id: int) -> tuple[int, ...]:
        """The ids of a customer's tickets, oldest first."""
        return tuple(_TICKETS) if customer_id == _TOM.id else ()

    def timeline(self, customer_id: int) -> tuple[Interaction, ...]:
        """What happened between a customer and the supplier, newest first."""
        tickets = [_TICKETS[number] for number in self.tickets_of(customer_id)]
        return tuple(
            Interaction("ticket", t.created_ns, t.id, t.sub_channel, t.subject, None)
            for t in reversed(tickets)
        )

    def neighbours(self, ticket_id: int) -> tuple[int | None, int | None]:
        """The ids of the tickets before and after that one."""
        ids = [None, *_TICKETS, None]
        place = ids.index(ticket_id)
        return ids[place - 1], ids[place + 1]

    def personas(self) -> tuple[Persona, ...]:
        """The people whose ids are fixed."""
        return (Persona("Tom Mustermann", "Zieht um und meldet einen Zählerstand.", 83771, 376189),)
