"""What a call names is found, as the session left it, or the call is refused."""

from dataclasses import replace

import pytest

from vertrag.errors import OurError, Refused
from vertrag.exchange import UNTOUCHED, State
from vertrag.vendors.desk import Desk
from vertrag.vendors.ledger import DESK, Happening, Ledger, clerk, turned
from vertrag.world.supplier import Supplier

TOM = 376189


@pytest.fixture
def desk(world: Supplier) -> Desk:
    return Desk(world, UNTOUCHED)


def test_a_ticket_leads_to_its_customer(desk: Desk) -> None:
    ticket = desk.find(TOM)
    assert (ticket.id, desk.customer_of(ticket).last_name) == (TOM, "Mustermann")


@pytest.mark.parametrize("ticket_id", [-1, 0, 10**30])
def test_a_refusal_names_the_id_that_was_asked_for(desk: Desk, ticket_id: int) -> None:
    with pytest.raises(Refused, match="There is no ticket AB-1"):
        desk.find(ticket_id, "AB-1")


@pytest.mark.parametrize("contract_id", ["0", "x", "-1", "9" * 40, "७"])
def test_there_is_no_contract_of_nobodys_number(desk: Desk, contract_id: str) -> None:
    with pytest.raises(Refused, match="There is no contract"):
        desk.contract(contract_id)


def test_contracts_come_in_the_customers_order(desk: Desk) -> None:
    customer = desk.customer_of(desk.find(TOM))
    assert tuple(contract.id for contract in desk.contracts_of(customer)) == customer.contract_ids


def test_a_contract_without_a_record_is_a_defect_of_the_world(desk: Desk) -> None:
    customer = replace(desk.customer_of(desk.find(TOM)), contract_ids=(746839, 1))
    with pytest.raises(OurError, match="contracts of customer 83771"):
        desk.contracts_of(customer)


def test_an_agent_without_a_record_is_a_defect_of_the_world(desk: Desk) -> None:
    with pytest.raises(OurError, match="agent 999"):
        desk.agent(999)


def test_a_session_that_wrote_nothing_sees_the_world_itself(desk: Desk, state: State) -> None:
    touched = Desk(desk.world, state)
    customer_id = desk.find(TOM).customer_id
    assert touched.find(TOM) == desk.find(TOM)
    assert touched.timeline(customer_id) == desk.timeline(customer_id)
    assert touched.neighbours(TOM) == desk.neighbours(TOM)
    assert touched.written() == desk.written() == []


def test_what_was_written_is_seen_in_the_ticket_and_in_the_timeline(desk: Desk, state: State) -> None:
    touched = Desk(desk.world, state)
    before = touched.find(TOM)
    Ledger(touched).append(before, turned(before, clerk(touched), "closed"))
    assert (touched.find(TOM).status, desk.find(TOM).status) == ("closed", "open")
    assert [ticket.id for ticket in touched.written()] == [TOM]


def test_a_new_ticket_has_neighbours_and_belongs_to_its_customer(desk: Desk, state: State) -> None:
    touched = Desk(desk.world, state)
    beginning = touched.find(TOM).events[0].payload
    first, second = (
        Ledger(touched).open(beginning, DESK, lambda _: [Happening("read", clerk(touched), {})])
        for _ in range(2)
    )
    last = desk.world.last_ticket_id
    assert [first.id, second.id] == [last + 1, last + 2]
    assert touched.neighbours(last)[1] == first.id
    assert touched.neighbours(first.id) == (last, second.id)
    assert touched.neighbours(second.id) == (first.id, None)
    assert touched.tickets_of(first.customer_id)[-2:] == (first.id, second.id)
    assert [entry.ticket_id for entry in touched.timeline(first.customer_id)[:2]] == [second.id, first.id]
