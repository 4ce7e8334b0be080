"""People whose ids and facts are fixed: their records are drawn as everybody's, with some fields pinned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from vertrag.world.census.people import Customer, draw_customer
from vertrag.world.census.places import Address
from vertrag.world.census.population import Member
from vertrag.world.days import SECOND, day_of, instant_of
from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.facts import Case
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supply.contracts import Contract, FeedIn, Relief
from vertrag.world.supply.metering import meter_of
from vertrag.world.supply.products import tariff
from vertrag.world.supply.readings import calibrated
from vertrag.world.supply.signing import Terms, Trouble, draw_contract

Row = dict[str, Any]
_TICKETS = 1 << 40  # the draws of personas' tickets lie beyond those of all slots


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whose facts are known by heart, with the ticket to look at first."""

    name: str
    story: str
    customer_id: int
    ticket_id: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """The rows of the personas' fixture by id; each contract and ticket row stands with its persona's."""

    personas: tuple[Persona, ...]
    customers: dict[int, Row]
    contracts: dict[int, tuple[Row, Row]]
    tickets: dict[int, tuple[Row, Row]]


@cache
def pinned() -> Pinned:
    """All that is fixed."""
    rows: list[Row] = table("personas.yaml")
    tickets = {ticket["id"]: (row, ticket) for row in rows for ticket in row["tickets"]}
    return Pinned(
        tuple(Persona(row["name"], row["story"], row["customer"]["id"], row["ticket"]) for row in rows),
        {row["customer"]["id"]: row for row in rows},
        {contract["id"]: (row, contract) for row in rows for contract in row["contracts"]},
        dict(sorted(tickets.items())),
    )


@dataclass(frozen=True, slots=True)
class Cast:
    """The personas of one world: what is not fixed is drawn from its seed."""

    seed: int
    now_ns: int
    _customers: Draws = field(init=False, repr=False, compare=False)
    _contracts: Draws = field(init=False, repr=False, compare=False)
    _tickets: Draws = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_customers", Draws(self.seed, "customer"))
        object.__setattr__(self, "_contracts", Draws(self.seed, "contract"))
        object.__setattr__(self, "_tickets", Draws(self.seed, "ticket"))

    def customer(self, customer_id: int) -> Customer | None:
        """The persona with that customer id, None if nobody has it."""
        row = pinned().customers.get(customer_id)
        return self._customer(row) if row else None

    def contract(self, contract_id: int) -> Contract | None:
        """The contract with that id, None if no persona has it."""
        found = pinned().contracts.get(contract_id)
        return self._contract(*found) if found else None

    def members(self) -> Iterator[Member]:
        """All personas, each with their contracts."""
        for row in pinned().customers.values():
            yield Member(partial(self._customer, row), partial(self._contracts_of, row))

    def reports(self, contract_id: int) -> Iterator[int]:
        """The ids of the tickets in which a persona told the reading of a contract."""
        for number, (row, facts) in pinned().tickets.items():
            about = facts.get("contract", row["contracts"][0]["id"])
            if about == contract_id and facts["topic"] == "process_meter_reading":
                yield number

    def case(self, ticket_id: int) -> Case | None:
        """The case behind the ticket with that id, None if no persona has it."""
        found = pinned().tickets.get(ticket_id)
        if found is None:
            return None
        row, facts = found
        contract_id = facts.get("contract", row["contracts"][0]["id"])
        return Case(
            ticket_id,
            self._customer(row),
            self._contract(*pinned().contracts[contract_id]),
            topics()[facts["topic"]],
            facts["channel"],
            facts.get("sub_channel"),
            instant_of(facts["created"]) + (ticket_id * 1_000_100 + 1_000_100) % SECOND,
            self.now_ns,
            self._tickets.of(_TICKETS + ticket_id),
            missed_call=facts.get("missed_call", False),
            outcome=facts["outcome"],
            own={key: facts[key] for key in ("subject", "summary", "text", "reply", "ask") if key in facts},
        )

    def _customer(self, row: Row) -> Customer:
        facts = row["customer"]
        pins = facts | {
            "address": Address(**facts["address"]),
            "contract_ids": tuple(contract["id"] for contract in row["contracts"]),
            "created_ns": instant_of(facts["joined"]),
            "business": facts.get("business", False),
        }
        return draw_customer(self._customers.of(facts["id"]), facts["id"], pins)

    def _contracts_of(self, row: Row) -> tuple[Contract, ...]:
        return tuple(self._contract(row, facts) for facts in row["contracts"])

    def _contract(self, row: Row, facts: Row) -> Contract:
        customer = row["customer"]
        today = day_of(self.now_ns)
        terms = Terms(
            seed=self.seed,
            contract_id=facts["id"],
            customer_id=customer["id"],
            business=customer.get("business", False),
            address=Address(**customer["address"]),
            energy=facts["energy"],
            signup_date=facts["signup_date"],
            end_date=facts.get("end_date"),
            today=today,
            troubles=(Trouble(facts["missed"], today, None),) if "missed" in facts else (),
        )
        contract = draw_contract(self._contracts.of(facts["id"]), terms, facts | _records(facts))
        return calibrated(contract, **facts["reading"]) if "reading" in facts else contract


def _records(facts: Row) -> Row:
    """The facts that are more than a number or a word; devices that few people have are there if told."""
    found: Row = {"tariff": tariff(facts["tariff"]), "feed_in": None, "relief": None}
    if "meter" in facts:
        found["meter"] = meter_of(
            facts["meter"]["number"], facts["meter"]["kind"], tuple(facts["meter"]["obis"])
        )
    if "feed_in" in facts:
        found["feed_in"] = FeedIn(**facts["feed_in"])
    if "relief" in facts:
        found["relief"] = Relief(**facts["relief"])
    if "billing_address" in facts:
        found["billing_address"] = Address(**facts["billing_address"])
    return found
