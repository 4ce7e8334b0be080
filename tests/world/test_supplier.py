import json
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest

from vertrag.world import identifiers
from vertrag.world.census.places import area_code, places
from vertrag.world.days import DAY, SECOND, day_of, utc_midnight
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.supplier import NOW_NS, Supplier
from vertrag.world.supply import Contract, monthly_deposit, vat_rate

GOLDEN_TICKET = (1723030266595778022, 100534, "other", "email", "closed")
SUPPLIER = Supplier(1, 200)
CUSTOMERS = range(100_001, 100_201)
TICKETS = [ticket for number in range(1_000_001, 1_000_601) if (ticket := SUPPLIER.ticket(number))]
CONTRACTS = [contract for number in range(1_000_001, 1_000_401) if (contract := SUPPLIER.contract(number))]
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
LINK = re.compile(r"https?://([\w.-]+)")
RESERVED = re.compile(r"(example\.(com|org|net)|.*\.example)")
"""What RFC 2606 keeps free for examples."""


def test_the_world_stands_still_on_a_monday_morning() -> None:
    assert SUPPLIER.now_ns == NOW_NS == 1_793_606_400 * SECOND
    assert day_of(NOW_NS).isoformat() == "2026-11-02"


def test_two_suppliers_asked_in_different_orders_give_equal_records() -> None:
    one, other = Supplier(9, 100), Supplier(9, 100)
    forth = [
        (one.ticket(1_000_001 + n), one.customer(100_001 + n), one.timeline(100_001 + n)) for n in range(60)
    ]
    back = [
        (other.ticket(1_000_001 + n), other.customer(100_001 + n), other.timeline(100_001 + n))
        for n in range(59, -1, -1)
    ]
    assert forth == back[::-1]


def test_the_same_seed_gives_the_same_bytes_on_every_machine() -> None:
    ticket = Supplier(0, 1000).ticket(1_000_777)
    assert ticket is not None
    assert (
        ticket.created_ns,
        ticket.customer_id,
        ticket.topic,
        ticket.channel,
        ticket.status,
    ) == GOLDEN_TICKET


def test_another_seed_is_another_world() -> None:
    other = Supplier(2, 200)
    assert all(other.customer(number) != SUPPLIER.customer(number) for number in CUSTOMERS)
    assert all(other.ticket(ticket.id) != ticket for ticket in TICKETS)


@pytest.mark.parametrize("number", [-1, 0, 99, 100_201, 2**40])
def test_ids_outside_the_world_are_nobodys(number: int) -> None:
    assert SUPPLIER.customer(number) is None
    assert SUPPLIER.contract(number) is None
    assert SUPPLIER.ticket(number) is None
    assert SUPPLIER.agent(number) is None
    assert SUPPLIER.neighbours(number) == (None, None)
    assert (*SUPPLIER.timeline(number), *SUPPLIER.tickets_of(number)) == ()


def test_an_agent_is_found_by_id() -> None:
    assert [SUPPLIER.agent(agent.id) for agent in SUPPLIER.agents()] == list(SUPPLIER.agents())
    assert SUPPLIER.agent(0) is SUPPLIER.agent(len(SUPPLIER.agents()) + 1) is None


def test_tickets_and_customers_lead_to_each_other() -> None:
    for ticket in TICKETS:
        assert ticket.id in SUPPLIER.tickets_of(ticket.customer_id)
    assert sorted(number for customer in CUSTOMERS for number in SUPPLIER.tickets_of(customer)) == [
        t.id for t in TICKETS
    ]


def test_ids_follow_time() -> None:
    assert all(before.created_ns < after.created_ns for before, after in pairwise(TICKETS))


def test_every_instant_differs_at_each_of_the_three_digits_that_clients_see() -> None:
    for ticket in TICKETS:
        assert ticket.created_ns % SECOND >= 1_000_000


def test_neighbours_are_neighbours_both_ways() -> None:
    first = min(persona.ticket_id for persona in SUPPLIER.personas())
    chain: list[int | None] = [135]
    while chain[-1] is not None:
        before, after = SUPPLIER.neighbours(chain[-1])
        assert before == (chain[-2] if len(chain) > 1 else None)
        chain.append(after)
    assert chain[-2] == TICKETS[-1].id
    assert first in chain


def test_a_world_of_personas_only_ends_with_them() -> None:
    empty = Supplier(1, 0)
    assert empty.neighbours(376196) == (376195, None)
    assert empty.customer(100_001) is None
    assert empty.ticket(1_000_001) is None
    assert empty.ticket(376189) is not None


def test_nothing_happens_after_the_clock_and_times_grow() -> None:
    for ticket in TICKETS:
        assert ticket.events[-1].time_ns <= NOW_NS
        assert all(before.time_ns < after.time_ns for before, after in pairwise(ticket.events))


def _folded(ticket: Ticket) -> str:
    status = "open"
    for event in ticket.events:
        assert event.payload.get("previous", status) == status
        status = event.payload.get("updated", status)
    return status


def test_a_ticket_has_the_status_that_its_events_add_up_to() -> None:
    assert [_folded(ticket) for ticket in TICKETS] == [ticket.status for ticket in TICKETS]


def test_closing_times_exist_exactly_for_closed_tickets() -> None:
    for ticket in TICKETS:
        assert (ticket.closed_ns is not None) == (ticket.status == "closed")
        assert ticket.closed_ns is None or ticket.closed_ns > ticket.created_ns
        assert ticket.modified_ns is None or ticket.modified_ns > ticket.created_ns


def test_messages_have_unique_ids() -> None:
    numbers = [message.id for ticket in TICKETS for message in ticket.messages]
    assert len(set(numbers)) == len(numbers)


def test_actors_exist() -> None:
    for event in (event for ticket in TICKETS for event in ticket.events):
        if event.actor.kind == "agent":
            assert event.actor.id is not None
            agent = SUPPLIER.agent(event.actor.id)
            assert agent is not None
            assert agent.name == event.actor.name
        assert (event.actor.id is None) == (event.actor.kind in {"system", "rule"})


def test_a_ticket_is_about_a_contract_of_its_customer_or_none() -> None:
    for ticket in TICKETS:
        customer = SUPPLIER.customer(ticket.customer_id)
        assert customer is not None
        assert ticket.contract_id is None or ticket.contract_id in customer.contract_ids


def test_tags_are_known() -> None:
    assert {tag for ticket in TICKETS for tag in ticket.tags} <= set(SUPPLIER.tag_names())


def test_most_tickets_are_closed_and_every_status_and_channel_occurs() -> None:
    statuses = [ticket.status for ticket in TICKETS]
    assert 0.75 < statuses.count("closed") / len(statuses) < 0.97
    assert set(statuses) == {"open", "pending", "closed"}
    assert {ticket.channel for ticket in TICKETS} >= {"email", "portal", "phone", "chat", "letter"}


@pytest.mark.parametrize("contract", CONTRACTS[:60], ids=lambda contract: str(contract.id))
def test_a_contract_keeps_the_laws_of_the_market(contract: Contract) -> None:
    point, operator = contract.delivery, contract.delivery.grid_operator
    assert identifiers.is_malo_id(point.malo_id)
    assert point.melo_id[8:13] == point.address.postcode
    assert contract.meter.number[0] == {"electricity": "1", "gas": "7"}[contract.energy]
    assert identifiers.is_iban(contract.iban)
    assert contract.iban[4] == "9"
    assert identifiers.is_operator_code(operator.code)
    assert operator.code.startswith("9999")
    assert contract.signup_date <= contract.start_date <= (contract.end_date or contract.start_date)
    assert contract.monthly_deposit in {
        monthly_deposit(contract.consumption, contract.tariff, n) for n in (11, 12)
    }
    assert contract.vat_rate == vat_rate(
        contract.energy, min(contract.end_date or day_of(NOW_NS), day_of(NOW_NS))
    )
    assert contract.unpaid_debt >= Decimal(0)


def test_no_two_contracts_share_a_delivery_point() -> None:
    assert len({contract.delivery.malo_id for contract in CONTRACTS}) == len(CONTRACTS)


def test_every_state_of_a_contract_occurs() -> None:
    many = Supplier(1, 3000)
    states = {contract.status for n in range(0, 6000, 2) if (contract := many.contract(1_000_001 + n))}
    assert states >= {"active", "cancelled", "ended"}


def test_people_live_where_their_postcode_is_and_phone_from_there() -> None:
    known = {(place.postcode, place.city, place.state) for place in places()}
    for number in CUSTOMERS:
        customer = SUPPLIER.customer(number)
        assert customer is not None
        home = customer.address
        assert (home.postcode, home.city, home.state) in known
        assert customer.phone.startswith(("+491", "+49" + area_code(home.postcode)[1:]))


def test_a_timeline_is_newest_first_and_holds_every_ticket_once() -> None:
    for number in (*CUSTOMERS[:60], 83771):
        entries = SUPPLIER.timeline(number)
        assert all(before.time_ns >= after.time_ns for before, after in pairwise(entries))
        assert sorted(entry.ticket_id for entry in entries if entry.ticket_id) == list(
            SUPPLIER.tickets_of(number)
        )
        assert all((entry.ticket_id is None) == (entry.kind != "ticket") for entry in entries)
        told_by_market = [entry for entry in entries if entry.ticket_id is None]
        assert sorted(told_by_market, key=repr) == sorted(SUPPLIER.market(number), key=repr)


def test_tickets_in_a_timeline_are_those_that_can_be_asked_for() -> None:
    for entry in SUPPLIER.timeline(83771):
        if entry.ticket_id is not None:
            ticket = SUPPLIER.ticket(entry.ticket_id)
            assert ticket is not None
            assert (entry.time_ns, entry.subject, entry.sub_channel) == (
                ticket.created_ns,
                ticket.subject,
                ticket.sub_channel,
            )


def test_a_delivery_starts_on_the_first_day_of_a_contract() -> None:
    for number in CUSTOMERS[:60]:
        customer = SUPPLIER.customer(number)
        assert customer is not None
        contracts = [contract for n in customer.contract_ids if (contract := SUPPLIER.contract(n))]
        starts = {entry.time_ns for entry in SUPPLIER.timeline(number) if entry.subject == "deliveryStart"}
        assert starts == {
            utc_midnight(contract.start_date)
            for contract in contracts
            if contract.start_date <= day_of(NOW_NS)
        }


def test_whatever_is_said_or_shown_names_only_reserved_domains() -> None:
    shown = [json.dumps([str(ticket) for ticket in TICKETS], ensure_ascii=False)]
    shown += [str(SUPPLIER.customer(number)) + str(SUPPLIER.timeline(number)) for number in CUSTOMERS]
    text = " ".join((*shown, str(SUPPLIER.agents()), str(CONTRACTS)))
    domains = {*MAIL.findall(text), *LINK.findall(text)}
    assert len(domains) > 5
    assert [domain for domain in domains if not RESERVED.fullmatch(domain)] == []


def test_every_iban_and_phone_number_in_a_text_is_nobodys() -> None:
    text = " ".join(message.text for ticket in TICKETS for message in ticket.messages)
    ibans = re.findall(r"DE\d\d(?: \d{4}){4} \d\d", text)
    assert ibans
    assert all(identifiers.is_iban(iban.replace(" ", "")) and iban[5] == "9" for iban in ibans)
    rest = re.sub(r"DE\d\d(?: \d{4}){4} \d\d", "", text)
    assert re.findall(r"\+49|\b0\d{2,4}[ /-]\d{4,}|DE\d\d", rest) == []


def _calls(deed: Callable[[], object]) -> int:
    """How many functions of Python a deed calls: its cost, the same on every machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        deed()
    finally:
        sys.setprofile(before)
    return calls


def test_ten_million_customers_cost_no_more_than_a_thousand() -> None:
    def fifty_tickets(customers: int, seed: int = 1) -> None:
        world = Supplier(seed, customers)
        assert all(world.ticket(1_000_001 + n * 59) for n in range(50))

    fifty_tickets(1000, seed=2)  # reads the tables that all worlds share
    # Prices and days that were asked for before are remembered: who comes second has a third less to do.
    assert _calls(lambda: fifty_tickets(10_000_000)) < 1.5 * _calls(lambda: fifty_tickets(1000))


def test_what_money_there_is_is_exact() -> None:
    for contract in CONTRACTS:
        assert isinstance(contract.unpaid_debt, Decimal)
        assert contract.unpaid_debt == contract.unpaid_debt.quantize(Decimal("0.01"))


def test_at_another_time_the_records_are_the_same_and_their_stories_have_come_less_far() -> None:
    world = Supplier(seed=3, customers=50)
    ticket_id = world.tickets_of(100_007)[-1]
    now = world.ticket(ticket_id)
    assert now is not None
    before, then = world.at(now.created_ns - 1), world.at(now.created_ns)
    assert before.ticket(ticket_id) is None
    earlier = then.ticket(ticket_id)
    assert earlier is not None
    assert earlier.events == now.events[: len(earlier.events)]
    assert then.customer(100_007) == world.customer(100_007)
    assert world.at(world.now_ns) == world != then


def test_everybody_comes_once_with_all_contracts() -> None:
    everybody = [(member.customer(), member.contracts()) for member in SUPPLIER.members()]
    assert len({customer.id for customer, _ in everybody}) == len(everybody) == 200 + len(SUPPLIER.personas())
    for customer, contracts in everybody:
        assert tuple(contract.id for contract in contracts) == customer.contract_ids


def test_what_a_customer_told_is_among_the_readings() -> None:
    tom = SUPPLIER.contract(746_839)
    assert tom is not None
    told = [reading for reading in SUPPLIER.readings(tom) if reading.occasion == "report"]
    assert [(reading.day.isoformat(), reading.value) for reading in told] == [("2026-10-29", 43_637)]


def test_a_bill_is_found_by_its_id_and_nothing_else_is() -> None:
    bills = [bill for contract in CONTRACTS[:40] for bill in SUPPLIER.invoices(contract)]
    assert [SUPPLIER.invoice(bill.id) for bill in bills] == bills
    assert [SUPPLIER.invoice(number) for number in (0, -1, bills[0].id + 99, 10**15)] == [None] * 4


def test_contracts_move_with_the_clock() -> None:
    later = SUPPLIER.at(NOW_NS + 40 * DAY)
    lea, tom = later.contract(746_845), later.contract(746_839)
    assert lea is not None
    assert tom is not None
    assert lea.status == "ended"
    assert later.account(tom).balance == tom.unpaid_debt
