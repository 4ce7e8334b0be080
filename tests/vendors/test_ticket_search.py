"""The search finds what looking at every ticket finds."""

import random
from collections.abc import Callable

import pytest

from vertrag.exchange import UNTOUCHED
from vertrag.vendors.conversation import last_reply_ns
from vertrag.vendors.desk import Desk
from vertrag.vendors.ticket_search import PRIORITIES, Condition, Order, Query, search
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.supplier import Supplier

WORLD = Supplier(seed=5, customers=60)
DESK = Desk(WORLD, UNTOUCHED)
EVERYTHING = [
    DESK.find(number) for number in (*WORLD.pinned_tickets(), *range(1_000_001, WORLD.last_ticket_id + 1))
]

KEYS: dict[Order, Callable[[Ticket], int]] = {
    "id": lambda ticket: ticket.id,
    "created": lambda ticket: ticket.created_ns,
    "activity": last_reply_ns,
}


def _query(luck: random.Random) -> Query:
    some = luck.sample(EVERYTHING, 3)
    candidates = [
        Condition("status", frozenset(ticket.status for ticket in some), luck.random() < 0.3),
        Condition("channel", frozenset(ticket.channel for ticket in some), luck.random() < 0.3),
        Condition("tag", frozenset(tag for ticket in some for tag in ticket.tags), luck.random() < 0.3),
        Condition("priority", frozenset({luck.choice(PRIORITIES)}), luck.random() < 0.5),
        Condition("agent_id", frozenset({some[0].agent_id}), luck.random() < 0.5),
        Condition("customer_id", frozenset(ticket.customer_id for ticket in some), luck.random() < 0.5),
        Condition("contract_id", frozenset({some[0].contract_id}), luck.random() < 0.5),
        Condition("id", frozenset(ticket.id for ticket in some), luck.random() < 0.8),
    ]
    times = sorted(ticket.created_ns for ticket in some)
    return Query(
        tuple(luck.sample(candidates, luck.randint(0, 3))),
        times[0] if luck.random() < 0.3 else None,
        times[-1] if luck.random() < 0.3 else None,
        order=luck.choice(["id", "created", "activity"]),
        descending=luck.random() < 0.5,
        offset=luck.choice([0, 0, 3]),
        limit=luck.choice([5, 1000]),
    )


@pytest.mark.parametrize("number", range(60))
def test_the_index_and_a_look_at_every_ticket_agree(number: int) -> None:
    query = _query(random.Random(number))  # noqa: S311 - a sample, no secret

    expected = sorted(filter(query.holds, EVERYTHING), key=KEYS[query.order], reverse=query.descending)
    found = search(DESK, query)
    assert found.total == len(expected)
    assert [each.id for each in found.tickets] == [
        each.id for each in expected[query.offset : query.offset + query.limit]
    ]
