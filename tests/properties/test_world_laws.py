from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vertrag.world.laws import breaches, holding_of
from vertrag.world.supplier import Supplier

SEEDS = st.integers(min_value=0, max_value=2**63 - 1)
SIZES = st.integers(min_value=1, max_value=10_000_000)


@given(seed=SEEDS, size=SIZES, place=st.floats(min_value=0, max_value=1))
def test_any_ticket_of_any_world_keeps_the_laws(seed: int, size: int, place: float) -> None:
    supplier = Supplier(seed, size)
    ticket = supplier.ticket(1_000_001 + int(place * (size * 3 - 1)))
    assert ticket is not None
    customer = supplier.customer(ticket.customer_id)
    assert customer is not None
    assert ticket.id in supplier.tickets_of(customer.id)
    assert ticket.contract_id is None or ticket.contract_id in customer.contract_ids
    assert customer.created_ns < ticket.created_ns < ticket.events[-1].time_ns <= supplier.now_ns
    assert all(before.time_ns < after.time_ns for before, after in pairwise(ticket.events))
    assert ticket == Supplier(seed, size).ticket(ticket.id)


@given(seed=SEEDS, size=SIZES, place=st.floats(min_value=0, max_value=1))
def test_any_customer_of_any_world_keeps_the_laws(seed: int, size: int, place: float) -> None:
    supplier = Supplier(seed, size)
    customer = supplier.customer(100_001 + int(place * (size - 1)))
    assert customer is not None
    contracts = [supplier.contract(number) for number in customer.contract_ids]
    assert all(contract is not None and contract.customer_id == customer.id for contract in contracts)
    for contract in filter(None, contracts):
        assert list(breaches(holding_of(customer, contract, supplier.today))) == []
    tickets = [supplier.ticket(number) for number in supplier.tickets_of(customer.id)]
    assert all(ticket is not None and ticket.customer_id == customer.id for ticket in tickets)
    timeline = supplier.timeline(customer.id)
    assert all(before.time_ns >= after.time_ns for before, after in pairwise(timeline))
