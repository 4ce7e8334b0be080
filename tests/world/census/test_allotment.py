from collections import Counter
from itertools import islice

import pytest

from vertrag.world.census.allotment import ALWAYS, SLOTS, Allotment, is_fresh

WORLD = Allotment(1, 1000)


@pytest.mark.parametrize("customers", [1, 7, 8, 9, 250])
def test_tickets_and_slots_lead_to_each_other(customers: int) -> None:
    world = Allotment(3, customers)
    slots = [world.slot_of(ticket) for ticket in range(world.tickets)]
    assert sorted(slots) == list(range(world.tickets))
    assert [world.ticket_of(slot) for slot in slots] == list(range(world.tickets))


@pytest.mark.parametrize("customers", [1, 9, 250])
def test_customers_and_slots_lead_to_each_other(customers: int) -> None:
    world = Allotment(3, customers)
    owned = {slot: customer for customer in range(customers) for slot in world.slots_of(customer)}
    assert owned == {slot: world.owner_of(slot) for slot in range(world.tickets)}


def test_nobody_at_all_has_no_tickets() -> None:
    assert Allotment(1, 0).tickets == 0


def test_tickets_of_a_customer_come_in_order() -> None:
    for customer in range(200):
        tickets = [WORLD.ticket_of(slot) for slot in WORLD.slots_of(customer)]
        assert tickets == sorted(tickets)


def test_some_write_often_and_some_never() -> None:
    counts = Counter(len(list(WORLD.slots_of(customer))) for customer in range(1000))
    assert counts[0] > 50
    assert max(counts) >= 10
    assert sum(count * times for count, times in counts.items()) == 3000


def test_nobody_writes_before_joining() -> None:
    for customer in range(300):
        assert all(slot % SLOTS > WORLD.joined(customer) for slot in WORLD.slots_of(customer))


def test_most_have_always_been_there_and_others_keep_coming() -> None:
    joined = Counter(WORLD.joined(customer) for customer in range(1000))
    assert 600 < joined[ALWAYS] < 760
    assert all(joined[share] > 0 for share in range(SLOTS - 2))


def test_slots_and_owners_are_the_same_however_many_customers_there_are() -> None:
    small, large = Allotment(1, 80), Allotment(1, 10_000_000)
    for customer in range(80):
        assert list(small.slots_of(customer)) == list(large.slots_of(customer))


def test_another_seed_allots_otherwise() -> None:
    first = [list(islice(Allotment(seed, 100).slots_of(5), 24)) for seed in range(3)]
    assert first[0] != first[1] != first[2]


def test_most_newcomers_write_while_they_are_new() -> None:
    joined = {customer: WORLD.joined(customer) for customer in range(200)}
    newcomers = [customer for customer, share in joined.items() if share != ALWAYS]
    fresh = [
        any(is_fresh(joined[customer], slot % SLOTS) for slot in WORLD.slots_of(customer))
        for customer in newcomers
    ]
    assert sum(fresh) > len(newcomers) // 2
    assert not is_fresh(ALWAYS, 0)
