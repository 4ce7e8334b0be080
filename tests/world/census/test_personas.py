from itertools import pairwise

import pytest

from vertrag.world import identifiers
from vertrag.world.census.households import FIRST_CUSTOMER
from vertrag.world.census.people import mail_name
from vertrag.world.census.personas import Cast, Persona, pinned
from vertrag.world.census.population import FIRST_CONTRACT, FIRST_TICKET
from vertrag.world.days import local
from vertrag.world.supplier import NOW_NS, Supplier

SUPPLIER = Supplier(5, 10)
PERSONAS = SUPPLIER.personas()


def test_there_are_enough_of_them_and_each_has_a_story() -> None:
    assert len(PERSONAS) >= 6
    assert all(persona.story.endswith(".") for persona in PERSONAS)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: mail_name(persona.name))
def test_a_persona_can_be_found_by_each_of_its_ids(persona: Persona) -> None:
    customer, ticket = SUPPLIER.customer(persona.customer_id), SUPPLIER.ticket(persona.ticket_id)
    assert customer is not None
    assert ticket is not None
    assert customer.name == persona.name
    assert ticket.customer_id == customer.id
    assert ticket.contract_id in {*customer.contract_ids, None}  # spam is about no contract
    assert persona.ticket_id in SUPPLIER.tickets_of(customer.id)


def test_tom_keeps_his_documented_facts() -> None:
    tom, contract = SUPPLIER.customer(83771), SUPPLIER.contract(746839)
    assert tom is not None
    assert contract is not None
    assert (tom.name, tom.email, tom.address.full) == (
        "Tom Mustermann",
        "tom.mustermann@example.com",
        "Hugo-Junkers-Str. 5, 82031 Grünwald",
    )
    assert (contract.meter.number, contract.consumption, contract.tariff.code) == (
        "1ESY1160669167",
        3477,
        "flx_24",
    )
    assert float(contract.tariff.working_price) == 0.285
    assert float(12 * contract.tariff.base_price) == 149.88
    assert contract.monthly_deposit == 104


def test_toms_earlier_contacts_came_through_other_channels() -> None:
    tickets = [SUPPLIER.ticket(number) for number in SUPPLIER.tickets_of(83771)]
    seen = [(ticket.id, ticket.channel, ticket.sub_channel, ticket.status) for ticket in tickets if ticket]
    assert seen == [
        (135, "chat", "facebook", "open"),
        (222, "phone", None, "pending"),
        (1022, "email", None, "closed"),
        (376189, "email", None, "open"),
    ]


def test_what_is_fixed_is_the_same_in_every_world_and_the_rest_is_drawn() -> None:
    one, other = Cast(1, NOW_NS).contract(746840), Cast(2, NOW_NS).contract(746840)
    assert one is not None
    assert other is not None
    assert (one.consumption, one.tariff) == (other.consumption, other.tariff)
    assert one.iban != other.iban
    assert identifiers.is_iban(one.iban)


def test_ids_rise_with_time() -> None:
    created = [ticket.created_ns for number in pinned().tickets if (ticket := SUPPLIER.ticket(number))]
    assert len(created) == len(pinned().tickets)
    assert all(before < after for before, after in pairwise(created))


def test_tickets_come_in_when_the_fixture_says() -> None:
    ticket = SUPPLIER.ticket(376189)
    assert ticket is not None
    assert str(local(ticket.created_ns)) == "2026-10-29 22:18:06"


def test_ids_of_personas_lie_below_those_of_the_crowd() -> None:
    assert max(pinned().customers) < FIRST_CUSTOMER
    assert max(pinned().contracts) < FIRST_CONTRACT
    assert max(pinned().tickets) < FIRST_TICKET


def test_nobody_has_an_id_that_is_in_no_fixture() -> None:
    cast = Cast(1, NOW_NS)
    assert (cast.customer(1), cast.contract(1), cast.case(1)) == (None, None, None)


def test_every_status_and_most_channels_are_there_to_look_at() -> None:
    tickets = [ticket for number in pinned().tickets if (ticket := SUPPLIER.ticket(number))]
    assert {ticket.status for ticket in tickets} == {"open", "pending", "closed"}
    assert {ticket.channel for ticket in tickets} >= {"email", "portal", "letter", "phone", "chat"}


@pytest.mark.parametrize("seed", range(12))
def test_tickets_stand_where_the_fixture_says_in_every_world(seed: int) -> None:
    supplier = Supplier(seed, 0)
    told = {number: ticket["outcome"] for number, (_, ticket) in pinned().tickets.items()}
    assert {number: ticket.status for number in told if (ticket := supplier.ticket(number))} == told


def test_letters_that_tell_a_reading_are_found_by_the_contract() -> None:
    cast = Cast(1, NOW_NS)
    assert list(cast.reports(746839)) == [376189]
    assert list(cast.reports(746843)) == [118402]
    assert list(cast.reports(1)) == []
