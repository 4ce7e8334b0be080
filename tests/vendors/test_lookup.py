"""What a call names is found in the world, or the call is refused."""

from dataclasses import replace

import pytest

from vertrag.errors import OurError, Refused
from vertrag.vendors.lookup import agent_with, contracts_of, customer_of, find_ticket
from vertrag.world.supplier import Supplier

TOM = 376189


def test_a_ticket_leads_to_its_customer(world: Supplier) -> None:
    ticket = find_ticket(world, TOM)
    assert (ticket.id, customer_of(world, ticket).last_name) == (TOM, "Mustermann")


@pytest.mark.parametrize("ticket_id", [-1, 0, 10**30])
def test_a_refusal_names_the_id_that_was_asked_for(world: Supplier, ticket_id: int) -> None:
    with pytest.raises(Refused, match="There is no ticket AB-1"):
        find_ticket(world, ticket_id, "AB-1")


def test_contracts_come_in_the_customers_order(world: Supplier) -> None:
    customer = customer_of(world, find_ticket(world, TOM))
    assert tuple(contract.id for contract in contracts_of(world, customer)) == customer.contract_ids


def test_a_contract_without_a_record_is_a_defect_of_the_world(world: Supplier) -> None:
    customer = replace(customer_of(world, find_ticket(world, TOM)), contract_ids=(746839, 1))
    with pytest.raises(OurError, match="contracts of customer 83771"):
        contracts_of(world, customer)


def test_an_agent_without_a_record_is_a_defect_of_the_world(world: Supplier) -> None:
    with pytest.raises(OurError, match="agent 999"):
        agent_with(world, 999)
